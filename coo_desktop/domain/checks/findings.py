"""All that is wrong in a document: each field and part by its kind, then the form's named checks, in reading order."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from coo_desktop.domain.checks.problems import Check, Finding
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.documents.field_access import code_of
from coo_desktop.domain.forms.form_type import FieldSpec, FormType
from coo_desktop.domain.forms.kinds import KINDS, Fault, is_blank
from coo_desktop.domain.language.spelling import named_sign

#: Codes of checks that look at a value which no list has, and say what it is or may be.
_SAY_MORE = frozenset({"port_unknown", "quantity_counts_packages"})


def findings(form: FormType, values: Values, context: Context, checks: Mapping[str, Check]) -> list[Finding]:
    """Everything found, fields in their declared order first, then the named checks."""
    return _closest(_found(form, values, context, checks))


def _found(form: FormType, values: Values, context: Context, checks: Mapping[str, Check]) -> Iterator[Finding]:
    for spec in form.stored.values():
        if not (is_blank(values.get(spec.id)) and _is_spared(form, spec, values)):
            yield from _field_findings(spec, values.get(spec.id), context)
    for name in form.checks:
        yield from checks[name](form, values, context)


def _closest(found: Iterable[Finding]) -> list[Finding]:
    """What was found, but for a code of no list where a check says more of the same place."""
    listed = list(found)
    told = {(one.field, one.row, one.part) for one in listed if one.code in _SAY_MORE}
    return [one for one in listed if one.code != "unknown_code" or (one.field, one.row, one.part) not in told]


def _is_spared(form: FormType, spec: FieldSpec, values: Values) -> bool:
    """Whether a needed field may stay empty: a certificate for a country without ports names the country alone."""
    country = code_of(form, values, spec.unless_landlocked) if spec.unless_landlocked else None
    return country is not None and bool(country.more.get("landlocked"))


def _field_findings(spec: FieldSpec, value: Any, context: Context) -> Iterator[Finding]:
    if is_blank(value):
        if spec.needed:
            yield Finding("needed", spec.id)
        return
    for fault in KINDS[spec.kind].faults(value, spec):
        yield Finding(fault.code, spec.id, facts=fault.facts)
    yield from _unprintable(value, context, spec.id)
    if spec.item_type is None or not isinstance(value, list):
        return
    for row in value:
        if isinstance(row, dict):
            for part in spec.item_type.fields:
                yield from _part_findings(spec, part, row, context)


def _part_findings(spec: FieldSpec, part: FieldSpec, row: Mapping[str, Any], context: Context) -> Iterator[Finding]:
    row_id = str(row.get("id", ""))
    value = row.get(part.id)
    if is_blank(value):
        if part.needed and not part.is_computed:
            yield Finding("needed", spec.id, row_id, part.id)
        return
    faults: Iterator[Fault] = KINDS[part.kind].faults(value, part)
    for fault in faults:
        yield Finding(fault.code, spec.id, row_id, part.id, fault.facts)
    yield from _unprintable(value, context, spec.id, row_id, part.id)


def _unprintable(value: Any, context: Context, field: str, row: str = "", part: str = "") -> Iterator[Finding]:
    text = value.get("text", "") if isinstance(value, dict) else value
    if isinstance(text, str) and not text.isascii() and (characters := context.unprintable(text)):
        yield Finding("no_glyph", field, row, part, {"characters": "".join(map(named_sign, characters))})
