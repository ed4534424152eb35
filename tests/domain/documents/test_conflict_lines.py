"""A line for each place that two people changed, in the order of the form, and what is stored once they are settled."""

import dataclasses

import pytest

from coo_desktop.domain.documents.conflict_lines import lines, settled, with_my_side
from coo_desktop.domain.documents.document import Conflict, Resolution
from tests.fakes.rules import small_rulebook

TOY = small_rulebook().form("toy_certificate")
VALUES = {
    "remark": "THEIRS",
    "bills": [{"id": "r1", "number": "1"}, {"id": "r2", "number": "T2"}, {"id": "r3", "number": "M3"}],
}


def conflict(key, path, base, mine, theirs):
    return Conflict(id=key, document="d", path=path, base=base, mine=mine, theirs=theirs)


def line(*conflicts, values=VALUES):
    (found,) = lines(TOY, values, conflicts)
    return found


def decided(found, answer, typed=None):
    return dataclasses.replace(found, decision=found.decided(answer, typed))


REMARK = conflict("1", "remark", "WAS", "MINE", "THEIRS")
PART = conflict("2", "bills/r2/number", "2", "M2", "T2")
#: They removed a row that I changed: it stays until somebody decides. I removed one that they changed: the same.
GONE_THERE = conflict("3", "bills/r3", {"id": "r3", "number": "3"}, {"id": "r3", "number": "M3"}, None)
GONE_HERE = conflict("4", "bills/r2", {"id": "r2", "number": "2"}, None, {"id": "r2", "number": "T2"})


def test_lines_stand_in_the_order_of_the_form_and_its_rows_and_unknown_places_come_last():
    unknown = conflict("0", "of_2031", 1, 2, 3)
    found = lines(TOY, VALUES, [unknown, GONE_THERE, PART, REMARK])
    assert [(one.path, one.row, one.is_row) for one in found] == [
        ("remark", 0, False),
        ("bills/r2/number", 2, False),
        ("bills/r3", 3, True),
        ("of_2031", 0, False),
    ]
    assert [one.part.id if one.part else "" for one in found] == ["", "number", "", ""]
    assert (found[-1].field, lines(None, VALUES, [REMARK])[0].field) == (None, None)


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        (Resolution.BASE, "WAS"),
        (Resolution.MINE, "MINE"),
        (Resolution.THEIRS, "THEIRS"),
        (Resolution.OWN, "TYPED"),
        (Resolution.BOTH, "THEIRS"),
    ],
)
def test_an_answer_leaves_its_value(answer, result):
    found = line(REMARK)
    assert (found.decision, found.result) == (None, "THEIRS")
    assert settled(VALUES, [decided(found, answer, "TYPED")])["remark"] == result


@pytest.mark.parametrize(
    ("clash", "answer", "numbers"),
    [
        (PART, Resolution.MINE, ["1", "M2", "M3"]),
        (PART, Resolution.BASE, ["1", "2", "M3"]),
        (GONE_THERE, Resolution.THEIRS, ["1", "T2"]),
        (GONE_THERE, Resolution.BASE, ["1", "T2", "3"]),
        (GONE_HERE, Resolution.MINE, ["1", "M3"]),
        (GONE_HERE, Resolution.THEIRS, ["1", "T2", "M3"]),
    ],
)
def test_rows_are_set_by_their_id_and_keep_their_place(clash, answer, numbers):
    result = settled(VALUES, [decided(line(clash), answer)])
    assert [row["number"] for row in result["bills"]] == numbers
    assert VALUES["bills"][1]["number"] == "T2"


def test_a_row_that_is_gone_comes_back_before_its_part_is_set():
    values = {"bills": []}
    part = conflict("5", "bills/r3/number", "3", "M", "T")
    found = [decided(one, Resolution.MINE) for one in lines(TOY, values, [part, GONE_THERE])]
    assert settled(values, found)["bills"] == [{"id": "r3", "number": "M"}]
    assert settled(values, [decided(line(part, values=values), Resolution.MINE)]) == values


def test_a_decision_counts_while_what_it_was_made_on_stands():
    kept = dataclasses.replace(REMARK, decision=line(REMARK).decided(Resolution.MINE))
    assert line(kept).result == "MINE"
    changed = line(kept, values={"remark": "CHANGED AGAIN"})
    assert (changed.decision, changed.result) == (None, "CHANGED AGAIN")


def test_conflicts_of_one_place_are_one_line_and_mine_is_each_in_turn():
    newer = conflict("9", "remark", "THEIRS", "MINE AGAIN", "THIRD")
    found = line(newer, REMARK)
    assert (found.base, found.mine, found.theirs) == ("WAS", ("MINE AGAIN", "MINE"), "THIRD")
    first = decided(found, Resolution.MINE)
    assert (first.result, first.decided(Resolution.MINE).result) == ("MINE AGAIN", "MINE")
    assert decided(first, Resolution.MINE).decided(Resolution.MINE).result == "MINE AGAIN"


def test_my_side_is_mine_at_every_place_whatever_was_decided():
    found = [decided(one, Resolution.THEIRS) for one in lines(TOY, VALUES, [REMARK, GONE_HERE, GONE_THERE])]
    mine = with_my_side(VALUES, found)
    assert (mine["remark"], [row["number"] for row in mine["bills"]]) == ("MINE", ["1", "M3"])
