"""A document on its page: typed by keys, saved by itself, checked, undone, merged, locked and sent."""

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.errors import StoreFull
from coo_desktop.domain.operations import drafts
from coo_desktop.views.document.page import FormPage
from coo_desktop.views.session import Session
from coo_desktop.views.target import CONFLICTS, Target
from coo_desktop.views.words.errors import error_message
from tests.stores import KEY
from tests.views.pages import stored

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def session(make) -> Session:
    return make(key=KEY)  # these run on an encrypted store, the other screens' tests on a plain one


@pytest.fixture
def page(open_page, session) -> FormPage:
    return open_page(stored(session, "rcep_2022"))


def line(page: FormPage, name: str) -> QWidget:
    widget = page.fields.editor(name).focus_widget()
    widget.setFocus()
    return widget


def press(qtbot, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClick(widget, key, modifier)


def settled(qtbot, session: Session) -> None:
    qtbot.waitUntil(lambda: session.tasks.is_idle)


def elsewhere(session: Session, document_id: str, **values: object) -> None:
    """Somebody else's edit, as a pass brings it."""
    with session.ports.store.unit() as unit:
        document = unit.document(document_id)
        stored_now = unit.put(dataclasses.replace(document, values={**document.values, **values}))
    session.changed.emit(Change(ids=(document_id,), document=stored_now, by="sync"))


def test_opening_a_page_saves_nothing(qtbot, page, session):
    page.save()
    settled(qtbot, session)
    assert session.read.document(page.document.id).revision == page.document.revision == 1


def test_tab_goes_through_the_fields_in_reading_order(qtbot, page):
    expected = [
        page.fields.editor(name).focus_widget()
        for section in page.form.sections
        for row in section.rows
        for name in row
        if page.form.by_id[name].kind != "computed" and not page.fields.boxes[name].isHidden()
    ]
    expected[0].setFocus()
    seen = [QApplication.focusWidget()]
    for _step in range(len(expected) * 3):
        press(qtbot, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now in expected and now is not seen[-1]:
            seen.append(now)
        if now is expected[-1]:
            break
    assert [widget.accessibleName() for widget in seen] == [widget.accessibleName() for widget in expected]


def test_typing_is_saved_after_some_quiet(qtbot, page, session):
    qtbot.keyClicks(line(page, "contract_no"), "LF-77")
    with qtbot.waitSignal(page.draft.saved, timeout=5000):
        pass
    assert session.read.document(page.document.id).values["contract_no"] == "LF-77"


def test_the_page_saves_when_a_field_is_left(qtbot, page, session):
    qtbot.keyClicks(line(page, "contract_no"), "LF-77")
    with qtbot.waitSignal(page.draft.saved, timeout=700):
        press(qtbot, Qt.Key.Key_Tab)
    assert session.read.document(page.document.id).values["contract_no"] == "LF-77"


def test_the_change_of_its_own_save_draws_nothing_anew(qtbot, page, session):
    qtbot.keyClicks(line(page, "contract_no"), "LF")
    with qtbot.assertNotEmitted(page.draft.redrawn):
        page.save()
        qtbot.keyClicks(line(page, "contract_no"), "-78")
        settled(qtbot, session)
    page.save()
    settled(qtbot, session)
    assert session.read.document(page.document.id).values["contract_no"] == "LF-78"


def test_ctrl_s_saves(qtbot, page, session):
    qtbot.keyClicks(line(page, "contract_no"), "LF-79")
    with qtbot.waitSignal(page.draft.saved):
        press(qtbot, Qt.Key.Key_S, CONTROL)
    assert session.read.document(page.document.id).values["contract_no"] == "LF-79"


def test_undo_takes_back_the_typing_of_one_field_at_once(qtbot, page):
    qtbot.keyClicks(line(page, "contract_no"), "LF-80")
    qtbot.keyClicks(line(page, "lc_no"), "LC1")
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert page.values()["lc_no"] == ""
    assert page.values()["contract_no"] == "LF-80"
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    assert page.values()["contract_no"] == ""
    press(qtbot, Qt.Key.Key_Y, CONTROL)
    press(qtbot, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert (page.values()["contract_no"], page.values()["lc_no"]) == ("LF-80", "LC1")


def test_what_is_undone_is_saved(qtbot, page, session):
    qtbot.keyClicks(line(page, "contract_no"), "LF-81")
    page.save()
    settled(qtbot, session)
    press(qtbot, Qt.Key.Key_Z, CONTROL)
    page.save()
    settled(qtbot, session)
    assert session.read.document(page.document.id).values["contract_no"] == ""


def test_an_edit_from_elsewhere_is_drawn_on_a_clean_page(page, session):
    elsewhere(session, page.document.id, contract_no="FROM ELSEWHERE")
    assert page.values()["contract_no"] == "FROM ELSEWHERE"


def test_an_edit_from_elsewhere_keeps_what_is_being_typed(qtbot, page, session):
    qtbot.keyClicks(line(page, "contract_no"), "MINE")
    elsewhere(session, page.document.id, lc_no="THEIRS")
    assert page.values()["contract_no"] == "MINE"
    assert page.values()["lc_no"] == "THEIRS"
    page.save()
    settled(qtbot, session)
    values = session.read.document(page.document.id).values
    assert (values["contract_no"], values["lc_no"]) == ("MINE", "THEIRS")


def test_two_edits_of_one_field_become_a_conflict_and_neither_is_lost(qtbot, page, session):
    qtbot.keyClicks(line(page, "contract_no"), "MINE")
    elsewhere(session, page.document.id, contract_no="THEIRS")
    settled(qtbot, session)
    conflict = session.read.conflicts(page.document.id)[0]
    assert (conflict.path, conflict.mine, conflict.theirs) == ("contract_no", "MINE", "THEIRS")
    assert page.values()["contract_no"] == "THEIRS"
    assert page.conflicts.isVisible()
    with qtbot.waitSignal(page.wanted) as asked:
        qtbot.keyClick(page.conflicts.opening, Qt.Key.Key_Space)
    assert asked.args == [Target(CONFLICTS, document=page.document.id)]
    with session.ports.store.unit() as unit:
        unit.put(dataclasses.replace(unit.document(page.document.id), stage="submitted"))
    session.changed.emit(Change(ids=(page.document.id,), by="sync"))
    assert "发送前" in page.conflicts.told.text()


def test_a_stale_save_loses_nothing(qtbot, page, session):
    """The other edit is in the store but its Change has not been heard yet."""
    with session.ports.store.unit() as unit:
        document = unit.document(page.document.id)
        unit.put(dataclasses.replace(document, values={**document.values, "lc_no": "THEIRS"}))
    qtbot.keyClicks(line(page, "contract_no"), "MINE")
    page.save()
    settled(qtbot, session)
    values = session.read.document(page.document.id).values
    assert (values["contract_no"], values["lc_no"]) == ("MINE", "THEIRS")
    assert page.values()["lc_no"] == "THEIRS"


def test_a_full_disk_leaves_the_typing_on_the_screen(qtbot, page, session, monkeypatch):
    def full(*_arguments: object) -> None:
        raise StoreFull()

    with monkeypatch.context() as patch:
        patch.setattr(drafts, "save", full)
        qtbot.keyClicks(line(page, "contract_no"), "KEPT")
        with qtbot.waitSignal(page.draft.refused):
            page.save()
    assert page.values()["contract_no"] == "KEPT"
    assert error_message(StoreFull()) in page.header.notices.texts()
    page.save()
    settled(qtbot, session)
    assert session.read.document(page.document.id).values["contract_no"] == "KEPT"
    assert error_message(StoreFull()) not in page.header.notices.texts()


def test_a_new_page_marks_no_field_before_the_person_was_there(qtbot, page):
    page.checking.check()
    assert not [name for name, box in page.fields.boxes.items() if box.message.text()]
    assert page.side.problems.list.count() > 5


def test_a_field_that_was_left_empty_says_what_is_wrong_in_the_panels_words(qtbot, page):
    line(page, "consignee_name")
    press(qtbot, Qt.Key.Key_Tab)
    box = page.fields.boxes["consignee_name"]
    qtbot.waitUntil(lambda: bool(box.message.text()))
    words = [page.side.problems.list.item(row).text() for row in range(page.side.problems.list.count())]
    assert any(box.message.text() in word for word in words)


def test_f9_marks_everything_and_f7_jumps_from_problem_to_problem(qtbot, page):
    line(page, "contract_no")
    press(qtbot, Qt.Key.Key_F9)
    assert page.fields.boxes["consignee_name"].message.text()
    press(qtbot, Qt.Key.Key_F7)
    first = QApplication.focusWidget()
    assert first is page.fields.editor(page.checking.problems[0].field).focus_widget()
    press(qtbot, Qt.Key.Key_F7)
    assert QApplication.focusWidget() is page.fields.editor(page.checking.problems[1].field).focus_widget()
    press(qtbot, Qt.Key.Key_F7, SHIFT)
    assert QApplication.focusWidget() is first


def test_enter_in_the_problem_list_jumps_to_the_field(qtbot, page):
    page.checking.check()
    page.side.problems.list.setFocus()
    page.side.problems.list.setCurrentRow(1)
    press(qtbot, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.fields.editor(page.checking.problems[1].field).focus_widget()


def test_sending_an_incomplete_document_goes_to_its_first_problem(qtbot, page, session):
    line(page, "contract_no")
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert not session.asker.questions
    assert QApplication.focusWidget() is page.fields.editor(page.checking.problems[0].field).focus_widget()
    assert any("未发送" in text for text in page.header.notices.texts())


def test_a_problem_in_a_row_jumps_to_its_cell(qtbot, open_page, session):
    rows = [{"id": "r1", "number": "LF-1", "date": "", "amount": "10", "currency": "USD", "price_term": "FOB"}]
    page = open_page(stored(session, "rcep_2022", {"invoices": rows}))
    problem = next(found for found in page.check() if found.row == "r1" and found.part == "date")
    page.go_to(problem)
    view = page.fields.editor("invoices").view
    assert view.currentIndex().column() == 1
    assert QApplication.focusWidget() is view


def test_a_document_on_its_way_is_locked_with_the_reason(qtbot, open_page, session):
    page = open_page(stored(session, "rcep_2022", delivery="queued"))
    assert any("发件箱" in text for text in page.header.notices.texts())
    qtbot.keyClicks(line(page, "contract_no"), "X")
    assert page.values()["contract_no"] == ""
    assert not page.header.buttons["send"].isVisible()


@pytest.mark.parametrize(("form", "way"), [("pre_review", "重新申报"), ("rcep_2022", "复制")])
def test_a_void_document_is_locked_and_names_the_way_on(open_page, session, form, way):
    page = open_page(stored(session, form, {}, stage="voided"))
    assert any(way in text for text in page.header.notices.texts())


def test_a_returned_document_shows_the_examiners_reasons_at_their_fields(open_page, session):
    reasons = [{"field": "consignee_name", "text": "与发票不一致"}, {"field": "", "text": "请补合同"}]
    page = open_page(stored(session, "rcep_2022", stage="returned", facts={"reasons": reasons}))
    words = [page.side.problems.list.item(row).text() for row in range(page.side.problems.list.count())]
    assert any("与发票不一致" in word for word in words)
    assert any("请补合同" in word for word in words)
    assert "与发票不一致" in page.fields.boxes["consignee_name"].message.text()


def test_a_trading_company_cannot_change_its_name(qtbot, page, session):
    qtbot.keyClicks(line(page, "exporter_name"), "X")
    assert page.values()["exporter_name"] == session.read.company().name_en


def test_a_deleted_document_closes_its_page(qtbot, page, session):
    with qtbot.waitSignal(page.gone):
        session.do(session, drafts.discard, page.document.id)


def test_the_banner_of_a_merge_goes_when_the_person_has_looked(qtbot, open_page, session):
    page = open_page(stored(session, "rcep_2022", needs_review=True))
    look = next(button for button in page.header.findChildren(QAbstractButton) if button.text() == "我已核对")
    look.click()
    qtbot.waitUntil(lambda: not session.read.document(page.document.id).needs_review)


@pytest.mark.parametrize("form", ["rcep_2022", "co_general", "pre_review", "importer"])
def test_everything_that_takes_the_focus_has_a_name(open_page, session, form):
    page = open_page(stored(session, form))
    nameless = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and widget.isVisibleTo(page)
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and not isinstance(widget.parentWidget(), QLineEdit)
        and not widget.objectName().startswith("qt_")
    ]
    assert not nameless


@pytest.mark.parametrize("form", ["rcep_2022", "pre_review"])
def test_mnemonics_are_unique_on_a_page(open_page, session, form):
    page = open_page(stored(session, form))
    texts = [button.text() for button in page.findChildren(QAbstractButton)]
    letters = [text[text.index("&") + 1].upper() for text in texts if "&" in text.replace("&&", "")]
    assert len(letters) == len(set(letters))


def test_markup_in_values_and_reasons_is_shown_as_it_is(open_page, session):
    marker = "<b>A & B</b>"
    reasons = [{"field": "remarks", "text": marker}]
    page = open_page(
        stored(session, "rcep_2022", {"contract_no": marker}, stage="returned", facts={"reasons": reasons})
    )
    labels = [label for label in page.findChildren(QLabel) if marker in label.text()]
    assert labels
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
    assert page.values()["contract_no"] == marker
