"""A store that comes in from a backup: made ready in a folder of the profile, noted, put in place by the next start.

Until it is noted nothing that is in use has changed; what is left over of one that never was goes with the next.
"""

import contextlib
import datetime as dt
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from sqlcipher3 import dbapi2

from coo_desktop.domain.backups import ARRIVAL, FOLDER, IN_FOLDER, PACKED_AT, ArrivalKind, Work
from coo_desktop.domain.errors import StoreDamaged, StoreNewer, Unreadable
from coo_desktop.domain.mending import Aside, Mend
from coo_desktop.domain.operations.settings import EXPORTS, exported
from coo_desktop.domain.ports import Reader, Unit
from coo_desktop.domain.refusals import BackupFault
from coo_desktop.environment.files import make_folder
from coo_desktop.store import faults
from coo_desktop.store.backups.backup_file import missing_evidence, read_facts, take_evidence, take_store
from coo_desktop.store.backups.container import opening, read_head
from coo_desktop.store.database.driver import address, tell_key
from coo_desktop.store.evidence.blobs import BlobFolder
from coo_desktop.store.files import mending
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.keys.key_chest import KeyChest, fingerprint
from coo_desktop.store.local import LocalStore
from coo_desktop.store.salvage.finds import Finds
from coo_desktop.store.salvage.taking import take_over
from coo_desktop.sync.remembered import DEVICE, RESYNCED_ON
from coo_desktop.sync.restored import hold_submissions, mark_restored

READY = "incoming"
#: The copy of the store that goes into a backup file.
OUTGOING = "outgoing.db"


class Incoming:
    """The folder of one profile; `open_copy(profile, key)` opens a store that lies in it, at the present schema."""

    def __init__(self, profile: Profile, key: bytes, open_copy: Callable[[Profile, bytes], LocalStore]) -> None:
        self._profile, self._key, self._open_copy = profile, key, open_copy
        self._ready = Profile(profile.folder / READY)

    @property
    def store_file(self) -> Path:
        return self._ready.store_file

    def take_kept(self, name: str) -> dt.datetime:
        """A backup that stands beside the store; returns when it was made."""
        self._clear()
        source = mending.copy_named(self._profile, name)
        with faults.files():
            shutil.copyfile(source, self.store_file)
            made_at = dt.datetime.fromtimestamp(source.stat().st_mtime, dt.UTC)
        self._bring_to_present_schema()
        return made_at

    def take_file(self, file: Path, key: bytes, work: Work) -> tuple[dt.datetime, int]:
        """The store of a backup file under `key`; returns when it was made, and how much of its evidence is not here.

        Raises Unreadable(reason=BackupFault), StoreTrouble and Stopped.
        """
        self._clear()
        with opening(file, key) as archive:
            facts, _sign_in = read_facts(archive)
            take_store(archive, self.store_file, work)
            missing = len(missing_evidence(archive, BlobFolder(self._profile.evidence, self._key)))
        if key != self._key:
            _change_key(self.store_file, key, self._key)
        self._bring_to_present_schema()
        return facts.made_at, missing

    def account(self) -> str:
        """Whose work it is."""
        with closing(self._open_copy(self._ready, self._key)) as copy:
            return copy.reader.person().account

    def note_restore(self, here: Reader, made_at: dt.datetime, work: Work) -> bool:
        """The next start puts it in place of the store here; False when the person stopped it before."""

        def mark(unit: Unit) -> None:
            with contextlib.suppress(StoreDamaged):  # then the backup's own are the best there is
                known = exported(here)
                unit.put_setting(EXPORTS, known + [one for one in exported(unit) if one not in known])
                for name in (DEVICE, FOLDER, IN_FOLDER):
                    unit.put_setting(name, here.setting(name))
            _tell(unit, ArrivalKind.RESTORED, made_at)
            hold_submissions(unit)

        self._mark(self._key, mark)
        return self._note(Mend.REPLACE, work)

    def note_arrival(self, file: Path, key: bytes, work: Work) -> bool:
        """The next start goes on with the work in a backup file, under an identity of this computer's own; False when
        the person stopped it before. Raises what `take_file` raises."""
        self._clear()
        with opening(file, key) as archive:
            facts, sign_in = read_facts(archive)
            take_store(archive, self.store_file, work)
            take_evidence(archive, BlobFolder(self._ready.evidence, key), work)

        def mark(unit: Unit) -> None:
            for name, value in ((DEVICE, ""), (EXPORTS, []), (PACKED_AT, ""), (FOLDER, "")):
                unit.put_setting(name, value)
            _tell(unit, ArrivalKind.MOVED, facts.made_at)

        self._mark(key, mark)
        KeyChest(self._ready.folder).adopt(key, sign_in)
        return self._note(Mend.TAKE_BACK, work)

    def note_salvage(self, base: str, found: Finds, at: dt.datetime) -> None:
        """The next start goes on with a kept backup, or with an empty store, into which was put what was found."""
        if base:
            self.take_kept(base)
        else:
            self._clear()

        def mark(unit: Unit) -> None:
            take_over(unit, found)
            mark_restored(unit)
            _tell(unit, ArrivalKind.SALVAGED, at)
            hold_submissions(unit)

        self._mark(self._key, mark)
        mending.note(self._profile, Mend.REPLACE, READY)

    def _mark(self, key: bytes, mark: Callable[[Unit], None]) -> None:
        """Tells the store that comes in what it is now; its wishes are looked up before any of them goes out."""
        with closing(self._open_copy(self._ready, key)) as copy, copy.unit() as unit:
            mark_restored(unit)
            unit.put_setting(RESYNCED_ON, "")
            mark(unit)

    def _note(self, how: Mend, work: Work) -> bool:
        if not work.complete():
            return False
        mending.note(self._profile, how, READY)
        return True

    def _clear(self) -> None:
        with faults.files():
            shutil.rmtree(self._ready.folder, ignore_errors=True)
            make_folder(self._ready.folder)

    def _bring_to_present_schema(self) -> None:
        try:
            with closing(self._open_copy(self._ready, self._key)) as copy:
                copy.check()
        except StoreDamaged:
            raise Unreadable(reason=BackupFault.DAMAGED) from None
        except StoreNewer:
            raise Unreadable(reason=BackupFault.NEWER, program="") from None


class ClosedProfile:
    """Implements `mending.ProfileFiles`."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile

    def mend(self, how: Mend, name: str) -> None:
        mending.note(self._profile, how, name)

    def asides(self) -> Sequence[Aside]:
        return mending.asides(self._profile)

    def keep_file(self, file: Path, password: str) -> str:
        """Only a file under the profile's own key is taken, which the vault or `password` gives; for others raises
        Unreadable(reason=BackupFault.PASSWORD_NEEDED). Its evidence comes to lie where that of the profile lies."""
        profile, chest = self._profile, KeyChest(self._profile.folder)
        key = chest.unlock(password) if password else chest.key()
        if key is None or read_head(file).fingerprint != fingerprint(key):
            raise Unreadable(reason=BackupFault.PASSWORD_NEEDED)
        kept = profile.backups / f"brought-{dt.datetime.now(dt.UTC):%Y%m%d-%H%M%S}.db"
        with faults.files():
            make_folder(profile.backups)
        with opening(file, key) as archive:
            facts, _sign_in = read_facts(archive)
            take_evidence(archive, BlobFolder(profile.evidence, key), _Unwatched())
            take_store(archive, kept, _Unwatched())
        with faults.files():
            os.utime(kept, (facts.made_at.timestamp(),) * 2)
        return kept.name


class _Unwatched:
    """Work that nobody stops."""

    def report(self, done: int, total: int) -> None: ...

    def cancelled(self) -> bool:
        return False

    def complete(self) -> bool:
        return True


def mark_restored_here(store: LocalStore, made_at: dt.datetime) -> None:
    """A backup was put in place before anything was open: what it holds of wishes is looked up before any goes out."""
    with store.unit() as unit:
        mark_restored(unit)
        unit.put_setting(RESYNCED_ON, "")
        _tell(unit, ArrivalKind.RESTORED, made_at)
        hold_submissions(unit)


def clear_leftovers(profile: Profile) -> None:
    """What was being made when the program was killed; nothing waits for it any more."""
    shutil.rmtree(profile.folder / READY, ignore_errors=True)
    with contextlib.suppress(OSError):
        (profile.folder / OUTGOING).unlink(missing_ok=True)


def _tell(unit: Unit, kind: ArrivalKind, made_at: dt.datetime) -> None:
    unit.put_setting(ARRIVAL, {"kind": kind, "made_at": made_at.isoformat(timespec="seconds")})


def _change_key(file: Path, old: bytes, new: bytes) -> None:
    """A backup of an earlier profile has that one's key."""
    with (
        faults.database(),
        closing(dbapi2.connect(address(file), uri=True, isolation_level=None)) as connection,
    ):
        tell_key(connection, old)
        connection.execute(f"PRAGMA rekey=\"x'{new.hex()}'\"")
