"""The main window: a frame of tabs, messages, menus and status bar. It knows no document; `Workplace` fills it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QStackedWidget, QVBoxLayout, QWidget

from coo_desktop.views.busy_mark import BusyMark
from coo_desktop.views.notices import Notices
from coo_desktop.views.style import Label
from coo_desktop.views.sync_light import SyncLight
from coo_desktop.views.tabs import Tabs
from coo_desktop.views.tasks import Tasks
from coo_desktop.words import N_, _

Role = QAction.MenuRole
#: Menu -> (what is wanted, words, keys, role on macOS). An empty name is a line between groups.
MENUS: tuple[tuple[str, tuple[tuple[str, str, str, QAction.MenuRole], ...]], ...] = (
    (
        N_("&File"),
        (
            ("new", N_("&New document"), "Ctrl+N", Role.NoRole),
            ("smart_create", N_("&Smart create"), "Ctrl+Shift+N", Role.NoRole),
            ("", "", "", Role.NoRole),
            ("close", N_("&Close tab"), "Ctrl+W", Role.NoRole),
            ("sign_out", N_("Sign &out"), "", Role.NoRole),
            ("quit", N_("&Quit"), "Ctrl+Q", Role.QuitRole),
        ),
    ),
    (
        N_("&View"),
        (
            ("find", N_("&Find"), "Ctrl+F", Role.NoRole),
            ("outbox", N_("&Outbox"), "Ctrl+Shift+O", Role.NoRole),
            ("", "", "", Role.NoRole),
            ("language:zh_CN", "中文", "", Role.NoRole),
            ("language:en", "English", "", Role.NoRole),
        ),
    ),
    (N_("S&ync"), (("sync", N_("Sync &now"), "F5", Role.NoRole),)),
    (N_("&Help"), (("about", N_("&About this program"), "", Role.AboutRole),)),
)
#: What needs an open desk; the rest of the menus works before it, too.
AT_THE_DESK = frozenset({"new", "smart_create", "close", "sign_out", "find", "outbox", "sync"})
AREAS = (
    ("pre_review", N_("Product pre-review")),
    ("certificate", N_("Certificates")),
    ("record", N_("Reference data")),
)


class MainWindow(QMainWindow):
    """`wanted` names what a menu, a key or the light asked for; `painted` comes once, `leaving` before it closes."""

    wanted = Signal(str)
    painted = Signal()
    leaving = Signal()

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("China certificates of origin"))
        self.may_leave: Callable[[], bool] = lambda: True
        self.tabs = Tabs(self)
        self.notices = Notices(self)
        self.light = SyncLight(self)
        self.who = Label("", self)
        self.busy = BusyMark(tasks, self)
        self._has_painted = False
        for key, title in AREAS:
            self.tabs.add_area(key, _(title))
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.tabs)
        column = QVBoxLayout()
        column.setContentsMargins(8, 8, 8, 0)
        column.addWidget(self.notices)
        column.addWidget(self._stack, 1)
        middle = QWidget(self)
        middle.setLayout(column)
        self.setCentralWidget(middle)
        self._fill_status_bar()
        self._fill_menus()
        for number in range(1, 10):
            choose = partial(self.tabs.setCurrentIndex, number - 1)
            QShortcut(QKeySequence(f"Ctrl+{number}"), self, choose)
        self.resize(1180, 760)

    def show_gate(self, gate: QWidget | None) -> None:
        """A page in place of the tabs (sign-in, unlock); None takes it away and shows the tabs."""
        while (old := self.gate) is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        if gate is not None:
            self._stack.addWidget(gate)
            self._stack.setCurrentWidget(gate)
        for action in self.findChildren(QAction, options=Qt.FindChildOption.FindChildrenRecursively):
            if action.objectName() in AT_THE_DESK:
                action.setEnabled(gate is None)

    @property
    def gate(self) -> QWidget | None:
        """The page that stands in place of the tabs."""
        return self._stack.widget(1) if self._stack.count() > 1 else None

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._has_painted:
            self._has_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.may_leave():
            self.leaving.emit()
            event.accept()
        else:
            event.ignore()

    def bring_forward(self) -> None:
        """Shows the window above the others: a second start of the program ends here."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        QApplication.alert(self)

    def _fill_status_bar(self) -> None:
        bar = self.statusBar()
        self.light.clicked.connect(lambda: self.wanted.emit("outbox"))
        bar.addWidget(self.light)
        bar.addWidget(self.busy)
        bar.addPermanentWidget(self.who)

    def _fill_menus(self) -> None:
        for title, entries in MENUS:
            menu = QMenu(_(title), self)
            self.menuBar().addMenu(menu)
            for name, words, keys, role in entries:
                if not name:
                    menu.addSeparator()
                    continue
                action = menu.addAction(words if name.startswith("language:") else _(words))
                action.setObjectName(name)
                action.setShortcut(QKeySequence(keys))
                action.setMenuRole(role)
                action.triggered.connect(lambda _checked=False, name=name: self.wanted.emit(name))
