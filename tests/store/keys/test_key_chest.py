"""The key of a store comes from the vault or a password, never from a file that others could read."""

import json
from dataclasses import MISSING, fields

import pytest

from coo_desktop.domain.errors import StoreDamaged, StoreLocked
from coo_desktop.store.keys.key_chest import COPY, KeyChest
from coo_desktop.store.keys.password_wrap import Wrapped
from tests.store.keyrings import FAILURES, Hanging, Sound


def test_a_new_key_is_random_and_comes_back(tmp_path):
    backend = Sound()
    chest = KeyChest(tmp_path, backend)
    assert chest.is_new
    key = chest.new_key()
    assert len(key) == 32
    assert not chest.is_new
    assert KeyChest(tmp_path, backend).key() == key
    (other := tmp_path / "other").mkdir()
    assert KeyChest(other, backend).new_key() != key
    assert KeyChest(tmp_path, backend).key() == key


def test_the_key_stands_nowhere_in_the_folder(tmp_path):
    key = KeyChest(tmp_path, Sound()).new_key("password")
    for file in tmp_path.iterdir():
        assert key not in file.read_bytes()
        assert key.hex() not in file.read_text()
        assert "password" not in file.read_text()


def test_a_profile_gets_one_key(tmp_path):
    chest = KeyChest(tmp_path, Sound())
    chest.new_key()
    with pytest.raises(StoreLocked):
        chest.new_key()


@pytest.mark.parametrize(("make", "cause"), FAILURES.values(), ids=FAILURES)
def test_without_a_vault_the_password_is_needed(tmp_path, make, cause):
    chest = KeyChest(tmp_path, make())
    with pytest.raises(StoreLocked) as caught:
        chest.new_key()
    assert caught.value.facts == {"cause": cause}
    assert chest.is_new
    key = chest.new_key("密码 1")
    assert chest.unlock("密码 1") == key
    with pytest.raises(StoreLocked):
        chest.key()


def test_a_vault_that_hangs_does_not_stop_the_program(tmp_path):
    backend = Hanging()
    chest = KeyChest(tmp_path, backend, limit_s=0.05)
    assert len(chest.new_key("password")) == 32
    backend.answered.set()


@pytest.mark.parametrize("guess", ["", "Password", "password ", "密码"])
def test_only_the_last_password_unlocks(tmp_path, guess):
    chest = KeyChest(tmp_path, Sound())
    key = chest.new_key("old")
    chest.seal("password", key)
    assert chest.unlock("password") == key
    assert chest.unlock("old") is None
    assert chest.unlock(guess) is None


def test_without_a_sign_in_no_password_unlocks(tmp_path):
    chest = KeyChest(tmp_path, Sound())
    chest.new_key()
    assert chest.unlock("") is None


def test_only_the_stores_own_key_is_sealed(tmp_path):
    chest = KeyChest(tmp_path, Sound())
    chest.new_key()
    with pytest.raises(StoreLocked):
        chest.seal("password", bytes(32))


@pytest.mark.parametrize("secret", ["00" * 32, "no hex", ""])
def test_a_vault_with_something_else_is_told_from_damage(tmp_path, secret):
    backend = Sound()
    chest = KeyChest(tmp_path, backend)
    chest.new_key()
    backend.secrets = dict.fromkeys(backend.secrets, secret)
    with pytest.raises(StoreLocked) as caught:
        chest.key()
    assert caught.value.facts == {"cause": "wrong"}


def test_a_copied_profile_opens_with_the_password_only(tmp_path):
    key = KeyChest(tmp_path, Sound()).new_key("password")
    elsewhere = KeyChest(tmp_path, Sound())
    with pytest.raises(StoreLocked) as caught:
        elsewhere.key()
    assert caught.value.facts == {"cause": "absent"}
    assert elsewhere.unlock("password") == key


def test_a_forgotten_key_is_gone_from_everywhere(tmp_path):
    backend = Sound()
    chest = KeyChest(tmp_path, backend)
    chest.new_key("password")
    chest.forget()
    assert backend.secrets == {}
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(StoreLocked):
        chest.unlock("password")


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"profile": 1}', "\0"])
def test_a_broken_key_file_is_damage(tmp_path, content):
    (tmp_path / "key.json").write_text(content)
    with pytest.raises(StoreDamaged):
        KeyChest(tmp_path, Sound()).key()


@pytest.fixture
def as_shipped(monkeypatch):
    """A guess costs what it costs in the program; everywhere else in the tests it costs next to nothing."""
    shipped = tuple(one.default for one in fields(Wrapped) if one.default is not MISSING)
    monkeypatch.setattr(Wrapped.__init__, "__defaults__", shipped)


def test_a_password_costs_what_it_should(tmp_path, as_shipped):
    chest = KeyChest(tmp_path, Sound())
    chest.new_key("password")
    wrapped = json.loads((tmp_path / "key.json").read_text())["wrapped"]
    assert (wrapped["memory_kib"], wrapped["passes"]) == (64 * 1024, 3)
    assert chest.unlock("password") is not None


def test_a_key_from_another_computer_has_a_name_of_its_own_and_opens_with_the_same_password(tmp_path):
    vault = Sound()
    (tmp_path / "there").mkdir()
    (tmp_path / "here").mkdir()
    there, here = (KeyChest(tmp_path / name, vault) for name in ("there", "here"))
    key = there.new_key()
    there.seal("secret", key)
    assert there.wrapped is not None
    here.adopt(key, there.wrapped)
    assert here.key() == key == here.unlock("secret")
    assert here.service != there.service
    assert here.has_signed_in
    assert here.has_store
    with pytest.raises(StoreLocked):
        here.adopt(key, there.wrapped)


def opening(chest, *passwords):
    """Those of the passwords that open the chest."""
    return [password for password in passwords if chest.unlock(password) is not None]


def test_while_a_password_changes_both_open_and_afterwards_one(tmp_path):
    chest = KeyChest(tmp_path, Sound())
    key = chest.new_key("old")
    chest.seal("old", key)
    chest.prepare("new", key)
    again = KeyChest(tmp_path, Sound())  # as after a crash
    assert opening(again, "old", "new", "other") == ["old", "new"]
    again.settle(is_taken=True)
    assert opening(again, "old", "new") == ["new"]
    assert again.has_signed_in


def test_a_refused_password_is_forgotten_and_one_in_doubt_stays(tmp_path):
    chest = KeyChest(tmp_path, Sound())
    key = chest.new_key("old")
    chest.prepare("doubtful", key)
    chest.prepare("refused", key)
    chest.settle(is_taken=False)
    assert opening(chest, "old", "doubtful", "refused") == ["old", "doubtful"]
    chest.seal("doubtful", key)
    assert opening(chest, "old", "doubtful") == ["doubtful"]
    chest.settle(is_taken=True)
    assert opening(chest, "doubtful") == ["doubtful"]


@pytest.fixture
def sealed(tmp_path):
    """The folder of a profile that somebody signed in to, and the key."""
    chest = KeyChest(tmp_path, Sound())
    key = chest.new_key()
    chest.seal("password", key)
    return tmp_path, key


@pytest.mark.parametrize("name", ["key.json", "key-copy.json"])
@pytest.mark.parametrize("damage", ["gone", "empty", "flipped"])
def test_a_key_file_and_its_copy_stand_in_for_each_other(sealed, name, damage):
    folder, key = sealed
    file, whole = folder / name, (folder / name).read_bytes()
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(b"" if damage == "empty" else whole.replace(b'"sealed": "', b'"sealed": "f', 1))
    assert KeyChest(folder, Sound()).unlock("password") == key
    assert KeyChest(folder, Sound()).mend() is (name == "key.json")
    assert file.read_bytes() == whole
    assert KeyChest(folder, Sound()).mend() is False


def test_a_changed_digit_of_a_key_file_is_damage_and_no_wrong_password(sealed):
    folder, _key = sealed
    file, copy = folder / "key.json", folder / "key-copy.json"
    content = bytearray(file.read_bytes())
    content[content.index(b'"sealed": "') + 12] ^= 1
    for one in (file, copy):
        one.write_bytes(content)
    with pytest.raises(StoreDamaged):
        KeyChest(folder, Sound()).unlock("password")


def test_the_file_counts_where_a_copy_is_behind(sealed):
    folder, key = sealed
    behind = (folder / "key-copy.json").read_bytes()
    KeyChest(folder, Sound()).seal("another", key)
    (folder / "key-copy.json").write_bytes(behind)
    assert KeyChest(folder, Sound()).mend() is False
    (folder / "key.json").unlink()
    assert KeyChest(folder, Sound()).unlock("another") == key
    assert KeyChest(folder, Sound()).unlock("password") is None


def test_the_copy_beside_the_backups_follows_every_change_and_goes_with_the_key(tmp_path):
    chest = KeyChest(tmp_path, Sound())
    key = chest.new_key("old")
    chest.keep_copy()
    chest.seal("new", key)
    copy = tmp_path / COPY
    assert copy.read_bytes() == (tmp_path / "key.json").read_bytes()
    chest.forget()
    assert not copy.exists()


@pytest.mark.parametrize("content", [None, "", '{"profile": 1}'])
def test_a_lost_or_damaged_key_file_comes_back_from_its_copy(tmp_path, content):
    chest = KeyChest(tmp_path, Sound())
    key = chest.new_key("password")
    chest.keep_copy()
    file = tmp_path / "key.json"
    file.unlink() if content is None else file.write_text(content)
    (tmp_path / "key-copy.json").unlink()
    chest.mend()
    assert chest.unlock("password") == key


def test_backups_that_lack_the_key_file_get_it_once_the_store_is_open(tmp_path):
    chest = KeyChest(tmp_path, Sound())
    chest.new_key("password")
    chest.mark_store(True)
    assert not (tmp_path / COPY).exists()
    (tmp_path / COPY).parent.mkdir()
    chest.mark_store(True)
    assert (tmp_path / COPY).read_bytes() == (tmp_path / "key.json").read_bytes()


def test_a_damaged_copy_takes_no_ones_place(tmp_path):
    chest = KeyChest(tmp_path, Sound())
    chest.new_key("password")
    chest.keep_copy()
    for file in (tmp_path / "key.json", tmp_path / "key-copy.json", tmp_path / COPY):
        file.write_text("damaged")
    with pytest.raises(StoreDamaged):
        chest.mend()
