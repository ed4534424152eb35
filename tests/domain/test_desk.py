"""How a desk was left: locked, long ago or at work, whatever the settings hold."""

import datetime as dt

import pytest

from coo_desktop.domain.desk import LONGEST_S, front_of, was_left

NOW = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)


def seen(seconds_ago):
    return (NOW - dt.timedelta(seconds=seconds_ago)).isoformat()


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ({"locked": True, "seen_at": seen(0)}, True),
        ({"locked": False, "seen_at": seen(LONGEST_S)}, True),
        ({"locked": False, "seen_at": seen(LONGEST_S - 1)}, False),
        ({"locked": "yes", "seen_at": seen(1)}, False),
        ({"seen_at": "never"}, False),
        ({"seen_at": "2026-11-29"}, False),  # without a zone nobody can tell
        (None, False),
        ([], False),
    ],
)
def test_whoever_left_it_locked_or_long_ago_has_to_unlock(kept, expected):
    assert was_left(kept, NOW) is expected


@pytest.mark.parametrize("kept", [None, {}, {"front": None}, {"front": {}}, []])
def test_nothing_kept_is_no_page(kept):
    assert front_of(kept) == ""


def test_the_page_at_the_front():
    assert front_of({"front": {"place": "certificate", "document": ""}}) == "certificate"
