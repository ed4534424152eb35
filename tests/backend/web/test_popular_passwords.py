"""Passwords that many people in China use are refused, and so is what belongs to the person; good ones are taken."""

import time
import tomllib

import pytest

from coo_backend.runtime.refusals import WORDS
from coo_backend.web.passwords import weakness
from coo_backend.web.popular_passwords import is_popular, table
from coo_desktop.environment.assets import resource

MINE = ("demo", "13800000002", "王晓明", "NINGBO LANFENG HOUSEWARE CO., LTD.", "LANFENG", "宁波蓝枫家居用品有限公司")

COMMON = (
    "5201314520 52013145201314 5201314a woaini5201314 woaini520 WoAiNi1314 ｗｏａｉｎｉ５２０ a1b2c3d4 1qaz2wsx",
    "1q2w3e4r qq123456789 147258369 789456123 88888888 66668888 aa123456 abc123456 zhangwei1988 zhangwei19880808",
    "wangxiaoming liqiang888 Liuyang@2020 mima123456 wodemima caonima123 nihao123456 zhongguo2026 beijing2008",
    "taobao123 admin888 110119120 woaini@zhongguo ccpit2026 13141314 7758521a 123456789. !!woaini1 huawei123",
    "laopowoaini 1234abcd 20080808 abababab 12341234",
)
GOOD = (
    "lantern-ridge-77 青山-harbour-88 correcthorsebattery xkcd9471pm jT8#vQ2!mz 春风又绿江南岸2026 blue-teapot-41",
    "kf83mzpq2 海上生明月，天涯共此时 Rm4-pTz9-x 三只小猫在屋顶上晒太阳 woaini-teapot-harbour zhang-ridge-wei-lamp",
)


def each(lines):
    return " ".join(lines).split()


def test_what_many_people_use_is_popular_however_it_is_decorated():
    assert [password for password in each(COMMON) if not is_popular(password)] == []


def test_a_password_of_ones_own_is_taken():
    assert {password: weakness(password, MINE) for password in each(GOOD)} == dict.fromkeys(each(GOOD), "")


@pytest.mark.parametrize(
    "password",
    ["13800000002", "+13800000002", "20000000831", "demo1234", "Demo-2026", "2026demo!", "王晓明12345678",
     "lanfeng2026", "LANFENG.88", "gnefnal1", "宁波蓝枫家居用品有限公司", "宁波蓝枫家居用品有限公司2026",
     "ningbolanfenghousewarecoltd"],
)  # fmt: skip
def test_what_belongs_to_the_person_is_none(password):
    assert weakness(password, MINE) == "password_personal"


def test_a_word_of_ones_own_among_others_is_allowed():
    assert weakness("demo-harbour-lantern", MINE) == ""


def test_every_reason_has_words_in_both_languages():
    for code in ("short", "long", "personal", "common", "weak"):
        zh, en = WORDS[f"password_{code}"]
        assert not zh.isascii()
        assert en.isascii()


def test_the_table_is_whole_and_says_where_it_is_from():
    text = resource("passwords", "popular.toml").read_text(encoding="utf-8")
    told = {name: listed.split() for name, listed in tomllib.loads(text).items()}
    assert "# Source:" in text
    for name, listed in told.items():
        assert len(set(listed)) == len(listed), name
        assert all(text == text.lower() for text in listed)
    assert len(table().all) > 1000


def test_the_longest_password_is_judged_at_once():
    began_s = time.perf_counter()
    weakness("ab" * 30 + "lifangwei" * 7, MINE)
    assert time.perf_counter() - began_s < 5
