"""Puts the backend together: database, rules, endpoints, and the one place where errors become answers."""

import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from coo_backend.accounts.messengers import open_messenger
from coo_backend.api import (
    accounts,
    checking,
    correspondence,
    documents,
    exam,
    meta,
    notices,
    packs,
    people,
    testing,
    uploads,
)
from coo_backend.console import checking as check_page
from coo_backend.console import corresponding, entrance, notifying, publishing, review
from coo_backend.console.frame import is_page, trouble
from coo_backend.db.database import Database
from coo_backend.db.files import Files
from coo_backend.db.unit import Shared
from coo_backend.packs.publication import open_shelf
from coo_backend.rules import rulebook
from coo_backend.runtime.clock import Clock
from coo_backend.runtime.faults import Faults
from coo_backend.runtime.limits import Limits
from coo_backend.runtime.refusals import Refusal, invalid, refused
from coo_backend.runtime.settings import Settings
from coo_backend.runtime.strict_json import write_json
from coo_backend.web import denials
from coo_backend.web.dependencies import Place
from coo_backend.web.gate import Gate, marks
from coo_backend.web.passwords import Passwords
from coo_backend.web.sessions import Sessions
from coo_desktop.domain.errors import ProgramError

_log = logging.getLogger(__name__)


def create(settings: Settings) -> FastAPI:
    """The backend as an ASGI app; opens and migrates its database, and fills an empty one when it is a demo."""
    place = open_place(settings)
    if settings.demo:
        from coo_backend.seed import demo

        demo(place.shared, place.passwords)
    app = api(place.shared.faults)
    app.state.place = place
    return app


def open_place(settings: Settings) -> Place:
    """What the endpoints share."""
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    open_messenger(settings.data, os.environ)  # a wrong name is heard of now, not by who forgot a password
    if not settings.demo and "COO_MESSENGER" not in os.environ:
        _log.warning("COO_MESSENGER is not set: codes for forgotten passwords are left as files in the data folder")
    clock, faults = Clock(), Faults(settings.faults)
    database = Database(settings.url)
    database.migrate()
    rules, limits = rulebook(settings.declarations), Limits.of(settings, clock)
    shared = Shared(settings, database, rules, clock, faults, limits)
    kept = Files(settings.data), Passwords(settings.passwords), Sessions(settings, clock), open_shelf(settings)
    return Place(shared, *kept)


def api(faults: Faults) -> FastAPI:
    """The endpoints without anything behind them; enough to write the contract down."""
    app = FastAPI(title="Certificates of origin", version="1", docs_url=None, redoc_url=None, lifespan=_closing)
    endpoints = (meta, accounts, documents, uploads, notices, packs, people, correspondence, exam, checking)
    for part in (*endpoints, entrance, review, notifying, corresponding, publishing, check_page):
        app.include_router(part.router)
    if faults.allowed:
        app.include_router(testing.router)
    app.add_middleware(Gate, faults=faults)
    app.add_exception_handler(Refusal, _tell_refusal)
    app.add_exception_handler(ProgramError, _tell_program_error)
    app.add_exception_handler(RequestValidationError, _tell_wrong_shape)
    app.add_exception_handler(HTTPException, _tell_http_error)
    app.add_exception_handler(500, _tell_internal_error)
    return app


@asynccontextmanager
async def _closing(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.place.shared.database.close()


def _told(request: Request, refusal: Refusal) -> Response:
    if is_page(request):
        return trouble(request, refusal)
    headers = marks(getattr(request.state, "request_id", "")) | refusal.headers
    return Response(write_json(refusal.body()), refusal.status, headers, "application/problem+json")


async def _tell_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return await _told_and_recorded(request, error)


async def _tell_program_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProgramError)
    return await _told_and_recorded(request, refused(error))


async def _told_and_recorded(request: Request, refusal: Refusal) -> Response:
    shared = request.app.state.place.shared
    return _told(request, await run_in_threadpool(denials.write_down, request, shared, refusal))


async def _tell_wrong_shape(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    fields = ["/".join(str(part) for part in fault["loc"]) for fault in error.errors()]
    return _told(request, invalid(*(("wrong_shape", field) for field in fields)))


async def _tell_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    names = {404: "not-found", 405: "method-not-allowed"}
    return _told(request, Refusal(names.get(error.status_code, "malformed")))


async def _tell_internal_error(request: Request, error: Exception) -> Response:
    answer = _told(request, Refusal("internal"))
    answer.headers["Connection"] = "close"  # the server hangs up after a fault: nobody shall send the next request here
    return answer
