"""The database: its engine, its migrations, and the two ways to use it; the only module that knows SQL's errors.

SQLite is opened with WAL, `synchronous=FULL` and `BEGIN IMMEDIATE` for writes; PostgreSQL locks the company's feed row.
"""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib.resources import files
from threading import Lock

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from coo_backend.db.tables import feeds, server
from coo_desktop.domain.errors import StoreBusy, StoreTrouble

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",
    "temp_store=MEMORY",
    "journal_size_limit=16777216",
)


class Database:
    """An open database; `write` runs one company's writes one after the other, `read` sees one consistent moment."""

    def __init__(self, url: str) -> None:
        self.engine = sa.create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        # SQLite's own waiting for a lock is a lottery; one queue per process is fair and never times out early.
        self._turn: AbstractContextManager[object] = Lock() if self.is_sqlite else nullcontext()
        if self.is_sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A read transaction."""
        level = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with _converted(), self.engine.connect().execution_options(**level) as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self, company: str) -> Iterator[sa.Connection]:
        """A write transaction on behalf of a company ("" for the server itself); commits when the block ends.

        Raises StoreBusy when another writer was in the way: nothing was written and the caller may try again.
        """
        with self._turn, _converted(), self._writing() as connection:
            connection.execute(sa.select(feeds.c.seq).where(feeds.c.company == company).with_for_update())
            yield connection

    def migrate(self) -> None:
        """Brings the tables to this program's version and makes the server's row at the first start."""
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(files("coo_backend.db") / "migrations"))
        with self._turn, self._writing() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if connection.execute(sa.select(server.c.id)).first() is None:
                connection.execute(sa.insert(server).values(id=1, epoch=1, secret=secrets.token_hex(32)))
                connection.execute(sa.insert(feeds).values(company=""))

    def new_epoch(self, now_ms: int) -> None:
        """Starts the next epoch; done after the database was restored from a backup, before clients come back.

        Its number is the time, so that two restores of one copy are two epochs: no clock turns back to an earlier one.
        """
        with self.write("") as connection:
            begun = connection.execute(sa.select(server.c.epoch)).scalar_one()
            connection.execute(sa.update(server).values(epoch=max(begun + 1, now_ms)))

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with self.engine.connect().execution_options(coo_write=True) as connection, connection.begin():
            yield connection

    def close(self) -> None:
        self.engine.dispose()


def epoch(connection: sa.Connection) -> str:
    """The feed's epoch as the wire spells it."""
    return f"e{connection.execute(sa.select(server.c.epoch)).scalar_one()}"


def signing_key(connection: sa.Connection) -> Ed25519PrivateKey:
    """The server's own key for orders that a client must be able to check; derived, so that it needs no place."""
    secret = connection.execute(sa.select(server.c.secret)).scalar_one()
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"orders" + bytes.fromhex(secret)).digest())


def _prepare_sqlite(connection: object, _record: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]  # sqlite3 begins nothing itself: `_begin_sqlite` does
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    immediate = connection.get_execution_options().get("coo_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


@contextmanager
def _converted() -> Iterator[None]:
    try:
        yield
    except (OperationalError, IntegrityError) as error:
        raise StoreBusy(cause=str(error.orig)) from error
    except DBAPIError as error:
        raise StoreTrouble(cause=str(error.orig)) from error
