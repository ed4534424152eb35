"""发送: a certificate goes to the office with the undertaking and the way to collect that this office asks for."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QGroupBox, QHBoxLayout, QRadioButton, QWidget

from coo_desktop.dialogs.question import QuestionDialog
from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.office.sending_terms import COLLECTION, UNDERTAKING, Collection
from coo_desktop.environment.words import _
from coo_desktop.views.questions import SendQuestion
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.scaffold import beneath, beside
from coo_desktop.views.widgets.style import Label
from coo_desktop.views.widgets.unverified_badge import unverified_badge

WIDTH_EM = 30


class SendDialog(QuestionDialog[Values]):
    """Answers with the fields that were asked; the undertaking is ticked by a person, each time anew."""

    def __init__(self, session: Session, question: SendQuestion, owner: QWidget) -> None:
        super().__init__(question.title, owner, question.accept)
        fields, language = question.fields, session.language
        self.body.addWidget(Label(question.text, self, wraps=True).selectable())
        ways = QGroupBox(fields[COLLECTION].label.in_(language), self)
        row = QHBoxLayout(ways)
        self.ways = QButtonGroup(self)
        self._ids = [choice.id for choice in fields[COLLECTION].choices]
        for number, choice in enumerate(fields[COLLECTION].choices):
            button = QRadioButton(choice.label.in_(language), ways)
            button.setChecked(choice.id == question.values.get(COLLECTION))
            self.ways.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        self.body.addWidget(ways)
        self.self_printing = _self_printing(question.self_printing, self)
        self.body.addWidget(self.self_printing)
        self.ways.idToggled.connect(self._show_self_printing)
        self._is_told = bool(question.self_printing)
        self._show_self_printing()
        words = fields[UNDERTAKING].label.in_(language)
        self.undertaking = QCheckBox(_("&Undertaking:"), self)
        self.undertaking.setAccessibleName(words)
        said = Label(words, self, wraps=True)
        self.body.addLayout(beside(self.undertaking, (said, 1)))
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("国") * WIDTH_EM)
        self.accepting.setDefault(True)
        first = self.undertaking if self.ways.checkedId() >= 0 else self.ways.button(0)
        first.setFocus()

    def _show_self_printing(self) -> None:
        """What is known of self-printed certificates, while that way is chosen."""
        chosen = self.ways.checkedId()
        is_chosen = chosen >= 0 and self._ids[chosen] == Collection.SELF_PRINT
        self.self_printing.setVisible(self._is_told and is_chosen)

    def answer(self) -> Values | None:
        chosen = self.ways.checkedId()
        if chosen < 0:
            self.warn(_("Choose how the certificate is collected."))
            self.ways.button(0).setFocus()
        elif not self.undertaking.isChecked():
            self.warn(_("The office takes the certificate with the undertaking only. Read it and tick it."))
            self.undertaking.setFocus()
        else:
            return {COLLECTION: self._ids[chosen], UNDERTAKING: True}
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sends, as in the plain question; on the cancelling button it cancels."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.cancelling if self.cancelling.hasFocus() else self.accepting).click()
            return
        super().keyPressEvent(event)


def _self_printing(told: tuple[tuple[str, bool], ...], owner: QWidget) -> QWidget:
    """A line for each sentence, with the badge where no source could be checked."""
    made = QWidget(owner)
    rows = []
    for text, is_unchecked in told:
        rows.append(beside((Label(text, made, wraps=True).selectable(), 1)))
        if is_unchecked:
            rows[-1].addWidget(unverified_badge(made), 0, Qt.AlignmentFlag.AlignTop)
    beneath(made, *rows, margins=False)
    return made
