"""Who exports, receives, produces and mediates."""

import pytest

from coo_desktop.domain.documents.document import Company
from tests.domain.given import CO, EVERYTHING, RCEP, STRAIT, context_of, found_by

OTHER_COMPANY = {"company": Company(name_en="NINGBO OTHER CO., LTD.")}
LONG = "NO. 88 " + "X" * 380 + " CHINA"


FAULTS = [
    (
        "exporter_is_the_filed_name",
        RCEP,
        {},
        {"exporter_name": "NINGBO LANFENG HOUSEWARE CO.,LTD."},
        "exporter_not_filed",
    ),
    (
        "exporter_address_ends_with_china",
        RCEP,
        {},
        {"exporter_address": "NINGBO, ZHEJIANG"},
        "exporter_address_without_china",
    ),
    ("no_offshore_exporter", RCEP, {}, {"exporter_address": "18 CANTON ROAD, HONG KONG, CHINA"}, "offshore_exporter"),
    ("no_offshore_exporter", RCEP, {}, {"exporter_address": "NINGBO, CHINA VIA ACME LTD."}, "offshore_exporter"),
    ("no_offshore_exporter", RCEP, {}, {"exporter_name": "ACME (HK) O/B NINGBO LANFENG"}, "offshore_exporter"),
    ("addresses_fit_their_box", RCEP, {}, {"exporter_address": LONG}, "box_too_full"),
    ("addresses_fit_their_box", CO, {}, {"middleman_address": LONG}, "box_too_full"),
    ("consignee_is_named", RCEP, {}, {"consignee_name": "TO ORDER OF BANK"}, "to_order_refused"),
    ("consignee_is_complete", CO, {}, {"consignee_country": ""}, "needed"),
    ("consignee_is_not_offshore", RCEP, {}, {"consignee_address": "KOWLOON, HONG KONG"}, "offshore_consignee"),
    ("consignee_country_is_a_member", RCEP, {}, {"consignee_country": "BR"}, "not_a_member"),
    (
        "consignee_address_names_its_country",
        RCEP,
        {},
        {"consignee_address": "TOKYO, JAPEN"},
        "consignee_country_unspelled",
    ),
    ("consignee_stands_in_the_destination", RCEP, {}, {"destination_country": "KR"}, "destination_differs"),
    ("consignee_stands_in_the_destination", CO, {}, {"destination_country": "AR"}, "destination_differs"),
    ("producer_is_given", RCEP, {}, {"producer_text": ""}, "needed"),
    ("several_producers_stand_by_their_goods", RCEP, {}, {"producer_mode": "several"}, "producer_of_line_missing"),
    ("middleman_is_given", CO, {}, {"middleman_address": ""}, "needed"),
    ("middleman_is_given", CO, {}, {"middleman_address": "TAIPEI, TAIWAN"}, "middleman_of_taiwan"),
    ("destination_is_not_the_middlemans", CO, {}, {"destination_country": "HK"}, "destination_is_middlemans"),
    ("taiwan_is_worded", CO, {}, {"consignee_address": "TAIPEI, TAIWAN, R.O.C."}, "taiwan_wording"),
    (
        "exporter_address_names_a_street",
        EVERYTHING,
        {},
        {"exporter_address": "NINGBO, ZHEJIANG, CHINA"},
        "exporter_street_missing",
    ),
    (
        "exporter_is_not_the_consignee",
        EVERYTHING,
        {},
        {"consignee_name": "Ningbo Lanfeng Houseware Co., Ltd."},
        "consignee_is_exporter",
    ),
    (
        "exporter_is_not_the_consignee",
        EVERYTHING,
        {},
        {"consignee_name": "NINGBO LANFENG HOUSEWARE COMPANY LIMITED"},
        "consignee_is_exporter",
    ),
    ("producer_words_are_the_forms", EVERYTHING, {}, {"producer_text": "Confidential"}, "producer_phrase_typed"),
    (
        "producer_words_are_the_forms",
        EVERYTHING,
        {},
        {"producer_text": "AVAILABLE TO CUSTOMS UPON REQUEST"},
        "producer_phrase_typed",
    ),
    ("hidden_middleman_is_meant", CO, {}, {"show_middleman": False}, "middleman_hidden"),
    ("parties_are_in_chinese", STRAIT, {}, {"consignee_name": "TAIPEI HAIYUE TEXTILE CO."}, "chinese_missing"),
    ("contacts_are_filled", STRAIT, {}, {"exporter_fax": ""}, "contact_missing"),
    ("contacts_are_filled", STRAIT, {}, {"producer_mode": "named"}, "contact_missing"),
    ("exporter_is_the_filed_name", STRAIT, {}, {"exporter_name": "苏州晨星纺织公司"}, "exporter_not_filed"),
]


@pytest.mark.parametrize(("check", "sample", "context", "changes", "found"), FAULTS)
def test_a_fault_is_found(check, sample, context, changes, found):
    assert not found_by(check, sample)
    assert found in {code for code, _, _ in found_by(check, sample, context, **changes)}


@pytest.mark.parametrize(
    ("check", "sample", "changes"),
    [
        ("no_offshore_exporter", RCEP, {"exporter_address": "9 HONG KONG MIDDLE ROAD, QINGDAO, CHINA"}),
        ("exporter_address_ends_with_china", RCEP, {"exporter_address": "NINGBO, CHINA."}),
        ("consignee_is_complete", CO, {"consignee_name": "TO ORDER", "consignee_address": "", "consignee_country": ""}),
        ("consignee_is_named", CO, {"consignee_name": "TO WHOM IT MAY CONCERN"}),
        ("consignee_stands_in_the_destination", CO, {"consignee_country": "AR", "destination_country": "BR"}),
        ("producer_is_given", RCEP, {"producer_mode": "same", "producer_text": ""}),
        (
            "several_producers_stand_by_their_goods",
            RCEP,
            {"producer_mode": "several", "goods__producer": "NINGBO HENGTAI"},
        ),
        ("middleman_is_given", CO, {"show_middleman": False, "middleman_name": "", "middleman_address": ""}),
        ("taiwan_is_worded", CO, {"consignee_address": "TAIPEI, TAIWAN, CHINA"}),
    ],
)
def test_what_practice_accepts_passes(check, sample, changes):
    assert not found_by(check, sample, **changes)


def test_an_exporter_of_another_company_is_found():
    assert found_by("exporter_is_the_filed_name", RCEP, OTHER_COMPANY)


def test_nothing_is_compared_while_the_company_is_unknown():
    assert context_of(RCEP).company.name_en
    assert not found_by("exporter_is_the_filed_name", RCEP, {"company": Company()})


@pytest.mark.parametrize(
    ("country", "address"),
    [("VN", "HAI PHONG, VIET NAM"), ("US", "NEW YORK, U.S.A."), ("KR", "BUSAN, REPUBLIC OF KOREA"), ("NL", "HOLLAND")],
)
def test_usual_spellings_of_a_country_are_known(country, address):
    changes = {"consignee_country": country, "consignee_address": address}
    assert not found_by("consignee_address_names_its_country", RCEP, **changes)
