"""What the agreements say of a product: answers that are alike share a card, what holds stands first."""

import datetime as dt

from coo_desktop.domain.filling.product_origins import product_origins
from coo_desktop.domain.origin.verdict import Standing
from tests.domain.given import PRE_REVIEW, PRODUCT, product_document, rules, values_of

ON = dt.date(2026, 10, 15)


def cards(**changes):
    return product_origins(rules(), product_document(PRODUCT, values_of(PRE_REVIEW, **changes)), ON)


def test_what_holds_stands_first_with_its_margin():
    found = cards()
    holding = [card for card in found if card.standing is Standing.HOLDS]
    assert found[: len(holding)] == tuple(holding)
    assert [card.verified for card in holding] == sorted((card.verified for card in holding), reverse=True)
    assert any("foreign material" in margin.en for card in holding for margin in card.margin)
    assert all(card.because and not card.fills for card in holding)


def test_what_would_hold_comes_next_with_what_to_check():
    found = cards()
    ranks = [card.standing.rank for card in found]
    assert ranks == sorted(ranks)
    would = [card for card in found if card.standing is Standing.WOULD_HOLD]
    assert any("check that the code is not on" in said.en for card in would for said in card.because)


def test_taking_the_offer_of_a_proof_marks_its_materials_as_cumulated():
    steel = {
        "id": "m1",
        "name_zh": "不锈钢带",
        "hs_code": "961700",
        "origin": "KR",
        "unit_price": "30",
        "quantity": "1",
    }
    lid = {"id": "m2", "name_zh": "盖", "hs_code": "392350", "origin": "US", "unit_price": "1", "quantity": "1"}
    found = cards(materials=[steel, lid])
    offered = next(card for card in found if "RCEP" in card.title.en or "Regional" in card.title.en)
    assert (offered.standing, offered.take.en) == (Standing.WOULD_HOLD, "Proof is at hand: mark as cumulated")
    assert offered.fills == {"materials": [{**steel, "cumulated": True}, lid]}
    taken = cards(**offered.fills)
    assert next(card for card in taken if "Regional" in card.title.en).standing is Standing.HOLDS


def test_agreements_that_answer_alike_share_a_card():
    typed = cards(product_rule="RVC40")
    assert len(typed) < sum(len(card.title.en.split(", ")) for card in typed)
    assert len({(card.standing, card.because, card.source, card.margin) for card in typed}) == len(typed)


def test_without_a_code_nothing_is_asked():
    assert cards(hs_code="9617") == ()


def test_no_margin_is_told_while_a_price_is_missing():
    materials = [{**row, "unit_price": ""} for row in values_of(PRE_REVIEW)["materials"]]
    assert not any("foreign" in margin.en for card in cards(materials=materials) for margin in card.margin)
