"""Conflict answers and looked-at marks; evidence and settings beside them."""

import dataclasses

import pytest

from coo_desktop.domain.documents.document import Conflict, Evidence, Resolution, Review
from coo_desktop.domain.documents.merge import merge
from coo_desktop.domain.errors import Locked, Refused
from coo_desktop.domain.operations import conflicts, drafts, sending, settings
from tests.stores import fresh_store

TOY = "toy_certificate"


@pytest.fixture
def store():
    return fresh_store()


def do(store, operation, *given):
    with store.unit() as unit:
        return operation(unit, *given).document


def clashed(store, path, mine, **values):
    """A document with one open conflict."""
    document = do(store, drafts.start, TOY, {"goods_name": "THEIRS", **values})
    conflict = Conflict(id="c1", document=document.id, path=path, base="WAS", mine=mine, theirs="THEIRS")
    with store.unit() as unit:
        unit.put_conflicts([conflict])
        return unit.put(dataclasses.replace(document, conflicts=1, needs_review=True))


def decide(store, document, answer, typed=None):
    """Answers the one open line of a document."""
    with store.unit() as unit:
        (line,) = conflicts.open_lines(unit, unit.rules, unit.document(document.id))
        return conflicts.decide(unit, document.id, line.path, line.decided(answer, typed))


@pytest.mark.parametrize(
    ("answer", "stands"),
    [(Resolution.BASE, "WAS"), (Resolution.MINE, "MINE"), (Resolution.THEIRS, "THEIRS"), (Resolution.OWN, "TYPED")],
)
def test_a_settled_conflict_leaves_the_chosen_value(store, answer, stands):
    document = clashed(store, "goods_name", "MINE")
    decide(store, document, answer, " TYPED ")
    kept = store.reader.document(document.id)
    assert (kept.values["goods_name"], kept.conflicts) == ("THEIRS", 1)
    after = do(store, conflicts.settle, document.id)
    assert (after.values["goods_name"], after.conflicts, store.reader.conflicts(document.id)) == (stands, 0, ())
    assert len(store.reader.newest("certificate", TOY)) == 1


def test_nothing_is_settled_while_a_line_is_undecided_or_was_decided_on_something_else(store):
    document = clashed(store, "goods_name", "MINE")
    with pytest.raises(Refused, match="undecided"):
        do(store, conflicts.settle, document.id)
    decide(store, document, Resolution.MINE)
    now = store.reader.document(document.id)
    do(store, drafts.save, document.id, {"goods_name": "THEIRS AGAIN"}, now.revision)
    with pytest.raises(Refused, match="undecided"):
        do(store, conflicts.settle, document.id)
    assert len(store.reader.conflicts(document.id)) == 1


def test_keeping_both_leaves_theirs_and_makes_a_draft_with_mine(store):
    document = clashed(store, "bills/r1", None, bills=[{"id": "r1", "number": "THEIRS"}])
    with store.unit() as unit:
        unit.put(dataclasses.replace(unit.document(document.id), links={"amends": "old"}))
    decide(store, document, Resolution.BOTH)
    with store.unit() as unit:
        kept, copy = map(unit.document, conflicts.settle(unit, document.id).ids)
    assert (kept.values["bills"], kept.conflicts) == ([{"id": "r1", "number": "THEIRS"}], 0)
    assert (copy.values["bills"], copy.conflicts, copy.review) == ([], 0, Review.KEPT_BOTH)
    assert (kept.links, copy.links) == ({"amends": "old"}, {"copied_from": document.id})


def test_of_a_document_that_was_sent_meanwhile_both_can_be_kept_and_nothing_else(store):
    document = clashed(store, "goods_name", "MINE")
    with store.unit() as unit:
        unit.put(dataclasses.replace(document, stage="submitted"))
    decide(store, document, Resolution.MINE)
    with pytest.raises(Locked):
        do(store, conflicts.settle, document.id)
    decide(store, document, Resolution.BOTH)
    with store.unit() as unit:
        kept, copy = map(unit.document, conflicts.settle(unit, document.id).ids)
    assert (kept.stage, kept.values["goods_name"]) == ("submitted", "THEIRS")
    assert (copy.stage, copy.values["goods_name"]) == ("ready", "MINE")


def test_a_document_with_an_open_conflict_is_not_sent(store):
    document = clashed(store, "goods_name", "MINE")
    decide(store, document, Resolution.MINE)
    with pytest.raises(Refused, match="conflicts"):
        do(store, sending.submit, document.id, document.revision)


def test_a_document_that_was_looked_at_needs_no_further_look(store):
    document = clashed(store, "goods_name", "MINE")
    assert not do(store, conflicts.looked_at, document.id).needs_review


def test_a_setting_and_evidence_are_kept(store):
    evidence = Evidence(id="e1", sha256="0" * 64, size_bytes=3, mime="image/png", name="a.png")
    do(store, settings.keep_setting, "theme", "dark")
    do(store, drafts.attach, evidence)
    reader = store.reader
    assert (reader.setting("theme"), reader.evidence("e1")) == ("dark", evidence)


def test_what_was_typed_over_a_newer_value_is_remembered(store):
    document = do(store, drafts.start, TOY, {"remark": "THEIRS", "bills": [{"id": "b1", "number": "2"}]})
    base = {"remark": "", "bills": [{"id": "b1", "number": "1"}]}
    mine = {"remark": "MINE", "bills": [{"id": "b1", "number": "3"}]}
    remembered = do(store, conflicts.remember, document.id, merge(base, mine, document.values).clashes)
    assert (remembered.conflicts, remembered.values["remark"]) == (2, "THEIRS")
    kept = {conflict.path: conflict.mine for conflict in store.reader.conflicts(document.id)}
    assert kept == {"remark": "MINE", "bills/b1/number": "3"}
