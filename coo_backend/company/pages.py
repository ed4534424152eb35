"""The pages on which an office answers its companies and asks them: moves, cases, questionnaires, its own settings."""

import datetime as dt
import tomllib
from collections.abc import Callable
from functools import partial
from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter, Request, Response

from coo_backend.company import office_moves, questionnaires, verification_cases
from coo_backend.console.frame import page, turned
from coo_backend.console.visit import Examiner, Form, Visitor
from coo_backend.db import companies, tables
from coo_backend.db.unit import Unit, unit
from coo_backend.evidence.routes import attachment
from coo_backend.runtime.refusals import Refusal, invalid, refused
from coo_backend.web.dependencies import Here
from coo_desktop.domain.clock import is_id, new_id
from coo_desktop.domain.errors import ProgramError, Unreadable
from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.domain.forms.kinds import KINDS, TextContext, is_blank
from coo_desktop.domain.forms.questionnaires import Questionnaire, read_questionnaire
from coo_desktop.domain.language.spelling import date_of
from coo_desktop.domain.office.correspondence import MoveState
from coo_desktop.domain.office.stamps import ElectronicSeals

LONGEST = 2000

router = APIRouter(prefix="/console", include_in_schema=False)

#: What an empty form of a questionnaire begins with.
EXAMPLE = """\
title = { zh_CN = "出口情况调查", en = "Export survey" }
closes_on = ""

[[questions]]
id = "main_market"
kind = "text"
label = { zh_CN = "主要出口市场", en = "Main export market" }
needed = true

[[questions]]
id = "share"
kind = "decimal"
label = { zh_CN = "该市场占出口额比例", en = "Its share of your exports" }
unit = "%"

[[questions]]
id = "uses_rcep"
kind = "choice"
label = { zh_CN = "是否使用 RCEP 证书", en = "Do you use RCEP certificates" }
needed = true
choices = [
  { id = "often", label = { zh_CN = "经常", en = "Often" } },
  { id = "seldom", label = { zh_CN = "偶尔", en = "Seldom" } },
  { id = "never", label = { zh_CN = "从不", en = "Never" } },
]
"""


@router.get("/moves")
def show_moves(request: Request, here: Here, guest: Examiner, done: str = "") -> Response:
    """What companies asked of this office."""
    return _moves_page(request, here, guest, done=done)


@router.post("/moves/{move_id}")
def decide(request: Request, here: Here, guest: Examiner, fields: Form, move_id: str) -> Response:
    """Takes a company over, or not."""
    verdict, reason = fields.get("verdict", ""), fields.get("reason", "")
    if verdict not in (MoveState.APPROVED, MoveState.REFUSED):
        raise Refusal("not-found")
    with here.shared.database.read() as connection:
        company = connection.execute(
            sa.select(tables.office_moves.c.company).where(tables.office_moves.c.id == move_id)
        ).scalar()
    return _done(
        lambda: _within(
            here,
            guest,
            company,
            lambda opened: office_moves.decide(opened, move_id, MoveState(verdict), _short(reason)),
        ),
        lambda refusal: _moves_page(request, here, guest, refusal=refusal, given={move_id: reason}),
        f"/console/moves?done=move_{verdict}",
    )


@router.get("/verifications")
def show_cases(request: Request, here: Here, guest: Examiner, done: str = "") -> Response:
    """The cases of the office, and a form for one more."""
    return _cases_page(request, here, guest, done=done)


@router.post("/verifications")
def open_case(request: Request, here: Here, guest: Examiner, fields: Form) -> Response:
    """Asks a company about one of its certificates."""

    def work() -> None:
        deadline = _day(fields.get("deadline", ""))
        with here.shared.database.read() as connection:
            company, document = verification_cases.certificate(connection, guest.known, fields.get("number", ""))
        country, text = (_short(fields.get(name, "")) for name in ("country", "question"))
        question = verification_cases.Question(document, text, deadline, country.strip(), _key(fields))
        _within(here, guest, company, lambda opened: verification_cases.open_case(opened, question))

    def again(refusal: Refusal) -> Response:
        return _cases_page(request, here, guest, refusal=refusal, fields=fields)

    return _done(work, again, "/console/verifications?done=verification")


@router.post("/verifications/{case_id}")
def close(request: Request, here: Here, guest: Examiner, fields: Form, case_id: str) -> Response:
    """Notes what came of a case."""
    query = sa.select(tables.verification_cases.c.company).where(
        tables.verification_cases.c.id == case_id, tables.verification_cases.c.office == guest.known.company.office
    )
    with here.shared.database.read() as connection:
        company = connection.execute(query).scalar()
    result = fields.get("result", "")
    return _done(
        lambda: _within(here, guest, company, lambda opened: verification_cases.close(opened, case_id, _short(result))),
        lambda refusal: _cases_page(request, here, guest, refusal=refusal, fields={case_id: result}),
        "/console/verifications?done=verification_closed",
    )


@router.get("/verifications/{case_id}/{evidence_id}")
def proof(here: Here, guest: Examiner, case_id: str, evidence_id: str) -> Response:
    """A file of an answer, to keep; never shown inside a page."""
    mine = sa.and_(
        tables.verification_cases.c.id == case_id, tables.verification_cases.c.office == guest.known.company.office
    )
    with here.shared.database.read() as connection:
        case = connection.execute(sa.select(tables.verification_cases).where(mine)).first()
        if case is None or evidence_id not in [file.id for file in verification_cases.files_of(case)]:
            raise Refusal("not-found")
        query = sa.select(tables.evidence).where(
            tables.evidence.c.company == case.company, tables.evidence.c.id == evidence_id
        )
        row = connection.execute(query).one()
    return attachment(here.files, row)


@router.get("/questionnaires")
def show_questionnaires(request: Request, here: Here, guest: Examiner, done: str = "") -> Response:
    """What was asked so far, with the answers, and a form for more questions."""
    return _questionnaires_page(request, here, guest, done=done)


@router.post("/questionnaires")
def publish(request: Request, here: Here, guest: Examiner, fields: Form) -> Response:
    """Publishes a questionnaire to every company of the office."""
    text = fields.get("text", "")

    def work() -> None:
        asked = _read(text)
        with unit(here.shared, guest.known, guest.known.company.id, "questionnaire") as opened:
            made = questionnaires.publish(opened, asked, _key(fields))
        for company in questionnaires.addressed(here.shared, guest.known):
            _within(here, guest, company, lambda opened: questionnaires.announce(opened, asked, made))

    def again(refusal: Refusal) -> Response:
        return _questionnaires_page(request, here, guest, refusal=refusal, text=text, key=fields.get("key", ""))

    return _done(work, again, "/console/questionnaires?done=questionnaire")


@router.get("/settings")
def show_settings(request: Request, here: Here, guest: Examiner, done: str = "") -> Response:
    """What the office wants of its companies."""
    return _settings_page(request, here, guest, done=done)


@router.post("/settings")
def keep_settings(request: Request, here: Here, guest: Examiner, fields: Form) -> Response:
    """Keeps what was chosen; it holds for the office's companies at once."""
    chosen, office = fields.get("electronic_seals", ""), guest.known.company
    if chosen not in set(ElectronicSeals):
        return _settings_page(request, here, guest, refusal=Refusal("validation"))
    wanted = companies.Wishes(ElectronicSeals(chosen), fields.get("asks_at_sending", "") == "yes")
    with unit(here.shared, guest.known, office.id, "settings") as opened:
        companies.set_wishes(opened.connection, office.office, wanted)
        opened.record(f"electronic-seals-{chosen}", office.office)
        opened.record("asks-at-sending" if wanted.asks_at_sending else "asks-nothing-at-sending", office.office)
    return turned("/console/settings?done=settings")


def _done(work: Callable[[], object], again: Callable[[Refusal], Response], url: str) -> Response:
    """On to `url` when the work is done; what is refused shows the form again with what was filled in."""
    try:
        work()
    except Refusal as refusal:
        if refusal.name in ("forbidden", "signatory-disabled", "sign-in-needed"):
            raise
        return again(refusal)
    except ProgramError as error:
        return again(refused(error))
    return turned(url)


def _within(here: Here, guest: Visitor, company: str | None, work: Callable[[Unit], object]) -> None:
    if company is None:
        raise Refusal("not-found")
    with unit(here.shared, guest.known, company, "console") as opened:
        work(opened)


def _settings_page(
    request: Request, here: Here, guest: Visitor, *, done: str = "", refusal: Refusal | None = None
) -> Response:
    with here.shared.database.read() as connection:
        wanted = companies.wishes(connection, guest.known.company.office)
    facts = {"done": done, "refusal": refusal, "wanted": wanted}
    return page(request, guest, "settings.html", refusal.status if refusal else 200, **facts)


def _moves_page(
    request: Request, here: Here, guest: Visitor, *,
    done: str = "", refusal: Refusal | None = None, given: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    with here.shared.database.read() as connection:
        asked, offices = office_moves.waiting(connection, guest.known), office_moves.office_names(connection)
    facts = {"done": done, "refusal": refusal, "moves": asked, "offices": offices, "given": given or {}}
    return page(request, guest, "moves.html", refusal.status if refusal else 200, **facts)


def _cases_page(
    request: Request, here: Here, guest: Visitor, *,
    done: str = "", refusal: Refusal | None = None, fields: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    with here.shared.database.read() as connection:
        rows = verification_cases.of_office(connection, guest.known)
    cases = [{"row": row, "files": verification_cases.files_of(row)} for row in rows]
    facts = {"done": done, "refusal": refusal, "cases": cases, "given": fields or {}}
    facts |= {"key": (fields or {}).get("key") or new_id()}
    return page(request, guest, "verifications.html", refusal.status if refusal else 200, **facts)


def _questionnaires_page(
    request: Request, here: Here, guest: Visitor, *,
    done: str = "", refusal: Refusal | None = None, text: str = EXAMPLE, key: str = "",
) -> Response:  # fmt: skip
    with here.shared.database.read() as connection:
        asked = questionnaires.of_office(connection, guest.known)
    said = partial(_said, guest.language)
    facts = {"done": done, "refusal": refusal, "published": asked, "text": text, "answer_text": said}
    facts |= {"key": key or new_id()}
    return page(request, guest, "questionnaires.html", refusal.status if refusal else 200, **facts)


def _said(language: str, question: FieldSpec, value: Any) -> str:
    """An answer in words, with its unit."""
    if is_blank(value):
        return ""
    return KINDS[question.kind].cell(value, question, TextContext(language)) + question.unit


def _read(text: str) -> Questionnaire:
    try:
        return read_questionnaire(tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        raise Unreadable(reason="toml", key="", detail=str(fault)) from None


def _short(text: str) -> str:
    """A text that a company can be expected to read; the wire bounds what it writes itself."""
    if len(text) > LONGEST:
        raise invalid(("text_long", "text"))
    return text


def _key(fields: dict[str, str]) -> str:
    """The key of the page that the form was on: sent twice, it takes effect once."""
    if not is_id(fields.get("key", "")):
        raise Refusal("malformed")
    return fields["key"]


def _day(text: str) -> dt.date:
    found = date_of(text)
    if found is None:
        raise invalid(("wrong_shape", "deadline"))
    return found
