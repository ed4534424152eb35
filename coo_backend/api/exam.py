"""The examiner's side: what waits, and the steps on it."""

from typing import Annotated

from fastapi import APIRouter, Header, Request, Response

from coo_backend.commands import Command, perform
from coo_backend.documents import examination
from coo_backend.web.dependencies import Examiner, Here, Json, answered

router = APIRouter(prefix="/v1/exam")


@router.get("/queue")
def queue(here: Here, who: Examiner) -> Response:
    """The documents that wait for the examiner's office."""
    with here.shared.database.read() as connection:
        bodies = examination.queue(connection, who)
    return Response('{"items":[' + ",".join(bodies) + "]}", media_type="application/json")


@router.post("/{document_id}/{event}")
def step(
    request: Request, here: Here, who: Examiner, document_id: str, event: str, body: Json,
    key: Annotated[str, Header(alias="Idempotency-Key")] = "", if_match: Annotated[str, Header(alias="If-Match")] = "",
) -> Response:  # fmt: skip
    """Takes one step; with `If-Match` only on the revision that was looked at."""
    request.state.route = "exam"
    with here.shared.database.read() as connection:
        company = examination.company_of(connection, who, document_id)
    command = Command(key=key, method="POST", path=request.url.path, body=body, if_match=if_match)
    return answered(perform(here.shared, here.files, who, command, company))
