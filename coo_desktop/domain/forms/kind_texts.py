"""What a stored value of each kind reads: in the screen's cells, on the examiners' console, on paper.

The rows of `KINDS` name these functions. Each takes a value that is not blank, its field and who reads it.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from coo_desktop.domain.forms.form_type import FieldSpec, Words
from coo_desktop.domain.language.chinese import chinese_date
from coo_desktop.domain.language.english import english_date
from coo_desktop.domain.language.file_name import shown_name
from coo_desktop.domain.language.spelling import date_of, grouped

TICK, CHECK_MARK = "√", "✓"  # the printing fonts have the first, every browser the second
_YES, _NO = Words(zh_CN="是", en="Yes"), Words(zh_CN="否", en="No")
_PICTURE = Words(zh_CN="图片", en="Picture")
_PRINTED_AS_CODES = frozenset({"currencies", "incoterms", "units", "packages"})
"""Lists whose codes are what a certificate prints; of the others it prints the name."""


@dataclass(frozen=True, slots=True)
class TextContext:
    """Who reads: the language, and what a document is called that a value links to (its id unless told otherwise)."""

    language: str
    title_of: Callable[[str], str] = str


def is_picture(value: object) -> bool:
    """Whether a marks value names a picture."""
    return isinstance(value, dict) and value.get("form") == "picture" and isinstance(value.get("sha256"), str)


def as_stored(value: Any, spec: FieldSpec, reader: TextContext) -> str:
    """The stored text itself."""
    return str(value)


def nothing(value: Any, spec: FieldSpec, reader: TextContext) -> str:
    """No text: the id of another document tells a reader nothing."""
    return ""


def number(value: Any, spec: FieldSpec, reader: TextContext) -> str:
    """A number with its thousands parted."""
    return grouped(str(value))


def choice(value: Any, spec: FieldSpec, reader: TextContext) -> str:
    """The choice's label in the reader's language."""
    return next((one.label.in_(reader.language) for one in spec.choices if one.id == value), str(value))


def yes_or_no(value: Any, spec: FieldSpec, reader: TextContext) -> str:
    """A flag as a word."""
    return (_YES if value is True else _NO).in_(reader.language)


def linked(value: Any, spec: FieldSpec, reader: TextContext) -> str:
    """The title of the document that a link points to."""
    return reader.title_of(str(value))


def marks(value: Any, spec: FieldSpec, reader: TextContext) -> str:
    """The text of marks; of a picture the word for one."""
    return str(value.get("text") or _PICTURE.in_(reader.language)) if isinstance(value, Mapping) else str(value)


def row_count(value: Any, spec: FieldSpec, reader: TextContext) -> str:
    """How many rows there are."""
    count = len(value)
    return Words(zh_CN=f"{count} 行", en=f"{count} row" if count == 1 else f"{count} rows").in_(reader.language)


def on_console(value: Any, spec: FieldSpec, reader: TextContext) -> str:
    """Any value as plainly as it can be told: the text or the name of an object, a list line by line."""
    if value is True:
        return CHECK_MARK
    if isinstance(value, dict):
        return str(value.get("text") or shown_name(value) or "")
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def code_and_name(value: Any, spec: FieldSpec, reader: TextContext) -> str:
    """A code with its name, as an examiner compares them."""
    found = spec.code_list.by_code.get(value) if spec.code_list is not None and isinstance(value, str) else None
    return f"{value} {found.name(reader.language)}" if found else on_console(value, spec, reader)


def printed_code(value: Any, spec: FieldSpec, reader: TextContext) -> str:
    """The name that a certificate prints for a code, or the code where certificates print codes."""
    found = spec.code_list.by_code.get(value) if spec.code_list and isinstance(value, str) else None
    is_english = reader.language == "en"
    if found is None or (spec.codes in _PRINTED_AS_CODES and is_english):
        return str(value)
    return (found.more.get("print") or found.en) if is_english else found.name(reader.language)


def printed_date(value: Any, spec: FieldSpec, reader: TextContext) -> str:
    """A day as paper has it; what is no day as it stands."""
    day = date_of(value)
    return str(value) if day is None else printed_day(day, reader.language)


def printed_day(day: dt.date, language: str) -> str:
    """A day in a form's language: OCT. 20, 2026 or 2026年10月20日."""
    return english_date(day) if language == "en" else chinese_date(day)


def printed_marks(value: Any, spec: FieldSpec, reader: TextContext) -> str:
    """The text of marks; nothing for a picture, which is drawn."""
    if is_picture(value):
        return ""
    return str(value.get("text", "")) if isinstance(value, dict) else str(value)


def tick(value: Any, spec: FieldSpec, reader: TextContext) -> str:
    """A flag that is set."""
    return TICK if value is True else str(value)


def file_names(value: Any, spec: FieldSpec, reader: TextContext) -> str:
    """The names of evidence, one a line."""
    if not isinstance(value, list):
        return str(value)
    return "\n".join(shown_name(file) for file in value if isinstance(file, dict))
