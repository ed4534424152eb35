"""Every page is reached from a menu, and every menu's wish is somebody's to fulfil."""

from PySide6.QtGui import QAction

from coo_desktop.views.shell.menus import MENUS, needs_desk
from coo_desktop.views.shell.pages import PAGES
from coo_desktop.views.shell.window import MainWindow
from coo_desktop.views.target import Choice, Command, Target


def test_every_page_stands_in_a_menu_with_its_key(qtbot, session):
    window = MainWindow(session.tasks)
    qtbot.addWidget(window)
    actions = {action.objectName(): action for action in window.findChildren(QAction)}
    assert {kind.title: kind.keys for kind in PAGES.values()} == {
        kind.title: actions[kind.title].shortcut().toString() for kind in PAGES.values()
    }


def test_no_two_entries_share_a_key():
    keys = [entry.keys for _title, entries in MENUS for entry in entries if entry.keys]
    keys += [kind.keys for kind in PAGES.values() if kind.keys]
    assert len(keys) == len(set(keys))


def test_every_page_needs_an_open_desk():
    assert all(needs_desk(Target(key)) for key in PAGES)
    assert not needs_desk(Command.QUIT)
    assert not needs_desk(Choice("language", "en"))
