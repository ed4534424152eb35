"""Backups of an open profile, and what comes back from them; implements the `Backups` port."""

import contextlib
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coo_desktop.bootstrap.backup_files import BackupFiles, FolderCopies
from coo_desktop.bootstrap.incoming import Incoming
from coo_desktop.domain.backups import LAST_BACKUP, PACKED_AT, BackupFacts, Preview, Work, newest_of
from coo_desktop.domain.errors import StoreDamaged, StoreLocked, Unreadable
from coo_desktop.domain.mending import Backup
from coo_desktop.domain.refusals import BackupFault
from coo_desktop.store.backups.backup_file import Stopped, take_evidence
from coo_desktop.store.backups.comparison import differences, waiting
from coo_desktop.store.backups.container import opening, read_head
from coo_desktop.store.database.backups import keep_newest
from coo_desktop.store.files import mending
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.keys.key_chest import KeyChest, fingerprint
from coo_desktop.store.keys.password_wrap import wrap
from coo_desktop.store.local import LocalStore

KEPT_BEFORE = 5


@dataclass(frozen=True, slots=True)
class _Previewed:
    """What the last preview has made ready; `file` has its evidence, None where that is here already."""

    made_at: dt.datetime
    file: Path | None
    key: bytes


class ProfileBackups:
    """`open_copy(profile, key)` opens a store that lies in another folder, at the present schema."""

    def __init__(
        self,
        profile: Profile,
        store: LocalStore,
        chest: KeyChest,
        key: bytes,
        open_copy: Callable[[Profile, bytes], LocalStore],
    ) -> None:
        self._profile, self._store, self._chest, self._key = profile, store, chest, key
        self._files = BackupFiles(profile, store, chest, key)
        self._in_folder = FolderCopies(self._files)
        self._incoming = Incoming(profile, key, open_copy)
        self._previewed: _Previewed | None = None

    def is_due(self) -> bool:
        return not self._store.is_backed_up

    def newest(self) -> dt.datetime | None:
        found = (file.stat().st_mtime for file in self._profile.backups.glob("*.db"))
        return newest_of((dt.datetime.fromtimestamp(each, dt.UTC) for each in found), dt.datetime.now(dt.UTC))

    def make_daily(self) -> None:
        self._store.back_up()
        self._chest.keep_copy()

    @property
    def in_folder(self) -> FolderCopies:
        return self._in_folder

    def kept(self) -> Sequence[Backup]:
        return mending.backups(self._profile, self._key)

    def discard(self, name: str) -> None:
        mending.discard_aside(self._profile, name)

    def write(self, target: Path, work: Work) -> BackupFacts | None:
        facts = self._files.write(target, work)
        if facts is not None:
            told = {"place": str(target.absolute()), "at": facts.made_at.isoformat(timespec="seconds")}
            self._remember(LAST_BACKUP, told)
        return facts

    def pack(self, target: Path, password: str, work: Work) -> BackupFacts | None:
        facts = self._files.write(target, work, wrap(password, self._key))
        if facts is not None:
            self._remember(PACKED_AT, facts.made_at.isoformat(timespec="seconds"))
        return facts

    def preview(self, source: Path | str, password: str, work: Work) -> Preview | None:
        self._previewed = None
        with contextlib.suppress(Stopped):
            missing, file, key = 0, None, self._key
            if isinstance(source, Path):
                file, key = source, self._key_of(source, password)
                made_at, missing = self._incoming.take_file(file, key, work)
            else:
                made_at = self._incoming.take_kept(source)
            there = self._incoming.store_file
            try:
                self._demand_own(self._incoming.account())
                found = differences(self._profile.store_file, there, self._key)
            except StoreDamaged:
                if key != self._key:  # only what is here could say whose it is
                    raise
                found = ()
            preview = Preview(made_at, found, waiting(there, self._key), missing)
            self._previewed = _Previewed(made_at, file, key)
            return preview
        return None

    def restore(self, work: Work) -> bool:
        previewed = self._previewed
        if previewed is None:
            raise StoreLocked(cause="absent")
        with contextlib.suppress(StoreDamaged):  # it is set aside as it is
            stamp = f"{dt.datetime.now(dt.UTC):%Y%m%d-%H%M%S}"
            self._store.copy_to(self._profile.backups / f"before-{stamp}.db")
            keep_newest(self._profile.backups, "before-*.db", KEPT_BEFORE)
            self._chest.keep_copy()
        with contextlib.suppress(Stopped):
            if previewed.file is not None:
                with opening(previewed.file, previewed.key) as archive:
                    take_evidence(archive, self._store.blobs, work)
            return self._incoming.note_restore(self._store.reader, previewed.made_at, work)
        return False

    def arrive(self, source: Path, password: str, work: Work) -> bool:
        if self._chest.has_signed_in or self._store.reader.person().account:
            raise Unreadable(reason=BackupFault.PROFILE_USED)
        with contextlib.suppress(Stopped):
            return self._incoming.note_arrival(source, read_head(source).key(password), work)
        return False

    def _demand_own(self, account: str) -> None:
        if account != self._store.reader.person().account:
            raise Unreadable(reason=BackupFault.OTHER_ACCOUNT, account=account)

    def _key_of(self, file: Path, password: str) -> bytes:
        """The key of a backup file: this profile's, or what its password opens."""
        head = read_head(file)
        if head.fingerprint == fingerprint(self._key):
            return self._key
        if not password:
            raise Unreadable(reason=BackupFault.PASSWORD_NEEDED)
        return head.key(password)

    def _remember(self, name: str, value: Any) -> None:
        with self._store.unit() as unit:
            unit.put_setting(name, value)
