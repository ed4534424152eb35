"""Walks through every page of a running program and takes a picture of each, for the demo and the guide."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from coo_desktop.views.account.sign_in import SignInPage, UnlockPage
from coo_desktop.views.shell.application import Application
from coo_desktop.views.shell.tour_stops import Step, Stops
from coo_desktop.views.target import Choice

BEAT_MS = 50
CALM_BEATS = 5


class Tour(QObject):
    """Takes the pictures one by one into `folder`; `finished` when the last one is there.

    A picture is taken once the program's workers were idle for a while, so that lists and pages are filled.
    """

    finished = Signal()

    def __init__(self, program: Application, folder: Path, password: str, language: str) -> None:
        super().__init__(program)
        self._program, self._folder, self._password = program, folder, password
        self.pictures: list[str] = []
        self._steps = self._walk(language)
        self._name, self._calm = "", 0
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        program.window.resize(1366, 768)
        self._next()
        self._timer.start()

    def _beat(self) -> None:
        self._calm = self._calm + 1 if self._program.tasks.is_idle else 0
        if self._calm >= CALM_BEATS:
            self._take()
            self._next()

    def _next(self) -> None:
        self._calm = 0
        step = next(self._steps, None)
        if step is None:
            self._timer.stop()
            self.finished.emit()
            return
        self._name, act = step
        act()

    def _take(self) -> None:
        if not self._name:
            return
        application = self._program.application
        window: QWidget = application.activeModalWidget() or self._program.window
        picture = window.grab()
        menu = application.activePopupWidget()
        if menu is not None:
            painter = QPainter(picture)
            painter.drawPixmap(_below(menu, window), menu.grab())
            painter.end()
        name = f"{len(self.pictures) + 1:02d}-{self._name}.png"
        picture.save(str(self._folder / name))
        self.pictures.append(name)

    def _walk(self, language: str) -> Iterator[Step]:
        """Through the gate in the wanted language, then to every stop, and back to the language of before."""
        before = self._program.settings.language
        gate = self._program.window.gate
        if isinstance(gate, UnlockPage):
            yield "unlock", lambda: None
            yield "", lambda: gate.answered.emit(self._password)
        if language != before:
            yield "", lambda: self._speak(language)
        stops = Stops(self._program)
        if isinstance(gate, UnlockPage):
            yield from stops.offline()
        yield "", stops.close_banner
        yield "sign-in", lambda: self._program.open_session.sign_in_wanted.emit()
        yield "forgotten", self._forget
        yield "", lambda: self._program.open_session.sign_in_wanted.emit()
        yield "", self._sign_in
        yield from stops.walk()
        if language != before:
            yield "", lambda: self._speak(before)

    def _forget(self) -> None:
        settings = self._program.settings
        self._gate().forgotten_wanted.emit(settings.account, settings.backend)

    def _sign_in(self) -> None:
        """Pages that ask the office need a session, which a computer without a vault does not keep."""
        settings = self._program.settings
        self._gate().answered.emit(settings.account, self._password, settings.backend)

    def _gate(self) -> SignInPage:
        page = self._program.window.gate
        assert isinstance(page, SignInPage)
        return page

    def _speak(self, language: str) -> None:
        self._program.window.wanted.emit(Choice("language", language))


def _below(menu: QWidget, window: QWidget) -> QPoint:
    """Where a menu hangs below the right end of its button, whatever room the screen left it."""
    button = menu.parentWidget() or window
    return button.mapTo(window, QPoint(button.width() - menu.width(), button.height()))
