"""The examiner's side: what waits, and the steps on it."""

from dataclasses import replace

from fastapi import Response

from coo_backend.db import document_rows
from coo_backend.db.intents import Answer
from coo_backend.documents import examination
from coo_backend.documents.feed import with_items
from coo_backend.documents.routes import stored
from coo_backend.runtime.refusals import Refusal
from coo_backend.web.commands import EXAMINERS, CommandRouter, Step
from coo_backend.web.dependencies import Examiner, Here, stored_json
from coo_desktop.contract import requests
from coo_desktop.contract.documents import Document, Queue

router = CommandRouter("/v1/exam")


@router.get("/queue", response_model=Queue)
def queue(here: Here, who: Examiner) -> Response:
    """The documents that wait for the examiner's office."""
    with here.shared.database.read(who.sight) as connection:
        return stored_json(with_items(map(document_rows.outside, examination.queue(connection, who))))


@router.command(
    "POST",
    "/{document_id}/{event}",
    requests.Exam,
    Document,
    preconditions=["if_match"],
    name="exam",
    roles=EXAMINERS,
    company_of=examination.company_of,
)
def step(step: Step[requests.Exam], document_id: str, event: str) -> Answer:
    """Takes one step; with `If-Match` only on the revision that was looked at."""
    if event not in examination.EVENTS:
        raise Refusal("not-found")
    answer = stored(step.unit, examination.examine(step.unit, document_id, event, step.body, step.if_match))
    return replace(answer, body=document_rows.outside(answer.body))
