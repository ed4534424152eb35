"""What is wrong with a document, told in both languages and in reading order."""

import ast
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import coo_desktop.domain as domain
from coo_desktop.domain.checks.problems import blocking
from tests.domain.given import (
    CO,
    PRE_REVIEW,
    RCEP,
    TWENTY,
    codes_of,
    context_of,
    problems_of,
    product_with,
    rules,
    sample,
    values_of,
)

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(), max_size=12),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "form", "text", "number"]), inner)
    ),
    max_leaves=5,
)


@pytest.mark.parametrize("form_id", ["rcep_2022", "co_general", "pre_review", "importer", "producer", "special_clause"])
def test_an_empty_document_names_every_needed_field(form_id):
    form = rules().form(form_id)
    found = {problem.field for problem in rules().problems(form, {}, context_of(RCEP)) if problem.code == "needed"}
    assert {spec.id for spec in form.stored.values() if spec.needed} <= found


@given(st.sampled_from([RCEP, CO, PRE_REVIEW]), st.data())
def test_no_value_whatever_breaks_the_checks(name, data):
    form = rules().form(sample(name)["form"])
    field = data.draw(st.sampled_from(list(form.stored)))
    values = {**values_of(name), field: data.draw(ANYTHING)}
    rules().problems(form, values, context_of(name))


@given(st.sampled_from([(RCEP, "goods"), (RCEP, "invoices"), (CO, "goods"), (PRE_REVIEW, "materials")]), st.data())
def test_no_part_of_a_row_breaks_the_checks(where, data):
    name, field = where
    form = rules().form(sample(name)["form"])
    part = data.draw(st.sampled_from(list(form.by_id[field].item_type.by_id)))
    values = values_of(name)
    values[field][0][part] = data.draw(ANYTHING)
    rules().problems(form, values, context_of(name))


def test_the_worst_comes_first():
    found = problems_of(RCEP, departure_date="", vessel="宁波", goods__net_weight="9999")
    severities = [problem.severity for problem in found]
    assert severities == sorted(severities, key=["block", "warn", "info"].index)
    assert blocking(found) == severities.count("block") > 0


def test_a_problem_of_a_row_says_where_the_cursor_goes():
    found = next(problem for problem in problems_of(RCEP, goods__quantity="") if problem.part == "quantity")
    assert (found.code, found.field, found.box) == ("needed", "goods", "12")
    assert found.row == values_of(RCEP)["goods"][0]["id"]
    assert found.message("zh_CN") == "第 1 行：“数量”必须填写。"
    assert found.message("en") == "Row 1: “Quantity” is needed."


def test_a_row_is_told_by_its_number_and_one_of_an_id_that_two_have_by_the_first():
    first = values_of(RCEP, goods__quantity="")["goods"][0]
    rows = [{**first, "id": "a"}, {**first, "id": "b"}, {**first, "id": "a"}]
    told = [problem.message("en") for problem in problems_of(RCEP, goods=rows) if problem.part == "quantity"]
    assert told == ["Row 1: “Quantity” is needed.", "Row 2: “Quantity” is needed."]


def test_a_character_that_no_font_has_is_named_at_its_field():
    found = problems_of(CO, {"unprintable": lambda text: "龘" if "龘" in text else ""}, remarks="龘")
    told = [(problem.code, problem.field) for problem in found]
    assert told == [("no_glyph", "remarks"), ("origin_would_hold", "goods")]


def test_what_keeps_an_origin_open_is_named_in_each_language():
    found = problems_of(RCEP, {"product": product_with(materials=[], product_rule="")})
    told = next(problem for problem in found if problem.code == "criterion_undecided")
    assert "原材料资料" in told.message("zh_CN")
    assert "facts of the materials" in told.message("en")


def test_a_product_is_looked_up_once_for_all_its_lines_and_checks():
    asked: list[str] = []
    known = context_of(TWENTY).product

    def product(name):
        asked.append(name)
        return known(name)

    assert not problems_of(TWENTY, {"product": product})
    assert len(asked) == len(set(asked)) == len({row["product"] for row in values_of(TWENTY)["goods"]})


def test_one_fault_is_told_once():
    assert len(problems_of(RCEP, vessel="宁波号")) == 1


@pytest.mark.parametrize("name", [RCEP, CO, PRE_REVIEW])
def test_wide_digits_and_hostile_texts_end_at_their_field(name):
    hostile = "A & B <Co> \x00\ud800 " + "X" * 10_000
    for spec in rules().form(sample(name)["form"]).stored.values():
        if spec.kind in ("text", "lines"):
            assert codes_of(name, **{spec.id: hostile}) & {"too_long", "unprintable"}


def used_codes() -> set[str]:
    """Every code that the source of the domain puts into a finding or a fault."""
    words = set(rules().words)
    texts: set[str] = set()
    for file in Path(domain.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.add(node.value)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Finding", "Fault"):
                first = node.args[0]
                assert not isinstance(first, ast.Constant) or first.value in words, first.value
    return texts & words


def test_every_code_has_words_and_every_word_is_used():
    assert set(rules().words) == used_codes()


def test_both_languages_name_the_same_facts():
    def blanks(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for code, told in rules().words.items():
        assert blanks(told.said.zh_CN) == blanks(told.said.en), code
