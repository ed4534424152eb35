"""Codes that stayed the same between editions are known without a correlation; of all others nothing is said."""

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.hs.same_codes import read_same_codes
from coo_desktop.environment.assets import resource

TABLE = "edition,other,code\n2012,2017,870390\n2017,2012,870380\n2017,2022,851712\n2022,2017,851713\n"


@pytest.mark.parametrize(
    ("code", "old", "new", "found"),
    [
        ("961700", "2022", "2012", ("961700",)),
        ("96170011", "2012", "2022", ("961700",)),
        ("961700", "2022", "2022", ("961700",)),
        ("851713", "2022", "2012", None),
        ("851712", "2012", "2022", None),
        ("851712", "2012", "2017", ("851712",)),
        ("870380", "2022", "2012", None),
        ("870380", "2022", "2017", ("870380",)),
        ("961700", "2022", "2007", None),
        ("961700", "2028", "2012", None),
    ],
)
def test_a_code_is_its_own_counterpart_only_where_every_step_left_it(code, old, new, found):
    assert read_same_codes(TABLE).converted(code, old, new) == found


@pytest.mark.parametrize("text", ["edition,code\n2012,1\n", TABLE + "2012,2017\n", TABLE + TABLE])
def test_another_table_is_refused(text):
    with pytest.raises(Unreadable):
        read_same_codes(text)


@pytest.mark.parametrize(
    ("code", "since"),
    [
        ("961700", "2007"),
        ("870310", "2007"),
        ("392690", "2007"),
        ("854140", ""),  # split in 2022 into 8541.41 to 8541.49
        ("851713", ""),  # smartphones, new in 2022
        ("030111", "2012"),  # 03.01 has other subheadings in 2007 than in 2012
        ("870380", "2017"),  # electric cars, new in 2017
    ],
)
def test_the_shipped_table_tells_how_far_back_a_code_is_the_same(code, since):
    known = read_same_codes(resource("hs", "changed.csv").read_text(encoding="utf-8"))
    far = [edition for edition in ("2007", "2012", "2017") if known.converted(code, "2022", edition)]
    assert (far[0] if far else "") == since


def test_no_code_is_called_the_same_that_the_published_correlations_call_changed(shared_data):
    from scripts.shipped_rules import CHANGED, changed_codes, read

    assert [tuple(row.values()) for row in read(CHANGED)] == list(changed_codes(shared_data))
