"""A long silence and a wrong clock are told once, with what they mean, and again only after all was well."""

import datetime as dt

import pytest

from coo_desktop.domain.office.sync_state import SyncState
from coo_desktop.views.status.banners import Banners
from coo_desktop.views.status.pass_watches import (
    LONG_DAYS,
    MOST_OFF_S,
    ClockWatch,
    ContactWatch,
    clock_text,
    days_since,
)


def silent(session, days):
    then = session.now() - dt.timedelta(days=days)
    return SyncState(light="offline", last_heard_at=then.isoformat())


def off(_session, seconds):
    return SyncState(light="synced", clock_ahead_s=seconds)


@pytest.mark.parametrize(
    ("kind", "state", "least", "said"),
    [
        (ContactWatch, silent, LONG_DAYS, "90"),
        (ClockWatch, off, MOST_OFF_S, "快 10 分钟"),
        (ClockWatch, lambda session, seconds: off(session, -seconds), MOST_OFF_S, "慢 10 分钟"),
    ],
    ids=["silence", "ahead", "behind"],
)
def test_what_is_wrong_is_told_once_and_again_after_all_was_well(qtbot, session, kind, state, least, said):
    notices = Banners()
    qtbot.addWidget(notices)
    kind(session, notices, notices)
    session.show_state(state(session, least - 1))
    assert notices.texts() == []
    session.show_state(state(session, least))
    assert said in notices.texts()[0]
    notices.close_notice(kind.key)
    session.show_state(state(session, least))
    assert notices.texts() == []
    session.show_state(state(session, 0))
    session.show_state(state(session, least))
    assert len(notices.texts()) == 1
    session.show_state(state(session, 0))
    assert notices.texts() == []


@pytest.mark.parametrize("instant", ["", "yesterday", "2026-11-23T01:00:00"])
def test_an_instant_that_nobody_knows_is_no_silence(session, instant):
    assert days_since(instant, session.now()) == 0


@pytest.mark.parametrize(
    ("ahead_s", "said"),
    [(-3_599, "慢 59 分钟"), (7_300, "快 2 小时"), (-86_400, "慢 1 天"), (3_900_000, "快 45 天")],
)
def test_the_words_say_by_how_much_and_which_way(session, ahead_s, said):
    assert said in clock_text(off(session, ahead_s), session.now())
