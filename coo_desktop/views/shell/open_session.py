"""One open profile on the screen: its desk, its heartbeat, and the window they are shown in at the moment."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from coo_desktop.views.session import Asker, Ports, Session
from coo_desktop.views.shell.controller import MainWindowController
from coo_desktop.views.shell.lock import Lock
from coo_desktop.views.shell.window import MainWindow
from coo_desktop.views.status.heartbeat import Heartbeat
from coo_desktop.views.target import Target
from coo_desktop.views.tasks import Tasks


class OpenSession(QObject):
    """The desk outlives its window: another language, or another backend, moves it into a fresh one."""

    sign_in_wanted = Signal()

    def __init__(self, ports: Ports, asker: Asker, tasks: Tasks, every_s: int, parent: QObject) -> None:
        super().__init__(parent)
        self.ports = ports
        self.session = Session(ports, tasks, asker, self)
        self.heartbeat = Heartbeat(self.session, every_s)
        self.workplace: MainWindowController  # given with each window
        self.lock: Lock

    def furnish(self, window: MainWindow, targets: Iterable[Target] = (), front: Target | None = None) -> None:
        """Fills a fresh window, with these pages and documents open and one of them at the front."""
        self.workplace = MainWindowController(window, self.session)
        self.workplace.sign_in_wanted.connect(self.sign_in_wanted)
        self.lock = Lock(window, self.session, self)
        self.lock.sign_in_wanted.connect(self.sign_in_wanted)
        for target in targets:
            self.workplace.go(target)
        if front is not None:
            window.tabs.show_page(front)

    def close(self) -> None:
        """No further pass begins."""
        self.heartbeat.stop()
        self.deleteLater()
