"""Reads values that may hold anything a person typed: whatever is not of the wanted shape reads as nothing."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.forms.code_lists import Code, CodeList
from coo_desktop.domain.forms.form_type import FormType

Row = Mapping[str, Any]


def text_of(values: Values, name: str) -> str:
    """The text of a value, trimmed; empty for anything that is no text."""
    value = values.get(name)
    return value.strip() if isinstance(value, str) else ""


def rows_of(values: Values, name: str) -> list[Row]:
    """The rows of an `items` value."""
    value = values.get(name)
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def row_id(row: Row) -> str:
    """What tells a row from the others of its field; empty for one that has no id."""
    return str(row.get("id", ""))


def code_of(form: FormType, values: Values, name: str) -> Code | None:
    """The entry of the field's code list that the value names."""
    spec = form.by_id.get(name)
    return spec.code_list.by_code.get(text_of(values, name)) if spec is not None and spec.code_list else None


def row_code(form: FormType, row: Row, part: str) -> Code | None:
    """The entry of a code list that a part of an item row names."""
    codes = part_list(form, part)
    return codes.by_code.get(text_of(row, part)) if codes is not None else None


def part_list(form: FormType, part: str) -> CodeList | None:
    """The code list of a part of the form's item rows."""
    parts = (spec.item_type.by_id.get(part) for spec in form.fields if spec.item_type is not None)
    return next((found.code_list for found in parts if found is not None and found.code_list is not None), None)


def port_country(form: FormType, values: Values, name: str) -> str:
    """The country of a port field; empty while the port is not in the list."""
    port = code_of(form, values, name)
    return port.more.get("country", "") if port else ""


def country_name(form: FormType, code: str, field: str = "destination_country") -> str:
    """A country as certificates print it (Taiwan as TAIWAN, CHINA); a code that no list has as it stands."""
    country = code_of(form, {field: code}, field)
    return country.more.get("print") or country.en if country else code


def marks_text(values: Values) -> str:
    """The text of text marks; empty for a picture."""
    marks = values.get("marks")
    return text_of(marks, "text") if isinstance(marks, dict) else ""


@lru_cache(maxsize=4096)
def words_in(text: str) -> str:
    """Upper case, blanks collapsed, line breaks as blanks: how texts are compared."""
    return " ".join(text.upper().split())


def is_chinese(text: str) -> bool:
    """Whether there is Chinese in it."""
    return any("\u4e00" <= char <= "\u9fff" for char in text)
