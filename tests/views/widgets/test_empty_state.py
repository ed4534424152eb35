"""Where nothing is yet: the sentence and its buttons in the middle, in the place of what is not there."""

import pytest
from PySide6.QtWidgets import QListWidget, QPushButton

from coo_desktop.views.widgets.empty_state import ChoiceOrEmpty, EmptyState, FullOrEmpty


@pytest.fixture
def rows(window):
    return QListWidget(window)


@pytest.fixture
def stack(window, rows):
    button = QPushButton("Begin")
    made = FullOrEmpty(rows, EmptyState("<b>Nothing</b> yet.", window, button), window)
    made.resize(600, 400)
    made.show()
    return made


def test_one_side_shows_at_a_time_and_the_full_one_first(stack, rows):
    assert rows.isVisible()
    assert not stack.is_empty
    stack.show_empty(True)
    assert stack.is_empty
    assert not rows.isVisible()
    stack.show_empty(False)
    assert rows.isVisible()


def test_the_sentence_is_literal_with_its_buttons_beneath_in_the_middle(stack):
    stack.show_empty(True)
    state = stack.currentWidget()
    (button,) = state.findChildren(QPushButton)
    state.layout().activate()
    assert state.said.text() == "<b>Nothing</b> yet."
    assert button.isVisible()
    assert button.geometry().top() > state.said.geometry().bottom()
    assert abs(button.geometry().center().x() - state.rect().center().x()) <= 1
    assert button.width() == button.sizeHint().width()


def test_a_choice_keeps_what_was_chosen_and_says_why_it_is_empty(window):
    choice = ChoiceOrEmpty("Cases", 10, "No case.", window)
    detail = QPushButton("detail", window)
    choice.put_beside(detail)
    choice.show()
    choice.show_lines({"a": "first", "b": "second"}, "b")
    assert choice.list.currentItem().text() == "second"
    assert detail.isVisible()
    choice.show_lines({"b": "second", "c": "third"}, "a")
    assert choice.list.currentItem().text() == "second"
    choice.show_lines({}, "b")
    assert choice.empty.said.isVisible()
    assert not detail.isVisible()
