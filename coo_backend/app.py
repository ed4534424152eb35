"""Puts the backend together: database, rules, endpoints, and the one place where errors become answers."""

import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from coo_backend import testing_routes
from coo_backend.accounts import routes as account_routes
from coo_backend.accounts import sign_in_page, signatory_routes
from coo_backend.accounts.messengers import open_messenger
from coo_backend.company import pages
from coo_backend.company import routes as company_routes
from coo_backend.console.frame import is_page, trouble
from coo_backend.db import retention
from coo_backend.db.database import Database
from coo_backend.db.shared_buckets import SharedBuckets
from coo_backend.db.shelf import open_shelf
from coo_backend.db.unit import Shared
from coo_backend.documents import check_page, check_routes, document_page, examination_routes
from coo_backend.documents import routes as document_routes
from coo_backend.evidence import routes as evidence_routes
from coo_backend.evidence import sweep
from coo_backend.files.evidence_files import open_files
from coo_backend.notices import page as notices_page
from coo_backend.notices import routes as notice_routes
from coo_backend.packs import page as packs_page
from coo_backend.packs import routes as pack_routes
from coo_backend.runtime.clock import Clock
from coo_backend.runtime.daily import Duty, performed_daily
from coo_backend.runtime.faults import Faults
from coo_backend.runtime.limits import Buckets, Limits, MakeLimit
from coo_backend.runtime.refusals import Refusal, invalid, refused
from coo_backend.runtime.settings import Settings, rulebook
from coo_backend.web import meta
from coo_backend.web.addresses import Proxies
from coo_backend.web.commands import CommandRouter
from coo_backend.web.dependencies import Place
from coo_backend.web.gate import Gate, problem, record_refusal
from coo_backend.web.passwords import Passwords
from coo_backend.web.sessions import Sessions
from coo_desktop.domain.errors import ProgramError

ENDPOINTS: tuple[APIRouter, ...] = (
    meta.router,
    account_routes.router,
    document_routes.router,
    evidence_routes.router,
    notice_routes.router,
    pack_routes.router,
    signatory_routes.router,
    company_routes.router,
    examination_routes.router,
    check_routes.router,
)
_PAGES = (sign_in_page, document_page, notices_page, pages, packs_page, check_page)
PAGES = tuple(page.router for page in _PAGES)

_log = logging.getLogger(__name__)


def create(settings: Settings) -> FastAPI:
    """The backend as an ASGI app; opens and migrates its database, and fills an empty one when it is a demo."""
    place = open_place(settings)
    if settings.demo:
        from coo_backend.seed import demo

        demo(place.shared, place.passwords)
    app = api(place.shared.faults, place.shared.clock, settings)
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
    rules, limits = rulebook(settings.declarations), Limits.of(settings, _limit_maker(database, clock))
    shared = Shared(settings, database, rules, clock, faults, limits)
    kept = open_files(settings), Passwords(settings.passwords), Sessions(settings, clock), open_shelf(settings)
    return Place(shared, *kept)


def _limit_maker(database: Database, clock: Clock) -> MakeLimit:
    """Limits that all workers share where there may be several; in memory where there is one."""
    if database.is_sqlite:
        return lambda _, burst, period_s: Buckets(clock, burst, period_s)
    return lambda kind, burst, period_s: SharedBuckets(database, clock, kind, burst, period_s)


def api(faults: Faults, clock: Clock, settings: Settings) -> FastAPI:
    """The endpoints without anything behind them; enough to write the contract down."""
    app = FastAPI(title="Certificates of origin", version="1", docs_url=None, redoc_url=None, lifespan=_living)
    for router in (*ENDPOINTS, *PAGES):
        app.include_router(router)
    app.state.commands = [
        route for router in ENDPOINTS if isinstance(router, CommandRouter) for route in router.commands
    ]
    if faults.allowed:
        app.include_router(testing_routes.router)
    app.add_middleware(Proxies, trusted=settings.trusted_proxies)
    app.add_middleware(Gate, faults=faults, clock=clock, names=settings.names)  # the outermost: added last
    app.add_exception_handler(Refusal, _answer_refusal)
    app.add_exception_handler(ProgramError, _answer_program_error)
    app.add_exception_handler(RequestValidationError, _answer_wrong_shape)
    app.add_exception_handler(HTTPException, _answer_http_error)
    app.add_exception_handler(500, _answer_internal_error)
    return app


def duties(place: Place) -> tuple[Duty, ...]:
    """What the server does of itself each day."""
    return (*retention.duties(place.shared), *sweep.duties(place.shared, place.files))


@asynccontextmanager
async def _living(app: FastAPI) -> AsyncIterator[None]:
    place: Place = app.state.place
    async with performed_daily(duties(place)):
        yield
    place.shared.database.close()


def _answer(request: Request, refusal: Refusal) -> Response:
    if is_page(request):
        return trouble(request, refusal)
    return problem(request.scope, refusal)


async def _answer_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return await _answer_and_record(request, error)


async def _answer_program_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProgramError)
    return await _answer_and_record(request, refused(error))


async def _answer_and_record(request: Request, refusal: Refusal) -> Response:
    shared = request.app.state.place.shared
    return _answer(request, await run_in_threadpool(record_refusal, request, shared, refusal))


async def _answer_wrong_shape(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    fields = ["/".join(str(part) for part in fault["loc"]) for fault in error.errors()]
    return _answer(request, invalid(*(("wrong_shape", field) for field in fields)))


async def _answer_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    names = {404: "not-found", 405: "method-not-allowed"}
    return _answer(request, Refusal(names.get(error.status_code, "malformed")))


async def _answer_internal_error(request: Request, error: Exception) -> Response:
    answer = _answer(request, Refusal("internal"))
    answer.headers["Connection"] = "close"  # the server hangs up after a fault: nobody shall send the next request here
    return answer
