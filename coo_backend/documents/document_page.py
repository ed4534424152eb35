"""The examiner's pages: the queue, and a document's data beside its paper, with the steps that may be taken."""

import re
from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter, Request, Response

from coo_backend.console.frame import SAFE, page, turned, waited
from coo_backend.console.visit import Examiner, Form, Onlooker, Visitor
from coo_backend.console.words import in_language
from coo_backend.db import references
from coo_backend.db.tables import evidence
from coo_backend.documents import document_lines, examination_routes
from coo_backend.documents.document_view import Opened, is_at, opened
from coo_backend.documents.examination import EVENTS
from coo_backend.documents.paper import drawn, pages
from coo_backend.documents.queue import Wanted, forms, lines, total
from coo_backend.evidence.routes import attachment
from coo_backend.runtime.refusals import Refusal, refused
from coo_backend.web.commands import Command, perform
from coo_backend.web.dependencies import Here, Place
from coo_backend.web.gate import record_refusal
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.errors import ProgramError

router = APIRouter(prefix="/console", include_in_schema=False)
_REMARK = "remark:"
_SHOWN = re.compile(r"image/(?:png|jpeg)")


@router.get("/queue")
def queue(
    request: Request, here: Here, guest: Examiner,
    view: str = "waiting", family: str = "", form: str = "", text: str = "", done: str = "",
) -> Response:  # fmt: skip
    """The office's documents, by default what waits for it."""
    wanted = Wanted(view, family, form, text)
    with here.shared.database.read() as connection:
        found, count = lines(here.shared, connection, guest.known, wanted), total(connection, guest.known, wanted)
        types = [here.shared.rules.form(name) for name in forms(connection, guest.known)]
    say, now = in_language(guest.language), here.shared.clock.now()
    waits = {line.id: waited(say, line.since, now) for line in found}
    facts: dict[str, Any] = {
        "lines": found,
        "total": count,
        "waits": waits,
        "types": types,
        "wanted": wanted,
        "done": done,
    }
    return page(request, guest, "queue.html", **facts)


@router.get("/documents/{document_id}")
def show(request: Request, here: Here, guest: Onlooker, document_id: str, done: str = "") -> Response:
    """One document."""
    return _shown(request, here, guest, opened(here, guest.known, document_id), done=done)


@router.post("/documents/{document_id}/{event}")
def step(
    request: Request, here: Here, guest: Examiner, fields: Form, document_id: str, event: str
) -> Response:  # fmt: skip
    """Takes a step as the API does, on the revision that was looked at; what was typed stays when it is refused."""
    if event not in EVENTS:
        raise Refusal("not-found")
    remarks = {name.removeprefix(_REMARK): text for name, text in fields.items() if name.startswith(_REMARK)}
    reason = fields.get("reason", "")
    body = {
        "reason": reason,
        "reasons": [{"field": field, "text": text} for field, text in remarks.items() if text.strip()],
    }
    command = Command(
        key=fields.get("key", ""),
        method="POST",
        path=f"/v1/exam/{document_id}/{event}",
        body=body,
        if_match=f'"{fields.get("rev", "")}"',
    )
    try:
        parts = {"document_id": document_id, "event": event}
        perform(here, guest.known, examination_routes.step, command, parts)
    except (Refusal, ProgramError) as error:
        refusal = error if isinstance(error, Refusal) else refused(error)
        refusal = record_refusal(request, here.shared, refusal)
        kept = opened(here, guest.known, document_id)
        return _shown(request, here, guest, kept, refusal=refusal, reason=reason, remarks=remarks)
    leaves = event in ("put_back", "approve", "return")
    return turned(f"/console/queue?done={event}" if leaves else f"/console/documents/{document_id}?done={event}")


@router.get("/documents/{document_id}/paper.pdf")
def paper(here: Here, guest: Onlooker, document_id: str) -> Response:
    """The paper as a file."""
    content = drawn(here.shared, here.files, opened(here, guest.known, document_id).paper)
    headers = SAFE | {"Content-Disposition": f'attachment; filename="{document_id}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


@router.get("/documents/{document_id}/pages/{number}.png")
def picture(here: Here, guest: Onlooker, document_id: str, number: int) -> Response:
    """A page of the paper, from 1."""
    shown = pages(drawn(here.shared, here.files, opened(here, guest.known, document_id).paper))
    if not 1 <= number <= len(shown):
        raise Refusal("not-found")
    return Response(shown[number - 1], media_type="image/png", headers=SAFE)


@router.get("/documents/{document_id}/evidence/{evidence_id}")
def proof(here: Here, guest: Examiner, document_id: str, evidence_id: str, view: bool = False) -> Response:
    """A committed file of the document's own company: pictures may be looked at, all else is only handed over."""
    kept = opened(here, guest.known, document_id)
    if evidence_id not in references.evidence(kept.paper.document):
        raise Refusal("not-found")
    query = sa.select(evidence).where(evidence.c.company == kept.paper.company, evidence.c.id == evidence_id)
    with here.shared.database.read() as connection:
        row = connection.execute(query).first()
    if row is None:
        raise Refusal("not-found")
    return attachment(here.files, row, is_shown=view and _SHOWN.fullmatch(row.mime) is not None)


def _shown(
    request: Request, here: Place, guest: Visitor, kept: Opened, *,
    done: str = "", refusal: Refusal | None = None, reason: str = "", remarks: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    document = kept.paper.document
    facts: dict[str, Any] = {
        "kept": kept,
        "document": document,
        "facts": defaultdict(str, document.facts),
        "form": kept.form,
    }
    facts |= {
        "blocks": document_lines.blocks(kept.form, document, kept.original, guest.language),
        "events": _events(guest, kept),
        "names": document_lines.names(kept.form, document, guest.language),
    }
    facts |= {"done": done, "refusal": refusal, "reason": reason, "remarks": remarks or {}, "key": new_id()}
    try:
        facts |= {"pages": len(pages(drawn(here.shared, here.files, kept.paper))), "undrawn": ""}
    except ProgramError as error:
        facts |= {"pages": 0, "undrawn": str(error.facts.get("characters") or error.code)}
    return page(request, guest, "document.html", refusal.status if refusal else 200, **facts)


def _events(guest: Visitor, kept: Opened) -> frozenset[str]:
    """The steps that the tables allow this person now."""
    document, role = kept.paper.document, guest.known.role
    if role != "examiner" or not is_at(guest.known, document):
        return frozenset()
    found = lifecycle.events(document.family, document.stage, role)
    if document.family == "certificate" and document.stage == "approved":
        found |= lifecycle.print_events(document.print_state, role)
    return found & frozenset(EVENTS)
