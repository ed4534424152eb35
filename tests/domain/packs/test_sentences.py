"""Rules as Chinese annexes write them: what is read, and what is left to a person."""

import pytest

from coo_desktop.domain.origin.notation import parse
from coo_desktop.domain.packs.sentences import read_sentence

READ = [
    ("从任何其他章改变至此", "CC"),
    ("从任何其他章改变至子目2105.00", "CC"),
    ("从任何其它品目改变至品目94.01至94.03。", "CTH"),
    ("从任一其他子目改变至子目0101.21", "CTSH"),
    ("品目改变", "CTH"),
    ("税则归类税号前四位改变", "CTH"),
    ("从任何其他章改变至此，从品目52.05至52.07、54.01改变至此除外", "CC except 52.05-52.07, 54.01"),
    ("从任何其他章改变至第1章，从第2章改变至此除外", "CC except 02"),
    ("章改变（品目08.05除外）", "CC except 08.05"),
    ("品目改变，除品目72.08外", "CTH except 72.08"),
    ("从任何其他品目改变至品目72.08，但从品目72.06、72.07改变至此除外", "CTH except 72.06, 72.07"),
    ("品目改变或区域价值成分40%", "CTH or RVC40"),
    ("品目改变，且区域价值成分不少于45%", "CTH and RVC45"),
    ("子目改变，或区域价值成分（RVC）不低于50%", "CTSH or RVC50"),
    ("品目改变 且 区域价值成分不低于40%；或区域价值成分不低于60%", "CTH and RVC40 or RVC60"),
    ("从任何其他章改变至此，从第50章至第55章改变至此除外；或区域价值成分不低于40%", "CC except 50-55 or RVC40"),
    ("非原产材料价值不超过产品出厂价的50%", "MaxNOM50"),
    ("在缔约一方完全获得或生产", "WO"),
    ("CTH或RVC40", "CTH or RVC40"),
]
LEFT = [
    "",
    "或",
    "从缔约任一方饲养的绵羊、羔羊或其他动物获得",
    "从任何其他品目改变至品目61.01至61.17，且产品在缔约方裁剪并缝制",
    "品目改变；区域价值成分40%",
    "品目改变或区域价值成分40%，且章改变",  # whether 且 holds for both is not said
    "从任何其他品目改变至此，或从子目8703.10改变",
    "区域价值成分40%，从品目72.06改变至此除外",
    "无要求",
    "品目改变品目改变",
]


@pytest.mark.parametrize(("sentence", "rule"), READ)
def test_a_sentence_is_read_into_the_notation(sentence, rule):
    found = read_sentence(sentence)
    assert found is not None
    assert str(parse(found)) == rule


@pytest.mark.parametrize("sentence", LEFT)
def test_a_sentence_that_says_more_is_left_whole(sentence):
    assert read_sentence(sentence) is None
