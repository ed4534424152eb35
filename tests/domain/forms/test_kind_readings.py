"""What a typed, pasted or imported text means to a kind of field: one function for every way in."""

import datetime as dt

import pytest

from coo_desktop.domain.forms.code_lists import Code, CodeList
from coo_desktop.domain.forms.form_type import Choice, FieldSpec, Words
from coo_desktop.domain.forms.kinds import KINDS
from tests.domain.given import rules

LABEL = Words(zh_CN="字段", en="Field")
TODAY = dt.date(2026, 11, 23)
CHOICES = tuple(
    Choice(id=name, label=Words(zh_CN=zh, en=en))
    for name, zh, en in (("sea", "海运", "By sea"), ("air", "空运", "By air"))
)
SPECS = {
    "choice": FieldSpec(id="x", kind="choice", label=LABEL, choices=CHOICES),
}


def meant(kind: str, text: str, codes: str = "") -> tuple[object, str]:
    lists = ("currencies", "units", "packages")
    measures = CodeList("measures", tuple(code for name in lists for code in rules().code_list(name).codes))
    spec = SPECS.get(kind) or FieldSpec(
        id="x",
        kind=kind,
        label=LABEL,
        codes=codes,
        code_list=rules().code_list(codes) if codes else None,
        measures=measures,
    )
    found = KINDS[kind].read(text, spec, TODAY)
    return found.value, found.aside


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", " a ", " a "),
        ("choice", "海运", "sea"),
        ("choice", "By Air ", "air"),
        ("choice", "a", "air"),
        ("choice", "by", "by"),
        ("flag", "是", True),
        ("flag", "No", False),
        ("flag", "", False),
        ("flag", "perhaps", "perhaps"),
        ("decimal", "+3", "3"),
        ("hs_code", "9617", "9617"),
        ("hs_code", "HS 961700", "961700"),
        ("hs_code", "HS: 9617.00", "9617.00"),
        ("hs_code", "H.S. Code 9617.00", "9617.00"),
        ("hs_code", "商品编码：9617.00", "9617.00"),
        ("hs_code", "cup", "cup"),
    ],
)
def test_a_text_means_what_its_kind_makes_of_it(kind: str, text: str, value: object):
    assert meant(kind, text) == (value, "")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("+3", "2026-11-26"),
        ("今天", "2026-11-23"),
        ("明天", "2026-11-24"),
        ("1130", "2026-11-30"),
        ("2026.11.30", "2026-11-30"),
        ("20261130", "2026-11-30"),
        ("2026年11月30日", "2026-11-30"),
        ("２０２６／１／５", "2026-01-05"),
        ("2026/1/5", "2026-01-05"),
        ("11.30", "2026-11-30"),
        ("26-11-30", "2026-11-30"),
        ("Nov 30, 2026", "2026-11-30"),
        ("OCT. 15, 2026", "2026-10-15"),
        ("30-Nov-26", "2026-11-30"),
        ("30th November 2026", "2026-11-30"),
        ("2026-11-30 00:00:00", "2026-11-30"),
        ("46356", "2026-11-30"),
        ("30/11/2026", "2026-11-30"),
        ("05/06/2026", "05/06/2026"),
        ("05-06-26", "05-06-26"),
        ("2026-02-30", "2026-02-30"),
        ("soon", "soon"),
    ],
)
def test_a_day_is_understood_as_people_write_it_and_never_guessed(text: str, day: str):
    assert meant("date", text) == (day, "")


@pytest.mark.parametrize(
    ("text", "value", "aside"),
    [
        ("1,234.50", "1234.50", ""),
        ("１，２３４．５０", "1234.50", ""),
        ("12\u00a0500", "12500", ""),
        ("1\u200b2", "12", ""),
        ("12。5", "12.5", ""),
        ("US$12.00", "12.00", "US$"),
        ("$12", "12", "$"),
        ("￥12", "12", "¥"),
        ("12.50 USD", "12.50", "USD"),
        ("12.50元", "12.50", "元"),
        ("20 CTNS", "20", "CTNS"),
        ("20箱", "20", "箱"),
        ("0.45 KG", "0.45", "KG"),
        ("1.234,50", "1.234,50", ""),
        ("12 apples", "12 apples", ""),
        ("12.5.3", "12.5.3", ""),
        ("A-12", "A-12", ""),
        ("", "", ""),
    ],
)
def test_a_number_is_understood_with_its_money_or_unit_beside_it(text: str, value: str, aside: str):
    assert meant("decimal", text) == (value, aside)


@pytest.mark.parametrize(
    ("codes", "text", "code"),
    [
        ("currencies", "美元", "USD"),
        ("currencies", "US$", "USD"),
        ("currencies", "usd", "USD"),
        ("currencies", "RMB", "CNY"),
        ("incoterms", "离岸价", "FOB"),
        ("incoterms", "C&F", "CFR"),
        ("countries", "巴西", "BR"),
        ("countries", "BR", "BR"),
        ("countries", "brazil", "BR"),
        ("countries", "BRASIL", "BR"),
        ("countries", "BRA", "BR"),
        ("countries", "德國", "DE"),
        ("countries", "UK", "GB"),
        ("countries", "U.S.A.", "US"),
        ("countries", "KOREA", "KR"),
        ("countries", "国产", "CN"),
        ("countries", "PRC", "CN"),
        ("countries", "中国大陆", "CN"),
        ("countries", "国内", "CN"),
        ("countries", "Czech", "CZ"),
        ("countries", "Ruritania", "Ruritania"),
        ("ports", "上海", "CNSHA"),
        ("ports", "宁波港", "CNNGB"),
        ("ports", "寧波", "CNNGB"),
        ("ports", "PUSAN", "KRPUS"),
        ("ports", "天津新港", "CNTXG"),
        ("ports", "Saigon", "VNSGN"),
        ("packages", "CTN", "CARTON"),
        ("packages", "CTNS", "CARTON"),
        ("packages", "CARTONS", "CARTON"),
        ("packages", "箱", "CASE"),
        ("units", "PCS", "PCS"),
        ("units", "PIECES", "PCS"),
        ("units", "个", "PCS"),
        ("units", "只", "PCS"),
        ("units", "公斤", "KGS"),
    ],
)
def test_a_code_is_understood_by_every_usual_name(codes: str, text: str, code: str):
    assert meant("code", text, codes) == (code, "")


def test_the_port_behind_a_term_of_delivery_stands_beside_it():
    assert meant("code", "FOB NINGBO", "incoterms") == ("FOB", "NINGBO")
    assert meant("code", "NINGBO FOB", "incoterms") == ("NINGBO FOB", "")


@pytest.mark.parametrize("name", ["countries", "currencies", "incoterms", "packages", "units", "ports"])
def test_no_synonym_names_two_codes(name: str):
    codes = rules().code_list(name).codes
    for code in codes:
        for word in filter(None, code.more.get("synonyms", "").split("|")):
            assert rules().code_list(name).meant(word) == code.code, word


def test_the_first_code_of_a_name_keeps_it():
    codes = CodeList("x", (Code("A", "CUP", "杯", {}), Code("B", "CUP", "盏", {"synonyms": "MUG|U.S. CUP"})))
    assert [codes.meant(text) for text in ("cup", "盏", "mug", "us cup", "")] == ["A", "B", "B", "B", ""]
