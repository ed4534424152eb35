"""Text as it stands while it is typed, and what is in doubt; cleaning and faults of all kinds are in test_kinds."""

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


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("decimal", "1.234,50", "ambiguous_number"),
        ("decimal", "12,5", "ambiguous_number"),
        ("decimal", "abc", "not_a_number"),
        ("integer", "1.234,50", "ambiguous_number"),
        ("date", "05/06/2026", "ambiguous_date"),
        ("date", "31/02/2026", "not_a_date"),
    ],
)
def test_what_has_two_readings_is_asked(kind: str, text: str, code: str):
    assert [fault.code for fault in KINDS[kind].faults(text, spec_of(kind))] == [code]


@pytest.mark.parametrize(
    ("digits", "text", "code"),
    [((6,), "10110", "lost_zero"), ((6,), "96170", "lost_zero"), ((8,), "961700", "wrong_hs_length")],
)
def test_a_zero_that_a_spreadsheet_dropped_is_offered(digits: tuple[int, ...], text: str, code: str):
    spec = FieldSpec(id="x", kind="hs_code", label=LABEL, digits=digits)
    [fault] = KINDS["hs_code"].faults(text, spec)
    assert fault.code == code
    assert fault.facts.get("code", f"0{text}") == f"0{text}"
