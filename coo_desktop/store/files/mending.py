"""Setting a profile's data aside, taking it back, putting a backup in the store's place; it can be cut off anywhere.

The note says what is left to do and is the last thing to go; the next opening carries it out before anything is read.
"""

import datetime as dt
import json
import os
import secrets
import shutil
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from sqlcipher3 import dbapi2

from coo_desktop.domain.errors import StoreDamaged, StoreTrouble
from coo_desktop.domain.mending import Aside, Backup, Mend
from coo_desktop.environment.files import make_folder, replacing, sync_folder, write_atomically
from coo_desktop.store import faults
from coo_desktop.store.database.checking import damages
from coo_desktop.store.database.driver import address, tell_key
from coo_desktop.store.files.open_mark import DAMAGE, KEPT_LOG, MARK
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.keys.key_chest import KEY_COPY, KEY_FILE, KeyChest

#: What a note is called in what an error says.
NOTE = "mend.json"
#: A store that nobody ever signed in to holds nobody's work: one such folder is kept, and not offered.
UNUSED = "aside-unused"
#: What the folders begin with that hold what something else took the place of.
ASIDE = "aside-"
_STORE = ("store.db", "store.db-wal", "store.db-shm", MARK, KEPT_LOG, DAMAGE)
_PARTS = (KEY_FILE, KEY_COPY, *_STORE, "evidence", "backups")


@dataclass(frozen=True, slots=True)
class _Note:
    """`name` is a backup's file or the folder of what comes in, `aside` where what is in use goes; empty once it is
    there, or what has come in since would go after it."""

    mend: Mend
    name: str
    aside: str


def note(profile: Profile, mend: Mend, name: str = "") -> None:
    """The next opening does this; raises StoreTrouble when the disk refuses."""
    day = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S")
    _write(profile, _Note(mend, name, f"aside-{day}-{secrets.token_hex(2)}"))


def carry_out(profile: Profile) -> dt.datetime | None:
    """Does what is noted, if anything is; the store is closed. Raises StoreTrouble, and the note stays then.

    A backup that has taken the store's place does not know yet that it did: then the note stays for `finish`, and when
    the backup was made is given back.
    """
    noted = _read(profile)
    if noted is None:
        return None
    with faults.files():
        if noted.mend is Mend.RESTORE:
            source = copy_named(profile, noted.name)
            _set_aside(profile, noted, _STORE)
            _copy(source, profile.store_file)
            return _moment(source.stat())
        if noted.mend is Mend.REPLACE:
            _set_aside(profile, noted, _STORE)
            _move(_STORE, profile.folder / Path(noted.name).name, profile.folder)
            shutil.rmtree(profile.folder / Path(noted.name).name, ignore_errors=True)
        elif noted.mend is Mend.FETCH:
            _move(_STORE, profile.folder, profile.folder / noted.aside)
            KeyChest(profile.folder).mark_store(False)
        elif noted.mend is Mend.SALVAGE:
            return None  # it takes the key, see bootstrap.recovery
        elif noted.mend is Mend.START_ANEW:
            _move(_PARTS, profile.folder, profile.folder / noted.aside)
        else:
            _take_back(profile, noted)
    finish(profile)
    return None


def is_noted(profile: Profile, mend: Mend) -> bool:
    """Whether this is what is still to be done."""
    noted = _read(profile)
    return noted is not None and noted.mend is mend


def newest_aside(profile: Profile) -> Path | None:
    """Where lies what was set aside last."""
    return max(profile.folder.glob(f"{ASIDE}*"), key=lambda folder: folder.stat().st_ctime_ns, default=None)


def finish(profile: Profile) -> None:
    """Nothing is left to do of what was noted."""
    with faults.files():
        (profile.mend_note).unlink(missing_ok=True)
        sync_folder(profile.folder)


def set_unused_aside(profile: Profile) -> None:
    """Makes room where nobody ever signed in; what was set aside so before goes."""
    with faults.files():
        unused = profile.folder / UNUSED
        if (profile.folder / KEY_FILE).exists() and unused.exists():
            shutil.rmtree(unused)
        _move(tuple(reversed(_PARTS)), profile.folder, unused)  # the key last: without it the rest would count as lost


def asides(profile: Profile) -> tuple[Aside, ...]:
    """The stores set aside that somebody signed in to, newest first."""
    found = []
    for folder in profile.folder.glob("aside-*"):
        store = folder / "store.db"
        if store.exists() and store.stat().st_size and _is_somebodys(folder):
            state = store.stat()
            found.append(Aside(folder.name, _moment(state), state.st_size))
    return tuple(sorted(found, key=lambda one: one.used_at, reverse=True))


def backups(profile: Profile, key: bytes, *, is_read: bool = False) -> tuple[Backup, ...]:
    """The backups beside the store that this key opens, newest first; then the stores that others took the place of.

    With `is_read` only those that are whole: each is read from its beginning to its end.
    """
    found = []
    for file in (*profile.backups.glob("*.db"), *profile.folder.glob(f"{ASIDE}*/store.db")):
        is_aside = file.parent != profile.backups
        has_own_key = is_aside and (file.parent / KEY_FILE).exists()
        documents = None if has_own_key else _count(file, key, is_read)
        if documents is not None:
            name = file.parent.name if is_aside else file.name
            found.append(Backup(name, _moment(file.stat()), documents, is_aside))
    found.sort(key=lambda one: one.made_at, reverse=True)
    return tuple(sorted(found, key=lambda one: one.is_aside))


def copy_named(profile: Profile, name: str) -> Path:
    """The file of a Backup."""
    plain = Path(name).name
    return profile.folder / plain / "store.db" if plain.startswith(ASIDE) else profile.backups / plain


def discard_aside(profile: Profile, name: str) -> None:
    """Deletes a store that another one took the place of, for good; never one with a key of its own."""
    folder = copy_named(profile, name).parent
    if folder.name.startswith(ASIDE) and not (folder / KEY_FILE).exists():
        with faults.files():
            shutil.rmtree(folder)


def is_store_there(profile: Profile) -> bool:
    """Whether the file holds anything; SQLite makes a new store of one that is missing or empty, without a word."""
    return profile.store_file.exists() and profile.store_file.stat().st_size > 0


def has_leftovers(profile: Profile) -> bool:
    """Whether there is data that only a key could read."""
    return is_store_there(profile) or any(profile.backups.glob("*.db"))


def _take_back(profile: Profile, noted: _Note) -> None:
    back = profile.folder / Path(noted.name).name
    _set_aside(profile, noted, _PARTS if (back / "backups").exists() else _PARTS[:-1])
    _move(_PARTS, back, profile.folder)
    if back.exists() and not any(back.iterdir()):
        back.rmdir()


def _set_aside(profile: Profile, noted: _Note, parts: tuple[str, ...]) -> None:
    """Once only, also where the rest is cut off and begins anew."""
    if noted.aside:
        _move(parts, profile.folder, profile.folder / noted.aside)
        _write(profile, replace(noted, aside=""))


def _move(parts: tuple[str, ...], source: Path, target: Path) -> None:
    """What has been moved already is passed over."""
    there = [name for name in parts if (source / name).exists()]
    if there:
        make_folder(target)  # before anything is moved into it
        for name in there:
            os.replace(source / name, target / name)
        sync_folder(target)
        sync_folder(source)


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as stream, replacing(target) as file:
        shutil.copyfileobj(stream, file)


def _count(file: Path, key: bytes, is_read: bool) -> int | None:
    """How many documents a backup holds; None for one that does not open, or is not whole when it is read."""
    try:
        with closing(dbapi2.connect(address(file, "immutable=1"), uri=True)) as copy:
            tell_key(copy, key)
            if is_read and damages(copy, is_sealed=True):
                return None
            return int(copy.execute("SELECT count(*) FROM document").fetchone()[0])
    except dbapi2.Error:
        return None


def _is_somebodys(folder: Path) -> bool:
    try:
        return KeyChest(folder).has_signed_in
    except StoreTrouble:
        return False


def _moment(state: os.stat_result) -> dt.datetime:
    return dt.datetime.fromtimestamp(state.st_mtime, dt.UTC)


def _write(profile: Profile, noted: _Note) -> None:
    with faults.files():
        write_atomically(profile.mend_note, json.dumps(asdict(noted)).encode())


def _read(profile: Profile) -> _Note | None:
    """The note; raises StoreDamaged for one that cannot be understood: a half-made move is nothing to build on."""
    try:
        told = json.loads((profile.mend_note).read_bytes())
        return _Note(Mend(told["mend"]), str(told["name"]), str(told["aside"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise StoreDamaged(cause=NOTE) from None
