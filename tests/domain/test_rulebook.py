"""All declarations together: the samples pass, and the parts ask each other."""

import datetime as dt
import json

import pytest

from coo_desktop.domain.checks import CHECKS
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.errors import NotFound, Unreadable
from coo_desktop.domain.filling.computed import COMPUTED
from coo_desktop.domain.filling.fills import FILLS
from coo_desktop.domain.origin.verdict import Standing
from coo_desktop.domain.rulebook import read_rulebook
from coo_desktop.environment.assets import declarations
from tests.domain.given import (
    CO,
    PRE_REVIEW,
    PRODUCT,
    RCEP,
    TWENTY,
    problems_in,
    problems_of,
    product_with,
    rules,
    sample,
    values_of,
)
from tests.rulebooks import shipped
from tests.rules.sources import ROOT

DAY = dt.date(2026, 10, 16)
SAMPLES = (RCEP, CO, TWENTY, PRE_REVIEW, "product_dinner_set", "product_food_container")


#: What is only told of a sample: whether a good is on the customs' list for non-preferential origin is not known here.
TOLD = {CO: ["origin_would_hold"]}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_has_no_problem_that_anybody_must_mend(name):
    found = problems_of(name)
    assert [problem.code for problem in found] == TOLD.get(name, [])
    assert {problem.severity for problem in found} <= {"info"}


def test_examples_hold_one_complete_document_per_form_type():
    examples = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in (ROOT / "examples").glob("*.json")}
    assert set(examples) == {form.id for form in shipped().book.forms.values() if form.offered}
    assert {name: example["form"] for name, example in examples.items()} == {name: name for name in examples}


@pytest.mark.parametrize("form", [form.id for form in shipped().book.family("certificate")])
def test_an_example_of_every_certificate_can_be_sent(form):
    example = json.loads((ROOT / "examples" / f"{form}.json").read_text(encoding="utf-8"))
    assert [problem.code for problem in problems_in(example) if problem.severity == "block"] == []


@pytest.mark.parametrize(("example", "name"), [("rcep_2022", RCEP), ("co_general", CO), ("pre_review", PRE_REVIEW)])
def test_the_examples_are_the_samples(example, name):
    assert json.loads((ROOT / "examples" / f"{example}.json").read_text(encoding="utf-8")) == sample(name)


def test_every_rule_computation_and_fill_is_used_by_some_form():
    forms = rules().book.forms.values()
    fields = [spec for form in forms for spec in form.fields]
    fields += [part for spec in fields if spec.item_type for part in spec.item_type.fields]
    assert {check for form in forms for check in form.checks} == set(CHECKS)
    assert {fill for form in forms for fill in form.fills} == set(FILLS)
    assert {spec.compute for spec in fields if spec.compute} == set(COMPUTED)


def test_a_toy_form_needs_one_file():
    files = declarations()
    files["forms/toy.toml"] = files["records/special_clause.toml"].replace(
        'id = "special_clause"\nf', 'id = "toy"\nf', 1
    )
    assert read_rulebook(files).form("toy").by_id["title"].needed


def test_an_unknown_list_is_not_found():
    with pytest.raises(NotFound):
        rules().code_list("planets")


def test_a_broken_file_stops_loading():
    with pytest.raises(Unreadable):
        read_rulebook({**declarations(), "forms/toy.toml": "id = "})


def test_a_product_is_determined_by_the_rule_of_the_table():
    found = rules().determination(product_with()(PRODUCT), "rcep", "JP", DAY)
    assert (found.qualifies, found.criterion, found.rule.text) == (True, "CTC", "CTH or RVC40")


def test_a_typed_rule_comes_before_the_table():
    found = rules().determination(product_with(product_rule="RVC90")(PRODUCT), "rcep", "JP", DAY)
    assert (found.qualifies, found.rule.kind) == (False, "typed")


def test_a_typed_rule_is_no_rule_without_preference():
    found = rules().determination(product_with(product_rule="RVC90")(PRODUCT), "non_preferential", "BR", DAY)
    assert (found.standing, found.rule.kind) == (Standing.WOULD_HOLD, "general")


@pytest.mark.parametrize("changes", [{"hs_code": ""}, {"hs_code": "96"}, {"product_rule": "CTH and ("}])
def test_what_cannot_be_asked_has_no_answer(changes):
    assert rules().determination(product_with(**changes)(PRODUCT), "rcep", "JP", DAY) is None


def test_an_unknown_agreement_has_no_answer():
    assert rules().determination(product_with()(PRODUCT), "atlantis", "JP", DAY) is None


def test_a_document_is_checked_by_its_own_form():
    from tests.domain.given import context_of

    document = Document(id="d", form="rcep_2022", family="certificate", values=values_of(RCEP))
    assert rules().document_problems(document, context_of(RCEP)) == ()
