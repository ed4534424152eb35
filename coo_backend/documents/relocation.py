"""Which office a document belongs to: the one it was sent to last; one never sent, to where its company is filed.

What was sent stays where it is. A returned document is the old office's until it is sent again; then it goes, as every
submission does, to the office that the company is filed at (docs/decisions/2026-11-30-office-of-a-document.md).
"""

import dataclasses

import sqlalchemy as sa

from coo_backend.db.tables import documents
from coo_backend.db.unit import Unit
from coo_backend.documents import release
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, Company, Document
from coo_desktop.domain.filling.fills import refilled


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
    today = unit.shared.clock.today()
    known, now = Context(today=today, company=before), Context(today=today, company=unit.company)
    mine = sa.and_(documents.c.company == unit.company.id, documents.c.family.in_((CERTIFICATE, PRE_REVIEW)))
    unsent = sa.select(documents.c.id).where(mine, documents.c.stage.in_(lifecycle.EDITABLE)).order_by(documents.c.id)
    for document_id in unit.connection.execute(unsent).scalars().all():
        document = unit.document(document_id)
        changed = refilled(unit.rules.form(document.form), document.values, known, now)
        office = office_of_unsent(unit, document)
        if changed or office != document.office:
            moved = dataclasses.replace(document, office=office, values={**document.values, **changed})
            unit.keep(release.followed(unit, moved), "relocate")
