"""The Chinese of the cross-strait certificate."""

from datetime import date

import pytest

from coo_desktop.domain.language.chinese import MODES, chinese_date, counted, packed_goods, route_text, total_line
from tests.domain.given import rules


def test_days_are_written_with_both_digits():
    assert chinese_date(date(2026, 11, 2)) == "2026年11月02日"


@pytest.mark.parametrize(
    ("names", "packages", "text"),
    [
        (("涤纶变形纱线", "POLYESTER TEXTURED YARN"), "400 箱", "涤纶变形纱线 POLYESTER TEXTURED YARN，400 箱"),
        (("尿素", ""), "散装", "尿素，散装"),
        (("尿素", "UREA"), "", "尿素 UREA"),
    ],
)
def test_goods_are_named_before_they_are_counted(names, packages, text):
    assert packed_goods(*names, packages) == text


def test_units_are_totalled_apart():
    assert counted(400, "箱") == "400 箱"
    assert total_line([(400, "箱"), (20, "托盘"), (1, "箱")]) == "合计：401 箱、20 托盘"
    assert total_line([]) == ""


def test_a_route_names_what_lies_between():
    assert route_text("上海", "基隆", "sea") == "从上海至基隆，海运"
    assert route_text("上海", "基隆", "sea", ["香港"]) == "从上海经香港至基隆，海运"


def test_every_means_of_transport_has_its_word():
    choices = rules().form("test_strait").by_id["transport_mode"].choices
    assert {choice.id for choice in choices} == set(MODES)
