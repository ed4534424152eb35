"""Values to and from the backend's spelling; fields of a newer program are kept untouched and sent back."""

from collections.abc import Mapping
from typing import Any

from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.forms.form_type import FieldSpec, FormType


def to_wire(form: FormType, values: Values, extra: Values | None = None) -> dict[str, Any]:
    """The `values` object of a document body; `extra` are wire fields this version does not know."""
    body: dict[str, Any] = dict(extra or {})
    for name, spec in form.stored.items():
        if name in values:
            body[spec.wire_name] = _out(spec, values[name])
    return body


def from_wire(form: FormType, body: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(values, extra) of a document body."""
    by_wire = {spec.wire_name: spec for spec in form.stored.values()}
    values: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for name, value in body.items():
        spec = by_wire.get(name)
        if spec is None:
            extra[name] = value
        else:
            values[spec.id] = _in(spec, value)
    return values, extra


def known_values(form: FormType, values: Mapping[str, Any]) -> None:
    """Raises Unreadable naming the first value that the form does not have; for files a person wrote."""
    for name, value in values.items():
        spec = form.stored.get(name)
        if spec is None:
            raise Unreadable(key=name, reason="unknown field")
        if spec.item_type is not None and isinstance(value, list):
            for row in value:
                for part in row if isinstance(row, dict) else ():
                    if part != "id" and part not in spec.item_type.by_id:
                        raise Unreadable(key=f"{name}/{part}", reason="unknown field")


def _out(spec: FieldSpec, value: Any) -> Any:
    if spec.item_type is None or not isinstance(value, list):
        return value
    names = {part.id: part.wire_name for part in spec.item_type.fields}
    return [
        {names.get(name, name): part for name, part in row.items()} if isinstance(row, dict) else row for row in value
    ]


def _in(spec: FieldSpec, value: Any) -> Any:
    if spec.item_type is None or not isinstance(value, list):
        return value
    names = {part.wire_name: part.id for part in spec.item_type.fields}
    return [
        {names.get(name, name): part for name, part in row.items()} if isinstance(row, dict) else row for row in value
    ]
