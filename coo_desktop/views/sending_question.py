"""Asks once before documents are sent: a plain question, or with the answers that the company's office asks for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from PySide6.QtWidgets import QWidget

from coo_desktop.domain.documents.document import Document, Values
from coo_desktop.domain.documents.field_access import code_of
from coo_desktop.domain.documents.summary import summary
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.office.sending_terms import COLLECTION, LAST, UNDERTAKING, SelfPrinted, is_asked, self_printed
from coo_desktop.environment.words import N_, _
from coo_desktop.views.questions import ConfirmQuestion, SendQuestion
from coo_desktop.views.session import Session

#: What is known of self-printing, in words.
_SELF_PRINTED: Mapping[SelfPrinted, str] = MappingProxyType(
    {
        SelfPrinted.TAKEN: N_("{country}: its customs take this certificate printed by yourselves."),
        SelfPrinted.UNCHECKED: N_(
            "{country}: its customs are said to take this certificate printed by yourselves; this could not be checked."
        ),
        SelfPrinted.UNKNOWN: N_(
            "{country}: no public source says that its customs take this certificate printed by yourselves. Ask first."
        ),
    }
)


def ask_to_send(
    session: Session,
    owner: QWidget,
    text: str,
    sent: Iterable[tuple[FormType, str]],
    send: Callable[[Values], None],
    values: Values | None = None,
) -> None:
    """Asks whether documents (type and destination of each) are sent, once for all; `send` gets the answers, {} where
    none are asked for. The way to collect is at first that of the document's `values`, else the one chosen last.
    """
    title, accept, company = _("Send to CCPIT"), _("S&end"), session.read.company()
    asking = [each for each in sent if is_asked(each[0], company)]
    if not asking:
        session.ask(owner, ConfirmQuestion(title, text, accept), lambda _yes: send({}))
        return
    begun = {COLLECTION: (values or {}).get(COLLECTION) or session.read.setting(LAST, "")}
    fields = {name: asking[0][0].by_id[name] for name in (COLLECTION, UNDERTAKING)}
    told = dict.fromkeys(line for form, destination in asking for line in _self_printing(session, form, destination))
    session.ask(owner, SendQuestion(title, text, accept, fields, begun, tuple(told)), send)


def _self_printing(session: Session, form: FormType, destination: str) -> Iterator[tuple[str, bool]]:
    """What is known of the destination's customs, and whether no source could be checked; nothing without one."""
    if country := _country(form, destination, session.language):
        known = self_printed(form, destination)
        yield _(_SELF_PRINTED[known]).format(country=country), known is not SelfPrinted.TAKEN


def _country(form: FormType, destination: str, language: str) -> str:
    """What a destination is called; "" for none."""
    field = form.summary.destination
    found = code_of(form, {field: destination}, field)
    return found.name(language) if found else destination


def facts(form: FormType, document: Document, language: str) -> Iterator[str]:
    """What a person looks at before sending: the form, and the list columns with the names of their fields."""
    yield form.short.in_(language)
    columns = summary(form, document)
    for column in ("title", "partner", "destination", "invoice"):
        name = getattr(form.summary, column).partition("/")[0]
        if columns[column] and name in form.by_id:
            label = form.by_id[name].label.in_(language)
            yield _("{label}: {text}").format(label=label, text=columns[column])
