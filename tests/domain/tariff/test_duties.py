"""Duties as tariffs print them: the clear parts are read, and two are compared only where that is certain."""

from decimal import Decimal

import pytest

from coo_desktop.domain.tariff.duties import Parts, order, parts


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("482円/kg", Parts("specific", None, Decimal(482), "JPY", "kg")),
        ("3,400,000円/頭", Parts("specific", None, Decimal(3_400_000), "JPY", "頭")),
        ("29.8%＋1,159円/kg", Parts("sum", Decimal("29.8"), Decimal(1159), "JPY", "kg")),
        ("9.6%+ / 77円/kg", Parts("sum", Decimal("9.6"), Decimal(77), "JPY", "kg")),
        ("30%又は4,300円/足のうちいずれか高い税率", Parts("higher", Decimal(30), Decimal(4300), "JPY", "足")),
        ("17.5%又は77円/lのうちいずれか低い税率", Parts("lower", Decimal("17.5"), Decimal(77), "JPY", "l")),
        (
            "5.6%又は4.4%＋1.52円/㎡のうちいずれか高い税率",
            Parts("higher", Decimal("5.6"), Decimal("1.52"), "JPY", "㎡", Decimal("4.4")),
        ),
        ("12% or 2.5 USD/kg, whichever is the higher", Parts("higher", Decimal(12), Decimal("2.5"), "USD", "kg")),
    ],
)
def test_the_clear_parts_of_a_written_duty_are_read(written, found):
    assert parts(written) == found


@pytest.mark.parametrize("written", ["", "◎無税", "一部2%〜3.5%", "*(341円/kg", "5", "（500円−課税価格)/kg"])
def test_what_is_not_clear_has_no_parts(written):
    assert parts(written) is None


@pytest.mark.parametrize(
    ("one", "other", "sign"),
    [
        (18_000, 39_000, -1),
        (39_000, 39_000, 0),
        (55_000, 30_000, 1),
        ("3,400,000円/頭", "4,000,000円/頭", -1),
        ("482円/kg", "482円/kg", 0),
        ("482円/kg", "400円/l", None),
        (0, "482円/kg", -1),
        (0, "◎無税", None),
        (250_000, "29.8%＋1,159円/kg", -1),
        (298_000, "29.8%＋1,159円/kg", -1),
        (400_000, "29.8%＋1,159円/kg", None),
        (200_000, "17.5%又は77円/lのうちいずれか低い税率", 1),
        ("5%＋3円/kg", "4%＋9円/kg", None),
        ("◎無税", "◎無税", 0),
    ],
)
def test_a_duty_is_lower_than_another_only_where_that_is_certain(one, other, sign):
    def written(duty):
        return (None, duty) if isinstance(duty, str) else (duty, "")

    assert order(*written(one), *written(other)) == sign
    assert order(*written(other), *written(one)) == (None if sign is None else -sign)
