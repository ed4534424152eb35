"""Messages above the page: literal text, one action, at most three."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from coo_desktop.domain.errors import Offline, StoreFull
from coo_desktop.views.status.banners import MOST, Banners


@pytest.fixture
def notices(qtbot):
    made = Banners()
    qtbot.addWidget(made)
    made.show()
    return made


def test_markup_from_others_is_shown_literally(notices):
    notices.show_notice("a", "info", "<b>A & B</b> <img src=x>")
    labels = [label for label in notices.findChildren(QLabel) if label.text()]
    assert [label.text() for label in labels] == ["<b>A & B</b> <img src=x>"]
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)


def test_a_newer_message_of_the_same_kind_takes_the_place_of_the_old_one(notices):
    notices.show_notice("sync", "warn", "first")
    notices.show_notice("sync", "bad", "second")
    assert notices.texts() == ["second"]


def test_the_oldest_message_makes_room(notices):
    for number in range(MOST + 2):
        notices.show_notice(f"key {number}", "info", str(number))
    assert notices.texts() == ["2", "3", "4"]


def test_taking_the_action_closes_the_message(qtbot, notices):
    taken = []
    button = notices.show_notice("a", "info", "text").offer("Do it", lambda: taken.append(True))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert taken == [True]
    assert notices.texts() == []
    assert not notices.isVisible()


def test_a_full_disk_says_what_it_means_for_the_work(notices):
    notices.show_error(StoreFull())
    assert "仍在屏幕上" in notices.texts()[0]


def test_what_the_light_tells_is_not_told_twice(notices):
    notices.show_error(Offline(cause="dns"))
    assert notices.texts() == []
