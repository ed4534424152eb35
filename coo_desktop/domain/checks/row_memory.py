"""What was found in single rows, given again for equal rows while nothing that the rules saw beside them has changed.

A row is remembered with every question that its rules asked the context, as a whole document is in `answers`: rules
that ask the store and rules that do not are then remembered alike. The questions are put again to the context of the
new run, which hears them as if the rules had asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coo_desktop.domain.checks.asked import Asked, facts_of
from coo_desktop.domain.checks.problems import Finding
from coo_desktop.domain.checks.row_rules import InRows, RowRule
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.documents.field_access import Row, row_id, rows_of
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.language.phrases import Phrases

#: The rows of the pages somebody works on at once.
KEPT_ROWS = 1_000
_KEPT_SURROUNDINGS = 16

#: The field and the id of a row.
Key = tuple[str, str]
#: A rule and what it sees of the document's values.
Seeing = tuple[RowRule, Values]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all rows of a document have in common: the form, its rules, what they see beside the rows, the context."""

    form: FormType
    rules: tuple[RowRule, ...]
    beside: Values
    facts: tuple[object, ...]
    phrases: Phrases

    def is_like(self, other: "Surroundings") -> bool:
        is_same = self.form is other.form and self.rules == other.rules and self.beside == other.beside
        return is_same and self.facts == other.facts and self.phrases == other.phrases


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules found in a row, each that found something, and what they asked for it."""

    around: Surroundings
    row: Row
    asked: Asked
    found: dict[RowRule, Sequence[Finding]]

    def holds(self, around: Surroundings, row: Row, context: Context) -> bool:
        return self.around is around and self.row == row and self.asked.holds(context)


class RowMemory:
    """The rows judged last, for all threads: each is kept whole and never changed, so that nobody sees half of it.
    Of two who come at once one may judge a row that the other has judged.

    They are kept in two generations: when the newer one is full it becomes the older one, so that what a run costs is
    of its own rows.
    """

    def __init__(self) -> None:
        self._kept: dict[Key, Judged] = {}
        self._older: Mapping[Key, Judged] = {}
        self._around: tuple[Surroundings, ...] = ()

    def in_rows(self, form: FormType, values: Values, context: Context, rules: Sequence[RowRule]) -> InRows:
        """What the rules find in the rows of these values, which nobody changes afterwards."""
        around = self._surroundings(form, values, context, rules)
        judged: dict[Key, Judged] = {}
        found: dict[tuple[RowRule, str], list[Finding]] = {}
        for field, seeing in _by_field(form, values, rules).items():
            for one in self._judged(field, rows_of(values, field), around, seeing, context):
                judged[field, row_id(one.row)] = one
                for rule, findings in one.found.items():
                    found.setdefault((rule, field), []).extend(findings)
        self._keep(judged)
        return lambda rule, field: found.get((rule, field), ())

    def _judged(
        self, field: str, rows: Iterable[Row], around: Surroundings, rules: Iterable[Seeing], context: Context
    ) -> list[Judged]:
        """The rows as they were judged before, or now: by one rule after the other, quicker than row by row."""
        judged: list[Judged] = []
        new: list[tuple[Judged, Context]] = []
        for row in rows:
            key = (field, row_id(row))
            one = self._kept.get(key) or self._older.get(key)
            if one is None or not one.holds(around, row, context):
                one = Judged(around, row, Asked(), {})
                new.append((one, one.asked.listening(context)))
            judged.append(one)
        for rule, seen in rules:
            for one, listening in new:
                if findings := rule.in_row(around.form, seen, field, one.row, listening):
                    one.found[rule] = findings
        return judged

    def _surroundings(self, form: FormType, values: Values, context: Context, rules: Sequence[RowRule]) -> Surroundings:
        """What is around the rows: the very one of an earlier run where it is like that."""
        beside = {name: values[name] for rule in rules for name in rule.beside if name in values}
        now = Surroundings(form, tuple(rules), beside, facts_of(context), context.phrases)
        known = next((each for each in self._around if each.is_like(now)), None)
        if known is None:
            self._around = (now, *self._around)[:_KEPT_SURROUNDINGS]
        return known or now

    def _keep(self, judged: Mapping[Key, Judged]) -> None:
        """Keeps these rows as the newest; where they are too many for the newer generation, the older one goes."""
        if len(self._kept) + len(judged) > KEPT_ROWS:
            self._older, self._kept = self._kept if len(judged) < KEPT_ROWS else {}, {}
        self._kept.update(judged)


def _by_field(form: FormType, values: Values, rules: Iterable[RowRule]) -> Mapping[str, Sequence[Seeing]]:
    """The rules of each field with what they see of the values, in their order."""
    by_field: dict[str, list[Seeing]] = {}
    for rule in rules:
        seeing = (rule, rule.seen(values))
        for field in rule.fields(form):
            by_field.setdefault(field, []).append(seeing)
    return by_field
