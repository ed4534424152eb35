"""What the issuing side tells a company, and who of it has read what."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from coo_backend.db.tables import notice_reads, notices
from coo_backend.db.unit import Actor, Unit
from coo_backend.runtime.refusals import Refusal
from coo_desktop.contract.correspondence import Notice as NoticeBody
from coo_desktop.contract.correspondence import Notices, ReadNotices
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.office.notices import NoticeKind

_LONGEST_CURSOR = 18


@dataclass(frozen=True, slots=True)
class Notice:
    """One message; `kind` is office for a word to everybody, else what became of `document`."""

    kind: NoticeKind
    document: str
    text: str
    id: str = ""


def tell(unit: Unit, notice: Notice) -> None:
    """Files the notice for the unit's company; one with an id that is already there stays as it is."""
    mine = notices.c.company == unit.company.id
    if notice.id and unit.connection.execute(sa.select(notices.c.id).where(mine, notices.c.id == notice.id)).first():
        return
    last = unit.connection.execute(sa.select(sa.func.max(notices.c.number)).where(mine)).scalar() or 0
    unit.connection.execute(
        sa.insert(notices).values(
            company=unit.company.id,
            id=notice.id or new_id(),
            number=last + 1,
            at=unit.shared.clock.stamp(),
            kind=notice.kind,
            document=notice.document,
            text=notice.text,
            by=unit.actor.name,
        )
    )


def pull(connection: sa.Connection, actor: Actor, cursor: str, limit: int) -> Notices:
    """The company's notices after the cursor, oldest first, and the ids of all that this person has not read."""
    query = _mine(actor).where(notices.c.number > _position(cursor)).order_by(notices.c.number).limit(limit + 1)
    rows = connection.execute(query).all()
    taken = rows[:limit]
    unread = connection.execute(_mine(actor).where(notice_reads.c.at.is_(None)).order_by(notices.c.number))
    return Notices(
        items=[_to_wire(row) for row in taken],
        unread=[row.id for row in unread],
        cursor=str(taken[-1].number) if taken else cursor or "0",
        more=len(rows) > limit,
    )


def state(connection: sa.Connection, actor: Actor) -> str:
    """An opaque text that changes whenever a pull would tell this person something new."""
    mine = notices.c.company == actor.company.id
    last = connection.execute(sa.select(sa.func.max(notices.c.number)).where(mine)).scalar() or 0
    theirs = sa.and_(notice_reads.c.company == actor.company.id, notice_reads.c.account == actor.account)
    marks = connection.execute(sa.select(sa.func.count()).select_from(notice_reads).where(theirs)).scalar_one()
    return f"{last}.{marks}"


def read(unit: Unit, ids: list[str]) -> ReadNotices:
    """Marks notices as read by the acting person; ids of no notice of the company are passed over."""
    mine = sa.and_(notices.c.company == unit.company.id, notices.c.id.in_(ids))
    known = set(unit.connection.execute(sa.select(notices.c.id).where(mine)).scalars())
    theirs = sa.and_(notice_reads.c.company == unit.company.id, notice_reads.c.account == unit.actor.account)
    query = sa.select(notice_reads.c.notice).where(theirs, notice_reads.c.notice.in_(ids))
    done = set(unit.connection.execute(query).scalars())
    company, at = unit.company.id, unit.shared.clock.stamp()
    new = [
        {"company": company, "account": unit.actor.account, "notice": notice, "at": at}
        for notice in sorted(known - done)
    ]
    if new:
        unit.connection.execute(sa.insert(notice_reads), new)
    return ReadNotices(read=sorted(known))


def _mine(actor: Actor) -> "sa.Select[Any]":
    """The company's notices with the moment this person read them."""
    same = sa.and_(notice_reads.c.company == notices.c.company, notice_reads.c.notice == notices.c.id)
    marks = sa.and_(same, notice_reads.c.account == actor.account)
    query = sa.select(notices, notice_reads.c.at.label("read_at")).join(notice_reads, marks, isouter=True)
    return query.where(notices.c.company == actor.company.id)


def _to_wire(row: Any) -> NoticeBody:
    names = ("id", "at", "kind", "document", "text", "by")
    return NoticeBody(**{name: getattr(row, name) for name in names}, read_at=row.read_at or "")


def _position(cursor: str) -> int:
    if not cursor:
        return 0
    if not cursor.isascii() or not cursor.isdigit() or len(cursor) > _LONGEST_CURSOR:
        raise Refusal("cursor-expired")
    return int(cursor)
