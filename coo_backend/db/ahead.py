"""What was read and found before a transaction took its lock, to be taken over as far as it is still true."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from coo_backend.db.document_rows import Paper
from coo_desktop.domain.checks.answers import Answer
from coo_desktop.domain.checks.invoice_numbers import invoice_key
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.forms.form_type import FormType


class Overtaken(Exception):
    """What the checks were told before the transaction holds no longer: they are to be run again outside of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """The documents that were read, at their revisions; the checks' answers by document, with all that they were told.

    `again` says whether the request may be tried once more from the start.
    """

    read: Mapping[str, Paper | None] = field(default_factory=dict)
    answers: Mapping[str, Sequence[Answer]] = field(default_factory=dict)
    again: bool = False

    def found(self, form: FormType, document: Document, context: Context) -> Answer | None:
        """The answer about this content that still holds in the context; None when there is none."""
        known = self.answers.get(document.id, ())
        return next((each for each in known if each.holds(form, document.values, context)), None)

    def invoice_keys(self) -> set[str]:
        """The invoice numbers that the checks asked about, as they are compared."""
        asked = (number for answers in self.answers.values() for each in answers for number in each.asked.invoices)
        return {key for number in asked if (key := invoice_key(number))}


NOTHING_AHEAD = Ahead()
