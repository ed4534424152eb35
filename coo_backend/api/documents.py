"""Documents: catching up, reading one, storing, sending, asking, several at a time, and what a key achieved."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response

from coo_backend.bodies import Batch, shaped
from coo_backend.commands import Command, batch_body, perform, perform_all
from coo_backend.db import document_rows, intents
from coo_backend.db.intents import Answer
from coo_backend.db.unit import Actor
from coo_backend.documents import feed
from coo_backend.runtime.refusals import Refusal
from coo_backend.web.dependencies import Author, Here, Json, Place, Who, answered

router = APIRouter(prefix="/v1")

Key = Annotated[str, Header(alias="Idempotency-Key")]
IfMatch = Annotated[str, Header(alias="If-Match")]
IfNoneMatch = Annotated[str, Header(alias="If-None-Match")]
Limit = Annotated[int, Query(ge=1)]


@router.get("/changes")
def changes(
    request: Request, here: Here, who: Author, cursor: str = "", epoch: str = "", limit: Limit = 200
) -> Response:
    """What changed since the cursor."""
    request.state.route = "changes"
    most = min(limit, here.shared.settings.page_items)
    with here.shared.database.read() as connection:
        return _json(feed.changes(connection, who, cursor, epoch, most))


@router.get("/snapshot")
def snapshot(request: Request, here: Here, who: Author, page: str = "", limit: Limit = 200) -> Response:
    """Everything, page by page."""
    request.state.route = "snapshot"
    most = min(limit, here.shared.settings.page_items)
    with here.shared.database.read() as connection:
        return _json(feed.snapshot(connection, who.company.id, page, most))


@router.get("/checksum")
def checksum(here: Here, who: Author) -> Response:
    """A sum over all living documents."""
    with here.shared.database.read() as connection:
        return _json(feed.checksum(connection, who.company.id))


@router.get("/docs/{document_id}")
def read(here: Here, who: Who, document_id: str) -> Response:
    """One document with its revision."""
    with here.shared.database.read() as connection:
        office = who.company.office if who.role == "examiner" else ""
        found = document_rows.readable(connection, who.company.id, office, document_id)
    if found is None:
        raise Refusal("not-found")
    return answered(Answer(200, found.body, f'"{found.rev}"'))


@router.put("/docs/{document_id}")
def put(
    request: Request, here: Here, who: Who, body: Json,
    key: Key = "", if_match: IfMatch = "", if_none_match: IfNoneMatch = "",
) -> Response:  # fmt: skip
    """Stores a document under its precondition."""
    return _perform(request, here, who, "put", body, key, if_match, if_none_match)


@router.delete("/docs/{document_id}")
def delete(request: Request, here: Here, who: Who, key: Key = "", if_match: IfMatch = "") -> Response:
    """Leaves a tombstone."""
    return _perform(request, here, who, "delete", None, key, if_match)


@router.post("/docs/{document_id}/submit")
def submit(request: Request, here: Here, who: Who, body: Json, key: Key = "", if_match: IfMatch = "") -> Response:
    """Sends a document to the examiner."""
    return _perform(request, here, who, "submit", body, key, if_match)


@router.post("/requests")
def ask(request: Request, here: Here, who: Who, body: Json, key: Key = "") -> Response:
    """Withdraws, reports printed or lost, asks for another original."""
    return _perform(request, here, who, "request", body, key)


@router.post("/evidence/{evidence_id}/commit")
def commit(request: Request, here: Here, who: Who, body: Json, key: Key = "") -> Response:
    """Names an uploaded file once its bytes are proved."""
    return _perform(request, here, who, "commit", body, key)


@router.post("/batch")
def batch(request: Request, here: Here, who: Author, body: Json) -> Response:
    """Several requests, each with its own key and answer."""
    request.state.route = "batch"
    items = shaped(Batch, body).items
    if len(items) > here.shared.settings.batch_items:
        raise Refusal("too-large", limit=here.shared.settings.batch_items)
    commands = [
        Command(
            key=item.key,
            method=item.method,
            path=item.path,
            body=item.body,
            if_match=item.if_match,
            if_none_match=item.if_none_match,
        )
        for item in items
    ]
    return _json(batch_body(commands, perform_all(here.shared, here.files, who, commands)))


@router.get("/intents/{key}")
def intent(here: Here, who: Who, key: str) -> Response:
    """What a key achieved."""
    with here.shared.database.read() as connection:
        told = intents.told(connection, who, key)
    return _json(intents.told_body(told))


def _perform(
    request: Request, here: Place, who: Actor, route: str, body: Any, key: str, if_match: str = "", if_none: str = ""
) -> Response:
    request.state.route = route
    request.state.subject = body.get("document") if isinstance(body, dict) else None
    command = Command(
        key=key,
        method=request.method,
        path=request.url.path,
        body=body,
        if_match=if_match,
        if_none_match=if_none,
    )
    return answered(perform(here.shared, here.files, who, command))


def _json(text: str) -> Response:
    return Response(text, media_type="application/json")
