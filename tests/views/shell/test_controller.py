"""The window at work: areas, documents in tabs, keys, the light, and leaving without losing a keystroke."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from shiboken6 import isValid

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.errors import StoreFull
from coo_desktop.domain.office.sync_state import SyncCause, SyncState
from coo_desktop.environment import words
from coo_desktop.views.document.page import FormPage
from coo_desktop.views.lists.page import ListPage
from coo_desktop.views.mail.outbox_page import OutboxPage
from coo_desktop.views.records.page import RecordsPage
from coo_desktop.views.shell.leaving import leave
from coo_desktop.views.shell.pages import PAGES
from coo_desktop.views.target import DOCUMENT, HISTORY, Target
from tests.views.pages import stored

CONTROL = Qt.KeyboardModifier.ControlModifier
MARKUP = "<b>A & B</b><script>"


def press(qtbot, place, key, modifier=CONTROL):
    qtbot.keyClick(QApplication.focusWidget() or place.window, key, modifier)


def test_areas_are_built_when_they_are_first_shown(qtbot, place):
    tabs = place.window.tabs
    assert isinstance(tabs.page(Target("pre_review")), ListPage)
    assert tabs.page(Target("certificate")) is None
    press(qtbot, place, Qt.Key.Key_2)
    assert isinstance(tabs.page(Target("certificate")), ListPage)
    press(qtbot, place, Qt.Key.Key_3)
    assert isinstance(tabs.page(Target("record")), RecordsPage)


def test_every_kind_of_record_has_a_list(place):
    place.window.tabs.show_page(Target("record"))
    kinds = place.window.tabs.page(Target("record")).kinds
    titles = [kinds.tabText(number) for number in range(kinds.count())]
    assert {"进口商", "生产商"} <= set(titles)


def test_a_new_document_opens_by_key_and_closes_by_key(qtbot, place):
    press(qtbot, place, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: isinstance(place.window.tabs.currentWidget(), FormPage))
    assert place.window.tabs.count() == 4
    press(qtbot, place, Qt.Key.Key_W)
    qtbot.waitUntil(lambda: place.window.tabs.count() == 3)


def test_a_document_opens_once(place, session):
    document = stored(session, "pre_review", {"name_zh": "保温杯"})
    assert place.open(document.id) is place.open(document.id)
    assert "保温杯" in place.window.tabs.tabText(3)


def test_an_area_cannot_be_closed(qtbot, place):
    press(qtbot, place, Qt.Key.Key_W)
    assert place.window.tabs.count() == 3


def test_a_tab_closes_only_after_its_typing_is_stored(qtbot, place, session):
    document = stored(session, "importer", {"name": "SAKURA"})
    page = place.open(document.id)
    editor = page.fields.editor("name").findChild(QLineEdit)
    editor.setFocus()
    editor.end(False)
    qtbot.keyClicks(editor, " TRADING")
    place.close(page)
    qtbot.waitUntil(lambda: place.window.tabs.count() == 3)
    assert session.read.document(document.id).values["name"] == "SAKURA TRADING"


def test_what_cannot_be_stored_stays_on_the_screen(qtbot, place, session, monkeypatch):
    document = stored(session, "importer", {"name": "SAKURA"})
    page = place.open(document.id)
    editor = page.fields.editor("name").findChild(QLineEdit)
    editor.end(False)
    qtbot.keyClicks(editor, " TRADING")

    def full():
        raise StoreFull()

    monkeypatch.setattr(session.ports.store, "unit", full)
    left = []
    leave(place.window, lambda: left.append(True))
    qtbot.waitUntil(lambda: session.tasks.is_idle)
    assert left == []
    assert editor.text() == "SAKURA TRADING"
    assert place.window.notices.texts()


def test_a_discarded_document_takes_its_tab_along(qtbot, place, session):
    from coo_desktop.domain.operations import drafts

    document = stored(session, "importer", {"name": "SAKURA"})
    place.open(document.id)
    session.do(session, drafts.discard, document.id)
    qtbot.waitUntil(lambda: place.window.tabs.count() == 3)


def test_the_search_key_reaches_the_list_from_a_document(qtbot, place, session):
    place.open(stored(session, "importer", {"name": "SAKURA"}).id)
    press(qtbot, place, Qt.Key.Key_F)
    current = place.window.tabs.page(Target("record")).current()
    assert current.filters.fields["text"].hasFocus()


def test_f5_asks_for_a_pass(qtbot, place, session):
    with qtbot.waitSignal(session.sync_wanted):
        press(qtbot, place, Qt.Key.Key_F5, Qt.KeyboardModifier.NoModifier)


@pytest.mark.parametrize("light", ["synced", "waiting", "syncing", "offline", "attention", "signed_out"])
def test_the_light_has_an_icon_and_words(place, session, light):
    session.show_state(
        SyncState(light=light, waiting=3, cause=SyncCause.NAME_NOT_FOUND, last_heard_at="2026-11-23T02:00:00+00:00")
    )
    shown = place.window.light
    assert shown.text()
    assert not shown.icon().isNull()
    assert ("3" in shown.text()) == (light != "synced")
    assert "10:00" in shown.toolTip()
    assert "dns" not in shown.toolTip()


def test_the_light_leads_to_the_outbox(qtbot, place):
    qtbot.mouseClick(place.window.light, Qt.MouseButton.LeftButton)
    assert isinstance(place.window.tabs.currentWidget(), OutboxPage)


def test_an_ended_session_is_said_once_and_leads_to_the_sign_in(qtbot, place, session):
    session.show_state(SyncState(light="signed_out"))
    assert len(place.window.notices.texts()) == 1
    place.window.notices.close_notice("signed_out")
    session.show_state(SyncState(light="signed_out"))
    assert place.window.notices.texts() == []


def test_text_from_others_is_shown_literally_everywhere(qtbot, place, session):
    product = stored(session, "pre_review", {"name_zh": MARKUP, "name_en": MARKUP})
    stored(session, "importer", {"name": MARKUP})
    for number in range(3):
        place.window.tabs.setCurrentIndex(number)
    place.act(Target("outbox"))
    place.open(product.id)
    session.changed.emit(Change(ids=(product.id,)))
    qtbot.waitUntil(lambda: session.tasks.is_idle)
    for label in place.window.findChildren(QLabel):
        if MARKUP in label.text():
            assert label.textFormat() == Qt.TextFormat.PlainText


def test_no_two_access_keys_of_a_page_are_the_same(qtbot, place, session):
    place.act(Target("outbox"))
    document = stored(session, "pre_review", {"name_zh": "保温杯"})
    place.open(document.id)
    for language in words.LANGUAGES:
        words.use(language)
        for number in range(place.window.tabs.count()):
            place.window.tabs.setCurrentIndex(number)
            keys = access_keys(place.window)
            assert len(keys) == len(set(keys)), keys


def access_keys(window):
    """The access keys that work at the moment: of the menus and of the buttons on the screen."""
    texts = [action.text() for action in window.menuBar().actions()]
    buttons = window.findChildren(QAbstractButton)
    texts += [button.text() for button in buttons if button.isVisible() and not button.shortcut().isEmpty()]
    return sorted(text[text.index("&") + 1].upper() for text in texts if "&" in text.replace("&&", ""))


def test_every_control_of_the_shell_has_a_name(qtbot, place, session):
    for number in range(3):
        place.window.tabs.setCurrentIndex(number)
    place.act(Target("outbox"))
    nameless = [
        widget
        for widget in place.window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and isinstance(widget, QAbstractButton | QLineEdit)
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert [widget.objectName() for widget in nameless if not widget.objectName().startswith("qt_")] == []


@pytest.mark.parametrize("key", ["outbox", "notices", "recoding", "cancelling"])
def test_a_closed_page_hears_no_more(qtbot, place, session, key):
    page = place.show_page(PAGES[key])
    place.close(page)
    qtbot.waitUntil(lambda: not isValid(page))
    session.changed.emit(Change(families=frozenset({"notices", "recoding"})))
    session.synced.emit(SyncState("synced"))
    assert place.window.tabs.page(Target(key)) is None


def test_a_target_leads_to_a_document_to_its_history_and_to_a_list_with_its_filters(place, session):
    tabs, document = place.window.tabs, stored(session, "importer", {"name": "SAKURA"})
    targets = (Target(DOCUMENT, document=document.id), Target(HISTORY, document=document.id))
    for target in (*targets, *targets):
        place.act(target)
        assert tabs.key_of_current() == target
    assert list(tabs.open_pages()) == list(targets)
    place.act(Target("record", form="producer", filters=(("text", "NONE"),)))
    page = tabs.current_page()
    assert isinstance(page, RecordsPage)
    assert page.current() is page.kinds.currentWidget().list
    assert page.current().filters.chosen == {"text": "NONE"}


def test_a_target_without_filters_leaves_them_as_they_are(place):
    target = Target("certificate", filters=(("text", "NONE"),))
    for each in (target, target.tab):
        place.act(each)
        assert place.window.tabs.current_page().filters.chosen == {"text": "NONE"}


def test_every_page_has_the_title_of_its_tab(place, session):
    place.act(Target("outbox"))
    place.open(stored(session, "importer", {"name": "SAKURA"}).id)
    for number in range(place.window.tabs.count()):
        place.window.tabs.setCurrentIndex(number)
        assert place.window.tabs.current_page().title == place.window.tabs.tabText(number)
