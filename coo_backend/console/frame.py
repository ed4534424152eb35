"""A page on its way: the template filled in, in the visitor's language, behind headers that let no script run."""

import datetime as dt
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from coo_backend.console import words
from coo_backend.console.visit import LANGUAGE, SESSION, VISIT, Visitor, recognised, remember
from coo_backend.runtime.clock import china_minute, minutes_since
from coo_backend.runtime.refusals import Refusal

SIGN_IN = "/console/sign-in"
PAGES = ("/console", "/check")
_YEAR_S = 365 * 86_400
_DAY_S = 86_400

SAFE = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'"
    ),
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def page(request: Request, guest: Visitor, template: str, status: int = 200, **facts: Any) -> Response:
    """The filled-in template."""
    say = words.in_language(guest.language)
    other = "en" if guest.language == "zh_CN" else "zh_CN"
    frame = {"say": say, "guest": guest, "language": guest.language, "when": china_minute, "words": words}
    frame["other_language"] = "?" + str(request.url.include_query_params(language=other).query)
    text = _templates().get_template(template).render(**frame, **facts)
    answer = HTMLResponse(text, status, SAFE)
    if guest.actor is None and request.cookies.get(VISIT) != guest.secret:
        remember(request, answer, VISIT, guest.secret, _DAY_S)
    if request.query_params.get("language") == guest.language:
        remember(request, answer, LANGUAGE, guest.language, _YEAR_S)
    return answer


def is_page(request: Request) -> bool:
    """Whether a person with a browser asks, not a program."""
    return request.url.path.startswith(PAGES)


def trouble(request: Request, refusal: Refusal) -> Response:
    """A refusal as a page; who is not signed in is led to the door."""
    if refusal.name == "sign-in-needed":
        answer: Response = RedirectResponse(SIGN_IN, 303, SAFE)
        answer.delete_cookie(SESSION, path="/")
        return answer
    shown = page(request, recognised(request), "trouble.html", refusal.status, refusal=refusal)
    shown.headers.update(refusal.headers)
    return shown


def turned(url: str) -> Response:
    """On to another page after a form was taken."""
    return RedirectResponse(url, 303, SAFE)


def style() -> Response:
    """The style sheet."""
    text = (files("coo_backend.console") / "templates" / "style.css").read_text(encoding="utf-8")
    return Response(text, media_type="text/css", headers=SAFE | {"Cache-Control": "max-age=600"})


def waited(say: Callable[[str, str], str], at: str, now: dt.datetime) -> str:
    """How long ago, in its two largest units."""
    minutes = minutes_since(at, now)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return say(f"{days} 天 {hours} 小时", f"{days} d {hours} h")
    return say(f"{hours} 小时 {minutes} 分", f"{hours} h {minutes} min")


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("coo_backend.console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
