"""Turns of threads at things that are equal: two that would do the same work at once do it one after the other."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class ThreadTurns:
    """Lets each thread be alone with a value; values are compared by equality, none needs a hash."""

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._taken: list[object] = []

    @contextmanager
    def alone(self, mine: object) -> Iterator[None]:
        """Waits until nobody else is alone with something equal to `mine`; never ask for a second one inside."""
        with self._turn:
            self._turn.wait_for(lambda: mine not in self._taken)
            self._taken.append(mine)
        try:
            yield
        finally:
            with self._turn:
                self._taken = [other for other in self._taken if other is not mine]
                self._turn.notify_all()
