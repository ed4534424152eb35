"""Takes the actions of a list: asks first where a person must decide, then does one operation per row."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from coo_desktop.domain.documents.document import Change, Row, Values
from coo_desktop.domain.errors import ProgramError, Refused
from coo_desktop.domain.operations import certificates
from coo_desktop.domain.refusals import Rule
from coo_desktop.environment.words import _
from coo_desktop.views.lists.actions import PLAIN, REASONED, SUCCEEDING, ListAction, confirmation, submit_as_stored
from coo_desktop.views.lists.templates import keep_template
from coo_desktop.views.questions import CertificatePlan, ConfirmQuestion, SmartCreateQuestion, TextQuestion
from coo_desktop.views.sending_question import ask_to_send
from coo_desktop.views.session import Session

SHOWN_TITLES = 8


class ListController(QObject):
    """`started` carries the id of a document that an action made."""

    started = Signal(str)

    def __init__(self, session: Session, page: QWidget) -> None:
        super().__init__(page)
        self._session = session
        self._page = page

    def act(self, action: ListAction, rows: list[Row]) -> None:
        """Takes the action on the rows, after the question that belongs to it."""
        title = _(action.words).replace("&", "")
        if action.name == "template":
            self._keep_template(rows[0].id)
        elif action.name in REASONED:
            question = TextQuestion(title, _(REASONED[action.name][1]))
            self._session.ask(self._page, question, partial(self._reasoned, action.name, rows[0].id))
        elif text := confirmation(action.name, len(rows)):
            self._ask(title, text, rows, action.name)
        else:
            self._do(action.name, rows)

    def smart_create(self) -> None:
        """智能创建: the dialog finds what can be made, the certificate opens filled in."""
        self._session.ask(self._page, SmartCreateQuestion(), self._start)

    def _ask(self, title: str, text: str, rows: list[Row], name: str) -> None:
        titles = [" · ".join(filter(None, (row.title, row.invoice, row.partner))) for row in rows]
        more = [_("and {count} more").format(count=len(titles) - SHOWN_TITLES)] if len(titles) > SHOWN_TITLES else []
        said = "\n".join([text, "", *titles[:SHOWN_TITLES], *more])
        if name == "submit":
            sent = ((self._session.rules.form(row.form), row.destination) for row in rows)
            ask_to_send(self._session, self._page, said, sent, lambda terms: self._submit(rows, terms))
        else:
            question = ConfirmQuestion(title, said, title)
            self._session.ask(self._page, question, lambda _yes: self._do(name, rows))

    def _submit(self, rows: list[Row], terms: Values) -> None:
        batch = _Batch(self._session, len(rows))
        for row in rows:
            self._session.do(self._page, submit_as_stored, row.id, terms, failed=batch.count_error)
        self._session.sync_now()

    def _do(self, name: str, rows: list[Row]) -> None:
        batch = _Batch(self._session, len(rows))
        for row in rows:
            then = self._started if name in SUCCEEDING else None
            frees = name == "discard"
            self._session.do(self._page, PLAIN[name], row.id, then=then, failed=batch.count_error, frees=frees)
        if name == "withdraw":
            self._session.sync_now()

    def _reasoned(self, name: str, document_id: str, reason: str) -> None:
        then = self._started if name in SUCCEEDING else None
        self._session.do(self._page, REASONED[name][0], document_id, reason, then=then)

    def _keep_template(self, document_id: str) -> None:
        document = self._session.read.document(document_id)
        if document is not None:
            form = self._session.rules.form(document.form)
            keep_template(self._session, self._page, form, document.values)

    def _start(self, plan: CertificatePlan) -> None:
        about = (plan.form, plan.products, plan.destination, plan.criterion)
        self._session.do(self._page, certificates.start_from_products, *about, then=self._started)

    def _started(self, change: Change) -> None:
        if change.document is not None:
            self.started.emit(change.document.id)


class _Batch:
    """Tells the failures of several rows as one message."""

    def __init__(self, session: Session, rows: int) -> None:
        self._session = session
        self._rows = rows
        self._failed = 0

    def count_error(self, error: ProgramError) -> None:
        """Hears one row's error; from the second on the message counts them."""
        self._failed += 1
        if self._rows > 1 and isinstance(error, Refused):
            error = Refused(why=Rule.SOME_ROWS, count=self._failed, rows=self._rows)
        self._session.failed.emit(error)
