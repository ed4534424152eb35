"""What typed text and a spreadsheet's cell mean to a kind; cleaning and faults of all kinds are in test_kinds."""

import datetime as dt
from typing import Any

import pytest

from coo_desktop.domain.forms.code_lists import Code, CodeList
from coo_desktop.domain.forms.form_type import Choice, FieldSpec, Words
from coo_desktop.domain.forms.kinds import KINDS

LABEL = Words(zh_CN="字段", en="Field")
TODAY = dt.date(2026, 11, 23)
_NAMES = (("sea", "海运", "By sea"), ("air", "空运", "By air"))
CHOICES = tuple(
    Choice(id=name, label=Words(zh_CN=zh, en=en))
    for name, zh, en in (("sea", "海运", "By sea"), ("air", "空运", "By air"))
)
COUNTRIES = CodeList("countries", (Code("JP", "JAPAN", "日本", {}), Code("KR", "KOREA", "韩国", {})))
SPECS = {
    "choice": FieldSpec(id="x", kind="choice", label=LABEL, choices=CHOICES),
    "code": FieldSpec(id="x", kind="code", label=LABEL, code_list=COUNTRIES),
}


def spec_of(kind: str) -> FieldSpec:
    return SPECS.get(kind, FieldSpec(id="x", kind=kind, label=LABEL))


@pytest.mark.parametrize(
    ("kind", "typed", "meant"),
    [
        ("text", " a ", " a "),
        ("choice", "海运", "sea"),
        ("choice", "a", "air"),
        ("choice", "by", "by"),
        ("code", "japan", "JP"),
        ("code", "kr", "KR"),
        ("code", "Ruritania", "Ruritania"),
        ("date", "+3", "2026-11-26"),
        ("date", "今天", "2026-11-23"),
        ("decimal", "+3", "+3"),
    ],
)
def test_typed_text_means_what_its_kind_makes_of_it(kind, typed, meant):
    assert KINDS[kind].typed(typed, spec_of(kind), TODAY) == meant


@pytest.mark.parametrize(
    ("kind", "cell", "meant"),
    [
        ("flag", "是", True),
        ("flag", "No", False),
        ("flag", "", False),
        ("flag", "perhaps", "perhaps"),
        ("choice", "By Air ", "air"),
        ("code", "日 本", "JP"),
        ("hs_code", "9617", "9617"),
    ],
)
def test_a_cell_means_a_value_in_either_language(kind, cell, meant):
    assert KINDS[kind].column.meant(cell, spec_of(kind)) == meant


@pytest.mark.parametrize(
    ("kind", "typed", "written"),
    [
        ("text", "Ａ，", "Ａ，"),
        ("code", "ｊｐ", "jp"),
        ("decimal", "１，２。５", "1,2.5"),
        ("date", "２０２６", "2026"),
    ],
)
def test_text_is_rewritten_while_it_is_typed(kind: str, typed: str, written: Any):
    assert KINDS[kind].rewritten(typed, spec_of(kind)) == written
