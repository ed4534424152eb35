"""Makes text of numbers that readers refuse: those beyond what JSON has (Infinity, NaN) or of more than 18 signs.

A document so healed gets a new revision and a new place in the feed: whoever could not read it hears of it again.
"""

import json
import math
import re
import secrets
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_SUSPECT = re.compile(r"Infinity|NaN|[0-9]{18}|[eE]\+?[0-9]{3}")
_LONGEST = 18
_ROWS = 500

_SERVER = sa.table("server", sa.column("epoch", sa.BigInteger))
_FEEDS = sa.table("feeds", sa.column("company"), sa.column("seq", sa.BigInteger))
_DOCUMENTS = sa.table(
    "documents",
    sa.column("id"), sa.column("company"), sa.column("body"), sa.column("rev"),
    sa.column("counter", sa.BigInteger), sa.column("feed_seq", sa.BigInteger),
)  # fmt: skip
_INTENTS = sa.table("intents", sa.column("company"), sa.column("key"), sa.column("body"))
_ANSWERS = sa.table("questionnaire_answers", sa.column("questionnaire"), sa.column("company"), sa.column("given"))


def upgrade() -> None:
    connection = op.get_bind()
    _heal_documents(connection)
    _heal(connection, _INTENTS, "body", ("company", "key"))
    _heal(connection, _ANSWERS, "given", ("questionnaire", "company"))


def _heal_documents(connection: sa.Connection) -> None:
    healed = _healed(connection, _DOCUMENTS, "body")
    if not healed:
        return
    epoch = connection.execute(sa.select(_SERVER.c.epoch)).scalar_one()
    for row, body in healed:
        mine = _FEEDS.c.company == row.company
        connection.execute(sa.update(_FEEDS).where(mine).values(seq=_FEEDS.c.seq + 1))
        seq = connection.execute(sa.select(_FEEDS.c.seq).where(mine)).scalar_one()
        counter = row.counter + 1
        rev = f"e{epoch}.{counter}.{secrets.token_hex(6)}"
        values = {"body": _written(body | {"rev": rev}), "rev": rev, "counter": counter, "feed_seq": seq}
        connection.execute(sa.update(_DOCUMENTS).where(_DOCUMENTS.c.id == row.id).values(values))


def _heal(connection: sa.Connection, table: sa.TableClause, column: str, key: tuple[str, ...]) -> None:
    for row, value in _healed(connection, table, column):
        same = sa.and_(*(table.c[name] == getattr(row, name) for name in key))
        connection.execute(sa.update(table).where(same).values({column: _written(value)}))


def _healed(connection: sa.Connection, table: sa.TableClause, column: str) -> list[tuple[Any, Any]]:
    """The rows with such a number, and the value of the column with text in their place."""
    rows = connection.execute(sa.select(table), execution_options={"yield_per": _ROWS})
    suspect = [row for row in rows if _SUSPECT.search(getattr(row, column) or "")]
    found = []
    for row in suspect:
        replaced: list[str] = []
        value = _read(getattr(row, column), replaced)
        if replaced:
            found.append((row, value))
    return found


def _read(text: str, replaced: list[str]) -> Any:
    def as_text(digits: str) -> str:
        replaced.append(digits)
        return digits

    def whole(digits: str) -> int | str:
        return int(digits) if len(digits) <= _LONGEST else as_text(digits)

    def broken(digits: str) -> float | str:
        return number if math.isfinite(number := float(digits)) else as_text(digits)

    return json.loads(text, parse_constant=as_text, parse_int=whole, parse_float=broken)


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
