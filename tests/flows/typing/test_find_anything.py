"""Ctrl+K on the real window and store, by keys alone: documents, pages and commands from the first letters on."""

import dataclasses
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from coo_desktop.domain.documents.document import Change, Document
from coo_desktop.environment import words
from coo_desktop.environment.words import _
from coo_desktop.views.account.sign_in import UnlockPage
from coo_desktop.views.finder.lines import MOST, TITLES, FinderLine, Group
from coo_desktop.views.finder.popup import FinderPopup
from coo_desktop.views.lists.page import ListPage
from coo_desktop.views.mail.notices_page import NoticesPage
from coo_desktop.views.records.page import RecordsPage
from coo_desktop.views.tariff.page import TariffPage
from tests.domain.given import PRE_REVIEW, RCEP, values_of
from tests.flows.keyboard import CONTROL, Key
from tests.flows.screen import Screen

PRODUCT, BUYER, MARKUP = "竹编茶盘", "重庆商社", "<b>ROSE & CO.</b>"


class Finder:
    """The popup as somebody sees it who has the keyboard only."""

    def __init__(self, qtbot: Any, screen: Screen) -> None:
        self._qtbot, self.screen, self.keys = qtbot, screen, screen.keys

    @property
    def popup(self) -> FinderPopup:
        (found,) = self.screen.window.findChildren(FinderPopup)
        assert isinstance(found, FinderPopup)
        return found

    def open(self, text: str = "") -> "Finder":
        self.keys.press(Key.Key_K, CONTROL)
        self._qtbot.waitUntil(lambda: self.popup.isVisible() and self.keys.focus is self.popup.line)
        self.keys.type(text)
        return self.ready()

    def ready(self) -> "Finder":
        """Once the answer to what is typed is here, and every text is spelt."""
        self._qtbot.waitUntil(lambda: not self.popup.is_searching and self.screen.session.tasks.is_idle, timeout=20_000)
        return self

    def shown(self) -> list[str]:
        """Headings and lines from above, each as its first column has it."""
        model = self.popup.model
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def current(self) -> str:
        line = self.popup.view.current()
        return line.text if line is not None else ""

    def enter(self) -> None:
        self.keys.press(Key.Key_Return)
        assert not self.popup.isVisible()


@pytest.fixture(params=["zh_CN", "en"])
def language(request) -> Iterator[str]:
    before = words.language()
    words.use(request.param)
    yield request.param
    words.use(before)


@pytest.fixture
def screen(screens) -> Screen:
    opened: Screen = screens(RCEP)
    clerk, values = opened.clerk, values_of(RCEP)
    clerk.write({**values_of(PRE_REVIEW), "name_zh": PRODUCT, "hs_code": "961700"}, form="pre_review")
    invoices = [{**row, "number": f"LF-{number}"} for number, row in enumerate(values["invoices"], 7)]
    clerk.write({**values, "consignee_name": BUYER, "invoices": invoices}, form="rcep_2022")
    clerk.write({"consignee_name": MARKUP, "invoices": [{"id": "i", "number": "MK-1"}]}, form="co_general")
    clerk.write({"name": BUYER, "address": "1 ROAD", "country": "JP"}, form="importer")
    approved = clerk.write({"consignee_name": "KATO", "invoices": [{"id": "i", "number": "AP-1"}]}, form="co_general")
    with clerk.store.unit() as unit:
        stored = clerk.document(approved.id)
        unit.put(dataclasses.replace(stored, stage="approved", facts={"number": "C26330700001"}))
    return opened


@pytest.fixture
def finder(qtbot, screen) -> Finder:
    return Finder(qtbot, screen)


def opened(finder: Finder) -> Document:
    return finder.screen.page.document


@pytest.mark.parametrize(
    ("typed", "form", "name"),
    [
        ("c26330700001", "co_general", "KATO"),
        ("07000", "co_general", "KATO"),
        ("lf-7", "rcep_2022", BUYER),
        ("重庆", "rcep_2022", BUYER),
        ("rose", "co_general", MARKUP),
        ("zbcp", "pre_review", ""),
        ("zhubian", "pre_review", ""),
        ("茶盘", "pre_review", ""),
    ],
)
def test_what_is_typed_leads_to_its_document_with_enter(finder, typed, form, name):
    finder.open(typed).enter()
    assert opened(finder).form == form
    assert opened(finder).values.get("consignee_name", "") == name


def test_initials_of_a_buyer_find_the_buyer_and_its_certificates(finder, language):
    finder.open("cqss")
    assert {_(TITLES[Group.CERTIFICATES]), _(TITLES[Group.RECORDS])} <= set(finder.shown())
    assert any("LF-7" in line for line in finder.shown())
    assert BUYER in finder.shown()
    finder.keys.press(Key.Key_Down)
    finder.enter()
    assert opened(finder).form in ("importer", "rcep_2022")


def test_an_hs_code_finds_products_and_certificates(finder):
    finder.open("9617")
    assert f"{PRODUCT} · 9617.00" in finder.shown()
    assert any("LF-7" in line for line in finder.shown())


def test_an_approved_document_opens_locked(finder):
    finder.open("ap-1").enter()
    assert opened(finder).stage == "approved"
    assert not finder.screen.page.draft.is_editable


@pytest.mark.parametrize("typed", ["tariff", "税率", "sl"])
def test_a_page_is_found_by_its_words_in_either_language_and_by_initials(finder, language, typed):
    finder.open(typed)
    wanted = {"en": "Tariff rates", "zh_CN": "关税税率"}[language]
    assert wanted in finder.shown()
    while finder.current() != wanted:
        finder.keys.press(Key.Key_Down)
    finder.enter()
    assert isinstance(finder.screen.window.tabs.current_page(), TariffPage)


def test_a_list_of_reference_data_is_a_page(finder):
    finder.open("特殊条款").enter()
    page = finder.screen.window.tabs.current_page()
    assert isinstance(page, RecordsPage)
    assert page.kind == "special_clause"


def test_a_command_is_done_and_tells_its_keys(finder, language):
    finder.keys.shortcut("Ctrl+Shift+M")
    assert isinstance(finder.screen.window.tabs.current_page(), NoticesPage)
    finder.open("close tab")
    line = finder.popup.view.current()
    assert line is not None
    assert (line.group, line.aside) == (Group.COMMANDS, "Ctrl+W")
    finder.enter()
    assert not isinstance(finder.screen.window.tabs.current_page(), NoticesPage)


def test_what_is_not_enabled_is_not_offered(finder):
    lock = finder.screen.window.findChild(QAction, "&Lock now")
    assert isinstance(lock, QAction)
    lock.setEnabled(False)
    finder.open("lock now")
    assert finder.shown() == []


def test_recently_opened_documents_stand_there_before_anything_is_typed(finder):
    finder.open()
    assert finder.shown() == []
    assert finder.popup.said.text() == _("What you open stands here the next time.")
    finder.keys.type("ap-1")
    finder.ready().enter()
    finder.open("lf-7").enter()
    finder.open("zbcp").enter()
    finder.open()  # the document at the front is not offered
    assert [line[:4] for line in finder.shown()] == [_(TITLES[Group.RECENT])[:4], "LF-7", "C263"]
    finder.keys.press(Key.Key_Down)
    finder.enter()
    assert opened(finder).stage == "approved"


def test_esc_leaves_everything_as_it_was(finder):
    page = finder.screen.new(2, "co_general")
    finder.keys.go_to("consignee_name")
    finder.open("lf-7")
    finder.keys.press(Key.Key_Escape)
    assert not finder.popup.isVisible()
    assert finder.keys.field == "consignee_name"
    assert finder.screen.page is page
    finder.keys.type("KATO")
    assert page.values()["consignee_name"] == "KATO"


def test_nothing_found_says_so(finder, language):
    finder.open("no such thing")
    assert finder.shown() == []
    assert finder.popup.said.isVisible()
    assert "no such thing" in finder.popup.said.text()
    assert finder.popup.line.accessibleDescription() == finder.popup.said.text()
    finder.keys.press(Key.Key_Return)
    assert finder.popup.isVisible()


@pytest.mark.parametrize(
    ("typed", "wanted"), [("q", ["Quit"]), ("c", ["Close tab", "Smart create"]), ("ctrl+w", ["Close tab"])]
)
def test_one_letter_finds_commands_whose_words_begin_so_and_keys_are_found_whole(finder, typed, wanted):
    finder.open(typed)
    lines = [line for line in finder.popup.model.rows if isinstance(line, FinderLine)]
    assert [line.names[0] for line in lines if line.group is Group.COMMANDS] == wanted


def test_markup_in_a_name_is_shown_as_text(finder):
    finder.open("rose")
    index = finder.popup.model.index(1, 1)
    assert MARKUP in index.data()
    assert "&lt;b&gt;" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "<b>" not in index.data(Qt.ItemDataRole.ToolTipRole)


def test_a_screen_reader_hears_the_line_that_enter_takes(finder):
    finder.open("lf-7")
    line = finder.popup.view.current()
    assert line is not None
    assert finder.popup.line.accessibleDescription() == line.spoken
    assert "LF-7" in line.spoken
    assert BUYER in line.spoken


class Slow:
    """The reader of a store whose `find` waits for each text until it is let go; counts what is asked."""

    def __init__(self, store: Any) -> None:
        self._store, self.reader = store, self
        self.asked: list[str] = []
        self.gates: dict[str, threading.Event] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store if hasattr(self._store, name) else self._store.reader, name)

    def find(self, text: str, limit: int) -> Any:
        self.asked.append(text)
        gate = self.gates.get(text)
        assert gate is None or gate.wait(20)
        return self._store.reader.find(text, limit)


@pytest.fixture
def slow(finder) -> Slow:
    session = finder.screen.session
    made = Slow(session.ports.store)
    session.ports = dataclasses.replace(session.ports, store=made)
    return made


def test_an_older_answer_is_never_shown_after_a_newer(qtbot, finder, slow):
    slow.gates["ap"] = threading.Event()
    drawn: list[tuple[str, list[str]]] = []
    finder.open()
    finder.popup.model.modelReset.connect(lambda: drawn.append((finder.popup.line.text(), finder.shown())))
    finder.keys.type("ap")
    qtbot.waitUntil(lambda: "ap" in slow.asked)
    finder.keys.press(Key.Key_Backspace, times=2)
    finder.keys.type("lf-7")
    finder.keys.press(Key.Key_Return)  # before the answer is here: it is for what stands in the line
    slow.gates["ap"].set()
    qtbot.waitUntil(lambda: not finder.popup.isVisible())
    assert next(row["number"] for row in opened(finder).values["invoices"]) == "LF-7"
    assert {text for text, rows in drawn if any("AP-1" in row for row in rows)} <= {"a"}
    assert slow.asked.count("l") <= 1
    assert slow.asked[-1] == "lf-7"


def test_nothing_is_read_while_the_popup_is_closed(qtbot, finder, slow):
    finder.open("lf-7").keys.press(Key.Key_Escape)
    asked = len(slow.asked)
    finder.screen.session.changed.emit(Change(families=frozenset({"certificate", "pre_review", "record"})))
    finder.screen.keys.press(Key.Key_1, CONTROL)
    qtbot.waitUntil(lambda: finder.screen.session.tasks.is_idle)
    assert len(slow.asked) == asked
    assert finder.popup.line.text() == ""
    assert finder.shown() == []


def test_a_lock_takes_the_popup_with_everything_in_it_away(finder):
    finder.open("lf-7")
    window = finder.screen.window
    window.show_gate(UnlockPage("demo", window))
    assert not finder.popup.isVisible()
    assert finder.shown() == []
    window.show_gate(None)
    assert not finder.popup.isVisible()


def test_what_the_groups_leave_out_is_shown_by_the_list(finder):
    for number in range(8):
        finder.screen.clerk.write({"invoices": [{"id": "i", "number": f"SER-{number}"}]}, form="co_general")
    finder.open("ser-")
    assert sum(line.startswith("SER-") for line in finder.shown()) == MOST[Group.CERTIFICATES]
    while finder.current() != _("Show all in the list"):
        finder.keys.press(Key.Key_Down)
    finder.enter()
    page = finder.screen.window.tabs.current_page()
    assert isinstance(page, ListPage)
    assert page.model.query.text == "ser-"


def test_the_arrows_stop_at_both_ends_and_pass_over_headings(finder):
    finder.open("cqss")
    finder.keys.press(Key.Key_Down, times=20)
    assert finder.current() == finder.shown()[-1]
    finder.keys.press(Key.Key_Up, times=20)
    assert finder.current() == finder.shown()[1]
    view, popup = finder.popup.view, finder.popup
    last = view.visualRect(popup.model.index(popup.model.rowCount() - 1, 0))
    assert popup.rect().contains(last.translated(view.viewport().mapTo(popup, last.topLeft()) - last.topLeft()))
    finder.keys.press(Key.Key_Tab)
    assert finder.keys.focus is finder.popup.line
