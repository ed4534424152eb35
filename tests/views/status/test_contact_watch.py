"""Ninety days without the backend are told once, until it is heard again."""

import datetime as dt

import pytest

from coo_desktop.domain.ports import SyncState
from coo_desktop.views.status.banners import Banners
from coo_desktop.views.status.contact_watch import LONG_DAYS, ContactWatch, days_since


@pytest.fixture
def notices(qtbot, session):
    made = Banners()
    qtbot.addWidget(made)
    ContactWatch(session, made, made)
    return made


def heard(session, days):
    then = session.now() - dt.timedelta(days=days)
    session.show_state(SyncState(light="offline", last_heard_at=then.isoformat()))


def test_a_long_silence_is_told_once_and_ends_with_an_answer(session, notices):
    heard(session, LONG_DAYS - 1)
    assert notices.texts() == []
    heard(session, LONG_DAYS)
    assert "90" in notices.texts()[0]
    notices.close_notice("apart")
    heard(session, LONG_DAYS)
    assert notices.texts() == []
    heard(session, 0)
    heard(session, LONG_DAYS)
    assert len(notices.texts()) == 1
    heard(session, 0)
    assert notices.texts() == []


@pytest.mark.parametrize("instant", ["", "yesterday", "2026-11-23T01:00:00"])
def test_an_instant_that_nobody_knows_is_no_silence(session, instant):
    assert days_since(instant, session.now()) == 0
