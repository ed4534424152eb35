"""What was decided about a layout holds for tables with the same titles, and survives as a setting."""

import datetime as dt
from typing import Any

import pytest

from coo_desktop.domain.sheets.cells import Page
from coo_desktop.domain.sheets.invoice import find_invoices
from coo_desktop.domain.sheets.layouts import BlockLayouts, Layouts, layout_key
from coo_desktop.domain.sheets.titles import ColumnKind
from tests.domain.given import rules

TODAY = dt.date(2026, 11, 30)
TITLES = ("Zeug", "Menge (PCS)", "Geld")
DECIDED = {0: ColumnKind.NAME, 1: ColumnKind.QUANTITY, 2: ColumnKind.AMOUNT}
PAGE = Page("Rechnung", (("ACME",), TITLES, ("FLASK", "120", "600"), ("CUP", "50", "75")))


DECISION = Layouts.of(Layouts().with_decision(PAGE, 1, DECIDED).kept())


def found(page: Page, layouts: Layouts) -> Any:
    return find_invoices((page,), rules().sheet_words, rules().code_list, TODAY, layouts)


def test_a_layout_that_nobody_explained_has_no_goods():
    assert found(PAGE, Layouts()) == ()


def test_a_decided_layout_is_read_and_its_units_too():
    [invoice] = found(PAGE, DECISION)
    assert [dict(line.values) for line in invoice.table.lines] == [
        {"name": "FLASK", "quantity": "120", "amount": "600"},
        {"name": "CUP", "quantity": "50", "amount": "75"},
    ]
    assert invoice.table.titles.measures == {1: "PCS"}


def test_a_decision_holds_for_these_titles_only():
    other = Page("Rechnung", (("Zeug", "Menge (PCS)", "Gold"), ("FLASK", "120", "600")))
    assert found(other, DECISION) == ()


def test_a_decision_survives_as_a_setting():
    assert DECISION.known == {"zeug|menge|geld": DECIDED}
    assert Layouts.of(DECISION.kept()) == DECISION


@pytest.mark.parametrize("kept", [None, [], "x", {"a|b": {"0": "moon", "x": "name"}}, {"a|b": 3}])
def test_a_damaged_setting_decides_nothing(kept: object):
    assert not any(Layouts.of(kept).known.values())


def test_a_page_without_titles_is_decided_and_not_remembered():
    bare = Page("goods", (("FLASK", "120", "600"), ("CUP", "50", "75")))
    layouts = Layouts().with_decision(bare, -1, DECIDED)
    [invoice] = found(bare, layouts)
    assert [line.values["name"] for line in invoice.table.lines] == ["FLASK", "CUP"]
    assert layouts.kept() == {}


def test_decisions_about_blocks_are_kept_per_item_type_and_read_back():
    titles = ("Zeug", "Stueck")
    kept = BlockLayouts().with_decision("goods", titles, {0: "name_en", 1: "quantity"}).kept()
    key = layout_key(titles)
    assert BlockLayouts.of(kept).known == {"goods": {key: {0: "name_en", 1: "quantity"}}}
    assert BlockLayouts().with_decision("goods", ("", "x"), {0: "name_en"}) == BlockLayouts()


@pytest.mark.parametrize("kept", [None, [], {"goods": 1}, {"goods": {"a|b": {"x": "name_en", "1": 2}}}])
def test_a_setting_that_holds_anything_else_tells_nothing(kept):
    known = BlockLayouts.of(kept).known
    assert not any(columns for layouts in known.values() for columns in layouts.values())
