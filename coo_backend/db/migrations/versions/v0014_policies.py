"""Gives the tables of companies their policies on PostgreSQL: a transaction sees what it was told it may (db/sight.py).

`own` is for reading and writing; `office` is for reading alone, what an issuing office handles. A later step that makes
one of these tables anew gives it its policies again. SQLite has none.
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_OWN = (
    "company = current_setting('app.company', true) OR company = current_setting('app.home', true) "
    "OR current_setting('app.everybody', true) = 'on'"
)
_OFFICE = "NULLIF(current_setting('app.office', true), '')"
_FILED = f"EXISTS (SELECT 1 FROM companies c WHERE c.id = company AND c.office = {_OFFICE})"
#: What a company sent to an office stays there when the company moves to another.
_SENT = "EXISTS (SELECT 1 FROM documents d WHERE d.company = {table}.company AND d.office = " + _OFFICE + ")"
_ASKED = f"EXISTS (SELECT 1 FROM questionnaires q WHERE q.id = questionnaire AND q.office = {_OFFICE})"
#: Table -> what an office may read of it; None: nothing but its own.
_POLICIES = {
    "feeds": None,
    "documents": f"office = {_OFFICE}",
    "invoices": _SENT.format(table="invoices"),
    "open_requests": None,
    "notices": _FILED,
    "notice_reads": None,
    "intents": None,
    "audit": None,
    "uploads": None,
    "evidence": f"{_FILED} OR {_SENT.format(table='evidence')}",
    "office_moves": f"office_to = {_OFFICE} OR office_from = {_OFFICE}",
    "company_stamps": None,
    "verification_cases": f"office = {_OFFICE}",
    "questionnaire_answers": _ASKED,
}


def upgrade() -> None:
    if op.get_context().dialect.name != "postgresql":
        return
    for table, seen_by_office in _POLICIES.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"DROP POLICY IF EXISTS own ON {table}")
        op.execute(f"DROP POLICY IF EXISTS office ON {table}")
        op.execute(f"CREATE POLICY own ON {table} USING ({_OWN}) WITH CHECK ({_OWN})")
        if seen_by_office:
            op.execute(f"CREATE POLICY office ON {table} FOR SELECT USING ({seen_by_office})")
