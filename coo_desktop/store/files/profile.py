"""The profile: the one folder where this user's store lives, who may read it, and who has it open.

Imports nothing heavy: the program asks for its profile before it paints.
"""

import errno
import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from coo_desktop.domain.errors import ProfileInUse, StoreUnwritable
from coo_desktop.environment.files import make_folder
from coo_desktop.store.files.unsafe_folders import network_place, synced_place

_FOLDER = "profile"


@dataclass(frozen=True, slots=True)
class Profile:
    """Where everything of one user is kept."""

    folder: Path

    @property
    def store_file(self) -> Path:
        return self.folder / "store.db"

    @property
    def evidence(self) -> Path:
        return self.folder / "evidence"

    @property
    def backups(self) -> Path:
        return self.folder / "backups"

    @property
    def wipe_note(self) -> Path:
        """There while an order to leave nothing of the account here is not carried out yet; see `wiping`."""
        return self.folder / "wipe.json"

    @property
    def wipe_receipt(self) -> Path:
        """There while the backend has not heard that the order was carried out."""
        return self.folder / "receipt.json"

    @property
    def mend_note(self) -> Path:
        """There while something that a person chose for the store is not carried out yet; see `mending`."""
        return self.folder / "mend.json"

    @property
    def lock_file(self) -> Path:
        return self.folder / "lock"


def find_profile(home: Path | None = None, *, anywhere: bool = False) -> Profile:
    """The user's profile, its folder made when missing and closed to others.

    `home` wins over the variable COO_HOME, that over the system's folder for local data. Raises StoreUnwritable with
    cause synced_folder or network_folder where others would copy or lock its files; `anywhere` lets it pass.
    """
    folder = (home or data_home()) / _FOLDER
    if not anywhere:
        _refuse_shared(folder)
    try:
        make_folder(folder)
        if stat.S_IMODE(folder.stat().st_mode) != 0o700:
            folder.chmod(0o700)
    except OSError as error:
        raise StoreUnwritable(cause=type(error).__name__, folder=str(folder)) from error
    return Profile(folder)


class ProfileLock:
    """The system's lock on the profile, held as long as the program lives; it ends with the process, in any way."""

    def __init__(self, profile: Profile) -> None:
        """Takes the lock; raises ProfileInUse when another window has it, StoreUnwritable when there can be none."""
        try:
            self._file: BinaryIO | None = _opened(profile.lock_file)
        except OSError as error:
            raise StoreUnwritable(cause=type(error).__name__, folder=str(profile.folder)) from error
        try:
            _lock(self._file)
        except OSError:
            self._file.close()
            raise ProfileInUse(folder=str(profile.folder)) from None

    def release(self) -> None:
        """Lets another window have the profile; the file stays, its lock is what counts."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _opened(file: Path) -> BinaryIO:
    """Where nobody may write, a file that is only read can be locked as well."""
    try:
        return file.open("a+b")
    except OSError as error:
        if error.errno not in (errno.EROFS, errno.EACCES):
            raise
        return file.open("rb")


def data_home() -> Path:
    """The folder for everything of this user: COO_HOME, else where the system keeps local data."""
    if named := os.environ.get("COO_HOME"):
        return Path(named).absolute()
    from platformdirs import user_data_path

    return user_data_path("coo-desktop", appauthor=False, roaming=False)


def _refuse_shared(folder: Path) -> None:
    if place := synced_place(folder, os.environ):
        raise StoreUnwritable(cause="synced_folder", folder=str(folder), place=place)
    if network_place(folder):
        raise StoreUnwritable(cause="network_folder", folder=str(folder))


if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
