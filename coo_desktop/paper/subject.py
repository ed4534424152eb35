"""What a box is told about: a document or one of its rows, what its fields read, and the parts of text a form file
asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import Field, model_validator

from coo_desktop.domain.documents.document import Document, Values
from coo_desktop.domain.documents.field_access import Row
from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.filling.computed import place, value_of
from coo_desktop.domain.filling.printing import ORIGINAL
from coo_desktop.domain.forms.form_type import FieldSpec, FormType, ItemType, Strict
from coo_desktop.domain.forms.kind_texts import printed_code
from coo_desktop.domain.forms.kinds import KINDS, TextContext


class Part(Strict):
    """One part of a box's text."""

    block: str = "field"
    options: Mapping[str, Any] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _from_short_form(cls, raw: Any) -> Any:
        if isinstance(raw, str):
            return {"options": {"id": raw}}
        if isinstance(raw, dict) and "options" not in raw:
            return {"block": raw.get("block", "field"), "options": {k: v for k, v in raw.items() if k != "block"}}
        return raw


@dataclass(frozen=True, slots=True)
class Subject:
    """What is being told: a document, or one of its goods lines."""

    form: FormType
    document: Document
    paper: str = ORIGINAL
    row: Row | None = None
    item: ItemType | None = None

    @property
    def values(self) -> Values:
        return self.document.values

    def at(self, field: str, row: Row) -> "Subject":
        """The same document at a row of its `field`."""
        return replace(self, row=row, item=self.spec(field).item_type)

    def spec(self, field: str) -> FieldSpec:
        """The declaration of a field, of the row first; raises Unreadable for a field the form does not have."""
        if self.item is not None and field in self.item.by_id:
            return self.item.by_id[field]
        if field not in self.form.by_id:
            raise Unreadable(file=self.form.id, key=field, reason=f"the paper names {field!r}, which is not a field")
        return self.form.by_id[field]

    def raw(self, field: str) -> Any:
        """The stored value of a field, of the row first."""
        spec = self.spec(field)
        return self.row.get(field) if self.row is not None and self._is_part(spec) else self.values.get(field)

    def show(self, field: str) -> str:
        """The printed text of a field, of the row first."""
        spec = self.spec(field)
        return shown(self.form, self.values, spec, self.row if self._is_part(spec) else None)

    def _is_part(self, spec: FieldSpec) -> bool:
        return self.item is not None and self.item.by_id.get(spec.id) is spec


def shown(form: FormType, values: Values, spec: FieldSpec, row: Row | None = None) -> str:
    """The printed text of one field of `values`, or of `row` when the field is a part of it; "" when nothing stands."""
    value = value_of(form, values, spec, row)
    if value is None or value in ("", [], {}, False):
        return ""
    reader = TextContext(form.language)
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
