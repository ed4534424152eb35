"""What typed input becomes, and what is wrong with a value."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.forms.form_type import Choice, FieldSpec, ItemType, Words
from coo_desktop.domain.forms.kinds import KINDS, clean
from tests.domain.given import rules

LABEL = Words(zh_CN="字段", en="Field")
ROW = ItemType(
    id="row",
    label=LABEL,
    fields=(FieldSpec(id="name", kind="text", label=LABEL), FieldSpec(id="count", kind="integer", label=LABEL)),
    columns=("name",),
    rows=(("name", "count"),),
)


def spec(kind: str, **more: Any) -> FieldSpec:
    return FieldSpec(id="x", kind=kind, label=LABEL, **more)


def specs() -> list[FieldSpec]:
    """One field of every kind, and the demanding variants."""
    return [
        *(spec(kind) for kind in KINDS if kind != "items"),
        spec("items", item_type=ROW),
        spec("text", script="latin", max=5),
        spec("lines", script="latin"),
        spec("marks", script="latin"),
        spec("hs_code", digits=(6, 8)),
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
LIKELY = st.one_of(
    JSON,
    st.text(st.sampled_from("０１２,.−-+ \t\n\r\x00\ufeff\u202e\ud800Ａ́é　年月日N/M"), max_size=12),
    st.fixed_dictionaries({"form": st.just("text"), "text": st.text(st.characters(), max_size=10)}),
    st.lists(st.fixed_dictionaries({"id": JSON, "name": JSON, "count": JSON}), max_size=3),
)


@given(st.sampled_from(specs()), LIKELY)
def test_cleaning_twice_is_cleaning_once(field, raw):
    once = KINDS[field.kind].clean(raw, field)
    assert KINDS[field.kind].clean(once, field) == once


@given(st.sampled_from(specs()), LIKELY)
def test_no_value_breaks_a_field(field, raw):
    kind = KINDS[field.kind]
    told = rules().words
    for value in (raw, kind.clean(raw, field)):
        for fault in kind.faults(value, field):
            told[fault.code].said.en.format_map({"label": "Field", "row": 0, **fault.facts})


@pytest.mark.parametrize(
    ("kind", "raw", "kept"),
    [
        ("text", "  a \u3000 b\n c ", "a b c"),
        ("text", "A & B <Co>", "A & B <Co>"),
        ("text", "e\u0301", "é"),
        ("lines", "a  \r\nb\r\n\r\n", "a\nb"),
        ("decimal", "１，２３４.50", "1234.50"),
        ("decimal", " 1 234.5 ", "1234.5"),
        ("decimal", "−3", "-3"),
        ("decimal", "007", "7"),
        ("decimal", "1,23", "1,23"),
        ("decimal", "many", "many"),
        ("decimal", 12, "12"),
        ("date", "2026年10月5日", "2026-10-05"),
        ("date", "20261005", "2026-10-05"),
        ("date", "2026/1/5", "2026-01-05"),
        ("date", "soon", "soon"),
        ("hs_code", "9617.00", "961700"),
        ("hs_code", "９６１７００", "961700"),
        ("code", " usd ", "USD"),
        ("flag", None, False),
        ("flag", "yes", "yes"),
        ("marks", "N/M", {"form": "text", "text": "N/M"}),
        ("evidence", None, []),
    ],
)
def test_typed_input_becomes_canonical_and_is_never_lost(kind, raw, kept):
    assert KINDS[kind].clean(raw, spec(kind)) == kept


def test_english_fields_take_wide_letters_as_narrow_ones():
    assert KINDS["text"].clean("ＮＩＮＧＢＯ　ＣＯ．", spec("text", script="latin")) == "NINGBO CO."


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        (spec("text"), 5, "wrong_type"),
        (spec("text", max=3), "four", "too_long"),
        (spec("text"), "a\x00", "unprintable"),
        (spec("text", script="latin"), "宁波", "not_latin"),
        (spec("decimal"), "abc", "not_a_number"),
        (spec("decimal"), True, "not_a_number"),
        (spec("decimal"), "NaN", "not_a_number"),
        (spec("decimal"), "0.123456", "too_many_places"),
        (spec("decimal"), "1" * 15, "too_large"),
        (spec("decimal"), "1" * 500, "too_large"),
        (spec("decimal", least="0.01"), "0", "too_small"),
        (spec("decimal", most="100"), "100.01", "too_much"),
        (spec("integer"), "1.5", "not_whole"),
        (spec("date"), "2026-02-30", "not_a_date"),
        (spec("date"), "1926-02-20", "unlikely_year"),
        (spec("choice", choices=(Choice(id="a", label=LABEL),)), "b", "unknown_choice"),
        (spec("hs_code"), "96A7", "not_an_hs_code"),
        (spec("hs_code", digits=(6,)), "96170011", "wrong_hs_length"),
        (spec("hs_code"), "770000", "no_such_chapter"),
        (spec("hs_code"), "980000", "no_such_chapter"),
        (spec("flag"), "yes", "wrong_type"),
        (spec("items", item_type=ROW), "rows", "wrong_type"),
        (spec("items", item_type=ROW, max=1), [{"id": "1"}, {"id": "2"}], "too_many_rows"),
        (spec("marks"), {"form": "smoke"}, "wrong_type"),
        (spec("marks"), {"form": "picture"}, "picture_missing"),
        (spec("evidence"), [{"name": "a"}], "wrong_type"),
        (spec("evidence"), [{"sha256": "a", "size_bytes": 20 << 20}] * 16, "files_too_large"),
    ],
)
def test_a_fault_is_found(field, value, code):
    assert code in {fault.code for fault in KINDS[field.kind].faults(value, field)}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (spec("decimal"), "99999999999999.12345"),
        (spec("decimal"), "0"),
        (spec("integer", least="1"), "1"),
        (spec("date"), "2026-02-28"),
        (spec("hs_code", digits=(6, 8)), "96170011"),
        (spec("marks"), {"form": "text", "text": "N/M"}),
        (spec("text", max=4), "four"),
    ],
)
def test_a_good_value_has_no_fault(field, value):
    assert not list(KINDS[field.kind].faults(value, field))


def test_a_code_outside_its_list_is_told():
    port = rules().form("rcep_2022").by_id["load_port"]
    assert [fault.code for fault in KINDS["code"].faults("ATLANTIS", port)] == ["unknown_code"]
    assert not list(KINDS["code"].faults("CNNGB", port))


def test_rows_get_ids_that_tell_them_apart():
    rows = KINDS["items"].clean(
        [{"name": "a"}, {"id": "r", "name": "b"}, {"id": "r"}, {"id": 5}], spec("items", item_type=ROW)
    )
    ids = [row["id"] for row in rows]
    assert ids[1] == "r"
    assert len(set(ids)) == 4
    assert all(isinstance(row_id, str) for row_id in ids)


def test_a_row_keeps_what_this_version_does_not_know():
    rows = KINDS["items"].clean([{"id": "r", "newer": {"a": 1}}], spec("items", item_type=ROW))
    assert rows == [{"id": "r", "newer": {"a": 1}}]


def test_unknown_names_are_left_to_the_caller():
    assert clean({"x": " a ", "y": "b"}, {"x": spec("text")}) == {"x": "a"}


def test_only_rows_that_are_not_stored_as_they_are_get_cleaned():
    stored = {"goods": [{"id": "a", "quantity": "1,000"}, {"id": "b", "quantity": "2"}]}
    specs = rules().form("rcep_2022").stored
    typed = {"goods": [*stored["goods"], {"id": "b2", "quantity": "3,000"}]}
    assert [row["quantity"] for row in clean(typed, specs, stored)["goods"]] == ["1,000", "2", "3000"]
    twice = {"goods": [stored["goods"][0], stored["goods"][0]]}
    cleaned = clean(twice, specs, stored)["goods"]
    assert [row["quantity"] for row in cleaned] == ["1000", "1000"]
    assert len({row["id"] for row in cleaned}) == 2
