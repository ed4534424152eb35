"""The screen lock: when nobody is at the desk, the unlock page stands in place of the tabs until the password is given.

Nothing is closed: pages and questions wait behind it as they were, typing is saved, and sync goes on.
"""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from coo_desktop.domain.desk import LOCK, LONGEST_S, was_left
from coo_desktop.domain.operations import settings
from coo_desktop.views.session import Session
from coo_desktop.views.shell.sign_in_flow import SignInFlow
from coo_desktop.views.shell.window import MainWindow

KEPT = LOCK
BEAT_MS = 5_000
#: How often the last sign of a person is written down for the next start.
NOTE_EVERY_S = 600
SIGNS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


class Lock(QObject):
    """Watches one window; `sign_in_wanted` when the password was changed elsewhere since the last sign-in here.

    `opened` when the person has proven to be the one.
    """

    sign_in_wanted = Signal()
    opened = Signal()

    def __init__(self, window: MainWindow, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session = window, session
        self.is_locked = False
        self._hidden: list[QDialog] = []
        self._focus: QWidget | None = None
        self._seen_s, self._seen_at = session.ports.clock.monotonic_s(), session.now()
        self._noted_s = self._seen_s
        # Only windows are listened to: a filter on the application would run Python code for each of its events.
        QGuiApplication.instance().focusWindowChanged.connect(self._listen)  # type: ignore[union-attr]  # it runs
        self._listen(QGuiApplication.focusWindow())
        window.leaving.connect(self._note)
        beat = QTimer(self)
        beat.setInterval(BEAT_MS)
        beat.timeout.connect(self.look)
        beat.start()

    def look(self) -> None:
        """Locks when nobody gave a sign for longer than the settings allow; notes now and then that somebody did."""
        if self.is_locked:
            return
        if self._idle_s() >= self._limit_s():
            self.lock()
        elif self._seen_s - self._noted_s >= NOTE_EVERY_S:
            self._note()

    def lock(self) -> None:
        """Saves what is typed, hides every page and question, and asks for the password."""
        if self.is_locked:
            return
        self.is_locked = True
        self._focus = QApplication.focusWidget()
        self._note()
        self.show_gate()

    def lock_if_left(self) -> None:
        """Locks at the start when the program was left locked, or was left long ago."""
        if was_left(self._session.read.setting(KEPT), self._session.now()):
            self.lock()
        else:
            self._note()

    def show_gate(self) -> None:
        """The unlock page; also the way back to it from a sign-in that was given up."""
        self._hide()
        account, name = self._session.account, self._session.read.person().account
        page = SignInFlow(self._window, self._session.tasks).show_unlock(
            name, lambda password: account.unlock(password) or None, lambda _right: self.open()
        )
        page.offer_sign_in().connect(self.sign_in_wanted)

    def open(self) -> None:
        """Everything is as it was before; called once the person has proven to be the one."""
        self.is_locked = False
        self._seen_s, self._seen_at = self._session.ports.clock.monotonic_s(), self._session.now()
        self._note()
        self._window.show_gate(None)
        self._window.notices.setVisible(True)
        hidden, self._hidden = self._hidden, []
        for dialog in hidden:
            if isValid(dialog):
                dialog.open()
        if self._focus is not None and isValid(self._focus):
            self._focus.setFocus()
        self.opened.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in SIGNS and not self.is_locked:
            if self._idle_s() >= self._limit_s():  # the computer slept: the key that wakes it must not be a sign
                self.lock()
                return True
            self._seen_s, self._seen_at = self._session.ports.clock.monotonic_s(), self._session.now()
        return super().eventFilter(watched, event)

    def _listen(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)  # once more only moves it to the front

    def _hide(self) -> None:
        """Questions and menus stand above the window, so they go; hiding a question neither answers nor closes it."""
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible():
                self._hidden.append(widget)
                widget.hide()
        self._window.notices.setVisible(False)

    def _limit_s(self) -> int:
        return min(self._session.ports.settings().lock_after_min * 60 or LONGEST_S, LONGEST_S)

    def _idle_s(self) -> float:
        """By the clock that says more: one may stand still while the computer sleeps, the other be set back."""
        slept_s = (self._session.now() - self._seen_at).total_seconds()
        return max(self._session.ports.clock.monotonic_s() - self._seen_s, slept_s)

    def _note(self) -> None:
        """For the next start: whether it is locked, and when somebody was here last."""
        self._noted_s = self._seen_s
        kept = {"locked": self.is_locked, "seen_at": self._seen_at.isoformat(timespec="seconds")}
        self._session.do(self._session, settings.keep_preference, KEPT, kept)
