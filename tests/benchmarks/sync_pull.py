"""What comes in by sync: 1,000 changes against the same pages of the feed fetched and thrown away, and a pass that
brings one change among many.

`python -m tests.benchmarks.sync_pull [ROUNDS]`. A real backend process has 1,000 certificates of a colleague; a desk
with an empty store pulls them, which is a first sign-in, and pulls them again after each was changed. The pass with one
change is the whole engine over seeded stores, beside the same pass of an almost empty one; a stand-in answers, so that
nobody has to store 100,000 documents twice. Requests are counted, not timed.
"""

import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from coo_desktop.domain.clock import SystemClock, new_id
from coo_desktop.domain.documents import wire
from coo_desktop.store.local import LocalStore
from coo_desktop.sync.client.calls import Reply
from coo_desktop.sync.engine import Engine
from coo_desktop.sync.pull import PAGE_ITEMS, Pull, expected
from coo_desktop.sync.reconcile import Touched
from tests.backend.process import BackendProcess, Client
from tests.benchmarks.seeding import opened
from tests.benchmarks.table import Measure, Row, in_turns, main
from tests.domain.given import TWENTY, values_of
from tests.fakes.account import QuietAccount
from tests.rulebooks import shipped
from tests.stores import KEY, close_all, fresh_store
from tests.sync.desk import Desk

CHANGES, SMALL, LARGE = 1_000, 20_000, 100_000
PULL_AIM, PASS_AIM, GROWTH_AIM = 14.0, 1.5, 1.2
_GOODS, _BATCH = 4, 25
#: The processor's time is told in hundredths of a second: so many passes are one piece of work.
PASSES = 20
#: Where a page leads, without reading what stands in it.
_PLACE = re.compile(rb'"cursor": ?"([^"]*)", ?"more": ?(true|false)')


def rows(rounds: int) -> Iterator[Row]:
    """Pulls over a real backend, then passes over seeded stores."""
    with tempfile.TemporaryDirectory() as folder:
        backend = BackendProcess(Path(folder) / "backend").start()
        try:
            yield from _pulls(backend, Path(folder), rounds)
        finally:
            backend.stop()
    yield _passes(rounds)


def _pulls(backend: BackendProcess, folder: Path, rounds: int) -> Iterator[Row]:
    author, ids = backend.client("clerk2"), [new_id() for _ in range(CHANGES)]
    first = _written(author, ids, "FIRST STREET 1")
    desks = [Desk(folder / f"desk {at}", backend.url, clock=None, rules=shipped).sign_in() for at in range(rounds)]
    try:
        left = list(desks)
        taken = in_turns({"get": partial(_fetched, author), "pull": lambda: _pulled(left.pop())}, rounds)
        yield _pull_row("first sign-in with 1,000 documents", taken["pull"].wall, taken["get"].wall)
        yield _idle(desks[0])
        _written(author, ids, "SECOND STREET 2", first)
        left = list(desks)
        taken = in_turns({"get": partial(_fetched, author), "pull": lambda: _pulled(left.pop())}, rounds)
        yield _pull_row("pull of 1,000 changes", taken["pull"].wall, taken["get"].wall)
    finally:
        for desk in desks:
            desk.close()


def _pull_row(name: str, pulled: float, fetched: float) -> Row:
    note = f"{pulled / CHANGES * 1000:.2f} ms a change"
    return Row(name, "GET of the same pages, unparsed", PULL_AIM, pulled / fetched, note=note)


def _written(author: Client, ids: list[str], address: str, revs: Mapping[str, str] | None = None) -> dict[str, str]:
    """Id -> revision of each document at the backend, with another address of the consignee."""
    form, values = shipped().form("rcep_2022"), values_of(TWENTY)
    written: dict[str, str] = {}
    for start in range(0, len(ids), _BATCH):
        items = []
        for at, document_id in enumerate(ids[start : start + _BATCH], start):
            goods = [{**row, "id": f"{at}-{place}"} for place, row in enumerate(values["goods"][:_GOODS])]
            invoices = [{"id": "i", "number": f"INV-{at}", "date": "2026-11-05"}]
            told = {**values, "goods": goods, "invoices": invoices, "consignee_address": address}
            body = {"form": form.id, "values": wire.to_wire(form, told), "links": {}}
            condition = {"ifMatch": f'"{revs[document_id]}"'} if revs else {"ifNoneMatch": "*"}
            items.append(
                {"key": new_id(), "method": "PUT", "path": f"/v1/docs/{document_id}", "body": body, **condition}
            )
        for answer in author.batch(*items).json()["items"]:
            assert answer["status"] < 300, answer
            written[answer["body"]["id"]] = answer["body"]["rev"]
    return written


def _fetched(author: Client) -> None:
    """Every page of the feed, each read only for where the next begins."""
    cursor, more = "", True
    while more:
        answer = author.get(f"/v1/changes?cursor={cursor}&epoch=&limit={PAGE_ITEMS}").content
        found = _PLACE.search(answer)
        assert found is not None
        cursor, more = found[1].decode(), found[2] == b"true"


def _pulled(desk: Desk) -> None:
    assert Pull(desk.store, desk.remote, Touched()).run(lambda: False) == CHANGES


def _idle(desk: Desk) -> Row:
    desk.sync()
    asked: list[str] = []
    send = desk.remote.call

    def count(method: str, path: str, *told: Any, **named: Any) -> Reply:
        asked.append(path)
        return send(method, path, *told, **named)

    desk.remote.call = count  # type: ignore[method-assign]  # the engine asks the same object
    desk.sync()
    return Row("a pass with nothing to do", "requests", 1, len(asked), Measure.COUNT, note=", ".join(asked))


class OneChange:
    """A backend that stores what the store has, and in each pass one document at another revision."""

    def __init__(self, store: LocalStore) -> None:
        self._store = store
        form = shipped().form("rcep_2022")
        self._told = {
            **{"id": new_id(), "form": form.id, "family": form.family, "stage": "ready", "printState": "not_printed"},
            **{"links": {}, "facts": {}, "author": "li", "office": "3302", "createdAt": "", "updatedAt": ""},
            "values": wire.to_wire(form, values_of(TWENTY)),
        }
        self._passes = 0

    def call(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None, *, signed: bool = True
    ) -> Reply:
        """See `Caller.call`."""
        if path == "/v1/checksum":
            told = expected(self._store.reader)
            return Reply(200, {"count": told.count, "digest": told.digest})
        if path.startswith("/v1/changes"):
            self._passes += 1
            item = {**self._told, "rev": f"e1.{self._passes}.x"}
            place = {"cursor": str(self._passes), "more": False, "epoch": "e1", "notices": "n1"}
            return Reply(200, {"items": [item], **place})
        return Reply(200, {"items": [], "unread": [], "cursor": "", "more": False})


def _passes(rounds: int) -> Row:
    with opened(SMALL) as small, opened(LARGE) as large:
        try:
            empty = fresh_store(shipped(), SystemClock(), KEY)
            works = {str(size): _pass(store) for size, store in ((0, empty), (SMALL, small), (LARGE, large))}
            taken = in_turns(works, rounds)
        finally:
            close_all()
    figure, growth = taken[str(LARGE)].cpu / taken["0"].cpu, taken[str(LARGE)].cpu / taken[str(SMALL)].cpu
    note = f"{taken[str(LARGE)].wall / PASSES * 1000:.0f} ms"
    name = "a pass with one change among 100,000 documents"
    return Row(name, "in an empty store", PASS_AIM, figure, growth=growth, growth_aim=GROWTH_AIM, note=note)


def _pass(store: LocalStore) -> Callable[[], object]:
    with store.unit() as unit:
        for intent in unit.intents():
            unit.drop_intent(intent.key)  # what waits to be sent is another benchmark
    engine = Engine(store, OneChange(store), SystemClock(), QuietAccount())
    engine.run_pass()  # the first of a day counts everything anew

    def run() -> None:
        for _pass in range(PASSES):
            _change, state = engine.run_pass()
            assert state.light == "synced", state

    return run


if __name__ == "__main__":
    sys.exit(main(rows))
