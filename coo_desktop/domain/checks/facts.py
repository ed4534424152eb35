"""The context of a check, built in one place for the screen, the store, the backend and the fake store of the tests.

What the rules ask of the store is read in bulk the first time one of them asks: all products that the goods name in one
read, all users of the document's invoice numbers in another.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from coo_desktop.domain.checks.invoice_numbers import invoice_key
from coo_desktop.domain.context import Context, Facts, InvoiceUse
from coo_desktop.domain.documents.document import PRE_REVIEW, Document, Values
from coo_desktop.domain.documents.field_access import rows_of, text_of


@dataclass(frozen=True, slots=True)
class Outside:
    """What a context needs that no store has: today, which characters no font prints, which codes are in force."""

    today: Callable[[], dt.date]
    unprintable: Callable[[str], str] = field(default=lambda _: "")
    hs_current: Callable[[str, dt.date], bool | None] = field(default=lambda *_: None)


def context(facts: Facts, outside: Outside, document: Document | None = None, values: Values | None = None) -> Context:
    """What checks may ask about `document`; `values` are what stands on its page, its stored ones unless given."""
    today = outside.today()
    shown = values if values is not None else document.values if document else {}
    linked, invoices = _Linked(facts, shown), _Invoices(facts, shown, document)
    return Context(
        today=today,
        company=facts.company(),
        person=facts.person(),
        links=document.links if document else {},
        product=linked.product,
        original=linked.living,
        unprintable=outside.unprintable,
        invoice_used=invoices.used,
        hs_current=lambda code: outside.hs_current(code, today),
    )


class _Linked:
    """The documents that a document names, the products of its goods together."""

    def __init__(self, facts: Facts, values: Values) -> None:
        self._facts = facts
        self._expected = {text_of(row, "product") for row in rows_of(values, "goods")} - {""}
        self._known: dict[str, Document | None] = {}

    def living(self, document_id: str) -> Document | None:
        """The document unless it was deleted."""
        if document_id not in self._known:
            wanted = {document_id}
            if document_id in self._expected:
                wanted |= self._expected
            self._known |= dict.fromkeys(wanted)
            self._known |= self._facts.documents(wanted)
        found = self._known[document_id]
        return found if found is not None and not found.deleted else None

    def product(self, document_id: str) -> Document | None:
        """The pre-review unless it was deleted."""
        found = self.living(document_id)
        return found if found is not None and found.family == PRE_REVIEW else None


class _Invoices:
    """Who else takes the document's invoice numbers."""

    def __init__(self, facts: Facts, values: Values, document: Document | None) -> None:
        self._facts = facts
        self._expected = {invoice_key(text_of(row, "number")) for row in rows_of(values, "invoices")} - {""}
        self._me = document.id if document else ""
        self._original = str(document.links.get("amends") or "") if document else ""
        self._known: dict[str, str] = {}

    def used(self, number: str) -> str:
        """The label of another valid certificate with this number, or ""; an amendment keeps its original's."""
        key = invoice_key(number)
        if not key:
            return ""
        if key not in self._known:
            wanted = {key} | (self._expected if key in self._expected else set())
            self._known |= dict.fromkeys(wanted, "")
            for use in self._facts.invoice_uses(wanted):
                if self._is_foreign(use):
                    self._known[use.key] = self._known[use.key] or use.label
        return self._known[key]

    def _is_foreign(self, use: InvoiceUse) -> bool:
        if not self._me:
            return True
        if self._original and use.amends == self._original:
            return False  # which of two amendments counts is another question; both carry the original's numbers
        return use.document not in (self._me, self._original) and use.amends != self._me
