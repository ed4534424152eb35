"""The book of all form types, read from data files; a fault in a file stops loading and names the file and the line."""

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError

from coo_desktop.domain.errors import NotFound, Unreadable
from coo_desktop.domain.forms.code_lists import MEASURES, CodeList
from coo_desktop.domain.forms.editions import VERIFIED, former_ids, named, newest_first, with_verified
from coo_desktop.domain.forms.form_type import FieldSpec, FormType, ItemType
from coo_desktop.domain.forms.kinds import Kind
from coo_desktop.domain.forms.skeletons import Declared, Skeletons, Source, Table, merged, name_of
from coo_desktop.environment.prepared import prepared

#: What every form of a family has beside its own fields.
SENDING = "shared/sending.toml"
#: Kinds whose text may name what is counted, which MEASURES know.
NUMBERS = ("integer", "decimal")
#: `choices_of` this offers the certificate types that are known; records are read after every form.
CERTIFICATES = "certificates"

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
        """The form types of a family that may be started, the newest edition of each before its former ones."""
        return tuple(newest_first(form for form in self.forms.values() if form.family == family and form.offered))

    def current(self, family: str) -> tuple[FormType, ...]:
        """The form types of a family that may be started, each in its newest edition."""
        former = former_ids(self.forms.values())
        return tuple(form for form in self.family(family) if form.id not in former)

    def newer(self, form_id: str) -> FormType | None:
        """The newest edition of a type of which this is a former one; None for the newest itself."""
        return next((form for form in self.forms.values() if form_id in form.follows and form.offered), None)


@dataclass(frozen=True, slots=True)
class Names:
    """The names that data files may use, owned by the registries of Python functions."""

    kinds: Mapping[str, Kind]
    checks: Collection[str]
    fills: Collection[str]
    computed: Collection[str]
    codes: Mapping[str, CodeList]
    assists: Collection[str] = ()


def load(files: Mapping[str, str], names: Names) -> FormBook:
    """Reads `shared/fields.toml`, `shared/sending.toml`, `shared/verified.toml`, `shared/skeletons/*.toml`,
    `items/*.toml`, `forms/*.toml` and `records/*.toml`.

    `files` is name -> text. Raises Unreadable(file, line, reason) for a misspelt key, an unknown name, or a field
    missing from or twice in a layout.
    """
    tables = tables_of("declarations", files)
    parsed = named({name: Declared(Source(name, text), tables[name]) for name, text in sorted(files.items())})
    shared = parsed["shared/fields.toml"].table if "shared/fields.toml" in parsed else {}
    known, skeletons = _Known(shared, names), Skeletons(parsed)
    for name, declared in parsed.items():
        if name.startswith("items/"):
            known.learn(declared)
    forms: dict[str, FormType] = {}
    for name, declared in parsed.items():
        if name.startswith(("forms/", "records/")):
            whole = with_verified(_with_sending(skeletons.grown(declared), parsed.get(SENDING)), parsed.get(VERIFIED))
            form = _form(whole, known)
            _check_form(whole.source, form, names)
            if form.id in forms:
                raise whole.source.fault(form.id, f"there are two forms {form.id!r}")
            forms[form.id] = form
            if form.family == "certificate":
                known.certificates.append({"id": form.id, "label": form.title})
    for form in forms.values():
        _check_records(parsed, form, forms)
    return FormBook(forms, known.items)


def _with_sending(declared: Declared, sending: Declared | None) -> Declared:
    """A form of the family that `sending` names, with the fields, the section and the checks that this adds at its
    end; a check that the form has already is not added."""
    if sending is None or declared.table.get("family") != sending.table["family"]:
        return declared
    keys = ("fields", "sections", "checks")
    held = {key: declared.table.get(key, ()) for key in keys}
    added = {key: [*held[key], *(one for one in sending.table.get(key, ()) if one not in held[key])] for key in keys}
    return Declared(declared.source, {**declared.table, **added})


def tables_of(name: str, files: Mapping[str, str]) -> Mapping[str, Table]:
    """What TOML files say, by their names; kept prepared under `name`. Raises Unreadable(file, reason)."""
    texts = [f"{file}\n{text}".encode() for file, text in sorted(files.items())]
    tables: Mapping[str, Table] = prepared(name, texts, lambda: {file: _parse(file, files[file]) for file in files})
    return tables


def _parse(name: str, text: str) -> Table:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(file=name, reason=str(error)) from None


def _model(model: type[Model], source: Source, table: Table) -> Model:
    try:
        return model.model_validate(table)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = next((str(part) for part in reversed(first["loc"]) if isinstance(part, str)), "")
        where = "/".join(map(str, first["loc"]))
        raise source.fault(key, f"{where}: {first['msg']}") from None


class _Known:
    """What a form may refer to: shared fields, code lists and items, which it may change for itself."""

    def __init__(self, shared: Table, names: Names) -> None:
        self.names = names
        listed = (code for name in MEASURES if name in names.codes for code in names.codes[name].codes)
        self.measures = CodeList("measures", tuple(listed))
        self.items: dict[str, ItemType] = {}
        self.certificates: list[Table] = []
        self._shared = shared
        self._declared: dict[str, Declared] = {}

    def learn(self, declared: Declared) -> None:
        """Takes in an item file."""
        item = self._item(declared.source, declared.table, {})
        self.items[item.id] = item
        self._declared[item.id] = declared

    def item(self, name: str, form: Table, source: Source) -> ItemType:
        """The item type as a form uses it."""
        if name not in self._declared:
            raise source.fault(name, f"no item type {name!r}")
        declared, own = self._declared[name], form.get("items", {}).get(name, {})
        if not own and not any("choices_of" in entry for entry in declared.table["fields"]):
            return self.items[name]
        both = Source(source.name, source.text, (*source.behind, declared.source))
        changes = own.get("fields", ())
        whole = (entry for entry in changes if {"use", "kind"} & entry.keys())
        known = {name_of(entry) for entry in (*declared.table["fields"], *whole)}
        for entry in changes:
            if name_of(entry) not in known:
                raise both.fault(name_of(entry), f"items {name!r} have no part {name_of(entry)!r}")
        return self._item(both, merged(declared.table, own, both), form)

    def field(self, entry: Table, form: Table, source: Source) -> Table:
        """A field with the shared declaration it uses, its code list and its choices."""
        entry = dict(entry)
        used = entry.pop("use", None)
        if used is not None:
            if used not in self._shared:
                raise source.fault(used, f"no shared field {used!r}")
            entry = {"id": used, **self._shared[used], **entry}
        if entry.get("codes") in self.names.codes:
            entry["code_list"] = self.names.codes[entry["codes"]]
        if entry.get("kind") in NUMBERS:
            entry["measures"] = self.measures
        if "choices_of" in entry:
            listed_in = entry.pop("choices_of")
            listed = form.get(listed_in, ())
            own = [_choice(one) for one in listed]
            entry["choices"] = self.certificates if listed_in == CERTIFICATES else own
            entry["verified"] = entry.get("verified", True) and all(one.get("verified", True) for one in listed)
        if _is_doubted(entry.get("rests_on", ()), form.get("unverified", ())):
            entry["verified"] = False
        return entry

    def _item(self, source: Source, table: Table, form: Table) -> ItemType:
        fields = [self.field(entry, form, source) for entry in table.get("fields", ())]
        item = _model(ItemType, source, {**table, "fields": fields})
        _check_fields(source, item.fields, self.names)
        _check_layout(source, item.fields, item.rows)
        return item


def _is_doubted(facts: Iterable[str], unverified: Iterable[str]) -> bool:
    """Whether one of the facts, or a part of it, is unverified."""
    return any(f"{doubt}.".startswith(f"{fact}.") for fact in facts for doubt in unverified)


def _choice(entry: Table) -> Table:
    """A criterion as a choice: its code in front of its name."""
    label = {language: f"{entry['id']} {text}" for language, text in entry.get("label", {}).items()}
    return {"id": entry["id"], "label": label}


def _form(declared: Declared, known: _Known) -> FormType:
    source = declared.source
    table = _boxed(declared.table, source)
    fields = [known.field(entry, table, source) for entry in table.get("fields", ())]
    for entry in fields:
        if entry.get("item"):
            entry["item_type"] = known.item(entry["item"], table, source)
    for name in table.pop("items", {}):
        if name not in {entry.get("item") for entry in fields}:
            raise source.fault(name, f"no field has the items {name!r}")
    return _model(FormType, source, {**table, "fields": fields})


def _boxed(table: Table, source: Source) -> Table:
    """`[boxes]` told field by field: `8 = ["goods", "goods/fob"]` is the box of a field and of an item's part."""
    table = dict(table)
    boxes = table.pop("boxes", {})
    declared = [dict(entry) for entry in table.get("fields", ())]
    fields = {name_of(entry): entry for entry in declared}
    parts: dict[str, list[Table]] = {}
    for box, names in boxes.items():
        for name in names:
            field, _, part = name.partition("/")
            if field not in fields:
                raise source.fault(name, f"box {box} names {field!r}, which is not a field")
            if part:
                parts.setdefault(fields[field].get("item", ""), []).append({"id": part, "box": box})
            else:
                fields[field]["box"] = box
    items = {name: dict(own) for name, own in table.get("items", {}).items()}
    for name, told in parts.items():
        items[name] = {**items.get(name, {}), "fields": [*items.get(name, {}).get("fields", ()), *told]}
    return {**table, "fields": declared, "items": items}


def _check_form(source: Source, form: FormType, names: Names) -> None:
    _check_fields(source, form.fields, names)
    _check_layout(source, form.fields, [row for section in form.sections for row in section.rows])
    for check in form.checks:
        if check not in names.checks:
            raise source.fault(check, f"no check {check!r}")
    for fill in form.fills:
        if fill not in names.fills:
            raise source.fault(fill, f"no fill {fill!r}")
    for fact in form.unverified:
        if not form.has_fact(fact):
            raise source.fault(fact, f"nothing is called {fact!r} that could be verified")


def _check_fields(source: Source, fields: Iterable[FieldSpec], names: Names) -> None:
    for spec in fields:
        if spec.kind not in names.kinds:
            raise source.fault(spec.kind, f"field {spec.id}: no kind {spec.kind!r}")
        needs = names.kinds[spec.kind].needs
        if needs and not getattr(spec, needs):
            raise source.fault(spec.id, f"field {spec.id}: a field of kind {spec.kind!r} has {needs!r}")
        if spec.compute and (needs != "compute" or spec.compute not in names.computed):
            raise source.fault(spec.compute or spec.id, f"field {spec.id}: no computation {spec.compute!r}")
        if spec.codes and spec.codes not in names.codes:
            raise source.fault(spec.codes, f"field {spec.id}: no code list {spec.codes!r}")
        for assist in spec.assists:
            if assist not in names.assists:
                raise source.fault(assist, f"field {spec.id}: no assist {assist!r}")


def _check_records(parsed: Mapping[str, Declared], form: FormType, forms: Mapping[str, FormType]) -> None:
    """Every record that a field offers is declared, and so is every field of it that is taken."""
    parts = (part for spec in form.fields if spec.item_type for part in spec.item_type.fields)
    for use in filter(None, (spec.from_record for spec in (*form.fields, *parts))):
        known = forms[use.record].stored if use.record in forms else {}
        for name in (name for names in use.fills.values() for name in names):
            if name not in known:
                source = next(each.source for each in parsed.values() if each.table.get("id") == form.id)
                raise source.fault(name, f"no record {use.record!r} has a field {name!r}")


def _check_layout(source: Source, fields: Iterable[FieldSpec], rows: Iterable[Iterable[str]]) -> None:
    declared = [spec.id for spec in fields]
    placed = [field for row in rows for field in row]
    for field in placed:
        if field not in declared:
            raise source.fault(field, f"the layout names {field!r}, which is not a field")
    for field in declared:
        if placed.count(field) != 1 or declared.count(field) != 1:
            raise source.fault(field, f"field {field!r} stands {placed.count(field)} times in the layout")
