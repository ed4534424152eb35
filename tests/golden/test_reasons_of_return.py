"""Why certificates are sent back, as issuing bodies and their clients published it, and which check catches each.

44 reasons in the project's own words. Each is put into a good sample of its form, whole: the form has to list the
check. What no check can see says why.
"""

import pytest

from tests.domain.given import CO, RCEP, problems_of, values_of

ACFTA, ECFA, KOREA = "acfta_e_6_2", "ecfa_h_6_4", "korea_k"
PICTURE = {"form": "picture", "evidence": "e", "sha256": "0" * 64, "width_mm": "40"}


def marks(text):
    return {"form": "text", "text": text}


def rows(name, count):
    """The first of the sample's goods so many times, each a model of its own."""
    row = values_of(name)["goods"][0]
    return [{**row, "id": f"row{at}", "description": f"{row['description']} MODEL {at}"} for at in range(count)]


#: Reason, sample, what makes it so, the code that is told.
CAUGHT = [
    (
        "the exporter is not named as it is filed",
        RCEP,
        {"exporter_name": "NINGBO LANFENG CO., LTD."},
        "exporter_not_filed",
    ),
    ("the exporter's country is missing", RCEP, {"exporter_address": "NINGBO"}, "exporter_address_without_china"),
    (
        "a second company stands in the exporter's box",
        RCEP,
        {"exporter_address": "X LTD., HONG KONG, CHINA"},
        "offshore_exporter",
    ),
    ("a middleman of Hong Kong is the consignee", RCEP, {"consignee_name": "FICTIVE (HK) LTD."}, "offshore_consignee"),
    ("the consignee is left to order", RCEP, {"consignee_name": "TO THE ORDER OF FICTIVE BANK"}, "to_order_refused"),
    (
        "the consignee's country is misspelt",
        RCEP,
        {"consignee_address": "1 ROAD, TOKYO, JAPEN"},
        "consignee_country_unspelled",
    ),
    (
        "the consignee's country stands twice",
        RCEP,
        {"consignee_address": "1 ROAD, TOKYO, JAPAN, JAPAN"},
        "country_twice",
    ),
    ("the consignee is outside the agreement", RCEP, {"consignee_country": "DE"}, "not_a_member"),
    ("the destination is not the consignee's country", RCEP, {"destination_country": "KR"}, "destination_differs"),
    ("Taiwan is not written as a part of China", CO, {"consignee_address": "1 ROAD, TAIPEI, TAIWAN"}, "taiwan_wording"),
    ("SAME is typed as the producer", RCEP, {"producer_text": "SAME"}, "producer_phrase_typed"),
    ("several producers, and none at the goods", RCEP, {"producer_mode": "several"}, "producer_of_line_missing"),
    ("the goods are loaded outside the mainland", RCEP, {"load_port": "HKHKG"}, "load_port_abroad"),
    ("the port of discharge is in another country", RCEP, {"discharge_port": "KRPUS"}, "discharge_port_elsewhere"),
    ("a port is misspelt", RCEP, {"discharge_port": "TOKIO"}, "port_unknown"),
    (
        "the vessel is missing after sailing",
        RCEP,
        {"departure_date": "2026-10-15", "vessel": "BY SEA"},
        "vessel_missing",
    ),
    ("the goods left before they were invoiced", RCEP, {"departure_date": "2026-10-14"}, "departure_before_invoice"),
    ("applied for more than a year after shipment", RCEP, {"departure_date": "2025-10-01"}, "too_late"),
    ("applied for before the invoice", RCEP, {"application_date": "2026-10-14"}, "application_before_invoice"),
    ("applied for on a day to come", RCEP, {"application_date": "2026-10-17"}, "application_ahead"),
    ("said to be retroactive where it is not", RCEP, {"remarks": "ISSUED RETROACTIVELY"}, "retroactive_not_due"),
    ("a late application without its reason", KOREA, {"departure_date": "2026-08-01"}, "retroactive_unexplained"),
    ("hidden signs in the invoice number", RCEP, {"invoices__number": "LF2O26-1015"}, "invoice_number_doubtful"),
    ("a line with an invoice that is not listed", RCEP, {"goods__invoice_number": "LF-1"}, "invoice_unknown"),
    ("marks refer to the invoice", RCEP, {"marks": marks("AS PER INV.")}, "marks_refer_elsewhere"),
    ("marks name another country of manufacture", RCEP, {"marks": marks("MADE IN TAIWAN")}, "marks_other_origin"),
    ("no marks, and no N/M", RCEP, {"marks": marks("NIL")}, "marks_refer_elsewhere"),
    ("picture marks without a note", RCEP, {"marks": PICTURE}, "picture_marks_unannounced"),
    (
        "words and figures of the packages differ",
        RCEP,
        {"goods__description": "TEN (250) CARTONS OF FLASKS"},
        "package_text_differs",
    ),
    ("the kind of packages is PACKAGES", RCEP, {"goods__package_unit": "PACKAGE"}, "umbrella_package"),
    ("bulk goods are not said to be in bulk", RCEP, {"goods__package_kind": "bulk"}, "packing_unworded"),
    ("the quantity counts the cartons again", RCEP, {"goods__quantity_unit": "CARTON"}, "quantity_counts_packages"),
    ("the finishing mark is typed", RCEP, {"goods__description": "FLASKS ***"}, "finishing_typed"),
    ("an umbrella word as the goods' name", RCEP, {"goods__name_en": "HARDWARE"}, "umbrella_name"),
    ("the goods are not those of the pre-review", RCEP, {"goods__name_en": "KNIVES"}, "name_unlike_product"),
    ("the HS code is not the pre-review's", RCEP, {"goods__hs_code": "691110"}, "hs_code_differs"),
    ("the HS code has other digits than the form", ECFA, {"goods__hs_code": "540233"}, "wrong_hs_length"),
    ("more goods than the form takes", ECFA, {"goods": rows(ECFA, 21)}, "items_over_limit"),
    ("wholly obtained, but not of farm or mine", RCEP, {"goods__criterion": "WO"}, "wholly_obtained_unlikely"),
    (
        "a content is claimed without its value",
        RCEP,
        {"goods__criterion": "RVC", "goods__fob": ""},
        "needed_for_criterion",
    ),
    (
        "a third party is named and not ticked",
        RCEP,
        {"goods__description": "FLASKS O/B X LTD."},
        "third_party_unticked",
    ),
    ("traditional characters across the strait", ECFA, {"consignee_name": "臺北紡織"}, "traditional_characters"),
]
#: Reason, and why no check can see it.
UNSEEN = [
    ("a page of the evidence is illegible or of another shipment", "pictures and scans of evidence are not read"),
    ("the seal or the signature on the paper is blurred", "what happens to the paper after printing is not seen"),
]


def test_of_44_reasons_42_are_caught_and_the_rest_have_a_why():
    assert (len(CAUGHT), len(UNSEEN)) == (42, 2)
    assert len({reason for reason, *_ in [*CAUGHT, *UNSEEN]}) == 44
    assert all(why for _, why in UNSEEN)


@pytest.mark.parametrize(("reason", "name", "changes", "code"), CAUGHT, ids=[reason for reason, *_ in CAUGHT])
def test_a_reason_for_return_is_told_before_the_certificate_is_sent(reason, name, changes, code):
    assert code not in {problem.code for problem in problems_of(name)}
    assert code in {problem.code for problem in problems_of(name, **changes)}
