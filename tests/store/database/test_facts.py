"""What checks ask of the store comes from its rows as the last commit left them."""

import dataclasses

from coo_desktop.domain.context import InvoiceUse
from tests.store.documents import certificate


def test_documents_and_users_of_invoices_are_those_of_the_last_commit(store):
    bills = [{"id": "1", "number": "INV-1"}]
    with store.unit() as unit:
        stored = unit.put(certificate(bills=bills))
    assert store.reader.documents(("a", "nobody")) == {"a": stored}
    assert store.reader.invoice_uses(("inv-1", "inv-2")) == [InvoiceUse("inv-1", "a", "茶叶")]
    with store.unit() as unit:
        unit.put(dataclasses.replace(stored, stage="voided"))
    assert store.reader.invoice_uses(("inv-1",)) == []
