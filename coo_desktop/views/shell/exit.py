"""The way out of the program: a window closes once everything typed in it is saved."""

from coo_desktop.views.shell.window import MainWindow


class Exit:
    """Stands at the door of one window; what leaving needs is loaded when somebody leaves, not for the first paint."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._is_free = False

    def is_free(self) -> bool:
        """Whether the window may close now; if not, it closes by itself once everything typed is saved."""
        if self._is_free or not self._window.tabs.open_pages():
            return True
        from coo_desktop.views.shell.leaving import first_unsaved, leave

        if first_unsaved(self._window) is None:
            return True
        leave(self._window, self._go)
        return False

    def _go(self) -> None:
        self._is_free = True
        self._window.close()
