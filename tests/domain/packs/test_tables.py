"""Tables are read by their recipe line by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.packs.faults import FaultKind, TableFault
from coo_desktop.domain.packs.manifest import Rejected
from coo_desktop.domain.packs.recipes import read_recipe
from coo_desktop.domain.packs.tables import rest_row, table_rows
from coo_desktop.environment.assets import resource

RECIPE = """
title = { zh_CN = "编码", en = "Codes" }
kind = "codes"
edition = "{hs}"
as_of = "{year}-12-31"
quality = "user"
told_by_name = '(?P<year>20\\d\\d)'
columns = ["code", "zh", "until"]

[fields]
code = { column = "code", needed = true, clean = ["digits"], pattern = '\\d{8}' }
zh = { column = "zh", needed = true, script = "han" }
valid_to = { column = "until", clean = ["year_end"], script = "day" }
"""


def made(text: str | bytes, recipe: str = RECIPE):
    content = text if isinstance(text, bytes) else text.encode()
    return list(table_rows(read_recipe("codes", recipe), "t.csv", content))


def test_a_line_becomes_a_row_with_cleaned_fields():
    assert made("code,zh,until\n9617.0011, 保温瓶 ,2023\n") == [
        (2, ({"code": "96170011", "zh": "保温瓶", "valid_to": "2023-12-31"},))
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("9617001,保温瓶,", "code: '9617001' does not fit"),
        (",保温瓶,", "code: is empty"),
        ("96170011,flask,", "zh: 'flask' has no Chinese character"),
        ("96170011,保温瓶,soon", "valid_to: 'soon-12-31' is no day"),
        ("保温瓶,96170011,", "code: '保温瓶' does not fit"),
        ("96170011,保温瓶", "2 cells, 3 are needed"),
        ("96170011,保温瓶,,", "4 cells, 3 are needed"),
        ("96170011,保�瓶,", "a character was lost in another program"),
        ("96170011," + "瓶" * 20_001 + ",", "a cell is too long"),
    ],
)
def test_a_bad_line_is_rejected_by_line_and_reason(line, reason):
    (_good, (number, rejected)) = made(f"code,zh,until\n96170019,好,\n{line}\n")
    assert isinstance(rejected, Rejected)
    assert (number, rejected.file, rejected.line, str(rejected.fault)) == (3, "t.csv", 3, reason)


def test_a_line_is_numbered_by_where_it_begins():
    found = made('code,zh,until\n96170011,"保温\n瓶",\n1,好,\n')
    assert [line for line, _made in found] == [2, 4]


def test_control_characters_of_a_dirty_table_become_spaces():
    assert made("code,zh,until\n96170011,保温\x7f瓶\x00,\n") == [
        (2, ({"code": "96170011", "zh": "保温 瓶", "valid_to": ""},))
    ]


def test_a_table_with_other_columns_is_refused_at_its_first_line():
    with pytest.raises(Unreadable) as refused:
        made("zh,code,until\n")
    assert (refused.value.facts["line"], refused.value.facts["reason"]) == (1, TableFault(FaultKind.COLUMNS))


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_table_in_another_encoding_is_refused_with_its_line(encoding):
    with pytest.raises(Unreadable) as refused:
        made("code,zh,until\n96170011,保温瓶,\n".encode(encoding))
    assert refused.value.facts["line"] in (1, 2)
    assert refused.value.facts["reason"] == TableFault(FaultKind.ENCODING, text="utf-8")


def test_a_quote_that_never_ends_is_refused():
    with pytest.raises(Unreadable):
        made('code,zh,until\n96170011,"保温瓶,\n')


def test_one_line_may_become_several_rows_and_an_absent_value_none():
    recipe = """
title = { zh_CN = "税率", en = "Rates" }
kind = "rates"
as_of = "2026-01-01"
quality = "user"
columns = ["code", "mfn", "rcep"]
[fields]
code = "code"
[[each]]
agreement = { value = "mfn" }
rate = { column = "mfn", drops = true }
[[each]]
agreement = { value = "rcep" }
rate = "rcep"
"""
    ((_line, rows),) = made("code,mfn,rcep\n961700,,0\n", recipe)
    assert rows == ({"code": "961700", "agreement": "rcep", "rate": "0"},)


def shipped(name: str):
    return read_recipe(name, resource("recipes", f"{name}.toml").read_text(encoding="utf-8"))


def test_a_printed_list_gives_codes_with_the_agreement_that_its_name_tells():
    text = "章,品目,子目,产品特定原产地规则\n1,,,\n,1.01,,\n,,101.21,品目改变\n,,101.29,\n,,x,WO\n"
    found = list(table_rows(shipped("gacc-rules"), "korea-2012.csv", text.encode()))
    assert [(line, rows[0]["agreement"], rows[0]["code_from"], rows[0]["text"]) for line, rows in found[:2]] == [
        (4, "korea", "010121", "品目改变"),
        (5, "korea", "010129", "品目改变"),
    ]
    assert [str(rejected.fault) for _line, rejected in found[2:]] == ["code: 'x' does not fit"]


def test_a_list_says_what_holds_for_every_code_that_it_does_not_name():
    for name, word in (("listed-codes", "GENERAL"), ("closed-list", "NONE")):
        row = rest_row(shipped(name), "chile-2012.csv")
        assert (row["agreement"], row["edition"], row["code_from"], row["code_to"], row["text"]) == (
            ("chile", "2012", "00", "99", word)
        )
    assert rest_row(shipped("gacc-rules"), "chile-2012.csv") is None


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_refused(content):
    recipe = read_recipe("codes", RECIPE)
    try:
        found = list(table_rows(recipe, "t.csv", b"code,zh,until\n" + content))
    except Unreadable:
        return
    assert all(isinstance(line, int) for line, _made in found)
