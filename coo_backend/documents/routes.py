"""Documents: catching up, reading one, storing, sending, asking, several at a time, and what a key achieved."""

from typing import Annotated

from fastapi import Query, Request, Response

from coo_backend.db import document_rows, intents
from coo_backend.db.intents import Answer
from coo_backend.db.unit import Unit
from coo_backend.documents import drafts, feed, print_requests, release, row_limits, submission
from coo_backend.runtime.refusals import Refusal
from coo_backend.web.batch import as_sent, perform_all
from coo_backend.web.commands import CommandRouter, Step
from coo_backend.web.dependencies import Author, Here, Parts, Who, accepts, answered, shaped, stored_json
from coo_desktop.contract import documents, requests
from coo_desktop.domain.documents.document import Document

router = CommandRouter("/v1")

Limit = Annotated[int, Query(ge=1, le=documents.MOST)]


@router.get("/changes", response_model=documents.Changes)
def changes(
    request: Request, here: Here, who: Author, cursor: str = "", epoch: str = "", limit: Limit = 200
) -> Response:
    """What changed since the cursor."""
    request.state.route = "changes"
    most = min(limit, here.shared.settings.page_items)
    with here.shared.database.read(who.sight) as connection:
        return stored_json(feed.changes(connection, who, cursor, epoch, most))


@router.get("/snapshot", response_model=documents.Snapshot)
def snapshot(request: Request, here: Here, who: Author, page: str = "", limit: Limit = 200) -> Response:
    """Everything, page by page."""
    request.state.route = "snapshot"
    most = min(limit, here.shared.settings.page_items)
    with here.shared.database.read(who.sight) as connection:
        return stored_json(feed.snapshot(connection, who.company.id, page, most))


@router.get("/checksum")
def checksum(here: Here, who: Author) -> documents.Checksum:
    """A sum over all living documents."""
    with here.shared.database.read(who.sight) as connection:
        return feed.checksum(connection, who.company.id)


@router.get("/docs/{document_id}", response_model=documents.Document)
def read(here: Here, who: Who, document_id: str) -> Response:
    """One document with its revision."""
    with here.shared.database.read(who.sight) as connection:
        office = who.company.office if who.role == "examiner" else ""
        found = document_rows.readable(connection, who.company.id, office, document_id)
    if found is None:
        raise Refusal("not-found")
    body = document_rows.outside(found.body) if office else found.body
    return answered(Answer(200, body, f'"{found.rev}"'))


@router.command(
    "PUT",
    "/docs/{document_id}",
    requests.Put,
    documents.Document,
    preconditions=["if_match", "if_none_match"],
    name="put",
    checks=True,
    foresee=drafts.foresee,
)
def put(step: Step[requests.Put], document_id: str) -> Answer:
    """Stores a document under its precondition."""
    return stored(step.unit, drafts.put(step.unit, document_id, step.body, step.if_match, step.if_none_match))


@router.command("DELETE", "/docs/{document_id}", None, documents.Tombstone, preconditions=["if_match"], name="delete")
def delete(step: Step[None], document_id: str) -> Answer:
    """Leaves a tombstone."""
    return stored(step.unit, drafts.discard(step.unit, document_id, step.if_match))


@router.command(
    "POST",
    "/docs/{document_id}/submit",
    requests.Nothing,
    documents.Document,
    preconditions=["if_match"],
    name="submit",
    checks=True,
)
def submit(step: Step[requests.Nothing], document_id: str) -> Answer:
    """Sends a document to the examiner."""
    return stored(step.unit, submission.submit(step.unit, document_id, step.if_match))


@router.command("POST", "/requests", requests.Ask, documents.Document, name="request")
def ask(step: Step[requests.Ask]) -> Answer:
    """Withdraws, reports printed or lost, asks for another original."""
    return stored(step.unit, print_requests.ask(step.unit, step.body))


@router.command("POST", "/releases", requests.ReleaseStep, documents.Document, name="release")
def take_release_step(step: Step[requests.ReleaseStep]) -> Answer:
    """Asks a colleague for a check, releases, gives back, or puts a note at a field; none of it reaches the office."""
    return stored(step.unit, release.take(step.unit, step.body))


@router.post("/batch", response_model=documents.BatchAnswer, openapi_extra=accepts(requests.Batch))
def batch(request: Request, here: Here, who: Author, body: Parts) -> Response:
    """Several requests, each with its own key and answer, carried out by the same functions as alone."""
    request.state.route = "batch"
    items = shaped(requests.Batch, body).items
    if len(items) > here.shared.settings.batch_items:
        raise Refusal("too-large", limit=here.shared.settings.batch_items)
    if sum(row_limits.together(item.path, item.body) for item in items) > here.shared.settings.batch_rows:
        raise Refusal("too-large", reason="too many rows in one batch", limit=here.shared.settings.batch_rows)
    return stored_json(perform_all(here, who, request.app.state.commands, [as_sent(item) for item in items]))


@router.get("/intents/{key}", response_model=documents.Intent)
def intent(here: Here, who: Who, key: str) -> Response:
    """What a key achieved."""
    with here.shared.database.read(who.sight) as connection:
        return stored_json(intents.to_wire(intents.achieved(connection, who, key)))


def stored(unit: Unit, document: Document) -> Answer:
    """A document as the unit stored it, with its revision."""
    return Answer(200, unit.body_of(document), f'"{document.rev}"')
