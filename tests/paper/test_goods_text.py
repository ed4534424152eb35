"""The blocks of goods lines: codes, criteria, quantities and invoices as each form prints them."""

from typing import Any

import pytest

from tests.paper.test_blocks import INVOICES, line, said, subject
from tests.rulebooks import shipped


@pytest.mark.parametrize(
    ("code", "digits", "text"),
    [
        ("961700", "6", "9617.00"),
        ("96170019", "8", "9617.00.19"),
        ("9617001900", "10", "9617.00.19.00"),
        ("9617001900", "4", "9617"),
        ("961700", "10", "9617.00"),
        ("961700", "1E+999999999", "9617.00"),
        ("96", "6", "96"),
        ("9617-00", "6", "9617-00"),
        ("", "6", ""),
    ],
)
def test_an_hs_code_is_dotted_and_cut_to_the_digits_chosen(code: str, digits: str, text: str) -> None:
    about = line("co_general", goods=[{"id": "g1", "hs_code": code}], hs_shown_digits=digits)
    assert said("hs_code", about, field="hs_code", digits="hs_shown_digits") == text


def test_the_fob_value_shows_only_where_the_criterion_asks_for_it() -> None:
    asked = {"quantity": "quantity", "unit": "quantity_unit", "fob": "fob", "invoices": "invoices"}
    part = {"id": "g1", "quantity": "6000", "quantity_unit": "PCS", "fob": "35700.00", "invoice_number": "B-2"}
    by_content = line(goods=[{**part, "criterion": "RVC"}], invoices=INVOICES)
    by_shift = line(goods=[{**part, "criterion": "CTC"}], invoices=INVOICES)
    assert said("quantity", by_content, number="invoice_number", **asked) == "6000 PCS\nFOB EUR 35,700.00"
    assert said("quantity", by_shift, number="invoice_number", **asked) == "6000 PCS"


def test_one_piece_is_counted_in_the_singular() -> None:
    about = line(goods=[{"id": "g1", "quantity": "1", "quantity_unit": "PCS"}])
    assert said("quantity", about, quantity="quantity", unit="quantity_unit") == "1 PC"


def test_a_number_without_end_is_not_written_out() -> None:
    part = {"id": "g1", "quantity": "1", "quantity_unit": "PCS", "fob": "1E+999999999", "criterion": "RVC"}
    asked = {"quantity": "quantity", "unit": "quantity_unit", "fob": "fob"}
    assert said("quantity", line(goods=[part]), **asked) == "1 PC\nFOB 1E+999999999"


def test_stars_follow_the_country_of_origin() -> None:
    for rate, text in (
        ("0", "CHINA"),
        ("1", "CHINA *"),
        ("2", "CHINA **"),
        ("x", "CHINA"),
    ):
        about = line(goods=[{"id": "g1", "origin_country": "CN", "highest_rate": rate}])
        assert said("origin", about, country="origin_country", rate="highest_rate") == text


def test_invoices_stand_beside_their_goods_once() -> None:
    goods = [{"id": f"g{n}", "invoice_number": number} for n, number in enumerate(("A-1", "A-1", "B-2", ""))]
    told = [
        said("invoice", line(number=n, goods=goods, invoices=INVOICES), invoices="invoices", number="invoice_number")
        for n in range(4)
    ]
    assert told == ["A-1\nOCT. 15, 2026", "", "B-2\nOCT. 16, 2026", ""]


def test_an_invoice_that_no_line_claims_stands_at_the_first() -> None:
    about = line(goods=[{"id": "g1"}], invoices=INVOICES)
    told = said("invoice", about, invoices="invoices", number="invoice_number")
    assert told == "A-1\nOCT. 15, 2026\nB-2\nOCT. 16, 2026"


def test_the_total_line_follows_the_forms_habit() -> None:
    packed = {"package_kind": "regular", "package_count": "2", "package_unit": "CARTON"}
    one, two = [{"id": "g1", **packed}], [{"id": "g1", **packed}, {"id": "g2", **packed}]
    asked = {"field": "total_packages", "rows": "goods"}
    assert said("total", subject(goods=one), **asked) == ""
    assert said("total", subject(goods=two), **asked) == "TOTAL: FOUR (4) CARTONS ONLY"
    assert said("total", subject("co_general", goods=one), **asked) == "SAY TOTAL: TWO CARTONS ONLY"


def test_an_hs_code_inside_a_description_says_what_it_is() -> None:
    about = line("acfta_e_2019", goods=[{"id": "g1", "hs_code": "820150"}])
    assert said("hs_code", about, field="hs_code", before="H.S. CODE: ") == "H.S. CODE: 8201.50"
    assert said("hs_code", line("acfta_e_2019", goods=[{"id": "g1"}]), field="hs_code", before="H.S. CODE: ") == ""


@pytest.mark.parametrize(
    ("form", "values", "text"),
    [
        ("acfta_e_2019", {"criterion": "RVC", "criterion_percent": "45"}, '"45%"'),
        ("acfta_e_2019", {"criterion": "CTH"}, '"CTH"'),
        ("apta_b", {"criterion": "C", "criterion_percent": "61.5"}, '"C" 61.5%'),
        ("ecfa_h", {"criterion": "PSR", "criterion_addition": "ACU"}, "PSR ACU"),
        ("ecfa_h", {"criterion": ["odd"]}, ""),
    ],
)
def test_a_criterion_prints_as_the_form_says(form: str, values: dict[str, Any], text: str) -> None:
    about, parts = line(form, goods=[{"id": "g1", **values}]), shipped().form(form).by_id["goods"].item_type
    assert parts is not None
    asked = {"percent": "criterion_percent", "addition": "criterion_addition"}
    known = {option: part for option, part in asked.items() if part in parts.by_id}
    assert said("criterion", about, field="criterion", **known) == text


@pytest.mark.parametrize(("sub_rule", "shows"), [("RVC", True), ("CTC", False), ("", False)])
def test_a_product_rule_met_by_value_shows_the_fob_value(sub_rule: str, shows: bool) -> None:
    row = {"id": "g1", "quantity": "5", "quantity_unit": "PCS", "criterion": "PSR", "fob": "9.5", "sub_rule": sub_rule}
    told = said("quantity", line("acfta_e_2019", goods=[row]), quantity="quantity", unit="quantity_unit", fob="fob")
    assert ("FOB 9.5" in told) is shows


def test_an_invoice_tells_its_value_where_the_form_has_a_box_for_it() -> None:
    bill = {"id": "i1", "number": "A-1", "date": "2026-10-15", "currency": "USD", "amount": "24300.00"}
    asked = {"invoices": "invoices", "number": "invoice_number"}
    about = line("ecfa_h", goods=[{"id": "g1"}], invoices=[bill])
    told = said("invoice", about, tells=["value", "number", "date"], **asked)
    assert told == "USD 24,300.00\nA-1\n2026年10月15日"
    bare = line("peru_r", goods=[{"id": "g1"}], invoices=[{"id": "i1", "number": "A-1", "currency": "USD"}])
    assert said("invoice", bare, tells=["value"], **asked) == ""


def test_a_coded_unit_is_the_same_in_every_language() -> None:
    about = line("ecfa_h", goods=[{"id": "g1", "quantity": "10800", "quantity_unit": "KGS"}])
    asked = {"quantity": "quantity", "unit": "quantity_unit"}
    assert said("quantity", about, coded=True, **asked) == "10800 KGS"
    assert said("quantity", about, **asked) == "10800 千克"
