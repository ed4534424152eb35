"""撤回 on the page of a document that waits for review: the button, its question, and the wish while it is underway."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import Change, Document
from coo_desktop.domain.operations import sending
from coo_desktop.environment.words import _
from coo_desktop.views.document.header import FormHeader, locked_text
from coo_desktop.views.lists.actions import confirmation
from coo_desktop.views.questions import ConfirmQuestion
from coo_desktop.views.session import Session


class Withdrawing(QObject):
    """Offers the withdrawal exactly where the lifecycle table has it, once; it is answered by the next pass.

    The wish is no part of the document: the page of one that is being withdrawn is told of it here, not by its draft.
    """

    def __init__(self, session: Session, header: FormHeader, page: QWidget) -> None:
        super().__init__(page)
        self._session, self._header, self._page = session, header, page
        self._document: Document | None = None
        session.changed.connect(self._hear)

    def show_document(self, document: Document) -> None:
        """Shows the button, or that the wish waits in the outbox."""
        self._document = document
        button = self._header.buttons["withdraw"]
        is_possible = "withdraw" in lifecycle.events(document.family, document.stage, self._session.role)
        is_asked = is_possible and self._is_asked(document.id)
        button.setVisible(is_possible and not is_asked)
        button.setEnabled(self._session.may_send)
        if is_possible:
            waits = _("Locked: the withdrawal is in the outbox. CCPIT's answer decides whether it can be edited.")
            self._header.notices.show_notice("locked", "info", waits if is_asked else locked_text(document))

    def ask(self) -> None:
        """Asks once, then puts the wish into the outbox and begins a pass."""
        document = self._document
        if document is not None and not self._header.buttons["withdraw"].isHidden():
            question = ConfirmQuestion(_("Withdraw"), confirmation("withdraw"), _("Withdraw"))
            self._session.ask(self._page, question, lambda _yes: self._withdraw(document.id))

    def _withdraw(self, document_id: str) -> None:
        self._session.do(self._page, sending.withdraw, document_id, then=lambda _change: self._session.sync_now())

    def _hear(self, change: Change) -> None:
        known = self._document
        fresh = self._session.read.document(known.id) if known is not None and known.id in change.ids else None
        if fresh is not None and not fresh.deleted:
            self.show_document(fresh)

    def _is_asked(self, document_id: str) -> bool:
        """Whether the wish waits for its answer; a refused one was answered."""
        intents = self._session.read.intents(document_id)
        return any(one.body.get("action") == "withdraw" and one.state != "refused" for one in intents)
