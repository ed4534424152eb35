"""The goods grid under the hand: a key in a cell, a pasted block, against one check of the same document.

`python -m tests.benchmarks.grid [ROUNDS]` prints medians of the screen's thread (CPU) and their ratio to a check of
lines that are all new; "a check again" is one of lines of which one differs. The document has 100 lines, the block 100
× 15 cells of which 100 differ. The aims are 16 ms for a key and 100 ms for a paste; more is a failure.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from coo_desktop.domain.sheets.clipboard import block_text
from coo_desktop.views.document.page import FormPage
from coo_desktop.views.fields.items_table import ItemsEditor
from tests.domain.given import TWENTY, values_of
from tests.views.pages import make_desk, stored

LINES, COLUMNS = 100, 15
KEY_AIM_MS, PASTE_AIM_MS = 16.0, 100.0


def main(rounds: int) -> int:
    application = QApplication.instance() or QApplication([])
    session = make_desk()
    values = values_of(TWENTY)
    values["goods"] = [
        {**row, "id": f"g{turn}-{at}", "product": ""} for turn in range(5) for at, row in enumerate(values["goods"])
    ]
    page = FormPage(session, stored(session, "rcep_2022", values), None)  # type: ignore[arg-type]
    page.resize(1366, 768)
    page.show()
    goods = page.fields.editor("goods")
    assert isinstance(goods, ItemsEditor)
    assert len(goods.model.rows) == LINES
    page.activateWindow()
    QTest.qWaitForWindowActive(page)
    goods.view.choose(1, [part.id for part in goods.model.columns].index("name_en"))
    goods.view.setFocus()
    blocks, lines = [_block(goods, at) for at in range(rounds)], goods.value()
    taken = {
        "a check": _median(rounds, lambda at: _check(page, [{**row, "id": f"{at}-{row['id']}"} for row in lines])),
        "a check again": _median(rounds, lambda at: _check(page, [{**lines[0], "marks": f"{at}"}, *lines[1:]])),
        "a key": _median(rounds * 5, lambda at: _type(goods, at)),
        "an entered cell": _median(rounds, lambda at: _enter(goods, at)),
        "the check after it": _median(rounds, lambda at: _enter_and_check(goods, page, rounds + at)),
        "a paste": _median(rounds, lambda at: _paste(goods, blocks[at], at)),
    }
    application.processEvents()
    for name, ms in taken.items():
        print(f"{name}: {ms:.1f} ms, {ms / taken['a check']:.2f} × a check")
    session.tasks.close()
    return int(max(taken["a key"], taken["an entered cell"]) > KEY_AIM_MS or taken["a paste"] > PASTE_AIM_MS)


def _enter_and_check(goods: ItemsEditor, page: FormPage, at: int) -> None:
    _enter(goods, at)
    page.checking.check()


def _median(rounds: int, act: Callable[[int], object]) -> float:
    """Milliseconds of CPU of this thread that an act takes."""
    times = []
    for at in range(rounds):
        began = time.thread_time()
        act(at)
        times.append((time.thread_time() - began) * 1000)
    return statistics.median(times)


def _check(page: FormPage, lines: list[dict[str, object]]) -> None:
    """A check of the page's values with these lines."""
    page.session.rules.problems(page.form, {**page.values(), "goods": lines}, page.session.context())


def _type(goods: ItemsEditor, at: int) -> None:
    """One more letter in an open cell of the name, as the window gets it."""
    view, open_rows = goods.view, goods.cells.with_open_cell(goods.model.rows)
    QTest.keyClick(QApplication.focusWidget() or view, Qt.Key.Key_A)
    assert goods.cells.with_open_cell(goods.model.rows) != open_rows, f"key {at} came to no cell"


def _enter(goods: ItemsEditor, at: int) -> None:
    """A cell is closed with another number: the row, what follows from it, the step of undo."""
    quantity = [part.id for part in goods.model.columns].index("quantity")
    assert goods.model.setData(goods.model.index(at % LINES, quantity), str(70_000 + at))


def _block(goods: ItemsEditor, at: int) -> str:
    item = goods.spec.item_type
    assert item is not None
    parts = [part for part in goods.model.parts if not part.is_computed and part.id != "product"][:COLUMNS]
    rows = [[str(row.get(part.id, "")) for part in parts] for row in goods.model.rows]
    names = [part.id for part in parts].index("name_en")
    changed = [[*row[:names], f"FLASK {at}", *row[names + 1 :]] for row in rows]
    return block_text([[part.label.zh_CN for part in parts], *changed])


def _paste(goods: ItemsEditor, block: str, at: int) -> None:
    goods.view.setFocus()
    goods.view.choose(0, 1)
    goods.pasting.paste(block, goods.view.currentIndex(), [])
    assert {row["name_en"] for row in goods.model.rows} == {f"FLASK {at}"}


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
