"""All that is wrong in a document: each field and part by its kind, then the form's named checks, in reading order."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from coo_desktop.domain.checks.problems import Check, Finding
from coo_desktop.domain.checks.row_memory import RowMemory
from coo_desktop.domain.checks.row_rules import InRows, RowCheck, RowRule
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.documents.field_access import Row, code_of, row_id, rows_of
from coo_desktop.domain.forms.form_type import FieldSpec, FormType
from coo_desktop.domain.forms.kinds import KINDS, Fault, is_blank
from coo_desktop.domain.language.spelling import named_sign

#: Codes of checks that look at a value which no list has, and say what it is or may be.
_SAY_MORE = frozenset({"port_unknown", "quantity_counts_packages"})
_SAID_LESS = "unknown_code"


class _Parts(RowRule):
    """What is wrong with the parts of a row, each by its kind."""

    def fields(self, form: FormType) -> Collection[str]:
        return [name for name, spec in form.stored.items() if spec.item_type is not None]

    def in_row(self, form: FormType, values: Values, field: str, row: Row, context: Context) -> Sequence[Finding]:
        item = form.by_id[field].item_type
        parts = item.fields if item is not None else ()
        return [found for part in parts for found in _part_findings(field, part, row, context)]


_PARTS = _Parts()


def findings(
    form: FormType, values: Values, context: Context, checks: Mapping[str, Check], memory: RowMemory
) -> list[Finding]:
    """Everything found, fields in their declared order first, then the named checks; nobody else changes the values."""
    named = [checks[name] for name in form.checks]
    in_rows = memory.in_rows(form, values, context, (_PARTS, *(rule for rule in named if isinstance(rule, RowRule))))
    return _closest(chain(_by_kinds(form, values, context, in_rows), _by_checks(form, values, context, named, in_rows)))


def is_blocked(
    form: FormType,
    values: Values,
    context: Context,
    checks: Mapping[str, Check],
    memory: RowMemory,
    is_severe: Callable[[Finding], bool],
) -> bool:
    """Whether any of the `findings` is severe. The kinds of fields and parts come first, where most drafts lack
    something: the named checks run only where nothing does. A code of no list waits for what says more."""
    doubtful: list[Finding] = []
    for one in filter(is_severe, _by_kinds(form, values, context, _each_row(form, values, context))):
        if one.code != _SAID_LESS:
            return True
        doubtful.append(one)
    named = [checks[name] for name in form.checks]
    in_rows = memory.in_rows(form, values, context, tuple(rule for rule in named if isinstance(rule, RowRule)))
    found = chain(doubtful, _by_checks(form, values, context, named, in_rows))
    return any(map(is_severe, _closest(found)))


def _each_row(form: FormType, values: Values, context: Context) -> InRows:
    """What a rule finds in the rows of a field, looked at now and only as far as it is asked for."""

    def in_rows(rule: RowRule, field: str) -> Iterator[Finding]:
        for row in rows_of(values, field):
            yield from rule.in_row(form, values, field, row, context)

    return in_rows


def _by_kinds(form: FormType, values: Values, context: Context, in_rows: InRows) -> Iterator[Finding]:
    for spec in form.stored.values():
        if not (is_blank(values.get(spec.id)) and _is_spared(form, spec, values)):
            yield from _field_findings(spec, values.get(spec.id), context)
            yield from in_rows(_PARTS, spec.id)


def _by_checks(
    form: FormType, values: Values, context: Context, named: Iterable[Check], in_rows: InRows
) -> Iterator[Finding]:
    for check in named:
        if isinstance(check, RowCheck):
            yield from check.among(form, values, context, in_rows)
        else:
            yield from check(form, values, context)


def _closest(found: Iterable[Finding]) -> list[Finding]:
    """What was found, but for a code of no list where a check says more of the same place."""
    listed = list(found)
    told = {(one.field, one.row, one.part) for one in listed if one.code in _SAY_MORE}
    return [one for one in listed if one.code != _SAID_LESS or (one.field, one.row, one.part) not in told]


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


def _part_findings(field: str, part: FieldSpec, row: Row, context: Context) -> Iterator[Finding]:
    where, value = (field, row_id(row), part.id), row.get(part.id)
    if is_blank(value):
        if part.needed and not part.is_computed:
            yield Finding("needed", *where)
        return
    faults: Iterator[Fault] = KINDS[part.kind].faults(value, part)
    for fault in faults:
        yield Finding(fault.code, *where, fault.facts)
    yield from _unprintable(value, context, *where)


def _unprintable(value: Any, context: Context, field: str, row: str = "", part: str = "") -> Iterator[Finding]:
    text = value.get("text", "") if isinstance(value, dict) else value
    if isinstance(text, str) and not text.isascii() and (characters := context.unprintable(text)):
        yield Finding("no_glyph", field, row, part, {"characters": "".join(map(named_sign, characters))})
