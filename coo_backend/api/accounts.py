"""Signing in and out, and who and whose one is."""

from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter, Request, Response

from coo_backend import cancelling, people
from coo_backend.api.asking import At, Here, Json, Place, Who
from coo_backend.bodies import Login, Refresh, shaped
from coo_backend.refusals import Refusal
from coo_backend.sessions import Tokens
from coo_backend.signing_in import sign_in
from coo_desktop.domain.documents.document import Company, Person

router = APIRouter(prefix="/v1")


@router.post("/auth/login")
def login(request: Request, here: Here, at: At, body: Json) -> dict[str, Any]:
    """Opens a session; a wrong pair is sign-in-failed, too many are rate-limited."""
    request.state.route = "login"
    given = shaped(Login, body)
    from_device = type(at)(at.ip, at.request_id, given.device)
    opened = sign_in(here.shared, here.passwords, here.sessions, given, from_device)
    person = {"person": person_body(opened.person), "company": company_body(opened.company), "serverKey": opened.key}
    return {**_tokens(opened.tokens), **person}


@router.post("/auth/refresh")
def refresh(request: Request, here: Here, at: At, body: Json) -> dict[str, Any]:
    """Rotates the refresh token; the one before it works until its successor was used, 60 s at most."""
    request.state.route = "refresh"
    given = shaped(Refresh, body)
    with here.shared.database.write("") as connection:
        renewed = here.sessions.renew(connection, given.refresh_token, at)
        here.shared.faults.hit("before_commit", "refresh")
        farewell = _farewell(here, connection, given.refresh_token) if renewed is None else None
    if renewed is None:
        raise farewell or Refusal("sign-in-needed")
    return _tokens(renewed)


@router.post("/auth/logout", status_code=204)
def logout(request: Request, here: Here, at: At, body: Json) -> Response:
    """Ends the session; an unknown token is as good as ended."""
    request.state.route = "logout"
    given = shaped(Refresh, body)
    with here.shared.database.write("") as connection:
        family = here.sessions.family_of(connection, given.refresh_token)
        here.sessions.end(connection, family, "sign-out", at)
    return Response(status_code=204)


@router.get("/company")
def company(who: Who) -> dict[str, Any]:
    """The company as filed, and the person."""
    return {"company": company_body(who.company), "person": person_body(who.person)}


def company_body(company: Company) -> dict[str, str]:
    """A company as the wire spells it."""
    return {_camel(name): value for name, value in asdict(company).items()}


def person_body(person: Person) -> dict[str, Any]:
    """A person as the wire spells it."""
    return asdict(person)


def _farewell(here: Place, connection: sa.Connection, refresh: str) -> Refusal | None:
    """What a device of an account that ended is told: only who held its token hears it."""
    ended, account, device = here.sessions.ended(connection, refresh)
    if ended == people.CANCELLED:
        return Refusal("account-cancelled", order=cancelling.order_for(connection, account, device))
    return Refusal("account-deleted") if ended else None


def _tokens(tokens: Tokens) -> dict[str, Any]:
    return {"accessToken": tokens.access, "expiresInS": tokens.expires_in_s, "refreshToken": tokens.refresh}


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
