"""Whose rows a transaction may see: PostgreSQL is told, and its policies keep all others out of every query.

The second wall: a query that forgets its own condition finds nothing of anybody else. The settings end with the
transaction (SET LOCAL); one that was told nothing sees no company at all. They hold for roles that are neither
superusers nor BYPASSRLS (docs/deployment.md). SQLite has no policies: there the queries' own conditions are all.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa

_TELL = sa.text(
    "SELECT set_config('app.company', :company, true), set_config('app.home', :home, true), "
    "set_config('app.office', :office, true), set_config('app.everybody', :everybody, true)"
)
_TURN = sa.text("SELECT set_config('app.company', :company, true)")
_OPEN = sa.text("SELECT set_config('app.everybody', :everybody, true)")


@dataclass(frozen=True, slots=True)
class Sight:
    """A company's rows ("" are the server's own), those of the actor's own company `home`, and, to read, those that an
    issuing office handles; or everybody's, for what the server does of itself."""

    company: str = ""
    home: str = ""
    office: str = ""
    is_everybody: bool = False


NOBODY = Sight()
EVERYBODY = Sight(is_everybody=True)


def look(connection: sa.Connection, sight: Sight) -> None:
    """From now on the transaction sees this."""
    if _has_policies(connection):
        told = {"company": sight.company, "home": sight.home or sight.company, "office": sight.office}
        connection.execute(_TELL, {**told, "everybody": _switch(sight.is_everybody)})


def turn_to(connection: sa.Connection, company: str) -> None:
    """Sees this company's rows from now on, beside what the actor may see: whose it is was just looked up by a name."""
    if _has_policies(connection):
        connection.execute(_TURN, {"company": company})


@contextmanager
def wide_open(connection: sa.Connection) -> Iterator[None]:
    """Sees everybody's rows while the block runs, for one deed that concerns several companies."""
    if not _has_policies(connection):
        yield
        return
    connection.execute(_OPEN, {"everybody": _switch(True)})
    yield
    connection.execute(_OPEN, {"everybody": _switch(False)})


def _switch(is_on: bool) -> str:
    return "on" if is_on else "off"


def _has_policies(connection: sa.Connection) -> bool:
    return connection.dialect.name == "postgresql"
