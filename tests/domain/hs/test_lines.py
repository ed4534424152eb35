"""A code is in force by the edition's six digits and by the year of a national line."""

import datetime as dt

import pytest

from coo_desktop.domain.hs.codes import Listed
from coo_desktop.domain.hs.lines import is_current
from tests.fakes.packs import FewCodes


def listed(code: str, valid_to: str = "") -> Listed:
    return Listed(code, code[:-2], "", "", (), "2015-01-01", valid_to, False)


CODES = FewCodes(
    listed("961700"),
    listed("96170011"),
    listed("96170090", "2021-12-31"),
    listed("854142"),
    listed("85414020", "2021-12-31"),
)


@pytest.mark.parametrize(
    ("code", "current"),
    [
        ("961700", True),
        ("854140", False),
        ("96170011", True),
        ("9617001100", True),
        ("96170090", False),
        ("96170099", False),
        ("85414200", True),
        ("85414020", False),
        ("9617", None),
    ],
)
def test_a_code_is_in_force_or_not(code, current):
    assert is_current(CODES, code, dt.date(2026, 11, 23), "2022") is current


def test_a_line_is_valid_to_the_last_day_of_its_last_year():
    assert is_current(CODES, "96170090", dt.date(2022, 1, 1), "2022") is False
    assert is_current(FewCodes(listed("961700", "2022-12-31")), "961700", dt.date(2022, 12, 31), "2022") is True


def test_the_codes_of_one_edition_say_nothing_about_another():
    assert is_current(CODES, "961700", dt.date(2028, 1, 1), "2022") is None
