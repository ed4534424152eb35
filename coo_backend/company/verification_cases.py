"""Verification from abroad: an importing country doubts a certificate, and its company proves it by a deadline.

A case belongs to one issued certificate. It is answered once, with a text and files that arrived before; what was
answered stays readable.
"""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from coo_backend.db.tables import companies, documents, evidence, verification_cases
from coo_backend.db.unit import Actor, Unit
from coo_backend.notices import inbox
from coo_backend.notices.inbox import Notice
from coo_backend.runtime.refusals import Refusal, invalid
from coo_backend.runtime.strict_json import write_json
from coo_desktop.contract.correspondence import Case, CaseFile, Cases
from coo_desktop.contract.requests import Answered
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import CERTIFICATE
from coo_desktop.domain.errors import Locked
from coo_desktop.domain.language.file_name import shown_name
from coo_desktop.domain.office.correspondence import CaseState
from coo_desktop.domain.office.notices import NoticeKind


@dataclass(frozen=True, slots=True)
class Question:
    """What an importing country wants to know of a certificate, and until which day; `key` makes it one case."""

    document: str
    text: str
    deadline: dt.date
    asked_by_country: str = ""
    key: str = ""


def open_case(unit: Unit, question: Question) -> str:
    """Opens a case on an issued certificate of the unit's company; its id. A key that is a case already opens none."""
    same = sa.select(verification_cases.c.id).where(verification_cases.c.id == question.key)
    if question.key and unit.connection.execute(same).first():
        return question.key
    document = unit.document(question.document)
    if document.stage not in ("approved", "voided") or not document.facts.get("number"):
        raise Locked(stage=document.stage, event="verify")
    if not question.text.strip():
        raise invalid(("reason_missing", "question"))
    if question.deadline < unit.shared.clock.today():
        raise invalid(("deadline_past", "deadline"))
    made = question.key or new_id()
    values = {"id": made, "company": unit.company.id, "office": document.office, "document": document.id}
    values |= {"number": str(document.facts["number"]), "question": question.text.strip(), "state": CaseState.OPEN}
    values |= {"country": question.asked_by_country, "deadline": question.deadline.isoformat()}
    values |= {"opened_at": unit.shared.clock.stamp(), "opened_by": unit.actor.name}
    unit.connection.execute(sa.insert(verification_cases).values(values))
    unit.record("verification-opened", made)
    inbox.tell(unit, Notice(NoticeKind.VERIFICATION_OPENED, document.id, question.text.strip()))
    return made


def answer(unit: Unit, case: str, body: Answered) -> Case:
    """Answers a case; every file named has to be here already, else dependency-missing with their ids."""
    row = _row(unit, case)
    if row.state != CaseState.OPEN:
        raise Locked(stage=row.state, event="answer")
    if not body.text.strip() and not body.evidence:
        raise invalid(("reason_missing", "text"))
    mine = sa.and_(evidence.c.company == unit.company.id, evidence.c.id.in_(body.evidence))
    known = {found.id: found for found in unit.connection.execute(sa.select(evidence).where(mine))}
    missing = [evidence_id for evidence_id in body.evidence if evidence_id not in known]
    if missing:
        raise Refusal("dependency-missing", missing=missing)
    files = [{"id": each, "name": known[each].name, "mime": known[each].mime} for each in body.evidence]
    values = {"state": CaseState.ANSWERED, "answer": body.text.strip(), "evidence": write_json(files)}
    values |= {"answered_at": unit.shared.clock.stamp(), "answered_by": unit.actor.name}
    unit.connection.execute(sa.update(verification_cases).where(verification_cases.c.id == case).values(values))
    unit.record("verification-answered", case)
    return to_wire(_row(unit, case))


def close(unit: Unit, case: str, result: str) -> None:
    """The office notes what came of an answered case; it stays readable."""
    row = _row(unit, case)
    if row.state != CaseState.ANSWERED:
        raise Locked(stage=row.state, event="close")
    values = {"state": CaseState.CLOSED, "result": result.strip(), "closed_at": unit.shared.clock.stamp()}
    unit.connection.execute(sa.update(verification_cases).where(verification_cases.c.id == case).values(values))
    unit.record("verification-closed", case)
    inbox.tell(unit, Notice(NoticeKind.VERIFICATION_CLOSED, row.document, result.strip()))


def listed(connection: sa.Connection, company: str) -> Cases:
    """The company's cases: open ones by deadline, then the others, newest first."""
    is_open = verification_cases.c.state == CaseState.OPEN
    query = sa.select(verification_cases).where(verification_cases.c.company == company)
    waiting = connection.execute(query.where(is_open).order_by(verification_cases.c.deadline)).all()
    done = connection.execute(query.where(~is_open).order_by(verification_cases.c.opened_at.desc())).all()
    return Cases(items=[to_wire(row) for row in (*waiting, *done)])


def of_office(connection: sa.Connection, actor: Actor) -> list[Any]:
    """The cases of the examiner's office with the companies' names, open ones first."""
    query = (
        sa.select(verification_cases, companies.c.name_zh, companies.c.name_en)
        .join(companies, companies.c.id == verification_cases.c.company)
        .where(verification_cases.c.office == actor.company.office)
        .order_by(verification_cases.c.state == CaseState.CLOSED, verification_cases.c.deadline)
    )
    return list(connection.execute(query).all())


def certificate(connection: sa.Connection, actor: Actor, number: str) -> tuple[str, str]:
    """The company and the id of an office's certificate of that number; refuses one that the office never issued."""
    mine = sa.and_(documents.c.number == number.strip(), documents.c.office == actor.company.office)
    issued = sa.and_(mine, documents.c.family == CERTIFICATE)
    row = connection.execute(sa.select(documents.c.company, documents.c.id).where(issued)).first()
    if row is None:
        raise Refusal("not-found", **invalid(("certificate_unknown", "number")).facts)
    return row.company, row.id


def files_of(row: Any) -> list[CaseFile]:
    """The files that an answer named."""
    found = json.loads(row.evidence) if row.evidence else []
    return [CaseFile.model_validate({**file, "name": shown_name(file)}) for file in found]


def to_wire(row: Any) -> Case:
    """A case as the wire spells it."""
    names = [name for name in Case.model_fields if name != "evidence"]
    return Case(**{name: getattr(row, name) for name in names}, evidence=files_of(row))


def _row(unit: Unit, case: str) -> Any:
    mine = sa.and_(verification_cases.c.id == case, verification_cases.c.company == unit.company.id)
    row = unit.connection.execute(sa.select(verification_cases).where(mine)).first()
    if row is None:
        raise Refusal("not-found")
    return row
