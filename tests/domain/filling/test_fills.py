"""What a new document already knows."""

import dataclasses

from coo_desktop.domain.documents.document import Company
from coo_desktop.domain.filling.fills import filled, filled_row, refilled
from tests.domain.given import PRE_REVIEW, RCEP, context_of, rules

FORM = rules().form("rcep_2022")


def test_a_new_certificate_knows_exporter_day_place_and_signatory():
    values = filled(FORM, {}, context_of(RCEP))
    assert values["exporter_name"] == "NINGBO LANFENG HOUSEWARE CO., LTD."
    assert values["exporter_address"].endswith("CHINA")
    assert (values["application_date"], values["application_place"]) == ("2026-10-16", "NINGBO, CHINA")
    assert values["signatory"] == "李娜"
    assert (values["transport_mode"], values["producer_mode"]) == ("sea", "named")


def test_what_was_given_is_kept():
    given = {"application_date": "2026-10-01", "exporter_address": "ELSEWHERE, CHINA", "transport_mode": "air"}
    values = filled(FORM, given, context_of(RCEP))
    assert {name: values[name] for name in given} == given


def test_a_trading_company_exports_under_its_own_name_only():
    values = filled(FORM, {"exporter_name": "ANOTHER CO., LTD."}, context_of(RCEP))
    assert values["exporter_name"] == "NINGBO LANFENG HOUSEWARE CO., LTD."


def test_a_producing_company_may_have_been_given_another_name():
    company = dataclasses.replace(context_of(RCEP).company, kind="producer")
    values = filled(FORM, {"exporter_name": "ANOTHER CO., LTD."}, context_of(RCEP, company=company))
    assert values["exporter_name"] == "ANOTHER CO., LTD."


def test_nothing_known_fills_nothing():
    values = filled(FORM, {}, context_of(RCEP, company=Company()))
    assert not {"exporter_name", "exporter_address", "application_place"} & set(values)


def test_a_company_that_produces_is_the_producer_of_its_products():
    form = rules().form("pre_review")
    trading = context_of(PRE_REVIEW)
    producing = context_of(PRE_REVIEW, company=dataclasses.replace(trading.company, kind="both"))
    assert "producer_name" not in filled(form, {}, trading)
    assert filled(form, {}, producing)["producer_name"] == "宁波蓝枫家居用品有限公司"


def test_a_new_goods_line_has_the_defaults_of_its_parts():
    row = filled_row(FORM.by_id["goods"], {"id": "r", "highest_rate": "1"})
    assert row == {"id": "r", "origin_country": "CN", "package_kind": "regular", "highest_rate": "1"}


def test_a_form_in_chinese_takes_the_company_as_filed_in_chinese():
    context = context_of(RCEP)
    found = filled(rules().form("ecfa_h"), {}, context)
    assert (found["exporter_name"], found["exporter_address"]) == (context.company.name_zh, context.company.address_zh)
    assert (found["exporter_phone"], found["exporter_fax"]) == (context.company.phone, "无")
    assert "application_place" not in found


def test_what_the_filing_filled_in_follows_it_and_what_was_typed_stays():
    form, before = FORM, context_of(RCEP)
    after = dataclasses.replace(before, company=dataclasses.replace(before.company, city_en="CHAOZHOU"))
    values = filled(form, {}, before)
    assert refilled(form, values, before, after) == {"application_place": "CHAOZHOU, CHINA"}
    assert refilled(form, {**values, "application_place": "HANGZHOU, CHINA"}, before, after) == {}
    assert refilled(form, {}, before, after) == {}
    nowhere = dataclasses.replace(before, company=dataclasses.replace(before.company, city_en=""))
    assert refilled(form, values, before, nowhere) == {}
