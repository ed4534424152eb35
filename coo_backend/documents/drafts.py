"""Storing and discarding what authors write; the checks decide whether it is a draft or ready."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from coo_backend.db.unit import Unit, role_for
from coo_backend.documents import release, row_limits, succession
from coo_backend.documents.relocation import catch_up, office_of_unsent
from coo_backend.runtime.refusals import Refusal, invalid
from coo_desktop.contract.requests import Put
from coo_desktop.domain.checks.invoice_numbers import taken
from coo_desktop.domain.clock import is_id
from coo_desktop.domain.documents import lifecycle, wire
from coo_desktop.domain.documents.document import EDITED_BY, Document, Values
from coo_desktop.domain.documents.succession import LINKS
from coo_desktop.domain.errors import NotFound
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.rulebook import Rulebook


def put(unit: Unit, document_id: str, body: Put, if_match: str, if_none_match: str) -> Document:
    """Stores the document under the precondition; a stale one is refused, never an overwrite."""
    if not is_id(document_id):
        raise Refusal("not-found")
    known = unit.paper(document_id)
    match_or_refuse(known.document if known else None, if_match, if_none_match)
    if lifecycle.PAST in body.links:
        raise invalid(("past_certificate", "links"))
    form = _form(unit, body.form)
    values, extra = wire.from_wire(form, body.values)
    row_limits.check(unit.rules, form, body.values, known.document if known else None)
    if known is None:
        document = _new(unit, document_id, form, body.links)
    else:
        document = known.document
        _same_frame(document, body)
    office = office_of_unsent(unit, document)
    facts = edited(document, unit.actor.account)
    written = dataclasses.replace(document, values=values, extra=extra, links=body.links, office=office, facts=facts)
    succession.check_links(unit, written, is_new=known is None)
    kept = unit.keep(staged(unit, release.followed(unit, written)), "put")
    if known is None:
        catch_up(unit, kept)
    return kept


def foresee(unit: Unit, bodies: Iterable[Put]) -> None:
    """Reads who takes the invoice numbers of several documents that are to be stored."""
    unit.uses.read(unit.transaction, {key for body in bodies for key in _invoice_keys(unit.rules, body)})


def discard(unit: Unit, document_id: str, if_match: str) -> Document:
    """Puts a tombstone in the document's place."""
    document = unit.document(document_id)
    match_or_refuse(document, if_match, "")
    lifecycle.move(document.family, document.stage, "discard", role_for(unit.actor))
    facts = {**document.facts, "deletedBy": unit.actor.account}
    return unit.keep(dataclasses.replace(document, deleted=True, stage="deleted", facts=facts, links={}), "discard")


def staged(unit: Unit, document: Document) -> Document:
    """The document in the stage that saving it leads to."""
    event = "save_incomplete" if unit.ask(Rulebook.is_blocked, document) else "save_complete"
    stage = lifecycle.move(document.family, document.stage, event, role_for(unit.actor)).to
    return dataclasses.replace(document, stage=stage)


def match_or_refuse(document: Document | None, if_match: str, if_none_match: str) -> None:
    """Holds the request's precondition against the stored revision (RFC 9110 §13, strong comparison)."""
    if bool(if_match) == bool(if_none_match) or (if_none_match and if_none_match != "*"):
        raise Refusal("precondition-required")
    if if_none_match:
        if document is not None:
            raise Refusal("stale-revision", rev=document.rev)
        return
    if document is None:
        raise Refusal("not-found")
    if f'"{document.rev}"' not in [tag.strip() for tag in if_match.split(",")]:
        raise Refusal("stale-revision", rev=document.rev)


def _form(unit: Unit, form_id: str) -> FormType:
    try:
        return unit.rules.form(form_id)
    except NotFound:
        raise invalid(("unknown_form", "form")) from None


def _invoice_keys(rules: Rulebook, body: Put) -> frozenset[str]:
    try:
        form = rules.form(body.form)
    except NotFound:
        return frozenset()
    spec = form.stored.get(form.summary.invoice.partition("/")[0])
    told = {spec.wire_name: body.values[spec.wire_name]} if spec and spec.wire_name in body.values else {}
    values, _ = wire.from_wire(form, told)
    return taken(form, Document(id="", form=form.id, family=form.family, values=values, stage=""))


def _new(unit: Unit, document_id: str, form: FormType, links: dict[str, Any]) -> Document:
    return Document(
        id=document_id,
        form=form.id,
        family=form.family,
        values={},
        stage=lifecycle.FIRST_STAGE[form.family],
        links=links,
        author=unit.actor.account,
        office=unit.company.office,
        created_at=unit.shared.clock.stamp(),
    )


def edited(document: Document, account: str) -> Values:
    """The facts of a document whose content is from this account now; what its author wrote needs no word of it."""
    facts = {name: fact for name, fact in document.facts.items() if name != EDITED_BY}
    return facts if account == document.author else {**facts, EDITED_BY: account}


def _same_frame(document: Document, body: Put) -> None:
    if document.form != body.form:
        raise invalid(("form_changed", "form"))
    if any(document.links.get(link) != body.links.get(link) for link in LINKS):
        raise invalid(("link_changed", "links"))
