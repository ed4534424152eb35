"""A company's first day: products from a workbook become drafts, past certificates history that is never sent."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW
from coo_desktop.domain.documents.lifecycle import PAST
from coo_desktop.domain.operations import drafts
from coo_desktop.domain.sheets.cells import FilledSheet, Page
from coo_desktop.environment.words import _
from coo_desktop.store.record_tools import StoredRecordTools
from coo_desktop.views.document.header import CHANGING
from coo_desktop.views.finder.popup import FinderPopup
from coo_desktop.views.lists.page import ListPage
from coo_desktop.views.target import Target
from coo_desktop.views.workbooks.page import WorkbookPage
from tests.domain.given import RCEP
from tests.flows.keyboard import CONTROL, Key
from tests.flows.screen import Screen

READING_MS = 20_000
TOOLS = StoredRecordTools()


@pytest.fixture
def screen(screens: Any) -> Screen:
    made: Screen = screens(RCEP)
    return made


def settle(screen: Screen) -> None:
    screen._qtbot.waitUntil(lambda: screen.session.tasks.is_idle, timeout=READING_MS)


def page_of(screen: Screen) -> WorkbookPage:
    page = screen.window.tabs.current_page()
    assert isinstance(page, WorkbookPage), page
    return page


def choose_file(screen: Screen, button: QPushButton, file: Path) -> None:
    """Presses a button that asks for a file, and answers."""
    screen.keys.push(button)
    dialog = screen.window.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(file))
    dialog.filesSelected.emit([str(file)])
    dialog.reject()
    settle(screen)
    with screen._qtbot.waitActive(screen.window):
        screen.window.activateWindow()  # a window manager does this


def fill(template: Path, target: Path, *filled: list[dict[str, str]]) -> None:
    """Writes rows, by the beginning of a title, under the titles of each sheet of a template."""
    pages = TOOLS.read_table(template).readings[0].pages
    assert len(pages) == len(filled)
    sheets = []
    for page, rows in zip(pages, filled, strict=True):
        [titles] = page.rows
        told = [tuple(next((row[key] for key in row if title.startswith(key)), "") for title in titles) for row in rows]
        sheets.append(FilledSheet(Page(page.name, (titles, *told))))
    TOOLS.write_book(target, sheets)


def said(page: WorkbookPage) -> str:
    return " ".join(page.notices.texts())


def states(page: WorkbookPage) -> list[str]:
    return [line.cells[1] for line in page.panel.model.lines]


def here(screen: Screen, family: str) -> list[Any]:
    return list(screen.session.read.whole.of(family))


def test_a_template_is_written_filled_and_imported_and_its_products_are_drafts(screen, tmp_path):
    screen.keys.press(Key.Key_1, CONTROL)
    area = screen.window.tabs.current_page()
    assert isinstance(area, ListPage)
    screen.keys.push(next(one for one in area.bar.findChildren(QPushButton) if one.text() == _("From Excel…")))
    page = page_of(screen)
    template, book = tmp_path / "template.xlsx", tmp_path / "products.xlsx"
    choose_file(screen, page.buttons["template"], template)
    assert "template.xlsx" in said(page)
    cup = {"货号": "A1", "中文品名": "保温杯", "英文品名": "FLASK", "HS 编码": "961700", "出厂价": "38.00"}
    broken = {"货号": "A2", "中文品名": "水壶", "英文品名": "=1+1", "HS 编码": "#N/A"}
    steel = {"货号": "A1", "原材料名称": "不锈钢", "HS 编码": "721934", "原产国": "日本", "用料比例": "0.35"}
    fill(template, book, [cup, broken], [steel, {**steel, "货号": "A9"}])

    choose_file(screen, page.buttons["import"], book)
    assert states(page) == [_("New"), _("With problems"), _("Left out")]
    assert "A9" in page.panel.model.lines[2].cells[-1]
    assert here(screen, PRE_REVIEW) == []
    screen.keys.push(page.panel.taking)
    settle(screen)
    [draft] = here(screen, PRE_REVIEW)
    assert (draft.stage, draft.values["name_zh"], draft.values["materials"][0]["origin"]) == ("draft", "保温杯", "JP")

    choose_file(screen, page.buttons["import"], book)
    assert states(page) == [_("There already"), _("With problems"), _("Left out")]
    assert not page.panel.taking.isEnabled()
    screen.keys.push(page.panel.leaving)
    choose_file(screen, page.buttons["export"], tmp_path / "out.xlsx")
    out = TOOLS.read_table(tmp_path / "out.xlsx").readings[0].pages
    assert [len(sheet.rows) for sheet in out] == [2, 2]
    screen.workplace.act(Target(PRE_REVIEW, filters=(("stage", "draft"),)))
    settle(screen)
    assert area.model.row(0).title == "保温杯"


def test_past_certificates_are_found_and_copied_and_nothing_sends_them(screen, tmp_path):
    rows = (
        ("证书号", "签发日期", "收货人名称", "发票号", "英文品名", "数量"),
        ("C24/0001", "2024-03-05", "SAKURA TRADING", "INV-1", "FLASK", "100"),
        ("C24/0001", "", "", "INV-1", "LID", "100"),
    )
    TOOLS.write_book(tmp_path / "past.xlsx", [FilledSheet(Page("Sheet1", rows))])
    screen.workplace.act(Target("workbooks", form="rcep_2022"))
    page = page_of(screen)
    choose_file(screen, page.buttons["import"], tmp_path / "past.xlsx")
    screen.keys.push(page.panel.taking)
    settle(screen)
    [past] = here(screen, CERTIFICATE)
    assert (past.stage, [row["name_en"] for row in past.values["goods"]]) == (PAST, ["FLASK", "LID"])
    assert screen.clerk.outbox() == ()

    screen.keys.push(next(one for one in page.notices.findChildren(QPushButton) if one.text() == _("Show them")))
    settle(screen)
    area = screen.window.tabs.current_page()
    assert isinstance(area, ListPage)
    columns = [column.name for column in area.model.columns]
    assert area.model.index(0, columns.index("stage")).data() == _("Past")

    screen.keys.press(Key.Key_K, CONTROL)
    [popup] = screen.window.findChildren(FinderPopup)
    screen._qtbot.waitUntil(lambda: screen.keys.focus is popup.line)
    screen.keys.type("C24/0001")
    screen._qtbot.waitUntil(lambda: not popup.is_searching and screen.session.tasks.is_idle, timeout=READING_MS)
    screen.keys.press(Key.Key_Return)
    document = screen.page
    assert document.document.id == past.id
    assert any(_("Past")[:2] in text for text in document.header.notices.texts())
    assert not any(document.header.buttons[name].isVisible() for name in (*CHANGING, "send", "withdraw"))
    assert document.checking.problems == ()
    screen.keys.press(Key.Key_Return, CONTROL)
    settle(screen)

    area.choose(past.id)
    screen.workplace.act(Target(CERTIFICATE))
    settle(screen)
    area.choose(past.id)
    enabled = {name for name, action in area.bar.actions_by_name.items() if action.isEnabled()}
    assert enabled & {"submit", "amend", "withdraw", "ask_reprint", "report_lost", "print"} == set()
    assert {"copy", "template"} <= enabled
    copy = screen.clerk.perform(drafts.copy, past.id)
    assert (copy.stage, copy.values["consignee_name"]) == ("draft", "SAKURA TRADING")

    screen.sync()
    assert screen.clerk.document(copy.id).rev is not None
    assert screen.clerk.document(past.id).rev is None
    refused = refused_there(screen, past)
    assert refused == "past_certificate"


def refused_there(screen: Screen, past: Any) -> str:
    """What the office says to a client that sends one all the same."""
    with screen.clerk.store.unit() as unit:
        unit.put(dataclasses.replace(past, stage="draft", revision=screen.clerk.document(past.id).revision))
    with screen.clerk.store.unit() as unit:
        drafts.enqueue_put(unit, screen.clerk.document(past.id))
    screen.clerk.sync()
    [intent] = screen.clerk.store.reader.intents(past.id)
    return str((intent.problem or {})["problems"][0]["code"])
