"""One open profile on the screen: its desk, its heartbeat, and the window they are shown in at the moment."""

from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from coo_desktop.views.session import Asker, Ports, Session
from coo_desktop.views.shell.controller import MainWindowController
from coo_desktop.views.shell.lock import Lock
from coo_desktop.views.shell.open_tabs import OpenTabs
from coo_desktop.views.shell.window import MainWindow
from coo_desktop.views.status.heartbeat import Heartbeat
from coo_desktop.views.status.store_watches import DamageWatch, DiskWatch
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
        self.tabs: OpenTabs

    def furnish(self, window: MainWindow) -> None:
        """Fills a fresh window; which pages are open in it follows with `resume`."""
        self.workplace = MainWindowController(window, self.session)
        self.workplace.sign_in_wanted.connect(self.sign_in_wanted)
        DiskWatch(self.session, window.notices, self.workplace)
        DamageWatch(self.session, window.notices, window.wanted.emit, self.workplace)
        self.lock = Lock(window, self.session, self)
        self.lock.sign_in_wanted.connect(self.sign_in_wanted)
        self.tabs = OpenTabs(self.session, window, self.workplace.go, self)

    def begin(self, proven: bool) -> None:
        """At a start with somebody signed in: whoever left the desk locked, or long ago, has to unlock it first."""
        self.lock.open() if proven else self.lock.lock_if_left()
        self.resume()

    def resume(self, kept: Any = None) -> None:
        """Opens the pages that were open at the last start, or those of `kept`; behind a lock, once it is open."""
        if self.lock.is_locked:
            self.lock.opened.connect(lambda: self.tabs.resume(kept), Qt.ConnectionType.SingleShotConnection)
        else:
            self.tabs.resume(kept)

    def close(self) -> None:
        """No further pass begins."""
        self.heartbeat.stop()
        self.tabs.close()
        self.deleteLater()
