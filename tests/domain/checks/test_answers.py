"""Answers of the checks are given again only while everything they read says the same."""

import dataclasses
import datetime as dt
import threading

import pytest

from coo_desktop.bootstrap.profile import ThreadTurns
from coo_desktop.domain.checks.answers import Answers
from coo_desktop.domain.checks.problems import Problem
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Company, Document, Person
from tests.domain.given import PRE_REVIEW, RCEP, TWENTY, context_of, product_with, rules, values_of

FORM = rules().form("rcep_2022")
PRODUCT = Document(id="p", form="pre_review", family="pre_review", values={}, revision=1)
ASKED = Context(
    today=dt.date(2026, 11, 30),
    product=lambda _: PRODUCT,
    original=lambda _: PRODUCT,
    unprintable=lambda _: "",
    invoice_used=lambda _: "",
    hs_current=lambda _: True,
    determine=lambda *_: None,
)
LATER = dataclasses.replace(PRODUCT, revision=2)


def asking(_form, _values, context) -> tuple[Problem, ...]:
    """Rules that ask the context everything."""
    found = context.product("p")
    context.original("o"), context.invoice_used("LF-1"), context.hs_current("854142"), context.unprintable("字")
    context.determine(found, "rcep", "JP")
    return ()


def test_a_flag_that_is_not_ticked_is_one_that_is_not_there_unless_an_answer_is_needed():
    flag = FORM.by_id["third_party_invoice"]
    needed = FORM.model_copy(update={"by_id": {flag.id: flag.model_copy(update={"needed": True})}})
    for form, runs in ((FORM, 1), (needed, 2)):
        answers = Answers()
        for values in ({}, {"third_party_invoice": False}):
            answers.problems(form, values, ASKED, asking)
        assert answers.runs == runs


@pytest.mark.parametrize(
    "change",
    [
        {"today": dt.date(2026, 12, 1)},
        {"company": Company(name_en="B")},
        {"person": Person(account="b")},
        {"links": {"amends": "a"}},
        {"product": lambda _: LATER},
        {"original": lambda _: None},
        {"unprintable": lambda _: "字"},
        {"invoice_used": lambda _: "C26"},
        {"hs_current": lambda _: None},
        {"determine": lambda *_: "another"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_rules_run_again_once_a_fact_has_changed(change):
    answers = Answers()
    for context in (ASKED, dataclasses.replace(ASKED), dataclasses.replace(ASKED, **change)):
        answers.problems(FORM, {"contract_no": "A"}, context, asking)
    assert answers.runs == 2


def test_the_rules_run_again_for_other_values_and_not_for_other_blanks():
    answers = Answers()
    row = {"id": "g", "quantity": "1"}
    for values in ({"goods": [row]}, {"goods": [{**row, "name_en": ""}], "marks": None, "contract_no": ""}):
        answers.problems(FORM, values, ASKED, asking)
    assert answers.runs == 1
    row["quantity"] = "2"
    answers.problems(FORM, {"goods": [row]}, ASKED, asking)
    assert answers.runs == 2


def test_two_that_come_at_once_with_the_same_values_run_the_rules_once():
    answers, begun, go_on = Answers(ThreadTurns()), threading.Event(), threading.Event()

    def slow(*_):
        begun.set()
        go_on.wait()
        return ()

    first = threading.Thread(target=lambda: answers.problems(FORM, {}, ASKED, slow))
    second = threading.Thread(target=lambda: answers.problems(FORM, {}, ASKED, slow))
    first.start()
    begun.wait()
    second.start()
    go_on.set()
    first.join()
    second.join()
    assert answers.runs == 1


def test_rules_that_fail_leave_nothing_behind():
    answers = Answers()
    with pytest.raises(ZeroDivisionError):
        answers.problems(FORM, {}, ASKED, lambda *_: 1 // 0)
    assert answers.problems(FORM, {}, ASKED, asking) == ()


@pytest.mark.parametrize("name", [RCEP, TWENTY, PRE_REVIEW])
def test_a_sample_is_judged_once_however_often_it_is_checked(name):
    known = dataclasses.replace(rules(), answers=Answers())
    form = known.form("pre_review" if name == PRE_REVIEW else "rcep_2022")
    first, second = (known.problems(form, values_of(name), context_of(name)) for _ in range(2))
    assert (first, known.answers.runs) == (second, 1)
    changed = known.problems(form, values_of(name), context_of(name, product=product_with("voided")))
    assert (changed != first) == (name != PRE_REVIEW)
