"""Invoices from elsewhere, back-to-back proofs, amendments and who signs."""

import dataclasses

import pytest

from coo_desktop.domain.documents.document import Document, Person
from tests.domain.given import EVERYTHING, RCEP, context_of, found_by, rules, values_of

ORIGINAL = Document(id="old", form="rcep_2022", family="certificate", values=values_of(RCEP), stage="approved")
GENERAL = Document(id="old", form="co_general", family="certificate", values=values_of(RCEP), stage="approved")
THIRD_PARTY = {
    "third_party_invoice": True,
    "third_party_name": "ACME LTD.",
    "third_party_country": "HK",
}
BACK_TO_BACK = {
    "back_to_back": True,
    "original_number": "V26-1",
    "original_date": "2026-09-01",
    "original_country": "VN",
}


def amending(original: Document, reason: str = "收货人地址有误") -> dict:
    links = {"amends": original.id, "reason": reason}
    return {"links": links, "original": lambda _: original}


FAULTS = [
    ("third_party_is_named", RCEP, {}, {"third_party_invoice": True}, "needed"),
    ("unticked_third_party_is_absent", RCEP, {}, {"third_party_name": "ACME LTD."}, "third_party_unticked"),
    ("unticked_third_party_is_absent", RCEP, {}, {"remarks": "INVOICED VIA ACME"}, "third_party_unticked"),
    ("back_to_back_is_complete", RCEP, {}, {"back_to_back": True}, "needed"),
    ("back_to_back_is_complete", RCEP, {}, {**BACK_TO_BACK, "original_country": "CN"}, "not_a_member"),
    ("back_to_back_is_complete", RCEP, {}, {**BACK_TO_BACK, "original_date": "2026-10-20"}, "original_ahead"),
    ("signatory_is_active", RCEP, {"person": Person(active=False)}, {}, "signatory_disabled"),
    (
        "amendment_keeps_invoices_and_type",
        RCEP,
        amending(ORIGINAL),
        {"invoices__number": "X1"},
        "amendment_changes_invoices",
    ),
    ("amendment_keeps_invoices_and_type", RCEP, amending(ORIGINAL), {"invoices": []}, "amendment_changes_invoices"),
    ("amendment_keeps_invoices_and_type", RCEP, amending(GENERAL), {}, "amendment_changes_type"),
    ("amendment_has_a_reason", RCEP, amending(ORIGINAL, " "), {}, "reason_missing"),
    ("third_party_is_abroad", EVERYTHING, {}, {**THIRD_PARTY, "third_party_country": "CN"}, "third_party_chinese"),
    (
        "third_party_is_abroad",
        EVERYTHING,
        {},
        {**THIRD_PARTY, "third_party_name": "NINGBO LANFENG HOUSEWARE CO LIMITED"},
        "third_party_chinese",
    ),
    (
        "third_party_leaves_a_known_producer",
        EVERYTHING,
        {},
        {**THIRD_PARTY, "producer_mode": "confidential"},
        "third_party_without_producer",
    ),
    ("exhibition_is_given", EVERYTHING, {}, {"exhibition": True}, "exhibition_untold"),
    (
        "back_to_back_stays_within_the_original",
        EVERYTHING,
        {},
        {**BACK_TO_BACK, "original_quantity": "5999"},
        "original_exceeded",
    ),
    ("original_is_still_valid", EVERYTHING, {}, {**BACK_TO_BACK, "original_date": "2025-09-01"}, "original_expired"),
    ("amendment_changes_something", RCEP, amending(ORIGINAL), {}, "amendment_changes_nothing"),
    (
        "lost_original_is_settled",
        RCEP,
        amending(dataclasses.replace(ORIGINAL, print_state="lost_requested")),
        {},
        "loss_undecided",
    ),
    (
        "lost_original_is_settled",
        RCEP,
        amending(dataclasses.replace(ORIGINAL, print_state="copy_only")),
        {},
        "original_void",
    ),
]


@pytest.mark.parametrize(("check", "sample", "context", "changes", "found"), FAULTS)
def test_a_fault_is_found(check, sample, context, changes, found):
    assert not found_by(check, sample)
    assert found in {code for code, _, _ in found_by(check, sample, context, **changes)}


@pytest.mark.parametrize(
    ("check", "context", "changes"),
    [
        (
            "third_party_is_named",
            {},
            {"third_party_invoice": True, "third_party_name": "ACME LTD.", "third_party_country": "HK"},
        ),
        ("unticked_third_party_is_absent", {}, {"third_party_invoice": True, "remarks": "INVOICED VIA ACME"}),
        ("back_to_back_is_complete", {}, BACK_TO_BACK),
        ("amendment_keeps_invoices_and_type", amending(ORIGINAL), {}),
        ("amendment_has_a_reason", amending(ORIGINAL), {}),
    ],
)
def test_what_practice_accepts_passes(check, context, changes):
    assert not found_by(check, RCEP, context, **changes)


def test_an_amendment_may_be_of_a_newer_edition_than_its_original():
    original = Document(id="o", form="switzerland_s", family="certificate", values=values_of("switzerland_s"))
    context = context_of("switzerland_s_2021", **amending(original))
    found = rules().problems(rules().form("switzerland_s_2021"), values_of("switzerland_s_2021"), context)
    assert not {"amendment_changes_type", "amendment_changes_invoices"} & {problem.code for problem in found}
    back = rules().problems(rules().form("chile_f_2019"), values_of("chile_f_2019"), context)
    assert "amendment_changes_type" in {problem.code for problem in back}
