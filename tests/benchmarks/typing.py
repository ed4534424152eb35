"""Typing by the real window on certificates of 20, 100 and 1,000 goods, each line with an approved product of its own.

`python -m tests.benchmarks.typing [ROUNDS]`. Keys come as quickly as a good hand types them, with all that follows from
them: autosave, live check, meters. "a key" is the CPU of the screen's thread from the press until the cell is painted;
"a beat" is its CPU between two ticks of a timer of 4 ms, over the whole time: what nobody can type through. Another
program on the machine lengthens neither. After each round of 25 keys and a closed cell comes a pause.
"""

import dataclasses
import os
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QElapsedTimer, QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from coo_desktop.bootstrap.drawing import Drawing
from coo_desktop.bootstrap.profile import ThreadTurns
from coo_desktop.domain.checks.answers import Answers
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.sheets.clipboard import block_text
from coo_desktop.paper.fonts import missing
from coo_desktop.views.document.page import FormPage
from coo_desktop.views.fields.items_table import ItemsEditor
from coo_desktop.views.shell.controller import MainWindowController
from coo_desktop.views.shell.window import MainWindow
from tests.benchmarks.table import Measure, Row, main
from tests.domain.given import PRE_REVIEW, TWENTY, product_document, values_of
from tests.rulebooks import shipped
from tests.stores import KEY, close_all
from tests.views.pages import end_sessions, make_desk, stored

SIZES = (20, 100, 1_000)
KEYS, GAP_MS, PAUSE_MS = 25, 110, 1_300
TICK_MS = 4
AIM_MS = 16.0
PASTED = 100
SWITCH_S = 0.0005


@dataclass
class Times:
    """Milliseconds of the screen's thread."""

    keys: list[float] = field(default_factory=list)
    cells: list[float] = field(default_factory=list)
    beats: list[float] = field(default_factory=list)
    walls: list[float] = field(default_factory=list)
    pastes: list[float] = field(default_factory=list)


class Heartbeat(QObject):
    """Notes the CPU of this thread, and the clock, between two ticks."""

    def __init__(self, times: Times) -> None:
        super().__init__()
        self._times = times
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)
        self._cpu, self._wall = time.thread_time(), time.perf_counter()

    def _tick(self) -> None:
        cpu, wall = time.thread_time(), time.perf_counter()
        self._times.beats.append((cpu - self._cpu) * 1000)
        self._times.walls.append((wall - self._wall) * 1000)
        self._cpu, self._wall = cpu, wall

    def end(self) -> None:
        self._timer.stop()


class Typist:
    """A window with one certificate of so many lines at the front, and the hand before it."""

    def __init__(self, lines: int) -> None:
        rules = dataclasses.replace(shipped(), answers=Answers(ThreadTurns()))
        self.session = make_desk(form_rules=rules, key=KEY, unprintable=missing)
        drawing = Drawing(self.session.ports.store, rules)
        self.session.ports = dataclasses.replace(self.session.ports, paper=drawing, fill=drawing.fill)
        self.window = MainWindow(self.session.tasks)
        self.workplace = MainWindowController(self.window, self.session)
        self.window.resize(1366, 768)
        self.window.show()
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)
        document = stored(self.session, "rcep_2022", self._values(lines))
        self.workplace.open(document.id)
        page = self.window.tabs.currentWidget()
        assert isinstance(page, FormPage)
        self.page = page
        goods = page.fields.editor("goods")
        assert isinstance(goods, ItemsEditor)
        self.goods = goods
        self.rest()

    def _values(self, lines: int) -> dict[str, object]:
        values = values_of(TWENTY)
        rows = [dict(values["goods"][at % len(values["goods"])], id=new_id()) for at in range(lines)]
        products = [new_id() for _row in rows]
        with self.session.ports.store.unit() as unit:
            for product in products:
                unit.put(product_document(product, values_of(PRE_REVIEW)))
        values["goods"] = [dict(row, product=product) for row, product in zip(rows, products, strict=True)]
        return values

    def open_cell(self, row: int, part: str) -> None:
        """Puts the cursor on a cell, as a click does."""
        self.goods.view.choose(row, [column.id for column in self.goods.model.columns].index(part))
        self.goods.view.setFocus()

    def press(self, key: Qt.Key) -> float:
        """Milliseconds of CPU until what a key changes is painted."""
        began = time.thread_time()
        QTest.keyClick(QApplication.focusWidget() or self.window, key)
        QApplication.processEvents()
        return (time.thread_time() - began) * 1000

    def wait(self, ms: int) -> None:
        """Lets the window live for so long."""
        passed = QElapsedTimer()
        passed.start()
        while not passed.hasExpired(ms):
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def rest(self) -> None:
        """Waits until all is stored, checked and measured."""
        ticking = QTimer()
        ticking.start(TICK_MS)
        while self.page.draft.edits or not self.session.tasks.is_idle:
            self.wait(PAUSE_MS // 4)
        self.wait(PAUSE_MS)
        ticking.stop()

    def type(self, rounds: int) -> Times:
        """Types into cells, and pastes at last."""
        times = Times()
        beat = Heartbeat(times)
        for at in range(rounds):
            self.open_cell(3 + at, "name_en")
            self.wait(PAUSE_MS // 4)
            for _key in range(KEYS):
                times.keys.append(self.press(Qt.Key.Key_A))
                self.wait(GAP_MS)
            times.cells.append(self.press(Qt.Key.Key_Return))
            self.wait(PAUSE_MS)
        beat.end()
        for at in range(rounds):
            times.pastes.append(self.paste(at))
        return times

    def paste(self, turn: int) -> float:
        """Milliseconds of CPU for a block of names and quantities."""
        rows = [[f"FLASK {turn} {at}", str(1_000 + turn)] for at in range(PASTED)]
        parts = [part for part in self.goods.model.parts if part.id in ("name_en", "quantity")]
        block = block_text([[part.label.zh_CN for part in parts], *rows])
        self.open_cell(0, "name_en")
        began = time.thread_time()
        self.goods.pasting.paste(block, self.goods.view.currentIndex(), [])
        QApplication.processEvents()
        taken = (time.thread_time() - began) * 1000
        self.rest()
        return taken

    def end(self) -> None:
        """Closes the window and what is under it."""
        self.page.flush()
        self.rest()
        self.window.close()
        self.window.deleteLater()
        end_sessions()
        QApplication.processEvents()
        close_all()


def percentile(times: list[float], share: float) -> float:
    """The time under which that share of them lies."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def measured(rounds: int) -> dict[int, Times]:
    """The times of each size."""
    sys.setswitchinterval(SWITCH_S)
    _application = QApplication.instance() or QApplication([])
    found = {}
    for lines in SIZES:
        typist = Typist(lines)
        typist.type(1)
        found[lines] = typist.type(rounds)
        typist.end()
    return found


def rows(rounds: int) -> Iterator[Row]:
    """A key, a closed cell, the longest beat and a paste at each size."""
    found = measured(rounds)
    ms = Measure.MILLISECONDS
    for lines, times in found.items():
        growth = percentile(times.keys, 0.99) / percentile(found[SIZES[0]].keys, 0.99)
        told = f"p50 {statistics.median(times.keys):.1f}, max {max(times.keys):.1f} ms"
        yield Row(f"a key, {lines} goods, p99", "a hand", AIM_MS, percentile(times.keys, 0.99), ms, growth, note=told)
        yield Row(f"a cell closed, {lines} goods", "a hand", AIM_MS, max(times.cells), ms)
        over = sum(beat > AIM_MS for beat in times.beats)
        told = f"{over} of {len(times.beats)} over; wall {max(times.walls):.0f} ms"
        yield Row(f"longest beat, {lines} goods", "a hand", AIM_MS, max(times.beats), ms, note=told)
        yield Row(f"{PASTED} lines pasted among {lines}", "an eye", 100.0, statistics.median(times.pastes), ms)


if __name__ == "__main__":
    sys.exit(main(rows, rounds=4))
