"""Material codes of an older edition: each successor is offered, for every row that carries the code."""

import dataclasses
import datetime as dt

import pytest

from coo_desktop.domain.hs.changes import Correlations, Link, correlate
from coo_desktop.domain.repairs.codes import successors
from coo_desktop.domain.repairs.repair import RepairContext
from tests.domain.given import PRE_REVIEW, context_of, rules, sample, values_of

#: As the UN's table has them: telephones were split.
LINKS = [Link("851712", "851713"), Link("851712", "851714"), Link("847160", "847160")]
CONVERSION = Correlations([correlate("2017", "2022", "", LINKS)])
ON = dt.date(2026, 11, 30)


@pytest.mark.parametrize(
    ("code", "now"),
    [("851712", ("851713", "851714")), ("85171200", ("851713", "851714")), ("847160", ("847160",)), ("770000", ())],
)
def test_the_successors_of_a_code_are_those_of_the_newest_edition_that_had_it(code, now):
    assert successors(CONVERSION, code, ON) == now


def test_each_successor_is_offered_and_ends_the_problem():
    knowing = dataclasses.replace(rules(), conversion=CONVERSION)
    form, values = knowing.form(sample(PRE_REVIEW)["form"]), values_of(PRE_REVIEW, materials__hs_code="851712")
    values["materials"].append({**values["materials"][0], "id": "again"})
    context = context_of(PRE_REVIEW, hs_current=lambda code: code != "851712")
    found = knowing.problems(form, values, context)
    assert [problem.code for problem in found].count("material_hs_past") == 2
    offered = [each for each in knowing.repairs(RepairContext(knowing, form, values, context), found) if each.solves]
    assert [repair.fix.facts["successor"] for repair in offered] == ["851713", "851714"]
    assert offered[0].said.en == "Put 851713, in force now, for 851712 into 2 lines"
    assert "check which of them" in offered[0].notes[0].en
    mended = {**values, **offered[0].fills}
    assert not [each for each in knowing.problems(form, mended, context) if each.code == "material_hs_past"]
