"""What a start shows first: only what the desk itself would show without asking, and in its words."""

import datetime as dt

import pytest

from coo_desktop.domain.documents.document import CERTIFICATE, RECORD
from coo_desktop.views.lists.first_rows import wanted

NOW = dt.datetime.now(dt.UTC)
SEEN = {"locked": False, "seen_at": NOW.isoformat(timespec="seconds")}
FRONT = {"front": {"place": CERTIFICATE, "document": ""}}
AT_WORK = {"open_tabs": FRONT, "screen_lock": SEEN}


def ask(**kept):
    return wanted({**AT_WORK, **{name.replace("__", "/"): value for name, value in kept.items()}}.get)


def test_the_list_that_was_left_at_the_front_in_its_order():
    assert (ask().family, ask().order, ask().descending) == (CERTIFICATE, "updated_at", True)
    sorted_by = ask(columns__certificate={"sort": "made_on", "descending": False})
    assert (sorted_by.order, sorted_by.descending) == ("made_on", False)
    assert ask(columns__certificate={"sort": "'; DROP TABLE document"}).order == "updated_at"


@pytest.mark.parametrize(
    "kept",
    [
        {"screen_lock": {**SEEN, "locked": True}},
        {"screen_lock": {"seen_at": (NOW - dt.timedelta(hours=12)).isoformat()}},
        {"open_tabs": None},
        {"open_tabs": {"front": {"place": "start"}}},
        {"open_tabs": {"front": {"place": RECORD}}},
        {"open_tabs": {"front": "certificate"}},
        {"filters__certificate": {"resumes": True, "last": {"stage": "draft"}}},
    ],
)
def test_behind_a_lock_on_another_page_and_for_a_filtered_list_there_is_nothing(kept):
    assert ask(**kept) is None


def test_filters_that_are_only_kept_do_not_hide_the_list():
    assert ask(filters__certificate={"resumes": False, "last": {"stage": "draft"}}) is not None
