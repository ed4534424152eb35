"""How the printed texts are worded: capitals, characters, countries, and words that the program prints itself."""

import pytest

from coo_desktop.domain.checks.wording import country_once
from tests.domain.given import CO, RCEP, codes_of, found_by, rules

ECFA = "ecfa_h_6_4"
LATE = {"departure_date": "2026-10-01", "application_date": "2026-10-16"}
FAULTS = [
    ("program_words_are_not_typed", RCEP, {}, {"remarks": "ISSUED RETROACTIVELY"}, "retroactive_not_due"),
    ("program_words_are_not_typed", RCEP, {}, {"special_clause": "issued retrospectively"}, "retroactive_not_due"),
    ("program_words_are_not_typed", RCEP, {}, {**LATE, "remarks": "ISSUED RETROACTIVELY"}, "retroactive_typed"),
    ("program_words_are_not_typed", RCEP, {}, {"special_clause": "SAY TOTAL TEN (10) CARTONS"}, "program_words_typed"),
    ("program_words_are_not_typed", RCEP, {}, {"remarks": "CERTIFIED TRUE COPY OF NO. 1"}, "program_words_typed"),
    ("program_words_are_not_typed", CO, {}, {"special_clause": "SAY TOTAL TEN (10) CARTONS"}, "program_words_typed"),
    ("texts_are_in_capitals", RCEP, {}, {"consignee_name": "Sakura Trading K.K."}, "lower_case"),
    ("texts_are_in_capitals", RCEP, {}, {"goods__description": "flasks"}, "lower_case"),
    ("texts_are_in_capitals", CO, {}, {"goods__name_en": "Food Containers"}, "lower_case"),
    ("chinese_is_simplified", ECFA, {}, {"consignee_name": "臺北紡織"}, "traditional_characters"),
    ("country_stands_once", RCEP, {}, {"consignee_address": "1 ROAD, TOKYO, JAPAN, JAPAN"}, "country_twice"),
    ("country_stands_once", CO, {}, {"exporter_address": "NINGBO, P.R. CHINA, CHINA"}, "country_twice"),
]


@pytest.mark.parametrize(("check", "sample", "context", "changes", "found"), FAULTS)
def test_a_fault_is_found(check, sample, context, changes, found):
    assert not found_by(check, sample)
    assert found in {code for code, _, _ in found_by(check, sample, context, **changes)}


@pytest.mark.parametrize(
    ("check", "sample", "changes"),
    [
        ("program_words_are_not_typed", RCEP, {"special_clause": "TOTAL GROSS WEIGHT: 3125 KGS"}),
        ("program_words_are_not_typed", RCEP, {"special_clause": "THEY SAY FLASKS"}),
        ("program_words_are_not_typed", RCEP, {"application_remark": "ISSUED RETROACTIVELY"}),
        ("program_words_are_not_typed", RCEP, {"goods__description": "RETRO ACTIVE SPEAKERS"}),
        ("texts_are_in_capitals", RCEP, {"marks": {"form": "text", "text": "Sakura\nTokyo"}}),
        ("texts_are_in_capitals", RCEP, {"invoices__number": "lf-2026"}),
        ("texts_are_in_capitals", RCEP, {"application_remark": "please"}),
        ("texts_are_in_capitals", RCEP, {"goods__name_zh": "USB 线 type-c"}),
        ("chinese_is_simplified", ECFA, {"consignee_name": "𠮷㐂𡒄虚构贸易有限公司"}),
        ("chinese_is_simplified", ECFA, {"consignee_name": "台北后里乾坤纺织"}),
        ("country_stands_once", RCEP, {"consignee_address": "1 JAPAN STREET, TOKYO, JAPAN"}),
        ("country_stands_once", RCEP, {"consignee_address": "1 ORCHARD ROAD, SINGAPORE, SINGAPORE"}),
    ],
)
def test_what_is_right_passes(check, sample, changes):
    assert not found_by(check, sample, **changes)


@pytest.mark.parametrize(
    ("text", "once"),
    [
        ("TOKYO, JAPAN, JAPAN.", "TOKYO, JAPAN"),
        ("TOKYO JAPAN, JAPAN", "TOKYO JAPAN"),
        ("TOKYO, JAPAN JAPAN", "TOKYO, JAPAN"),
        ("NEW YORK, USA, UNITED STATES", "NEW YORK, USA"),
        ("SEOUL, KOREA,\nREPUBLIC OF KOREA", "SEOUL, KOREA"),
        ("A, SINGAPORE, SINGAPORE, SINGAPORE", "A, SINGAPORE, SINGAPORE"),
        ("MEXICO CITY, MEXICO", ""),
        ("AVENIDA PERU, LIMA, PERU", ""),
        ("TOKYO, JAPAN", ""),
        ("JAPAN", ""),
        ("", ""),
    ],
)
def test_a_country_is_kept_once(text, once):
    assert country_once(text, rules().code_list("countries"), rules().phrases["cities"]) == once


def test_all_printed_texts_are_searched_for_a_third_party():
    said = "FLASKS THIRD PARTY OPERATOR: FICTIVE LTD."
    assert "third_party_unticked" in codes_of(RCEP, goods__description=said)
    assert "third_party_unticked" not in codes_of(RCEP, goods__description="FLASKS, THIRD PARTY TESTED, VIA HOLE")
