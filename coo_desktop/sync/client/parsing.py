"""Answers read strictly: what `json` would wave through (NaN, a key twice, endless digits) is refused here."""

import json
import math
from typing import Any

from coo_desktop.contract.documents import LONGEST_NUMBER
from coo_desktop.domain.errors import Untrusted

DEEPEST = 64


def parse(raw: bytes) -> Any:
    """The value of a JSON text; raises Untrusted(reason) for anything a careful backend would not send."""
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_int=_integer,
            parse_float=_number,
        )
    except (ValueError, RecursionError):
        raise Untrusted(reason="json") from None
    _check(value, escaped=b"\\ud" in raw or b"\\uD" in raw)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise Untrusted(reason="duplicate_key")
    return made


def _refuse_constant(name: str) -> Any:
    raise Untrusted(reason="not_a_number", text=name)


def _integer(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise Untrusted(reason="number")
    return int(text)


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise Untrusted(reason="number")
    return number


def _check(value: Any, *, escaped: bool) -> None:
    """Refuses nesting no document has, and half a character (only an escape can spell one), which no disk can keep."""
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
                raise Untrusted(reason="surrogate")
        if not below:
            return
        level = below
    raise Untrusted(reason="depth")
