"""What the lists of an open desk call things, by the declarations and what the desk knows of its people."""

from coo_desktop.domain.documents.document import RECORD
from coo_desktop.views.lists.columns import Column, changed, columns_of, destination, plain
from coo_desktop.views.lists.kinds import ListKind
from coo_desktop.views.session import Session


class DeskNaming:
    """Implements Naming for an open session."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._countries = session.rules.codes.get("countries")

    def form(self, form_id: str) -> str:
        form = self._session.rules.book.forms.get(form_id)
        return form.short.in_(self._session.language) if form else form_id

    def untitled(self, form_id: str) -> str:
        form = self._session.rules.book.forms.get(form_id)
        return form.short.zh_CN if form is not None else ""

    def country(self, code: str) -> str:
        known = self._countries.by_code.get(code) if self._countries else None
        return known.name(self._session.language) if known else code

    def person(self, account: str) -> str:
        return self._session.name_of(account)


def columns(kind: ListKind, session: Session) -> tuple[Column, ...]:
    """The columns of a list, their words in the language of the screen."""
    naming = DeskNaming(session)
    return _record_columns(kind, session, naming) if kind.family == RECORD else columns_of(kind.family, naming)


def _record_columns(kind: ListKind, session: Session, naming: DeskNaming) -> tuple[Column, ...]:
    """What the record's own declaration puts into the list, under its own labels."""
    form = session.rules.form(kind.forms[0])

    def label(path: str) -> str:
        return form.by_id[path].label.in_(session.language)

    told = form.summary
    return (
        plain("title", label(told.title), 24),
        *([plain("partner", label(told.partner), 26)] if told.partner else []),
        *([destination(naming, label(told.destination))] if told.destination else []),
        changed(),
    )
