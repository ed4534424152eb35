"""The connections to one store file: one that writes, some that read, and what they do on a disk that takes nothing.

SQLite needs room for its log before it reads anything. A full disk gives it what was reserved; where that is not
enough, or nobody may write, the file is read as it stands, and every write tries anew to open it as it should be.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine

from coo_desktop.domain.errors import StoreFull, StoreTrouble, StoreUnwritable
from coo_desktop.store import faults
from coo_desktop.store.database import schema
from coo_desktop.store.database.engine import make_engine, make_file, schema_of
from coo_desktop.store.files.reserve import TO_DELETE, TO_OPEN, Reserve


class Connections:
    """`prepare` is called with the writing connection before anything else is done with it, and raises StoreTrouble.

    `trouble` is why nothing can be written since the file was opened; None while that is as it should be.
    """

    def __init__(self, file: Path, key: bytes | None, prepare: Callable[[Connection], None]) -> None:
        self._file, self._key, self._prepare = file, key, prepare
        self._reserve = Reserve(file.parent)
        self._copy: TemporaryDirectory[str] | None = None
        self.trouble: StoreTrouble | None = None
        self.readers: Engine
        self.writer: Engine
        try:
            self._open()
        except (StoreFull, StoreUnwritable) as trouble:
            self._open_somehow(trouble)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The one connection that writes; the caller sees to it that nobody else has it."""
        if self.trouble is not None:
            before = self.readers
            self._open()
            before.dispose()
        with self.writer.connect() as connection:
            yield connection

    def doubt(self, trouble: StoreUnwritable) -> StoreTrouble:
        """After an input or output error the connection is not believed any more: the next unit opens a new one.

        Gives the error that says why: SQLite does not tell a full disk from a broken one.
        """
        self.writer.dispose()
        return self._reserve.trouble() or trouble

    def make_room(self) -> bool:
        """Gives up the room that is kept for deleting something; whether there was any."""
        return self._reserve.release(TO_DELETE)

    def end(self) -> None:
        """Closes all of them."""
        self.readers.dispose()
        self.writer.dispose()
        if self._copy is not None:
            self._copy.cleanup()

    def _open(self) -> None:
        writer = make_engine(self._file, self._key)
        try:
            with faults.files():
                make_file(self._file)
            with faults.database(), writer.connect() as connection:
                self._prepare(connection)
        except StoreUnwritable as trouble:
            writer.dispose()
            raise (self._reserve.trouble() or trouble) from trouble
        except StoreTrouble:
            writer.dispose()
            raise
        self.writer, self.readers = writer, make_engine(self._file, self._key, read_only=True)
        self.trouble = None
        self._reserve.keep()

    def _open_somehow(self, trouble: StoreTrouble) -> None:
        """Raises the trouble where the file cannot even be read."""
        if self._reserve.release(TO_OPEN):
            with suppress(StoreFull, StoreUnwritable):
                self._open()
                return
        readers = self._frozen()
        try:
            with faults.database(), readers.connect() as connection:
                if schema_of(connection) != schema.VERSION:
                    raise trouble
        except (StoreFull, StoreUnwritable):
            readers.dispose()
            raise trouble from None
        self.readers, self.writer = readers, make_engine(self._file, self._key)
        self.trouble = trouble

    def _frozen(self) -> Engine:
        """Reads the file as it stands; a copy of it elsewhere, where its log holds something."""
        log = self._file.with_name(f"{self._file.name}-wal")
        if not log.exists() or not log.stat().st_size:
            return make_engine(self._file, self._key, read_only=True, is_frozen=True)
        self._copy = TemporaryDirectory(ignore_cleanup_errors=True)
        with faults.files():
            for one in (self._file, log):
                shutil.copyfile(one, Path(self._copy.name) / one.name)
        return make_engine(Path(self._copy.name) / self._file.name, self._key, read_only=True)
