"""What stands in the menus: things to do, and the pages that can be opened."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from coo_desktop.environment.words import N_, _
from coo_desktop.views.shell.pages import pages_of
from coo_desktop.views.target import Choice, Command, Target, Wish

Role = QAction.MenuRole


class Entry(NamedTuple):
    """One line of a menu: its wish, words and keys, its role on macOS. Without a wish it is a line of its own."""

    wish: Wish | None
    words: str
    keys: str = ""
    role: QAction.MenuRole = Role.NoRole


LINE = Entry(None, "")
MENUS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        N_("&File"),
        (
            Entry(Command.NEW, N_("&New document"), "Ctrl+N"),
            Entry(Command.SMART_CREATE, N_("&Smart create"), "Ctrl+Shift+N"),
            Entry(Command.OPEN_INVOICE, N_("Open an &invoice…"), "Ctrl+O"),
            LINE,
            Entry(Target("backups"), N_("&Backup, restore, move")),
            LINE,
            Entry(Command.CLOSE, N_("&Close tab"), "Ctrl+W"),
            Entry(Command.LOCK, N_("&Lock now"), "Ctrl+L"),
            Entry(Command.SIGN_OUT, N_("Sign &out")),
            Entry(Command.QUIT, N_("&Quit"), "Ctrl+Q", Role.QuitRole),
        ),
    ),
    (
        N_("&View"),
        (
            Entry(Command.FIND, N_("&Find"), "Ctrl+F"),
            Entry(Command.FIND_ANYTHING, N_("Find &anything"), "Ctrl+K"),
            LINE,
            Entry(Choice("language", "zh_CN"), "中文"),
            Entry(Choice("language", "en"), "English"),
        ),
    ),
    (N_("&Go"), ()),
    (N_("Comp&any"), ()),
    (N_("S&ync"), (Entry(Command.SYNC, N_("Sync &now"), "F5"),)),
    (N_("&Help"), (Entry(Command.ABOUT, N_("&About this program"), "", Role.AboutRole),)),
)
#: The property of an action that needs an open desk; the rest of the menus works before it, too.
AT_THE_DESK = "at_the_desk"


def fill(window: QMainWindow, ask: Callable[[Wish], object]) -> None:
    """Puts the menus into a window; `ask(wish)` is called with what a person chose."""
    for title, entries in MENUS:
        menu = QMenu(_(title), window)
        window.menuBar().addMenu(menu)
        for entry in (*entries, *_pages(title)):
            if entry.wish is None:
                menu.addSeparator()
                continue
            is_language = isinstance(entry.wish, Choice)  # each is called by its own name
            action = menu.addAction(entry.words if is_language else _(entry.words))
            action.setObjectName(entry.words)
            action.setProperty(AT_THE_DESK, needs_desk(entry.wish))
            action.setShortcut(QKeySequence(entry.keys))
            action.setMenuRole(entry.role)
            action.triggered.connect(lambda _checked=False, wish=entry.wish: ask(wish))


def enabled(window: QMainWindow) -> Iterator[Entry]:
    """What the menus of a window offer at the moment, in their order."""
    for title, entries in MENUS:
        for entry in (*entries, *_pages(title)):
            action = window.findChild(QAction, entry.words) if entry.wish is not None else None
            if isinstance(action, QAction) and action.isEnabled():
                yield entry


def needs_desk(wish: Wish) -> bool:
    """Whether somebody has to be signed in for it."""
    return not isinstance(wish, Choice) and wish not in (Command.ABOUT, Command.QUIT)


def _pages(menu: str) -> Iterator[Entry]:
    return (Entry(Target(kind.key), kind.title, kind.keys) for kind in pages_of(menu))
