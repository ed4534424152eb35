"""A subject reads fields of its document, and of its row before them."""

from typing import Any

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.paper.subject import Part, Subject, shown
from tests.paper.printing import document, rules

GOODS = [{"id": "g1", "name_en": "CUPS", "quantity": "3"}, {"id": "g2", "name_en": "LIDS", "quantity": "4"}]


def subject() -> Subject:
    return Subject(rules().form("rcep_2022"), document("rcep_2022", {"goods": GOODS, "vessel": "STAR"}))


def test_a_row_is_read_before_the_document() -> None:
    at = subject().at("goods", GOODS[1])
    assert at.show("item_number") == "2"
    assert at.raw("quantity") == "4"
    assert at.show("vessel") == "STAR"


def test_a_field_that_the_form_lacks_is_named() -> None:
    with pytest.raises(Unreadable) as refused:
        subject().show("sails")
    assert refused.value.facts["key"] == "sails"


def test_a_part_is_a_field_or_a_block_with_options() -> None:
    assert Part.model_validate("vessel") == Part(block="field", options={"id": "vessel"})
    assert Part.model_validate({"block": "words", "text": "OF"}) == Part(block="words", options={"text": "OF"})


def printed(field: str, value: Any, form: str = "rcep_2022") -> str:
    declared = rules().form(form)
    return shown(declared, {field: value}, declared.by_id[field])


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("exporter_name", "  A & B <Co>  ", "A & B <Co>"),
        ("application_date", "2026-10-15", "OCT. 15, 2026"),
        ("application_date", "soon", "soon"),
        ("destination_country", "JP", "JAPAN"),
        ("destination_country", "Ruritania", "Ruritania"),
        ("load_port", "CNNGB", "NINGBO, CHINA"),
        ("transport_mode", "air", "By air"),
        ("third_party_invoice", True, "√"),
        ("third_party_invoice", False, ""),
        ("marks", {"form": "text", "text": "N/M"}, "N/M"),
        ("marks", {"form": "picture", "sha256": "ab"}, ""),
        ("evidence", [{"sha256": "ab", "name": "合同.pdf"}], "合同.pdf"),
        ("special_clause", "A\tB", "A   B"),
    ],
)
def test_a_value_reads_as_its_kind_prints(field: str, value: Any, text: str) -> None:
    assert printed(field, value) == text


def test_a_chinese_form_says_it_in_chinese() -> None:
    assert printed("currency", "CNY", "pre_review") == "人民币"
    assert printed("unit", "PCS", "pre_review") == "件"


def test_rows_read_by_their_columns() -> None:
    row = {"id": "i1", "number": "LF-1", "date": "2026-10-15", "amount": "5", "currency": "USD", "price_term": "FOB"}
    assert printed("invoices", [row]) == "LF-1 OCT. 15, 2026 5 USD FOB"


@pytest.mark.parametrize("value", [3, "x", [1], {"a": 1}, True, None, ["\ud800"], -1.5])
def test_no_value_of_a_wrong_type_stops_the_printer(value: Any) -> None:
    for form in rules().book.forms.values():
        for spec in form.fields:
            assert spec.kind in KINDS
            assert isinstance(shown(form, {spec.id: value}, spec), str)
