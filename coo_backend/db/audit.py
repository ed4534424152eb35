"""The record of who did what: only added to, each entry sealed to the one before, in the transaction of the effect.

`python -m coo_backend.db.audit DATABASE` names every entry that was altered, removed or inserted. Whoever can rewrite
the whole chain and its head leaves no trace inside the database: `--anchor FILE`, run daily, keeps the heads outside.

A seal names how it was made: `2:` over fields that each tell their length. Seals without a name are older: their fields
were joined by a sign that a field may hold itself, so two different entries could share one. They are still checked,
and none is believed after a newer one.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from coo_backend.db.database import Database
from coo_backend.db.tables import audit, feeds
from coo_backend.runtime.clock import Clock

_SEALED = (
    "company", "entry", "at", "actor", "device", "action", "object", "rev_before", "rev_after", "ip", "request_id",
    "prev_hash",
)  # fmt: skip
_MADE = "2:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened; `object` is a document, evidence or account."""

    at: str
    actor: str
    action: str
    object: str = ""
    device: str = ""
    rev_before: str = ""
    rev_after: str = ""
    ip: str = ""
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain is broken; `how` is altered, removed or inserted."""

    company: str
    entry: int
    how: str


def record(connection: sa.Connection, company: str, entries: Sequence[Entry]) -> None:
    """Appends entries to the company's chain; the caller's transaction holds the company's feed row."""
    if not entries:
        return
    mine = feeds.c.company == company
    head = connection.execute(sa.select(feeds.c.audit_entries, feeds.c.audit_hash).where(mine)).one()
    number, last_hash = head.audit_entries, head.audit_hash
    rows: list[dict[str, object]] = []
    for entry in entries:
        number += 1
        values = {"company": company, "entry": number, "prev_hash": last_hash, **asdict(entry)}
        last_hash = _seal(values)
        rows.append({**values, "hash": last_hash})
    connection.execute(sa.insert(audit), rows)
    connection.execute(sa.update(feeds).where(mine).values(audit_entries=number, audit_hash=last_hash))


def broken(connection: sa.Connection, company: str) -> tuple[Break, ...]:
    """Every entry of the company's chain that was altered, removed or inserted; empty when the chain is whole."""
    rows = connection.execute(sa.select(audit).where(audit.c.company == company).order_by(audit.c.entry)).all()
    mine = feeds.c.company == company
    head = connection.execute(sa.select(feeds.c.audit_entries, feeds.c.audit_hash).where(mine)).one()
    found = (Break(company, entry, how) for entry, how in _breaks(rows, head.audit_entries, head.audit_hash))
    return tuple(dict.fromkeys(found))


def all_broken(connection: sa.Connection) -> tuple[Break, ...]:
    """The breaks of all chains; "" is the chain of the server itself."""
    companies = connection.execute(sa.select(feeds.c.company).order_by(feeds.c.company)).scalars().all()
    strangers = sa.select(audit.c.company, audit.c.entry).where(audit.c.company.not_in(companies))
    inserted = (Break(row.company, row.entry, "inserted") for row in connection.execute(strangers))
    return (*(found for company in companies for found in broken(connection, company)), *inserted)


def anchor(connection: sa.Connection, file: Path, at: str) -> None:
    """Adds the heads of all chains to a file that lies, or is copied, where the database's keeper cannot write."""
    rows = connection.execute(sa.select(feeds.c.company, feeds.c.audit_entries, feeds.c.audit_hash))
    heads = {row.company: [row.audit_entries, row.audit_hash] for row in rows}
    with file.open("a", encoding="utf-8") as opened:
        opened.write(json.dumps({"at": at, "heads": heads}, sort_keys=True) + "\n")


def drifted(connection: sa.Connection, file: Path) -> tuple[Break, ...]:
    """Anchored entries that are no longer there with their seal: the chain was written anew."""
    found: dict[Break, None] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        for company, (entry, sealed) in json.loads(line)["heads"].items():
            query = sa.select(audit.c.hash).where(audit.c.company == company, audit.c.entry == entry)
            now = connection.execute(query).scalar()
            if entry and now != sealed:
                found[Break(company, entry, "altered" if now else "removed")] = None
    return tuple(found)


def _breaks(rows: Sequence[Any], count: int, head_hash: str) -> Iterator[tuple[int, str]]:
    """Follows the seals from the start; of two entries that claim a place, the one nobody sealed on to was put in."""
    last_claim = {row.prev_hash: number for number, row in enumerate(rows)}
    sealed_on = {row.prev_hash for row in rows} | {head_hash}
    expected, last_hash = 1, ""
    for number, row in enumerate(rows):
        follows = row.prev_hash == last_hash
        is_contested = last_claim.get(last_hash, -1) > number
        if row.entry > count or (is_contested and not (follows and row.hash in sealed_on)):
            yield row.entry, "inserted"
            continue
        if row.entry > expected and not follows:
            yield from ((entry, "removed") for entry in range(expected, row.entry))
        elif not follows:
            yield max(row.entry - 1, 1), "altered"
        if row.hash != _seal(row._asdict(), is_old=not (row.hash.startswith(_MADE) or last_hash.startswith(_MADE))):
            yield row.entry, "altered"
        expected, last_hash = row.entry + 1, row.hash
    yield from ((entry, "removed") for entry in range(expected, count + 1))
    if expected > count and last_hash != head_hash:
        yield count, "altered"


def _seal(values: Mapping[str, object], *, is_old: bool = False) -> str:
    fields = [str(values[name]).encode() for name in _SEALED]
    if is_old:
        return hashlib.sha256(b"\x1f".join(fields)).hexdigest()
    return _MADE + hashlib.sha256(sealed_bytes(fields)).hexdigest()


def sealed_bytes(fields: Sequence[bytes]) -> bytes:
    """The fields, each after its length: no other fields give the same bytes."""
    return b"".join(b"%d:%s" % (len(field), field) for field in fields)


def main(argv: Sequence[str] | None = None) -> int:
    """`python -m coo_backend.db.audit DATABASE`: 0 when every chain is whole, 1 when not, 2 without a database."""
    parser = argparse.ArgumentParser(prog="coo_backend.db.audit", description="Checks the chains of the audit.")
    parser.add_argument("database", help="an SQLite file, or the URL of another database")
    parser.add_argument("--anchor", type=Path, help="add today's heads to this file when the chains are whole")
    parser.add_argument("--anchors", type=Path, help="compare with the heads in this file")
    given = parser.parse_args(argv)
    if "://" not in given.database and not Path(given.database).is_file():
        parser.error(f"no such file: {given.database}")
    database = Database(given.database if "://" in given.database else f"sqlite:///{given.database}")
    try:
        with database.read() as connection:
            found = all_broken(connection) + (drifted(connection, given.anchors) if given.anchors else ())
            if given.anchor and not found:
                anchor(connection, given.anchor, Clock().stamp())
    finally:
        database.close()
    for one in found:
        print(f"{one.company or 'server'} {one.entry}: {one.how}")
    print(f"{len(found)} broken entries" if found else "every chain is whole")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
