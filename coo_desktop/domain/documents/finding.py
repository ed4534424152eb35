"""A document as one line of what was found anywhere, and how well a typed text names something."""

from collections.abc import Iterable
from dataclasses import dataclass

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.documents.summary import summary
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.hs.codes import folded

#: How well a text names something: it is the name, begins it, begins one of its words, or is met anywhere else.
WHOLE, BEGINNING, WORD, ELSEWHERE = range(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDocument:
    """One document among others: what tells it apart, and what state it is in."""

    id: str
    form: str
    family: str
    stage: str
    delivery: str
    title: str
    number: str
    invoice: str
    partner: str
    hs_code: str

    @property
    def names(self) -> tuple[str, ...]:
        """What a person calls it by."""
        return (self.number, self.invoice, self.title, self.partner, self.hs_code)


def line_of(form: FormType, document: Document) -> FoundDocument:
    """The line of a document that is known by its id already."""
    columns = summary(form, document)
    told = {name: columns[name] for name in ("title", "number", "invoice", "partner", "hs_code")}
    state = {name: getattr(document, name) for name in ("id", "form", "family", "stage", "delivery")}
    return FoundDocument(**state, **told)


def closeness(text: str, names: Iterable[str]) -> int:
    """WHOLE, BEGINNING, WORD or ELSEWHERE, the best that one of the names gives; case and width do not count."""
    typed, best = " ".join(folded(text).split()), ELSEWHERE
    for name in filter(None, map(folded, names)):
        if name == typed:
            return WHOLE
        if name.startswith(typed):
            best = min(best, BEGINNING)
        elif f" {typed}" in name:
            best = min(best, WORD)
    return best


def best_first(text: str, found: Iterable[FoundDocument]) -> tuple[FoundDocument, ...]:
    """Each document once, the best named first, and among equals in the order they came."""
    each = {one.id: one for one in found}
    return tuple(sorted(each.values(), key=lambda one: closeness(text, one.names)))
