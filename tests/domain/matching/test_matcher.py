"""Goods lines find their product: by what was decided, by item number, by name and code, as surely as they may."""

import pytest

from coo_desktop.domain.hs.codes import OwnProduct
from coo_desktop.domain.matching.match import CERTAINTIES, Certainty, Ground, Wanted
from coo_desktop.domain.matching.matcher import Matcher
from coo_desktop.domain.matching.pairs import Pairs
from coo_desktop.store.record_tools import StoredRecordTools
from tests.sheets import matching

TOOLS = StoredRecordTools()
LEAST_RIGHT, ALL = 18, 20


def found(*products: OwnProduct, pairs: Pairs | None = None, **said: str) -> tuple[str, Ground]:
    match = Matcher(products, TOOLS, pairs).match(Wanted(**said))
    return match.product, match.ground


def product(name: str, en: str, code: str = "961700", **more: str) -> OwnProduct:
    return OwnProduct(name, "", code, en, **more)


def test_of_the_matching_set_all_but_two_are_right_and_no_wrong_one_is_sure():
    lines = matching.numbered()
    assert len(lines) == ALL
    matcher = Matcher(matching.products(), TOOLS)
    told = [(number, line, matcher.match(line.said)) for number, line in lines]
    wrong = [(number, line.trap, line.right, match) for number, line, match in told if match.product != line.right]
    assert len(told) - len(wrong) >= LEAST_RIGHT, wrong
    assert [one for one in wrong if one[-1].certainty is Certainty.SURE] == []


def test_after_one_correction_each_line_of_the_customer_is_right_and_sure():
    pairs = Pairs()
    for _number, line in matching.numbered():
        pairs = pairs.with_choice(line.said, line.right)
    matcher = Matcher(matching.products(), TOOLS, Pairs.of(pairs.kept()))
    for number, line in matching.numbered():
        if line.right:
            match = matcher.match(line.said)
            assert (match.product, match.certainty) == (line.right, Certainty.SURE), number


FLASK, MUG = product("flask", "VACUUM FLASK", model="TF-450"), product("mug", "VACUUM MUG", model="TF-451")


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"name_en": "flask, vacuum"}, ("flask", Ground.NAME)),
        ({"item_code": "TF 450"}, ("flask", Ground.ITEM_NUMBER)),
        ({"name_en": "Blue one TF-450"}, ("flask", Ground.OTHER_NAME)),
        ({"name_en": "VACUUM FLASK TF-450"}, ("flask", Ground.ITEM_NUMBER)),
        ({"item_code": "TF450", "name_en": "PLASTIC LUNCH BAG"}, ("flask", Ground.OTHER_NAME)),
        ({"item_code": "TF450", "name_en": "VACUUM FLASK", "hs_code": "732393"}, ("flask", Ground.OTHER_CODE)),
        ({"name_en": "VACUUM FLASK", "hs_code": "732393"}, ("flask", Ground.OTHER_CODE)),
        ({"name_en": "VACUUM FLASK SET"}, ("flask", Ground.NEAR_NAME)),
        ({"name_en": "GARDEN CHAIR", "hs_code": "940179"}, ("", Ground.NOTHING_NEAR)),
        ({"name_en": "GARDEN CHAIR", "hs_code": "961700"}, ("", Ground.NOTHING_NEAR)),
        ({}, ("", Ground.NOTHING_SAID)),
    ],
)
def test_two_products_of_one_code(said, wanted):
    assert found(FLASK, MUG, **said) == wanted


def test_two_products_with_one_name_are_told_as_rivals():
    other = product("other", "VACUUM FLASK", model="TF-900")
    match = Matcher((FLASK, other), TOOLS).match(Wanted(name_en="VACUUM FLASK"))
    assert (match.ground, match.product, match.rivals) == (Ground.RIVALS, "flask", ("other",))


def test_figures_that_differ_make_a_name_doubtful():
    large = product("large", "FOOD BOX 800 ML")
    assert found(large, name_en="FOOD BOX 900 ML")[1] in (Ground.OTHER_FIGURES, Ground.NEAR_NAME)
    assert found(large, name_en="food box 800ml") != ("", Ground.NOTHING_NEAR)


def test_a_chinese_name_is_found_by_its_sound_and_doubtful():
    cup = OwnProduct("cup", "保温杯", "961700", "", TOOLS.sounds("保温杯"))
    assert found(cup, name_zh="保溫盃") == ("cup", Ground.SAME_SOUND)
    assert found(cup, name_en="Bao Wen Bei") == ("cup", Ground.SAME_SOUND)
    assert found(cup, name_zh="保温杯") == ("cup", Ground.NAME)


def test_what_was_decided_comes_before_everything_else():
    said = {"item_code": "TF-450", "name_en": "VACUUM FLASK"}
    pairs = Pairs().with_choice(Wanted(**said), "mug")
    assert found(FLASK, MUG, pairs=pairs, **said) == ("mug", Ground.REMEMBERED)
    assert found(FLASK, MUG, pairs=pairs, item_code="tf/450", name_en="ANOTHER NAME") == ("mug", Ground.REMEMBERED)
    assert found(FLASK, MUG, pairs=pairs.with_choice(Wanted(**said), ""), **said) == ("flask", Ground.ITEM_NUMBER)


def test_a_remembered_product_that_was_declared_anew_gives_its_successor_for_a_look():
    pairs, again = Pairs().with_choice(Wanted(item_code="7"), "old"), product("new", "FLASK", replaces="old")
    assert found(again, pairs=pairs, item_code="7") == ("new", Ground.DECLARED_ANEW)
    assert found(MUG, pairs=pairs, item_code="7") == ("", Ground.NOTHING_NEAR)


def test_every_reason_has_a_certainty():
    assert set(CERTAINTIES) == set(Ground)
