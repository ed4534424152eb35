"""The day's own backup waits for a quiet moment, and a trouble with it is told once until one succeeds."""

import pytest
from PySide6.QtWidgets import QPushButton

from coo_desktop.domain.backups import PACKED_AT
from coo_desktop.domain.errors import StoreFull, StoreUnwritable
from coo_desktop.domain.operations import drafts, settings
from coo_desktop.views.backups.watch import AGAIN_S, LEFT, QUIET_S, BackupWatch
from coo_desktop.views.status.banners import Banners
from tests.fakes.backups import FakeBackups


@pytest.fixture
def backups():
    made = FakeBackups()
    made.due = True
    return made


@pytest.fixture
def session(make, backups):
    return make(backups=backups)


@pytest.fixture
def notices(qtbot):
    made = Banners()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def watch(session, notices):
    return BackupWatch(session, notices, session)


def look(qtbot, session, watch, seconds):
    session.ports.clock.pass_s(seconds)
    watch.look()
    qtbot.waitUntil(lambda: session.tasks.is_idle)


def test_it_is_made_once_when_nobody_has_saved_for_a_minute(qtbot, session, backups, watch):
    look(qtbot, session, watch, QUIET_S / 2)
    with qtbot.waitSignal(session.changed):
        session.do(session, drafts.start, "importer", {"name": "SAKURA"})
    look(qtbot, session, watch, QUIET_S - 1)
    assert backups.made == 0
    look(qtbot, session, watch, 1)
    look(qtbot, session, watch, QUIET_S)
    assert backups.made == 1


@pytest.mark.parametrize(
    ("trouble", "said"), [(StoreFull(cause="x"), "空间不足"), (StoreUnwritable(cause="x"), "未能写入")]
)
def test_a_trouble_is_told_once_and_goes_with_the_next_that_succeeds(
    qtbot, session, backups, watch, notices, trouble, said
):
    backups.trouble = trouble
    look(qtbot, session, watch, QUIET_S)
    assert said in notices.texts()[0]
    notices.close_notice("backup/failed")
    look(qtbot, session, watch, AGAIN_S)
    assert notices.texts() == []
    backups.trouble = None
    look(qtbot, session, watch, QUIET_S)
    assert backups.made == 0
    look(qtbot, session, watch, AGAIN_S)
    assert backups.made == 1


def test_whoever_goes_on_here_after_packing_is_not_told_again(qtbot, session, watch, notices):
    with session.ports.store.unit() as unit:
        settings.keep_setting(unit, PACKED_AT, "2026-11-23T02:00:00+00:00")
    BackupWatch(session, notices, session)
    (banner,) = [one for one in notices.children() if getattr(one, "key", "") == LEFT]
    with qtbot.waitSignal(session.changed):
        banner.findChild(QPushButton).click()
    assert session.read.setting(PACKED_AT) == ""
    assert notices.texts() == []
