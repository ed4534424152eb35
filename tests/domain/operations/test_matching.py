"""What a person decided for a customer is remembered under each of its names; a line can begin a pre-review."""

from coo_desktop.domain.matching.match import Certainty, Ground, Wanted
from coo_desktop.domain.operations import matching
from coo_desktop.store.record_tools import StoredRecordTools
from tests.domain import given
from tests.domain.operations.test_certificates import rules, store
from tests.fakes.store import FakeStore

__all__ = ["rules", "store"]

CUP = Wanted(item_code="A-7", name_en="CUP")


def test_a_choice_is_remembered_for_its_customer_alone_and_can_be_forgotten():
    memory = FakeStore(given.rules())
    with memory.unit() as unit:
        matching.remember(unit, ("Sakura Trading", "SAKURA CO., LTD."), [(CUP, "cup")])
    known = [matching.known_pairs(memory.reader, (name,)).product(CUP) for name in ("sakura trading", "Sakura Co Ltd")]
    assert known == ["cup", "cup"]
    assert matching.known_pairs(memory.reader, ("Another",)).product(CUP) == ""
    with memory.unit() as unit:
        matching.remember(unit, ("Sakura Trading",), [(CUP, "")])
    assert matching.known_pairs(memory.reader, ("Sakura Trading",)).product(CUP) == ""


def test_a_customer_is_one_in_two_spellings_and_what_was_kept_under_its_letters_stays():
    memory = FakeStore(given.rules())
    with memory.unit() as unit:
        unit.put_setting("product_pairs/müllercompanylimited", {"number:a7": "old", "number:b8": "bowl"})
    assert matching.known_pairs(memory.reader, ("Müller Company Limited",)).product(CUP) == "old"
    with memory.unit() as unit:
        matching.remember(unit, ("Müller Company Limited",), [(CUP, "cup")])
    for name in ("MULLER CO., LTD.", "Müller Company Limited"):
        known = matching.known_pairs(memory.reader, (name,))
        assert (known.product(CUP), known.product(Wanted(item_code="B8"))) == ("cup", "bowl")
    with memory.unit() as unit:
        matching.remember(unit, ("MULLER CO., LTD.",), [(CUP, "")])
    assert matching.known_pairs(memory.reader, ("Müller Company Limited",)).product(CUP) == ""
    assert matching.known_pairs(memory.reader, ("MULLER INC.",)).known == {}


def test_without_a_customer_nothing_is_remembered():
    memory = FakeStore(given.rules())
    with memory.unit() as unit:
        matching.remember(unit, ("", " \n"), [(CUP, "cup")])
    assert matching.known_pairs(memory.reader, ("",)).known == {}


def test_the_first_name_of_a_customer_counts_before_the_others():
    memory = FakeStore(given.rules())
    with memory.unit() as unit:
        matching.remember(unit, ("Buyer",), [(CUP, "cup")])
        matching.remember(unit, ("Consignee",), [(CUP, "mug")])
    assert matching.known_pairs(memory.reader, ("Consignee", "Buyer")).product(CUP) == "mug"


def test_lines_are_matched_by_their_keys(store):
    found = matching.found_products(store.reader, StoredRecordTools(), (), {"a": CUP, "b": Wanted()})
    assert (found["b"].ground, found["b"].certainty) == (Ground.NOTHING_SAID, Certainty.NONE)
    assert found["a"].certainty is Certainty.NONE


def test_a_line_begins_a_pre_review_with_what_it_says():
    memory = FakeStore(given.rules())
    row = {"name_en": "HOSE", "name_zh": "", "hs_code": "391739", "quantity_unit": "PCS", "amount": "7"}
    with memory.unit() as unit:
        [made] = matching.start_pre_review(unit, row, "K9").ids
    values = memory.reader.document(made).values
    said = {"name_en": "HOSE", "hs_code": "391739", "unit": "PCS", "specification": "K9"}
    assert {name: values.get(name) for name in said} == said
