"""The company's page: what is filed is read by everybody; a new password holds here, there and without a network."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from coo_backend.seed import LANFENG, PASSWORD
from coo_desktop.environment import words
from coo_desktop.store.keys.key_chest import KeyChest, StoreLock
from coo_desktop.sync.api.account import Account
from coo_desktop.views.company.moves_page import MovesPage
from coo_desktop.views.company.page import CompanyPage
from coo_desktop.views.shell.pages import PAGES
from tests.backend.process import BackendProcess
from tests.flows.keyboard import Key, Keyboard, sign_in
from tests.flows.screen import NETWORK_MS
from tests.keyring_in_home import KeyringInHome
from tests.sync.desk import Desk

NEW = "lantern-ridge-77"
ROOT = Path(__file__).parents[3]


@pytest.fixture
def backend_process(tmp_path):
    """A backend of this test's own: its passwords change."""
    process = BackendProcess(tmp_path / "backend").start()
    yield process
    process.stop()


@pytest.fixture
def keys(qtbot):
    return Keyboard(qtbot)


def company_page(qtbot, session, workplace) -> CompanyPage:
    """The page at the front, once the office has answered."""
    page = workplace.show_page(PAGES["company"])
    assert isinstance(page, CompanyPage)
    qtbot.waitUntil(lambda: not page.is_waiting and session.tasks.is_idle, timeout=NETWORK_MS)
    return page


def shown(page):
    return {name: label.text() for name, label in page.facts.items()}


def change(keys, page, *texts):
    """Types the three passwords and presses Enter in the last field."""
    for field, text in zip((page.password.old, page.password.new, page.password.again), texts, strict=True):
        field.setFocus()
        field.selectAll()
        keys.type(text)
    keys.press(Key.Key_Return)


def test_everybody_reads_what_is_filed_and_the_administrator_is_led_to_what_may_be_asked(
    qtbot, screens, backend_process
):
    clerk = screens(account="demo")
    page = company_page(qtbot, clerk.session, clerk.workplace)
    told = shown(page)
    assert told["name_zh"] == LANFENG.name_zh
    assert told["credit_code"] == LANFENG.credit_code
    assert told["registration_no"] == LANFENG.registration_no
    assert told["phone"] == LANFENG.phone
    assert told["kind"] == words._("Trading company")
    assert "贸促会宁波" in told["office"]
    assert page.changes.text()
    assert not page.moving.isVisible()

    admin = screens(account="admin")
    other = company_page(qtbot, admin.session, admin.workplace)
    assert shown(other) == told
    assert other.moving.isVisible()
    other.moving.click()
    assert isinstance(admin.window.tabs.current_page(), MovesPage)

    backend_process.stop()
    page.load()
    qtbot.waitUntil(lambda: not page.is_waiting and bool(page.message.text()), timeout=NETWORK_MS)
    assert shown(page) == told


def test_a_new_password_holds_on_both_sides_and_the_other_devices_are_signed_out(qtbot, keys, programs, desks):
    program = programs.start("demo")
    sign_in(qtbot, keys, program, PASSWORD, "demo")
    qtbot.waitUntil(lambda: program.window.light.light == "synced", timeout=NETWORK_MS)
    elsewhere = desks("demo", name="elsewhere")
    session = program.open_session.session
    page = company_page(qtbot, session, program.open_session.workplace)

    change(keys, page, PASSWORD, NEW, "another")
    assert page.password._notes[page.password.again].text()
    change(keys, page, "not-my-password", NEW, NEW)
    qtbot.waitUntil(lambda: bool(page.password._notes[page.password.old].text()), timeout=NETWORK_MS)
    change(keys, page, PASSWORD, "password", "password")
    qtbot.waitUntil(lambda: "容易" in page.password._notes[page.password.new].text(), timeout=NETWORK_MS)
    change(keys, page, PASSWORD, NEW, NEW)
    qtbot.waitUntil(lambda: not page.is_waiting and bool(page.password.message.text()), timeout=NETWORK_MS)
    assert "1" in page.password.message.text()
    assert not page.password.old.text()
    assert elsewhere.sync().light == "signed_out"

    session.try_now()  # this device goes on
    qtbot.waitUntil(lambda: session.tasks.is_idle and program.window.light.light == "synced", timeout=NETWORK_MS)
    folder = program.outside.folder
    programs.end(program)
    chest = KeyChest(folder)  # as the start without a network unlocks it
    assert (chest.unlock(PASSWORD), chest.unlock(NEW) is not None) == (None, True)
    again = programs.start("demo")
    if again.window.gate is not None:
        sign_in(qtbot, keys, again, NEW)
    qtbot.waitUntil(lambda: again.window.gate is None, timeout=NETWORK_MS)


@pytest.mark.parametrize(("typed", "holds"), [(PASSWORD, NEW), ("wrong", PASSWORD)])
def test_a_kill_in_the_middle_leaves_a_password_that_works_on_both_sides(
    desks, chaos, backend_process, tmp_path, typed, holds
):
    desk = desks("demo", name="laptop")
    folder = tmp_path / "laptop"
    chest = KeyChest(folder, KeyringInHome())
    key = chest.new_key(PASSWORD)
    chest.seal(PASSWORD, key)
    desk.close()
    chaos.order("hold_answer", "/v1/auth/password")
    command = [sys.executable, "-m", "tests.password_driver", str(folder), chaos.url, typed, NEW]
    child = subprocess.Popen(command, cwd=ROOT, env=os.environ)
    try:
        assert chaos.wait_for_request("/v1/auth/password")
        child.send_signal(signal.SIGKILL)
    finally:
        child.kill()
        child.wait()
    again = KeyChest(folder, KeyringInHome())
    assert again.unlock(holds) == key
    fresh = Desk(tmp_path / "after", backend_process.url)
    account = Account(fresh.store, fresh.remote, fresh.tokens, StoreLock(again, key))
    account.sign_in("demo", holds)
    fresh.close()
    others = {PASSWORD, NEW} - {holds}
    assert [again.unlock(password) for password in (holds, *others)] == [key, None]
