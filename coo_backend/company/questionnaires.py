"""Questionnaires of an office: published once, answered once by each company, read-only afterwards."""

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from coo_backend.db.database import Database
from coo_backend.db.tables import companies, questionnaire_answers, questionnaires
from coo_backend.db.unit import Actor, Shared, Unit
from coo_backend.notices import inbox
from coo_backend.notices.inbox import Notice
from coo_backend.runtime.refusals import Refusal, incomplete
from coo_backend.runtime.strict_json import write_json
from coo_desktop.contract.correspondence import Filled, Survey, Surveys
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.context import Context
from coo_desktop.domain.errors import Locked
from coo_desktop.domain.forms.questionnaires import Questionnaire, answered, read_questionnaire
from coo_desktop.domain.office.notices import NoticeKind


def publish(unit: Unit, questionnaire: Questionnaire, key: str = "") -> str:
    """Publishes to every company of the examiner's office; its id. The unit is the office's own; `key` makes it one."""
    same = sa.select(questionnaires.c.id).where(questionnaires.c.id == key)
    if key and unit.connection.execute(same).first():
        return key
    made = key or new_id()
    values = {"id": made, "office": unit.actor.company.office, "published_by": unit.actor.name}
    values |= {"body": questionnaire.model_dump_json(exclude_defaults=True)}
    values |= {"closes_on": questionnaire.closes_on, "published_at": unit.shared.clock.stamp()}
    unit.connection.execute(sa.insert(questionnaires).values(values))
    unit.record("questionnaire-published", made)
    return made


def announce(unit: Unit, questionnaire: Questionnaire, made: str) -> None:
    """Tells one company of it."""
    inbox.tell(unit, Notice(NoticeKind.QUESTIONNAIRE, "", questionnaire.title.zh_CN, made))


def listed(database: Database, actor: Actor) -> Surveys:
    """The questionnaires of the company's office, newest first, each with the company's answer."""
    theirs = sa.and_(
        questionnaire_answers.c.questionnaire == questionnaires.c.id,
        questionnaire_answers.c.company == actor.company.id,
    )
    query = (
        sa.select(questionnaires, *(questionnaire_answers.c[name] for name in ("given", "at", "by")))
        .join(questionnaire_answers, theirs, isouter=True)
        .where(sa.or_(questionnaires.c.office == actor.company.office, questionnaire_answers.c.at.is_not(None)))
        .order_by(questionnaires.c.published_at.desc())
    )
    with database.read(actor.sight) as connection:
        return Surveys(items=[_survey(row) for row in connection.execute(query)])


def answer(unit: Unit, asked: str, values: Mapping[str, Any]) -> Filled:
    """Takes a company's answers, once; refuses what is missing or wrong by its question, and what comes too late."""
    row = unit.connection.execute(sa.select(questionnaires).where(questionnaires.c.id == asked)).first()
    if row is None or row.office != unit.company.office:
        raise Refusal("not-found")
    if row.closes_on and unit.shared.clock.today() > dt.date.fromisoformat(row.closes_on):
        raise Locked(stage="closed", event="answer")
    mine = sa.and_(questionnaire_answers.c.questionnaire == asked, questionnaire_answers.c.company == unit.company.id)
    if unit.connection.execute(sa.select(questionnaire_answers.c.at).where(mine)).first():
        raise Locked(stage="answered", event="answer")
    questionnaire = read_questionnaire(json.loads(row.body))
    cleaned = answered(questionnaire, values)
    found = unit.rules.problems(questionnaire.form, cleaned, Context(today=unit.shared.clock.today()))
    if found:
        raise incomplete(found)
    filled = Filled(id=asked, values=cleaned, answered_at=unit.shared.clock.stamp(), answered_by=unit.actor.name)
    kept = {"questionnaire": asked, "company": unit.company.id, "given": write_json(cleaned)}
    kept |= {"at": filled.answered_at, "by": filled.answered_by}
    unit.connection.execute(sa.insert(questionnaire_answers).values(kept))
    unit.record("questionnaire-answered", asked)
    return filled


def of_office(connection: sa.Connection, actor: Actor) -> list[dict[str, Any]]:
    """What the office published, with every answer and its company's name."""
    published = sa.select(questionnaires).where(questionnaires.c.office == actor.company.office)
    rows = connection.execute(published.order_by(questionnaires.c.published_at.desc())).all()
    query = (
        sa.select(questionnaire_answers, companies.c.name_zh, companies.c.name_en)
        .join(companies, companies.c.id == questionnaire_answers.c.company)
        .order_by(questionnaire_answers.c.at)
    )
    answers: dict[str, list[dict[str, Any]]] = {}
    for row in connection.execute(query.where(questionnaire_answers.c.questionnaire.in_([row.id for row in rows]))):
        given = {"company": (row.name_zh, row.name_en), "at": row.at, "by": row.by, "values": json.loads(row.given)}
        answers.setdefault(row.questionnaire, []).append(given)
    return [
        {"row": row, "asked": read_questionnaire(json.loads(row.body)), "answers": answers.get(row.id, [])}
        for row in rows
    ]


def addressed(shared: Shared, actor: Actor) -> list[str]:
    """The companies of the examiner's office."""
    query = sa.select(companies.c.id).where(companies.c.office == actor.company.office, companies.c.kind != "office")
    with shared.database.read() as connection:
        return list(connection.execute(query).scalars())


def _survey(row: Any) -> Survey:
    return Survey(
        id=row.id,
        asked=json.loads(row.body),
        closes_on=row.closes_on,
        published_at=row.published_at,
        values=json.loads(row.given) if row.at else None,
        answered_at=row.at or "",
        answered_by=row.by or "",
    )
