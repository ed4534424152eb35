"""What was read and found before a transaction took its lock, to be taken over as far as it is still true."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from coo_backend.db.document_rows import Paper
from coo_desktop.domain.checks.asked import Asked, facts_of
from coo_desktop.domain.checks.invoice_numbers import invoice_key
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Document, Values
from coo_desktop.domain.rulebook import Rulebook

#: What is asked of the checks: a method of the rulebook.
Question = Callable[[Rulebook, Document, Context], object]


class Overtaken(Exception):
    """What the checks were told before the transaction holds no longer: they are to be run again outside of it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the checks `said` of these values, in a context of these facts, with all that they were told."""

    values: Values
    facts: tuple[object, ...]
    asked: Asked
    said: object

    def holds(self, document: Document, context: Context) -> bool:
        is_same = self.values == document.values and self.facts == facts_of(context)
        return is_same and self.asked.holds(context)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """The documents that were read, at their revisions; what the checks told of each, by the question and its id.

    `again` says whether the request may be tried once more from the start.
    """

    read: Mapping[str, Paper | None] = field(default_factory=dict)
    told: Mapping[tuple[Question, str], Sequence[Told]] = field(default_factory=dict)
    again: bool = False

    def found(self, question: Question, document: Document, context: Context) -> Told | None:
        """What was told of this content and still holds in the context; None when there is nothing."""
        known = self.told.get((question, document.id), ())
        return next((each for each in known if each.holds(document, context)), None)

    def invoice_keys(self) -> set[str]:
        """The invoice numbers that the checks asked about, as they are compared."""
        asked = (number for known in self.told.values() for each in known for number in each.asked.invoices)
        return {key for number in asked if (key := invoice_key(number))}


NOTHING_AHEAD = Ahead()
