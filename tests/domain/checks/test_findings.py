"""All findings of a document, with the memory of its rows and without: they are the same, in the same order."""

import copy
import dataclasses
import datetime as dt
from collections import Counter
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from coo_desktop.domain.checks import CHECKS
from coo_desktop.domain.checks.answers import Answers
from coo_desktop.domain.checks.findings import findings
from coo_desktop.domain.checks.row_memory import Judged, RowMemory
from coo_desktop.domain.checks.row_rules import OfEachRow, RowCheck
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.forms.kinds import KINDS
from tests.counting import calls
from tests.domain.given import (
    EVERYTHING,
    PRE_REVIEW,
    RCEP,
    STRAIT,
    TWENTY,
    context_of,
    product_with,
    rules,
    sample,
    values_of,
)

FORM = rules().form("rcep_2022")
#: What a person may put into a part or a field; most of it is wrong in most of them.
SAID = [
    "", "12", "-3.5", "100000", "CN", "HK", "WO", "PE", "CTH", "RVC", "CARTONS", "PC", "PACKAGES", "bulk", "several",
    "2026-10-15", "2027-01-01", "2025-01-01", "9617", "96170011", "FLASKS", "flasks", "PAGE 1 OF 2", "GOODS",
    "繁體 ***", "SAY TOTAL: TWO (2) CARTONS ONLY", "THIRD PARTY OPERATOR: HONG KONG CO", "ISSUED RETROACTIVELY", "LF-1",
    True, None, ["odd"],
]  # fmt: skip
RECORDS = tuple(form.id for form in rules().book.family("record"))
BESIDE = sorted({name for check in CHECKS.values() if isinstance(check, RowCheck) for name in check.beside})
#: What a context may say next, each time something else.
CONTEXTS: list[dict[str, Any]] = [
    {"today": dt.date(2026, 9, 1)},
    {"today": dt.date(2026, 12, 1)},
    {"product": product_with("voided")},
    {"product": product_with(hs_code="85167100")},
    {"product": lambda _: None},
    {"hs_current": lambda _: False},
    {"invoice_used": lambda _: "C26"},
    {"unprintable": lambda text: "繁" if "繁" in text else ""},
]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["part", "part", "part", "field", "beside", "move", "double", "delete", "give back", "form"])
        | st.sampled_from(["paste", "undo"])
        | st.just("context"),
        st.integers(0, 999),
        st.integers(0, 999),
        st.sampled_from(SAID),
    ),
    min_size=2,
    max_size=8,
)


class Desk:
    """A document under the hand: what stands on its page, and what was taken out of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        is_record = name in RECORDS
        self.form = rules().form(name if is_record else sample(name)["form"])
        self.values = {} if is_record else values_of(name)
        self.context = context_of(RCEP if is_record else name)
        self.items = "materials" if name == PRE_REVIEW else "goods"
        self.gone: list[tuple[str, dict[str, Any]]] = []
        self.copies = 0
        self.before: list[dict[str, Any]] = []

    def do(self, step: str, where: int, which: int, said: object) -> None:
        if step == "undo":
            self.values = self.before.pop() if self.before else self.values
            return
        self.before.append(copy.deepcopy(self.values))
        {
            "part": self._edit_part,
            "field": lambda *_: self.values.update({self._one_of(list(self.form.stored), where): said}),
            "beside": lambda *_: self.values.update({self._one_of(BESIDE, where): said}),
            "move": self._move,
            "double": self._double,
            "delete": self._delete,
            "give back": self._give_back,
            "paste": self._paste,
            "form": self._change_form,
            "context": self._change_context,
        }[step](where, which, said)

    def _rows(self, which: int) -> tuple[str, list[dict[str, Any]]]:
        field = self.items if which % 5 else "invoices"
        rows = self.values.get(field)
        return field, rows if isinstance(rows, list) and all(isinstance(row, dict) for row in rows) else []

    def _edit_part(self, where: int, which: int, said: object) -> None:
        field, rows = self._rows(which)
        spec = self.form.by_id.get(field)
        if rows and spec is not None and spec.item_type is not None:
            self._one_of(rows, where)[self._one_of(spec.item_type.fields, which).id] = said

    def _move(self, where: int, which: int, _said: object) -> None:
        rows = self._rows(which)[1]
        if rows:
            rows.append(rows.pop(where % len(rows)))

    def _double(self, where: int, which: int, _said: object) -> None:
        rows = self._rows(which)[1]
        if rows and len(rows) < 4:
            self.copies += 1
            rows.insert(which % (len(rows) + 1), {**self._one_of(rows, where), "id": f"copy{self.copies}"})

    def _delete(self, where: int, which: int, _said: object) -> None:
        field, rows = self._rows(which)
        if rows:
            self.gone.append((field, rows.pop(where % len(rows))))

    def _give_back(self, where: int, _which: int, _said: object) -> None:
        if self.gone:
            field, row = self.gone.pop()
            rows = self.values.get(field)
            if isinstance(rows, list):
                rows.insert(where % (len(rows) + 1), row)

    def _paste(self, where: int, which: int, said: object) -> None:
        """A block over a column of the rows that are there and of two new ones."""
        field, rows = self._rows(which)
        spec = self.form.by_id.get(field)
        if spec is None or spec.item_type is None or len(rows) > 6 or field not in self.values:
            return
        part = self._one_of(spec.item_type.fields, where).id
        self.copies += 2
        rows += [{"id": f"pasted{self.copies - number}"} for number in (0, 1)]
        for row in rows[which % len(rows) :]:
            row[part] = said

    def _change_form(self, where: int, _which: int, _said: object) -> None:
        if self.name in RECORDS:
            self.form = rules().form(self._one_of(RECORDS, where))
            return
        names = (RCEP, STRAIT, EVERYTHING, "co_6_3") if self.name != PRE_REVIEW else (PRE_REVIEW,)
        self.form = rules().form(sample(self._one_of(names, where))["form"])

    def _change_context(self, where: int, _which: int, _said: object) -> None:
        self.context = dataclasses.replace(self.context, **self._one_of(CONTEXTS, where))

    def _one_of(self, things: Any, number: int) -> Any:
        return things[number % len(things)]


def compare(name: str, steps: list[tuple[str, int, int, object]]) -> None:
    """A rulebook with memory says after each step what one without says."""
    known, desk = dataclasses.replace(rules(), answers=Answers()), Desk(name)
    for step in [("move", 0, 1, ""), *steps]:
        desk.do(*step)
        fresh = dataclasses.replace(rules(), answers=Answers())
        expected = fresh.problems(desk.form, desk.values, desk.context)
        assert known.problems(desk.form, desk.values, desk.context) == expected


@settings(max_examples=50)
@given(st.sampled_from([RCEP, EVERYTHING, STRAIT, PRE_REVIEW, *RECORDS]), STEPS)
def test_memory_never_changes_an_answer(name, steps):
    compare(name, steps)


def without_description(row: Any) -> dict[str, Any]:
    return {part: value for part, value in row.items() if part != "description"}


@pytest.mark.parametrize(
    "holds",
    [
        lambda self, around, row, context: (
            self.around is around
            and without_description(self.row) == without_description(row)
            and self.asked.holds(context)
        ),
        lambda self, around, row, context: self.around is around and self.row == row,
        lambda self, around, row, context: (
            self.around.form is around.form and self.row == row and self.asked.holds(context)
        ),
    ],
    ids=["a part of the row", "the questions asked", "what stands beside the row"],
)
def test_a_memory_that_ignores_something_is_found_out(holds, monkeypatch):
    monkeypatch.setattr(Judged, "holds", holds)
    whole = settings(max_examples=500, derandomize=True, database=None, phases=(Phase.generate,))
    with pytest.raises(AssertionError):
        whole(given(st.sampled_from([RCEP, EVERYTHING]), STEPS)(compare))()


def hundred() -> dict[str, Any]:
    values = values_of(TWENTY)
    rows = values["goods"]
    values["goods"] = [{**row, "id": f"g{turn}-{at}"} for turn in range(5) for at, row in enumerate(rows)]
    return values


def counted(ran: Counter[tuple[str, str]]) -> dict[str, Any]:
    """The named checks, each of which counts the rows of goods that it looks at."""

    def counting(check: RowCheck) -> RowCheck:
        own: Any = copy.copy(check)
        if isinstance(check, OfEachRow):
            own.find = lambda form, values, row, context: (
                seen(check, row["id"]) or check.find(form, values, row, context)
            )
        else:
            own.in_row = lambda form, values, field, row, context: (
                seen(check, row["id"]) or check.in_row(form, values, field, row, context)
            )
        return own

    def seen(check: RowCheck, row: str) -> None:
        ran[check.__name__, row] += row.startswith("g")

    return {name: counting(check) if isinstance(check, RowCheck) else check for name, check in CHECKS.items()}


def test_after_a_key_in_one_of_a_hundred_rows_each_rule_looks_at_that_row_alone(monkeypatch):
    ran: Counter[tuple[str, str]] = Counter()
    kind, parts = KINDS["hs_code"], list[object]()
    monkeypatch.setitem(
        KINDS, "hs_code", dataclasses.replace(kind, faults=lambda *asked: parts.append(1) or kind.faults(*asked))
    )
    checks, memory, context = counted(ran), RowMemory(), rules().knowing(context_of(TWENTY))
    values = hundred()
    ids = [row["id"] for row in values["goods"]]
    of_goods = {name for name in FORM.checks if isinstance(CHECKS[name], RowCheck) and is_of_goods(CHECKS[name])}
    assert len(of_goods) > 25

    def judged() -> tuple[set[tuple[str, str]], int]:
        """The rows that each named check looked at, and in how many rows the parts were looked at by their kinds."""
        ran.clear()
        parts.clear()
        found, rows = findings(FORM, copy.deepcopy(values), context, checks, memory), len(parts)
        assert set(ran.values()) <= {1, 0}
        assert found == findings(FORM, values, context, CHECKS, RowMemory())
        return {key for key, times in ran.items() if times}, rows

    assert judged() == ({(name, row) for name in of_goods for row in ids}, 100)
    values["goods"][41]["description"] += "X"
    assert judged() == ({(name, ids[41]) for name in of_goods}, 1)
    values["goods"].reverse()
    assert judged() == (set(), 0)
    del values["goods"][3:9]
    assert judged() == (set(), 0)


def is_of_goods(check: Any) -> bool:
    return "goods" in check.fields(FORM)


def longer(name: str, count: int) -> tuple[FormType, dict[str, Any]]:
    """The sample with so many rows in each of its tables, every row with an invoice and a product of its own, a total
    typed where none is to be had."""
    values, form = values_of(name), rules().form(sample(name)["form"])
    for spec in form.stored.values():
        if spec.item_type is not None:
            first = (values.get(spec.id) or [{}])[0]
            values[spec.id] = [{**first, **_of_its_own(at)} for at in range(count)]
    return form, values


def _of_its_own(at: int) -> dict[str, str]:
    own = {"id": f"r{at}", "number": f"LF-{at}", "invoice_number": f"LF-{at}", "product": f"p{at}"}
    return {**own, "description": f"TOTAL: {at}", "package_count": "", "name_zh": f"货 {at}"}


@pytest.mark.parametrize("name", [EVERYTHING, STRAIT, PRE_REVIEW])
def test_twice_the_rows_are_twice_the_work(name):
    """Between them the samples use every check."""

    def work(count: int) -> int:
        form, values = longer(name, count)
        context = rules().knowing(context_of(name, product=product_with()))
        return calls(lambda: findings(form, values, context, CHECKS, RowMemory()))

    work(10)  # what is read once in a process
    few, many, most = work(10), work(40), work(80)
    assert most - many <= 1.4 * (many - few)
