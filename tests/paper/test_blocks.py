"""Each block tells its part of a document, and nothing when there is nothing to tell."""

from typing import Any

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.filling.printing import COPY, ORIGINAL, TRUE_COPY
from coo_desktop.paper.blocks import BLOCKS, check, composed
from coo_desktop.paper.subject import Part, Subject
from tests.paper.printing import document
from tests.rulebooks import shipped

INVOICES = [
    {"id": "i1", "number": "A-1", "date": "2026-10-15", "currency": "USD"},
    {"id": "i2", "number": "B-2", "date": "2026-10-16", "currency": "EUR"},
]


def subject(
    form: str = "rcep_2022", paper: str = ORIGINAL, facts: dict[str, Any] | None = None, **values: Any
) -> Subject:
    return Subject(shipped().form(form), document(form, values, facts=facts or {}), paper=paper)


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


def test_a_certified_copy_says_of_what_it_is_a_true_copy() -> None:
    facts = {"number": "RC1", "approvedAt": "2026-10-16T01:00:00Z"}
    text = "CERTIFIED TRUE COPY OF THE ORIGINAL CERTIFICATE OF ORIGIN NUMBER RC1 DATED OCT. 16, 2026"
    assert said("certified_copy", subject(paper=TRUE_COPY, facts=facts)) == text
    assert said("certified_copy", subject(paper=COPY, facts=facts)) == ""


def test_a_certificate_is_valid_for_as_long_as_its_form_says() -> None:
    facts = {"approvedAt": "2026-10-16T20:00:00Z"}
    assert said("valid_until", subject("ecfa_h", facts=facts), name="approvedAt", before="至") == "至2027年10月17日"
    assert said("valid_until", subject("ecfa_h"), name="approvedAt", before="至") == "至"
    assert said("valid_until", subject("co_general", facts=facts), name="approvedAt") == ""
    assert said("valid_until", subject(facts={"approvedAt": "9999-12-31T00:00:00Z"}), name="approvedAt") == ""


def test_an_expected_day_says_so_unless_it_is_certain() -> None:
    asked = {"date": "departure_date", "prefix": "departure_prefix", "before": "离港日期：", "expected": "（预计）"}
    day = {"departure_date": "2026-11-02"}
    told = said("expected_day", subject("ecfa_h", departure_prefix="expected", **day), **asked)
    assert told == "离港日期：2026年11月02日（预计）"
    assert said("expected_day", subject("ecfa_h", departure_prefix="on", **day), **asked) == "离港日期：2026年11月02日"
    assert said("expected_day", subject("ecfa_h"), **asked) == ""


def test_an_original_and_a_copy_say_so() -> None:
    assert said("copy_mark", subject("co_general")) == "ORIGINAL"
    assert said("copy_mark", subject("co_general", paper=COPY)) == "COPY 副本"
    assert said("copy_mark", subject("co_general", paper=TRUE_COPY)) == "CERTIFIED TRUE COPY"
    assert said("copy_mark", subject("ecfa_h", paper=COPY)) == "副本"
    assert said("copy_mark", subject("rcep_2022")) == ""


def test_parts_stand_under_each_other() -> None:
    parts = [Part.model_validate(part) for part in ("vessel", {"block": "words", "text": "BY SEA"}, "remarks")]
    assert composed(parts, subject(vessel="STAR")) == "STAR\nBY SEA"


@pytest.mark.parametrize(
    "part", [{"block": "sing"}, {"block": "words"}, {"block": "words", "text": "A", "tune": "B"}, "sails"]
)
def test_a_part_that_does_not_suit_its_form_is_refused(part: Any) -> None:
    with pytest.raises(Unreadable):
        check(Part.model_validate(part), subject())
