"""Leads a store file to the present schema: a verified backup, then one transaction per step.

`PRAGMA user_version` is the only record of the schema, written by the step's own transaction. It can be read without
Alembic, so that Alembic is imported on the rare start that has a step to make.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection

from coo_desktop.domain.errors import StoreDamaged, StoreNewer
from coo_desktop.store import faults
from coo_desktop.store.database.backups import back_up, keep_newest
from coo_desktop.store.database.engine import schema_of
from coo_desktop.store.database.migrations import step_0001, step_0002, step_0003, step_0004, step_0005, step_0006

Step = Callable[[Operations], None]

#: The step at place n leads from schema n to schema n + 1. A released step is never edited.
STEPS: tuple[Step, ...] = (
    step_0001.upgrade,
    step_0002.upgrade,
    step_0003.upgrade,
    step_0004.upgrade,
    step_0005.upgrade,
    step_0006.upgrade,
)
KEPT_BACKUPS = 5


def migrate(connection: Connection, backups: Path, key: bytes | None, steps: Sequence[Step] = STEPS) -> None:
    """Makes the missing steps; raises StoreNewer for a file of a newer program.

    A step that fails leaves the file at the schema before it, and the backup beside it.
    """
    with faults.database():
        start = schema_of(connection)
        if start > len(steps):
            raise StoreNewer(schema=start, known=len(steps))
        if 0 < start < len(steps):
            back_up(connection, backups / f"schema-{start}.db", key)
            keep_newest(backups, "schema-*.db", KEPT_BACKUPS)
        for number, step in enumerate(steps[start:], start + 1):
            with connection.begin():
                _make(connection, number, step)


def _make(connection: Connection, number: int, step: Step) -> None:
    step(Operations(MigrationContext.configure(connection)))
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise StoreDamaged(cause="foreign_key_check", schema=number)
    connection.exec_driver_sql(f"PRAGMA user_version = {number:d}")
