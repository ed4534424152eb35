"""What every dialog is: one question, answered with Ctrl+Enter; Esc never throws typed data away without asking."""

from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from coo_desktop.environment.words import _
from coo_desktop.views.widgets.style import Label

A = TypeVar("A")


class QuestionDialog(QDialog, Generic[A]):
    """`answered` carries the answer, an `A`, once; nothing comes when the person cancels."""

    answered = Signal(object)

    def __init__(self, title: str, owner: QWidget, accept: str = "") -> None:
        super().__init__(owner.window())
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.body = QVBoxLayout()
        self.warning = Label("", self, wraps=True)
        self.warning.setVisible(False)
        self.warning.setAccessibleName(_("Message"))
        self.buttons = QDialogButtonBox(self)
        self.accepting = QPushButton(accept or _("&OK"), self)
        self.accepting.setToolTip("Ctrl+Enter")
        self.buttons.addButton(self.accepting, QDialogButtonBox.ButtonRole.AcceptRole)
        self.cancelling = QPushButton(_("Cancel"), self)
        self.buttons.addButton(self.cancelling, QDialogButtonBox.ButtonRole.RejectRole)
        column = QVBoxLayout(self)
        column.addLayout(self.body, 1)
        column.addWidget(self.warning)
        column.addWidget(self.buttons)
        self.accepting.clicked.connect(self.finish)
        self.cancelling.clicked.connect(self.reject)
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self.finish)
        self._asked_to_leave = False

    def answer(self) -> A | None:
        """What accepting answers; None means that it cannot be accepted yet, and `warn` has said why."""
        raise NotImplementedError

    def is_changed(self) -> bool:
        """Whether something was typed that leaving would lose."""
        return False

    def finish(self) -> None:
        """Accepts the question as it is answered now."""
        answer = self.answer()
        if answer is not None:
            self.answered.emit(answer)
            self.accept()

    def warn(self, text: str) -> None:
        """Says in the dialog what is wrong; an empty text takes it away. The dialog grows, so that nothing is cut."""
        self.warning.setText(text)
        self.warning.setVisible(bool(text))
        layout = self.layout()
        if text and layout is not None and self.isVisible():
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def reject(self) -> None:
        """The first Esc on changed data asks, the second one leaves."""
        if self.is_changed() and not self._asked_to_leave:
            self._asked_to_leave = True
            self.warn(_("What you typed here is not taken over yet. Press Esc again to throw it away."))
            return
        super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on inside the dialog; only Ctrl+Enter or the button itself answers."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
            return
        super().keyPressEvent(event)
