"""The day's own backup waits for a quiet moment, and a trouble with it is told once until one succeeds."""

import datetime as dt
import threading

import pytest
from PySide6.QtWidgets import QPushButton

from coo_desktop.domain.backups import PACKED_AT
from coo_desktop.domain.errors import StoreFull, StoreUnwritable
from coo_desktop.domain.operations import drafts, settings
from coo_desktop.views.backups.watch import AGAIN_S, FAILED, FOLDER_FAILED, LEFT, QUIET_S, BackupWatch
from coo_desktop.views.status.banners import Banners
from coo_desktop.views.tasks import NET
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


def button(notices, key):
    (banner,) = [one for one in notices.children() if getattr(one, "key", "") == key]
    (found,) = banner.findChildren(QPushButton)
    return found


def days_ago(session, days):
    return session.now() - dt.timedelta(days)


def test_an_old_backup_is_overdue_and_waits_for_no_quiet_moment(qtbot, session, backups, watch, notices):
    backups.made_at = days_ago(session, 8)
    look(qtbot, session, watch, 1)
    assert (backups.made, notices.texts()) == (1, [])


def test_an_old_backup_is_told_while_work_runs_and_made_at_a_click(qtbot, session, backups, watch, notices):
    backups.made_at = days_ago(session, 7)
    ended = threading.Event()
    session.tasks.run(session, lambda _task: ended.wait(), lane=NET)
    watch.look()
    assert notices.texts() == []
    backups.made_at = days_ago(session, 8)
    watch.look()
    assert notices.texts() == ["最近一次备份已是 8 天前。"]
    with qtbot.waitSignal(session.announced) as heard:
        button(notices, FAILED).click()
    assert (backups.made, heard.args[2]) == (1, "已在本机备份。")
    ended.set()


def test_an_old_backup_of_an_unchanged_store_is_none_to_tell_of(qtbot, session, backups, watch, notices):
    backups.made_at, backups.due = days_ago(session, 30), False
    look(qtbot, session, watch, QUIET_S)
    assert (backups.made, notices.texts()) == (0, [])


def test_a_folder_that_is_not_there_is_told_and_the_backup_here_made(qtbot, session, backups, watch, notices, tmp_path):
    folder = backups.in_folder
    folder.chosen, folder.is_there = tmp_path / "stick", False
    look(qtbot, session, watch, QUIET_S)
    assert (backups.made, folder.made) == (1, 0)
    (said,) = notices.texts()
    assert str(folder.chosen) in said
    look(qtbot, session, watch, AGAIN_S)
    assert notices.texts() == [said]
    folder.is_there = True
    with qtbot.waitSignal(session.announced) as heard:
        button(notices, FOLDER_FAILED).click()
    assert str(folder.chosen) in heard.args[2]
    assert (backups.made, folder.made, notices.texts()) == (2, 2, [])


def test_a_folder_that_was_away_gets_the_backup_once_it_is_back(qtbot, session, backups, watch, notices, tmp_path):
    folder = backups.in_folder
    folder.chosen, folder.is_there = tmp_path / "stick", False
    look(qtbot, session, watch, QUIET_S)
    folder.is_there = True
    look(qtbot, session, watch, AGAIN_S)
    assert (backups.made, folder.made, notices.texts()) == (1, 1, [])


def test_whoever_goes_on_here_after_packing_is_not_told_again(qtbot, session, watch, notices):
    with session.ports.store.unit() as unit:
        settings.keep_setting(unit, PACKED_AT, "2026-11-23T02:00:00+00:00")
    BackupWatch(session, notices, session)
    (banner,) = [one for one in notices.children() if getattr(one, "key", "") == LEFT]
    with qtbot.waitSignal(session.changed):
        banner.findChild(QPushButton).click()
    assert session.read.setting(PACKED_AT) == ""
    assert notices.texts() == []
