"""Rows beneath a field: real keys in the field go through them, and what is taken is told by its row."""

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QLineEdit, QListView, QPlainTextEdit

from coo_desktop.views.widgets.field_popup import FieldPopup

Key = Qt.Key
SHOWN = 4


@pytest.fixture
def popup(qtbot, window):
    """Makes a popup at a field of this class, open over ten rows."""

    def open_popup(kind=QLineEdit):
        field = kind(window)
        window.resize(600, 300)
        field.show()
        with qtbot.waitActive(window):
            window.activateWindow()
        field.setFocus()
        rows = QListView(field)
        rows.setModel(QStringListModel([f"row {number}" for number in range(10)], rows))
        made = FieldPopup(field, rows, SHOWN)
        made.open(20)
        return made

    return open_popup


@pytest.fixture
def taken(popup):
    """An open popup at a line, and the list of the rows that were taken."""
    made, rows = popup(), []
    made.row_taken.connect(rows.append)
    return made, rows


def test_the_field_keeps_the_focus_and_no_row_is_chosen_at_first(popup):
    made = popup()
    assert made.is_open
    assert made.field.hasFocus()
    assert not made.popup.currentIndex().isValid()


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        ([Key.Key_Down], 0),
        ([Key.Key_Down, Key.Key_Down, Key.Key_Up], 0),
        ([Key.Key_Up], 0),
        ([Key.Key_Down, Key.Key_PageDown], SHOWN - 1),
        ([Key.Key_PageDown] * 5, 9),
        ([Key.Key_PageDown] * 5 + [Key.Key_PageUp], 9 - (SHOWN - 1)),
    ],
)
def test_arrows_go_through_the_rows_and_enter_takes_one(qtbot, taken, keys, row):
    made, rows = taken
    for key in [*keys, Key.Key_Return]:
        qtbot.keyClick(made.field, key)
    assert rows == [row]
    assert not made.is_open


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter, Key.Key_Tab])
def test_enter_and_tab_take_nothing_before_somebody_went_there(qtbot, taken, key):
    made, rows = taken
    qtbot.keyClick(made.field, key)
    assert rows == []


def test_tab_takes_the_row_that_somebody_went_to(qtbot, taken):
    made, rows = taken
    qtbot.keyClick(made.field, Key.Key_Down)
    qtbot.keyClick(made.field, Key.Key_Tab)
    assert rows == [0]


def test_tab_leaves_a_row_that_was_only_marked_and_enter_takes_it(qtbot, taken):
    made, rows = taken
    made.popup.setCurrentIndex(made.popup.model().index(2, 0))
    assert not made.press(Key.Key_Tab, True)
    assert rows == []
    assert made.press(Key.Key_Return, True)
    assert rows == [2]


@pytest.mark.parametrize("key", [Key.Key_Down, Key.Key_PageDown, Key.Key_Return])
def test_keys_with_shift_stay_the_fields(qtbot, taken, key):
    made, rows = taken
    made.popup.setCurrentIndex(made.popup.model().index(2, 0))
    qtbot.keyClick(made.field, key, Qt.KeyboardModifier.ShiftModifier)
    assert (made.popup.currentIndex().row(), rows) == (2, [])


def test_esc_and_leaving_the_field_take_the_rows_away(qtbot, taken):
    made, rows = taken
    qtbot.keyClick(made.field, Key.Key_Escape)
    assert not made.is_open
    made.open(20)
    made.field.clearFocus()
    assert not made.is_open
    assert rows == []


def test_a_click_takes_its_row(qtbot, taken):
    made, rows = taken
    at = made.popup.visualRect(made.popup.model().index(1, 0)).center()
    qtbot.mouseClick(made.popup.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert rows == [1]


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_the_rows_stand_beneath_the_line_as_high_as_their_number(popup, kind):
    made = popup(kind)
    assert made.popup.height() == SHOWN * 20 + 2 * made.popup.frameWidth()
    assert made.popup.width() >= made.field.width()
    assert made.popup.geometry().top() > made.field.mapToGlobal(made.field.rect().topLeft()).y()
    assert made.field.screen().availableGeometry().contains(made.popup.geometry())
