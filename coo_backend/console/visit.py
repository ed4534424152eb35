"""Who looks at a page: cookies, the language, and the token that every form has to bring back.

The session cookie is HttpOnly and SameSite=Strict; the form token is derived from it, so that no other site and no
other session can make a form that is taken. Before a sign-in a visit cookie stands in the session's place.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, Request, Response

from coo_backend.db.unit import Actor
from coo_backend.runtime.refusals import Refusal
from coo_backend.web.dependencies import At, Here, content

SESSION, VISIT, LANGUAGE = "coo_session", "coo_visit", "coo_language"
LANGUAGES = ("zh_CN", "en")
#: With a digest of the account behind it: what proves that the account has signed in with this browser before.
KNOWN = "coo_known_"
_MOST_FIELDS = 5000


@dataclass(frozen=True, slots=True)
class Visitor:
    """`actor` is None before the sign-in; `secret` is the cookie that the form token comes from."""

    language: str
    secret: str
    actor: Actor | None = None

    @property
    def token(self) -> str:
        return hmac.new(self.secret.encode(), b"form", hashlib.sha256).hexdigest()

    @property
    def known(self) -> Actor:
        """The person; refuses with sign-in-needed."""
        if self.actor is None:
            raise Refusal("sign-in-needed")
        return self.actor


def stranger(request: Request) -> Visitor:
    """Somebody who is not signed in."""
    return Visitor(_language(request), request.cookies.get(VISIT) or secrets.token_urlsafe(24))


def recognised(request: Request) -> Visitor:
    """Whoever this request turned out to come from before it was refused."""
    actor: Actor | None = getattr(request.state, "actor", None)
    token = request.cookies.get(SESSION, "")
    return Visitor(_language(request), token, actor) if actor is not None and token else stranger(request)


def visitor(request: Request, here: Here, at: At) -> Visitor:
    """Whoever asks; a session that ended makes a stranger."""
    token = request.cookies.get(SESSION, "")
    if not token:
        return stranger(request)
    try:
        with here.shared.database.read() as connection:
            found = here.sessions.actor(connection, token, at)
    except Refusal:
        return stranger(request)
    request.state.actor = found
    here.shared.limits.requests.take(found.account)
    return Visitor(_language(request), token, found)


Guest = Annotated[Visitor, Depends(visitor)]


def examining(guest: Guest) -> Visitor:
    """An examiner who may act."""
    if guest.known.role != "examiner":
        raise Refusal("forbidden")
    if not guest.known.active:
        raise Refusal("signatory-disabled")
    return guest


def looking(guest: Guest) -> Visitor:
    """An examiner or somebody of the customs."""
    if guest.known.role not in ("examiner", "customs"):
        raise Refusal("forbidden")
    if not guest.known.active:
        raise Refusal("signatory-disabled")
    return guest


Examiner = Annotated[Visitor, Depends(examining)]
Onlooker = Annotated[Visitor, Depends(looking)]


def form(request: Request, guest: Guest, body: Annotated[bytes, Depends(content)]) -> dict[str, str]:
    """The fields of a form that this site made for this visitor; any other is refused."""
    try:
        pairs = parse_qsl(body.decode("ascii"), True, encoding="utf-8", errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise Refusal("malformed") from None
    fields = {name: value.replace("\r\n", "\n") for name, value in pairs}
    if any("\x00" in value for value in fields.values()):
        raise Refusal("malformed")
    refuse_foreign(request, guest, fields.pop("token", ""))
    return fields


def refuse_foreign(request: Request, guest: Visitor, token: str) -> None:
    """Refuses a form that this site did not make for this visitor."""
    origin = request.headers.get("origin", "")
    if origin and urlsplit(origin).netloc != request.url.netloc:
        raise Refusal("forbidden")
    if not hmac.compare_digest(token.encode(), guest.token.encode()):
        raise Refusal("forbidden")


Form = Annotated[dict[str, str], Depends(form)]


def remember(request: Request, answer: Response, name: str, value: str, age_s: int) -> None:
    """Sets a cookie that no script reads and no other site sends."""
    secure = request.url.scheme == "https"
    answer.set_cookie(name, value, max_age=age_s, path="/", secure=secure, httponly=True, samesite="strict")


def known_cookie(account: str) -> str:
    """The cookie of an account by which this browser is known; several people may share one."""
    return KNOWN + hashlib.sha256(account.encode()).hexdigest()[:16]


def _language(request: Request) -> str:
    asked = request.query_params.get("language") or request.cookies.get(LANGUAGE, "")
    return asked if asked in LANGUAGES else LANGUAGES[0]
