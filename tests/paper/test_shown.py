"""What a field's value reads on paper."""

from typing import Any

import pytest

from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.paper.shown import PictureMarks, picture_of, shown
from tests.rulebooks import shipped


def told(field: str, value: Any, form: str = "rcep_2022") -> str:
    declared = shipped().form(form)
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
    assert told(field, value) == text


def test_a_chinese_form_says_it_in_chinese() -> None:
    assert told("currency", "CNY", "pre_review") == "人民币"
    assert told("unit", "PCS", "pre_review") == "件"


def test_rows_read_by_their_columns() -> None:
    row = {"id": "i1", "number": "LF-1", "date": "2026-10-15", "amount": "5", "currency": "USD", "price_term": "FOB"}
    assert told("invoices", [row]) == "LF-1 OCT. 15, 2026 5 USD FOB"


@pytest.mark.parametrize("value", [3, "x", [1], {"a": 1}, True, None, ["\ud800"], -1.5])
def test_no_value_of_a_wrong_type_stops_the_printer(value: Any) -> None:
    for form in shipped().book.forms.values():
        for spec in form.fields:
            assert spec.kind in KINDS
            assert isinstance(shown(form, {spec.id: value}, spec), str)


@pytest.mark.parametrize(
    ("width", "width_mm"), [("40", 40), (12.5, 0), ("0", 0), ("-3", 0), ("1E+400", 0), ("wide", 0), (None, 0)]
)
def test_a_picture_is_known_by_its_digest_and_width(width: Any, width_mm: float) -> None:
    assert picture_of({"form": "picture", "sha256": "ab", "width_mm": width}) == PictureMarks("ab", width_mm)


def test_only_a_picture_with_its_digest_is_a_picture() -> None:
    assert picture_of({"form": "picture"}) is None
    assert picture_of({"form": "text", "text": "N/M"}) is None
    assert picture_of("N/M") is None
