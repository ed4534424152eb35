"""What each list shows: its columns, its filters and its words, by family of documents."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QIcon

from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, RECORD, UNCHECKED, Row
from coo_desktop.domain.documents.lifecycle import PAST
from coo_desktop.environment.words import N_, _
from coo_desktop.views.lists.model import Column
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.style import icon
from coo_desktop.views.words.stages import local_time, print_text, stage_icon, stage_text


@dataclass(frozen=True, slots=True)
class ListKind:
    """One list page: `filters` are those at hand, `more` those behind the button; see filters.FILTERS."""

    family: str
    forms: tuple[str, ...] = ()
    filters: tuple[str, ...] = ("text",)
    more: tuple[str, ...] = ()
    search_hint: str = ""
    empty: str = ""

    @property
    def key(self) -> str:
        """What this list's own arrangements are kept under."""
        return "/".join((self.family, *self.forms))


PRE_REVIEWS = ListKind(
    PRE_REVIEW,
    filters=("text", "hs_code", "stage"),
    more=("author", "concern"),
    search_hint=N_("Product name or pre-review number"),
    empty=N_("No pre-reviewed product yet. Every certificate starts with one."),
)
CERTIFICATES = ListKind(
    CERTIFICATE,
    filters=("text", "form", "stage", "print_state"),
    more=("invoice", "number", "destination", "partner", "author", "made_from", "made_to", "concern"),
    search_hint=N_("Goods, invoice, number or importer"),
    empty=N_("No certificate yet. Choose approved products and let the program find the types that can be made."),
)


def records(form_id: str) -> ListKind:
    """The list of one kind of reference record."""
    return ListKind(
        RECORD,
        forms=(form_id,),
        more=("concern",),
        search_hint=N_("Name"),
        empty=N_("Nothing kept here yet. What you keep is offered while you fill in certificates."),
    )


def columns(kind: ListKind, session: Session) -> tuple[Column, ...]:
    """The columns of a list, their words in the language of the screen."""
    if kind.family == RECORD:
        return _record_columns(kind, session)
    shown: dict[str, tuple[Column, ...]] = {
        PRE_REVIEW: (
            _plain("title", _("Product"), 22),
            _plain("hs_code", _("HS code"), 8),
            _stage(),
            _plain("number", _("Pre-review number"), 12),
            _author(session),
            _changed(),
        ),
        CERTIFICATE: (
            _form(session),
            _plain("invoice", _("Invoice number"), 12),
            _goods(session),
            _destination(session),
            _plain("partner", _("Importer"), 16),
            _stage(),
            Column("print_state", _("Print state"), _printed, "print_state", width_em=9),
            _plain("number", _("Certificate number"), 13),
            _plain("made_on", _("Made on"), 8),
            _author(session),
        ),
    }
    return shown[kind.family]


def _record_columns(kind: ListKind, session: Session) -> tuple[Column, ...]:
    """What the record's own declaration puts into the list, under its own labels."""
    form = session.rules.form(kind.forms[0])

    def label(path: str) -> str:
        return form.by_id[path].label.in_(session.language)

    told = form.summary
    return (
        _plain("title", label(told.title), 24),
        *([_plain("partner", label(told.partner), 26)] if told.partner else []),
        *([_destination(session, label(told.destination))] if told.destination else []),
        _changed(),
    )


def _plain(name: str, title: str, width_em: int) -> Column:
    def text(row: Row) -> str:
        return str(getattr(row, name))

    return Column(name, title, text, name, hint=text, width_em=width_em)


def _author(session: Session) -> Column:
    def text(row: Row) -> str:
        return session.name_of(row.author)

    def hint(row: Row) -> str:
        name = text(row)
        return name if row.author in name else f"{name} · {row.author}"

    return Column("author", _("Signatory"), text, "author", hint=hint, width_em=10)


def _changed() -> Column:
    return Column("updated_at", _("Changed"), lambda row: local_time(row.updated_at), "updated_at", width_em=9)


def _form(session: Session) -> Column:
    def text(row: Row) -> str:
        form = session.rules.book.forms.get(row.form)
        return form.short.in_(session.language) if form else row.form

    return Column("form", _("Type"), text, "form", width_em=9)


def _goods(session: Session) -> Column:
    def text(row: Row) -> str:
        """A certificate without goods is listed under the name of its type, which stands in another column already."""
        form = session.rules.book.forms.get(row.form)
        return "" if form is not None and row.title == form.short.zh_CN else row.title

    return Column("title", _("Goods"), text, "title", hint=text, width_em=18)


def _destination(session: Session, title: str = "") -> Column:
    known = session.rules.codes.get("countries")

    def text(row: Row) -> str:
        code = known.by_code.get(row.destination) if known else None
        return code.name(session.language) if code else row.destination

    return Column("destination", title or _("Destination"), text, "destination", width_em=8)


def _printed(row: Row) -> str:
    """How far printing is; of a past certificate nobody here knows."""
    return "" if row.stage == PAST else print_text(row.print_state)


def _stage() -> Column:
    def sign(row: Row) -> QIcon:
        if row.conflicts or row.needs_review or row.rival:
            return icon("attention", "bad")
        return icon(*stage_icon(row.stage, row.delivery))

    return Column(
        "stage", _("Stage"), lambda row: stage_text(row.stage, row.delivery), "stage", sign, _stage_hint, width_em=15
    )


def _stage_hint(row: Row) -> str:
    """Why a row cannot be sent as it is."""
    hints: tuple[tuple[object, Callable[[], str]], ...] = (
        (row.conflicts, lambda: _("{count} fields were changed by two people.").format(count=row.conflicts)),
        (row.needs_review, lambda: _("Something was done with it elsewhere; open it and look at it before sending.")),
        (row.rival, lambda: _("A colleague's document takes the place of the same original already.")),
        (row.blocking == UNCHECKED, lambda: _("It came from the backend and has not been checked here yet.")),
        (row.blocking > 0, lambda: _("{count} problems are left before it can be sent.").format(count=row.blocking)),
    )
    return "\n".join(words() for is_so, words in hints if is_so) or stage_text(row.stage, row.delivery)
