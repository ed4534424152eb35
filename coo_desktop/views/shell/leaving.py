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
