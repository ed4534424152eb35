"""Opens the dialog of each question that a screen asks; nothing waits for it, the answer comes to `then`."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from coo_desktop.dialogs.evidence import EvidenceDialog
from coo_desktop.dialogs.item import ItemDialog
from coo_desktop.dialogs.marks import MarksDialog
from coo_desktop.dialogs.question import QuestionDialog
from coo_desktop.dialogs.sending import SendDialog
from coo_desktop.dialogs.simple import (
    ConfirmDialog,
    DocumentDialog,
    HsCodeDialog,
    NameDialog,
    OptionDialog,
    PasswordDialog,
    TextDialog,
)
from coo_desktop.dialogs.smart_create import SmartCreateDialog
from coo_desktop.views import questions
from coo_desktop.views.printing.errand import PrintOrder, PrintQuestion
from coo_desktop.views.printing.pages import PagesQuestion
from coo_desktop.views.printing.print_job import PrintTarget
from coo_desktop.views.questions import Question
from coo_desktop.views.session import Session

A = TypeVar("A")


def _print_dialog(session: Session, question: PrintQuestion, owner: QWidget) -> QuestionDialog[PrintOrder]:
    from coo_desktop.dialogs.printing import PrintDialog  # loads the printing system, which the first paint need not

    return PrintDialog(session, question, owner)


def _pages_dialog(session: Session, question: PagesQuestion, owner: QWidget) -> QuestionDialog[PrintTarget]:
    from coo_desktop.dialogs.print_target import PagesDialog

    return PagesDialog(session, question, owner)


#: Question -> the dialog that answers it. A key and its value agree in their types, which a table cannot say.
DIALOGS: Mapping[type[Question[Any]], Callable[[Session, Any, QWidget], QuestionDialog[Any]]] = MappingProxyType(
    {
        questions.ConfirmQuestion: ConfirmDialog,
        questions.SendQuestion: SendDialog,
        questions.TextQuestion: TextDialog,
        questions.NameQuestion: NameDialog,
        questions.PasswordQuestion: PasswordDialog,
        questions.OptionQuestion: OptionDialog,
        questions.DocumentQuestion: DocumentDialog,
        questions.ItemQuestion: ItemDialog,
        questions.MarksQuestion: MarksDialog,
        questions.EvidenceQuestion: EvidenceDialog,
        questions.HsCodeQuestion: HsCodeDialog,
        questions.SmartCreateQuestion: SmartCreateDialog,
        PrintQuestion: _print_dialog,
        PagesQuestion: _pages_dialog,
    }
)


class DialogAsker:
    """Implements the Asker port with one window-modal dialog per question."""

    def ask(self, session: Session, owner: QWidget, question: Question[A], then: Callable[[A], None]) -> None:
        """Opens the question's dialog over the owner's window."""
        dialog: QuestionDialog[A] = DIALOGS[type(question)](session, question, owner)
        dialog.answered.connect(then)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.open()
