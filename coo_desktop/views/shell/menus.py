"""What stands in the menus: things to do, and the pages that can be opened."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from coo_desktop.environment.words import N_, _
from coo_desktop.views.shell.pages import PAGES, pages_of

Role = QAction.MenuRole


class Entry(NamedTuple):
    """One line of a menu: what is wanted, its words and keys, its role on macOS. An empty name is a line of its own."""

    name: str
    words: str
    keys: str = ""
    role: QAction.MenuRole = Role.NoRole


LINE = Entry("", "")
MENUS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        N_("&File"),
        (
            Entry("new", N_("&New document"), "Ctrl+N"),
            Entry("smart_create", N_("&Smart create"), "Ctrl+Shift+N"),
            LINE,
            Entry("close", N_("&Close tab"), "Ctrl+W"),
            Entry("lock", N_("&Lock now"), "Ctrl+L"),
            Entry("sign_out", N_("Sign &out")),
            Entry("quit", N_("&Quit"), "Ctrl+Q", Role.QuitRole),
        ),
    ),
    (
        N_("&View"),
        (
            Entry("find", N_("&Find"), "Ctrl+F"),
            LINE,
            Entry("language:zh_CN", "中文"),
            Entry("language:en", "English"),
        ),
    ),
    (N_("&Go"), ()),
    (N_("Comp&any"), ()),
    (N_("S&ync"), (Entry("sync", N_("Sync &now"), "F5"),)),
    (N_("&Help"), (Entry("about", N_("&About this program"), "", Role.AboutRole),)),
)
#: What needs an open desk; the rest of the menus works before it, too.
AT_THE_DESK = frozenset({"new", "smart_create", "close", "lock", "sign_out", "find", "sync", *PAGES})


def fill(window: QMainWindow, ask: Callable[[str], object]) -> None:
    """Puts the menus into a window; `ask(name)` is called with what a person chose."""
    for title, entries in MENUS:
        menu = QMenu(_(title), window)
        window.menuBar().addMenu(menu)
        for entry in (*entries, *_pages(title)):
            if entry == LINE:
                menu.addSeparator()
                continue
            action = menu.addAction(entry.words if entry.name.startswith("language:") else _(entry.words))
            action.setObjectName(entry.name)
            action.setShortcut(QKeySequence(entry.keys))
            action.setMenuRole(entry.role)
            action.triggered.connect(lambda _checked=False, name=entry.name: ask(name))


def _pages(menu: str) -> Iterator[Entry]:
    return (Entry(kind.key, kind.title, kind.keys) for kind in pages_of(menu))
