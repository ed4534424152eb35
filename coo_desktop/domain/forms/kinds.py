"""What a field can be: one row per kind, each saying how typed input becomes a stored value and what is wrong with one.

`clean` never fails and never loses input: what cannot be understood is kept as typed, and `faults` reports it.
Editors in `views` have one row per kind with the same keys; a test compares the two tables.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.domain.language.spelling import (
    UNSTORABLE,
    date_of,
    decimal_of,
    is_blank,
    latin,
    plain_date,
    plain_number,
    storable,
)

__all__ = ["KINDS", "Fault", "Kind", "clean", "date_of", "decimal_of", "is_blank"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with one value; `code` has its words in resources/shared/problems.toml."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kind:
    """`clean(raw, spec)` -> storable value; `faults(value, spec)` -> what is wrong; `text(value)` -> plain words."""

    name: str
    clean: Callable[[Any, FieldSpec], Any]
    faults: Callable[[Any, FieldSpec], Iterator[Fault]]
    empty: Any = ""
    repeats: bool = False


# -- text


def _clean_text(raw: Any, spec: FieldSpec) -> Any:
    if not isinstance(raw, str):
        return raw if raw is not None else ""
    return " ".join(_in_script(raw, spec).split())


def _clean_lines(raw: Any, spec: FieldSpec) -> Any:
    if not isinstance(raw, str):
        return raw if raw is not None else ""
    return "\n".join(line.rstrip() for line in _in_script(raw, spec).split("\n")).strip("\n")


def _in_script(raw: str, spec: FieldSpec) -> str:
    return storable(latin(raw)) if spec.script == "latin" else storable(raw)


def _text_faults(value: Any, spec: FieldSpec) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield Fault("wrong_type")
        return
    if spec.max is not None and len(value) > spec.max:
        yield Fault("too_long", {"limit": spec.max, "length": len(value)})
    if UNSTORABLE.search(value):
        yield Fault("unprintable")
    if spec.script == "latin":
        strange = sorted({char for char in value if not (" " <= char <= "~" or char == "\n")})
        if strange:
            yield Fault("not_latin", {"characters": "".join(strange[:10])})


# -- numbers


def _clean_number(raw: Any, spec: FieldSpec) -> Any:
    return plain_number(raw)


def _number_faults(value: Any, spec: FieldSpec) -> Iterator[Fault]:
    number = decimal_of(value) if isinstance(value, str) else None
    if number is None:
        yield Fault("not_a_number", {"text": str(value)[:40]})
        return
    exponent = number.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    if places > spec.places:
        yield Fault("too_many_places", {"limit": spec.places})
    if number and number.adjusted() >= spec.whole_digits:
        yield Fault("too_large", {"limit": spec.whole_digits})
    if spec.least is not None and number < Decimal(spec.least):
        yield Fault("too_small", {"least": spec.least})
    if spec.most is not None and number > Decimal(spec.most):
        yield Fault("too_much", {"most": spec.most})


def _integer_faults(value: Any, spec: FieldSpec) -> Iterator[Fault]:
    number = decimal_of(value) if isinstance(value, str) else None
    if number is not None and number != number.to_integral_value():
        yield Fault("not_whole")
        return
    yield from _number_faults(value, spec)


# -- days


def _clean_date(raw: Any, spec: FieldSpec) -> Any:
    return plain_date(raw)


def _date_faults(value: Any, spec: FieldSpec) -> Iterator[Fault]:
    day = date_of(value)
    if day is None:
        yield Fault("not_a_date", {"text": str(value)[:40]})
    elif not 2000 <= day.year <= 2100:
        yield Fault("unlikely_year", {"year": day.year})


# -- choices, codes, flags


def _clean_choice(raw: Any, spec: FieldSpec) -> Any:
    return storable(raw).strip() if isinstance(raw, str) else ("" if raw is None else raw)


def _choice_faults(value: Any, spec: FieldSpec) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield Fault("wrong_type")
    elif spec.choices and value not in {choice.id for choice in spec.choices}:
        yield Fault("unknown_choice", {"text": value[:40]})


def _clean_code(raw: Any, spec: FieldSpec) -> Any:
    if not isinstance(raw, str):
        return "" if raw is None else raw
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", storable(raw)).upper()).strip()


def _code_faults(value: Any, spec: FieldSpec) -> Iterator[Fault]:
    yield from _text_faults(value, spec)
    if isinstance(value, str) and spec.code_list is not None and value not in spec.code_list.by_code:
        yield Fault("unknown_code", {"text": value[:40]})


def _clean_hs(raw: Any, spec: FieldSpec) -> Any:
    text = _clean_code(raw, spec)
    return re.sub(r"[.\s-]", "", text) if isinstance(text, str) else text


def _hs_faults(value: Any, spec: FieldSpec) -> Iterator[Fault]:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{2,10}", value):
        yield Fault("not_an_hs_code", {"text": str(value)[:20]})
    elif spec.digits and len(value) not in spec.digits:
        yield Fault("wrong_hs_length", {"digits": "/".join(map(str, spec.digits)), "length": len(value)})
    elif not 1 <= int(value[:2]) <= 97 or value[:2] == "77":
        yield Fault("no_such_chapter", {"chapter": value[:2]})


def _clean_flag(raw: Any, spec: FieldSpec) -> Any:
    return False if raw in (None, "") else raw


def _flag_faults(value: Any, spec: FieldSpec) -> Iterator[Fault]:
    if not isinstance(value, bool):
        yield Fault("wrong_type")


# -- things with parts


def _clean_items(raw: Any, spec: FieldSpec) -> Any:
    """Rows cleaned field by field; every row keeps or gets an id, so that two desks can merge their edits."""
    from coo_desktop.domain.identity import new_id

    if not isinstance(raw, list) or spec.item_type is None:
        return [] if raw in (None, "") else raw
    rows: list[dict[str, Any]] = []
    seen: set[str] = set()
    for row in raw:
        if not isinstance(row, dict):
            return raw
        cleaned = {name: value for name, value in row.items() if name not in spec.item_type.by_id}
        cleaned["id"] = row["id"] if _is_new(row.get("id"), seen) else new_id()
        seen.add(cleaned["id"])
        for part in spec.item_type.fields:
            if part.id in row:
                cleaned[part.id] = KINDS[part.kind].clean(row[part.id], part)
        rows.append(cleaned)
    return rows


def _is_new(row_id: object, seen: set[str]) -> bool:
    """Whether it can tell a row from the others: merging two desks' rows goes by it."""
    return isinstance(row_id, str) and row_id != "" and row_id not in seen


def _items_faults(value: Any, spec: FieldSpec) -> Iterator[Fault]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        yield Fault("wrong_type")
    elif spec.max is not None and len(value) > spec.max:
        yield Fault("too_many_rows", {"limit": spec.max, "count": len(value)})


def _clean_object(raw: Any, spec: FieldSpec) -> Any:
    if isinstance(raw, str):
        return {"form": "text", "text": _clean_lines(raw, spec)} if raw.strip() else {}
    if isinstance(raw, dict) and isinstance(raw.get("text"), str):
        return {**raw, "text": _clean_lines(raw["text"], spec)}
    return {} if raw is None else raw


def _marks_faults(value: Any, spec: FieldSpec) -> Iterator[Fault]:
    """Marks are `{"form": "text", "text": …}` or `{"form": "picture", "evidence": id, "sha256": …, "width_mm": …}`."""
    if not isinstance(value, dict) or value.get("form") not in ("text", "picture"):
        yield Fault("wrong_type")
    elif value["form"] == "text":
        yield from _text_faults(value.get("text", ""), spec)
    elif not value.get("sha256"):
        yield Fault("picture_missing")


def _evidence_faults(value: Any, spec: FieldSpec) -> Iterator[Fault]:
    """Evidence is a list of `{"id", "sha256", "name", "mime", "size_bytes", "purpose"}`."""
    if not isinstance(value, list) or not all(isinstance(row, dict) and row.get("sha256") for row in value):
        yield Fault("wrong_type")
    elif spec.max is not None and len(value) > spec.max:
        yield Fault("too_many_rows", {"limit": spec.max, "count": len(value)})


def _clean_list(raw: Any, spec: FieldSpec) -> Any:
    return [] if raw in (None, "") else raw


def _no_faults(value: Any, spec: FieldSpec) -> Iterator[Fault]:
    yield from ()


#: `computed` fields are derived by the function their `compute` names (see computed.py); they are never stored or sent.
KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("text", _clean_text, _text_faults),
        Kind("lines", _clean_lines, _text_faults),
        Kind("integer", _clean_number, _integer_faults),
        Kind("decimal", _clean_number, _number_faults),
        Kind("date", _clean_date, _date_faults),
        Kind("choice", _clean_choice, _choice_faults),
        Kind("code", _clean_code, _code_faults),
        Kind("hs_code", _clean_hs, _hs_faults),
        Kind("flag", _clean_flag, _flag_faults, empty=False),
        Kind("items", _clean_items, _items_faults, empty=(), repeats=True),
        Kind("marks", _clean_object, _marks_faults, empty={}),
        Kind("evidence", _clean_list, _evidence_faults, empty=(), repeats=True),
        Kind("link", _clean_choice, _choice_faults),
        Kind("computed", _clean_choice, _no_faults),
    )
}


def clean(values: Mapping[str, Any], specs: Mapping[str, FieldSpec]) -> dict[str, Any]:
    """Every known value cleaned by its kind; names that `specs` does not know are refused by the caller, not here."""
    return {name: KINDS[specs[name].kind].clean(raw, specs[name]) for name, raw in values.items() if name in specs}
