"""How each kind of field cleans a value, and what is wrong with one; `KINDS` names these functions.

Cleaning never fails and never loses input: what cannot be understood is kept as typed, and the faults report it.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.domain.language.spelling import (
    UNSTORABLE,
    date_of,
    decimal_of,
    latin,
    named_sign,
    plain_date,
    plain_number,
    storable,
)
from coo_desktop.domain.language.written import days_meant, has_decimal_comma

#: What the files of one document may have together.
FILES_MB = 300


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with one value; `code` has its words in resources/shared/problems.toml."""

    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


# -- text


def clean_text(raw: Any, spec: FieldSpec) -> Any:
    if not isinstance(raw, str):
        return raw if raw is not None else ""
    return " ".join(_in_script(raw, spec).split())


def clean_lines(raw: Any, spec: FieldSpec) -> Any:
    if not isinstance(raw, str):
        return raw if raw is not None else ""
    return "\n".join(line.rstrip() for line in _in_script(raw, spec).split("\n")).strip("\n")


def _in_script(raw: str, spec: FieldSpec) -> str:
    return storable(latin(raw)) if spec.script == "latin" else storable(raw)


def text_faults(value: Any, spec: FieldSpec) -> Iterator[Fault]:
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
            yield Fault("not_latin", {"characters": "".join(map(named_sign, strange[:10]))})


def clean_number(raw: Any, spec: FieldSpec) -> Any:
    return plain_number(raw)


def number_faults(value: Any, spec: FieldSpec) -> Iterator[Fault]:
    number = decimal_of(value) if isinstance(value, str) else None
    if number is None:
        is_in_doubt = isinstance(value, str) and has_decimal_comma(value)
        yield Fault("ambiguous_number" if is_in_doubt else "not_a_number", {"text": str(value)[:40]})
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


def integer_faults(value: Any, spec: FieldSpec) -> Iterator[Fault]:
    number = decimal_of(value) if isinstance(value, str) else None
    if number is not None and number != number.to_integral_value():
        yield Fault("not_whole")
        return
    yield from number_faults(value, spec)


def clean_date(raw: Any, spec: FieldSpec) -> Any:
    return plain_date(raw)


def date_faults(value: Any, spec: FieldSpec) -> Iterator[Fault]:
    day = date_of(value)
    if day is None:
        days = days_meant(value) if isinstance(value, str) else ()
        if len(days) > 1:
            yield Fault("ambiguous_date", {"text": str(value)[:40], "first": str(days[0]), "second": str(days[1])})
        else:
            yield Fault("not_a_date", {"text": str(value)[:40]})
    elif not 2000 <= day.year <= 2100:
        yield Fault("unlikely_year", {"year": day.year})


def clean_choice(raw: Any, spec: FieldSpec) -> Any:
    return storable(raw).strip() if isinstance(raw, str) else ("" if raw is None else raw)


def choice_faults(value: Any, spec: FieldSpec) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield Fault("wrong_type")
    elif spec.choices and value not in {choice.id for choice in spec.choices}:
        yield Fault("unknown_choice", {"text": value[:40]})


def clean_code(raw: Any, spec: FieldSpec) -> Any:
    if not isinstance(raw, str):
        return "" if raw is None else raw
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", storable(raw)).upper()).strip()


def code_faults(value: Any, spec: FieldSpec) -> Iterator[Fault]:
    is_unknown = isinstance(value, str) and spec.code_list is not None and value not in spec.code_list.by_code
    if is_unknown and spec.closed:
        yield Fault("code_refused", {"text": value[:40]})
        return
    yield from text_faults(value, spec)
    if is_unknown:
        yield Fault("unknown_code", {"text": value[:40]})


def clean_hs(raw: Any, spec: FieldSpec) -> Any:
    text = clean_code(raw, spec)
    return re.sub(r"[.\s-]", "", text) if isinstance(text, str) else text


def hs_faults(value: Any, spec: FieldSpec) -> Iterator[Fault]:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{2,10}", value):
        yield Fault("not_an_hs_code", {"text": str(value)[:20]})
    elif spec.digits and len(value) + 1 in spec.digits and value[0] in "123456789" and len(value) % 2:
        yield Fault("lost_zero", {"text": value, "code": f"0{value}"})
    elif spec.digits and len(value) not in spec.digits:
        yield Fault("wrong_hs_length", {"digits": "/".join(map(str, spec.digits)), "length": len(value)})
    elif not 1 <= int(value[:2]) <= 97 or value[:2] == "77":
        yield Fault("no_such_chapter", {"chapter": value[:2]})


def clean_flag(raw: Any, spec: FieldSpec) -> Any:
    return False if raw in (None, "") else raw


def flag_faults(value: Any, spec: FieldSpec) -> Iterator[Fault]:
    if not isinstance(value, bool):
        yield Fault("wrong_type")


def clean_object(raw: Any, spec: FieldSpec) -> Any:
    if isinstance(raw, str):
        return {"form": "text", "text": clean_lines(raw, spec)} if raw.strip() else {}
    if isinstance(raw, dict) and isinstance(raw.get("text"), str):
        return {**raw, "text": clean_lines(raw["text"], spec)}
    return {} if raw is None else raw


def marks_faults(value: Any, spec: FieldSpec) -> Iterator[Fault]:
    """Marks are `{"form": "text", "text": …}` or `{"form": "picture", "evidence": id, "sha256": …, "width_mm": …}`."""
    if not isinstance(value, dict) or value.get("form") not in ("text", "picture"):
        yield Fault("wrong_type")
    elif value["form"] == "text":
        yield from text_faults(value.get("text", ""), spec)
    elif not value.get("sha256"):
        yield Fault("picture_missing")


def evidence_faults(value: Any, spec: FieldSpec) -> Iterator[Fault]:
    """Evidence is a list of `{"id", "sha256", "name", "mime", "size_bytes", "purpose"}`."""
    if not isinstance(value, list) or not all(isinstance(row, dict) and row.get("sha256") for row in value):
        yield Fault("wrong_type")
    elif spec.max is not None and len(value) > spec.max:
        yield Fault("too_many_rows", {"limit": spec.max, "count": len(value)})
    elif sum(size for row in value if isinstance(size := row.get("size_bytes"), int)) > FILES_MB << 20:
        yield Fault("files_too_large", {"limit": FILES_MB})


def clean_list(raw: Any, spec: FieldSpec) -> Any:
    return [] if raw in (None, "") else raw


def no_faults(value: Any, spec: FieldSpec) -> Iterator[Fault]:
    yield from ()


def keep_signs(text: str, spec: FieldSpec) -> str:
    """Text as it may stand while it is typed: full-width signs stay, unless the field's script is latin."""
    return latin(storable(text)) if spec.script == "latin" else storable(text)


def narrow_signs(text: str, spec: FieldSpec) -> str:
    """Codes and days as they may stand while they are typed: full-width signs become half-width."""
    return latin(storable(text))


def narrow_figures(text: str, spec: FieldSpec) -> str:
    """Figures as they may stand while they are typed: Chinese full stops and commas become points and commas, too."""
    return latin(storable(text)).replace("。", ".").replace("，", ",")
