"""JSON as a careful server reads it: bounded in depth, text and list length, every number finite and of 64
bits, nothing a database cannot keep; and as it writes it."""

import hashlib
import json
import math
import re
from itertools import chain
from typing import Any, NoReturn

from coo_backend.runtime.refusals import Refusal
from coo_backend.runtime.settings import Settings
from coo_desktop.contract.documents import LONGEST_NUMBER

#: Half a character of UTF-16, which UTF-8 cannot spell.
_HALF = re.compile("[\ud800-\udfff]")


def read_json(body: bytes, settings: Settings) -> Any:
    """The value of a request body; raises the refusals malformed and too-large."""
    value = parse_json(body)
    check_bounds(value, settings)
    return value


def parse_json(body: bytes) -> Any:
    """The value of a request body whose parts are bounded later, each for itself; refuses with malformed."""
    try:
        return json.loads(
            body,
            parse_constant=_no_constant,
            parse_int=_short_number,
            parse_float=_finite_number,
            object_pairs_hook=_no_duplicates,
        )
    except (ValueError, RecursionError) as error:
        raise Refusal("malformed", reason=str(error)[:200]) from None


def check_bounds(value: Any, settings: Settings) -> None:
    """Raises the refusals malformed and too-large for what is nested, long or of characters beyond what is taken."""
    _bounded(value, settings, 1)


def write_json(value: Any) -> str:
    """Compact JSON in readable UTF-8; raises ValueError for a number that JSON has not."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def fingerprint(method: str, path: str, body: Any) -> str:
    """What a key stands for: the same intention has the same fingerprint, alone or in a batch, however spaced."""
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{method}\n{path}\n{canonical}".encode()).hexdigest()


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _short_number(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise ValueError("a number is too long")
    return int(digits)


def _finite_number(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in an object")
    return found


def _bounded(value: Any, settings: Settings, depth: int) -> None:
    """Bounds a value and what it holds; texts are looked at where they stand, which is most of a body."""
    if depth > settings.body_depth:
        raise Refusal("malformed", reason="nested too deeply")
    if isinstance(value, str):
        _bound_text(value, settings)
        return
    if not isinstance(value, dict | list):
        return
    if isinstance(value, list) and len(value) > settings.list_length:
        raise Refusal("too-large", reason="a list is too long", limit=settings.list_length)
    if value and depth == settings.body_depth:
        raise Refusal("malformed", reason="nested too deeply")
    for part in chain(value, value.values()) if isinstance(value, dict) else value:
        if isinstance(part, str):
            _bound_text(part, settings)
        elif isinstance(part, dict | list):
            _bounded(part, settings, depth + 1)


def _bound_text(text: str, settings: Settings) -> None:
    if len(text) > settings.text_length:
        raise Refusal("too-large", reason="a text is too long", limit=settings.text_length)
    if "\0" in text or not (text.isascii() or _HALF.search(text) is None):
        raise Refusal("malformed", reason="a text holds characters that cannot be kept")
