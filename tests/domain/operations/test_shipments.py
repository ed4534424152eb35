"""Which certificates an invoice may want: by the port that it names, by its buyer, the one used last before others."""

import dataclasses
from typing import Any

import pytest

from coo_desktop.domain.operations import drafts
from coo_desktop.domain.operations.shipments import offers, start_for
from coo_desktop.domain.sheets.cells import Page
from coo_desktop.domain.sheets.invoice import FoundInvoice, find_invoices
from coo_desktop.store.local import LocalStore
from tests.domain.operations.test_certificates import TODAY, rules, store

__all__ = ["rules", "store"]

LINES = (("Description", "Quantity", "Amount"), ("CUP", "50", "75"))


def invoice(rules: Any, **said: str) -> FoundInvoice:
    [found] = find_invoices((Page("invoice", LINES),), rules.sheet_words, rules.code_list, TODAY)
    return dataclasses.replace(found, **said)


def start(store: LocalStore, form: str, **values: str) -> None:
    with store.unit() as unit:
        drafts.start(unit, form, values)


@pytest.mark.parametrize(
    ("term", "place", "country"),
    [("CIF", "TOKYO", "JP"), ("DAP", "Busan, Korea", "KR"), ("FOB", "TOKYO", ""), ("CIF", "NOWHERE", "")],
)
def test_the_port_tells_where_the_goods_go_when_the_seller_pays_the_way(store, rules, term, place, country):
    found = offers(store.reader, rules, [invoice(rules, term=term, place=place)], TODAY)
    assert found.destination == country


def test_only_forms_that_serve_the_destination_are_offered(store, rules):
    forms = {form.id for form in offers(store.reader, rules, [invoice(rules, term="CIF", place="TOKYO")], TODAY).forms}
    assert {"rcep_2022", "co_general"} <= forms
    assert "korea_k" not in forms


def test_the_last_certificate_of_the_buyer_tells_where_the_goods_go(store, rules):
    start(store, "co_general", consignee_name="CASA BELA LTDA.", destination_country="BR")
    start(store, "rcep_2022", consignee_name="SAKURA K.K.", destination_country="JP")
    found = offers(store.reader, rules, [invoice(rules, buyer="Casa Bela Ltda.")], TODAY)
    assert found.destination == "BR"
    assert found.forms[0].id == "co_general"


def test_the_form_used_last_comes_first(store, rules):
    start(store, "co_general")
    assert offers(store.reader, rules, [invoice(rules)], TODAY).forms[0].id == "co_general"
    start(store, "korea_k")
    assert offers(store.reader, rules, [invoice(rules)], TODAY).forms[0].id == "korea_k"


def test_a_certificate_starts_for_its_destination(store):
    with store.unit() as unit:
        document = start_for(unit, "co_general", "BR").document
    assert document is not None
    assert document.values["destination_country"] == "BR"
