"""Texts are put right only where one answer is left; what else stands in them stays."""

import pytest

from coo_desktop.domain.repairs import texts
from tests.domain.given import RCEP, rules
from tests.domain.repairs.test_repair import offered

LATIN = rules().form("rcep_2022").by_id["remarks"]


@pytest.mark.parametrize(("typed", "wanted"), [("ＡＢＣ－１", "ABC-1"), ("中文", None), ("（A）", "(A)")])
def test_wide_signs_become_half_width_and_chinese_is_left_to_a_person(typed, wanted):
    assert texts.narrowed(None, typed, LATIN) == wanted


@pytest.mark.parametrize(
    ("typed", "wanted"), [("FLASKS ***", "FLASKS"), ("A\\\\", "A"), ("***\nFLASKS", "FLASKS"), ("A * B", "A * B")]
)
def test_finishing_marks_go_and_single_stars_stay(typed, wanted):
    assert texts.without_finishing(None, typed, LATIN) == wanted


@pytest.mark.parametrize(
    ("pattern", "typed", "wanted"),
    [
        (texts.PAGE_FOOT, "FLASKS\nPage 1 of 2", "FLASKS"),
        (texts.PAGE_FOOT, "第 1 页", None),
        (texts.TOTAL_LINE, "FLASKS\nTotal: 250 CARTONS\nRED", "FLASKS\nRED"),
        (texts.TOTAL_LINE, "TOTALLY RED FLASKS", "TOTALLY RED FLASKS"),
        (texts.HS_CODE, "FLASKS, HS CODE: 9617.00", "FLASKS"),
        (texts.HS_CODE, "FLASKS NO. 9617.00", "FLASKS NO. 9617.00"),
    ],
)
def test_what_the_program_prints_itself_goes_and_a_text_of_nothing_else_is_left_alone(pattern, typed, wanted):
    assert texts.without(pattern)(None, typed, LATIN) == wanted


def test_empty_lines_go_and_full_ones_stay():
    assert texts.without_gaps(None, "A\n\n \t\nB\nC", LATIN) == "A\nB\nC"


def test_all_lines_of_a_kind_are_mended_in_one_step():
    values, _found, repairs = offered(RCEP, goods__description="NINE (9) CARTONS OF FLASKS")
    (repair,) = repairs
    assert "(1 行)" in repair.said.zh_CN.replace("（", "(").replace("）", ")")
    assert repair.fills["goods"][0]["description"] != values["goods"][0]["description"]
    assert [row["id"] for row in repair.fills["goods"]] == [row["id"] for row in values["goods"]]


def test_a_code_is_cut_only_where_the_form_prints_one_length():
    assert offered(RCEP, goods__hs_code="9617001190")[2]
    assert not [each for each in offered(RCEP, goods__hs_code="9617")[2] if "hs_code" in str(each.fills)]
