"""Sending a document to the examiner: all it rests on is there, nothing blocking is left, its original stands."""

import dataclasses
from collections.abc import Collection, Mapping

import sqlalchemy as sa

from coo_backend.db import references
from coo_backend.db.companies import with_wishes
from coo_backend.db.tables import evidence
from coo_backend.db.unit import Unit, role_for
from coo_backend.documents import release, succession
from coo_backend.documents.drafts import match_or_refuse
from coo_backend.documents.relocation import sent_on
from coo_backend.runtime.refusals import Refusal, incomplete, invalid
from coo_desktop.domain.checks.problems import blocking
from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.office import sending_terms

#: Facts of an earlier round that a new submission leaves behind.
ROUND_FACTS = ("reason", "reasons", "returnedAt", "withdrawnAt")


def submit(unit: Unit, document_id: str, if_match: str) -> Document:
    """Moves the document to submitted, at the office where its company is filed now; refuses with dependency-missing,
    validation, not-released or state-locked."""
    document = unit.document(document_id)
    match_or_refuse(document, if_match, "")
    role = role_for(unit.actor)
    if document.stage in lifecycle.EDITABLE and role in lifecycle.AUTHOR:
        document = _completed(unit, document)
    stage = lifecycle.move(document.family, document.stage, "submit", role).to
    _check_undertaken(unit, document)
    release.demand(unit, document)
    succession.check_asked_nothing_else(unit, document)
    document = release.used_up(sent_on(unit, document))
    facts = {name: fact for name, fact in document.facts.items() if name not in ROUND_FACTS}
    facts |= {"submittedAt": unit.shared.clock.stamp(), "signatory": unit.actor.name}
    return unit.keep(dataclasses.replace(document, stage=stage, facts=facts), "submit")


def _check_undertaken(unit: Unit, document: Document) -> None:
    """Refuses what lacks an answer that the company's office asks for; what was sent before was never asked."""
    company = with_wishes(unit.transaction, unit.company)
    if lacking := sending_terms.lacking(unit.rules.form(document.form), document.values, company):
        raise invalid(*((f"{name}_missing", name) for name in lacking))


def missing(unit: Unit, document: Document) -> list[str]:
    """The ids of evidence that never arrived and of products that are not approved."""
    form = unit.rules.form(document.form)
    named = references.evidence(document)
    there = _digests(unit, named)
    products = unit.living(references.products(form, document))
    lacking = [item for item, digest in named.items() if there.get(item) != digest]
    for product_id in references.products(form, document):
        product = products.get(product_id)
        if product is None or product.stage != "approved":
            lacking.append(product_id)
    return lacking


def _completed(unit: Unit, document: Document) -> Document:
    """The document in the stage it has once it is complete: a product may have been approved since it was saved."""
    if lacking := missing(unit, document):
        raise Refusal("dependency-missing", missing=lacking)
    _check_files(unit, document)
    found = unit.problems(document)
    if blocking(found):
        raise incomplete(found)
    stage = lifecycle.move(document.family, document.stage, "save_complete", role_for(unit.actor)).to
    return dataclasses.replace(document, stage=stage)


def _check_files(unit: Unit, document: Document) -> None:
    """Refuses more files, or larger ones together, than a document may have; sizes are those that arrived."""
    named, settings = references.evidence(document), unit.shared.settings
    if len(named) > settings.document_files:
        raise invalid(("document_files", "evidence"))
    mine = sa.and_(evidence.c.company == unit.company.id, evidence.c.id.in_(named))
    taken = unit.transaction.execute(sa.select(sa.func.coalesce(sa.func.sum(evidence.c.size_bytes), 0)).where(mine))
    if taken.scalar_one() > settings.document_files_bytes:
        raise invalid(("document_large", "evidence"))


def _digests(unit: Unit, ids: Collection[str]) -> Mapping[str, str]:
    """The SHA-256 of those of the company's files that have arrived, by their ids."""
    mine = sa.and_(evidence.c.company == unit.company.id, evidence.c.id.in_(sorted(ids)))
    rows = unit.transaction.execute(sa.select(evidence.c.id, evidence.c.sha256).where(mine)) if ids else ()
    return {row.id: row.sha256 for row in rows}
