"""A stored code is outdated when its edition or its year ended, or its scope became narrower since it was chosen."""

import datetime as dt

import pytest

from coo_desktop.domain.hs.changes import Link, correlate
from coo_desktop.domain.hs.outdated import outdated
from tests.fakes.packs import FewCodes, NoPacks, code

TODAY, LONG_AGO, LATELY = dt.date(2026, 11, 23), dt.date(2019, 5, 1), dt.date(2023, 5, 1)
LINKS = [
    Link("854140", "854141"),
    Link("854140", "854142"),
    Link("030510", "030910"),
    Link("240399", "240399"),
    Link("240399", "240411"),
    Link("961700", "961700"),
]


@pytest.fixture
def books():
    packs = NoPacks(
        FewCodes(
            code("854141", "发光二极管"),
            code("854142", "未装在组件内的光电池"),
            code("854143", "已装在组件内的光电池"),
            code("030910", "鱼的细粉、粗粉及团粒"),
            code("240399", "其他烟草"),
            code("240411", "含烟草的产品"),
            code("961700", "保温瓶"),
            code("96170011", "玻璃内胆保温瓶"),
            code("96170019", "其他保温瓶"),
            code("96170010", "保温瓶", valid_to="2021-12-31"),
        )
    )
    packs.tables = (correlate("2017", "2022", "UN", LINKS),)
    return packs


@pytest.mark.parametrize(("known", "since"), [("961700", LONG_AGO), ("240399", LATELY), ("96170011", LONG_AGO)])
def test_a_code_in_force_is_not_outdated(books, known, since):
    assert outdated(books, known, since, TODAY) is None


def test_a_renumbered_code_has_its_successor_proposed(books):
    found = outdated(books, "030510", LONG_AGO, TODAY)
    assert (found.kind, found.since, found.proposed) == ("one_to_one", "2017", "030910")


def test_a_split_code_offers_its_successors_by_name_and_proposes_none(books):
    found = outdated(books, "854140", LONG_AGO, TODAY, ["光电池"])
    assert (found.kind, found.proposed) == ("split", "")
    assert [each.code for each in found.candidates] == ["854142", "854141"]


def test_a_past_code_is_outdated_whenever_it_was_typed(books):
    assert outdated(books, "854140", LATELY, TODAY).kind == "split"


def test_a_code_that_lost_goods_since_it_was_chosen_has_to_be_looked_at(books):
    found = outdated(books, "240399", LONG_AGO, TODAY)
    assert found.kind == "split_code_kept"
    assert [each.code for each in found.candidates] == ["240399", "240411"]


def test_a_national_line_ends_with_its_year(books):
    found = outdated(books, "96170010", LATELY, TODAY)
    assert (found.kind, found.since, found.zh) == ("line_ended", "2021-12-31", "保温瓶")
    assert {each.code for each in found.candidates} == {"96170011", "96170019"}


def test_an_unknown_code_offers_what_stands_beside_it_and_is_not_sure(books):
    found = outdated(books, "854199", LONG_AGO, TODAY, ["光电池"])
    assert (found.kind, found.sure, found.proposed) == ("deleted", False, "")
    assert found.candidates[0].code in ("854142", "854143")
    assert not any(each.sure for each in found.candidates)


def test_broad_targets_stand_apart_from_the_candidates(books):
    books.tables = (correlate("2017", "2022", "UN", [*LINKS, Link("030510", "961700", True)]),)
    found = outdated(books, "030510", LONG_AGO, TODAY)
    assert (found.proposed, [each.code for each in found.possible]) == ("030910", ["961700"])


def test_the_old_name_is_told_where_a_list_of_its_edition_is_here(books):
    books.former["030510", "2017"] = ("供人食用的鱼粉", "Flours of fish")
    found = outdated(books, "030510", LONG_AGO, TODAY)
    assert (found.zh, found.en) == ("供人食用的鱼粉", "Flours of fish")


def test_where_no_list_is_in_force_nothing_is_said(books):
    assert outdated(books, "854140", LONG_AGO, dt.date(2028, 1, 1)) is None


def test_a_candidate_without_a_chinese_name_has_that_of_its_heading():
    packs = NoPacks(FewCodes(code("8541", "半导体器件"), code("854141"), code("854142", "光电池")))
    packs.tables = (correlate("2017", "2022", "UN", LINKS),)
    found = outdated(packs, "854140", LONG_AGO, TODAY).candidates
    assert {each.code: (each.zh, each.heading_zh) for each in found} == {
        "854141": ("", "半导体器件"),
        "854142": ("光电池", ""),
    }
