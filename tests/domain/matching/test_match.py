"""Item numbers and names are compared without what customers change in them; a ground says how sure a match is."""

import pytest

from coo_desktop.domain.matching.match import Certainty, Ground, Match, item_key, name_key


@pytest.mark.parametrize("written", ["TF-450", "tf 450", "ＴＦ／４５０", "TF.450", " Tf_450 "])
def test_signs_case_and_width_make_no_other_item_number(written):
    assert item_key(written) == "tf450"


@pytest.mark.parametrize(
    ("written", "key"),
    [("Vacuum Flasks, ", "vacuum flask"), ("GLASS", "glass"), ("保温杯（大）", "保温杯 大"), ("", "")],
)
def test_names_are_compared_by_their_words(written, key):
    assert name_key(written) == key


def test_a_reason_tells_how_sure_a_match_is():
    told = [Match(ground).certainty for ground in (Ground.ITEM_NUMBER, Ground.RIVALS, Ground.NOTHING_NEAR)]
    assert told == [Certainty.SURE, Certainty.DOUBTFUL, Certainty.NONE]
