"""The columns of lists: what stands in a cell, from a Row and the names of forms, countries and people.

Imports nothing heavy: the first rows of a start stand in these columns before the declarations are read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Protocol

from PySide6.QtGui import QIcon

from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, UNCHECKED, Row
from coo_desktop.domain.documents.lifecycle import PAST
from coo_desktop.environment.words import _
from coo_desktop.views.widgets.style import icon
from coo_desktop.views.words.stages import local_time, print_text, stage_icon, stage_text


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list: `order` is the column of Row that it sorts by, "" when it does not sort."""

    name: str
    title: str
    text: Callable[[Row], str]
    order: str = ""
    icon: Callable[[Row], QIcon] | None = None
    hint: Callable[[Row], str] | None = None
    width_em: int = 10


class Naming(Protocol):
    """What things are called in the language of the screen; what is not known stands as it is."""

    def form(self, form_id: str) -> str:
        """The short name of a form type."""

    def untitled(self, form_id: str) -> str:
        """The title of a document of this form that has no goods yet; "" for a form that is not known."""

    def country(self, code: str) -> str:
        """A country by its code."""

    def person(self, account: str) -> str:
        """A person by the account."""


def columns_of(family: str, naming: Naming) -> tuple[Column, ...]:
    """The columns of pre-reviews or certificates."""
    shown: dict[str, tuple[Column, ...]] = {
        PRE_REVIEW: (
            plain("title", _("Product"), 22),
            plain("hs_code", _("HS code"), 8),
            _stage(),
            plain("number", _("Pre-review number"), 12),
            _author(naming),
            changed(),
        ),
        CERTIFICATE: (
            Column("form", _("Type"), lambda row: naming.form(row.form), "form", width_em=9),
            plain("invoice", _("Invoice number"), 12),
            _goods(naming),
            destination(naming),
            plain("partner", _("Importer"), 16),
            _stage(),
            Column("print_state", _("Print state"), _printed, "print_state", width_em=9),
            plain("number", _("Certificate number"), 13),
            plain("made_on", _("Made on"), 8),
            _author(naming),
        ),
    }
    return shown[family]


def plain(name: str, title: str, width_em: int) -> Column:
    """A column that shows a text of the row as it is."""
    text: Callable[[Row], str] = attrgetter(name)
    return Column(name, title, text, name, hint=text, width_em=width_em)


def changed() -> Column:
    """When the document was changed last."""
    return Column("updated_at", _("Changed"), lambda row: local_time(row.updated_at), "updated_at", width_em=9)


def destination(naming: Naming, title: str = "") -> Column:
    """The country that it goes to."""
    words = title or _("Destination")
    return Column("destination", words, lambda row: naming.country(row.destination), "destination", width_em=8)


def _author(naming: Naming) -> Column:
    def text(row: Row) -> str:
        return naming.person(row.author)

    def hint(row: Row) -> str:
        name = text(row)
        return name if row.author in name else f"{name} · {row.author}"

    return Column("author", _("Signatory"), text, "author", hint=hint, width_em=10)


def _goods(naming: Naming) -> Column:
    def text(row: Row) -> str:
        """A certificate without goods is listed under the name of its type, which stands in another column already."""
        return "" if row.title == naming.untitled(row.form) else row.title

    return Column("title", _("Goods"), text, "title", hint=text, width_em=18)


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
