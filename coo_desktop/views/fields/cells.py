"""Values as the cells of a table show them, and blocks of a spreadsheet as they come from the clipboard."""

import csv
import io
from collections.abc import Mapping
from typing import Any

from coo_desktop.domain.documents.summary import summary
from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.fields.choice import chosen, code_meant
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.fields.text import day_text, grouped

LONGEST_PASTE, MOST_ROWS = 2_000_000, 5_000
"""Characters and rows taken from one paste: more is a wrong file, and reading it would hold the screen up."""


def cell_text(part: FieldSpec, row: Mapping[str, Any], around: Surroundings) -> str:
    """One part of a row in plain words."""
    if part.kind == "computed":
        from coo_desktop.domain.filling.computed import COMPUTED

        return grouped(COMPUTED[part.compute](around.form, around.values(), row)[0])
    return value_text(part, row.get(part.id), around)


def value_text(spec: FieldSpec, value: Any, around: Surroundings) -> str:
    """A stored value in plain words."""
    if value in (None, "", [], {}):
        return ""
    writers = {
        "integer": lambda: grouped(str(value)),
        "decimal": lambda: grouped(str(value)),
        "flag": lambda: _("Yes") if value is True else _("No"),
        "choice": lambda: next(
            (c.label.in_(around.session.language) for c in spec.choices if c.id == value), str(value)
        ),
        "link": lambda: linked_title(str(value), around),
        "marks": lambda: str(value.get("text") or _("Picture")) if isinstance(value, Mapping) else str(value),
        "items": lambda: _rows_text(value),
        "evidence": lambda: _rows_text(value),
    }
    return writers[spec.kind]() if spec.kind in writers else str(value)


def linked_title(document_id: str, around: Surroundings) -> str:
    """The number and title of another document, or its id when it is not on this computer."""
    document = around.session.read.document(document_id)
    if document is None:
        return document_id
    columns = summary(around.session.rules.form(document.form), document)
    return " · ".join(columns[name] for name in ("number", "title", "hs_code") if columns[name])


def _rows_text(value: Any) -> str:
    count = len(value)
    return ngettext("{count} row", "{count} rows", count).format(count=count)


def pasted(part: FieldSpec, value: Any, around: Surroundings) -> Any:
    """What a cell of a spreadsheet means in a column: a label becomes its choice, a name its code, +3 a day."""
    if not isinstance(value, str):
        return value
    if part.kind == "choice":
        found = chosen(part.choices, value.strip())
        return found.id if found else value
    if part.kind == "code" and part.codes:
        return code_meant(around.session.rules.code_list(part.codes), value)
    return day_text(value, around.session.today()) if part.kind == "date" else value


def spreadsheet_block(text: str) -> list[list[str]]:
    """Lines of cells from what a spreadsheet put on the clipboard; quoted line breaks stay in their cell."""
    try:
        lines = list(csv.reader(io.StringIO(text[:LONGEST_PASTE], newline=""), dialect="excel-tab"))
    except csv.Error:
        lines = [line.split("\t") for line in text[:LONGEST_PASTE].splitlines()]
    lines = [line for line in lines if line][:MOST_ROWS]
    width = max((len(line) for line in lines), default=0)
    return [[*line, *[""] * (width - len(line))] for line in lines]
