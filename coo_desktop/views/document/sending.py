"""Sending from a page: all is saved and checked, one question, then the outbox; and withdrawing what was sent."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import Change, Document, Values
from coo_desktop.domain.documents.summary import summary
from coo_desktop.domain.errors import Outdated, ProgramError, Refused, SignatoryDisabled
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.operations import sending
from coo_desktop.domain.refusals import Rule
from coo_desktop.environment.words import _
from coo_desktop.views.document.amendment import Amending
from coo_desktop.views.document.draft import Draft
from coo_desktop.views.document.header import FormHeader, locked_text
from coo_desktop.views.document.side_panel import SidePanel
from coo_desktop.views.lists.actions import confirmation
from coo_desktop.views.page import Page
from coo_desktop.views.questions import ConfirmQuestion
from coo_desktop.views.sending_question import ask_to_send, facts
from coo_desktop.views.session import Session
from coo_desktop.views.status.banners import Banners
from coo_desktop.views.target import CONFLICTS, Target
from coo_desktop.views.words.errors import error_message

NOTICE = "send"


class Sending(QObject):
    """A confirmed send either stands in the outbox or a notice says why it does not, until it is sent or closed.

    A pass may store a newer revision while the question is open. What counts is the content: the same content is sent,
    another one is drawn and has to be confirmed anew.
    """

    def __init__(
        self, session: Session, draft: Draft, notices: Banners, side: SidePanel, amending: Amending, page: Page
    ) -> None:
        super().__init__(page)
        self._session, self._draft, self._notices = session, draft, notices
        self._side, self._amending, self._page = side, amending, page

    def send(self, form: FormType, left: int) -> None:
        """Saves and asks once; what stands in the way is told before: problems, or the account."""
        if not self._session.may_send:
            self._draft.save()
            self._tell(SignatoryDisabled())
        elif self._draft.document.conflicts:
            self._draft.save()
            self._tell(Refused(why=Rule.CONFLICTS, count=self._draft.document.conflicts))
        elif left:
            said = _("Not sent: {count} problems must be solved first. F7 goes from one to the next.")
            self._notices.show_notice(NOTICE, "warn", said.format(count=left))
            self._side.show_problems_tab()
            self._side.problems.first()
        else:
            self._notices.close_notice(NOTICE)
            self._draft.save(then=lambda: self._confirm(form))

    def _confirm(self, form: FormType) -> None:
        seen = self._draft.document
        if self._amending.original is not None:
            self._side.show_comparison_tab()
        told = [*facts(form, seen, self._session.language), *self._amending.summary(seen.values)]
        send = partial(self._submit, seen)
        sent = ((form, summary(form, seen)["destination"]),)
        ask_to_send(self._session, self._page, "\n".join(told), sent, send, seen.values)

    def _submit(self, seen: Document, terms: Values) -> None:
        self._session.do(self._page, sending.submit_seen, seen, terms, failed=self._refuse)

    def _refuse(self, error: ProgramError) -> None:
        self._draft.refresh()
        if isinstance(error, Outdated):
            said = _("Not sent: it was changed elsewhere meanwhile. Look at the new state and send it again.")
            self._notices.show_notice(NOTICE, "bad", said)
        else:
            self._tell(error)

    def _tell(self, error: ProgramError) -> None:
        notice = self._notices.show_notice(NOTICE, "bad", _("Not sent: {why}").format(why=error_message(error)))
        if error.facts.get("why") == Rule.CONFLICTS:
            target = Target(CONFLICTS, document=self._draft.document.id)
            notice.offer(_("Settle the conflicts…"), partial(self._page.wanted.emit, target))


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
