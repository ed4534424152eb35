"""Sending from a page: everything is saved and checked, one question, and what a person saw goes into the outbox."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from coo_desktop.domain.documents.document import Document, Values
from coo_desktop.domain.errors import Outdated, ProgramError, SignatoryDisabled
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.operations import sending
from coo_desktop.environment.words import _
from coo_desktop.views.document.amendment import Amending
from coo_desktop.views.document.draft import Draft
from coo_desktop.views.document.side_panel import SidePanel
from coo_desktop.views.sending_question import ask_to_send, facts
from coo_desktop.views.session import Session
from coo_desktop.views.status.banners import Banners
from coo_desktop.views.words.errors import error_message

NOTICE = "send"


class Sending(QObject):
    """A confirmed send either stands in the outbox or a notice says why it does not, until it is sent or closed.

    A pass may store a newer revision while the question is open. What counts is the content: the same content is sent,
    another one is drawn and has to be confirmed anew.
    """

    def __init__(
        self, session: Session, draft: Draft, notices: Banners, side: SidePanel, amending: Amending, page: QWidget
    ) -> None:
        super().__init__(page)
        self._session, self._draft, self._notices = session, draft, notices
        self._side, self._amending, self._page = side, amending, page

    def send(self, form: FormType, left: int) -> None:
        """Saves and asks once; what stands in the way is told before: problems, or the account."""
        if not self._session.may_send:
            self._draft.save()
            self._tell(SignatoryDisabled())
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
        ask_to_send(self._session, self._page, "\n".join(told), (form,), send, seen.values)

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
        self._notices.show_notice(NOTICE, "bad", _("Not sent: {why}").format(why=error_message(error)))
