"""What is wrong with a document: each field by its kind, then the form's named checks, told in both languages."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.documents.field_access import code_of
from coo_desktop.domain.forms.form_type import FieldSpec, FormType, Strict, Words
from coo_desktop.domain.forms.kinds import KINDS, Fault, is_blank
from coo_desktop.domain.language.spelling import named_sign

Severity = Literal["block", "warn", "info"]
#: Codes of checks that look at a value which no list has, and say what it is or may be.
_SAY_MORE = frozenset({"port_unknown", "quantity_counts_packages"})


class ProblemWords(Strict):
    """How a code is told: `said` with named placeholders, `fix` the way out, `source` the rule behind it.

    `repair` is what the button says that takes the way out in one step, where there is one (see `domain.repairs`).
    """

    severity: Severity = "block"
    said: Words
    fix: Words | None = None
    repair: Words | None = None
    source: str = ""
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: `row` is the id of the item row, `part` the field inside it; facts may be Words."""

    code: str
    field: str = ""
    row: str = ""
    part: str = ""
    facts: Mapping[str, object] = dataclasses.field(default_factory=dict)
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the problem panel; `field`, `row` and `part` say where the cursor jumps."""

    severity: Severity
    code: str
    field: str
    box: str
    row: str
    part: str
    message_zh: str
    message_en: str
    source: str
    fix_zh: str = ""
    fix_en: str = ""
    verified: bool = True

    def message(self, language: str) -> str:
        return self.message_zh if language.startswith("zh") else self.message_en


class Check(Protocol):
    """A cross-field rule; the form file lists which apply."""

    def __call__(self, form: FormType, values: Values, context: Context) -> Iterator[Finding]: ...


def findings(form: FormType, values: Values, context: Context, checks: Mapping[str, Check]) -> Iterator[Finding]:
    """Everything found, fields in their declared order first, then the named checks."""
    for spec in form.stored.values():
        if not (is_blank(values.get(spec.id)) and _is_spared(form, spec, values)):
            yield from _field_findings(spec, values.get(spec.id), context)
    for name in form.checks:
        yield from checks[name](form, values, context)


def problems(
    form: FormType, values: Values, context: Context, checks: Mapping[str, Check], words: Mapping[str, ProblemWords]
) -> tuple[Problem, ...]:
    """The problem list, worst first and otherwise in reading order."""
    order = {"block": 0, "warn": 1, "info": 2}
    told = [_tell(form, values, finding, words) for finding in _closest(findings(form, values, context, checks))]
    unique = list(dict.fromkeys(told))
    return tuple(sorted(unique, key=lambda problem: order[problem.severity]))


def blocking(found: tuple[Problem, ...]) -> int:
    """How many problems keep the document from being sent."""
    return sum(problem.severity == "block" for problem in found)


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


def _tell(form: FormType, values: Values, finding: Finding, words: Mapping[str, ProblemWords]) -> Problem:
    told = words[finding.code]
    spec = form.by_id.get(finding.field)
    part = spec.item_type.by_id.get(finding.part) if spec and spec.item_type and finding.part else None
    number = _row_number(values, finding)

    def say(template: Words | None, language: str) -> str:
        if template is None:
            return ""
        named = part or spec
        label = named.label.in_(language) if named else ""
        facts = {name: fact.in_(language) if isinstance(fact, Words) else fact for name, fact in finding.facts.items()}
        return template.in_(language).format_map({"label": label, "row": number, **facts})

    where_zh = f"第 {number} 行：" if number else ""
    where_en = f"Row {number}: " if number else ""
    return Problem(
        severity=finding.severity or told.severity,
        code=finding.code,
        field=finding.field,
        box=(part.box if part and part.box else spec.box if spec else ""),
        row=finding.row,
        part=finding.part,
        message_zh=where_zh + say(told.said, "zh_CN"),
        message_en=where_en + say(told.said, "en"),
        source=told.source,
        fix_zh=say(told.fix, "zh_CN"),
        fix_en=say(told.fix, "en"),
        verified=told.verified,
    )


def _row_number(values: Values, finding: Finding) -> int:
    rows = values.get(finding.field)
    if not finding.row or not isinstance(rows, list):
        return 0
    ids = [row.get("id") for row in rows if isinstance(row, dict)]
    return ids.index(finding.row) + 1 if finding.row in ids else 0
