"""Leaving pages: typing that the store does not have yet is saved first; what cannot be saved stays."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from coo_desktop.environment.words import _
from coo_desktop.views.document.draft import Draft
from coo_desktop.views.shell.window import MainWindow


def unsaved_draft(page: QWidget) -> Draft | None:
    """The draft behind a page, when it holds typing that is not stored."""
    draft = getattr(page, "draft", None)
    return draft if isinstance(draft, Draft) and draft.is_editable and draft.edits else None


def first_unsaved(window: MainWindow) -> QWidget | None:
    """The first open page with typing that is not stored."""
    return next((page for page in window.tabs.open_pages().values() if unsaved_draft(page)), None)


def save_then(page: QWidget, then: Callable[[], None]) -> None:
    """Goes on once what is typed on the page is stored; the page itself says when that fails."""
    draft = unsaved_draft(page)
    if draft is None:
        then()
    else:
        draft.save(then)


def leave(window: MainWindow, then: Callable[[], None]) -> None:
    """Saves one open page after the other, then goes on; a failure stops it and offers to go on all the same."""
    unsaved = first_unsaved(window)
    if unsaved is None:
        window.notices.close_notice("leave")
        then()
        return
    window.tabs.setCurrentWidget(unsaved)
    said = _("Something typed here is not saved yet.")
    window.notices.show_notice("leave", "warn", said).offer(_("Leave without saving"), then)
    save_then(unsaved, partial(leave, window, then))
