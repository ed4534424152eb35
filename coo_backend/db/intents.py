"""What each key achieved: stored with the effect itself, given again to whoever sends the key again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel

from coo_backend.db.tables import intents
from coo_backend.db.unit import Actor, Unit
from coo_backend.runtime.refusals import Refusal
from coo_backend.runtime.strict_json import write_json

_FIND = sa.select(intents).where(
    intents.c.company == sa.bindparam("mine"), intents.c.key.in_(sa.bindparam("asked", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered with; `body` is JSON ready to send."""

    status: int
    body: str
    etag: str = ""

    @classmethod
    def of(cls, body: BaseModel) -> "Answer":
        """Done, and told as the wire spells it."""
        return cls(200, body.model_dump_json(by_alias=True))


def foresee(unit: Unit, keys: Collection[str]) -> None:
    """Reads what these keys achieved before, all in one read."""
    unit.answered |= dict.fromkeys(keys)
    unit.answered |= _rows(unit.transaction, unit.actor, keys)


def stored(unit: Unit, key: str, fingerprint: str) -> Answer | None:
    """The answer of an earlier try with this key; refuses a key that was used for something else."""
    if key not in unit.answered:
        foresee(unit, (key,))
    row = unit.answers.get(key) or unit.answered[key]
    if row is None:
        return None
    if row["fingerprint"] != fingerprint:
        raise Refusal("key-reused")
    return _answer(row)


def remember(unit: Unit, key: str, fingerprint: str, answer: Answer) -> None:
    """Stores the answer in the transaction of its effect; only what took effect is remembered."""
    unit.answers[key] = {
        "company": unit.actor.company.id,
        "key": key,
        "fingerprint": fingerprint,
        "status": answer.status,
        "etag": answer.etag,
        "body": answer.body,
        "account": unit.actor.account,
        "at": unit.shared.clock.stamp(),
    }


def achieved(connection: sa.Connection, actor: Actor, key: str) -> Answer:
    """What a key achieved; refuses with not-found when it never took effect."""
    row = _rows(connection, actor, (key,)).get(key)
    if row is None:
        raise Refusal("not-found")
    return _answer(row)


def to_wire(answer: Answer) -> str:
    """A stored answer as the wire spells it; its body is joined as it is."""
    return f'{{"status":{answer.status},"etag":{write_json(answer.etag)},"body":{answer.body}}}'


def _rows(connection: sa.Connection, actor: Actor, keys: Collection[str]) -> dict[str, Mapping[str, Any]]:
    """The stored answers of those keys that have one."""
    found = connection.execute(_FIND, {"mine": actor.company.id, "asked": sorted(keys)}) if keys else ()
    return {row.key: row._asdict() for row in found}


def _answer(row: Mapping[str, Any]) -> Answer:
    return Answer(row["status"], row["body"], row["etag"])
