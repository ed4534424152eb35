"""The context of a check asks its store in bulk, and knows living pre-reviews alone as products."""

import dataclasses
import datetime as dt

from coo_desktop.domain.checks.facts import Outside, context
from coo_desktop.domain.context import InvoiceUse
from coo_desktop.domain.documents.document import Company, Document, Person

PRODUCTS = [Document(id=name, form="pre_review", family="pre_review", values={}) for name in ("p", "q")]
GONE = dataclasses.replace(PRODUCTS[0], id="gone", deleted=True)
OTHER = Document(id="c", form="rcep_2022", family="certificate", values={})
ASKING = dataclasses.replace(
    OTHER,
    id="me",
    values={"goods": [{"product": "p"}, {"product": "q"}], "invoices": [{"number": "A"}, {"number": "B"}]},
)
OUTSIDE = Outside(lambda: dt.date(2026, 11, 30))


class Noting:
    """Implements Facts over the documents above; notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[set[str]] = []

    def company(self) -> Company:
        return Company()

    def person(self) -> Person:
        return Person()

    def documents(self, ids):
        self.asked.append(set(ids))
        return {document.id: document for document in (*PRODUCTS, GONE, OTHER) if document.id in ids}

    def invoice_uses(self, keys):
        self.asked.append(set(keys))
        return [InvoiceUse("a", "me", "mine"), InvoiceUse("b", "c", "other")]


def test_products_and_invoices_are_each_asked_for_once():
    facts = Noting()
    asked = context(facts, OUTSIDE, ASKING)
    assert [asked.product("p"), asked.product("q")] == PRODUCTS
    assert [asked.invoice_used("A"), asked.invoice_used("b")] == ["", "other"]
    assert facts.asked == [{"p", "q"}, {"a", "b"}]


def test_what_was_deleted_or_is_no_pre_review_is_no_product():
    asked = context(Noting(), OUTSIDE, ASKING)
    assert [asked.product(name) for name in ("gone", "c", "nobody")] == [None, None, None]
    assert (asked.original("gone"), asked.original("c")) == (None, OTHER)
