"""Backup files of an open profile, written at the person's wish or every day into a folder of the person's choice."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from coo_desktop import __version__
from coo_desktop.bootstrap.incoming import OUTGOING
from coo_desktop.domain.backups import FOLDER, IN_FOLDER, BackupFacts, Work
from coo_desktop.domain.documents.document import FAMILIES, Query
from coo_desktop.domain.errors import StoreLocked
from coo_desktop.domain.operations.settings import remember_file
from coo_desktop.store import faults
from coo_desktop.store.backups.backup_file import Contents, write_backup
from coo_desktop.store.backups.container import Head
from coo_desktop.store.backups.folder import BackupFolder
from coo_desktop.store.database.backups import content_of, daily, newest_day
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.keys.key_chest import KeyChest, fingerprint
from coo_desktop.store.keys.password_wrap import Wrapped
from coo_desktop.store.local import LocalStore
from coo_desktop.sync.api.account import device


@dataclass(frozen=True, slots=True)
class BackupFiles:
    """What is open, and how a backup file of it is written."""

    profile: Profile
    store: LocalStore
    chest: KeyChest
    key: bytes

    def write(self, target: Path, work: Work, wrapped: Wrapped | None = None) -> BackupFacts | None:
        """One of the store as it is now, opened by the password of the last sign-in or by that of `wrapped`; None when
        it was stopped. Raises StoreTrouble, StoreLocked before the first sign-in."""
        outgoing = self.profile.folder / OUTGOING
        try:
            self.store.copy_to(outgoing)
            return self.write_copy(target, outgoing, _made_at(outgoing), work, wrapped)
        finally:
            with faults.files():
                outgoing.unlink(missing_ok=True)

    def write_copy(
        self, target: Path, copy: Path, made_at: dt.datetime, work: Work, wrapped: Wrapped | None = None
    ) -> BackupFacts | None:
        """The same of a copy of the store that nobody writes to."""
        reader, sign_in = self.store.reader, self.chest.wrapped
        if sign_in is None:
            raise StoreLocked(cause="absent")
        contents = Contents(
            made_at=made_at.replace(microsecond=0),
            program=__version__,
            account=reader.person().account,
            documents=sum(reader.count(Query(family=family)) for family in FAMILIES),
            sign_in=sign_in,
            store=copy,
            blobs=self.store.blobs,
            evidence=sorted({one.sha256 for one in reader.all_evidence()}),
        )
        return write_backup(target, contents, self.key, Head(fingerprint(self.key), wrapped or sign_in), work)


class FolderCopies:
    """Implements `FolderBackups`: the newest daily backup of the profile goes into the folder as a backup file."""

    def __init__(self, files: BackupFiles) -> None:
        self._files = files
        self._kept = files.profile.backups

    def place(self) -> Path | None:
        place = self._files.store.reader.setting(FOLDER)
        return Path(place) if isinstance(place, str) and place else None

    def newest(self) -> dt.datetime | None:
        at = self._known().get("at")
        return dt.datetime.fromisoformat(at) if at else None

    def is_due(self) -> bool:
        day = newest_day(self._kept)
        if self.place() is None or day is None:
            return False
        return self.newest() != _made_at(daily(self._kept, day))

    def make(self, work: Work) -> bool:
        place, day = self.place(), newest_day(self._kept)
        if place is None or day is None:
            return False
        store, key = self._files.store, self._files.key
        folder = BackupFolder(place, device(store)[-8:], fingerprint(key))
        target, copy = folder.file(day), daily(self._kept, day)
        made_at, content, known = _made_at(copy), content_of(copy, key), self._known()
        file = place / known.get("file", "")
        if known.get("content") != content or not file.is_file():
            if self._files.write_copy(target, copy, made_at, work) is None:
                return False
            file = target
            self._remember(file)
            folder.keep_days()
        with store.unit() as unit:
            told = {"place": str(place), "at": made_at.isoformat(), "content": content, "file": file.name}
            unit.put_setting(IN_FOLDER, told)
        return True

    def _known(self) -> Mapping[str, str]:
        """What is kept of the newest there; nothing of one in another folder."""
        told = self._files.store.reader.setting(IN_FOLDER)
        is_there = isinstance(told, Mapping) and told.get("place") == str(self.place())
        return {str(name): str(value) for name, value in told.items()} if is_there else {}

    def _remember(self, file: Path) -> None:
        """It goes with the account, as long as it is still that very file."""
        with faults.files(), file.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        with self._files.store.unit() as unit:
            remember_file(unit, str(file.absolute()), sha256)


def _made_at(file: Path) -> dt.datetime:
    return dt.datetime.fromtimestamp(file.stat().st_mtime, dt.UTC)
