"""Asks once before documents are sent: a plain question, or with the answers that the company's office asks for."""

from collections.abc import Callable, Iterable, Iterator

from PySide6.QtWidgets import QWidget

from coo_desktop.domain.documents.document import Document, Values
from coo_desktop.domain.documents.summary import summary
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.office.sending_terms import COLLECTION, LAST, UNDERTAKING, is_asked
from coo_desktop.environment.words import _
from coo_desktop.views.questions import ConfirmQuestion, SendQuestion
from coo_desktop.views.session import Session


def ask_to_send(
    session: Session,
    owner: QWidget,
    text: str,
    forms: Iterable[FormType],
    send: Callable[[Values], None],
    values: Values | None = None,
) -> None:
    """Asks whether documents of these types are sent, once for all of them; `send` gets the answers, {} where none are
    asked for. The way to collect is at first that of the document's `values`, else the one chosen last.
    """
    title, accept = _("Send to CCPIT"), _("S&end")
    asked = next((form for form in forms if is_asked(form, session.read.company())), None)
    if asked is None:
        session.ask(owner, ConfirmQuestion(title, text, accept), lambda _yes: send({}))
        return
    begun = {COLLECTION: (values or {}).get(COLLECTION) or session.read.setting(LAST, "")}
    fields = {name: asked.by_id[name] for name in (COLLECTION, UNDERTAKING)}
    session.ask(owner, SendQuestion(title, text, accept, fields, begun), send)


def facts(form: FormType, document: Document, language: str) -> Iterator[str]:
    """What a person looks at before sending: the form, and the list columns with the names of their fields."""
    yield form.short.in_(language)
    columns = summary(form, document)
    for column in ("title", "partner", "destination", "invoice"):
        name = getattr(form.summary, column).partition("/")[0]
        if columns[column] and name in form.by_id:
            label = form.by_id[name].label.in_(language)
            yield _("{label}: {text}").format(label=label, text=columns[column])
