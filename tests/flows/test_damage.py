"""A damaged store: noticed beside the work or at the start, told in both languages, and mended as a person chooses."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QRadioButton

from coo_backend.seed import PASSWORD
from coo_desktop.domain.operations import drafts
from coo_desktop.environment import words
from coo_desktop.environment.settings import read_settings, write_settings
from coo_desktop.environment.words import _
from coo_desktop.store.salvage.pages import PAGE
from coo_desktop.views.account.recovery_page import RecoveryPage
from coo_desktop.views.account.sign_in import UnlockPage
from coo_desktop.views.status import store_watches
from tests.flows.keyboard import Key, Keyboard, sign_in
from tests.flows.screen import NETWORK_MS
from tests.store import hostile

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def keys(qtbot, monkeypatch):
    monkeypatch.setattr(store_watches, "CALM_S", 0.0)
    monkeypatch.setattr(store_watches, "BEAT_MS", 20)
    return Keyboard(qtbot)


@pytest.fixture
def worked(qtbot, keys, programs, tmp_path):
    """The folder of a profile with two documents, the first of them in a backup; and their ids."""
    program = programs.start("demo")
    sign_in(qtbot, keys, program, PASSWORD, "demo")
    qtbot.waitUntil(lambda: program.window.gate is None, timeout=NETWORK_MS)
    store = program.opened.store
    ids = [write(store, "EARLIER")]
    store.back_up()
    ids.append(write(store, "LATER"))
    programs.end(program)
    return tmp_path / "demo", ids


def write(store, name):
    with store.unit() as unit:
        return drafts.start(unit, "importer", {"name": name}).document.id


def damage(folder, *pages):
    content = bytearray((folder / "store.db").read_bytes())
    for page in pages:
        content[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
    (folder / "store.db").write_bytes(content)
    return bytes(content)


def last_page(folder):
    return (folder / "store.db").stat().st_size // PAGE - 1


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel)]


def offered(program, text):
    found = [one for one in program.window.notices.findChildren(QPushButton) if one.text() == text]
    return found[0] if found else None


def recovery(qtbot, keys, programs):
    program = programs.start("demo")
    assert isinstance(program.window.gate, UnlockPage)
    sign_in(qtbot, keys, program, PASSWORD)
    qtbot.waitUntil(lambda: isinstance(program.window.gate, RecoveryPage), timeout=NETWORK_MS)
    return program


def desk(qtbot, program):
    qtbot.waitUntil(lambda: program.window.gate is None, timeout=NETWORK_MS)
    return program.opened.store


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_damage_found_beside_the_work_leads_to_what_can_be_read_of_the_file(qtbot, keys, programs, worked, language):
    folder, ids = worked
    write_settings(folder, replace(read_settings(folder), language=language))
    at = last_page(folder)
    damage(folder, at)
    program = programs.start("demo")
    sign_in(qtbot, keys, program, PASSWORD)
    desk(qtbot, program)
    qtbot.waitUntil(lambda: offered(program, _("Reco&ver…")) is not None, timeout=NETWORK_MS)
    offered(program, _("Reco&ver…")).click()
    qtbot.waitUntil(lambda: not program.window.isVisible())
    assert program.starts_again
    programs.end(program)
    program = recovery(qtbot, keys, programs)
    assert words.language() == language
    page = program.window.gate
    assert [one.text() for one in page.findChildren(QRadioButton)] == [
        _("What can be read of the damaged file, and all of the newest backup"),
        _("Backup"),
        _("Fetch what the backend has; what was never sent is not there"),
        _("Restore a backup file from another place…"),
    ]
    assert {"1", _("{count}, {unsent} of them not sent").format(count=2, unsent=2)} <= set(texts(page))
    keys.press(Key.Key_O, ALT)
    store = desk(qtbot, program)
    assert [store.reader.document(one).values["name"] for one in ids] == ["EARLIER", "LATER"]
    (aside,) = folder.glob("aside-*")
    assert (aside / "store.db").read_bytes()[at * PAGE : (at + 1) * PAGE] == bytes(PAGE)
    qtbot.waitUntil(lambda: any(str(aside) in text for text in texts(program.window.notices)))
    assert write(store, "AFTER")


def test_a_file_without_its_beginning_is_met_at_the_start_and_still_read(qtbot, keys, programs, worked):
    folder, ids = worked
    damage(folder, 0)
    program = recovery(qtbot, keys, programs)
    assert any("1" in text and str(folder) in text for text in texts(program.window.gate))
    keys.press(Key.Key_O, ALT)
    store = desk(qtbot, program)
    assert [store.reader.document(one).values["name"] for one in ids] == ["EARLIER", "LATER"]


def test_a_file_that_is_all_garbage_leaves_the_newest_backup_that_is_whole(qtbot, keys, programs, worked):
    folder, ids = worked
    (folder / "store.db").write_bytes(bytes(range(256)) * 400)
    good = next((folder / "backups").glob("day-*.db"))
    bad = bytearray(good.read_bytes())
    bad[-50] ^= 1
    (folder / "backups" / "day-2026-01-01.db").write_bytes(bad)
    program = recovery(qtbot, keys, programs)
    assert [one.text() for one in program.window.gate.findChildren(QRadioButton)].count(_("Backup")) == 1
    assert any(_("Nothing in the damaged file can be read any more.") in text for text in texts(program.window.gate))
    keys.press(Key.Key_O, ALT)
    store = desk(qtbot, program)
    assert store.reader.document(ids[0]).values["name"] == "EARLIER"


def test_small_files_are_mended_from_what_else_knows_and_told(qtbot, keys, programs, worked):
    folder, ids = worked
    address = read_settings(folder).backend
    (folder / "key.json").write_bytes(b"\0" * 900)
    (folder / "settings.json").write_text((folder / "settings.json").read_text().replace("demo", "demn"))
    program = programs.start("demo")
    sign_in(qtbot, keys, program, PASSWORD)
    store = desk(qtbot, program)
    assert store.reader.document(ids[1]).values["name"] == "LATER"
    assert (program.settings.account, program.settings.backend) == ("demo", address)
    shown = texts(program.window.notices)
    assert _("The key file was damaged and has been made anew from its copy. All data can be read.") in shown
    assert _("The settings of this computer were lost or damaged; language and look are as on the first day.") in shown
    assert (folder / "key.json").read_bytes() == (folder / "key-copy.json").read_bytes()


def test_changed_evidence_is_named(qtbot, keys, programs, worked):
    folder, _ids = worked
    program = programs.start("demo")
    sign_in(qtbot, keys, program, PASSWORD)
    store = desk(qtbot, program)
    with store.unit() as unit:
        drafts.attach(unit, store.blobs.take_bytes(hostile.png(), "章.png"))
    programs.end(program)
    (blob,) = (folder / "evidence").glob("??/*")
    content = bytearray(blob.read_bytes())
    content[-1] ^= 1
    blob.write_bytes(content)
    program = programs.start("demo")
    sign_in(qtbot, keys, program, PASSWORD)
    desk(qtbot, program)
    qtbot.waitUntil(lambda: any("章.png" in text for text in texts(program.window.notices)), timeout=NETWORK_MS)
