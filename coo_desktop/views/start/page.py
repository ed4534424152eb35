"""待办: what needs a person's attention, each line with its count, and what is begun most often."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from coo_desktop.domain.documents.document import PRE_REVIEW, Change, Query
from coo_desktop.domain.office.correspondence import VerificationCase
from coo_desktop.domain.office.notices import NOTICE
from coo_desktop.domain.office.sync_state import SyncState
from coo_desktop.domain.operations import drafts, settings
from coo_desktop.environment.words import _
from coo_desktop.views.page import Page
from coo_desktop.views.session import Session
from coo_desktop.views.start import todo
from coo_desktop.views.start.todo import Counts, Line
from coo_desktop.views.target import Command, Target
from coo_desktop.views.tasks import NET
from coo_desktop.views.widgets.scaffold import beside, scaffold
from coo_desktop.views.widgets.style import Label, colour, icon
from coo_desktop.views.widgets.tables import show_whole_rows

#: Changes come in bursts from a pass; the lists are counted once after them.
REREAD_MS = 100
#: Behind another tab only the number on the tab is seen: it follows once nothing has changed for so long.
BEHIND_MS = 3000


class StartPage(Page):
    """`opened` carries the id of a new document, `wanted` a list with its filters or what the window can do."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._lines = todo.lines(session)
        self._shown: tuple[Line, ...] = ()
        self._counts: Mapping[Target, int] = {}
        self._is_stale = False
        self._has_asked = False
        self.state = Label(_("Looking through the lists…"), self, wraps=True)
        self.table = _table(self)
        self.starting = QPushButton(icon("new"), _("New &pre-review"), self)
        self.creating = QPushButton(icon("magic"), _("S&mart create"), self)
        self.templating = QPushButton(icon("kept"), _("New from &template…"), self)
        self.bringing = QPushButton(icon("kept"), _("From E&xcel…"), self)
        self.bringing.setToolTip(_("Products with their materials, and past certificates, from a workbook"))
        self.fetching = QPushButton(icon("syncing"), _("Fetch from the &backend"), self)
        self.opening = QPushButton(icon("open"), _("Open an &invoice…"), self)
        drop = _("Or drop a customer's invoice or packing list here: Excel, CSV or PDF.")
        row = beside(self.starting, self.creating, self.templating, self.opening, self.bringing, self.fetching, None)
        scaffold(self, _("To do"), row, Label(drop, self, wraps=True), self.state, (self.table, 1), (None, 0))
        self._reread = QTimer(self)
        self._reread.setSingleShot(True)
        self._connect()
        self.setFocusProxy(self.table)
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._reread.start(REREAD_MS)

    def refresh(self) -> None:
        """Counts again, on a worker."""
        session, lines = self._session, self._lines
        self._is_stale = False
        session.run(self, lambda _task: todo.counted(session, lines), then=self._show_counts)

    def counts(self) -> dict[Target, int]:
        """What stands on the page: where each line leads -> its count."""
        return {line.target: self._counts[line.target] for line in self._shown}

    def _connect(self) -> None:
        self._reread.timeout.connect(self.refresh)
        self._session.changed.connect(self._hear)
        self._session.synced.connect(self._hear_pass)
        self.table.itemActivated.connect(self._go)
        self.table.itemClicked.connect(self._go)
        self.starting.clicked.connect(self._start)
        self.creating.clicked.connect(lambda: self.wanted.emit(Command.SMART_CREATE))
        self.templating.clicked.connect(lambda: self.wanted.emit(Command.NEW))
        self.opening.clicked.connect(lambda: self.wanted.emit(Command.OPEN_INVOICE))
        self.bringing.clicked.connect(lambda: self.wanted.emit(Target("workbooks")))
        self.fetching.clicked.connect(self._session.sync_now)

    def _hear(self, change: Change) -> None:
        if change.families == {settings.PREFERENCES}:
            return
        self._is_stale = True
        if NOTICE in change.families:  # the office may have opened a case
            self._has_asked = False
        self._reread.start(REREAD_MS if self.isVisible() else BEHIND_MS)

    def _hear_pass(self, state: SyncState) -> None:
        if state.light in ("synced", "waiting") and not self._has_asked:
            self._has_asked = True  # once a day at the desk, and after notices: what the office asks has weeks
            cases = self._session.ports.office.letters.cases
            self._session.run(self, lambda _task: cases(), then=self._keep_cases, failed=lambda _error: None, lane=NET)

    def _keep_cases(self, cases: tuple[VerificationCase, ...]) -> None:
        self._session.do(self, settings.keep_cases, cases, self._session.now().isoformat(timespec="seconds"))

    def _show_counts(self, counted: Counts) -> None:
        here, counts = self.table.currentRow(), counted.of
        self._counts = counts
        self._shown = tuple(line for line in self._lines if counts[line.target])
        self.table.setRowCount(len(self._shown))
        for row, line in enumerate(self._shown):
            self._draw(row, line, counts[line.target])
        if self._shown:
            self.table.setCurrentCell(min(max(here, 0), len(self._shown) - 1), 1)
        some = _("Each line leads to the list that shows exactly these.")
        self.state.setText(some if self._shown else self._nothing())
        self.table.setVisible(bool(self._shown))
        self.show_as(_("To do ({count})").format(count=counted.pressing) if counted.pressing else _("To do"), self.icon)

    def _nothing(self) -> str:
        """What is said where nothing is to do; a company that has nothing yet is told how to begin."""
        if self._session.read.rows(Query(family=PRE_REVIEW, limit=1)):
            return _("Nothing needs your attention now.")
        return _(
            "Three steps to begin:\n"
            "1. Your products with their materials: “From Excel…” writes a template and takes it in.\n"
            "2. Your importers: Reference data, “Import a table…”.\n"
            "3. Certificates that were issued before: “From Excel…”, as history to copy from."
        )

    def _draw(self, row: int, line: Line, count: int) -> None:
        number = QTableWidgetItem(icon(line.sign, line.meaning), str(count))
        font = QFont(self.table.font())
        font.setBold(True)
        number.setFont(font)
        number.setForeground(colour(line.meaning))
        text = QTableWidgetItem(line.text())
        said = _("{what}, {count}").format(what=line.text(), count=count)
        for column, item in enumerate((number, text)):
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            self.table.setItem(row, column, item)

    def _go(self, item: QTableWidgetItem) -> None:
        self.wanted.emit(self._shown[item.row()].target)

    def _start(self) -> None:
        def done(change: Change) -> None:
            if change.document is not None:
                self.opened.emit(change.document.id)

        form = self._session.rules.book.family(PRE_REVIEW)[0]
        self._session.do(self, drafts.start, form.id, then=done)


def _table(parent: QWidget) -> QTableWidget:
    table = QTableWidget(0, 2, parent)
    table.setAccessibleName(_("What needs attention"))
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    show_whole_rows(table)
    table.setWordWrap(True)
    table.horizontalHeader().setVisible(False)
    height = table.fontMetrics().height()
    table.verticalHeader().setDefaultSectionSize(height * 2)
    table.setColumnWidth(0, height * 5)
    table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    return table
