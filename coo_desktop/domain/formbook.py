"""The book of all form types, read from data files; a fault in a file stops loading and names the file and the line."""

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from coo_desktop.domain.codes import CodeList
from coo_desktop.domain.errors import NotFound, Unreadable
from coo_desktop.domain.forms import FieldSpec, FormType, ItemType

Model = TypeVar("Model", FormType, ItemType)


@dataclass(frozen=True, slots=True)
class FormBook:
    """Every form type by id, in the order of their files."""

    forms: Mapping[str, FormType]
    items: Mapping[str, ItemType]

    def form(self, form_id: str) -> FormType:
        """The form type; raises NotFound for an unknown id."""
        try:
            return self.forms[form_id]
        except KeyError:
            raise NotFound(id=form_id, what="form") from None

    def family(self, family: str) -> tuple[FormType, ...]:
        return tuple(form for form in self.forms.values() if form.family == family)


@dataclass(frozen=True, slots=True)
class Names:
    """The names that data files may use, owned by the registries of Python functions."""

    kinds: Collection[str]
    checks: Collection[str]
    fills: Collection[str]
    computed: Collection[str]
    codes: Mapping[str, CodeList]
    assists: Collection[str] = ()


def load(files: Mapping[str, str], names: Names) -> FormBook:
    """Reads `shared/fields.toml`, `items/*.toml`, `forms/*.toml` and `records/*.toml` from name -> text.

    Raises Unreadable(file, line, reason) for a misspelt key, an unknown name, or a field missing from or twice in a
    layout.
    """
    tables = {name: _parse(name, text) for name, text in sorted(files.items())}
    shared = tables.get("shared/fields.toml", {})
    items: dict[str, ItemType] = {}
    for name, table in tables.items():
        if name.startswith("items/"):
            known = _Known(shared, {}, names.codes)
            item = _model(ItemType, name, files[name], _with_fields(name, files[name], table, known))
            _check_fields(name, files[name], item.fields, names)
            _check_layout(name, files[name], item.fields, item.rows)
            items[item.id] = item
    known = _Known(shared, items, names.codes)
    forms: dict[str, FormType] = {}
    for name, table in tables.items():
        if name.startswith(("forms/", "records/")):
            form = _model(FormType, name, files[name], _with_fields(name, files[name], table, known))
            _check_form(name, files[name], form, names)
            forms[form.id] = form
    return FormBook(forms, items)


def _parse(name: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(file=name, reason=str(error)) from None


def _fault(name: str, text: str, key: str, reason: str) -> Unreadable:
    line = next((number for number, row in enumerate(text.splitlines(), 1) if key and key in row), 1)
    return Unreadable(file=name, line=line, key=key, reason=reason)


def _model(model: type[Model], name: str, text: str, table: dict[str, Any]) -> Model:
    try:
        return model.model_validate(table)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = next((str(part) for part in reversed(first["loc"]) if isinstance(part, str)), "")
        where = "/".join(map(str, first["loc"]))
        raise _fault(name, text, key, f"{where}: {first['msg']}") from None


@dataclass(frozen=True, slots=True)
class _Known:
    """What a field may refer to."""

    shared: Mapping[str, Any]
    items: Mapping[str, ItemType]
    codes: Mapping[str, CodeList]


def _with_fields(name: str, text: str, table: dict[str, Any], known: _Known) -> dict[str, Any]:
    """The table with every `use = "id"` replaced by the shared declaration and its own changes on top."""
    fields = []
    for entry in table.get("fields", ()):
        entry = dict(entry)
        used = entry.pop("use", None)
        if used is not None:
            if used not in known.shared:
                raise _fault(name, text, used, f"no shared field {used!r}")
            entry = {"id": used, **known.shared[used], **entry}
        if entry.get("item"):
            if entry["item"] not in known.items:
                raise _fault(name, text, entry["item"], f"no item type {entry['item']!r}")
            entry["item_type"] = known.items[entry["item"]]
        if entry.get("codes") in known.codes:
            entry["code_list"] = known.codes[entry["codes"]]
        fields.append(entry)
    return {**table, "fields": fields}


def _check_form(name: str, text: str, form: FormType, names: Names) -> None:
    _check_fields(name, text, form.fields, names)
    _check_layout(name, text, form.fields, [row for section in form.sections for row in section.rows])
    for check in form.checks:
        if check not in names.checks:
            raise _fault(name, text, check, f"no check {check!r}")
    for fill in form.fills:
        if fill not in names.fills:
            raise _fault(name, text, fill, f"no fill {fill!r}")


def _check_fields(name: str, text: str, fields: Iterable[FieldSpec], names: Names) -> None:
    for spec in fields:
        if spec.kind not in names.kinds:
            raise _fault(name, text, spec.kind, f"field {spec.id}: no kind {spec.kind!r}")
        if spec.kind == "computed" and spec.compute not in names.computed:
            raise _fault(name, text, spec.compute or spec.id, f"field {spec.id}: no computation {spec.compute!r}")
        if spec.codes and spec.codes not in names.codes:
            raise _fault(name, text, spec.codes, f"field {spec.id}: no code list {spec.codes!r}")
        for assist in spec.assists:
            if assist not in names.assists:
                raise _fault(name, text, assist, f"field {spec.id}: no assist {assist!r}")
        if spec.kind == "items" and spec.item_type is None:
            raise _fault(name, text, spec.id, f"field {spec.id}: an items field names its item")


def _check_layout(name: str, text: str, fields: Iterable[FieldSpec], rows: Iterable[Iterable[str]]) -> None:
    declared = [spec.id for spec in fields]
    placed = [field for row in rows for field in row]
    for field in placed:
        if field not in declared:
            raise _fault(name, text, field, f"the layout names {field!r}, which is not a field")
    for field in declared:
        if placed.count(field) != 1 or declared.count(field) != 1:
            raise _fault(name, text, field, f"field {field!r} stands {placed.count(field)} times in the layout")
