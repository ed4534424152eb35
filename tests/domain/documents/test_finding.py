"""How well a text names something, and the order that gives."""

import pytest

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.documents.finding import BEGINNING, ELSEWHERE, WHOLE, WORD, best_first, closeness, line_of
from tests.rulebooks import shipped


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("inv-1", WHOLE),
        (" ＩＮＶ-1 ", WHOLE),
        ("inv", BEGINNING),
        ("trading", WORD),
        ("sakura  trading", BEGINNING),
        ("rading", ELSEWHERE),
        ("other", ELSEWHERE),
    ],
)
def test_a_text_names_a_thing_wholly_or_by_a_beginning(typed, wanted):
    assert closeness(typed, ("INV-1", "", "SAKURA TRADING CO.")) == wanted


def certificate(document_id: str, invoice: str) -> Document:
    values = {"invoices": [{"id": "i", "number": invoice}], "consignee_name": "SAKURA"}
    facts = {"number": "C26"}
    return Document(id=document_id, form="co_general", family="certificate", values=values, facts=facts)


def test_the_best_named_comes_first_once_and_equals_stay_in_their_order():
    form = shipped().form("co_general")
    new, old, exact = (line_of(form, certificate(each, each)) for each in ("INV-12", "INV-13", "INV-1"))
    assert best_first("inv-1", (new, old, exact, new)) == (exact, new, old)


def test_a_line_tells_a_document_apart():
    line = line_of(shipped().form("co_general"), certificate("a", "INV-1"))
    assert (line.number, line.invoice, line.partner, line.hs_code) == ("C26", "INV-1", "SAKURA", "")
    assert (line.stage, line.family, line.form) == ("draft", "certificate", "co_general")
