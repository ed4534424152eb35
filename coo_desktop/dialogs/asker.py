"""Opens a dialog for each question of the screens; nothing waits for it, the answer comes to `then`."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from coo_desktop.dialogs.evidence import EvidenceDialog
from coo_desktop.dialogs.hs_code import HsCodeDialog
from coo_desktop.dialogs.item import ItemDialog
from coo_desktop.dialogs.marks import MarksDialog
from coo_desktop.dialogs.question import QuestionDialog
from coo_desktop.dialogs.simple import (
    ConfirmDialog,
    DocumentDialog,
    OptionDialog,
    PasswordDialog,
    PickDialog,
    TextDialog,
)
from coo_desktop.dialogs.smart_create import SmartCreateDialog
from coo_desktop.domain.documents.document import Values
from coo_desktop.views.session import Session


class DialogAsker:
    """Implements the Asker port. The desk is given after it was made, because the desk itself holds its asker."""

    def __init__(self) -> None:
        self.session: Session | None = None

    def item(self, owner: QWidget, question: Values, then: Callable[[Values], None]) -> None:
        """One row of an items field; see ItemDialog for the question."""
        _open(ItemDialog(self._session, question, owner), then)

    def marks(self, owner: QWidget, question: Values, then: Callable[[Values], None]) -> None:
        """Shipping marks: `value` and `spec`."""
        _open(MarksDialog(self._session, question, owner), then)

    def evidence(self, owner: QWidget, question: Values, then: Callable[[Any], None]) -> None:
        """Files: `value`, `spec`, `locked`."""
        _open(EvidenceDialog(self._session, question, owner), then)

    def text(self, owner: QWidget, question: Values, then: Callable[[str], None]) -> None:
        """A text: `title`, `text` and whether it is `needed`."""
        dialog = TextDialog(question["title"], question.get("text", ""), owner, question.get("needed", True))
        _open(dialog, then)

    def confirm(self, owner: QWidget, question: Values, then: Callable[[], None]) -> None:
        """A yes: `title`, `text` and the word on the button, `accept`."""
        dialog = ConfirmDialog(question["title"], question["text"], owner, question.get("accept", ""))
        _open(dialog, lambda _yes: then())

    def password(self, owner: QWidget, question: Values, then: Callable[[str], None]) -> None:
        """The password of who is signed in: `title`, `text`."""
        _open(PasswordDialog(question["title"], question["text"], owner), then)

    def pick(self, owner: QWidget, question: Values, then: Callable[[Any], None]) -> None:
        """One of several: `title`, and a `query` of documents or `options` as (id, words); answers with the id."""
        dialog: PickDialog
        if "options" in question:
            dialog = OptionDialog(question["title"], question["options"], owner)
        else:
            dialog = DocumentDialog(question["title"], question["query"], self._session, owner)
        dialog.start(str(question.get("value", "")))
        _open(dialog, then)

    def smart_create(self, owner: QWidget, question: Values, then: Callable[[Values], None]) -> None:
        """Products, destination, certificate: answers with what certificates.start_from_products takes."""
        _open(SmartCreateDialog(self._session, question, owner), then)

    def hs_code(self, owner: QWidget, question: Values, then: Callable[[str], None]) -> None:
        """An HS code: the `text` to begin with, and the lengths of `digits` that it may have."""
        _open(HsCodeDialog(self._session, question, owner), then)

    def printing(self, owner: QWidget, question: Values, then: Callable[[Any], None]) -> None:
        """What to print of a `document` of so many `pages`: answers with a printing.PrintOrder."""
        from coo_desktop.dialogs.printing import PrintDialog  # asks the system for its printers, which takes a while

        _open(PrintDialog(self._session, question, owner), then)

    @property
    def _session(self) -> Session:
        assert self.session is not None, "the asker has no desk yet"
        return self.session


def _open(dialog: QuestionDialog, then: Callable[[Any], None]) -> None:
    dialog.answered.connect(then)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.open()
