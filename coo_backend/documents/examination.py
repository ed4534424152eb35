"""The examiner's steps; every one is a row of the lifecycle tables."""

import dataclasses
from typing import Any

import sqlalchemy as sa

from coo_backend.db.document_rows import OPEN_PRINT_REQUESTS
from coo_backend.db.tables import documents
from coo_backend.db.unit import Actor, Unit
from coo_backend.documents import succession
from coo_backend.documents.certificate_check import check_url
from coo_backend.documents.drafts import match_or_refuse
from coo_backend.documents.numbers import next_number
from coo_backend.notices import inbox
from coo_backend.notices.inbox import Notice
from coo_backend.runtime.refusals import Refusal, invalid
from coo_desktop.contract.requests import Exam
from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import CERTIFICATE, Document
from coo_desktop.domain.documents.succession import original_of
from coo_desktop.domain.office.notices import NoticeKind
from coo_desktop.domain.office.sending_terms import COLLECTION, Collection

STAGE_EVENTS = ("take_up", "put_back", "approve", "return", "void")
PRINT_EVENTS = ("grant_reprint", "refuse_reprint", "grant_lost", "refuse_lost")
#: What a company is told of, and as what.
NOTICES = {
    "approve": NoticeKind.APPROVED,
    "return": NoticeKind.RETURNED,
    "void": NoticeKind.VOIDED,
    "grant_reprint": NoticeKind.REPRINT_GRANTED,
    "refuse_reprint": NoticeKind.REPRINT_REFUSED,
    "grant_lost": NoticeKind.LOST_GRANTED,
    "refuse_lost": NoticeKind.LOST_REFUSED,
}
EVENTS = STAGE_EVENTS + PRINT_EVENTS


def examine(unit: Unit, document_id: str, event: str, body: Exam, if_match: str = "") -> Document:
    """Takes one step on a document of the examiner's office; with `if_match` only on the revision looked at."""
    document = unit.document(document_id)
    if if_match:
        match_or_refuse(document, if_match, "")
    if event in PRINT_EVENTS:
        return _decide_print(unit, document, event, body)
    row = lifecycle.move(document.family, document.stage, event, unit.actor.role)
    if "reason" in row.guards and not _has_reason(body):
        raise invalid(("reason_missing", "reason"))
    facts = _facts(unit, document, event, body)
    if event == "approve":
        facts |= succession.replace_original(unit, document)
    kept = unit.keep(dataclasses.replace(document, stage=row.to, facts=facts), event)
    _tell(unit, kept, event, body)
    return kept


def company_of(connection: sa.Connection, actor: Actor, document_id: str) -> str:
    """The company whose document it is; not-found unless the examiner's office issues it."""
    query = sa.select(documents.c.company).where(documents.c.id == document_id)
    company = connection.execute(query.where(documents.c.office == actor.company.office)).scalar()
    if company is None:
        raise Refusal("not-found")
    return str(company)


def queue(connection: sa.Connection, actor: Actor) -> list[str]:
    """The bodies of what waits for the examiner's office, oldest first."""
    waiting = sa.or_(
        documents.c.stage.in_(("submitted", "in_review")),
        sa.and_(documents.c.stage == "approved", documents.c.print_state.in_(OPEN_PRINT_REQUESTS)),
    )
    query = sa.select(documents.c.body).where(documents.c.office == actor.company.office, waiting)
    return list(connection.execute(query.order_by(documents.c.id)).scalars())


def _decide_print(unit: Unit, document: Document, event: str, body: Exam) -> Document:
    if document.family != CERTIFICATE or document.stage != "approved":
        lifecycle.move(document.family, document.stage, event, unit.actor.role)
    row = lifecycle.print_move(document.print_state, event, unit.actor.role)
    if "reason" in row.guards and not _has_reason(body):
        raise invalid(("reason_missing", "reason"))
    answer = {"printDecision": event, "printAnswer": body.reason.strip(), "printDecidedAt": unit.shared.clock.stamp()}
    facts = {**document.facts, **answer}
    kept = unit.keep(dataclasses.replace(document, print_state=row.to, facts=facts), event)
    _tell(unit, kept, event, body)
    return kept


def _tell(unit: Unit, document: Document, event: str, body: Exam) -> None:
    if event in NOTICES:
        replaces = event == "approve" and original_of(document)[0] in ("amend", "adjust")
        kind = NoticeKind.REPLACEMENT_APPROVED if replaces else NOTICES[event]
        text = "\n".join(filter(None, (body.reason.strip(), *(remark.text.strip() for remark in body.reasons))))
        inbox.tell(unit, Notice(kind, document.id, text))


def _has_reason(body: Exam) -> bool:
    return bool(body.reason.strip() or any(remark.text.strip() for remark in body.reasons))


def _facts(unit: Unit, document: Document, event: str, body: Exam) -> dict[str, Any]:
    at = unit.shared.clock.stamp()
    why = {"reason": body.reason.strip(), "reasons": [remark.model_dump() for remark in body.reasons]}
    match event:
        case "take_up":
            new: dict[str, Any] = {"examiner": unit.actor.name}
        case "approve":
            new = {"approvedAt": at, "examiner": unit.actor.name, "number": next_number(unit, document, "number")}
            if printed := next_number(unit, document, "print"):
                new["printNumber"] = printed
                new |= check_url(unit.shared.settings, new["number"], printed)
            if document.values.get(COLLECTION) == Collection.OFFICE:
                office = unit.actor.company
                new["collectAt"] = "，".join(filter(None, (office.name_zh, office.address_zh)))
        case "return":
            new = {**why, "returnedAt": at, "examiner": unit.actor.name}
        case "void":
            new = {**why, "voidedAt": at}
        case _:
            new = {}
    return {**document.facts, **new}
