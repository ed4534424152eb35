"""How pages are laid out: title, lead and parts in their order, rows with gaps, a message that comes and goes."""

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from coo_desktop.views.widgets.scaffold import Message, beneath, beside, scaffold
from coo_desktop.views.widgets.style import Label, colour


@pytest.fixture
def page(window):
    made = QWidget(window)
    made.resize(600, 400)
    return made


def show(window, page):
    """Lets the layouts take their places."""
    page.show()
    window.resize(700, 500)
    page.layout().activate()


def test_title_lead_and_parts_stand_beneath_each_other(window, page):
    first, second = QPushButton("first", page), QPushButton("second", page)
    column = scaffold(page, "Title", first, None, second, lead="<i>What it is for</i>")
    show(window, page)
    title, lead = page.findChildren(Label)
    assert (title.text(), lead.text()) == ("Title", "<i>What it is for</i>")
    assert title.font().bold()
    tops = [each.geometry().top() for each in (title, lead, first, second)]
    assert tops == sorted(tops)
    assert second.geometry().bottom() >= page.height() - column.contentsMargins().bottom() - 1
    assert column is page.layout()


def test_tools_stand_at_the_right_of_the_title(window, page):
    tool = QPushButton("again", page)
    column = scaffold(page, "Title", tools=(tool,))
    show(window, page)
    (title,) = page.findChildren(Label)
    assert title.geometry().right() < tool.geometry().left()
    assert tool.geometry().right() >= page.width() - column.contentsMargins().right() - 1


def test_a_stretched_part_takes_what_is_left(window, page):
    small, wide = QPushButton("small", page), QPushButton("wide", page)
    beneath(page, beside(small, (wide, 1)), None, margins=False)
    show(window, page)
    assert small.width() == small.sizeHint().width()
    assert wide.width() > page.width() // 2
    assert small.geometry().topLeft() == page.rect().topLeft()


def test_a_weak_gap_takes_room_only_where_nothing_else_does(window, page):
    small, wide = QPushButton("small", page), QPushButton("wide", page)
    beneath(page, beside(small, (wide, 1), (None, 0)), None)
    show(window, page)
    assert wide.width() > page.width() // 2
    wide.hide()
    page.layout().activate()
    assert small.width() == small.sizeHint().width()


def test_a_message_comes_in_its_colour_and_goes(window):
    message = Message(window)
    assert not message.isVisible()
    message.say("It is done.", "good")
    assert message.isVisible()
    assert message.text() == "It is done."
    assert colour("good").name() in message.styleSheet()
    message.say("It went wrong.")
    assert colour("bad").name() in message.styleSheet()
    message.say("")
    assert not message.isVisible()
