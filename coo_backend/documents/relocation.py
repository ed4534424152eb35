"""Which office a document belongs to: the one it was sent to last; one never sent, to where its company is filed.

What was sent stays where it is. A returned document is the old office's until it is sent again; then it goes, as every
submission does, to the office that the company is filed at (docs/decisions/2026-11-30-office-of-a-document.md).
"""

import dataclasses
from typing import Any

import sqlalchemy as sa

from coo_backend.db.tables import companies, documents, office_moves
from coo_backend.db.unit import Unit, once
from coo_backend.documents import release
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, Company, Document
from coo_desktop.domain.filling.fills import refilled
from coo_desktop.domain.office.correspondence import MoveState


def office_of_unsent(unit: Unit, document: Document) -> str:
    """Where a document belongs while its company writes in it."""
    return document.office if document.stage == "returned" else unit.company.office


def sent_on(unit: Unit, document: Document) -> Document:
    """The document at the office where its company is filed now; who examined it elsewhere has no part in it there."""
    if document.office == unit.company.office:
        return document
    facts = {name: fact for name, fact in document.facts.items() if name != "examiner"}
    return dataclasses.replace(document, office=unit.company.office, facts=facts)


def follow_company(unit: Unit, before: Company) -> None:
    """The unit's company is filed elsewhere now: what it has not sent follows, with the fields that its filing filled.

    Each gets a new revision, so that no desk sends one on before somebody has seen what became of it.
    """
    mine = sa.and_(documents.c.company == unit.company.id, documents.c.family.in_((CERTIFICATE, PRE_REVIEW)))
    unsent = sa.select(documents.c.id).where(mine, documents.c.stage.in_(lifecycle.EDITABLE)).order_by(documents.c.id)
    for document_id in unit.connection.execute(unsent).scalars().all():
        document = unit.document(document_id)
        changed = _refilled(unit, document, before)
        office = office_of_unsent(unit, document)
        if changed or office != document.office:
            moved = dataclasses.replace(document, office=office, values={**document.values, **changed})
            unit.keep(release.followed(unit, moved), "relocate")


def catch_up(unit: Unit, arrived: Document) -> None:
    """A document that comes here for the first time was perhaps begun where nobody had heard of the last move: what the
    filing before it filled in follows now, under a revision of its own, so that its desk holds it until it was seen."""
    last = once(unit, _left_office)
    if last is None or not last.city_en:
        return
    before = dataclasses.replace(unit.company, office=last.office, city_en=last.city_en)
    if changed := _refilled(unit, arrived, before):
        moved = dataclasses.replace(arrived, values={**arrived.values, **changed})
        unit.keep(release.followed(unit, moved), "relocate")


def _left_office(unit: Unit) -> "sa.Row[Any, Any] | None":
    """The office, and its city, that the company left last for where it is filed now."""
    query = (
        sa.select(companies.c.city_en, companies.c.office)
        .join(office_moves, office_moves.c.office_from == companies.c.office)
        .where(companies.c.kind == "office", office_moves.c.company == unit.company.id)
        .where(office_moves.c.state == MoveState.APPROVED, office_moves.c.office_to == unit.company.office)
        .order_by(office_moves.c.decided_at.desc())
        .limit(1)
    )
    return unit.transaction.execute(query).first()


def _refilled(unit: Unit, document: Document, before: Company) -> dict[str, Any]:
    """The fields that the filing filled in and that the one of now fills otherwise."""
    today = unit.shared.clock.today()
    known, now = (Context(today=today, company=company) for company in (before, unit.company))
    return refilled(unit.rules.form(document.form), document.values, known, now)
