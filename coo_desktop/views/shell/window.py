"""The main window: a frame of tabs, messages, menus and status bar. `MainWindowController` fills it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from coo_desktop.environment.words import N_, _
from coo_desktop.views.page import Page
from coo_desktop.views.shell import menus
from coo_desktop.views.shell.tabs import Tabs
from coo_desktop.views.status.banners import Banners
from coo_desktop.views.status.busy_mark import BusyMark
from coo_desktop.views.status.sync_light import SyncLight
from coo_desktop.views.target import Target
from coo_desktop.views.tasks import Tasks
from coo_desktop.views.widgets.file_drops import FileDrops
from coo_desktop.views.widgets.style import Label

AREAS = (
    ("pre_review", N_("Product pre-review")),
    ("certificate", N_("Certificates")),
    ("record", N_("Reference data")),
)


class MainWindow(QMainWindow):
    """`wanted` carries the wish of a menu, a key or the light, `dropped` the paths of files; `painted` comes once,
    `leaving` before it closes."""

    wanted = Signal(object)
    dropped = Signal(list)
    painted = Signal()
    leaving = Signal()

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("China certificates of origin"))
        self.may_leave: Callable[[], bool] = lambda: True
        self.tabs = Tabs(self)
        self.notices = Banners(self)
        self.light = SyncLight(self)
        self.who = Label("", self)
        self.busy = BusyMark(tasks, self)
        self._has_painted = False
        for key, title in AREAS:
            self.tabs.add_area(Target(key), _(title))
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
        menus.fill(self, self.wanted.emit)
        FileDrops(self).dropped.connect(self._hear_drop)
        for number in range(1, 10):
            choose = partial(self.tabs.setCurrentIndex, number - 1)
            QShortcut(QKeySequence(f"Ctrl+{number}"), self, choose)
        self.resize(1180, 760)

    def show_gate(self, gate: Page | None) -> None:
        """A page in place of the tabs (sign-in, unlock); None takes it away and shows the tabs.

        What is typed on the pages behind it is stored.
        """
        if gate is not None:
            self.flush()
        while (old := self.gate) is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        if gate is not None:
            self._stack.addWidget(gate)
            self._stack.setCurrentWidget(gate)
        for action in self.findChildren(QAction, options=Qt.FindChildOption.FindChildrenRecursively):
            if action.property(menus.AT_THE_DESK):
                action.setEnabled(gate is None)

    def flush(self) -> None:
        """Has every page store now what is typed on it; the pages themselves say what could not be stored."""
        for page in self.tabs.pages():
            page.flush()

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

    def _hear_drop(self, paths: list[Path]) -> None:
        """Files are for the desk: before a sign-in or behind a lock nobody takes them."""
        if self.gate is None:
            self.dropped.emit(paths)

    def _fill_status_bar(self) -> None:
        bar = self.statusBar()
        self.light.clicked.connect(lambda: self.wanted.emit(Target("outbox")))
        bar.addWidget(self.light)
        bar.addWidget(self.busy)
        bar.addPermanentWidget(self.who)


def keep_place(window: MainWindow, folder: Path) -> None:
    """Puts the window where it stood, and remembers its place when it closes."""
    kept = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    place = kept.value("geometry")
    if isinstance(place, QByteArray):  # a damaged file gives anything
        window.restoreGeometry(place)

    def keep() -> None:
        kept.setValue("geometry", window.saveGeometry())
        kept.sync()  # now, not when its turn comes: after the end of an account nothing may be written any more

    window.leaving.connect(keep)
