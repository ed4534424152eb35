"""Questions to a context are heard, each once, and asked again of another."""

import dataclasses
import datetime as dt

from coo_desktop.domain.checks.asked import Asked, facts_of
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Company, Document

PRODUCT = Document(id="p", form="pre_review", family="pre_review", values={}, revision=1)


def test_a_question_is_put_to_the_context_once():
    put: list[str] = []
    heard = Asked().listening(Context(dt.date(2026, 11, 30), invoice_used=lambda number: put.append(number) or "C26"))
    assert [heard.invoice_used("A"), heard.invoice_used("A"), heard.invoice_used("B")] == ["C26"] * 3
    assert put == ["A", "B"]


def test_what_was_asked_holds_where_all_of_it_is_answered_the_same():
    context = Context(dt.date(2026, 11, 30), product=lambda _: PRODUCT, hs_current=lambda _: True)
    asked = Asked()
    heard = asked.listening(context)
    heard.determine(heard.product("p"), "rcep", "JP")
    assert asked.holds(context)
    assert asked.holds(dataclasses.replace(context, hs_current=lambda _: False, original=lambda _: PRODUCT))
    assert not asked.holds(dataclasses.replace(context, product=lambda _: None))
    assert not asked.holds(dataclasses.replace(context, determine=lambda *_: "another"))


def test_who_asks_again_through_a_listening_context_is_heard():
    context = Context(dt.date(2026, 11, 30), product=lambda _: PRODUCT)
    row, run = Asked(), Asked()
    row.listening(context).product("p")
    assert row.holds(run.listening(context))
    assert run.products == {"p": PRODUCT}


def test_the_facts_are_what_a_context_says_unasked():
    context = Context(dt.date(2026, 11, 30), company=Company(name_en="A"), links={"amends": "a"})
    assert facts_of(context) == facts_of(dataclasses.replace(context, hs_current=lambda _: True))
    for change in ({"today": dt.date(2026, 12, 1)}, {"company": Company(name_en="B")}, {"links": {}}):
        assert facts_of(context) != facts_of(dataclasses.replace(context, **change))
