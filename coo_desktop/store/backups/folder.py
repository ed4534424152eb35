"""The folder of the person's choice, with a backup file of each day: which of the files there are this profile's, and
which of those go. Anything else that lies there is somebody else's, whatever its name."""

import contextlib
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from coo_desktop.domain.backups import SUFFIX, days_kept
from coo_desktop.domain.errors import StoreUnwritable, Unreadable
from coo_desktop.store import faults
from coo_desktop.store.backups.container import read_head


@dataclass(frozen=True, slots=True)
class BackupFolder:
    """`tag` tells the computers that keep their backups in one place apart, `fingerprint` is that of the profile's key.

    A folder on a network drive or a stick may be gone at any time: it is never made here.
    """

    place: Path
    tag: str
    fingerprint: str

    def file(self, day: dt.date) -> Path:
        """Where the backup of a day goes. Raises StoreUnwritable: cause="folder_absent", or "name_taken" by a file that
        was not made here."""
        file = self.place / f"coo-{self.tag}-{day.isoformat()}{SUFFIX}"
        with faults.files():
            is_there, is_taken = self.place.is_dir(), file.exists()
        if not is_there:
            raise StoreUnwritable(cause="folder_absent", folder=str(self.place))
        if is_taken and not self._is_made_here(file):
            raise StoreUnwritable(cause="name_taken", file=file.name)
        return file

    def keep_days(self) -> None:
        """Removes the backups of earlier days that need not stay (see `days_kept`), and nothing else."""
        mine = dict(self._mine())
        kept = days_kept(mine)
        for day, file in mine.items():
            if day not in kept:
                with faults.files():
                    file.unlink(missing_ok=True)

    def _mine(self) -> Iterator[tuple[dt.date, Path]]:
        name = re.compile(rf"coo-{re.escape(self.tag)}-(\d{{4}}-\d\d-\d\d){re.escape(SUFFIX)}")
        with faults.files():
            files = tuple(self.place.iterdir())
        for file in files:
            found = name.fullmatch(file.name)
            with contextlib.suppress(ValueError):
                if found is not None and self._is_made_here(file):
                    yield dt.date.fromisoformat(found.group(1)), file

    def _is_made_here(self, file: Path) -> bool:
        try:
            return not file.is_symlink() and read_head(file).fingerprint == self.fingerprint
        except (Unreadable, OSError):
            return False
