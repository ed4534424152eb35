"""One document takes another's place: who may follow whom, what stays locked, what approval does to the original."""

import dataclasses
from typing import Any

import sqlalchemy as sa

from coo_backend.db import document_rows
from coo_backend.db.tables import documents
from coo_backend.db.unit import Unit, role_for
from coo_backend.runtime.refusals import Refusal, invalid
from coo_desktop.domain.checks.invoice_numbers import numbers
from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, Document
from coo_desktop.domain.documents.succession import LINKS, OVER, SENT, original_of
from coo_desktop.domain.errors import Locked

FAMILIES = {"amend": CERTIFICATE, "adjust": PRE_REVIEW, "redeclare": PRE_REVIEW}


def check_links(unit: Unit, document: Document, *, is_new: bool) -> None:
    """Refuses a document that may not take the place of the one it names; a new one opens the succession."""
    if sum(bool(document.links.get(link)) for link in LINKS) > 1:
        raise invalid(("several_links", "links"))
    event, original_id = original_of(document)
    if not event:
        return
    replaced = unit.known(original_id)
    if replaced is None:
        raise Refusal("dependency-missing", missing=[original_id])
    if replaced.family != FAMILIES[event] or document.family != replaced.family:
        raise invalid(("link_family", "links"))
    if event == "amend":
        _keeps_invoice_and_type(unit, document, replaced)
    if is_new:
        _open(unit, document, replaced, event)


def check_original(unit: Unit, document: Document) -> Document | None:
    """The document to be replaced, still in the stage that allows it; Locked when it was voided meanwhile."""
    event, original_id = original_of(document)
    if not event or event == "redeclare":
        return None
    replaced = unit.document(original_id)
    if replaced.stage != "approved":
        raise Locked(stage=replaced.stage, event=event, document=original_id, guard="original_approved")
    return replaced


def check_asked_nothing_else(unit: Unit, document: Document) -> None:
    """Locked while a reprint or the loss of the document to be replaced is being decided."""
    replaced = check_original(unit, document)
    if replaced is not None and replaced.print_state in document_rows.OPEN_PRINT_REQUESTS:
        event, _ = original_of(document)
        raise Locked(stage=replaced.stage, event=event, document=replaced.id, guard="no_open_request")


def replace_original(unit: Unit, document: Document) -> dict[str, Any]:
    """The approved document's original becomes void, in the same transaction; what the new one is told of it."""
    replaced = check_original(unit, document)
    if replaced is None:
        return {}
    stage = lifecycle.move(replaced.family, replaced.stage, "replace", "system").to
    why = str(document.links.get("reason", "")).strip()
    facts = {**replaced.facts, "replacedBy": document.id, "voidedAt": unit.shared.clock.stamp(), "reason": why}
    unit.keep(dataclasses.replace(replaced, stage=stage, facts=facts), "replace")
    known = {"replacesNumber": replaced.facts.get("number"), "replacesAt": replaced.facts.get("approvedAt")}
    return {name: fact for name, fact in known.items() if fact}


def has_open_request(unit: Unit, document: Document, *, sent_only: bool) -> bool:
    """Whether the document's reprint or loss is being decided, or a successor of it exists (sent, when `sent_only`)."""
    if document.print_state in document_rows.OPEN_PRINT_REQUESTS:
        return True
    stages = documents.c.stage.in_(SENT) if sent_only else documents.c.stage.not_in(OVER)
    query = sa.select(documents.c.id).where(
        documents.c.company == unit.company.id, documents.c.replaces == document.id, stages
    )
    return unit.connection.execute(query).first() is not None


def _open(unit: Unit, document: Document, replaced: Document, event: str) -> None:
    row = lifecycle.move(replaced.family, replaced.stage, event, role_for(unit.actor))
    if "reason" in row.guards and not str(document.links.get("reason", "")).strip():
        raise invalid(("reason_missing", "links/reason"))
    if has_open_request(unit, replaced, sent_only=False):
        raise Locked(stage=replaced.stage, event=event, document=replaced.id, guard="no_open_request")


def _keeps_invoice_and_type(unit: Unit, document: Document, replaced: Document) -> None:
    form = unit.rules.form(replaced.form)
    if not unit.rules.form(document.form).is_type_of(replaced.form):
        raise invalid(("amend_locked", "form"))
    if numbers(form, document) != numbers(form, replaced):
        raise invalid(("amend_locked", form.summary.invoice.partition("/")[0]))
