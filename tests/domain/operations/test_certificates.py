"""智能创建: which certificates can be made, and one started from approved products."""

import dataclasses
import datetime as dt

import pytest

from coo_desktop.domain.documents.document import Company, Document, Person
from coo_desktop.domain.errors import Locked, Refused
from coo_desktop.domain.operations import drafts
from coo_desktop.domain.operations.certificates import possible, split, start_from_products, with_rates
from coo_desktop.domain.origin.verdict import Need, Standing
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.domain.tariff.comparison import Comparison, Question, compare
from coo_desktop.store.local import LocalStore
from tests.domain import given
from tests.domain.filling.test_assists import FLASK
from tests.domain.tariff_rows import rate
from tests.rulebooks import shipped
from tests.stores import fresh_store

TODAY = dt.date(2026, 11, 23)


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return shipped()


@pytest.fixture
def store(rules) -> LocalStore:
    made = fresh_store(rules)
    with made.unit() as unit:
        unit.put_company(Company(name_en="NINGBO LANFENG", address_en="NINGBO, CHINA", city_en="NINGBO"))
        unit.put_person(Person(account="clerk", name="李明"))
    return made


def product(store: LocalStore, stage: str = "approved", **values: object) -> Document:
    with store.unit() as unit:
        document = drafts.start(unit, "pre_review", {**FLASK, **values}).document
        assert document is not None
        return unit.put(dataclasses.replace(document, stage=stage))


def test_a_certificate_starts_with_a_line_for_every_product(store):
    flask, lid = product(store), product(store, name_en="LID", hs_code="392350")
    with store.unit() as unit:
        document = start_from_products(unit, "rcep_2022", [flask.id, lid.id], "JP", "CTC").document
    assert document is not None
    goods = document.values["goods"]
    assert [(row["product"], row["name_en"], row["hs_code"], row["criterion"]) for row in goods] == [
        (flask.id, "STAINLESS STEEL VACUUM FLASK", "961700", "CTC"),
        (lid.id, "LID", "392350", "CTC"),
    ]
    assert goods[0]["origin_country"] == "CN"
    assert document.values["destination_country"] == "JP"
    assert document.values["exporter_name"] == "NINGBO LANFENG"
    assert len({row["id"] for row in goods}) == 2


def test_a_product_that_is_not_approved_starts_nothing(store):
    waiting = product(store, stage="submitted")
    with pytest.raises(Refused) as refusal, store.unit() as unit:
        start_from_products(unit, "rcep_2022", [waiting.id], "JP")
    assert refusal.value.facts["why"] == "product_not_approved"


AMERICAN = [{**row, "origin": "US"} for row in FLASK["materials"]]


def test_what_can_be_made_comes_first_with_its_criterion(store, rules):
    found = possible(rules, [product(store)], "JP", TODAY)
    assert found[0].form.id == "rcep_2022"
    assert (found[0].verdict, found[0].criterion) == (Standing.HOLDS, "CTC")
    assert "co_general" in [one.form.id for one in found]


def test_a_country_outside_an_agreement_is_served_by_the_general_form_only(store, rules):
    assert [one.form.id for one in possible(rules, [product(store)], "BR", TODAY)] == ["co_general"]


def test_one_product_that_fails_keeps_the_certificate_from_being_made(store, rules):
    same = [{**FLASK["materials"][0], "hs_code": "961700", "origin": "US", "unit_price": "80"}]
    failing = product(store, materials=same)
    rcep = next(one for one in possible(rules, [product(store), failing], "JP", TODAY) if one.form.id == "rcep_2022")
    assert rcep.verdict is Standing.FAILS


def test_a_missing_rule_leaves_the_answer_open_and_says_what_is_missing(store, rules):
    found = possible(rules, [product(store, materials=AMERICAN, product_rule="", hs_code="999999")], "JP", TODAY)
    rcep = next(one for one in found if one.form.id == "rcep_2022")
    assert (rcep.verdict, rcep.needs) == (Standing.UNKNOWN, (Need.RULE,))


def test_what_would_hold_stands_between_what_holds_and_what_nobody_knows(store, rules):
    """And what one thing would settle it is named: here the list of goods with rules of their own."""
    found = possible(rules, [product(store, materials=AMERICAN, product_rule="")], "AU", TODAY)
    told = {one.form.id: (one.verdict, one.needs) for one in found}
    assert told["rcep_2022"] == (Standing.HOLDS, ())
    assert told["co_general"] == (Standing.WOULD_HOLD, (Need.LIST,))
    assert told["australia_a"] == (Standing.UNKNOWN, (Need.RULE,))
    assert [one.verdict.rank for one in found] == sorted(one.verdict.rank for one in found)


def test_a_proof_or_a_price_is_named_where_it_settles_the_answer(store, rules):
    foreign = [{**FLASK["materials"][0], "hs_code": "961700", "origin": "KR", "unit_price": "80"}]
    by_proof = product(store, materials=foreign)
    priceless = product(store, materials=AMERICAN, product_rule="RVC40", fob_price="")
    ones = {
        name: {one.form.id: one for one in possible(rules, [asked], "KR", TODAY)}["rcep_2022"]
        for name, asked in (("proof", by_proof), ("price", priceless))
    }
    assert (ones["proof"].verdict, ones["proof"].needs) == (Standing.WOULD_HOLD, (Need.PROOF,))
    assert (ones["price"].verdict, ones["price"].needs[:1]) == (Standing.UNKNOWN, (Need.PRICE,))


def long_certificate(store: LocalStore, count: int) -> Document:
    line = given.values_of(given.EVERYTHING)["goods"][0]
    lines = [{**line, "id": f"line-{number}", "description": f"FLASKS, TYPE {number}"} for number in range(count)]
    with store.unit() as unit:
        document = drafts.start(unit, "test_everything", given.values_of(given.EVERYTHING, goods=lines)).document
    assert document is not None
    return document


def descriptions(document: Document) -> list[str]:
    return [row["description"] for row in document.values["goods"]]


@pytest.fixture
def limited() -> LocalStore:
    return fresh_store(given.rules())


def test_lines_over_the_limit_go_onto_further_certificates(limited):
    long = long_certificate(limited, 45)
    with limited.unit() as unit:
        change = split(unit, long.id)
        parts = [unit.document(document_id) for document_id in change.ids]
    assert change.ids[0] == long.id
    assert [len(part.values["goods"]) for part in parts] == [20, 20, 5]
    assert [text for part in parts for text in descriptions(part)] == descriptions(long)
    assert all(part.links == {"copied_from": long.id} for part in parts[1:])
    assert all(part.values["consignee_name"] == long.values["consignee_name"] for part in parts)


def test_the_parts_of_a_certificate_share_no_row(limited):
    long = long_certificate(limited, 21)
    with limited.unit() as unit:
        first, second = (unit.document(document_id) for document_id in split(unit, long.id).ids)
    ids = [row["id"] for part in (first, second) for field in ("goods", "invoices") for row in part.values[field]]
    assert len(ids) == len(set(ids))


def test_the_parts_no_longer_exceed_the_limit(limited):
    long = long_certificate(limited, 21)
    with limited.unit() as unit:
        parts = [unit.document(document_id) for document_id in split(unit, long.id).ids]
    for part in parts:
        found = given.rules().document_problems(part, given.context_of(given.EVERYTHING))
        assert "items_over_limit" not in {problem.code for problem in found}


def test_what_fits_is_not_split(limited):
    fitting = long_certificate(limited, 20)
    with pytest.raises(Refused) as refusal, limited.unit() as unit:
        split(unit, fitting.id)
    assert refusal.value.facts["why"] == "nothing_to_split"


def test_a_certificate_that_was_sent_is_not_split(limited):
    long = long_certificate(limited, 21)
    with limited.unit() as unit:
        unit.put(dataclasses.replace(long, stage="submitted"))
    with pytest.raises(Locked), limited.unit() as unit:
        split(unit, long.id)


def rates_of(rules: Rulebook, **duties: str) -> list[Comparison]:
    """The comparison of flasks sent to Korea, by agreement."""
    told = [rate("9617000000", agreement, duty) for agreement, duty in duties.items()]
    return [compare(Question("CN", "KR", "961700", TODAY), told, rules.agreements)]


def order(rules: Rulebook, store: LocalStore, **duties: str) -> list[str]:
    """The agreements of what can be made for Korea, in the order shown; "" for a form without preference."""
    ones = possible(rules, [product(store, wholly_obtained=True)], "KR", TODAY)
    return [one.form.agreement for one in with_rates(ones, rates_of(rules, **duties)) if one.verdict is Standing.HOLDS]


def test_of_what_can_be_made_the_one_that_saves_most_comes_first(rules, store):
    assert order(rules, store, mfn="8", rcep="4", korea="1.6", apta="8")[:3] == ["korea", "rcep", "apta"]
    assert order(rules, store, mfn="8", rcep="0", korea="1.6", apta="5")[:3] == ["rcep", "korea", "apta"]


def test_what_nobody_knows_comes_before_what_brings_nothing(rules, store):
    assert order(rules, store, mfn="8", rcep="9", korea="4")[:3] == ["korea", "apta", "rcep"]


def test_rates_change_no_verdict(rules, store):
    ones = possible(rules, [product(store)], "KR", TODAY)
    told = with_rates(ones, rates_of(rules, mfn="8", rcep="0", korea="8", apta="none"))
    assert {one.form.id: (one.verdict, one.criterion, one.needs) for one in told} == {
        one.form.id: (one.verdict, one.criterion, one.needs) for one in ones
    }
    ranks = [one.verdict.rank for one in told]
    assert ranks == sorted(ranks)
