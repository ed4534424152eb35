"""A certificate kept as a template by keys, begun from by letters on both desks, gone from both once it is deleted."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from coo_desktop.domain.operations import drafts
from coo_desktop.views.document.page import FormPage
from coo_desktop.views.lists.templates import NewMenu
from coo_desktop.views.target import Target
from tests.domain.given import PRE_REVIEW, RCEP
from tests.flows.keyboard import CONTROL
from tests.flows.office import approved_product, certificate_of
from tests.looking import looking

Key = Qt.Key
CERTIFICATES = Key.Key_2


@pytest.fixture
def screen(screens):
    return screens(RCEP, "demo")


def certificate(screen, backend):
    """A whole certificate with its page at the front."""
    product = approved_product(screen.clerk, backend, PRE_REVIEW)
    written = screen.clerk.write(certificate_of(RCEP, product), form="rcep_2022")
    screen.open(written.id)
    return written


def keep(qtbot, screen, name=""):
    """Keeps the document at the front as a template, under the proposed name unless another is typed."""
    before = len(templates(screen.clerk))
    screen.keys.asked(lambda: screen.keys.press_button("存为模板"))
    screen.keys.type(name)
    screen.keys.enter()
    qtbot.waitUntil(lambda: len(templates(screen.clerk)) > before and screen.session.tasks.is_idle)


def templates(desk):
    return list(desk.store.reader.whole.of("record", "template"))


def at_the_menu(qtbot, screen, do):
    """Ctrl+N among the certificates; `do(menu)` is called, by a timer, once the menu has the keyboard."""
    keys, errors = screen.keys, []
    keys.press(CERTIFICATES, CONTROL)

    def look():
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu) and QGuiApplication.focusWindow() is menu.windowHandle():
            timer.stop()
            try:
                do(menu)
            except AssertionError as error:
                errors.append(error)
            finally:
                menu.close()

    with looking(look) as timer:
        keys.press(Key.Key_N, CONTROL)
        qtbot.waitUntil(lambda: not timer.isActive() and QApplication.activePopupWidget() is None)
    if errors:
        raise errors[0]


def begin(qtbot, screen, letters):
    """Ctrl+N, letters, Enter: the page that this opens."""

    def type_and_take(menu):
        screen.keys.type(letters)
        qtbot.waitUntil(lambda: not menu.is_reading)
        screen.keys.press(Key.Key_Return)

    before = screen.window.tabs.currentWidget()
    at_the_menu(qtbot, screen, type_and_take)
    front = screen.window.tabs.currentWidget
    qtbot.waitUntil(lambda: isinstance(front(), FormPage) and front() is not before)
    return screen.page


def offered(qtbot, screen, letters):
    """(text, can be taken) of every line that the letters leave in the menu."""
    seen = []

    def read(menu):
        qtbot.waitUntil(lambda: not menu.is_reading)
        screen.keys.type(letters)
        seen.extend((action.text(), action.isEnabled()) for action in menu.actions()[1:] if not action.isSeparator())

    at_the_menu(qtbot, screen, read)
    return seen


def test_three_letters_begin_what_was_kept_without_the_old_shipment(qtbot, screen, backend_process):
    written = certificate(screen, backend_process)
    keep(qtbot, screen)
    [template] = templates(screen.clerk)
    assert template.values["name"] == f"{written.values['consignee_name']} · 日本"
    page = begin(qtbot, screen, template.values["name"][:3].lower())
    values = page.values()
    assert page.form.id == "rcep_2022"
    for name in ("consignee_name", "consignee_address", "destination_country", "load_port", "discharge_port"):
        assert values[name] == written.values[name]
    assert not values["goods"]
    assert not values["vessel"]
    assert not values["departure_date"]
    assert [(row.get("number", ""), row.get("amount", "")) for row in values["invoices"]] == [("", "")]
    assert screen.saved().stage == "draft"


def test_a_template_is_found_by_the_initials_of_its_name(qtbot, screen, backend_process):
    certificate(screen, backend_process)
    keep(qtbot, screen, "大阪客户樱花")
    assert begin(qtbot, screen, "dbkh").values()["consignee_country"] == "JP"


def test_the_other_desk_begins_from_it_and_deletes_it_for_both(qtbot, screens, backend_process):
    mine = screens(RCEP, "demo")
    certificate(mine, backend_process)
    keep(qtbot, mine, "Osaka monthly")
    mine.sync()
    theirs = screens(RCEP, "clerk2")
    theirs.sync()
    with qtbot.waitActive(theirs.window):
        theirs.window.activateWindow()
    page = begin(qtbot, theirs, "osa")
    assert page.values()["consignee_name"] == templates(mine.clerk)[0].values["consignee_name"]
    records = theirs.window.tabs.show_page(Target("record", form="template"))
    records.show_kind("template")
    theirs.keys.to_row(records.current().table, 0)
    theirs.keys.asked(lambda: theirs.keys.press(Key.Key_Delete))
    theirs.keys.enter()
    theirs.settled()
    assert not templates(theirs.clerk)
    theirs.sync()
    mine.clerk.sync()
    assert not templates(mine.clerk)


def test_a_template_of_an_unknown_type_is_shown_and_not_offered(qtbot, screen):
    values = {"name": "Mars colony", "form": "form_of_a_newer_program", "consignee_name": "ARES LTD"}
    written = screen.clerk.perform(drafts.start, "template", values)
    [(text, can_begin)] = offered(qtbot, screen, "mars")
    assert text.startswith("Mars colony · ARES LTD")
    assert not can_begin
    page = screen.open(written.id)
    assert page.values()["form"] == "form_of_a_newer_program"
    screen.keys.fill("remarks", "KEPT")
    assert screen.saved().values["form"] == "form_of_a_newer_program"


def test_letters_find_types_of_certificates_and_escape_takes_them_back(qtbot, screen):
    assert [text for text, _can in offered(qtbot, screen, "hanguo")] or offered(qtbot, screen, "korea")

    def press(menu):
        qtbot.waitUntil(lambda: not menu.is_reading)
        whole = len(menu.actions())
        screen.keys.type("xqz")
        assert [action.text() for action in menu.actions()[1:]] == ["没有匹配的内容。"]
        screen.keys.press(Key.Key_Escape)
        assert len(menu.actions()) == whole
        assert menu.isVisible()

    at_the_menu(qtbot, screen, press)


def test_a_name_that_is_taken_is_asked_for_again(qtbot, screen, backend_process):
    certificate(screen, backend_process)
    keep(qtbot, screen, "Osaka")
    keys = screen.keys
    keys.asked(lambda: keys.press_button("存为模板"))
    keys.type("OSAKA")
    first = QApplication.activeModalWidget()
    keys.press(Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() not in (None, first))
    assert [one.values["name"] for one in templates(screen.clerk)] == ["Osaka"]
    keys.type("Osaka 2")
    keys.enter()
    qtbot.waitUntil(lambda: {one.values["name"] for one in templates(screen.clerk)} == {"Osaka", "Osaka 2"})


def test_a_menu_that_reads_takes_the_line_when_it_is_there(qtbot, screen):
    screen.clerk.perform(drafts.start, "template", {"name": "Osaka", "form": "rcep_2022", "consignee_name": "SAKURA"})

    def type_at_once(menu):
        assert isinstance(menu, NewMenu)
        screen.keys.type("osa")
        screen.keys.press(Key.Key_Return)
        qtbot.waitUntil(lambda: not menu.isVisible())

    at_the_menu(qtbot, screen, type_at_once)
    assert screen.opened("rcep_2022").values()["consignee_name"] == "SAKURA"
