"""Looks the products through in the background when other packs are installed, and tells in a banner what it found."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.operations import recoding
from coo_desktop.domain.operations.recoding import Affected, affected
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.packs.controller import PACKS
from coo_desktop.views.session import Ports, Session
from coo_desktop.views.status.banners import Banners
from coo_desktop.views.tasks import Task

NOTICE_KEY = "recoding"
#: The first seconds belong to the person who opened the program.
START_MS = 1500
#: The built-in codes are put together on the first start, which keeps a processor busy for seconds.
WARM_MS = 20_000


def look_through(ports: Ports, task: Task) -> tuple[Affected, ...] | None:
    """Every code that has to be looked at; None without packs. Opens the packs it needs: belongs on a worker."""
    if not ports.packs.mark():
        return None
    return affected(ports.store.reader, ports.packs, ports.clock.today(), task.report)


def mark_now(ports: Ports) -> str:
    """What the products are looked through against: these packs, in this year; "" without packs."""
    packs = ports.packs.mark()
    return f"{packs} {ports.clock.today().year}" if packs else ""


def open_packs(ports: Ports) -> tuple[object, object]:
    """Opens what checks ask on a screen: they answer from what is open and wait for nothing."""
    return ports.packs.nomenclature, ports.packs.changes


class RecodingWatch(QObject):
    """Asks at the start and after every change of packs; `open_page` shows the page of version changes."""

    def __init__(self, session: Session, notices: Banners, open_page: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._notices = notices
        self._open_page = open_page
        self._shown = 0
        session.changed.connect(self._hear)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(START_MS)
        self._wait.timeout.connect(self.ask)
        self._wait.start()
        QTimer.singleShot(WARM_MS, self, self._warm)

    def ask(self) -> None:
        """Looks through what is stored, if packs or year are others than the last time; shows the banner anew."""
        ports, known = self._session.ports, self._session.read.setting(recoding.FOUND, {}).get("mark", "")

        def work(task: Task) -> tuple[str, tuple[Affected, ...] | None]:
            mark = mark_now(ports)
            if mark:
                open_packs(ports)
            return mark, None if mark == known else look_through(ports, task) or ()

        self._session.run(self, work, then=self._take)

    def _warm(self) -> None:
        ports = self._session.ports
        self._session.run(self, lambda _task: open_packs(ports))

    def _take(self, told: tuple[str, tuple[Affected, ...] | None]) -> None:
        mark, found = told
        if found is None:
            self._show()
        else:
            self._session.do(self, recoding.note, found, mark)

    def _hear(self, change: Change) -> None:
        if PACKS in change.families:
            self._wait.start()
        if recoding.RECODING in change.families:
            self._show()

    def _show(self) -> None:
        count = self._session.read.setting(recoding.FOUND, {}).get("count", 0)
        if count == self._shown:
            return
        self._shown = count
        if not count:
            self._notices.close_notice(NOTICE_KEY)
            return
        said = ngettext(
            "The HS code of {count} stored product or material changed or ended.",
            "The HS codes of {count} stored products or materials changed or ended.",
            count,
        )
        notice = self._notices.show_notice(NOTICE_KEY, "warn", said.format(count=count))
        notice.offer(_("Look at them"), self._open_page)
