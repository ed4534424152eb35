"""Every kind of field on the screen: typed, shown, composed by an input method, undone and named."""

import datetime as dt
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from coo_desktop.domain.forms.form_type import Choice, FieldSpec, Words
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.domain.language.spelling import day_text, grouped
from coo_desktop.views.fields.editor import Editor, Surroundings
from coo_desktop.views.fields.registry import EDITORS, make_editor
from coo_desktop.views.questions import DocumentQuestion
from coo_desktop.views.session import Session
from tests.views.pages import make_desk, rules

LABEL = Words(zh_CN="某栏", en="Some field")
SAMPLES = {
    "text": "STEEL CUP",
    "lines": "A\nB",
    "integer": "1200",
    "decimal": "1234.50",
    "date": "2026-10-15",
    "choice": "RVC",
    "code": "JP",
    "hs_code": "961700",
    "flag": True,
    "items": [{"id": "r1", "number": "LF-1"}],
    "marks": {"form": "text", "text": "N/M"},
    "evidence": [{"id": "e1", "sha256": "0", "name": "a.pdf", "mime": "application/pdf", "size_bytes": 1}],
    "link": "p1",
    "computed": "",
}


@pytest.fixture
def session(qtbot) -> Iterator[Session]:
    made = make_desk()
    yield made
    made.tasks.close()


def spec_of(kind: str, **more: object) -> FieldSpec:
    settings: dict[str, object] = {"id": "some", "kind": kind, "label": LABEL, "script": "any"}
    if kind == "choice":
        settings["choices"] = tuple(
            Choice(id=name, label=Words(zh_CN=zh, en=en))
            for name, zh, en in (("CTC", "CTC 税则归类改变", "CTC change"), ("RVC", "RVC 区域价值成分", "RVC content"))
        )
    if kind == "code":
        settings["codes"] = "countries"
    if kind == "items":
        settings["item_type"] = rules().book.items["invoice"]
    if kind == "link":
        settings["family"] = "pre_review"
    if kind == "computed":
        settings["compute"] = "item_number"
    return FieldSpec(**{**settings, **more})


@pytest.fixture
def make(qtbot, session):
    """Makes an editor in a shown, active window."""
    pages = []

    def made(kind: str, **more: object) -> Editor:
        page = QWidget()
        qtbot.addWidget(page)
        pages.append(page)
        editor = make_editor(spec_of(kind, **more), Surroundings(session, rules().form("rcep_2022"), dict), page)
        other = QLineEdit(page)
        other.setObjectName("other")
        page.resize(500, 300)
        editor.resize(400, 200)
        other.move(0, 250)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        return editor

    yield made
    pages.clear()


def leave(editor: Editor) -> None:
    editor.parentWidget().findChild(QLineEdit, "other").setFocus()


def compose(widget: QWidget, text: str) -> None:
    """What an input method does: a preedit, then its commit."""
    QApplication.sendEvent(widget, QInputMethodEvent("zh", []))
    commit = QInputMethodEvent()
    commit.setCommitString(text)
    QApplication.sendEvent(widget, commit)


def test_every_kind_has_an_editor():
    assert set(EDITORS) == set(KINDS)


@pytest.mark.parametrize("kind", sorted(EDITORS))
def test_showing_a_value_never_signals_and_gives_it_back(make, qtbot, kind):
    editor = make(kind)
    with qtbot.assertNotEmitted(editor.edited):
        editor.show_value(SAMPLES[kind])
        editor.show_value(None)
        editor.show_value(SAMPLES[kind])
    assert editor.value() == SAMPLES[kind]


@pytest.mark.parametrize("kind", sorted(EDITORS))
def test_a_value_of_a_wrong_type_is_shown_without_a_fault(make, kind):
    editor = make(kind)
    for odd in (7, "text", ["a"], {"a": 1}, None, True):
        editor.show_value(odd)
        editor.value()


@pytest.mark.parametrize("kind", sorted(set(EDITORS) - {"computed"}))
def test_what_takes_the_focus_has_a_name_and_tells_its_problem(make, kind):
    editor = make(kind, box="13")
    editor.set_problem("必须填写")
    widget = editor.focus_widget()
    assert "某栏" in widget.accessibleName()
    assert "13" in widget.accessibleName()
    assert "必须填写" in widget.accessibleDescription()


@pytest.mark.parametrize("kind", ["text", "code", "hs_code", "decimal", "integer", "date", "lines"])
def test_text_committed_by_an_input_method_is_never_swallowed(make, kind):
    editor = make(kind)
    widget = editor.focus_widget()
    widget.setFocus()
    compose(widget, "中文")
    assert "中文" in str(editor.value())


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("hs_code", "９６１７．００", "961700"),
        ("decimal", "１，２３４．５０", "1234.50"),
        ("integer", "１２", "12"),
        ("code", "ｊｐ", "JP"),
        ("date", "２０２６－１０－１５", "2026-10-15"),
    ],
)
def test_full_width_signs_become_half_width(make, kind, typed, value):
    editor = make(kind)
    editor.focus_widget().setFocus()
    compose(editor.focus_widget(), typed)
    assert editor.value() == value


def test_a_number_is_grouped_only_while_nobody_types(make, qtbot):
    editor = make("decimal")
    line = editor.focus_widget()
    line.setFocus()
    qtbot.keyClicks(line, "35700.00")
    assert line.text() == "35700.00"
    leave(editor)
    assert line.text() == "35,700.00"
    assert editor.value() == "35700.00"
    line.setFocus()
    assert line.text() == "35700.00"


def test_a_wrong_number_stays_as_typed(make, qtbot):
    editor = make("decimal")
    qtbot.keyClicks(editor.focus_widget(), "12 cartons")
    leave(editor)
    assert editor.focus_widget().text() == "12 cartons"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-10-15", "2026-10-15"),
        ("1123", "2026-11-23"),
        ("+3", "2026-11-26"),
        ("今天", "2026-11-23"),
        ("-1", "2026-11-22"),
    ],
)
def test_days_are_typed_in_short(make, qtbot, typed, day):
    editor = make("date")
    line = editor.focus_widget()
    line.setFocus()
    compose(line, typed)
    assert editor.value() == day
    leave(editor)
    assert line.text() == day


@pytest.mark.parametrize("typed", ["0231", "+99999", "13月", "9999"])
def test_what_is_no_day_stays_as_typed(typed):
    assert day_text(typed, dt.date(2026, 11, 23)) == typed


def test_arrow_keys_move_a_day(make, qtbot):
    editor = make("date")
    editor.show_value("2026-10-31")
    with qtbot.waitSignal(editor.edited):
        qtbot.keyClick(editor.focus_widget(), Qt.Key.Key_Up)
    assert editor.value() == "2026-11-01"


@pytest.mark.parametrize("typed", ["RVC", "rvc", "区域", "RVC 区域价值成分", "RVC content"])
def test_a_choice_is_set_by_typing(make, qtbot, typed):
    editor = make("choice")
    editor.focus_widget().setFocus()
    compose(editor.line, typed)
    value = editor.value()
    assert value == ("RVC" if typed != "区域" else "区域")


def test_a_choice_that_is_not_known_stays_as_typed(make, qtbot):
    editor = make("choice")
    editor.show_value("XX")
    assert editor.value() == "XX"


def test_the_wheel_does_not_change_a_choice(make):
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent

    editor = make("choice")
    editor.show_value("CTC")
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(editor.focus_widget(), wheel)
    assert editor.value() == "CTC"


@pytest.mark.parametrize("typed", ["JP", "jp", "日本", "japan"])
def test_a_code_is_found_by_code_and_by_both_names(make, typed):
    editor = make("code")
    editor.focus_widget().setFocus()
    compose(editor.line, typed)
    assert editor.value() == "JP"
    leave(editor)
    assert editor.line.text() == "JP"
    assert editor.name.text() == "日本"


def test_a_code_is_taken_from_the_suggestions(make, qtbot):
    editor = make("code")
    editor.line.setFocus()
    qtbot.keyClicks(editor.line, "jap")
    qtbot.waitUntil(editor.popup.isVisible)
    qtbot.keyClick(editor.popup, Qt.Key.Key_Down)
    with qtbot.waitSignal(editor.edited):
        qtbot.keyClick(editor.popup, Qt.Key.Key_Return)
    assert editor.value() == "JP"


def test_tab_goes_on_while_suggestions_are_open(make, qtbot):
    editor = make("code")
    editor.line.setFocus()
    qtbot.keyClicks(editor.line, "jap")
    qtbot.waitUntil(editor.popup.isVisible)
    qtbot.keyClick(editor.popup, Qt.Key.Key_Down)
    qtbot.keyClick(editor.popup, Qt.Key.Key_Tab)
    assert editor.value() == "JP"
    assert not editor.popup.isVisible()


def test_escape_closes_the_suggestions_and_keeps_the_text(make, qtbot):
    editor = make("code")
    editor.line.setFocus()
    qtbot.keyClicks(editor.line, "jap")
    qtbot.waitUntil(editor.popup.isVisible)
    qtbot.keyClick(editor.popup, Qt.Key.Key_Escape)
    assert not editor.popup.isVisible()
    assert editor.line.text() == "jap"


def test_a_tab_leaves_a_text_of_several_lines(make, qtbot):
    editor = make("lines")
    editor.focus_widget().setFocus()
    qtbot.keyClicks(editor.focus_widget(), "A")
    qtbot.keyClick(editor.focus_widget(), Qt.Key.Key_Tab)
    assert not editor.focus_widget().hasFocus()
    assert editor.value() == "A"


def test_markup_is_pasted_as_its_characters(make, qtbot):
    editor = make("lines")
    QApplication.clipboard().setText("<b>A & B</b>")
    qtbot.keyClick(editor.focus_widget(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert editor.value() == "<b>A & B</b>"


def test_a_flag_is_set_with_the_space_bar(make, qtbot):
    editor = make("flag")
    with qtbot.waitSignal(editor.edited):
        qtbot.keyClick(editor.focus_widget(), Qt.Key.Key_Space)
    assert editor.value() is True


def test_a_link_asks_for_an_approved_document(make, qtbot, session):
    session.asker.answer(DocumentQuestion, "p1")
    editor = make("link")
    with qtbot.waitSignal(editor.edited):
        qtbot.keyClick(editor.focus_widget(), Qt.Key.Key_Return)
    assert editor.value() == "p1"
    assert session.asker.questions[0].query.stages == ("approved",)


def test_a_locked_editor_cannot_be_typed_in(make, qtbot):
    for kind in ("text", "decimal", "date", "code", "lines"):
        editor = make(kind)
        editor.show_value(SAMPLES[kind])
        editor.set_locked(True)
        qtbot.keyClicks(editor.focus_widget(), "9")
        assert editor.value() == SAMPLES[kind]


@pytest.mark.parametrize(
    ("text", "shown"), [("1234567.50", "1,234,567.50"), ("-1000", "-1,000"), ("abc", "abc"), ("", ""), ("0.10", "0.10")]
)
def test_grouping_keeps_every_digit(text, shown):
    assert grouped(text) == shown
