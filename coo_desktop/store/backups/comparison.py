"""How the documents of two store files differ, by family: what a restore would take away, bring and change."""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coo_desktop.domain.backups import FamilyDifference
from coo_desktop.domain.documents.document import FAMILIES
from coo_desktop.store import faults
from coo_desktop.store.database.driver import open_connection

_ROWS = """SELECT id, family, updated_at, rev IS NULL OR EXISTS (
    SELECT 1 FROM outbox WHERE outbox.document = document.id AND outbox.kind = 'put'
), stage, links, "values" FROM document WHERE NOT deleted"""


@dataclass(slots=True)
class _Tally:
    """The documents of one family, by id: the digest of each, and which of them the backend does not have so."""

    digests: dict[str, bytes] = field(default_factory=dict)
    unsent: set[str] = field(default_factory=set)
    newest: str = ""


def differences(here: Path, there: Path, key: bytes) -> tuple[FamilyDifference, ...]:
    """Here against the backup, both at the present schema and under the same key. Raises StoreTrouble."""
    with faults.database():
        mine, theirs = _tallies(here, key), _tallies(there, key)
    return tuple(_difference(family, mine[family], theirs[family]) for family in FAMILIES)


def waiting(file: Path, key: bytes) -> int:
    """How many wishes wait to be sent in a store file."""
    with faults.database(), closing(open_connection(file, key, read_only=True)) as connection:
        return int(connection.execute("SELECT count(*) FROM outbox WHERE kind <> 'commit'").fetchone()[0])


def _difference(family: str, mine: _Tally, theirs: _Tally) -> FamilyDifference:
    only_here = mine.digests.keys() - theirs.digests.keys()
    both = mine.digests.keys() & theirs.digests.keys()
    changed = {name for name in both if mine.digests[name] != theirs.digests[name]}
    return FamilyDifference(
        family=family,
        only_here=len(only_here),
        only_there=len(theirs.digests) - len(both),
        changed=len(changed),
        same=len(both) - len(changed),
        unsent=len((only_here | changed) & mine.unsent),
        newest_here=mine.newest,
        newest_there=theirs.newest,
    )


def _tallies(file: Path, key: bytes) -> dict[str, _Tally]:
    tallies = {family: _Tally() for family in FAMILIES}
    with closing(open_connection(file, key, read_only=True)) as connection:
        for name, family, at, is_unsent, *content in _rows(connection):
            tally = tallies.setdefault(family, _Tally())
            tally.digests[name] = hashlib.blake2b("\0".join(content).encode(errors="replace"), digest_size=16).digest()
            tally.newest = max(tally.newest, at)
            if is_unsent:
                tally.unsent.add(name)
    return tallies


def _rows(connection: Any) -> Iterator[Any]:
    """Row by row: a large store does not stand in memory."""
    return iter(connection.execute(_ROWS))
