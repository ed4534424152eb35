"""Messages above the page: an icon, the text, one action; closed by the person or by whoever showed them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from coo_desktop.domain.errors import ProgramError
from coo_desktop.environment.words import _
from coo_desktop.views.widgets.style import Label, colour, icon
from coo_desktop.views.words.errors import LIGHT, error_message, place

#: Severity -> icon, meaning of its colour.
SEVERITIES = {
    "info": ("info", "calm"),
    "good": ("approved", "good"),
    "warn": ("attention", "wait"),
    "bad": ("problem", "bad"),
}
MOST = 3
#: Lines of details that are seen at once; more are scrolled.
MOST_LINES = 8


class Banner(QFrame):
    """One message. `key` names what it is about: a newer message of the same key takes its place."""

    closed = Signal(str)

    def __init__(self, key: str, severity: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        name, meaning = SEVERITIES[severity]
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._label = Label(text, self, wraps=True).selectable()
        sign = Label("", self)
        sign.setPixmap(icon(name, meaning).pixmap(16, 16))
        bar = QFrame(self)
        bar.setFixedWidth(4)
        bar.setStyleSheet(f"background: {colour(meaning).name()}")
        row = QHBoxLayout()
        row.addWidget(sign)
        row.addWidget(self._label, 1)
        self._row = row
        close = QToolButton(self)
        close.setIcon(icon("close"))
        close.setAutoRaise(True)
        close.setAccessibleName(_("Close the message"))
        close.setToolTip(_("Close the message"))
        close.clicked.connect(self._close)
        row.addWidget(close)
        self._column = QVBoxLayout()
        self._column.addLayout(row)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 6, 0)
        whole.addWidget(bar)
        whole.addLayout(self._column, 1)
        self.setAccessibleName(text)

    @property
    def text(self) -> str:
        return self._label.text()

    def offer(self, label: str, act: Callable[[], object]) -> QPushButton:
        """Puts the message's one action beside its text; taking it closes the message."""
        button = QPushButton(label, self)
        button.setAccessibleName(label)
        button.clicked.connect(self._close)
        button.clicked.connect(lambda: act())
        self._row.insertWidget(self._row.count() - 1, button)
        return button

    def add_details(self, lines: Sequence[str]) -> None:
        """Puts more beneath the text, shown when a person asks for it; no lines are no details."""
        if not lines:
            return
        shown = QPlainTextEdit("\n".join(lines), self)
        shown.setReadOnly(True)
        shown.setTabChangesFocus(True)
        shown.setAccessibleName(_("Details"))
        height = shown.fontMetrics().lineSpacing() * (min(len(lines), MOST_LINES) + 1)
        shown.setFixedHeight(height + 2 * shown.frameWidth())
        shown.setVisible(False)
        button = QPushButton(_("De&tails"), self)
        button.setAccessibleName(_("Details"))
        button.setCheckable(True)
        button.toggled.connect(shown.setVisible)
        self._row.insertWidget(self._row.count() - 1, button)
        self._column.addWidget(shown)

    def _close(self) -> None:
        self.closed.emit(self.key)


class Banners(QWidget):
    """The column of messages; the newest first, at most three: more would push the work off the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: dict[str, Banner] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.setVisible(False)

    def show_notice(self, key: str, severity: str, text: str) -> Banner:
        """Shows a message and gives it back, so that an action can be offered on it."""
        self.close_notice(key)
        notice = Banner(key, severity, text, self)
        notice.closed.connect(self.close_notice)
        self._shown[key] = notice
        self._column.insertWidget(0, notice)
        while len(self._shown) > MOST:
            self.close_notice(next(iter(self._shown)))
        self.setVisible(True)
        return notice

    def show_error(self, error: ProgramError) -> None:
        """An error that no screen took; what the sync light tells is not repeated here."""
        key, said = f"error/{error.code}", error_message(error)
        is_shown = key in self._shown and self._shown[key].text == said
        if place(error) != LIGHT and not is_shown:
            self.show_notice(key, "bad", said)

    def close_notice(self, key: str) -> None:
        """Takes a message away; one that is not there is no matter."""
        notice = self._shown.pop(key, None)
        if notice is not None:
            self._column.removeWidget(notice)
            notice.setVisible(False)
            notice.deleteLater()
        self.setVisible(bool(self._shown))

    def texts(self) -> list[str]:
        """What is said at present, oldest first."""
        return [notice.text for notice in self._shown.values()]
