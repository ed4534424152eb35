"""Past certificates: kept as they were issued, found and copied like any other, and sent by nothing."""

import datetime as dt

import pytest

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import CERTIFICATE, Intent, Query
from coo_desktop.domain.documents.lifecycle import PAST
from coo_desktop.domain.errors import Locked, Refused
from coo_desktop.domain.operations import drafts
from coo_desktop.domain.operations.imports import past_certificates
from coo_desktop.domain.operations.imports.past_certificates import Issued
from tests.rulebooks import shipped
from tests.stores import fresh_store

DAY = dt.date(2024, 3, 5)
VALUES = {"consignee_name": "SAKURA TRADING", "invoices": [{"id": "a", "number": "INV-7"}]}


@pytest.fixture
def store():
    return fresh_store(shipped())


def keep(store, number="C24/0001", day=DAY):
    with store.unit() as unit:
        return past_certificates.keep(unit, "rcep_2022", VALUES, Issued(number, day))


def test_a_past_certificate_is_kept_as_it_was_issued_and_nothing_waits_to_be_sent(store):
    document = keep(store)
    assert (document.stage, document.facts["number"], document.links) == (PAST, "C24/0001", {PAST: "C24/0001"})
    assert document.values == VALUES
    assert past_certificates.issue_of(document) == Issued("C24/0001", DAY)
    assert store.reader.intents() == ()
    assert store.reader.invoice_uses({"inv-7"}) == []


def test_it_stands_among_others_where_its_day_puts_it(store):
    old, older = keep(store), keep(store, "C20/1", dt.date(2020, 1, 1))
    with store.unit() as unit:
        new = drafts.start(unit, "rcep_2022").document
    assert [one.id for one in store.reader.newest(CERTIFICATE, "rcep_2022")] == [new.id, old.id, older.id]
    rows = store.reader.rows(Query(family=CERTIFICATE))
    assert [row.number for row in rows] == ["", "C24/0001", "C20/1"]


@pytest.mark.parametrize("kind", ["put", "submit", "request"])
def test_nothing_that_goes_to_an_office_can_be_wanted_of_it(store, kind):
    document = keep(store)
    with pytest.raises(Locked), store.unit() as unit:
        unit.enqueue(Intent(key=new_id(), kind=kind, document=document.id, body={}))
    assert store.reader.intents() == ()


def test_it_is_copied_as_any_other_and_thrown_away_at_once(store):
    document = keep(store)
    with store.unit() as unit:
        copy = drafts.copy(unit, document.id).document
    assert (copy.stage, copy.values["consignee_name"], copy.links) == (
        "draft", "SAKURA TRADING", {"copied_from": document.id},
    )  # fmt: skip
    with store.unit() as unit:
        drafts.discard(unit, document.id)
    assert {intent.document for intent in store.reader.intents()} == {copy.id}


def test_it_needs_a_number_and_is_no_pre_review(store):
    with pytest.raises(Refused, match="past_number"):
        keep(store, "  ")
    with pytest.raises(Locked), store.unit() as unit:
        past_certificates.keep(unit, "pre_review", {}, Issued("1"))
