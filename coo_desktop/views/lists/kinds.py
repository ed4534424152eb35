"""What each list shows: its filters and its words, by family of documents. Imports nothing heavy, as `columns`."""

from dataclasses import dataclass

from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, RECORD
from coo_desktop.environment.words import N_


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
