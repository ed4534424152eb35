"""Hits beneath a line while somebody types an HS code: found on a worker, the latest text wins."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit

from coo_desktop.domain.hs import codes
from coo_desktop.domain.hs.search import Offered, is_whole, offered
from coo_desktop.views.fields.hs_hits import HitsModel, HitsView
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import Task
from coo_desktop.views.widgets.field_popup import FieldPopup

#: So long after a letter the search begins: the letters of a fast typist ask once.
QUIET_MS = 30
MOST = 30
SHOWN = 10


class HsSuggestions(FieldPopup):
    """Suggests codes for one line; `taken` carries a chosen code, `browse_wanted` comes with F4."""

    popup: HitsView
    taken = Signal(str)
    browse_wanted = Signal()

    def __init__(self, session: Session, line: QLineEdit, digits: tuple[int, ...]) -> None:
        self._hits = HitsModel(session.language, line)
        super().__init__(line, HitsView(self._hits, line), SHOWN)
        self._session, self._line, self._digits = session, line, digits
        self.popup.horizontalHeader().hide()
        self._task: Task | None = None
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._search)
        self.row_taken.connect(lambda row: self.taken.emit(self._hits.hits[row].code))
        line.textEdited.connect(lambda _text: self._quiet.start())

    @property
    def is_searching(self) -> bool:
        """Whether hits for what stands in the line are still to come."""
        return self._quiet.isActive() or self._task is not None

    def close(self) -> None:
        """Takes the hits away and waits for none."""
        self._quiet.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        super().close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._line.setProperty("asks", False)
        return super().eventFilter(watched, event)

    def press(self, key: Qt.Key, plain: bool) -> bool:
        """F4 asks for the browser, Down looks for hits where none are shown; the rest is as in every list."""
        if not plain or self._line.isReadOnly():
            return super().press(key, plain)
        if key == Qt.Key.Key_F4:
            self.close()
            self.browse_wanted.emit()
            return True
        if key == Qt.Key.Key_Down and not self.is_open and self._line.text().strip():
            self._search()
            return True
        return super().press(key, plain)

    def _search(self) -> None:
        self._quiet.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None
        text, digits, session = self._line.text(), self._digits, self._session
        if not text.strip() or self._line.isReadOnly():
            self.popup.hide()
            return
        self._task = session.run(
            self,
            lambda _task: offered(session.packs.nomenclature, session.read.products, text, digits, MOST),
            then=lambda hits: self._show(text, hits),
            failed=lambda _error: self.close(),
        )

    def _show(self, text: str, hits: tuple[Offered, ...]) -> None:
        self._task = None
        typed = codes.digits_of(text)
        if not self._line.hasFocus() or [hit.code for hit in hits] in ([], [typed]):
            self.popup.hide()
            return
        self._hits.show_hits(hits)
        self.open(self.popup.verticalHeader().defaultSectionSize())
        # What is a code already is never replaced by Enter; a first line that only resembles the digits is no answer.
        if not is_whole(text, self._digits) and hits[0].code.startswith(typed):
            self.popup.selectRow(0)
