"""What company and office write to each other: moves, cases of verification, questionnaires."""

from typing import Annotated

from fastapi import APIRouter, Header, Request, Response

from coo_backend.commands import Command, perform
from coo_backend.company import office_moves, verification_cases
from coo_backend.company import questionnaires as surveying
from coo_backend.web.dependencies import Author, Here, Json, Who, answered

router = APIRouter(prefix="/v1")
Key = Annotated[str, Header(alias="Idempotency-Key")]


@router.get("/offices")
def offices(here: Here, _who: Author) -> Response:
    """Every office with its place."""
    with here.shared.database.read() as connection:
        return _json(office_moves.offices(connection))


@router.get("/moves")
def moves(here: Here, who: Author) -> Response:
    """The company's requests to move, newest first."""
    with here.shared.database.read() as connection:
        return _json(office_moves.listed(connection, who.company.id))


@router.post("/moves")
def move(request: Request, here: Here, who: Who, body: Json, key: Key = "") -> Response:
    """Asks to move to another office; one request is open at a time."""
    return _perform(request, here, who, "move", body, key)


@router.post("/moves/{move_id}/take_back")
def stay(request: Request, here: Here, who: Who, body: Json, key: Key = "") -> Response:
    """Takes an open request back."""
    return _perform(request, here, who, "move-back", body, key)


@router.get("/verifications")
def verifications(here: Here, who: Author) -> Response:
    """The company's cases, open ones by deadline first."""
    with here.shared.database.read() as connection:
        return _json(verification_cases.listed(connection, who.company.id))


@router.post("/verifications/{case_id}/answer")
def prove(request: Request, here: Here, who: Who, body: Json, key: Key = "") -> Response:
    """Answers a case with a text and files that arrived before."""
    return _perform(request, here, who, "verification-answer", body, key)


@router.get("/questionnaires")
def questionnaires(here: Here, who: Author) -> Response:
    """The questionnaires of the company's office, with its answers."""
    return _json(surveying.listed(here.shared.database, who))


@router.post("/questionnaires/{questionnaire_id}/answer")
def fill_in(request: Request, here: Here, who: Who, body: Json, key: Key = "") -> Response:
    """Sends the company's answers, once."""
    return _perform(request, here, who, "questionnaire-answer", body, key)


def _perform(request: Request, here: Here, who: Who, route: str, body: Json, key: str) -> Response:
    request.state.route = route
    command = Command(key=key, method="POST", path=request.url.path, body=body)
    return answered(perform(here.shared, here.files, who, command))


def _json(text: str) -> Response:
    return Response(text, media_type="application/json")
