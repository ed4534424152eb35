"""Stored products with outdated codes are found, told, and given new codes: many at once, with a way back."""

import dataclasses
import datetime as dt

import pytest

from coo_desktop.domain.errors import Locked, Outdated
from coo_desktop.domain.hs.changes import Link, correlate
from coo_desktop.domain.operations import drafts, recoding
from coo_desktop.domain.operations.recoding import CHOSEN, Recoding, affected, note, recode, undo
from tests.fakes.clock import FakeClock
from tests.fakes.packs import FewCodes, NoPacks, code
from tests.rulebooks import shipped
from tests.stores import fresh_store

TODAY = dt.date(2026, 11, 23)
LINKS = [
    Link("030510", "030910"),
    Link("854140", "854141"),
    Link("854140", "854142"),
    Link("240399", "240399"),
    Link("240399", "240411"),
]


@pytest.fixture
def store():
    return fresh_store(shipped(), FakeClock())


@pytest.fixture
def books():
    known = ("030910", "854141", "854142", "240399", "240411", "961700", "392350")
    packs = NoPacks(FewCodes(*(code(each) for each in known)))
    packs.tables = (correlate("2017", "2022", "UN", LINKS),)
    return packs


def product(store, hs_code, *materials, created="2019-03-01T00:00:00.000", **changes):
    rows = [{"id": f"m{number}", "name_zh": "材料", "hs_code": each} for number, each in enumerate(materials)]
    with store.unit() as unit:
        made = drafts.start(unit, "pre_review", {"name_zh": f"产品{hs_code}", "hs_code": hs_code, "materials": rows})
        return unit.put(dataclasses.replace(made.document, created_at=created, **changes))


def do(store, operation, *given):
    with store.unit() as unit:
        return operation(unit, *given)


def code_of(store, document):
    return store.reader.document(document.id).values["hs_code"]


def test_products_and_materials_with_outdated_codes_are_found(store, books):
    fish = product(store, "030510")
    flask = product(store, "961700", "392350", "854140")
    found = {(each.document, each.path): each for each in affected(store.reader, books, TODAY)}
    assert set(found) == {(fish.id, "hs_code"), (flask.id, "materials/m1/hs_code")}
    assert found[fish.id, "hs_code"].found.proposed == "030910"
    assert found[flask.id, "materials/m1/hs_code"].part == "材料"


def test_all_products_are_looked_at_in_one_pass_the_last_changed_first(store, books, monkeypatch):
    monkeypatch.setattr(recoding, "_STEP", 2)
    made = [product(store, "030510") for _number in range(5)]
    read, lend = [], store.reader.whole._lend
    monkeypatch.setattr(store.reader.whole, "_lend", lambda: read.append("page") or lend())
    monkeypatch.setattr(type(store.reader), "document", lambda *_of: read.append("document"))
    told = []
    found = affected(store.reader, books, TODAY, lambda *given: told.append(given))
    assert [each.document for each in found] == [
        one.id for one in sorted(made, key=lambda one: (one.updated_at, one.id), reverse=True)
    ]
    assert told == [(2, 5), (4, 5), (5, 5)]
    assert read == ["page"]


def test_a_voided_product_is_left_alone(store, books):
    product(store, "030510", stage="voided")
    assert affected(store.reader, books, TODAY) == ()


def test_a_product_in_review_is_told_and_cannot_be_changed(store, books):
    sent = product(store, "030510", stage="submitted")
    (found,) = affected(store.reader, books, TODAY)
    assert not found.changeable
    with pytest.raises(Locked):
        do(store, recode, [Recoding(sent.id, "hs_code", "030510", "030910")])


def test_many_drafts_get_their_codes_in_one_commit_and_back(store, books):
    fish, other = product(store, "030510"), product(store, "961700", "854140")
    wanted = [
        Recoding(fish.id, "hs_code", "030510", "030910"),
        Recoding(other.id, "materials/m0/hs_code", "854140", "854142"),
    ]
    change = do(store, recode, wanted)
    assert set(change.ids) == {fish.id, other.id}
    assert code_of(store, fish) == "030910"
    assert store.reader.document(other.id).values["materials"][0]["hs_code"] == "854142"
    assert affected(store.reader, books, TODAY) == ()
    do(store, undo, wanted, change.ids)
    assert code_of(store, fish) == "030510"
    assert len(affected(store.reader, books, TODAY)) == 2


def test_an_approved_product_gets_an_adjusting_copy_and_undo_takes_it_away(store, books):
    fish = product(store, "030510", stage="approved", rev="e1.3.x")
    wanted = [Recoding(fish.id, "hs_code", "030510", "030910")]
    change = do(store, recode, wanted)
    (copy_id,) = change.ids
    copy = store.reader.document(copy_id)
    assert (copy.links["adjusts"], copy.values["hs_code"], code_of(store, fish)) == (fish.id, "030910", "030510")
    assert affected(store.reader, books, TODAY) == ()
    do(store, undo, wanted, change.ids)
    assert store.reader.document(copy_id).deleted
    assert [each.document for each in affected(store.reader, books, TODAY)] == [fish.id]


def test_one_product_that_moved_on_stops_all(store):
    fish, other = product(store, "030510"), product(store, "854142")
    wanted = [
        Recoding(fish.id, "hs_code", "030510", "030910"),
        Recoding(other.id, "hs_code", "854140", "854142"),
    ]
    with pytest.raises(Outdated):
        do(store, recode, wanted)
    assert code_of(store, fish) == "030510"


def test_undo_does_not_overwrite_what_was_typed_since(store):
    fish = product(store, "030510", stage="approved", rev="e1.3.x")
    wanted = [Recoding(fish.id, "hs_code", "030510", "030910")]
    change = do(store, recode, wanted)
    copy = store.reader.document(change.ids[0])
    do(store, drafts.save, copy.id, {"hs_code": "961700"}, copy.revision)
    with pytest.raises(Outdated):
        do(store, undo, wanted, change.ids)


def test_a_code_that_a_person_keeps_is_not_asked_again(store, books):
    tobacco = product(store, "240399")
    assert [each.found.kind for each in affected(store.reader, books, TODAY)] == ["split_code_kept"]
    change = do(store, recode, [Recoding(tobacco.id, "hs_code", "240399", "240399")])
    assert change.ids == ()
    assert affected(store.reader, books, TODAY) == ()
    assert store.reader.setting(CHOSEN) == {f"{tobacco.id}/hs_code": "240399@2022"}


def test_each_product_is_told_once(store, books):
    product(store, "030510")
    found = affected(store.reader, books, TODAY)
    do(store, note, found, "packs")
    do(store, note, found, "packs")
    (told,) = store.reader.notices.newest(10)
    assert (told.kind, told.document) == ("code_one_to_one", found[0].document)
    candidates = {"candidates": "030910", "candidates_zh_CN": "030910"}
    assert told.facts == {"code": "030510", "name": "产品030510", "since": "2017", **candidates}
    kept = store.reader.setting(recoding.FOUND)
    assert kept == {"mark": "packs", "count": 1, "documents": [found[0].document]}
