"""Signing in and out."""

from dataclasses import replace

import sqlalchemy as sa
from fastapi import APIRouter, Request, Response

from coo_backend.accounts import cancellation, signatories
from coo_backend.accounts.sign_in import sign_in
from coo_backend.runtime.refusals import Refusal
from coo_backend.web.dependencies import At, Here, Json, Place, accepts, shaped
from coo_desktop.contract.accounts import Company, Person, SignedIn, Tokens
from coo_desktop.contract.requests import Login, Refresh

router = APIRouter(prefix="/v1")


@router.post("/auth/login", openapi_extra=accepts(Login))
def login(request: Request, here: Here, at: At, body: Json) -> SignedIn:
    """Opens a session; a wrong pair is sign-in-failed, too many are rate-limited."""
    request.state.route = "login"
    given = shaped(Login, body)
    from_device = replace(at, device=given.device, device_token=given.device_token)
    opened = sign_in(here.shared, here.passwords, here.sessions, given, from_device)
    return SignedIn(
        access_token=opened.tokens.access,
        expires_in_s=opened.tokens.expires_in_s,
        refresh_token=opened.tokens.refresh,
        person=Person.model_validate(opened.person),
        company=Company.model_validate(opened.company),
        people=opened.people,
        server_key=opened.key,
        device_token=opened.device_token,
        failed_sign_ins=opened.failed,
    )


@router.post("/auth/refresh", openapi_extra=accepts(Refresh))
def refresh(request: Request, here: Here, at: At, body: Json) -> Tokens:
    """Rotates the refresh token; the one before it works until its successor was used, 60 s at most."""
    request.state.route = "refresh"
    given = shaped(Refresh, body)
    with here.shared.database.write("") as connection:
        renewed = here.sessions.renew(connection, given.refresh_token, at)
        here.shared.faults.hit("before_commit", "refresh")
        ended = _ended(here, connection, given.refresh_token) if renewed is None else None
    if renewed is None:
        raise ended or Refusal("sign-in-needed")
    return Tokens(access_token=renewed.access, expires_in_s=renewed.expires_in_s, refresh_token=renewed.refresh)


@router.post("/auth/logout", status_code=204, openapi_extra=accepts(Refresh))
def logout(request: Request, here: Here, at: At, body: Json) -> Response:
    """Ends the session; an unknown token is as good as ended."""
    request.state.route = "logout"
    given = shaped(Refresh, body)
    with here.shared.database.write("") as connection:
        family = here.sessions.family_of(connection, given.refresh_token)
        here.sessions.end(connection, family, "sign-out", at)
    return Response(status_code=204)


def _ended(here: Place, connection: sa.Connection, refresh: str) -> Refusal | None:
    """What a device of an account that ended is told: only who held its token hears it."""
    ended, account, device = here.sessions.ended(connection, refresh)
    if ended == signatories.CANCELLED:
        order = cancellation.order_for(connection, account, device)
        return Refusal("account-cancelled", order=order.model_dump(by_alias=True) if order else None)
    return Refusal("account-deleted") if ended else None
