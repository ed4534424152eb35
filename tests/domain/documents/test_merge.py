"""Two people's edits become one; nothing is lost without a record."""

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.documents.merge import Clash, edits, merge

FIELDS = ("vessel", "remarks", "contract_no")
IDS = ("r1", "r2", "r3", "r4")
PARTS = ("quantity", "name_en")


@st.composite
def bases(draw: st.DrawFn) -> dict[str, Any]:
    rows = draw(st.lists(st.sampled_from(IDS), unique=True))
    return {
        **{name: f"base {name}" for name in FIELDS},
        "goods": [{"id": row, **{part: f"base {row} {part}" for part in PARTS}} for row in rows],
    }


@st.composite
def edited(draw: st.DrawFn, base: dict[str, Any], who: str) -> tuple[dict[str, Any], set[str]]:
    """The base after a few edits, each with a token that occurs nowhere else."""
    values = copy.deepcopy(base)
    for number in range(draw(st.integers(0, 4))):
        token = f"{who} {number}"
        act = draw(st.sampled_from(("field", "part", "add", "remove")))
        rows = values["goods"]
        if act == "field":
            values[draw(st.sampled_from(FIELDS))] = token
        elif act == "add":
            rows.append({"id": f"{who}-{number}", "quantity": token})
        elif act == "part" and rows:
            rows[draw(st.integers(0, len(rows) - 1))][draw(st.sampled_from(PARTS))] = token
        elif act == "remove" and rows:
            rows.pop(draw(st.integers(0, len(rows) - 1)))
    text = repr(values)
    return values, {f"{who} {number}" for number in range(4) if f"'{who} {number}'" in text}


@given(st.data())
def test_every_edit_is_in_the_result_or_in_a_clash(data):
    base = data.draw(bases())
    mine, my_tokens = data.draw(edited(base, "mine"))
    theirs, their_tokens = data.draw(edited(base, "theirs"))
    merged = merge(base, mine, theirs)
    told = repr(merged.values) + repr([(clash.mine, clash.theirs) for clash in merged.clashes])
    assert not {token for token in my_tokens | their_tokens if f"'{token}'" not in told}


@given(st.data())
def test_an_edit_on_one_side_alone_never_clashes(data):
    base = data.draw(bases())
    mine, _ = data.draw(edited(base, "mine"))
    assert merge(base, mine, base).clashes == ()
    assert merge(base, base, mine).values == mine


@given(st.data())
def test_theirs_stands_in_the_field_of_a_clash(data):
    base = data.draw(bases())
    mine, _ = data.draw(edited(base, "mine"))
    theirs, _ = data.draw(edited(base, "theirs"))
    merged = merge(base, mine, theirs)
    for clash in merged.clashes:
        if "/" not in clash.path:
            assert merged.values[clash.path] == clash.theirs


def test_two_edits_of_one_part_clash_by_row_id():
    base = {"goods": [{"id": "r1", "quantity": "1"}]}
    mine = {"goods": [{"id": "r1", "quantity": "2"}]}
    theirs = {"goods": [{"id": "r1", "quantity": "3"}]}
    merged = merge(base, mine, theirs)
    assert merged.values == theirs
    assert merged.clashes == (Clash("goods/r1/quantity", "1", "2", "3"),)


def test_a_row_removed_here_and_edited_there_is_kept_and_told():
    base = {"goods": [{"id": "r1", "quantity": "1"}]}
    theirs = {"goods": [{"id": "r1", "quantity": "3"}]}
    merged = merge(base, {"goods": []}, theirs)
    assert merged.values == theirs
    assert [clash.path for clash in merged.clashes] == ["goods/r1"]


def test_a_row_removed_on_both_sides_is_gone():
    base = {"goods": [{"id": "r1", "quantity": "1"}]}
    assert merge(base, {"goods": []}, {"goods": []}).values == {"goods": []}


def test_what_was_typed_meanwhile_is_carried_over():
    base, snapshot = {"vessel": "theirs", "remarks": ""}, {"vessel": "", "remarks": ""}
    assert edits(base, snapshot, {"vessel": "", "remarks": "mine"}) == {"vessel": "theirs", "remarks": "mine"}
