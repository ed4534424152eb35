"""Fields that follow from others, with the sum or reason that explains them."""

import datetime as dt

import pytest

from coo_desktop.domain.filling.computed import COMPUTED, is_retroactive, last_day, value_of, worked_out
from coo_desktop.domain.filling.line_sums import sums_of
from tests.domain.given import CO, PRE_REVIEW, RCEP, STRAIT, TWENTY, rules, sample, values_of


def computed(name: str, compute: str, row: int | None = None, **changes):
    values = values_of(name, **changes)
    form = rules().form(sample(name)["form"])
    items = "materials" if form.family == "pre_review" else "goods"
    return COMPUTED[compute](form, values, None if row is None else values[items][row])


@pytest.mark.parametrize(
    ("name", "compute", "text", "explanation"),
    [
        (PRE_REVIEW, "vnm", "8.66", "7.20 + 0.76 + 0.70"),
        (PRE_REVIEW, "exw_component", "77.21 %", "(38.00 − 8.66) ÷ 38.00 × 100 = 77.21"),
        (PRE_REVIEW, "fob_component", "79.38 %", "(42.00 − 8.66) ÷ 42.00 × 100 = 79.38"),
        (RCEP, "route_text", "FROM NINGBO, CHINA TO TOKYO, JAPAN BY SEA", ""),
        (CO, "route_text", "FROM SHENZHEN, CHINA TO SANTOS, BRAZIL BY SEA", ""),
        (TWENTY, "route_text", "FROM NINGBO, CHINA TO SYDNEY, AUSTRALIA VIA SINGAPORE BY SEA", ""),
        (RCEP, "total_packages", "TOTAL: TWO HUNDRED AND FIFTY (250) CARTONS ONLY", "250 CARTON"),
        (CO, "total_packages", "SAY TOTAL: ONE THOUSAND AND TWO HUNDRED CARTONS ONLY", "1200 CARTON"),
        (RCEP, "total_amount", "35,700.00", "35700.00"),
        (RCEP, "retroactive_text", "", ""),
    ],
)
def test_the_worked_samples_come_out(name, compute, text, explanation):
    assert computed(name, compute) == (text, explanation)


def test_a_cumulated_material_counts_as_originating():
    assert computed(PRE_REVIEW, "vnm", materials__cumulated=True)[0] == "1.46"


def test_a_material_of_unknown_origin_never_does():
    assert computed(PRE_REVIEW, "vnm", materials__origin="UNKNOWN", materials__cumulated=True)[0] == "8.66"


def test_a_material_shows_its_product():
    assert computed(PRE_REVIEW, "material_amount", 0) == ("7.20", "16.00 × 0.45")
    assert computed(PRE_REVIEW, "material_amount", 2) == ("0.70", "0.35 × 2")


def test_items_are_numbered_without_a_gap():
    assert [computed(TWENTY, "item_number", row)[0] for row in range(20)] == [str(number) for number in range(1, 21)]


def test_auto_fill_words_the_packages():
    assert computed(CO, "package_text", 0)[0] == "ONE THOUSAND AND TWO HUNDRED (1200) CARTONS OF PORCELAIN DINNER SETS"
    assert computed(RCEP, "package_text", 0, goods__package_kind="bulk")[0] == "STAINLESS STEEL VACUUM FLASKS IN BULK"
    nude = {"goods__package_kind": "nude", "goods__package_count": ""}
    assert computed(RCEP, "package_text", 0, **nude)[0] == "NUDE CARGO OF STAINLESS STEEL VACUUM FLASKS"


def test_a_certificate_applied_for_after_departure_says_so():
    assert computed(RCEP, "retroactive_text", application_date="2026-10-19")[0] == "ISSUED RETROACTIVELY"
    assert computed(RCEP, "retroactive_text", application_date="2026-10-18")[0] == ""


def test_a_port_that_no_list_has_prints_as_typed():
    assert computed(RCEP, "route_text", discharge_port="ATLANTIS")[0] == "FROM NINGBO, CHINA TO ATLANTIS BY SEA"


def test_a_port_of_taiwan_prints_with_china():
    assert computed(CO, "route_text", discharge_port="TWKEL")[0].endswith("TO KEELUNG, TAIWAN, CHINA BY SEA")


@pytest.mark.parametrize("name", [RCEP, CO, PRE_REVIEW])
@pytest.mark.parametrize("wrong", [None, "", "abc", [], {}, 5, True, [None], [{"id": 1}]])
def test_half_typed_values_compute_to_nothing_and_break_nothing(name, wrong):
    values = values_of(name)
    form = rules().form(sample(name)["form"])
    for field in values:
        for compute in COMPUTED.values():
            compute(form, {**values, field: wrong}, None)
            compute(form, values, {"id": "r", "quantity": wrong, "unit_price": wrong, "package_count": wrong})


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({}, "涤纶变形纱线 POLYESTER TEXTURED YARN，400 箱"),
        ({"goods__package_kind": "bulk"}, "涤纶变形纱线 POLYESTER TEXTURED YARN，散装"),
        ({"goods__package_kind": "nude"}, "涤纶变形纱线 POLYESTER TEXTURED YARN，400 裸装"),
        ({"goods__package_unit": "藤箱"}, "涤纶变形纱线 POLYESTER TEXTURED YARN，400 藤箱"),
        ({"goods__package_count": ""}, ""),
    ],
)
def test_a_form_in_chinese_words_its_packages_in_chinese(changes, text):
    assert computed(STRAIT, "package_text", 0, **changes)[0] == text


def test_a_form_in_chinese_words_its_total_and_route_in_chinese():
    assert computed(STRAIT, "total_packages")[0] == "合计：400 箱"
    assert computed(STRAIT, "route_text")[0] == "从上海至基隆，海运"


def test_a_form_may_tell_a_transhipment_as_two_legs():
    form = rules().form("co_general")
    form = form.model_copy(update={"params": {**form.params, "route": "thence"}})
    values = values_of(CO, via_port="SGSIN", departure_date="2026-06-20")
    assert COMPUTED["route_text"](form, values, None)[0] == (
        "ON/AFTER JUN. 20, 2026 FROM SHENZHEN, CHINA TO SINGAPORE BY SEA, THENCE TRANSHIPPED TO SANTOS, BRAZIL BY SEA"
    )


FORM = rules().form("rcep_2022")
SEVEN_DAYS = FORM.model_copy(update={"params": {"retro": {"free_days": 7, "max_days": 365}}})

WORKING_DAYS = FORM.model_copy(update={"params": {"retro": {"free_days": 7, "free_days_kind": "working"}}})


@pytest.mark.parametrize(
    ("form", "applied", "retroactive"),
    [
        (FORM, "2026-10-17", False),
        (FORM, "2026-10-18", False),
        (FORM, "2026-10-19", True),
        (SEVEN_DAYS, "2026-10-25", False),
        (SEVEN_DAYS, "2026-10-26", True),
        (WORKING_DAYS, "2026-10-27", False),
        (WORKING_DAYS, "2026-10-28", True),
        (FORM, "", False),
        (FORM, "soon", False),
    ],
)
def test_it_is_retroactive_after_the_free_days(form, applied, retroactive):
    assert is_retroactive(form, {"departure_date": "2026-10-18", "application_date": applied}) is retroactive


def test_a_year_after_departure_is_the_last_day():
    assert last_day(FORM, {"departure_date": "2026-10-18"}) == dt.date(2027, 10, 18)


def test_without_a_departure_or_a_limit_there_is_no_last_day():
    assert last_day(FORM, {}) is None
    assert last_day(rules().form("pre_review"), {"departure_date": "2026-10-18"}) is None


def test_all_that_follows_is_worked_out_at_once():
    """What a page shows after a check says what each field says by itself."""
    form, values = rules().form("rcep_2022"), values_of(TWENTY)
    worked = worked_out(form, form.fields, values)
    computed = [spec for spec in form.fields if spec.is_computed]
    assert [worked.of(spec)[0] for spec in computed] == [value_of(form, values, spec) for spec in computed]
    assert worked.sums == sums_of(values)
    assert worked_out(form, computed, values).sums is None
