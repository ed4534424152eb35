"""The history of a document on its page, two versions side by side, and an amendment beside its original."""

import dataclasses

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from coo_desktop.domain.operations import sending
from coo_desktop.views.document.comparison import FIELD, MARK, NOW, WAS
from coo_desktop.views.document.history_page import HistoryPage
from coo_desktop.views.document.page import FormPage
from coo_desktop.views.fields import items_changes
from tests.domain.given import RCEP, values_of
from tests.views.pages import stored

ROWS = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


def cells(comparison):
    table = comparison.table
    return [[table.item(row, column).text() for column in range(4)] for row in range(table.rowCount())]


def choose(page, *lines):
    page.table.clearSelection()
    for line in lines:
        page.table.selectionModel().select(page.table.model().index(line, 0), ROWS)


def edited(session, document, minute, **values):
    with session.ports.store.unit() as unit:
        now = unit.document(document.id)
        at = f"2026-11-23T0{minute}:00:00.000+00:00"
        return unit.put(dataclasses.replace(now, values={**now.values, **values}, updated_at=at))


@pytest.fixture
def history(qtbot, session):
    """The page of a document of three versions, newest first."""
    document = stored(session, "rcep_2022", values_of(RCEP))
    edited(session, document, 4, vessel="COSCO 1")
    goods = [{**row, "quantity": "7"} for row in document.values["goods"]]
    edited(session, document, 6, vessel="COSCO 2", goods=[*goods, {"id": "new", "quantity": "1"}])
    page = HistoryPage(session, document.id)
    qtbot.addWidget(page)
    return page


def test_every_version_says_when_who_what_and_the_stage(history):
    told = [[history.table.item(row, column).text() for column in range(5)] for row in range(3)]
    assert [line[0] for line in told] == ["3", "2", "1"]
    assert {line[2] for line in told} == {"李明"}
    assert [line[4] for line in told] == ["船名航次／航班号／车次、货物", "船名航次／航班号／车次", "初始内容"]


def test_one_chosen_version_shows_what_it_changed(history):
    choose(history, 1)
    ((mark, field, was, now),) = cells(history.comparison)
    assert (mark, now) == ("已修改", "COSCO 1")
    assert "船名航次" in field
    assert was != now


def test_two_chosen_versions_stand_side_by_side_with_rows_matched(history):
    choose(history, 0, 2)
    told = {line[FIELD].partition("】")[2].strip(): line for line in cells(history.comparison)}
    assert told["货物 1 · 数量"][NOW] == "7"
    assert told["货物 2"][MARK] == "新增"
    assert [line[NOW] for name, line in told.items() if name.startswith("船名航次")] == ["COSCO 2"]
    assert "版本 1" in history.comparison.table.horizontalHeaderItem(WAS).text()
    assert not history.comparison.table.item(0, MARK).icon().isNull()


def test_what_is_the_same_is_shown_when_asked_for(history):
    choose(history, 1)
    history.comparison.everything.setChecked(True)
    marks = [line[MARK] for line in cells(history.comparison)]
    assert marks.count("已修改") == 1
    assert marks.count("相同") > 10


def test_an_earlier_version_comes_back_as_a_new_draft_that_is_opened(qtbot, session, history):
    choose(history, 2)
    before = session.read.document(history._id)
    with qtbot.waitSignal(history.opened) as opened:
        qtbot.mouseClick(history.restoring, Qt.MouseButton.LeftButton)
    restored = session.read.document(opened.args[0])
    assert restored.values["vessel"] == values_of(RCEP)["vessel"]
    assert restored.id != before.id
    assert session.read.document(before.id) == before


def test_the_page_hears_of_a_further_version_and_keeps_the_choice(qtbot, session, history):
    choose(history, 1)
    document = session.read.document(history._id)
    with session.ports.store.unit() as unit:
        unit.put(dataclasses.replace(document, stage="submitted", rev="e1", facts={"signatory": "李明"}))
    from coo_desktop.domain.operations.drafts import change_of

    session.changed.emit(change_of(document))
    qtbot.waitUntil(lambda: history.table.rowCount() == 4)
    assert [version.number for version in history.chosen()] == [2]
    assert history.table.item(0, 2).text() == "李明（同步）"


def test_a_purged_document_takes_its_history_along(qtbot, session, history):
    with session.ports.store.unit() as unit:
        unit.purge(history._id)
    with qtbot.waitSignal(history.gone):
        history.refresh()


# The page of an amendment


@pytest.fixture
def amendment(qtbot, session):
    original = stored(session, "rcep_2022", values_of(RCEP), stage="approved", rev="e1", facts={"number": "C2633"})
    with session.ports.store.unit() as unit:
        document = sending.amend(unit, original.id, "收货人有误").document
    window = QWidget()
    qtbot.addWidget(window)
    page = FormPage(session, document, window)
    page.resize(1366, 768)
    window.resize(1366, 768)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield page
    qtbot.waitUntil(lambda: session.tasks.is_idle)


def test_an_amendment_says_why_and_what_stays(amendment):
    assert any("收货人有误" in text and "不可修改" in text for text in amendment.header.notices.texts())
    assert amendment.header.buttons["compare"].isVisible()


def test_invoice_numbers_of_an_amendment_stay_while_the_rest_of_their_row_may_change(amendment):
    editor = amendment.fields.editor("invoices")
    columns = [part.id for part in editor.model.columns]

    def is_typed_in(part):
        flags = editor.model.flags(editor.model.index(0, columns.index(part)))
        return bool(flags & Qt.ItemFlag.ItemIsEditable)

    assert (is_typed_in("number"), is_typed_in("amount")) == (False, True)
    before = editor.value()
    editor.view.choose(0, 0)
    editor.remove()
    editor.duplicate()
    editor.pasting.paste("A-1\t20261015\nA-2\t20261016", editor.model.index(0, 0), [])
    items_changes.clear(editor.model, [editor.model.index(0, columns.index("number"))])
    assert [row["number"] for row in editor.value()] == [row["number"] for row in before]
    off = {action.text() for action in editor.actions() if not action.isEnabled()}
    assert {"添加", "删除"} <= off


def test_an_amendment_is_compared_with_its_original_as_it_is_typed(qtbot, amendment):
    amendment.act("compare")
    assert amendment.side.shows_comparison
    assert cells(amendment.side.comparison) == []
    line = amendment.fields.editor("consignee_name").focus_widget()
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "OSAKA")
    amendment.check()
    ((mark, _field, was, now),) = cells(amendment.side.comparison)
    assert (mark, was, now) == ("已修改", values_of(RCEP)["consignee_name"], "OSAKA")
    assert "C2633" in amendment.side.comparison.table.horizontalHeaderItem(WAS).text()


def test_the_question_before_sending_an_amendment_names_what_it_changes(amendment):
    told = amendment.amending.summary({**values_of(RCEP), "consignee_name": "OSAKA"})
    assert any("C2633" in line and "1" in line for line in told)
    assert "收货人名称" in told[-1]


def test_a_document_without_an_original_has_no_comparison(qtbot, session):
    window = QWidget()
    qtbot.addWidget(window)
    page = FormPage(session, stored(session, "rcep_2022"), window)
    page.act("compare")
    assert page.header.buttons["compare"].isHidden()
    assert not page.side.shows_comparison
    qtbot.waitUntil(lambda: session.tasks.is_idle)


# Goods over the form's limit


def test_goods_over_the_limit_are_put_onto_further_certificates_from_the_notice(qtbot, session):
    form = next(
        form for form in session.rules.book.family("certificate") if form.item_limit and is_limited(session, form)
    )
    count = form.item_limit + 5
    rows = [{"id": f"g{number}", "description": f"LINE {number}"} for number in range(count)]
    window = QWidget()
    qtbot.addWidget(window)
    page = FormPage(session, stored(session, form.id, {"goods": rows}), window)
    page.check()
    notice = page.header.notices._shown["over_limit"]
    opened = []
    page.opened.connect(opened.append)
    notice.findChild(QPushButton).click()
    qtbot.waitUntil(lambda: "split" in page.header.notices._shown and session.tasks.is_idle)
    assert len(page.values()["goods"]) == form.item_limit
    assert "over_limit" not in page.header.notices._shown
    page.header.notices._shown["split"].findChild(QPushButton).click()
    (further,) = opened
    assert len(session.read.document(further).values["goods"]) == 5


def is_limited(session, form):
    return form.params.get("overflow") != "continuation" and "item_limit" in form.checks
