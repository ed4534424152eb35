"""What checks find, and the problems of a document: what was found told in both languages."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.documents.field_access import row_id, rows_of
from coo_desktop.domain.forms.form_type import FormType, Strict, Words

Severity = Literal["block", "warn", "info"]


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


class Told:
    """The problems of the last run by the very findings that they tell: of a row that did not change the same findings
    come again, and most of a long document's rows did not. For all threads: what is kept is replaced as a whole."""

    def __init__(self) -> None:
        self._kept: Mapping[int, tuple[Finding, int, Problem]] = {}

    def tell(self, found: Iterable[tuple[Finding, int]], tell: Callable[[Finding, int], Problem]) -> Iterable[Problem]:
        """The problem of each finding with the number of its row; `tell` words what was not told just before."""
        before, now = self._kept, dict[int, tuple[Finding, int, Problem]]()
        for finding, number in found:
            known = before.get(id(finding))
            if known is None or known[0] is not finding or known[1] != number:
                known = (finding, number, tell(finding, number))
            now[id(finding)] = known
            yield known[2]
        self._kept = now


def problems(
    form: FormType,
    values: Values,
    found: Iterable[Finding],
    words: Mapping[str, ProblemWords],
    before: Told | None = None,
) -> tuple[Problem, ...]:
    """What was found in the values told, worst first and otherwise in reading order; `before` has what was told."""
    order = {"block": 0, "warn": 1, "info": 2}
    numbers: dict[str, Mapping[str, int]] = {}

    def numbered() -> Iterator[tuple[Finding, int]]:
        for finding in found:
            if finding.field not in numbers:
                numbers[finding.field] = _row_numbers(values, finding.field)
            yield finding, numbers[finding.field].get(finding.row, 0)

    told = (before or Told()).tell(numbered(), lambda finding, number: _tell(form, finding, number, words))
    unique = list(dict.fromkeys(told))
    return tuple(sorted(unique, key=lambda problem: order[problem.severity]))


def blocking(found: tuple[Problem, ...]) -> int:
    """How many problems keep the document from being sent."""
    return sum(problem.severity == "block" for problem in found)


def _tell(form: FormType, finding: Finding, number: int, words: Mapping[str, ProblemWords]) -> Problem:
    """The problem in words; `number` is its row's, 0 for what stands in no row."""
    told = words[finding.code]
    spec = form.by_id.get(finding.field)
    part = spec.item_type.by_id.get(finding.part) if spec and spec.item_type and finding.part else None

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


def _row_numbers(values: Values, field: str) -> Mapping[str, int]:
    """The numbers of a field's rows by their ids, from 1; of an id that several have the first."""
    ids = [row_id(row) for row in rows_of(values, field)]
    return {known: number for number, known in reversed(list(enumerate(ids, 1))) if known}
