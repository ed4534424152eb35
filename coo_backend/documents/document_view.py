"""A document as an examiner or the customs may open it, with all that a page says about it."""

from dataclasses import dataclass

import sqlalchemy as sa

from coo_backend.db import directory, document_rows
from coo_backend.db.database import epoch
from coo_backend.db.directory import Named
from coo_backend.db.document_rows import Paper
from coo_backend.db.references import is_named_at
from coo_backend.db.sight import turn_to
from coo_backend.db.tables import companies
from coo_backend.db.unit import Actor, Unit
from coo_backend.documents.queue import SEEN
from coo_backend.runtime.refusals import Refusal
from coo_backend.web.dependencies import Place
from coo_desktop.domain.checks.problems import Problem
from coo_desktop.domain.documents.document import CERTIFICATE, Company, Document
from coo_desktop.domain.documents.succession import original_of
from coo_desktop.domain.forms.form_type import FormType


@dataclass(frozen=True, slots=True)
class Opened:
    """`original` is what the document is to replace; `problems` are looked for while it can still be decided."""

    paper: Paper
    form: FormType
    company: Company
    original: Document | None
    problems: tuple[Problem, ...]


def opened(here: Place, actor: Actor, document_id: str) -> Opened:
    """The document; not-found unless the examiner's office issues it or issues what rests on it, or the customs ask for
    an issued certificate.

    One that the company has withdrawn from the office is state-locked: what it holds is the company's again, but
    whoever has it on the screen learns why.
    """
    with here.shared.database.read(actor.sight) as connection:
        holder = directory.holder(connection, Named.DOCUMENT, document_id)
        turn_to(connection, holder or "")
        found = document_rows.found(connection, here.shared.rules, holder, document_id) if holder else None
        if found is None or not _may_see(connection, actor, found):
            raise _refusal(actor, found)
        row = connection.execute(sa.select(companies).where(companies.c.id == found.company)).one()
        company = Company(**row._mapping)
        asked = Unit(here.shared, connection, actor, company, epoch(connection))
        _, original_id = original_of(found.document)
        is_open = found.document.stage in ("submitted", "in_review")
        return Opened(
            paper=found,
            form=here.shared.rules.form(found.document.form),
            company=company,
            original=asked.known(original_id) if original_id else None,
            problems=asked.problems(found.document) if is_open else (),
        )


def _refusal(actor: Actor, found: Paper | None) -> Refusal:
    stage = found.document.stage if found is not None else ""
    if found is not None and stage == "withdrawn" and actor.role == "examiner" and is_at(actor, found.document):
        return Refusal("state-locked", stage=stage)
    return Refusal("not-found")


def _may_see(connection: sa.Connection, actor: Actor, found: Paper) -> bool:
    document = found.document
    if document.deleted or document.stage not in SEEN:
        return False
    if actor.role == "customs":
        return document.family == CERTIFICATE and document.stage in ("approved", "voided")
    return is_at(actor, document) or is_named_at(connection, found.company, actor.company.office, document.id)


def is_at(actor: Actor, document: Document) -> bool:
    """Whether the document is the actor's office's to decide."""
    return document.office == actor.company.office
