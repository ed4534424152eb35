"""Lists of 20,000 and 100,000 documents: a page, scrolling, jumping, filters, a change.

`python -m tests.benchmarks.lists [ROUNDS]`. A page is compared with its own statement through the same encrypted
driver, what is drawn with a table of the same size whose cells are constant words.
"""

import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QEventLoop, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication, QTableView

from coo_desktop.domain.clock import SystemClock
from coo_desktop.domain.documents.document import CERTIFICATE, Change, Query
from coo_desktop.domain.documents.finding import FoundDocument
from coo_desktop.domain.language import finding
from coo_desktop.store.database import lists, search
from coo_desktop.store.database.engine import bare
from coo_desktop.store.local import LocalStore
from coo_desktop.views.finder.popup import MOST_FOUND
from coo_desktop.views.lists.blocks import BLOCK
from coo_desktop.views.lists.kinds import CERTIFICATES
from coo_desktop.views.lists.model import ListModel
from coo_desktop.views.lists.page import ListPage
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import Tasks
from coo_desktop.views.widgets.tables import show_whole_rows
from tests.benchmarks.seeding import opened
from tests.benchmarks.table import Cost, Measure, Row, in_turns, main
from tests.fakes.asker import FakeAsker
from tests.fakes.outside import quiet_ports
from tests.rulebooks import shipped

SIZES = (20_000, 100_000)
TIMES, SCROLLS = 100, 40
#: What is looked for, as a query's fields; the years of the seeded invoices begin with 2016.
FILTERS: Mapping[str, Mapping[str, str]] = {
    "a common word": {"text": "flask"},
    "two words": {"text": "steel flask"},
    "two Chinese words": {"text": "不锈钢 保温杯"},
    "a rare word": {"text": "-000123"},
    "a partner": {"partner": "kato"},
    "an older year's invoices": {"invoice": "2017-"},
}
#: What is typed after Ctrl+K, whole; each of its beginnings is a text of its own.
TYPED = ("C2600042", "INV-00042", "sakura", "重庆商社", "cqss", "zhubian", "961700", "umbrella kato", "nothing like it")
_RAW_FIND = (
    f"SELECT {', '.join(FoundDocument.__slots__)} FROM document"
    " WHERE seq IN (SELECT rowid FROM search WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?)"
)
_PAGE = Query(family=CERTIFICATE)
_WAIT = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
_NO_INDEX = QModelIndex()
_WORDS, _ICON = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.DecorationRole)
Index = QModelIndex | QPersistentModelIndex
Found = dict[str, Cost]


def rows(rounds: int) -> Iterator[Row]:
    """Each row with its growth from the small store to the large one."""
    application = QApplication.instance() or QApplication([])
    found = [_measured(size, rounds) for size in SIZES]
    del application
    yield _row("list page read", "its raw statement", 2, found, "page", "raw page", 1.3)
    yield _row("list shown", "constant words", 1.3, found, "shown", "constant shown", 1.3)
    yield _row("scroll a page", "constant words", 1.2, found, "scroll", "constant scroll", 1.2)
    yield _row("first jump anywhere", "constant words", 1.6, found, "jump", "constant jump", 1.2)
    for name in FILTERS:
        yield _row(f"filter: {name}", "constant words drawn anew", 2, found, name, "constant shown", 1.3)
    yield _row("invoice number used", "raw look-up", 4, found, "invoice", "raw invoice", 1.3)
    yield _row("Ctrl+K, each beginning of nine texts", "raw index query", 3, found, "find", "raw find", 1.3)
    yield _screen("change: screen's thread", found, "change on the screen")
    yield _screen("count of a common word: screen's thread", found, "count on the screen")


def _row(name: str, anchor: str, aim: float, found: list[Found], work: str, against: str, growth_aim: float) -> Row:
    small, large = (each[work].cpu / each[against].cpu for each in found)
    grown = found[1][work].cpu / found[0][work].cpu
    return Row(name, anchor, aim, large, growth=grown, growth_aim=growth_aim, note=f"{small:.2f} × at {SIZES[0]:,}")


def _screen(name: str, found: list[Found], work: str) -> Row:
    """Milliseconds of the screen's thread, a promise to a hand."""
    small, large = (each[work].cpu * 1000 for each in found)
    return Row(name, "a frame", 16, large, Measure.MILLISECONDS, large / max(small, 0.1), 1.5)


def _measured(size: int, rounds: int) -> Found:
    with opened(size) as store, _desk(store) as session:
        return _read(store, rounds) | _drawn(session, rounds) | _changed(session, rounds)


@contextmanager
def _desk(store: LocalStore) -> Iterator[Session]:
    session = Session(quiet_ports(store, shipped(), SystemClock()), Tasks(), FakeAsker())
    with closing(session.tasks):
        yield session


def _read(store: LocalStore, rounds: int) -> Found:
    reader, statement = store.reader, lists.page(_PAGE)
    numbers = [row.invoice.casefold() for row in reader.rows(_PAGE) if row.invoice][:1]
    marks = ", ".join("?" * (1 + len(numbers)))
    raw_uses = f"SELECT document FROM invoice_use WHERE invoice IN ({marks})"

    texts = sorted({text[:length] for text in TYPED for length in range(1, len(text) + 1)})

    def raw(text: str, values: tuple[object, ...]) -> list[object]:
        with store._lend() as connection:
            return list(bare(connection).execute(text, values))

    return in_turns(
        {
            "find": lambda: [reader.find(text, MOST_FOUND) for text in texts],
            "raw find": lambda: [
                raw(_RAW_FIND, (search.expression(finding.terms(text)), MOST_FOUND)) for text in texts
            ],
            "page": _often(lambda: reader.rows(_PAGE)),
            "raw page": _often(lambda: raw(*statement)),
            "invoice": _often(lambda: reader.invoice_uses(("2024", *numbers))),
            "raw invoice": _often(lambda: raw(raw_uses, ("2024", *numbers))),
        },
        rounds,
    )


class _Constant(QAbstractTableModel):
    """The limit: so many rows of the same words and icons, read from nowhere."""

    def __init__(self, count: int, like: ListModel) -> None:
        super().__init__()
        self._count, self._columns = count, len(like.columns)
        cells = [[like.index(row, column) for column in range(self._columns)] for row in range(BLOCK)]
        self._words = [[cell.data() for cell in row] for row in cells]
        self._icons = [[cell.data(_ICON) for cell in row] for row in cells]

    def rowCount(self, parent: Index = _NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _NO_INDEX) -> int:  # noqa: N802
        return 0 if parent.isValid() else self._columns

    def data(self, index: Index, role: int = _WORDS) -> object:
        if role != _WORDS and role != _ICON:
            return None
        return (self._words if role == _WORDS else self._icons)[index.row() % BLOCK][index.column()]

    def show(self) -> None:
        """Everything is drawn anew, as after another filter."""
        self.beginResetModel()
        self.endResetModel()


def _drawn(session: Session, rounds: int) -> Found:
    page, asked = _shown_page(session), _shown_page(session)
    constant, short = _Constant(page.model.rowCount(), page.model), _Constant(BLOCK, page.model)
    limit, first = _like(page, constant), _like(page, short)
    works: dict[str, Callable[[], object]] = {
        "shown": lambda: _filtered(asked, {}),
        "constant shown": lambda: _draw_anew(short, first),
        "scroll": lambda: _scroll(page.table, 0),
        "constant scroll": lambda: _scroll(limit, 0),
        "jump": lambda: _jump(page.table, random.Random(1)),
        "constant jump": lambda: _jump(limit, random.Random(1)),
    }
    works |= {name: partial(_filtered, asked, fields) for name, fields in FILTERS.items()}
    found = in_turns(works, rounds)
    for widget in (page, asked, limit, first):
        widget.deleteLater()
    return found


def _like(page: ListPage, model: _Constant) -> QTableView:
    """A table that draws another model as the page draws its own."""
    table = QTableView()
    table.setModel(model)
    show_whole_rows(table)
    table.setAlternatingRowColors(True)
    for number in range(model.columnCount()):
        table.setColumnWidth(number, page.table.columnWidth(number))
    table.resize(page.table.size())
    table.show()
    return table


def _shown_page(session: Session) -> ListPage:
    page = ListPage(session, CERTIFICATES)
    page.resize(1366, 768)
    page.show()
    _settle(page)
    return page


def _settle(page: ListPage) -> None:
    while not page.is_settled:
        QCoreApplication.processEvents(_WAIT)


def _draw(table: QTableView) -> None:
    table.viewport().repaint()


def _draw_anew(model: _Constant, table: QTableView) -> None:
    model.show()
    _draw(table)


def _filtered(page: ListPage, fields: Mapping[str, str]) -> None:
    """From the question to the first rows on the screen; the full count is not waited for, and given up."""
    told: list[str] = []

    def hear() -> None:
        told.append("")

    page.model.modelReset.connect(hear)
    page.model.show_query(replace(_PAGE, **fields))  # type: ignore[arg-type]  # texts, as the filters give them
    while not told:
        QCoreApplication.processEvents(_WAIT)
    page.model.modelReset.disconnect(hear)
    assert page.model.rowCount(), f"nothing is found for {fields}"
    _draw(page.table)
    page.model.give_up()


def _scroll(table: QTableView, start: int) -> None:
    bar = table.verticalScrollBar()
    bar.setValue(start)
    for _page in range(SCROLLS):
        bar.setValue(bar.value() + bar.pageStep())
        _draw(table)


def _jump(table: QTableView, dice: random.Random) -> None:
    """To places that hardly anybody has been to: a few of the blocks are kept."""
    bar = table.verticalScrollBar()
    for _place in range(SCROLLS):
        bar.setValue(dice.randrange(bar.maximum()))
        _draw(table)


def _changed(session: Session, rounds: int) -> Found:
    """What the screen's thread does of a refresh, and while a common word is counted."""
    page = _shown_page(session)
    page.table.verticalScrollBar().setValue(page.model.rowCount() // 2)
    first = page.model.row(0)
    assert first is not None
    change = Change(ids=(first.id,), families=frozenset({CERTIFICATE}), by="sync")

    def refresh() -> None:
        page.place.is_own = False
        session.changed.emit(change)
        _settle(page)

    def count() -> None:
        page.model.show_query(replace(_PAGE, text="flask"))
        _settle(page)

    found = {"change on the screen": _own_time(refresh, rounds), "count on the screen": _own_time(count, rounds)}
    page.deleteLater()
    return found


def _own_time(work: Callable[[], object], rounds: int) -> Cost:
    """The median processor time of this thread."""
    taken: list[float] = []
    for _round in range(rounds):
        began = time.thread_time()
        work()
        taken.append(time.thread_time() - began)
    return Cost(0.0, statistics.median(taken))


def _often(work: Callable[[], object]) -> Callable[[], object]:
    return lambda: [work() for _time in range(TIMES)]


if __name__ == "__main__":
    sys.exit(main(rows))
