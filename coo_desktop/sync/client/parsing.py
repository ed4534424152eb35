"""Answers read strictly: what `json` would wave through (NaN, a key twice, endless digits) is refused here."""

import json
import math
from dataclasses import dataclass
from typing import Any

from coo_desktop.contract.documents import LONGEST_NUMBER
from coo_desktop.domain.errors import Untrusted

DEEPEST = 64
#: How deep a document stands in an answer: alone, among the items of a feed, in an item of a batch.
DOCUMENT_LEVELS = 3


@dataclass(frozen=True, slots=True)
class Unkeepable:
    """Stands where no store could keep what was sent."""

    reason: str


def parse(raw: bytes) -> Any:
    """The value of a JSON text; raises Untrusted(reason) for anything a careful backend would not send.

    A document among others does not spoil them: of one that cannot be kept only `id` and `rev` are left.
    """
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_no_constant,
            parse_int=_integer,
            parse_float=_number,
        )
    except (ValueError, RecursionError):
        raise Untrusted(reason="json") from None
    escaped = b"\\ud" in raw or b"\\uD" in raw
    reason = _fault(value, escaped=escaped)
    if reason:
        value = _by_name(value, escaped, DOCUMENT_LEVELS)
        if _fault(value, escaped=escaped):
            raise Untrusted(reason=reason)
    return value


def _by_name(value: Any, escaped: bool, levels: int) -> Any:
    """The value with nothing but the names of those documents in it that cannot be kept."""
    if isinstance(value, dict) and isinstance(value.get("id"), str) and isinstance(value.get("rev"), str):
        return {"id": value["id"], "rev": value["rev"]} if _fault(value, escaped=escaped) else value
    if levels and isinstance(value, dict):
        return {name: _by_name(part, escaped, levels - 1) for name, part in value.items()}
    if levels and isinstance(value, list):
        return [_by_name(part, escaped, levels - 1) for part in value]
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | Unkeepable:
    made = dict(pairs)
    if len(made) != len(pairs):
        return Unkeepable("duplicate_key")
    return made


def _no_constant(_: str) -> Unkeepable:
    return Unkeepable("not_a_number")


def _integer(text: str) -> int | Unkeepable:
    return int(text) if len(text) <= LONGEST_NUMBER else Unkeepable("number")


def _number(text: str) -> float | Unkeepable:
    number = float(text)
    return number if math.isfinite(number) else Unkeepable("number")


def _fault(value: Any, *, escaped: bool) -> str:
    """Why the value cannot be kept, "" when it can.

    Besides what was read as unkeepable: nesting no document has, and half a character (only an escape can spell one).
    """
    level = [value]
    for _ in range(DEEPEST):
        below: list[Any] = []
        for part in level:
            if isinstance(part, dict):
                below += part.values()
                if escaped:
                    below += part
            elif isinstance(part, list):
                below += part
            elif escaped and isinstance(part, str) and any("\ud800" <= sign <= "\udfff" for sign in part):
                return "surrogate"
            elif isinstance(part, Unkeepable):
                return part.reason
        if not below:
            return ""
        level = below
    return "depth"
