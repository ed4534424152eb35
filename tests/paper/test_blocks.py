"""Each block tells its part of a document, and nothing when there is nothing to tell."""

from typing import Any

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.paper.blocks import BLOCKS, check, composed
from coo_desktop.paper.subject import Part, Subject
from tests.paper.printing import document, rules

INVOICES = [
    {"id": "i1", "number": "A-1", "date": "2026-10-15", "currency": "USD"},
    {"id": "i2", "number": "B-2", "date": "2026-10-16", "currency": "EUR"},
]


def subject(form: str = "rcep_2022", copy: bool = False, facts: dict[str, Any] | None = None, **values: Any) -> Subject:
    return Subject(rules().form(form), document(form, values, facts=facts or {}), copy=copy)


def line(form: str = "rcep_2022", number: int = 0, **values: Any) -> Subject:
    about = subject(form, **values)
    return about.at("goods", about.values["goods"][number])


def said(block: str, about: Subject, **options: Any) -> str:
    return BLOCKS[block](about, **options)


def test_a_party_ends_with_its_country_once() -> None:
    asked = {"name": "consignee_name", "address": "consignee_address", "country": "consignee_country"}
    ends = subject(consignee_name="K.K.", consignee_address="1 WAY, TOKYO, JAPAN", consignee_country="JP")
    lacks = subject(consignee_name="K.K.", consignee_address="1 WAY, TOKYO", consignee_country="JP")
    assert said("party", ends, **asked) == "K.K.\n1 WAY, TOKYO, JAPAN"
    assert said("party", lacks, **asked) == "K.K.\n1 WAY, TOKYO, JAPAN"
    assert said("party", subject(consignee_name="TO ORDER"), **asked) == "TO ORDER"
    assert said("party", subject(), **asked) == ""


def test_a_middleman_shows_only_when_wanted() -> None:
    asked = {"name": "middleman_name", "address": "middleman_address", "shown_when": "show_middleman"}
    told = {"middleman_name": "BRIDGE LTD.", "middleman_address": "HONG KONG"}
    assert (
        said("middleman", subject("co_general", show_middleman=True, **told), **asked) == "VIA BRIDGE LTD., HONG KONG"
    )
    assert said("middleman", subject("co_general", **told), **asked) == ""
    assert said("middleman", subject("co_general", show_middleman=True), **asked) == ""


@pytest.mark.parametrize(
    ("mode", "text"),
    [
        ("named", "THE MILL"),
        ("same", "SAME"),
        ("several", "SEE BOX 8"),
        ("confidential", "CONFIDENTIAL"),
        ("unknown", "NOT AVAILABLE"),
        (["odd"], "THE MILL"),
    ],
)
def test_the_producer_reads_as_the_form_says(mode: Any, text: str) -> None:
    about = subject(producer_mode=mode, producer_text="THE MILL")
    assert said("producer", about, mode="producer_mode", text="producer_text") == text


def test_a_line_names_its_producer_when_there_are_several() -> None:
    goods = [{"id": "g1", "producer": "MILL TWO"}]
    asked = {"mode": "producer_mode", "text": "producer"}
    assert said("line_producer", line(goods=goods, producer_mode="several"), **asked) == "PRODUCER: MILL TWO"
    assert said("line_producer", line(goods=goods, producer_mode="named"), **asked) == ""


def test_the_departure_is_certain_or_expected() -> None:
    asked = {"date": "departure_date", "prefix": "departure_prefix"}
    sailed = subject(departure_date="2026-10-18", departure_prefix="on")
    ahead = subject(departure_date="2026-10-18", departure_prefix="on_after")
    assert said("departure", sailed, **asked) == "DEPARTURE DATE: ON OCT. 18, 2026"
    assert said("departure", ahead, **asked) == "DEPARTURE DATE: ON/AFTER OCT. 18, 2026"
    assert said("departure", subject(), **asked) == ""


def test_a_sentence_fills_its_blanks_or_says_something_else() -> None:
    assert said("sentence", subject(vessel="STAR"), text="VESSEL: {vessel}", otherwise="***") == "VESSEL: STAR"
    assert said("sentence", subject(), text="VESSEL: {vessel}", otherwise="***") == "***"
    asked = {"text": "{third_party_name}, {third_party_country}", "when": "third_party_invoice"}
    assert said("sentence", subject(third_party_name="X LTD."), **asked) == ""
    assert said("sentence", subject(third_party_name="X LTD.", third_party_invoice=True), **asked) == "X LTD."


def test_facts_come_from_the_issuing_body_alone() -> None:
    about = subject(facts={"number": "RC1", "approvedAt": "2026-10-16T17:00:00Z"}, application_place="NINGBO, CHINA")
    assert said("fact", about, name="number", before="No. ") == "No. RC1"
    assert said("fact", subject(), name="number", before="No. ") == "No."
    assert said("fact_day", about, name="approvedAt", place="application_place") == "NINGBO, CHINA OCT. 17, 2026"
    assert said("fact_day", subject(facts={"approvedAt": "0001-01-01T00:00:00Z"}), name="approvedAt") == "JAN. 01, 0001"
    assert said("fact_day", subject(facts={"approvedAt": "9999-12-31T23:00:00Z"}), name="approvedAt") == ""
    assert said("fact_day", subject(), name="approvedAt") == ""


def test_a_replacement_names_what_it_replaces_once_the_issuing_body_does() -> None:
    facts = {"replacesNumber": "CO1", "replacesAt": "2026-10-16T01:00:00Z"}
    text = "THIS CERTIFICATE IS IN REPLACEMENT OF CERTIFICATE OF ORIGIN NO. CO1 DATED OCT. 16, 2026 WHICH IS CANCELLED."
    assert said("replacement", subject("co_general", facts=facts)) == text
    assert said("replacement", subject("co_general")) == ""


def test_an_original_and_a_copy_say_so() -> None:
    assert said("copy_mark", subject()) == "ORIGINAL"
    assert said("copy_mark", subject(copy=True)) == "COPY 副本"


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


def test_parts_stand_under_each_other() -> None:
    parts = [Part.model_validate(part) for part in ("vessel", {"block": "words", "text": "BY SEA"}, "remarks")]
    assert composed(parts, subject(vessel="STAR")) == "STAR\nBY SEA"


@pytest.mark.parametrize(
    "part", [{"block": "sing"}, {"block": "words"}, {"block": "words", "text": "A", "tune": "B"}, "sails"]
)
def test_a_part_that_does_not_suit_its_form_is_refused(part: Any) -> None:
    with pytest.raises(Unreadable):
        check(Part.model_validate(part), subject())
