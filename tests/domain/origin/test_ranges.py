"""HS codes and ranges compared at the level at which they are written."""

import pytest

from coo_desktop.domain.origin.ranges import CodeRange, digits, dotted


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("9617.00", "961700"),
        ("９６１７", "9617"),
        ("72", "72"),
        ("7", None),
        ("96x7", None),
        ("", None),
        ("9" * 13, None),
    ],
)
def test_a_code_is_its_digits(written, code):
    assert digits(written) == code


@pytest.mark.parametrize(
    ("code", "printed"), [("72", "72"), ("7219", "72.19"), ("721934", "7219.34"), ("72193410", "7219.34.10")]
)
def test_a_code_prints_as_tariffs_do(code, printed):
    assert dotted(code) == printed


@pytest.mark.parametrize(
    ("low", "high", "code", "covered"),
    [
        ("50.01", "50.07", "500700", True),
        ("50.01", "50.07", "5008", False),
        ("50.01", "50.07", "50", None),
        ("50.01", "50.07", "51", False),
        ("5001", "5207", "51", True),
        ("72.19", None, "721934", True),
        ("72.19", None, "722020", False),
        ("7219.34", None, "7219", None),
        ("50", "63", "610910", True),
        ("50", "63", "", None),
        ("7219.34.10", None, "72193410", True),
        ("72193410", "72193490", "721934", None),
    ],
)
def test_a_range_covers_what_lies_in_it(low, high, code, covered):
    assert CodeRange.read(low, high).covers(code) is covered


@pytest.mark.parametrize(
    ("low", "high"), [("721", None), ("72.1", None), ("50.07", "50.01"), ("50", "5107"), ("", None)]
)
def test_what_is_no_range_is_refused(low, high):
    with pytest.raises(ValueError, match=r".*"):
        CodeRange.read(low, high)
