"""Every box that filters a list finds Chinese by pinyin and initials: each page and each dialog is walked for them."""

import dataclasses

import pytest
from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QListView,
    QTableView,
    QTreeView,
    QWidget,
)

from coo_desktop.domain.documents.document import PRE_REVIEW as PRODUCTS
from coo_desktop.domain.documents.document import Change, Person, Query
from coo_desktop.environment.words import _
from coo_desktop.store.packs.library import Library
from coo_desktop.views.questions import DocumentQuestion, HsCodeQuestion, OptionQuestion, SmartCreateQuestion
from coo_desktop.views.shell.pages import PAGES
from coo_desktop.views.target import AREAS, Target
from tests.domain.given import PRE_REVIEW, RCEP, values_of
from tests.flows.keyboard import CONTROL, Key
from tests.flows.office import approve

#: What stands in the store, and how somebody without an input method asks for it. A certificate is listed by the
#: English names of its goods and found by the Chinese ones, too; its importer tells its line.
NAME, SOUNDS = "不锈钢真空保温杯", ("bxgzkbwb", "zhenkongbaowen")
PARTNER, PARTNER_SOUNDS = "重庆商社", ("cqss", "chongqing")
PERSON, PERSON_SOUNDS = "王晓明", ("wxm", "xiaoming")


@pytest.fixture
def screen(screens, backend_process, tmp_path):
    """A window over a store in which every list has a line of Chinese and one that is found by none of its sounds."""
    opened = screens(RCEP, "demo")
    clerk = opened.clerk
    opened.session.ports = dataclasses.replace(opened.session.ports, packs=Library(tmp_path / "packs"))
    product = clerk.write({**values_of(PRE_REVIEW), "name_zh": NAME}, form="pre_review")
    clerk.submit(product.id)
    clerk.sync()
    approve(backend_process, product.id)
    clerk.sync()
    tea = clerk.write({**values_of(PRE_REVIEW), "name_zh": "茶叶"}, form="pre_review")
    clerk.submit(tea.id)
    clerk.sync()
    approve(backend_process, tea.id)
    clerk.sync()
    for name in (NAME, "茶叶"):
        clerk.submit(clerk.write({**values_of(PRE_REVIEW), "name_zh": name}, form="pre_review").id)
    clerk.write({**values_of(RCEP), "consignee_name": PARTNER}, form="rcep_2022")
    clerk.write({"consignee_name": "ACME"}, form="rcep_2022")
    for form, values in (
        ("importer", {"name": NAME, "address": "1 ROAD", "country": "JP"}),
        ("producer", {"name_zh": NAME}),
        ("special_clause", {"title": NAME, "text": "TEXT"}),
        ("template", {"name": NAME, "form": "rcep_2022"}),
    ):
        clerk.write(values, form=form)
        clerk.write({next(iter(values)): "茶叶"}, form=form)
    with clerk.store.unit() as unit:
        unit.put_person(Person(account="demo", name=PERSON))
    opened.session.changed.emit(Change(families=frozenset({*AREAS, "person"})))
    return opened


def boxes(owner: QWidget) -> list[QLineEdit]:
    """The lines of a page or dialog in which somebody types what to look for."""
    names = {_("Search"), _("Search products"), _("Importer"), _("Signatory")}
    lines = [line for line in owner.findChildren(QLineEdit) if line.isVisibleTo(owner) and not line.isReadOnly()]
    found = [line for line in lines if line.accessibleName() in names]
    told = (_("Search"), _("Type to search"), _("find"))
    strays = [line for line in lines if line not in found and any(word in line.placeholderText() for word in told)]
    assert not strays, [line.placeholderText() for line in strays]
    return found


def texts(owner: QWidget) -> list[str]:
    """All that the lists beneath a page or dialog show, line by line; what offers words to a line is none."""
    shown = []
    for view in owner.findChildren(QAbstractItemView):
        model = view.model()
        if model is None or not view.isVisibleTo(owner) or isinstance(view, QHeaderView) or in_a_choice(view):
            continue
        for row in range(model.rowCount()):
            if isinstance(view, QTableView | QListView) and view.isRowHidden(row):
                continue
            count = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
            cells = [model.index(row, column).data() for column in range(count)]
            shown.append(" ".join(str(cell) for cell in cells if cell is not None))
    return shown


def in_a_choice(view: QAbstractItemView) -> bool:
    above = view.parent()
    return isinstance(above, QComboBox) or (above is not None and isinstance(above.parent(), QComboBox))


def try_box(qtbot, owner: QWidget, line: QLineEdit, sounds: tuple[str, ...]) -> None:
    for typed in sounds:
        line.setFocus()
        line.clear()
        qtbot.keyClicks(line, typed)
        qtbot.waitUntil(lambda: any(NAME in text or PARTNER in text for text in texts(owner)), timeout=20_000)
        qtbot.waitUntil(lambda: not any("茶叶" in text or "ACME" in text for text in texts(owner)))
    line.clear()


def try_all(qtbot, owner: QWidget) -> int:
    """Tries every box of a page or dialog; how many there are."""
    found = boxes(owner)
    for line in found:
        if line.accessibleName() == _("Importer"):
            try_box(qtbot, owner, line, PARTNER_SOUNDS)
        elif line.accessibleName() == _("Signatory"):
            try_person(qtbot, line)
        else:
            try_box(qtbot, owner, line, SOUNDS)
    return len(found)


def try_person(qtbot, line: QLineEdit) -> None:
    field = line.parent()
    for typed in PERSON_SOUNDS:
        line.clear()
        qtbot.keyClicks(line, typed)
        qtbot.waitUntil(lambda: field.accounts() == ("demo",), timeout=20_000)
    line.clear()


def test_every_box_of_every_area_finds_chinese_by_its_sound(qtbot, screen):
    tried = 0
    for area in AREAS:
        screen.workplace.act(Target(area))
        page = screen.window.tabs.current_page()
        kinds = getattr(page, "kinds", None)
        for number in range(kinds.count() if kinds is not None else 1):
            if kinds is not None:
                kinds.setCurrentIndex(number)
            front = kinds.widget(number) if kinds is not None else page
            bar = (front.list if kinds is not None else front).filters
            if bar.opening is not None:
                bar.opening.setChecked(True)
            tried += try_all(qtbot, front)
    assert tried == 9  # six lists, the importers of certificates, the signatories of both families


def test_every_box_of_every_other_page_finds_chinese_by_its_sound(qtbot, screen):
    """A page that lists something has a search, where Ctrl+F leads; its rows are the page's own."""
    tried, searched, unsearched = [], set(), set()
    for key in PAGES:
        screen.workplace.act(Target(key))
        page = screen.window.tabs.current_page()
        qtbot.waitUntil(lambda: screen.session.tasks.is_idle, timeout=20_000)
        screen.keys.press(Key.Key_F, CONTROL)
        if lists_something(page):
            (searched if screen.window.tabs.current_page() is page else unsearched).add(key)
        if key in {"hs_codes", "notices", "outbox"}:  # own approved products stand first among the codes
            tried.append(try_all(qtbot, page))
    assert searched == {"cases", "hs_codes", "notices", "outbox", "packs", "recoding", "signatories", "surveys"}
    # The parts of one thing, a few lines that are counts, the answers to one question, what one file would do.
    assert unsearched == {"backups", "check", "start", "tariff", "workbooks"}
    assert tried == [1, 1, 1]


def lists_something(page: QWidget) -> bool:
    views = (*page.findChildren(QTableView), *page.findChildren(QListView), *page.findChildren(QTreeView))
    return any(not in_a_choice(view) and not view.windowFlags() & Qt.WindowType.ToolTip for view in views)


@pytest.mark.parametrize(
    "question",
    [
        DocumentQuestion("?", Query(family=PRODUCTS), ""),
        OptionQuestion("?", (("a", NAME), ("b", "茶叶"))),
        HsCodeQuestion("", (6,)),
        SmartCreateQuestion(),
    ],
    ids=lambda question: type(question).__name__,
)
def test_every_dialog_with_a_list_finds_chinese_by_its_sound(qtbot, screen, question):
    screen.session.ask(screen.window, question, lambda _answer: None)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    dialog = QApplication.activeModalWidget()
    assert try_all(qtbot, dialog) == 1
    dialog.reject()
