"""A clock that is far from the office's is named once, by how much and in which direction, until it is right."""

import pytest

from coo_desktop.domain.office.sync_state import SyncState
from coo_desktop.views.status.banners import Banners
from coo_desktop.views.status.clock_watch import MOST_OFF_S, NOTICE_KEY, ClockWatch, clock_text


@pytest.fixture
def notices(qtbot, session):
    made = Banners()
    qtbot.addWidget(made)
    ClockWatch(session, made, made)
    return made


def heard(session, ahead_s):
    session.show_state(SyncState(light="synced", clock_ahead_s=ahead_s))


@pytest.mark.parametrize("sign", [1, -1])
def test_a_wrong_clock_is_named_once_and_again_after_it_was_right(session, notices, sign):
    heard(session, sign * (MOST_OFF_S - 1))
    assert notices.texts() == []
    heard(session, sign * MOST_OFF_S)
    assert len(notices.texts()) == 1
    notices.close_notice(NOTICE_KEY)
    heard(session, sign * MOST_OFF_S)
    assert notices.texts() == []
    heard(session, 0)
    heard(session, sign * MOST_OFF_S)
    assert len(notices.texts()) == 1
    heard(session, 0)
    assert notices.texts() == []


@pytest.mark.parametrize(
    ("ahead_s", "said"),
    [
        (600, "快 10 分钟"),
        (-3_599, "慢 59 分钟"),
        (7_300, "快 2 小时"),
        (-86_400, "慢 1 天"),
        (45 * 86_400, "快 45 天"),
    ],
)
def test_the_words_say_by_how_much_and_which_way(qapp, ahead_s, said):
    assert said in clock_text(ahead_s)
