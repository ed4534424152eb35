"""What a field for an HS code offers: codes of its lengths, and what the company's own products carry before them."""

import pytest

from coo_desktop.domain.documents.document import Document, Query
from coo_desktop.domain.hs.codes import Listed
from coo_desktop.domain.hs.search import MOST_OWN, described, is_whole, offered
from tests.domain.given import rules
from tests.fakes.packs import FewCodes
from tests.stores import fresh_store


def listed(code: str, parent: str, zh: str = "", en: str = "") -> Listed:
    return Listed(code, parent, zh, en, (), "2022-01-01", "", False)


CODES = FewCodes(
    listed("96", "XX", "杂项制品", "Miscellaneous"),
    listed("9617", "96", "保温瓶", "vacuum flasks"),
    listed("961700", "9617", "", "complete with cases"),
    listed("96170011", "961700", "玻璃内胆的", "with glass liner"),
    listed("7323", "73", "餐桌用钢铁器具", "table articles of steel"),
    listed("732391", "7323", "铸铁制", "of cast iron"),
    listed("732393", "7323", "不锈钢制", "of stainless steel"),
)


@pytest.fixture
def store():
    return fresh_store(rules())


def put(store, name: str, code: str, stage: str = "approved", **more: str) -> None:
    values = {"name_zh": name, "hs_code": code, **more}
    count = len(store.reader.rows(Query(family="pre_review", limit=1000)))
    with store.unit() as unit:
        form, made = "pre_review", f"2026-10-{count + 1:02}T08:00:00.000+00:00"
        unit.put(Document(id=f"p{count}", form=form, family=form, values=values, stage=stage, updated_at=made))


def codes(store, text: str, digits: tuple[int, ...] = (), limit: int = 50) -> list[str]:
    return [each.code for each in offered(CODES, store.reader.products, text, digits, limit)]


@pytest.mark.parametrize(
    ("text", "digits", "found"),
    [
        ("保温瓶", (), ["9617"]),
        ("保温瓶", (6,), ["961700"]),
        ("保温瓶", (6, 8), ["961700"]),
        ("保温瓶", (8,), ["96170011"]),
        ("保温瓶", (4, 6), ["9617"]),
        ("玻璃", (6,), ["961700"]),
        ("玻璃", (6, 8), ["96170011"]),
        ("7323", (6,), ["732391", "732393"]),
        ("杂项", (6,), ["961700"]),
        ("", (6,), []),
        ("  ", (), []),
    ],
)
def test_what_is_found_is_brought_to_the_wanted_lengths(store, text, digits, found):
    assert codes(store, text, digits) == found


def test_where_no_pack_goes_deep_enough_the_deepest_code_is_offered(store):
    assert codes(store, "不锈钢", (8,)) == ["732393"]


def test_own_products_come_first_and_are_named(store):
    put(store, "不锈钢保温瓶", "732393")
    found = offered(CODES, store.reader.products, "保温瓶", (6,))
    assert [(each.code, each.own) for each in found] == [("732393", "不锈钢保温瓶"), ("961700", "")]


def test_an_own_product_is_found_by_its_english_name_and_by_its_digits(store):
    put(store, "真空壶", "732393", name_en="STEEL JUG")
    assert codes(store, "steel jug", (6,)) == ["732393"]
    assert offered(CODES, store.reader.products, "7323.9", (6,))[0].own == "真空壶"
    assert all(not each.own for each in offered(CODES, store.reader.products, "3239", (6,)))


def test_a_code_that_an_own_product_shares_with_the_search_comes_once(store):
    put(store, "保温瓶一号", "961700")
    put(store, "保温瓶二号", "961700")
    found = offered(CODES, store.reader.products, "保温瓶", (6,))
    assert [(each.code, each.own) for each in found] == [("961700", "保温瓶二号")]


def test_an_own_code_of_8_digits_serves_a_field_of_6(store):
    put(store, "保温杯", "96170011")
    assert codes(store, "保温杯", (6,)) == ["961700"]


@pytest.mark.parametrize("stage", ["draft", "submitted", "returned", "voided"])
def test_only_an_approved_product_vouches_for_its_code(store, stage):
    put(store, "保温杯", "732393", stage)
    assert codes(store, "保温杯", (6,)) == []


def test_a_product_is_not_found_by_its_maker_or_by_one_letter(store):
    put(store, "杯", "732393", producer_name="STEEL WORKS OF NINGBO", name_en="CUP")
    assert codes(store, "steel works", (6,)) == []
    assert codes(store, "c", (4,)) == ["9617", "7323"]


def test_own_products_never_crowd_out_the_search(store):
    for number in range(MOST_OWN + 3):
        put(store, f"保温瓶{number}", f"9403{number}0")
    found = offered(CODES, store.reader.products, "保温瓶", (6,))
    assert [bool(each.own) for each in found] == [True] * MOST_OWN + [False]


def test_a_code_without_a_chinese_name_tells_its_headings(store):
    found = described(CODES, "961700")
    assert found is not None
    assert (found.zh, found.above) == ("", "保温瓶")
    assert described(CODES, "010101") is None


def test_a_limit_holds(store):
    assert codes(store, "7323", (6,), 1) == ["732391"]


@pytest.mark.parametrize(
    ("text", "digits", "whole"),
    [("961700", (6,), True), ("9617.00", (6, 8), True), ("9617", (6,), False), ("9617", (), True), ("瓶", (), False)],
)
def test_a_code_of_a_wanted_length_is_whole(text, digits, whole):
    assert is_whole(text, digits) is whole


def test_an_own_product_is_found_by_the_sound_of_its_name_and_not_of_its_makers(store):
    put(store, "真空壶", "732393", producer="重庆商社")
    assert [each.own for each in offered(CODES, store.reader.products, "zkh", (6,))] == ["真空壶"]
    assert not any(each.own for each in offered(CODES, store.reader.products, "cqss", (6,)))
