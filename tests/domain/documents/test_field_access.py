"""Values that may hold anything are read as what is wanted, or as nothing."""

import pytest

from coo_desktop.domain.documents.field_access import (
    code_of,
    country_name,
    marks_text,
    port_country,
    row_code,
    rows_of,
    text_of,
    words_in,
)
from tests.domain.given import CO, RCEP, rules, values_of

FORM = rules().form("rcep_2022")


@pytest.mark.parametrize("value", [None, 5, True, [], {}, ["a"]])
def test_what_is_no_text_reads_as_none(value):
    assert text_of({"vessel": value}, "vessel") == ""
    assert marks_text({"marks": value}) == ""
    assert code_of(FORM, {"load_port": value}, "load_port") is None


@pytest.mark.parametrize("value", [None, 5, "rows", {}, [None, 5, "row"]])
def test_what_is_no_row_is_left_out(value):
    assert rows_of({"goods": value}, "goods") == []


def test_rows_and_marks_are_read():
    assert len(rows_of(values_of(RCEP), "goods")) == 1
    assert marks_text(values_of(CO)).startswith("CASA BELA")


def test_ports_and_countries_are_looked_up_in_the_field_s_own_list():
    assert port_country(FORM, values_of(RCEP), "discharge_port") == "JP"
    assert port_country(FORM, {"discharge_port": "ATLANTIS"}, "discharge_port") == ""
    assert country_name(FORM, "TW") == "TAIWAN, CHINA"
    assert country_name(FORM, "QQ") == "QQ"


def test_texts_are_compared_in_capitals_on_one_line():
    assert words_in(" as per\n invoice ") == "AS PER INVOICE"


def test_a_part_of_a_row_is_looked_up_in_its_own_list():
    form = rules().form("rcep_2022")
    assert row_code(form, {"package_unit": "CARTON"}, "package_unit").zh == "纸箱"
    assert row_code(form, {"package_unit": "HAND"}, "package_unit") is None
    assert row_code(form, {}, "sails") is None
