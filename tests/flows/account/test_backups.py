"""Backup, restore and the move to another computer: the whole program with its real store, against a real backend."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton

from coo_backend.seed import PASSWORD
from coo_desktop.domain.operations import drafts, sending
from coo_desktop.environment.settings import read_settings, write_settings
from coo_desktop.environment.words import _
from coo_desktop.views.account.recovery_page import RecoveryPage
from coo_desktop.views.account.sign_in import SignInPage, UnlockPage
from coo_desktop.views.backups import watch
from coo_desktop.views.backups.arrival_page import ArrivalPage
from coo_desktop.views.backups.page import BackupsPage
from tests.domain.given import PRE_REVIEW, RCEP, values_of
from tests.flows.keyboard import Key, Keyboard, sign_in
from tests.flows.office import approve, clock_of, effects, turn_to
from tests.flows.screen import NETWORK_MS

ALT = Qt.KeyboardModifier.AltModifier
FILE_PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _same_day(backend_process):
    turn_to(backend_process, clock_of(RCEP))


@pytest.fixture
def keys(qtbot):
    return Keyboard(qtbot)


class Person:
    """Somebody at one computer: starts the program, signs in, opens the page of backups."""

    def __init__(self, qtbot, keys, programs, name, tag):
        self._qtbot, self._keys, self._programs, self._name = qtbot, keys, programs, name
        self._tag = f" of {tag}"  # the backend of all these tests has what others wrote
        self.program = None

    def start(self, *typed):
        if self.program is not None:
            self._programs.end(self.program)
        self.program = self._programs.start(self._name)
        if typed:
            sign_in(self._qtbot, self._keys, self.program, *typed)
            self.wait(lambda: self.program.window.gate is None)
        return self

    def stop(self):
        self._programs.end(self.program)
        self.program = None

    @property
    def store(self):
        return self.program.opened.store

    @property
    def page(self):
        page = self.program.window.tabs.currentWidget()
        assert isinstance(page, BackupsPage)
        return page

    def wait(self, fact):
        self._qtbot.waitUntil(fact, timeout=NETWORK_MS)

    def do(self, operation, *given):
        with self.store.unit() as unit:
            return operation(unit, *given).document

    def write(self, name):
        return self.do(drafts.start, "importer", {"name": name + self._tag}).id

    def rename(self, document_id, name):
        revision = self.store.reader.document(document_id).revision
        self.do(drafts.save, document_id, {"name": name + self._tag}, revision)

    def names(self):
        found = (one.values["name"] for one in self.store.reader.whole.of("record"))
        return sorted(name.removesuffix(self._tag) for name in found if name.endswith(self._tag))

    def open_page(self):
        action = next(one for one in self.program.window.findChildren(object) if is_the_menu_s(one))
        action.trigger()
        self.wait(lambda: isinstance(self.program.window.tabs.currentWidget(), BackupsPage))
        self.wait(lambda: self.program.tasks.is_idle)
        return self.page

    def choose(self, press, path):
        """Presses a button and answers the file dialog with a path."""
        press()
        self.wait(lambda: dialog() is not None)
        shown = dialog()
        shown.fileSelected.emit(str(path))
        shown.done(0)
        self._qtbot.waitUntil(lambda: dialog() is None)

    def told(self):
        return "\n".join(self.program.window.notices.texts())

    def pass_on(self):
        """One pass, whatever comes of it."""
        self.program.open_session.session.try_now()
        self.wait(lambda: not self.program.open_session.heartbeat.is_running)

    def sync(self):
        self.program.open_session.session.try_now()
        heartbeat = self.program.open_session.heartbeat
        self.wait(lambda: not heartbeat.is_running and self.program.window.light.light == "synced")


def is_the_menu_s(one):
    return getattr(one, "objectName", str)() == "&Backup, restore, move"


def dialog():
    found = [one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible()]
    return found[0] if found else None


@pytest.fixture
def person(qtbot, keys, programs, tmp_path):
    return lambda name: Person(qtbot, keys, programs, name, tmp_path.name)


@pytest.fixture
def clerk(person):
    return person("first").start(PASSWORD, "demo")


def back_up(clerk, folder):
    page = clerk.open_page()
    folder.mkdir(exist_ok=True)
    clerk.choose(page.backup.button.click, folder)
    clerk.wait(lambda: not page.backup.row.is_running)
    (file,) = folder.glob("*.coobackup")
    assert str(file) in clerk.told()
    return file


def restore(clerk, keys):
    clerk.wait(lambda: clerk.page.restore.button.isVisible())
    keys.asked(clerk.page.restore.button.click)
    keys.press(Key.Key_Return)
    clerk.wait(lambda: not clerk.program.window.isVisible())
    assert clerk.program.starts_again


def pack(clerk, keys, file):
    """Packs the work for another computer, from the page."""
    page = clerk.open_page()
    for field in (page.packing.password, page.packing.again):
        field.setFocus()
        keys.type(FILE_PASSWORD)
    clerk.choose(page.packing.button.click, file)
    clerk.wait(lambda: not page.packing.row.is_running)
    assert str(file) in clerk.told()


def arrive(there, keys, file, password):
    """Brings the work in a file into a fresh program and starts it again."""
    there.start().program.window.gate.arriving.click()
    there.wait(lambda: isinstance(there.program.window.gate, ArrivalPage))
    keys.type(str(file))
    there.program.window.gate.password.setFocus()
    keys.type(password)
    keys.press(Key.Key_Return)
    there.wait(lambda: not there.program.window.isVisible())
    return there.start(PASSWORD)


def test_after_damage_the_work_comes_back_from_a_file(keys, clerk, tmp_path):
    kept = clerk.write("KEPT")
    file = back_up(clerk, tmp_path / "stick")
    clerk.rename(kept, "DAMAGED")
    clerk.write("LATER")
    page = clerk.page
    clerk.choose(page.restore.opening.click, file)
    page.restore.looking.click()
    clerk.wait(lambda: page.restore.table.isVisible())
    record = [page.restore.table.item(2, column).text() for column in range(4)]
    assert record == [_("Reference data"), "1", "0", "1"]
    assert clerk.names() == ["DAMAGED", "LATER"]
    restore(clerk, keys)
    clerk.start(PASSWORD)
    assert clerk.names() == ["KEPT"]
    assert "已恢复" in clerk.told()
    page = clerk.open_page()
    before = [page.restore.choice.itemText(at) for at in range(page.restore.choice.count())]
    assert "恢复前的备份" in before[0]
    assert page.restore.discarding.isHidden()
    page.restore.choice.setCurrentIndex(len(before) - 1)
    assert "恢复时移开的数据" in before[-1]
    page.restore.looking.click()
    clerk.wait(lambda: page.restore.table.isVisible())
    assert [page.restore.table.item(2, column).text() for column in range(4)] == [*record[:1], "0", "1", "1"]
    folder = clerk.program.outside.folder
    (aside,) = folder.glob("aside-*")
    keys.asked(page.restore.discarding.click)
    keys.press(Key.Key_Escape)
    assert aside.exists()
    keys.asked(page.restore.discarding.click)
    keys.press(Key.Key_Return)
    clerk.wait(lambda: page.restore.choice.count() == len(before) - 1)
    assert not aside.exists()
    page.restore.choice.setCurrentIndex(0)
    page.restore.looking.click()
    restore(clerk, keys)
    clerk.start(PASSWORD)
    assert clerk.names() == ["DAMAGED", "LATER"]


def test_a_preview_that_is_not_confirmed_changes_nothing(qtbot, keys, clerk, tmp_path):
    file = back_up(clerk, tmp_path / "stick")
    clerk.write("LATER")
    page = clerk.page
    clerk.choose(page.restore.opening.click, file)
    page.restore.looking.click()
    clerk.wait(lambda: page.restore.button.isVisible())
    keys.asked(page.restore.button.click)
    keys.press(Key.Key_Escape)
    clerk.start(PASSWORD)
    assert clerk.names() == ["LATER"]


def test_an_older_backup_takes_over_what_came_after_it_and_sends_nothing_again(keys, clerk, tmp_path, backend_process):
    product = clerk.do(drafts.start, "pre_review", values_of(PRE_REVIEW) | {"item_number": "SENT"})
    reference = clerk.write("EARLIER")
    clerk.sync()
    clerk.do(sending.submit, product.id, clerk.store.reader.document(product.id).revision)
    withdrawn = clerk.do(drafts.start, "pre_review", values_of(PRE_REVIEW) | {"item_number": "TAKEN BACK"})
    clerk.do(sending.submit, withdrawn.id, withdrawn.revision)
    clerk.rename(reference, "WAITING")
    file = back_up(clerk, tmp_path / "stick")
    clerk.do(sending.take_back, withdrawn.id)
    clerk.rename(reference, "NEWER")
    added = clerk.write("LATER")
    clerk.sync()
    approve(backend_process, product.id)
    clerk.rename(reference, "NEWEST")
    clerk.sync()
    done = [effects(backend_process, each) for each in (product.id, reference, added, withdrawn.id)]
    page = clerk.page
    clerk.choose(page.restore.opening.click, file)
    page.restore.looking.click()
    restore(clerk, keys)
    clerk.start(PASSWORD)
    assert clerk.names() == ["WAITING"]
    sign_in_again(clerk, keys)
    clerk.pass_on()
    assert [effects(backend_process, each) for each in (product.id, reference, added, withdrawn.id)] == done
    assert clerk.names() == ["LATER", "NEWEST"]
    assert clerk.store.reader.document(product.id).stage == "approved"
    assert clerk.store.reader.document(withdrawn.id).needs_review
    assert [(one.document, one.state) for one in clerk.store.reader.intents()] == [(withdrawn.id, "waiting")]


def sign_in_again(clerk, keys):
    """Where no vault keeps the session it ends with the program."""
    if clerk.program.opened.line.account.signed_in() is None:
        clerk.program.opened.sign_in("demo", PASSWORD, clerk.program.opened.address)


def test_work_moves_to_another_computer_under_a_password_of_its_own(keys, clerk, person, tmp_path):
    clerk.write("DRAFT")
    page = clerk.open_page()
    page.packing.password.setFocus()
    keys.type("short")
    page.packing.button.click()
    assert "10" in page.packing.row.message.text()
    keys.type(FILE_PASSWORD)
    page.packing.again.setFocus()
    keys.type(FILE_PASSWORD[:-1])
    page.packing.button.click()
    assert page.packing.row.message.text() == _("The two passwords are not the same.")
    keys.type(FILE_PASSWORD)
    file = tmp_path / "moved.coobackup"
    clerk.choose(page.packing.button.click, file)
    clerk.wait(lambda: not page.packing.row.is_running)
    assert str(file) in clerk.told()

    there = person("second").start()
    gate = there.program.window.gate
    assert isinstance(gate, SignInPage)
    gate.arriving.click()
    there.wait(lambda: isinstance(there.program.window.gate, ArrivalPage))
    keys.type(str(file))
    keys.press(Key.Key_Return)
    gate = there.program.window.gate
    assert gate.message.text() == _("Write the password of the file.")
    keys.type("wrong")
    keys.press(Key.Key_Return)
    there.wait(gate.main.isEnabled)
    assert gate.message.text() == _("This is not the password of the file. Nothing was taken from it.")
    keys.type(FILE_PASSWORD)
    keys.press(Key.Key_Return)
    there.wait(lambda: not there.program.window.isVisible())
    assert there.program.starts_again
    there.start(PASSWORD)
    assert there.names() == ["DRAFT"]
    assert "迁入" in there.told()
    clerk.start(PASSWORD)
    assert "打包" in clerk.told()
    devices = {one.store.reader.setting("device_id") for one in (clerk, there)}
    assert len(devices) == 2


def test_a_move_keeps_what_was_sent_and_what_is_unheard_of_and_sends_the_rest(
    keys, clerk, person, tmp_path, backend_process
):
    """Each is sent once, under the key it had, whichever computer is used afterwards."""
    products = [clerk.do(drafts.start, "pre_review", values_of(PRE_REVIEW) | {"item_number": name}) for name in "ABCD"]
    sent, unheard, unarrived, unsent = (product.id for product in products)
    clerk.sync()
    for product, point in ((sent, ""), (unheard, "after_commit"), (unarrived, "before_commit"), (unsent, None)):
        clerk.do(sending.submit, product, clerk.store.reader.document(product).revision)
        if point:
            backend_process.fault(point, "batch")
        if point is not None:
            clerk.pass_on()
    outbox = clerk.store.reader.intents()
    assert {(one.document, one.state) for one in outbox if one.kind == "submit"} == {
        (unheard, "unknown"),
        (unarrived, "unknown"),
        (unsent, "queued"),
    }
    done = [effects(backend_process, product.id) for product in products]
    assert done == [["put", "submit"], ["put", "submit"], ["put"], ["put"]]
    file = tmp_path / "moved.coobackup"
    pack(clerk, keys, file)
    clerk.stop()
    there = arrive(person("second"), keys, file, FILE_PASSWORD)
    for one in (there, clerk):
        one.start(PASSWORD)
        sign_in_again(one, keys)
        one.sync()
        assert one.store.reader.intents() == ()
        for product in products:
            assert effects(backend_process, product.id) == ["put", "submit"]
            assert one.store.reader.document(product.id).stage == "submitted"
    office = backend_process.client("demo")
    assert {office.get(f"/v1/intents/{intent.key}").status_code for intent in outbox} == {200}


@pytest.mark.parametrize("how", ["damaged", "newer", "no backup"])
def test_a_file_that_cannot_be_brought_in_is_told_for_what_it_is(keys, clerk, person, tmp_path, how):
    file = back_up(clerk, tmp_path / "stick")
    whole = file.read_bytes()
    said = {
        "damaged": (whole[:-2000], _("This backup is damaged. Nothing was taken from it; use another one.")),
        "newer": (
            whole[:4] + b"\x63" + whole[5:],
            _("This backup was made by a newer version of this program. Install that version first."),
        ),
        "no backup": (b"%PDF-1.7", _("This file is no backup of this program, or it cannot be opened.")),
    }
    content, text = said[how]
    file.write_bytes(content)
    there = person("second").start()
    there.program.window.gate.arriving.click()
    there.wait(lambda: isinstance(there.program.window.gate, ArrivalPage))
    gate = there.program.window.gate
    keys.type(str(file))
    gate.password.setFocus()
    keys.type(PASSWORD)
    keys.press(Key.Key_Return)
    there.wait(gate.main.isEnabled)
    assert gate.message.text() == text


def test_where_somebody_works_nothing_is_brought_in(clerk):
    clerk.start()
    gate = clerk.program.window.gate
    assert isinstance(gate, UnlockPage)
    assert not [one for one in gate.findChildren(QPushButton) if "迁入" in one.text() and one.isVisible()]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_damaged_data_file_is_told_at_the_start_and_its_newest_backup_comes_back(qtbot, keys, clerk, language):
    folder = clerk.program.outside.folder
    clerk.write("KEPT")
    product = clerk.do(drafts.start, "pre_review", values_of(PRE_REVIEW))
    clerk.do(sending.submit, product.id, product.revision)
    clerk.store.back_up()
    clerk.stop()
    write_settings(folder, replace(read_settings(folder), language=language))
    damaged = damage(folder / "store.db")
    clerk.start()
    sign_in(qtbot, keys, clerk.program, PASSWORD)
    clerk.wait(lambda: isinstance(clerk.program.window.gate, RecoveryPage))
    gate = clerk.program.window.gate
    assert _("The data file is damaged") in [label.text() for label in gate.findChildren(QLabel)]
    assert (folder / "store.db").read_bytes() == damaged
    keys.press(Key.Key_O, ALT)
    clerk.wait(lambda: clerk.program.window.gate is None)
    assert clerk.names() == ["KEPT"]
    assert [file.read_bytes() for file in folder.glob("aside-*/store.db")] == [damaged]
    assert [intent.state for intent in clerk.store.reader.intents(product.id) if intent.kind == "submit"] == ["waiting"]


def test_a_lost_data_file_comes_back_from_a_backup_file_that_somebody_chooses(qtbot, keys, clerk, tmp_path):
    """No backup stands beside the store; one of another computer is refused, and nothing is lost by trying."""
    folder = clerk.program.outside.folder
    clerk.write("KEPT")
    file = back_up(clerk, tmp_path / "stick")
    clerk.stop()
    (folder / "store.db").unlink()
    for kept in (folder / "backups").glob("*.db"):
        kept.unlink()
    clerk.start()
    sign_in(qtbot, keys, clerk.program, PASSWORD)
    clerk.wait(lambda: isinstance(clerk.program.window.gate, RecoveryPage))
    gate = clerk.program.window.gate
    foreign = file.with_name("foreign.coobackup")
    foreign.write_bytes(b"%PDF-1.7")
    keys.press(Key.Key_Down)
    clerk.choose(lambda: keys.press(Key.Key_O, ALT), foreign)
    clerk.wait(gate.main.isEnabled)
    assert gate.message.text() == _("This file is no backup of this program, or it cannot be opened.")
    assert not (folder / "store.db").exists()
    clerk.choose(gate.main.click, file)
    clerk.wait(lambda: clerk.program.window.gate is None)
    assert clerk.names() == ["KEPT"]


def damage(file):
    """Overwrites something in every page; returns what the file holds then."""
    content = bytearray(file.read_bytes())
    for place in range(0, len(content), 4096):
        content[place + 100 : place + 120] = b"x" * 20
    file.write_bytes(bytes(content))
    return bytes(content)


def watch_of(clerk):
    return clerk.program.open_session.workplace.findChild(watch.BackupWatch)


def test_the_day_s_own_backup_is_made_in_a_quiet_moment_and_comes_back(keys, clerk, monkeypatch):
    clerk.write("KEPT")
    clerk.sync()
    clerk.wait(lambda: clerk.program.tasks.is_idle)
    watch_of(clerk).look()
    assert clerk.program.tasks.is_idle, "a minute without a save is not over"
    monkeypatch.setattr(watch, "QUIET_S", 0.0)
    clerk.start(PASSWORD)
    clerk.wait(lambda: clerk.program.tasks.is_idle)
    watch_of(clerk).look()
    clerk.wait(lambda: not clerk.program.opened.backups.is_due())
    clerk.wait(lambda: clerk.program.tasks.is_idle)
    (made,) = clerk.program.outside.folder.glob("backups/day-*.db")
    whole = made.read_bytes()
    made.rename(made.with_name("day-2020-01-01.db"))
    clerk.start(PASSWORD).open_page()
    sign_in_again(clerk, keys)
    clerk.sync()
    clerk.store.back_up()
    assert [file.read_bytes() == whole for file in made.parent.glob("day-*.db")] == [True], "a program that only runs"
    clerk.write("LATER")
    page = clerk.page
    page.restore.load()
    clerk.wait(lambda: page.restore.choice.currentData() == made.name)
    page.restore.looking.click()
    restore(clerk, keys)
    clerk.start(PASSWORD)
    assert clerk.names() == ["KEPT"]


def test_a_folder_of_the_person_s_choice_gets_each_backup_until_it_is_unplugged(qtbot, keys, clerk, person, tmp_path):
    clerk.write("KEPT")
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "照片.jpg").write_bytes(b"somebody's")
    page = clerk.open_page()
    assert page.folder.ending.isHidden()
    clerk.choose(page.folder.choosing.click, stick)
    clerk.wait(lambda: page.folder.row.message.text() == _("Backed up there and read again."))
    assert str(stick) in page.folder.told.text()
    assert _("none yet") not in page.backup.ages.text()
    stick.rename(tmp_path / "unplugged")
    clerk.write("LATER")
    watch_of(clerk).back_up_now()
    clerk.wait(lambda: str(stick) in clerk.told())
    assert not stick.exists()
    (tmp_path / "unplugged").rename(stick)
    banner = next(
        one for one in clerk.program.window.notices.children() if getattr(one, "key", "") == watch.FOLDER_FAILED
    )
    banner.findChild(QPushButton).click()
    clerk.wait(lambda: _("Backed up on this computer and in {place}.").format(place=stick) in clerk.told())
    assert (stick / "照片.jpg").read_bytes() == b"somebody's"
    (file,) = stick.glob("*.coobackup")
    there = arrive(person("second"), keys, file, PASSWORD)
    assert there.names() == ["KEPT", "LATER"]
    page = there.open_page()
    assert page.folder.told.text() == _("No folder is chosen.")


def test_a_backup_goes_on_when_its_page_is_closed_and_is_told(clerk, tmp_path):
    page = clerk.open_page()
    page.backup.write(tmp_path)
    clerk.program.open_session.workplace.close(page)
    clerk.wait(lambda: "备份已写入" in clerk.told())
    (file,) = tmp_path.glob("*.coobackup")
    assert str(file) in clerk.told()


def test_a_place_that_cannot_be_written_is_told_and_a_stop_leaves_nothing(clerk, tmp_path):
    page = clerk.open_page()
    page.backup.write(tmp_path / "nowhere")
    clerk.wait(lambda: not page.backup.row.is_running)
    assert page.backup.row.message.text() == _("The file cannot be written there. Choose another place.")
    page.backup.write(tmp_path)
    page.backup.row.stop()
    clerk.wait(lambda: clerk.program.tasks.is_idle)
    assert page.backup.row.message.text() == _("Stopped. No file was written and nothing was changed.")
    assert not tuple(tmp_path.glob("*.coobackup*"))
