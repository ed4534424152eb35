"""What a field's value reads on paper, one row per kind; the language is the form's, not the screen's."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.documents.field_access import Row
from coo_desktop.domain.filling.computed import COMPUTED, place
from coo_desktop.domain.forms.form_type import FieldSpec, FormType
from coo_desktop.domain.language.english import english_date
from coo_desktop.domain.language.spelling import date_of, decimal_of
from coo_desktop.paper.page import TICK

_PRINTED_AS_CODES = frozenset({"currencies", "incoterms", "units", "packages"})
"""Lists whose codes are what a certificate prints; of the others it prints the name."""

_WIDEST_MM = 1000


def shown(form: FormType, values: Values, spec: FieldSpec, row: Row | None = None) -> str:
    """The printed text of one field of `values`, or of `row` when the field is a part of it; "" when nothing stands."""
    value = (values if row is None else row).get(spec.id)
    if spec.kind == "computed":
        return _plain(COMPUTED[spec.compute](form, values, row)[0])
    if value is None or value in ("", [], {}, False):
        return ""
    if spec.codes == "ports" and row is None:
        return _plain(place(form, values, spec.id)) if form.language == "en" else _named(spec, value, form)
    return _plain(_BY_KIND.get(spec.kind, _as_it_stands)(form, spec, value))


@dataclass(frozen=True, slots=True)
class PictureMarks:
    """Marks given as a picture, to be printed so wide; 0 when no width was understood."""

    sha256: str
    width_mm: float


def picture_of(value: object) -> PictureMarks | None:
    """The picture that a marks value names; None for text and for nothing."""
    if not isinstance(value, dict) or value.get("form") != "picture" or not isinstance(value.get("sha256"), str):
        return None
    width = decimal_of(value.get("width_mm"))
    return PictureMarks(value["sha256"], float(width) if width is not None and 0 < width < _WIDEST_MM else 0)


def _as_it_stands(form: FormType, spec: FieldSpec, value: Any) -> str:
    return str(value)


def _day(form: FormType, spec: FieldSpec, value: Any) -> str:
    day = date_of(value)
    if day is None:
        return str(value)
    return printed_day(form, day)


def printed_day(form: FormType, day: dt.date) -> str:
    """A day in the form's language: OCT. 20, 2026 or 2026年10月20日."""
    return english_date(day) if form.language == "en" else f"{day.year}年{day.month:02d}月{day.day:02d}日"


def _choice(form: FormType, spec: FieldSpec, value: Any) -> str:
    return next((choice.label.in_(form.language) for choice in spec.choices if choice.id == value), str(value))


def _named(spec: FieldSpec, value: Any, form: FormType) -> str:
    found = spec.code_list.by_code.get(value) if spec.code_list and isinstance(value, str) else None
    if found is None or (spec.codes in _PRINTED_AS_CODES and form.language == "en"):
        return str(value)
    return (found.more.get("print") or found.en) if form.language == "en" else found.name(form.language)


def _code(form: FormType, spec: FieldSpec, value: Any) -> str:
    return _named(spec, value, form)


def _marks(form: FormType, spec: FieldSpec, value: Any) -> str:
    if picture_of(value) is not None:
        return ""
    return str(value.get("text", "")) if isinstance(value, dict) else str(value)


def _flag(form: FormType, spec: FieldSpec, value: Any) -> str:
    return TICK if value is True else str(value)


def _files(form: FormType, spec: FieldSpec, value: Any) -> str:
    if not isinstance(value, list):
        return str(value)
    return "\n".join(str(file.get("name", "")) for file in value if isinstance(file, dict))


def _rows(form: FormType, spec: FieldSpec, value: Any) -> str:
    if not isinstance(value, list) or spec.item_type is None:
        return str(value)
    parts = [spec.item_type.by_id[column] for column in spec.item_type.columns]
    told = ([shown(form, {}, part, row) for part in parts] for row in value if isinstance(row, dict))
    return "\n".join(" ".join(filter(None, texts)) for texts in told)


def _nothing(form: FormType, spec: FieldSpec, value: Any) -> str:
    return ""  # the id of another document tells a reader nothing


def _plain(text: str) -> str:
    """Line breaks are kept; a tab would have no glyph."""
    return text.expandtabs(4).strip()


_BY_KIND: dict[str, Callable[[FormType, FieldSpec, Any], str]] = {
    "date": _day,
    "choice": _choice,
    "code": _code,
    "marks": _marks,
    "flag": _flag,
    "evidence": _files,
    "items": _rows,
    "link": _nothing,
}
