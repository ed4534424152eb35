"""Candidates come in the order a person should read them."""

from coo_desktop.domain.hs.candidates import Candidate, likeness, ranked

FLASK, TOY, WASTE = (
    Candidate("961700", zh="保温瓶"),
    Candidate("950300", zh="玩具"),
    Candidate("854999", zh="其他电子废物", sure=False),
)


def test_a_liker_name_comes_before_the_same_heading():
    assert [each.code for each in ranked((FLASK, TOY), "961790", ["塑料玩具"])] == ["950300", "961700"]


def test_of_equals_the_same_heading_comes_first():
    assert [each.code for each in ranked((TOY, FLASK), "961790", ["钢"])] == ["961700", "950300"]


def test_the_likest_name_comes_first():
    found = ranked((TOY, FLASK), "010101", ["不锈钢保温瓶", ""])
    assert [each.code for each in found] == ["961700", "950300"]
    assert found[0].likeness > found[1].likeness == 0


def test_the_products_name_counts_before_that_of_its_old_code():
    found = ranked((TOY, FLASK), "010101", ["不锈钢保温瓶"], ["玩具"])
    assert [each.code for each in found] == ["961700", "950300"]
    assert [each.code for each in ranked((FLASK, TOY), "010101", [], ["玩具"])] == ["950300", "961700"]


def test_what_is_only_possible_comes_last():
    assert ranked((WASTE, TOY), "854911", ["电子废物"])[-1].code == "854999"


def test_names_are_compared_without_width_and_case():
    assert likeness("Ｔ恤衫 Cotton", "t恤衫cotton") == 100
    assert likeness("a", "a") == 0
