"""Reference records in the documents that use them: what choosing one fills in, and which records a document names."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from coo_desktop.domain.documents.document import RECORD, Document, Values
from coo_desktop.domain.documents.field_access import rows_of, text_of
from coo_desktop.domain.forms.form_type import FieldSpec, FormType, RecordUse
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.domain.language.party_names import party_key, same_party
from coo_desktop.domain.rulebook import Rulebook

#: What stands in a field without being a name.
_NOBODY = frozenset({"", "to order", "to the order", "see box 8", "same", "***", "无", "同上"})


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """A record as documents name it: the kind of record, its values, and the ids of those documents."""

    form: str
    values: Values
    documents: tuple[str, ...] = field(default=())


def uses(form: FormType) -> Mapping[str, RecordUse]:
    """The fields of a form that offer records; a record itself offers none, though it shares its fields."""
    specs = offering(form).values()
    return {spec.id: spec.from_record for spec in specs if spec.from_record is not None}


def offering(form: FormType) -> Mapping[str, FieldSpec]:
    """The fields of a page among which records are offered: none on the page of a record."""
    return {} if form.family == RECORD else form.by_id


def filled(use: RecordUse, record: Values, specs: Mapping[str, FieldSpec]) -> dict[str, str]:
    """What choosing a record puts into the fields; nothing blank is put over anything."""
    fills = dict[str, str]()
    for name, parts in use.fills.items():
        if name in specs:
            joint = "\n" if KINDS[specs[name].kind].multiline else ", "
            if text := joint.join(filter(None, (text_of(record, part) for part in parts))):
                fills[name] = text
    return fills


def filled_for(use: RecordUse, buyer: str, records: Iterable[Values], specs: Mapping[str, FieldSpec]) -> dict[str, str]:
    """What the record of a buyer, as a file names it, puts into the fields; nothing where none or several may be it."""
    title = next(iter(use.fills.values()))[0]
    same = [record for record in records if same_party(text_of(record, title), buyer)]
    exact = [record for record in same if party_key(text_of(record, title)) == party_key(buyer)]
    found = exact or same
    return filled(use, found[0], specs) if buyer and len(found) == 1 else {}


def named(use: RecordUse, values: Values, specs: Mapping[str, FieldSpec], record: FormType) -> dict[str, str]:
    """The record that these values name, as far as they tell it; empty where they name nobody.

    A text of several lines that several fields went into gives its first line to the first of them; of one line with
    commas nobody can tell where the name ends.
    """
    told = dict[str, str]()
    for name, parts in use.fills.items():
        if len(parts) == 1:
            told[parts[0]] = text_of(values, name)
        elif name in specs and KINDS[specs[name].kind].multiline:
            told |= dict(zip(parts, text_of(values, name).split("\n", len(parts) - 1), strict=False))
    told = {name: _one_line(text) if _is_line(record.by_id[name]) else text for name, text in told.items() if text}
    if next(map(same_text, told.values()), "") in _NOBODY:
        return {}
    title = record.by_id[record.summary.title]
    if title.id not in told and not title.id.endswith("_zh"):
        told[title.id] = next(iter(told.values())).split("\n")[0][: title.max]
    return told


def _is_line(spec: FieldSpec) -> bool:
    return KINDS[spec.kind].prose and not KINDS[spec.kind].multiline


def _one_line(text: str) -> str:
    return " ".join(text.split())


def named_by(rules: Rulebook, document: Document) -> Iterator[NamedRecord]:
    """Every record that a document names, rows of its items included."""
    form = rules.form(document.form)
    for use in uses(form).values():
        yield from _named(rules, use, form.by_id, document.values, document.id)
    for spec in offering(form).values():
        parts = spec.item_type.by_id if spec.item_type else {}
        for use in filter(None, (part.from_record for part in parts.values())):
            for row in rows_of(document.values, spec.id):
                yield from _named(rules, use, parts, row, document.id)


def _named(
    rules: Rulebook, use: RecordUse, specs: Mapping[str, FieldSpec], values: Values, document_id: str
) -> Iterator[NamedRecord]:
    if found := named(use, values, specs, rules.form(use.record)):
        yield NamedRecord(use.record, found, (document_id,))


def distinct(form: FormType, found: Iterable[NamedRecord], kept: Iterable[Values]) -> tuple[NamedRecord, ...]:
    """Those of a kind that nobody keeps yet, each once with every document that names it, the most used first."""
    known = {key for values in kept for key in keys(form, values)}
    groups = dict[str, NamedRecord]()
    for one in found:
        own = keys(form, one.values)
        if one.form != form.id or not own or known.intersection(own):
            continue
        place = next((key for key in own if key in groups), own[0])
        before = groups.get(place, NamedRecord(form.id, {}))
        documents = tuple(dict.fromkeys((*before.documents, *one.documents)))
        groups[place] = NamedRecord(form.id, {**one.values, **before.values}, documents)
    return tuple(sorted(groups.values(), key=lambda one: -len(one.documents)))


def keys(form: FormType, values: Values) -> tuple[str, ...]:
    """What tells records of a kind apart, by the fields that its declaration names in `params.same_by`; those in
    `params.parties` are names of firms."""
    names = form.params.get("same_by") or (form.summary.title,)
    parties = form.params.get("parties", ())
    texts = ((name, (party_key if name in parties else same_text)(text_of(values, name))) for name in names)
    return tuple(f"{name}={text}" for name, text in texts if text)


def same_text(text: str) -> str:
    """One spelling for texts that differ in case, width or blanks only."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
