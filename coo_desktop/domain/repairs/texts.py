"""Texts that can be put right in one way only: signs taken out or narrowed, filed words, what auto-fill writes."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from coo_desktop.domain.checks.problems import Problem
from coo_desktop.domain.checks.transport import near_ports
from coo_desktop.domain.checks.wording import country_once
from coo_desktop.domain.documents.field_access import Row, text_of
from coo_desktop.domain.filling.assists import AssistContext, packages_into_description
from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.domain.language.english import with_country
from coo_desktop.domain.repairs.repair import Fix, Mend, RepairContext, row_at, with_rows

ANNOUNCED = "唛头见附页"
#: What the program prints by itself, as people type it: the foot of a page, the line of the total, the line's own code.
PAGE_FOOT = re.compile(r"[ \t]*(?:第\s*\d+\s*页|\bPAGE\s+\d+\s+OF\s+\d+\b)", re.IGNORECASE)
TOTAL_LINE = re.compile(r"[ \t,;.]*(?:\bTOTAL\s*:|合计：)[^\n]*", re.IGNORECASE)
HS_CODE = re.compile(r"[ \t,;]*\bH\.? ?S\.? ?(?:CODE|NO)\.?:? ?[0-9][0-9. ]{2,12}[0-9]", re.IGNORECASE)
#: The old value and its field -> the new one, or None where there is none.
Change = Callable[[RepairContext, Any, FieldSpec], Any]


def each(change: Change) -> Mend:
    """One fix for all fields and parts of rows in which a change makes something of what stands there."""

    def mend(asked: RepairContext, found: Sequence[Problem]) -> Iterator[Fix]:
        fills: dict[str, Any] = {}
        solved = list[Problem]()
        for problem in found:
            now = {**asked.values, **fills}
            if problem.row:
                row, spec = row_at(now, problem), asked.parts(problem.field).get(problem.part)
                new = change(asked, row.get(spec.id), spec) if row is not None and spec is not None else None
                if row is not None and spec is not None and new is not None and new != row.get(spec.id):
                    fills |= with_rows(now, problem.field, {problem.row: {**row, spec.id: new}})
                    solved.append(problem)
            elif (field := asked.form.by_id.get(problem.field)) is not None:
                new = change(asked, now.get(field.id), field)
                if new is not None and new != now.get(field.id):
                    fills[field.id] = new
                    solved.append(problem)
        if solved:
            yield Fix(fills, tuple(solved), {"count": len(solved)})

    return mend


def without_controls(asked: RepairContext, value: Any, spec: FieldSpec) -> Any:
    """The value as its kind stores it, which has no control characters."""
    return _without_fault("unprintable", KINDS[spec.kind].clean(value, spec), spec)


def narrowed(asked: RepairContext, value: Any, spec: FieldSpec) -> Any:
    """Wide letters, digits and signs as the half-width ones that mean the same; None where others are left."""
    if not isinstance(value, str):
        return None
    plain = unicodedata.normalize("NFKC", value)
    return _without_fault("not_latin", KINDS[spec.kind].clean(plain, spec), spec)


def without_finishing(asked: RepairContext, value: Any, spec: FieldSpec) -> Any:
    """The text without the finishing marks that the program prints itself."""
    return re.sub(r"[ \t]*(?:\*{3,}|\\+)[ \t]*", "", str(value)).strip()


def without_gaps(asked: RepairContext, value: Any, spec: FieldSpec) -> Any:
    """The text without its empty lines."""
    return re.sub(r"\n(?:[ \t]*\n)+", "\n", str(value)).strip("\n")


def without(pattern: re.Pattern[str]) -> Change:
    """The text without what the program prints itself; None where nothing else stands in it."""

    def change(asked: RepairContext, value: Any, spec: FieldSpec) -> Any:
        return without_gaps(asked, pattern.sub("", str(value)).strip(), spec) or None

    return change


def without_phrases(name: str) -> Change:
    """The text without the phrases of a list; empty where nothing else stands in it."""

    def change(asked: RepairContext, value: Any, spec: FieldSpec) -> Any:
        return without_gaps(asked, asked.context.phrases[name].without(str(value)), spec).strip(" ,;.")

    return change


def capitals(asked: RepairContext, value: Any, spec: FieldSpec) -> Any:
    """The text in capitals."""
    return str(value).upper()


def simplified(asked: RepairContext, value: Any, spec: FieldSpec) -> Any:
    """The text in simplified characters."""
    return str(value).translate(asked.context.phrases.simplified)


def with_country_once(asked: RepairContext, value: Any, spec: FieldSpec) -> Any:
    """The address with its country once at its end."""
    countries = asked.form.by_id["consignee_country"].code_list
    return country_once(str(value), countries, asked.context.phrases["cities"]) if countries is not None else None


def as_filed(asked: RepairContext, value: Any, spec: FieldSpec) -> Any:
    """The company's name as filed, in the form's language."""
    company = asked.context.company
    return (company.name_en if asked.form.language == "en" else company.name_zh) or None


def with_china(asked: RepairContext, value: Any, spec: FieldSpec) -> Any:
    """An address with its country at the end."""
    return with_country(str(value), "CHINA")


def expected(asked: RepairContext, value: Any, spec: FieldSpec) -> Any:
    """What the form takes a departure for until the goods have left: the day is still ahead."""
    return spec.default if spec.default != "on" else None


def announced(asked: RepairContext, value: Any, spec: FieldSpec) -> Any:
    """The note to the examiner that marks are on an attachment."""
    return ANNOUNCED


def emptied(asked: RepairContext, value: Any, spec: FieldSpec) -> Any:
    """Nothing: the part has no meaning beside what else stands in the row."""
    return KINDS[spec.kind].blank()


def as_long_as_printed(asked: RepairContext, value: Any, spec: FieldSpec) -> Any:
    """A code cut to the only length that the form prints; a shorter one cannot be made longer."""
    lengths = asked.form.hs_digits or spec.digits
    return value[: lengths[0]] if len(lengths) == 1 and isinstance(value, str) and len(value) > lengths[0] else None


def auto_filled(asked: RepairContext, found: Sequence[Problem]) -> Iterator[Fix]:
    """自动填充 in every line whose description does not tell its packages as they are."""
    changed: dict[str, Row] = {}
    solved = list[Problem]()
    for problem in found:
        row, specs = row_at(asked.values, problem), asked.parts(problem.field)
        if row is None or not problem.row:
            continue
        about = AssistContext(asked.rules, asked.form, asked.values, row, specs, asked.context)
        for offer in packages_into_description(about):
            if text_of(offer.fills, "description") != text_of(row, "description"):
                changed[problem.row] = {**row, **offer.fills}
                solved.append(problem)
    if solved:
        fills = with_rows(asked.values, solved[0].field, changed)
        yield Fix(fills, tuple(solved), {"count": len(changed)})


def nearest_ports(asked: RepairContext, found: Sequence[Problem]) -> Iterator[Fix]:
    """A fix for each listed port that an unlisted one may be, mistyped."""
    for problem in found:
        for port in near_ports(asked.form, asked.values, problem.field):
            yield Fix({problem.field: port.code}, (problem,), {"port": port.en})


def _without_fault(code: str, value: Any, spec: FieldSpec) -> Any:
    """The value unless the fault is still in it."""
    return None if any(fault.code == code for fault in KINDS[spec.kind].faults(value, spec)) else value
