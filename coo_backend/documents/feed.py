"""What a client reads to catch up: changes since a cursor, everything page by page, and a sum to compare with."""

import hashlib
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

import sqlalchemy as sa

from coo_backend.db.database import epoch
from coo_backend.db.document_rows import living
from coo_backend.db.tables import documents, feeds
from coo_backend.db.unit import Actor
from coo_backend.notices import inbox
from coo_backend.runtime.refusals import Refusal
from coo_backend.runtime.settings import MEBIBYTE
from coo_backend.runtime.strict_json import write_json
from coo_desktop.contract.documents import Checksum

Key = TypeVar("Key")


def changes(connection: sa.Connection, actor: Actor, cursor: str, known_epoch: str, limit: int) -> bytes:
    """The current documents that changed after the cursor, oldest change first, as stored."""
    now, company = epoch(connection), actor.company.id
    if known_epoch and known_epoch != now:
        raise Refusal("epoch-changed", epoch=now)
    feed = connection.execute(sa.select(feeds.c.seq, feeds.c.floor).where(feeds.c.company == company)).one()
    after = _position(cursor)
    if after > feed.seq or 0 < after < feed.floor:
        raise Refusal("cursor-expired")
    query = sa.select(documents.c.feed_seq, documents.c.body)
    query = query.where(documents.c.company == company, documents.c.feed_seq > after)
    rows = connection.execute(query.order_by(documents.c.feed_seq).limit(limit + 1)).all()
    taken, more = _page([(seq, body) for seq, body in rows], limit)
    # At the end the cursor moves past changes that a later change of the same document has taken the place of.
    last = taken[-1][0] if more else feed.seq
    page = {"cursor": str(last), "more": more, "epoch": now, "notices": inbox.state(connection, actor)}
    return with_items((text for _, text in taken), page)


def snapshot(connection: sa.Connection, company: str, page: str, limit: int) -> bytes:
    """A page of everything; `cursor` is the feed's place when the first page was read, so that nothing is missed."""
    seq = connection.execute(sa.select(feeds.c.seq).where(feeds.c.company == company)).scalar_one()
    start, _, last_id = page.partition(".") if page else (str(seq), "", "")
    if _position(start) > seq:
        raise Refusal("cursor-expired")
    query = sa.select(documents.c.id, documents.c.body).where(living(company), documents.c.id > last_id)
    rows = connection.execute(query.order_by(documents.c.id).limit(limit + 1)).all()
    taken, more = _page([(document_id, body) for document_id, body in rows], limit)
    facts = {
        "page": f"{start}.{taken[-1][0]}" if more else None,
        "epoch": epoch(connection),
        "cursor": start,
    }
    return with_items((text for _, text in taken), facts)


def checksum(connection: sa.Connection, company: str) -> Checksum:
    """The number of living documents and the XOR of the SHA-256 of each `id:rev`."""
    total, count = 0, 0
    for row in connection.execute(sa.select(documents.c.id, documents.c.rev).where(living(company))):
        total ^= int.from_bytes(hashlib.sha256(f"{row.id}:{row.rev}".encode()).digest(), "big")
        count += 1
    return Checksum(count=count, digest=f"{total:064x}")


def forget_tombstones(connection: sa.Connection, company: str, before_s: int) -> int:
    """Drops tombstones older than an instant and raises the floor under which a cursor has missed them."""
    old = sa.and_(documents.c.company == company, documents.c.stage == "deleted", documents.c.deleted_s < before_s)
    last = connection.execute(sa.select(sa.func.max(documents.c.feed_seq)).where(old)).scalar()
    if last is None:
        return 0
    gone = connection.execute(sa.delete(documents).where(old))
    connection.execute(sa.update(feeds).where(feeds.c.company == company).values(floor=last))
    return gone.rowcount


def _position(text: str) -> int:
    if not text:
        return 0
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise Refusal("cursor-expired")
    return int(text)


def _page(rows: list[tuple[Key, str]], limit: int) -> tuple[list[tuple[Key, str]], bool]:
    """The rows that fit a page, by number and by bytes, and whether there are more."""
    size = 0
    for number, (_, text) in enumerate(rows[:limit]):
        size += len(text)
        if size > MEBIBYTE and number:
            return rows[:number], True
    return rows[:limit], len(rows) > limit


def with_items(items: Iterable[str], facts: Mapping[str, object] = MappingProxyType({})) -> bytes:
    """A JSON object whose items are stored JSON, joined and not read again; each is copied once as it is encoded."""
    end = "]" + ("," if facts else "") + write_json(dict(facts))[1:]
    return b"".join((b'{"items":[', b",".join([text.encode() for text in items]), end.encode()))
