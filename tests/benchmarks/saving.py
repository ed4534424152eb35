"""An autosave of an edited draft of 20 and of 100 goods, against one durable write of a page on the same disk.

`python -m tests.benchmarks.saving [ROUNDS]`. The anchor overwrites 4 KiB of a file beside the store and waits for
fdatasync; the two take turns. Of the save each line has an approved product and one name differs: checks, the row, its
index, version, record of edits and the outbox are one commit with one sync. A second row has its processor time alone,
in syncs: a slow disk does not hide in it.
"""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.operations import drafts
from coo_desktop.store.local import LocalStore
from tests.benchmarks.table import Cost, Row, in_turns, main
from tests.domain.given import PRE_REVIEW, TWENTY, product_document, values_of
from tests.fakes.clock import FakeClock
from tests.rulebooks import shipped
from tests.stores import KEY, close_all, fresh_store
from tests.views.pages import COMPANY, PERSON

SIZES = (20, 100)
SAVES, PAGE, PAGES = 8, 4096, 64
AIM, GROWTH_AIM = 8.0, 2.5


class Draft:
    """A stored certificate that somebody types in."""

    def __init__(self, store: LocalStore, lines: int) -> None:
        self._store = store
        self._turn = 0
        values = values_of(TWENTY)
        goods = values["goods"]
        values["goods"] = [dict(goods[at % len(goods)], id=new_id(), product=new_id()) for at in range(lines)]
        with store.unit() as unit:
            unit.put_company(COMPANY)
            unit.put_person(PERSON)
            for row in values["goods"]:
                unit.put(product_document(row["product"], values_of(PRE_REVIEW)))
            self._document: Document = _given(drafts.start(unit, "rcep_2022", values).document)

    def save(self) -> None:
        """One more name, as the page hands all its lines over."""
        self._turn += 1
        goods = [dict(row) for row in self._document.values["goods"]]
        goods[self._turn % len(goods)]["name_en"] = f"VACUUM FLASK {self._turn}"
        with self._store.unit() as unit:
            change = drafts.save(unit, self._document.id, {"goods": goods}, self._document.revision)
        self._document = _given(change.document)


class Page:
    """A file of which one page is written and waited for."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / "anchor", os.O_CREAT | os.O_RDWR)
        os.write(self._file, bytes(PAGE * PAGES))
        os.fsync(self._file)
        self._turn = 0

    def write(self) -> None:
        """Overwrites the next page."""
        self._turn += 1
        os.pwrite(self._file, os.urandom(PAGE), PAGE * (self._turn % PAGES))
        os.fdatasync(self._file)


def rows(rounds: int) -> Iterator[Row]:
    """The clock and the processor of a save at each size."""
    store = fresh_store(shipped(), FakeClock(), KEY)
    drafts_of = {lines: Draft(store, lines) for lines in SIZES}
    page = Page(Path(store._setting.backups).parent)
    for draft in drafts_of.values():
        _often(draft.save)()
    taken = in_turns(
        {"sync": _often(page.write), **{str(lines): _often(draft.save) for lines, draft in drafts_of.items()}}, rounds
    )
    close_all()
    sync, small, large = taken["sync"], *(taken[str(lines)] for lines in SIZES)
    for lines, cost in zip(SIZES, (small, large), strict=True):
        growth, aim = (cost.wall / small.wall, GROWTH_AIM) if cost is large else (None, None)
        yield Row(f"autosave of {lines} goods", "fdatasync", AIM, cost.wall / sync.wall, growth=growth, growth_aim=aim)
        yield Row(f"autosave of {lines} goods, processor", "fdatasync", AIM, cost.cpu / sync.wall, note=_told(cost))


def _often(work: Callable[[], None]) -> Callable[[], None]:
    def repeated() -> None:
        for _ in range(SAVES):
            work()

    return repeated


def _told(cost: Cost) -> str:
    return f"{cost.cpu / SAVES * 1000:.1f} ms a save"


def _given(document: Document | None) -> Document:
    assert document is not None
    return document


if __name__ == "__main__":
    sys.exit(main(rows, rounds=7))
