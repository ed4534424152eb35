"""A draft of a former edition goes over to the newest one: what is told before, what is kept, and in which order."""

import dataclasses
import datetime as dt

import pytest

from coo_desktop.domain.errors import Locked, Refused
from coo_desktop.domain.operations import certificates, drafts, editions
from tests.domain.given import rules, values_of
from tests.rulebooks import extended
from tests.stores import fresh_store

#: An edition without the field for remarks, and without one of its parts.
NARROW = """
id = "chile_f_narrow"
skeleton = "bilateral"
agreement = "chile"
title = { zh_CN = "窄", en = "Narrow" }
short = { zh_CN = "窄", en = "Narrow" }
edition = "2030"
follows = ["iceland_i"]
without = ["remarks", "PSR"]

[items.goods]
without = ["gross_weight"]
rows = [
    ["product"], ["item_number", "hs_code"], ["name_zh", "name_en"], ["criterion"],
    ["package_kind", "package_count", "package_unit"], ["package_text"], ["description"],
    ["quantity", "quantity_unit"], ["net_weight"], ["invoice_number", "unit_price", "amount"], ["fob"],
]
"""


@pytest.fixture
def store():
    return fresh_store(rules())


def do(store, operation, *given):
    with store.unit() as unit:
        return operation(unit, *given)


def begun(store, form="switzerland_s", **values):
    return do(store, drafts.start, form, {**values_of(form), **values}).document


def test_the_draft_takes_everything_along_and_the_former_one_is_gone(store):
    old = begun(store)
    change = do(store, editions.move, old.id)
    new = store.reader.document(change.ids[0])
    assert (new.form, new.stage, new.links["copied_from"]) == ("switzerland_s_2021", old.stage, old.id)
    same = [name for name in old.values if name not in ("goods", "invoices")]
    assert {name: new.values[name] for name in same} == {name: old.values[name] for name in same}
    for name in ("goods", "invoices"):
        bare = [[{key: row[key] for key in row if key != "id"} for row in one.values[name]] for one in (old, new)]
        assert bare[0] == bare[1]
    assert store.reader.document(old.id).deleted
    assert [(intent.kind, intent.document) for intent in store.reader.intents()] == [("put", new.id)]


def test_thirty_items_fit_the_new_edition(store):
    row = values_of("switzerland_s")["goods"][0]
    goods = [{**row, "id": f"g{at}"} for at in range(30)]
    old = begun(store, goods=goods)
    assert "items_over_limit" in [problem.code for problem in problems(store, old)]
    new = do(store, editions.move, old.id).document
    assert "items_over_limit" not in [problem.code for problem in problems(store, new)]
    with pytest.raises(Refused, match="nothing_to_split"):
        do(store, certificates.split, new.id)


def test_what_the_backend_has_goes_before_the_new_draft(store):
    old = begun(store)
    with store.unit() as unit:
        for intent in unit.intents(old.id):
            unit.drop_intent(intent.key)
        unit.put(dataclasses.replace(old, rev="r1", base=old.values))
    new = do(store, editions.move, old.id).document
    [gone] = store.reader.intents(old.id)
    [put] = store.reader.intents(new.id)
    assert (gone.kind, put.kind, put.after) == ("delete", "put", (old.id,))


def test_an_amendment_keeps_its_original(store):
    old = begun(store)
    with store.unit() as unit:
        unit.put(dataclasses.replace(old, links={"amends": "o1", "reason": "wrong consignee"}))
    new = do(store, editions.move, old.id).document
    assert (new.links["amends"], new.links["reason"]) == ("o1", "wrong consignee")


def test_only_an_open_draft_of_a_former_edition_moves(store):
    old = begun(store)
    new = do(store, editions.move, old.id).document
    assert editions.newest_for(rules(), new) is None
    with pytest.raises(Refused, match="no_newer_edition"):
        do(store, editions.move, new.id)
    with store.unit() as unit:
        sent = unit.put(dataclasses.replace(unit.document(new.id), form="switzerland_s", stage="submitted"))
    assert editions.newest_for(rules(), sent) is None
    with pytest.raises(Locked):
        do(store, editions.move, sent.id)


def test_open_conflicts_are_settled_before(store):
    old = begun(store)
    with store.unit() as unit:
        unit.put(dataclasses.replace(old, conflicts=1))
    with pytest.raises(Refused, match="conflicts"):
        do(store, editions.move, old.id)


def test_a_criterion_that_honduras_does_not_know_is_told_kept_and_flagged(store):
    goods = [{**row, "criterion": "PSR"} for row in values_of("honduras_hd")["goods"]]
    old = begun(store, "honduras_hd", goods=goods)
    [lost] = editions.newest_for(rules(), old).lost
    assert (lost.field.id, lost.row, lost.value, lost.is_dropped) == ("criterion", 1, "PSR", False)
    new = do(store, editions.move, old.id).document
    assert new.values["goods"][0]["criterion"] == "PSR"
    found = [problem for problem in problems(store, new) if problem.field == "goods" and problem.part == "criterion"]
    assert {problem.severity for problem in found} == {"block"}


def test_what_has_no_field_any_more_is_told_and_dropped():
    narrow = extended({"forms/chile_f_narrow.toml": NARROW})
    store = fresh_store(narrow)
    old = begun(store, "iceland_i", remarks="ORDER NO. 1")
    told = editions.newest_for(narrow, old).lost
    assert [(lost.field.id, lost.row) for lost in told if lost.is_dropped] == [("gross_weight", 1), ("remarks", 0)]
    new = do(store, editions.move, old.id).document
    assert "remarks" not in new.values
    assert "gross_weight" not in new.values["goods"][0]


def test_a_copy_of_a_former_edition_may_be_of_the_newest_with_its_goods(store):
    old = begun(store)
    offered = [form.id for form in drafts.copy_targets(rules(), old) if form.agreement]
    assert offered == ["switzerland_s_2021", "switzerland_s"]
    copy = do(store, drafts.copy, old.id, "switzerland_s_2021").document
    assert (copy.form, len(copy.values["goods"])) == ("switzerland_s_2021", 1)


def test_smart_create_offers_the_newest_edition_alone():
    offered = [one.form.id for one in certificates.possible(rules(), (), "CH", dt.date(2026, 11, 30))]
    assert "switzerland_s_2021" in offered
    assert "switzerland_s" not in offered


def problems(store, document):
    with store.unit() as unit:
        return unit.rules.problems(unit.rules.form(document.form), document.values, unit.context(document))
