"""Conflict answers and looked-at marks; evidence and settings beside them."""

import dataclasses

import pytest

from coo_desktop.domain.documents.document import Conflict, Evidence
from coo_desktop.domain.documents.merge import merge
from coo_desktop.domain.operations import conflicts, drafts, settings
from tests.fakes.store import FakeStore

TOY = "toy_certificate"


@pytest.fixture
def store():
    return FakeStore()


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


@pytest.mark.parametrize(("keep_mine", "stands"), [(True, "MINE"), (False, "THEIRS")])
def test_an_answered_conflict_leaves_the_chosen_value(store, keep_mine, stands):
    document = clashed(store, "goods_name", "MINE")
    answered = do(store, conflicts.resolve, document.id, "c1", keep_mine)
    assert (answered.values["goods_name"], answered.conflicts) == (stands, 0)
    assert store.reader.conflicts(document.id) == ()


def test_my_value_goes_back_into_its_row(store):
    document = clashed(store, "bills/r1/number", "MINE", bills=[{"id": "r1", "number": "THEIRS"}])
    answered = do(store, conflicts.resolve, document.id, "c1", True)
    assert answered.values["bills"] == [{"id": "r1", "number": "MINE"}]


def test_a_row_i_removed_goes_when_i_insist(store):
    document = clashed(store, "bills/r1", None, bills=[{"id": "r1", "number": "THEIRS"}])
    assert do(store, conflicts.resolve, document.id, "c1", True).values["bills"] == []


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
