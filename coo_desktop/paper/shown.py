"""What a field's value reads on paper, by its kind; the language is the form's, not the screen's."""

from typing import Any

from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.documents.field_access import Row
from coo_desktop.domain.filling.computed import place, value_of
from coo_desktop.domain.forms.form_type import FieldSpec, FormType
from coo_desktop.domain.forms.kind_texts import printed_code
from coo_desktop.domain.forms.kinds import KINDS, Reader


def shown(form: FormType, values: Values, spec: FieldSpec, row: Row | None = None) -> str:
    """The printed text of one field of `values`, or of `row` when the field is a part of it; "" when nothing stands."""
    value = value_of(form, values, spec, row)
    if value is None or value in ("", [], {}, False):
        return ""
    reader = Reader(form.language)
    if spec.codes == "ports" and row is None:
        return _plain(place(form, values, spec.id) if form.language == "en" else printed_code(value, spec, reader))
    if spec.item_type is not None and isinstance(value, list):
        return _plain(_rows(form, spec, value))
    return _plain(KINDS[spec.kind].paper(value, spec, reader))


def _rows(form: FormType, spec: FieldSpec, rows: list[Any]) -> str:
    """The columns of each row on a line of its own."""
    parts = [spec.item_type.by_id[column] for column in spec.item_type.columns] if spec.item_type else []
    told = ([shown(form, {}, part, row) for part in parts] for row in rows if isinstance(row, dict))
    return "\n".join(" ".join(filter(None, texts)) for texts in told)


def _plain(text: str) -> str:
    """Line breaks are kept; a tab would have no glyph."""
    return text.expandtabs(4).strip()
