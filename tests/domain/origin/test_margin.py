"""How a margin is told in both languages: what may still come in, what is too much, and the price that goes with it."""

from decimal import Decimal

import pytest

from coo_desktop.domain.origin.margin import WORDS, Measure, Room

CENT = Decimal("0.01")


@pytest.mark.parametrize("measure", Measure)
@pytest.mark.parametrize("spare", ["3.2", "-1.5"])
def test_every_measure_has_words_in_both_languages_with_and_without_room(measure, spare):
    told = Room(measure, Decimal(spare), Decimal("5.1"), CENT)
    for text in (told.text_zh, told.text_en):
        assert spare.lstrip("-") in text
        assert "5.10" in text
        assert "{" not in text
    assert len(WORDS[measure]) == 4


def test_a_margin_reads_as_a_sentence():
    told = Room(Measure.BUILD_DOWN, Decimal("3.2"), Decimal("5.1"), CENT)
    assert told.text_en == "Build-down: still 3.20 of foreign material, or FOB down to 5.10."
    assert told.text_zh == "扣减法：非原产材料价值还可增加 3.20，或 FOB 最低可至 5.10。"


def test_without_a_price_only_the_value_is_told():
    assert Room(Measure.BUILD_DOWN, Decimal("3.2"), None, CENT).text_en == "Build-down: still 3.20 of foreign material."
