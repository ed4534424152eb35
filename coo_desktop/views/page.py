"""What fills a tab of the window or stands in place of the tabs."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from coo_desktop.views.autosave import Autosave
from coo_desktop.views.target import Target


def _nothing() -> None:
    """Nobody waits for the store."""


class Position(QObject):
    """Where a person stands on a page, kept for the next start; `moved` when that is another place than before."""

    moved = Signal()

    def place(self) -> dict[str, str]:
        """The place, by names that outlive the page; {} for none."""
        raise NotImplementedError

    def show_place(self, place: Mapping[str, str]) -> None:
        """Goes there, as far as it still exists."""
        raise NotImplementedError

    def show_start(self) -> None:
        """Goes where a person begins on a page that was just opened; nowhere unless a page says so."""


class Page(QWidget):
    """The window flushes every page before it is left, locked or drawn anew; a page saves by an Autosave below it.

    `titled` comes when title or icon have changed; `opened` carries the id of a document to open, `wanted` a
    target.Wish.
    """

    titled = Signal()
    opened = Signal(str)
    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown_as = ("", "open")
        #: Given by pages on which a person stands somewhere.
        self.position: Position | None = None
        #: Where one types to search what the page lists; Ctrl+F goes there.
        self.search_line: QWidget | None = None

    @property
    def title(self) -> str:
        """What stands on the page's tab."""
        return self._shown_as[0]

    @property
    def icon(self) -> str:
        """The name of the tab's icon."""
        return self._shown_as[1]

    def show_as(self, title: str, icon: str) -> None:
        """Title and icon of the tab, as the registry or the page's document has them."""
        if self._shown_as != (title, icon):
            self._shown_as = (title, icon)
            self.titled.emit()

    def navigate(self, target: Target) -> None:
        """Shows what the target asks for beyond the page itself; a page that has nothing to choose stays as it is."""

    @property
    def is_stored(self) -> bool:
        """Whether the store has everything that was typed and arranged here."""
        return not self._unstored()

    def flush(self, then: Callable[[], None] = _nothing) -> None:
        """Stores now what is typed, a half-composed word included.

        `then` is called once the store has it all (at once when it has), and not at all when that fails: the page then
        says so and keeps what is typed.
        """
        QGuiApplication.inputMethod().commit()
        left = self._unstored()
        if not left:
            then()

        def tell(one: Autosave) -> None:
            left.remove(one)
            if not left:
                then()

        for one in tuple(left):
            one.save(partial(tell, one))

    def _unstored(self) -> list[Autosave]:
        return [one for one in self.findChildren(Autosave) if not one.is_stored]


class PageBeside(Page):
    """A page about one document, beside it; `gone` comes when there is nothing to show any more."""

    gone = Signal()
