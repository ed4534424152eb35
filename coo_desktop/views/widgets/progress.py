"""How far a piece of work is, with a button that stops it."""

import threading

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from coo_desktop.views.widgets.scaffold import beneath, beside

_WHOLE = 100  # counts of bytes do not fit into the bar's own numbers


class Outcome:
    """Whether a piece of work completes or the person stops it: whichever comes first, and never both."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._decided = ""

    def complete(self) -> bool:
        """The work is done; False when it was stopped before."""
        return self._decide("completed")

    def stop(self) -> bool:
        """The person stops; False when the file is there already."""
        return self._decide("stopped")

    def _decide(self, how: str) -> bool:
        with self._lock:
            self._decided = self._decided or how
            return self._decided == how


class ProgressWithCancel(QWidget):
    """Hidden until `begin` and after `end`; `stop_wanted` comes once for a piece of work."""

    stop_wanted = Signal()

    def __init__(self, name: str, stop: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName(name)
        self.stopping = QPushButton(stop, self)
        self.stopping.clicked.connect(self._stop)
        beneath(self, beside((self.bar, 1), self.stopping), margins=False)
        self.setVisible(False)

    def begin(self, *, can_stop: bool = True) -> None:
        """Shows that work goes on; how long it takes is not known until it reports."""
        self.bar.setRange(0, 0)
        self.stopping.setEnabled(True)
        self.stopping.setVisible(can_stop)
        self.setVisible(True)

    def report(self, done: int, total: int) -> None:
        """Shows how much of the work is done, both counted in whatever the work counts."""
        self.bar.setRange(0, _WHOLE)
        self.bar.setValue(done * _WHOLE // max(1, total))

    def end(self) -> None:
        """The work is over, however it ended."""
        self.setVisible(False)

    def _stop(self) -> None:
        self.stopping.setEnabled(False)
        self.stop_wanted.emit()
