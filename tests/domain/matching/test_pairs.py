"""What was decided for a customer is kept under the customer's name however it is signed, the newest decision last."""

import pytest

from coo_desktop.domain.matching import pairs as kept_pairs
from coo_desktop.domain.matching.match import Wanted
from coo_desktop.domain.matching.pairs import Pairs, setting_of

CUP = Wanted(item_code="A-7", name_en="CUP")


def test_a_customer_is_one_however_its_name_is_signed():
    names = ("Müller Trading Co., Ltd.", "MÜLLER TRADING CO LTD", "Müller Trading Co., Ltd.\nHamburg 1")
    names = (*names, "MULLER TRADING COMPANY LIMITED")
    assert len({setting_of(name) for name in names}) == 1
    assert setting_of("  \n") == ""


def test_an_item_number_counts_before_names_and_names_only_without_one():
    known = Pairs().with_choice(CUP, "cup")
    assert known.product(Wanted(item_code="a7", name_en="OTHER")) == "cup"
    assert known.product(Wanted(name_en="CUP")) == ""
    assert Pairs().with_choice(Wanted(name_en="CUPS"), "cup").product(Wanted(name_en="cup")) == "cup"


def test_a_later_decision_takes_the_place_of_an_earlier_one_or_forgets_it():
    known = Pairs().with_choice(CUP, "cup").with_choice(CUP, "mug")
    assert known.product(CUP) == "mug"
    assert known.with_choice(CUP, "").kept() == {}


def test_what_a_setting_holds_that_is_no_pair_is_left_out(monkeypatch):
    assert Pairs.of(["a"]) == Pairs.of(None) == Pairs()
    assert Pairs.of({"number:a7": "cup", "number:b": 3, "number:c": ""}).kept() == {"number:a7": "cup"}
    monkeypatch.setattr(kept_pairs, "MOST", 1)
    assert Pairs.of({"number:a": "x", "number:b": "y"}).kept() == {"number:b": "y"}


@pytest.mark.parametrize("said", [Wanted(), Wanted(hs_code="961700")])
def test_a_line_that_names_nothing_is_not_remembered(said):
    assert Pairs().with_choice(said, "cup").kept() == {}
