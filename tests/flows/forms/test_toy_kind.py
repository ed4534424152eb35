"""A new kind of field is one row and its editor: typed, shown, pasted, put in tables, compared, read and printed."""

import datetime as dt
import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from coo_backend.documents.document_lines import blocks
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.forms.kind_readings import Reading
from coo_desktop.domain.forms.kind_values import Fault
from coo_desktop.domain.forms.kinds import KINDS, Align, Column, Kind, NumberCell
from coo_desktop.domain.records.tables import entries, fitting, table
from coo_desktop.domain.rulebook import Rulebook, read_rulebook
from coo_desktop.domain.sheets.cells import Page
from coo_desktop.environment.assets import declarations
from coo_desktop.paper.subject import shown
from coo_desktop.views.document.comparison import NOW, WAS, Comparison, Pair, Side
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.fields.registry import EDITORS, make_editor
from coo_desktop.views.fields.text import TextEditor
from tests.views.pages import make_desk

FORM = """
id = "oven_card"
family = "record"
title = { zh_CN = "炉温卡", en = "Oven card" }
short = { zh_CN = "炉温卡", en = "Oven card" }
language = "en"

[summary]
title = "heat"

[[fields]]
id = "heat"
kind = "range"
label = { zh_CN = "炉温", en = "Heat" }
needed = true

[[fields]]
id = "steps"
kind = "items"
item = "oven_step"
label = { zh_CN = "步骤", en = "Steps" }

[[sections]]
id = "all"
title = { zh_CN = "全部", en = "All" }
rows = [["heat"], ["steps"]]
"""
ITEM = """
id = "oven_step"
label = { zh_CN = "步骤", en = "Step" }
columns = ["heat"]
rows = [["heat"]]

[[fields]]
id = "heat"
kind = "range"
label = { zh_CN = "炉温", en = "Heat" }
"""

TODAY = dt.date(2026, 11, 23)


def ends(value):
    return str(value).split("~")


def clean_range(raw, spec):
    return re.sub(r"\s*(-|–|~|to)\s*", "~", raw.strip()) if isinstance(raw, str) else ""


def range_faults(value, spec):
    if not re.fullmatch(r"\d+~\d+", value):
        yield Fault("not_a_number", {"text": value})


#: A temperature between two others, stored as "180~200".
RANGE = Kind(
    name="range",
    clean=clean_range,
    faults=range_faults,
    cell=lambda value, spec, reader: "–".join(ends(value)) + " °C",
    console=lambda value, spec, reader: " … ".join(ends(value)),
    paper=lambda value, spec, reader: " TO ".join(ends(value)),
    align=Align.RIGHT,
    in_cell=True,
    read=lambda text, spec, today: Reading(text.replace("bis", "to").replace("through", "to")),
    column=Column(NumberCell.DOUBTFUL),
)


class RangeEditor(TextEditor):
    """A range as it is typed."""


@pytest.fixture
def toy(monkeypatch) -> Rulebook:
    monkeypatch.setitem(KINDS, "range", RANGE)
    monkeypatch.setitem(EDITORS, "range", RangeEditor)
    return read_rulebook({**declarations(), "forms/oven_card.toml": FORM, "items/oven_step.toml": ITEM})


@pytest.fixture
def around(qtbot, toy):
    desk = make_desk()
    yield Surroundings(desk, toy.form("oven_card"), dict)
    desk.tasks.close()


@pytest.fixture
def parent(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


def card(**values) -> Document:
    return Document(id="d1", form="oven_card", family="record", values=values)


def test_it_is_typed_with_its_editor_and_cleaned(qtbot, around, parent):
    editor = make_editor(around.form.by_id["heat"], around, parent)
    assert isinstance(editor, RangeEditor)
    with qtbot.waitSignal(editor.edited):
        qtbot.keyClicks(editor.line, "180 - 200")
    assert editor.value() == "180~200"


def test_its_faults_are_found(toy):
    from tests.domain.given import RCEP, context_of

    found = toy.problems(toy.form("oven_card"), {"heat": "hot"}, context_of(RCEP))
    assert [(problem.code, problem.field) for problem in found] == [("not_a_number", "heat")]


def test_it_is_a_cell_of_a_table_with_its_words_its_side_and_its_editor(qtbot, around, parent):
    steps = make_editor(around.form.by_id["steps"], around, parent)
    steps.show_value([{"id": "r1", "heat": "180~200"}])
    at = steps.model.index(0, 0)
    assert at.data() == "180–200 °C"
    assert at.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    steps.pasting.paste("60 bis 80", steps.model.index(0, 0), [])
    assert steps.value()[0]["heat"] == "60~80"
    assert isinstance(steps.view.itemDelegate().createEditor(parent, None, at), RangeEditor)


def test_it_is_a_column_of_a_spreadsheet_both_ways(toy):
    form = toy.form("oven_card")
    sheet = Page("a", (("Heat",), ("180 through 200",)))
    [entry] = entries(sheet, fitting(form, sheet), TODAY)
    assert entry.values == {"heat": "180~200"}
    assert table(form, [card(heat="180~200")], "en").rows[1][0] == "180~200"


def test_it_is_printed_and_read_by_an_examiner_in_its_own_words(toy):
    form = toy.form("oven_card")
    document = card(heat="180~200", steps=[{"id": "r1", "heat": "60~80"}])
    assert shown(form, document.values, form.by_id["heat"]) == "180 TO 200"
    assert shown(form, document.values, form.by_id["steps"]) == "60 TO 80"
    [block] = blocks(form, document, None, "en")
    heat, steps = block.lines
    assert heat.text.now == "180 … 200"
    assert [text.now for _path, texts in steps.grid.rows for text in texts] == ["60 … 80"]


def test_two_of_them_are_compared_in_the_words_of_the_screen(around, parent):
    comparison = Comparison(around.session, parent)
    was = {"heat": "180~200", "steps": [{"id": "r1", "heat": "60~80"}]}
    now = {"heat": "180~210", "steps": [{"id": "r1", "heat": "60~90"}]}
    comparison.show_pair(Pair(around.form, Side("was", was), Side("now", now)))
    cells = [[comparison.table.item(row, column).text() for column in (WAS, NOW)] for row in range(2)]
    assert cells == [["180–200 °C", "180–210 °C"], ["60–80 °C", "60–90 °C"]]
