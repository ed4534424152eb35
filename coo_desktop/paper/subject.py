"""What a box is told about: a document or one of its rows, and the parts of text a form file asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import Field, model_validator

from coo_desktop.domain.documents.document import Document, Values
from coo_desktop.domain.documents.field_access import Row
from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.filling.printing import ORIGINAL
from coo_desktop.domain.forms.form_type import FieldSpec, FormType, ItemType, Strict
from coo_desktop.paper.shown import shown


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
