"""Copies that keep a person's work."""

from coo_desktop.domain.documents.document import Conflict, Person, Review
from coo_desktop.domain.operations import drafts
from coo_desktop.domain.operations.copies import keep_all, keep_copy, keep_typed, with_mine
from tests.stores import fresh_store


def conflict(path, mine):
    return Conflict(id=path, document="d", path=path, base=None, mine=mine, theirs="THEIRS")


def test_my_side_of_every_conflict_is_put_back():
    values = {"name": "THEIRS", "rows": [{"id": "1", "part": "THEIRS"}, {"id": "2"}], "other": "X"}
    conflicts = [
        conflict("name", "MINE"),
        conflict("rows/1/part", "MINE"),
        conflict("rows/2", None),
        conflict("rows/3", {"id": "3", "part": "MINE"}),
    ]
    rows = [{"id": "1", "part": "MINE"}, {"id": "3", "part": "MINE"}]
    assert with_mine(values, conflicts) == ({"name": "MINE", "rows": rows, "other": "X"}, [])


def test_what_i_typed_since_is_not_overwritten_by_what_i_typed_before():
    older = conflict("name", "MINE")
    assert with_mine({"name": "TYPED SINCE"}, [older]) == ({"name": "TYPED SINCE"}, [older])


def test_a_conflict_still_open_moves_to_the_copy_and_its_new_row():
    with fresh_store().unit() as unit:
        unit.put_person(Person(account="demo"))
        bills = [{"id": "b", "number": "SINCE"}]
        first = drafts.start(unit, "toy_certificate", {"goods_name": "VASE", "bills": bills}).document
        copy = keep_copy(unit, first, first.values, Review.KEPT_FROM_SENT, [conflict("bills/b/number", "MINE")])
        (moved,) = unit.conflicts(copy.id)
        row = copy.values["bills"][0]["id"]
        assert (moved.path, moved.mine, copy.conflicts) == (f"bills/{row}/number", "MINE", 1)


def test_a_copy_is_a_draft_of_its_own_to_be_looked_at():
    with fresh_store().unit() as unit:
        unit.put_person(Person(account="demo"))
        bills = [{"id": "b", "number": "1"}]
        first = drafts.start(unit, "toy_certificate", {"goods_name": "VASE", "bills": bills}).document
        copy = keep_copy(unit, first, first.values, Review.KEPT_FROM_SENT)
        assert (copy.links, copy.needs_review, copy.stage, copy.rev) == ({"copied_from": first.id}, True, "ready", None)
        assert copy.values["goods_name"] == "VASE"
        assert copy.values["bills"][0]["id"] != "b"
        assert [intent.kind for intent in unit.intents(copy.id)] == ["put"]


def test_a_copy_of_a_successor_is_one_too():
    with fresh_store().unit() as unit:
        unit.put_person(Person(account="demo"))
        first = drafts.start(unit, "toy_certificate", {"goods_name": "VASE"}, {"amends": "o", "reason": "why"}).document
        copy = keep_all(unit, first)
        assert copy.links == {"amends": "o", "reason": "why", "copied_from": first.id}
        assert copy.review == Review.KEPT_FROM_DELETED


def test_what_was_typed_last_goes_into_the_copy_or_makes_one():
    with fresh_store().unit() as unit:
        unit.put_person(Person(account="demo"))
        seen = drafts.start(unit, "toy_certificate", {"goods_name": "VASE"}, {"amends": "o", "reason": "why"}).document
        copy = keep_all(unit, seen)
        kept = keep_typed(unit, seen, copy.id, {"remark": "TYPED"}).document
        assert (kept.id, kept.values["goods_name"], kept.values["remark"]) == (copy.id, "VASE", "TYPED")
        assert (kept.needs_review, kept.review) == (True, Review.KEPT_FROM_DELETED)
        made = keep_typed(unit, seen, "", {"remark": "TYPED"}).document
        assert (made.values["goods_name"], made.values["remark"], made.links["amends"]) == ("VASE", "TYPED", "o")
        assert made.id not in (seen.id, copy.id)
