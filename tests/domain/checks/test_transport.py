"""Ports, vessel and the order of the days."""

import datetime as dt

import pytest

from tests.domain.given import CO, EVERYTHING, RCEP, STRAIT, found_by, problems_of

SAILED = {"today": dt.date(2026, 10, 25)}


ACFTA = "acfta_e_6_2"
FAULTS = [
    ("ports_are_known", RCEP, {}, {"discharge_port": "TOKIO"}, "port_unknown"),
    ("ports_are_known", RCEP, {}, {"load_port": "NINGPO"}, "port_unknown"),
    ("ports_are_known", RCEP, {}, {"via_port": "BUSSAN"}, "port_unknown"),
    ("route_through_hong_kong", ACFTA, {}, {"via_port": "HKHKG"}, "route_through_hong_kong"),
    ("loading_port_in_china", RCEP, {}, {"load_port": "HKHKG"}, "load_port_abroad"),
    ("discharge_port_in_destination", RCEP, {}, {"discharge_port": "KRPUS"}, "discharge_port_elsewhere"),
    ("destination_is_a_member", RCEP, {}, {"destination_country": "BR"}, "not_a_member"),
    ("destination_is_abroad", CO, {}, {"destination_country": "CN"}, "not_a_destination"),
    ("destination_is_abroad", CO, {}, {"destination_country": "UNKNOWN"}, "not_a_destination"),
    ("destination_is_abroad", CO, {}, {"destination_country": "QQ"}, "not_a_destination"),
    ("route_is_given", CO, {}, {"load_port": ""}, "route_missing"),
    ("vessel_needed_after_sailing", RCEP, SAILED, {"vessel": ""}, "vessel_missing"),
    ("vessel_needed_after_sailing", RCEP, SAILED, {"vessel": "***"}, "vessel_missing"),
    ("vessel_needed_after_sailing", RCEP, SAILED, {"vessel": "BY SEA"}, "vessel_missing"),
    ("departure_is_given", RCEP, {}, {"departure_date": ""}, "departure_missing"),
    ("expected_departure_is_ahead", RCEP, SAILED, {"departure_prefix": "expected"}, "departure_no_longer_expected"),
    ("departure_not_before_invoice", RCEP, {}, {"departure_date": "2026-10-14"}, "departure_before_invoice"),
    ("dates_in_order", RCEP, {}, {"application_date": "2026-10-14"}, "application_before_invoice"),
    ("dates_in_order", RCEP, {}, {"application_date": "2026-10-17"}, "application_ahead"),
    ("retroactive_in_time", RCEP, {}, {"application_date": "2026-10-19"}, "issued_retroactively"),
    ("retroactive_in_time", RCEP, {}, {"application_date": "2027-10-19"}, "too_late"),
    ("certain_departure_has_happened", EVERYTHING, {}, {"departure_prefix": "on"}, "departure_not_certain"),
    ("certain_departure_has_happened", STRAIT, {}, {"departure_prefix": "on"}, "departure_not_certain"),
    ("transhipment_is_on_the_way", EVERYTHING, {}, {"via_port": "VNHPH"}, "via_is_an_end"),
    ("transhipment_is_on_the_way", EVERYTHING, {}, {"via_port": "CNNGB"}, "via_is_an_end"),
    ("retroactive_has_a_reason", EVERYTHING, {}, {"application_date": "2026-10-22"}, "retroactive_unexplained"),
    (
        "applied_before_export_declaration",
        EVERYTHING,
        {},
        {"application_date": "2026-10-19"},
        "applied_after_declaration",
    ),
    (
        "applied_before_export_declaration",
        EVERYTHING,
        {},
        {"export_declaration_date": "2026-10-15"},
        "applied_after_declaration",
    ),
]


@pytest.mark.parametrize(("check", "sample", "context", "changes", "found"), FAULTS)
def test_a_fault_is_found(check, sample, context, changes, found):
    assert not found_by(check, sample)
    assert found in {code for code, _, _ in found_by(check, sample, context, **changes)}


@pytest.mark.parametrize(
    ("check", "context", "changes"),
    [
        ("vessel_needed_after_sailing", {}, {"vessel": "***"}),
        ("vessel_needed_after_sailing", SAILED, {}),
        ("expected_departure_is_ahead", SAILED, {"departure_prefix": "on"}),
        ("retroactive_in_time", {}, {"application_date": "2026-10-18"}),
        ("discharge_port_in_destination", {}, {"discharge_port": "NO SUCH PORT"}),
        ("ports_are_known", {}, {"discharge_port": "SAKATA, JAPAN"}),
        ("ports_are_known", {}, {"via_port": ""}),
    ],
)
def test_what_practice_accepts_passes(check, context, changes):
    assert not found_by(check, RCEP, context, **changes)


def test_a_mistyped_port_keeps_a_preferential_certificate_from_being_sent_and_is_told_once():
    found = [problem for problem in problems_of(RCEP, discharge_port="TOKIO") if problem.field == "discharge_port"]
    assert [(problem.code, problem.severity) for problem in found] == [("port_unknown", "block")]
    assert "TOKYO" in found[0].message_en
    general = {problem.severity for problem in problems_of(CO, discharge_port="TOKIO") if "port" in problem.field}
    assert general == {"warn"}


def test_a_country_without_ports_may_stand_alone():
    swiss = {"discharge_port": "", "via_port": "NLRTM"}
    assert not [problem for problem in problems_of("switzerland_s", **swiss) if problem.severity == "block"]
    assert "needed" in {problem.code for problem in problems_of(RCEP, discharge_port="")}


def test_goods_for_a_landlocked_country_are_discharged_elsewhere():
    found = problems_of(CO, destination_country="PY", consignee_country="PY")
    assert [problem.severity for problem in found if problem.code == "discharge_port_elsewhere"] == ["warn"]


def test_a_day_to_come_names_a_clock_that_may_be_wrong():
    changes = {"application_date": "2026-10-17", "invoices__date": "2026-10-17"}
    found = [one for one in problems_of(RCEP, **changes) if one.code in ("application_ahead", "invoice_ahead")]
    assert len(found) == 2
    assert all("2026-10-16" in one.fix_zh and "时钟" in one.fix_zh and "clock" in one.fix_en for one in found)
