"""The console's door: signing in and out, for examiners and for the customs."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from coo_backend.accounts import failed_sign_ins
from coo_backend.accounts.sign_in import SignedIn, sign_in
from coo_backend.console.frame import SIGN_IN, page, style, turned
from coo_backend.console.visit import SESSION, Form, Guest, Onlooker, known_cookie, remember
from coo_backend.runtime.refusals import Refusal
from coo_backend.web.dependencies import At, Here, Place, shaped
from coo_backend.web.sessions import Desk, Sessions
from coo_desktop.contract.requests import Login

HOMES = {"examiner": "/console/queue", "customs": "/check"}
BROWSER = "browser"
FAILED = "/console/failed-sign-ins"
#: The last of the failures that a person was told of in this browser.
TOLD = "coo_told"
KNOWN_S = 400 * 86_400  # no browser keeps a cookie longer

router = APIRouter(prefix="/console", include_in_schema=False)


@router.get("")
def home(guest: Guest) -> Response:
    """Where a person starts."""
    return turned(HOMES.get(guest.known.role, SIGN_IN))


@router.get("/style.css")
def sheet() -> Response:
    """The only other file that a page needs."""
    return style()


@router.get("/sign-in")
def door(request: Request, guest: Guest) -> Response:
    """The empty form."""
    return page(request, guest, "sign_in.html", account="", refusal=None)


@router.post("/sign-in")
def enter(request: Request, here: Here, at: At, guest: Guest, fields: Form) -> Response:
    """Opens a session for a working day."""
    account = fields.get("account", "")
    asked: dict[str, Any] = {"account": account, "password": fields.get("password", ""), "device": BROWSER}
    known = request.cookies.get(known_cookie(account), "")
    try:
        opened = _opened(here, shaped(Login, asked), replace(at, device=BROWSER, device_token=known))
    except Refusal as refusal:
        shown = page(request, guest, "sign_in.html", refusal.status, account=account, refusal=refusal)
        shown.headers.update(refusal.headers)
        return shown
    news = opened.failed.last_at if opened.failed else ""
    is_told = not news or request.cookies.get(TOLD) == news
    answer = turned(HOMES[opened.person.role] if is_told else FAILED)
    if not is_told:
        remember(request, answer, TOLD, news, KNOWN_S)
    remember(request, answer, SESSION, opened.tokens.access, here.shared.settings.page_session_s)
    remember(request, answer, known_cookie(account), opened.device_token, KNOWN_S)
    return answer


@router.get("/failed-sign-ins")
def failed(request: Request, here: Here, guest: Onlooker) -> Response:
    """What strangers tried with the person's account."""
    with here.shared.database.read() as connection:
        tried = failed_sign_ins.tally(connection, guest.known.account, here.shared.clock.seconds())
    return page(request, guest, "failed_sign_ins.html", tried=tried, home=HOMES[guest.known.role])


@router.post("/sign-out")
def leave(here: Here, at: At, guest: Guest, fields: Form) -> Response:
    """Ends the session."""
    with here.shared.database.write("") as connection:
        here.sessions.end(connection, guest.known.family, "sign-out", at)
    answer = RedirectResponse(SIGN_IN, 303)
    answer.delete_cookie(SESSION, path="/")
    return answer


def _opened(here: Place, body: Login, desk: Desk) -> SignedIn:
    settings = replace(here.shared.settings, access_token_s=here.shared.settings.page_session_s)
    sessions = Sessions(settings, here.shared.clock)
    opened = sign_in(here.shared, here.passwords, sessions, body, desk)
    if opened.person.role in HOMES:
        return opened
    with here.shared.database.write("") as connection:
        sessions.end(connection, sessions.family_of(connection, opened.tokens.refresh), "sign-out", desk)
    raise Refusal("forbidden")
