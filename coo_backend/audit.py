"""The record of who did what: only added to, each entry sealed to the one before, in the transaction of the effect."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import sqlalchemy as sa

from coo_backend.tables import audit, feeds

_SEALED = ("at", "actor", "device", "action", "object", "rev_before", "rev_after", "ip", "request_id", "prev_hash")


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


def broken(connection: sa.Connection, company: str) -> tuple[int, ...]:
    """The numbers of entries that were altered, removed or inserted; empty when the chain is whole."""
    found: list[int] = []
    expected, last_hash = 1, ""
    for row in connection.execute(sa.select(audit).where(audit.c.company == company).order_by(audit.c.entry)):
        values = row._asdict()
        if row.entry != expected or row.prev_hash != last_hash or row.hash != _seal(values):
            found.append(expected if row.entry != expected else row.entry)
        expected, last_hash = row.entry + 1, row.hash
    head = connection.execute(
        sa.select(feeds.c.audit_entries, feeds.c.audit_hash).where(feeds.c.company == company)
    ).one()
    if (head.audit_entries, head.audit_hash) != (expected - 1, last_hash):
        found.append(expected)
    return tuple(dict.fromkeys(found))


def _seal(values: dict[str, object]) -> str:
    parts = [str(values["company"]), str(values["entry"]), *(str(values[name]) for name in _SEALED)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
