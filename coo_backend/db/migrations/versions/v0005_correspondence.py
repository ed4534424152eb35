"""Adds what company and office write to each other: moves to another office, verification cases, questionnaires."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OPEN = sa.text("state = 'open'")


def upgrade() -> None:
    moves = "company office_from office_to reason state asked_at asked_by decided_at decided_by answer"
    op.create_table("office_moves", _key("id"), *_texts(moves))
    op.create_index(
        "office_moves_one_open", "office_moves", ["company"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.create_index("office_moves_office", "office_moves", ["office_to", "state"])
    cases = "company office document number question country deadline state opened_at opened_by"
    answers = "answer evidence answered_at answered_by result closed_at"
    op.create_table("verification_cases", _key("id"), *_texts(cases), *_texts(answers))
    op.create_index("verification_cases_company", "verification_cases", ["company", "state", "deadline"])
    op.create_index("verification_cases_office", "verification_cases", ["office", "state"])
    op.create_table("questionnaires", _key("id"), *_texts("office body closes_on published_at published_by"))
    op.create_index("questionnaires_office", "questionnaires", ["office", "published_at"])
    op.create_table("questionnaire_answers", _key("questionnaire"), _key("company"), *_texts("given at by"))


def _key(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, primary_key=True)


def _texts(names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.Text, nullable=False, server_default="") for name in names.split()]
