"""An order carried out: the key first, then everything of the profile, then the vault's secrets, the note last."""

import hashlib
import json

import pytest
from keyring.errors import KeyringLocked

from coo_desktop.domain.errors import StoreLocked, StoreUnwritable
from coo_desktop.store import wipe as wiping
from coo_desktop.store.keys.key_chest import KEY_NAME, KeyChest
from coo_desktop.store.wipe import LOCK, NOTE, RECEIPT, Wipe
from tests.store.keyrings import Clinging, Raising, Sound

SESSION = ("coo-desktop session d1", "refresh token")


@pytest.fixture
def vault():
    return Sound()


@pytest.fixture
def profile(tmp_path, vault):
    """A profile with a key, a session, files in folders, an older profile set aside, and an order noted."""
    folder, aside = tmp_path / "profile", tmp_path / "profile" / "aside-1"
    aside.mkdir(parents=True)
    for place in (folder, aside):
        KeyChest(place, vault).new_key()
    vault.set_password(*SESSION, "token")
    for name in (LOCK, "store.db", "store.db-wal", "program.log", "settings.json", "window.ini", "x.part"):
        (folder / name).write_text("MARKER")
    (folder / "evidence" / "ab").mkdir(parents=True)
    (folder / "evidence" / "ab" / "ab.enc").write_text("MARKER")
    return folder


def order(folder, **more):
    wipe = Wipe("n1", "http://127.0.0.1:9", "en", (*wiping.secrets_of(folder), SESSION), **more)
    wiping.note(folder, wipe)
    return wipe


def left(folder):
    return sorted(entry.name for entry in folder.iterdir())


def test_a_note_reads_back_as_it_was_kept(profile):
    wipe = order(profile, exports=(("a.pdf", "00"),))
    assert wiping.noted(profile) == wipe
    assert [name for _service, name in wipe.secrets] == [KEY_NAME, KEY_NAME, SESSION[1]]


def test_nothing_is_left_but_the_lock_and_the_receipt(profile, vault):
    wiping.carry_out(profile, order(profile), vault)
    assert left(profile) == sorted([LOCK, RECEIPT])
    assert vault.secrets == {}
    assert wiping.noted(profile) is None
    assert wiping.receipt(profile) == ("n1", "http://127.0.0.1:9")
    wiping.forget_receipt(profile)
    assert left(profile) == [LOCK]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"nonce": "n"}', "MARKER"])
def test_a_note_that_cannot_be_understood_destroys_nothing(profile, text):
    (profile / NOTE).write_text(text)
    assert wiping.noted(profile) is None


def test_a_saved_file_goes_only_while_it_is_the_very_file(profile, vault, tmp_path):
    same, changed, gone = (tmp_path / f"{name}.pdf" for name in ("same", "changed", "gone"))
    same.write_bytes(b"paper")
    changed.write_bytes(b"something of the person's own")
    sha256 = hashlib.sha256(b"paper").hexdigest()
    wipe = order(profile, exports=tuple((str(path), sha256) for path in (same, changed, gone)))
    wiping.carry_out(profile, wipe, vault)
    assert (same.exists(), changed.exists()) == (False, True)


def test_a_link_is_removed_and_what_it_points_to_stays(profile, vault, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "mine.txt").write_text("mine")
    (profile / "link").symlink_to(outside, target_is_directory=True)
    wiping.carry_out(profile, order(profile), vault)
    assert (outside / "mine.txt").read_text() == "mine"


def test_a_locked_vault_keeps_the_note_until_it_opens(profile, vault):
    wipe = order(profile)
    with pytest.raises(StoreLocked):
        wiping.carry_out(profile, wipe, Raising(KeyringLocked("locked")))
    assert left(profile) == sorted([LOCK, NOTE])
    wiping.carry_out(profile, wipe, vault)
    assert vault.secrets == {}
    assert wiping.noted(profile) is None


def test_a_secret_that_only_seems_to_go_is_noticed(profile, vault):
    clinging = Clinging()
    clinging.secrets = vault.secrets
    with pytest.raises(StoreLocked) as caught:
        wiping.carry_out(profile, order(profile), clinging)
    assert caught.value.facts["cause"] == "forgetful"
    assert wiping.noted(profile) is not None


def test_where_no_vault_is_there_was_nothing_in_it(profile):
    wiping.carry_out(profile, order(profile))
    assert left(profile) == sorted([LOCK, RECEIPT])


def test_what_cannot_be_removed_keeps_the_note_and_the_rest_goes(profile, vault, monkeypatch):
    real = wiping.shutil.rmtree

    def held(path, *rest, **more):
        if path.name == "evidence":
            raise PermissionError(13, "held by another program")
        real(path, *rest, **more)

    monkeypatch.setattr(wiping.shutil, "rmtree", held)
    wipe = order(profile)
    with pytest.raises(StoreUnwritable):
        wiping.carry_out(profile, wipe, vault)
    assert left(profile) == sorted([LOCK, NOTE, "evidence"])
    assert vault.secrets == {}
    monkeypatch.undo()
    wiping.carry_out(profile, wipe, vault)
    assert left(profile) == sorted([LOCK, RECEIPT])


def test_the_note_names_nobody(profile):
    order(profile)
    assert set(json.loads((profile / NOTE).read_text())) == {"nonce", "address", "language", "secrets", "exports"}
