"""A company's move to another office of the CCPIT: asked for with a reason, decided by the office that receives it.

One request of a company is open at a time; the database holds that. What was sent before stays with the old office,
what was not follows (documents/relocation).
"""

import dataclasses
from typing import Any

import sqlalchemy as sa

from coo_backend.db.tables import companies, office_moves
from coo_backend.db.unit import Actor, Unit
from coo_backend.documents.relocation import follow_company
from coo_backend.notices import inbox
from coo_backend.notices.inbox import Notice
from coo_backend.runtime.refusals import Refusal, invalid
from coo_desktop.contract.correspondence import Moves, Office, OfficeMove, Offices
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.errors import Locked
from coo_desktop.domain.office.correspondence import MoveState
from coo_desktop.domain.office.notices import NoticeKind


def offices(connection: sa.Connection) -> Offices:
    """Every office with its place, for a company to choose from."""
    query = sa.select(companies).where(companies.c.kind == "office").order_by(companies.c.office)
    return Offices(
        items=[
            Office(office=row.office, place=row.address_zh, name_zh=row.name_zh, name_en=row.name_en)
            for row in connection.execute(query)
        ]
    )


def office_names(connection: sa.Connection) -> dict[str, tuple[str, str]]:
    """Office -> what it is called, in Chinese and in English."""
    query = sa.select(companies.c.office, companies.c.name_zh, companies.c.name_en).where(companies.c.kind == "office")
    return {row.office: (row.name_zh, row.name_en) for row in connection.execute(query)}


def listed(connection: sa.Connection, company: str) -> Moves:
    """The company's requests, newest first."""
    query = sa.select(office_moves).where(office_moves.c.company == company).order_by(office_moves.c.asked_at.desc())
    return Moves(items=[OfficeMove.model_validate(row) for row in connection.execute(query)])


def ask(unit: Unit, office: str, reason: str) -> OfficeMove:
    """Files a request; refuses an unknown or the own office, an empty reason, and a second one while one is open."""
    known = sa.select(companies.c.id).where(companies.c.kind == "office", companies.c.office == office)
    if unit.connection.execute(known).first() is None or office == unit.company.office:
        raise invalid(("office_unknown", "office"))
    if not reason.strip():
        raise invalid(("reason_missing", "reason"))
    if unit.connection.execute(sa.select(office_moves.c.id).where(_open(unit.company.id))).first():
        raise Locked(event="move", guard="no_open_request")
    values = {"id": new_id(), "company": unit.company.id, "office_from": unit.company.office, "office_to": office}
    values |= {"reason": reason.strip(), "state": MoveState.OPEN, "asked_at": unit.shared.clock.stamp()}
    values |= {"asked_by": unit.actor.name}
    unit.connection.execute(sa.insert(office_moves).values(values))
    unit.record("move-asked", values["id"])
    return OfficeMove.model_validate(_row(unit, values["id"]))


def take_back(unit: Unit, move: str) -> OfficeMove:
    """The company does not want to move after all."""
    return OfficeMove.model_validate(_end(unit, move, MoveState.TAKEN_BACK, ""))


def decide(unit: Unit, move: str, verdict: MoveState, reason: str) -> None:
    """The receiving office approves or refuses; what is not sent yet follows an approval. Refusing needs a reason."""
    row = _row(unit, move)
    if row.office_to != unit.actor.company.office:
        raise Refusal("not-found")
    if verdict == MoveState.REFUSED and not reason.strip():
        raise invalid(("reason_missing", "reason"))
    _end(unit, move, verdict, reason.strip())
    if verdict == MoveState.APPROVED:
        _file_at(unit, row.office_to)
    inbox.tell(unit, Notice(NoticeKind(f"move_{verdict}"), "", reason.strip()))


def _file_at(unit: Unit, office: str) -> None:
    """Files the company at the office: its place is the office's, where the office names one."""
    receiving = sa.select(companies.c.city_en).where(companies.c.kind == "office", companies.c.office == office)
    city = unit.connection.execute(receiving).scalar() or unit.company.city_en
    before, unit.company = unit.company, dataclasses.replace(unit.company, office=office, city_en=city)
    mine = companies.c.id == unit.company.id
    unit.connection.execute(sa.update(companies).where(mine).values(office=office, city_en=city))
    follow_company(unit, before)


def waiting(connection: sa.Connection, actor: Actor) -> list[Any]:
    """What the examiner's office was asked, the open ones first."""
    query = (
        sa.select(office_moves, companies.c.name_zh, companies.c.name_en)
        .join(companies, companies.c.id == office_moves.c.company)
        .where(office_moves.c.office_to == actor.company.office)
        .order_by(office_moves.c.state != MoveState.OPEN, office_moves.c.asked_at.desc())
    )
    return list(connection.execute(query).all())


def _end(unit: Unit, move: str, state: MoveState, answer: str) -> Any:
    row = _row(unit, move)
    if row.state != MoveState.OPEN:
        raise Locked(event=state, stage=row.state)
    values = {"state": state, "answer": answer, "decided_at": unit.shared.clock.stamp()}
    values |= {"decided_by": unit.actor.name}
    unit.connection.execute(sa.update(office_moves).where(_is(unit, move)).values(values))
    unit.record(f"move-{state}", move)
    return _row(unit, move)


def _row(unit: Unit, move: str) -> Any:
    row = unit.connection.execute(sa.select(office_moves).where(_is(unit, move))).first()
    if row is None:
        raise Refusal("not-found")
    return row


def _is(unit: Unit, move: str) -> sa.ColumnElement[bool]:
    return sa.and_(office_moves.c.company == unit.company.id, office_moves.c.id == move)


def _open(company: str) -> sa.ColumnElement[bool]:
    return sa.and_(office_moves.c.company == company, office_moves.c.state == MoveState.OPEN)
