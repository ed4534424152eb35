"""Leaving pages: typing that the store does not have yet is saved first; what cannot be saved stays."""

from collections.abc import Callable
from functools import partial

from coo_desktop.environment.words import _
from coo_desktop.views.shell.window import MainWindow


def leave(window: MainWindow, then: Callable[[], None]) -> None:
    """Goes on once every page of the window is stored, at once if it is; one that cannot be stored is brought to the
    front with an offer to go on all the same."""
    window.flush()
    unstored = next((page for page in window.tabs.pages() if not page.is_stored), None)
    if unstored is None:
        window.notices.close_notice("leave")
        then()
        return
    window.tabs.show_holding(unstored)
    said = _("Something typed here is not saved yet.")
    window.notices.show_notice("leave", "warn", said).offer(_("Leave without saving"), then)
    unstored.flush(partial(leave, window, then))


class Exit:
    """Stands at the door of one window."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._is_free = False

    def is_free(self) -> bool:
        """Whether the window may close now; if not, it closes by itself once everything typed is saved."""
        if self._is_free:
            return True
        self._window.flush()
        if all(page.is_stored for page in self._window.tabs.pages()):
            return True
        leave(self._window, self._go)
        return False

    def _go(self) -> None:
        self._is_free = True
        self._window.close()
