"""Something that is looked at again and again while a menu or a dialog runs a loop of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QTimer

EVERY_MS = 5


@contextmanager
def looking(look: Callable[[], None]) -> Iterator[QTimer]:
    """Calls `look` from a timer until the block ends or the timer is stopped.

    The connection is taken back at the end: it holds the function, and a function that stops the timer holds the timer,
    so that with all it sees (a keyboard, a window, a store) neither would ever be let go.
    """
    timer = QTimer()
    timer.setInterval(EVERY_MS)
    timer.timeout.connect(look)
    timer.start()
    try:
        yield timer
    finally:
        timer.stop()
        timer.timeout.disconnect(look)
