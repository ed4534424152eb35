"""One user, one folder, one window."""

import os
import signal
import stat
import subprocess
import sys

import pytest

from coo_desktop.domain.errors import ProfileInUse, StoreUnwritable
from coo_desktop.store.files.profile import Profile, ProfileLock, find_profile

HOLDER = """
import sys
from pathlib import Path
from coo_desktop.store.files.profile import Profile, ProfileLock
lock = ProfileLock(Profile(Path(sys.argv[1])))
print("held", flush=True)
sys.stdin.read()
"""
RACER = """
import sys
from pathlib import Path
from coo_desktop.domain.errors import ProfileInUse
from coo_desktop.store.files.profile import Profile, ProfileLock
sys.stdin.readline()
try:
    lock = ProfileLock(Profile(Path(sys.argv[1])))
    print("held", flush=True)
except ProfileInUse:
    print("refused", flush=True)
sys.stdin.readline()
"""


def started(program: str, profile: Profile) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, str(profile.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


def test_a_second_window_is_refused_until_the_first_is_gone_however_it_went(profile):
    with started(HOLDER, profile) as first:
        assert first.stdout.readline() == "held\n"
        with pytest.raises(ProfileInUse):
            ProfileLock(profile)
        first.send_signal(signal.SIGKILL)
    ProfileLock(profile).release()


def test_of_many_windows_one_opens(profile):
    racers = [started(RACER, profile) for _ in range(4)]
    for racer in racers:
        racer.stdin.write("go\n")
        racer.stdin.flush()
    answers = sorted(racer.stdout.readline().strip() for racer in racers)
    for racer in racers:
        racer.communicate("end\n")
    assert answers == ["held", "refused", "refused", "refused"]


def test_a_released_profile_can_be_taken_again(profile):
    lock = ProfileLock(profile)
    with pytest.raises(ProfileInUse):
        ProfileLock(profile)
    lock.release()
    lock.release()
    ProfileLock(profile).release()


def test_another_users_profile_is_not_blocked(profile, tmp_path):
    lock = ProfileLock(profile)
    other = find_profile(tmp_path / "other")
    ProfileLock(other).release()
    lock.release()


def test_the_folder_is_made_for_its_owner_alone(home):
    profile = find_profile()
    assert profile.folder == home / "profile"
    assert stat.S_IMODE(profile.folder.stat().st_mode) == 0o700


def test_without_a_variable_the_system_says_where_data_lives(home, monkeypatch):
    monkeypatch.delenv("COO_HOME")
    assert find_profile().folder.is_relative_to(home)


def test_a_synced_folder_is_refused_unless_somebody_insists(tmp_path):
    with pytest.raises(StoreUnwritable) as caught:
        find_profile(tmp_path / "Dropbox")
    assert caught.value.facts["cause"] == "synced_folder"
    assert not (tmp_path / "Dropbox").exists()
    assert find_profile(tmp_path / "Dropbox", anywhere=True).folder.is_dir()


def test_a_network_folder_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("coo_desktop.store.files.profile.network_place", lambda folder: True)
    with pytest.raises(StoreUnwritable) as caught:
        find_profile(tmp_path)
    assert caught.value.facts["cause"] == "network_folder"


@pytest.mark.parametrize("make", [find_profile, lambda home: ProfileLock(Profile(home))])
def test_a_place_that_cannot_be_a_folder_is_named(tmp_path, make):
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(StoreUnwritable) as caught:
        make(file)
    assert str(file) in caught.value.facts["folder"]


def test_nothing_heavy_is_imported_to_find_the_profile():
    heavy = "sqlalchemy, sqlcipher3, alembic, pydantic, keyring, cryptography, pypdfium2, PIL"
    program = (
        f"import sys, coo_desktop.store.files.profile; print([n for n in '{heavy}'.split(', ') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
