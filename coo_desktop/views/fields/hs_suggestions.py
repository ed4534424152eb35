"""Hits beneath a line while somebody types an HS code: found on a worker, the latest text wins.

The list is a window that never takes the focus: the line keeps the keys, and an input method goes on composing.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit

from coo_desktop.domain.hs import codes
from coo_desktop.domain.hs.search import Offered, is_whole, offered
from coo_desktop.views.fields.hs_hits import HitsModel, HitsView
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import Task

#: So long after a letter the search begins: the letters of a fast typist ask once.
QUIET_MS = 30
MOST = 30
SHOWN = 10
_LEAST_WIDTH, _MOST_WIDTH = 420, 760
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: SHOWN - 1, Qt.Key.Key_PageUp: 1 - SHOWN}
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class HsSuggestions(QObject):
    """Suggests codes for one line; `taken` carries a chosen code, `browse_wanted` comes with F4."""

    taken = Signal(str)
    browse_wanted = Signal()

    def __init__(self, session: Session, line: QLineEdit, digits: tuple[int, ...]) -> None:
        super().__init__(line)
        self._session, self._line, self._digits = session, line, digits
        self._hits = HitsModel(session.language, self)
        self.popup = HitsView(self._hits, line)
        self.popup.setWindowFlags(Qt.WindowType.ToolTip)
        self.popup.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.popup.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.popup.setFrameShape(QFrame.Shape.Box)
        self.popup.horizontalHeader().hide()
        self.popup.hide()
        self.popup.clicked.connect(lambda _index: self._take())
        self._task: Task | None = None
        self._has_moved = False
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self._search)
        line.textEdited.connect(lambda _text: self._quiet.start())
        line.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        return self.popup.isVisible()

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
        self.popup.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.close()
        elif kind == QEvent.Type.FocusIn:
            self._line.setProperty("asks", False)
        elif kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_ours(event):
            event.accept()
            return True
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(event)
        return False

    def _is_ours(self, event: QKeyEvent) -> bool:
        return self.is_open and (event.key() in (*_STEPS, *_ENTERS, Qt.Key.Key_Escape))

    def _pressed(self, event: QKeyEvent) -> bool:
        key, plain = Qt.Key(event.key()), event.modifiers() in (Qt.KeyboardModifier.NoModifier, _KEYPAD)
        if key == Qt.Key.Key_F4 and plain and not self._line.isReadOnly():
            self.close()
            self.browse_wanted.emit()
            return True
        if self.is_open and plain and key in _STEPS:
            self._has_moved = True
            self.popup.step(_STEPS[key])
            return True
        if plain and key == Qt.Key.Key_Down and not self._line.isReadOnly() and self._line.text().strip():
            self._search()
            return True
        return self._ends(key, plain)

    def _ends(self, key: Qt.Key, plain: bool) -> bool:
        """Enter takes the marked hit, Tab only one that somebody went to; Esc takes the hits away."""
        if not self.is_open:
            return False
        if key in _ENTERS and plain and self.popup.code():
            self._take()
            return True
        if key == Qt.Key.Key_Escape:
            self.close()
            return True
        if key == Qt.Key.Key_Tab and self._has_moved:
            self._take()
        return False

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
        self._has_moved = False
        self._hits.show_hits(hits)
        self._place()
        self.popup.show()
        self._line.installEventFilter(self)  # again: whoever watches the line since then must not get our keys first
        # What is a code already is never replaced by Enter; a first line that only resembles the digits is no answer.
        if not is_whole(text, self._digits) and hits[0].code.startswith(typed):
            self.popup.selectRow(0)

    def _place(self) -> None:
        """Under the line, or above it where the screen ends."""
        rows = min(len(self._hits.hits), SHOWN)
        height = rows * self.popup.verticalHeader().defaultSectionSize() + 2 * self.popup.frameWidth()
        width = max(_LEAST_WIDTH, min(_MOST_WIDTH, self._line.window().width() - 40), self._line.width())
        room = self._line.screen().availableGeometry()
        at = self._line.mapToGlobal(QPoint(0, self._line.height()))
        if at.y() + height > room.bottom():
            at.setY(self._line.mapToGlobal(QPoint(0, 0)).y() - height)
        at.setX(max(room.left(), min(at.x(), room.right() - width)))
        self.popup.setGeometry(QRect(at.x(), at.y(), width, height))

    def _take(self) -> None:
        code = self.popup.code()
        self.close()
        if code:
            self.taken.emit(code)


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
