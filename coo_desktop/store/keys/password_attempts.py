"""Wrong passwords at an unlock: each makes the next try wait longer, and none of them ever destroys anything."""

import json
import time
from collections.abc import Callable
from pathlib import Path

from coo_desktop.domain.errors import StoreLocked
from coo_desktop.environment.files import write_atomically
from coo_desktop.store import faults

FREE_TRIES = 5
FIRST_WAIT_S, LONGEST_WAIT_S = 2, 900
_FILE = "tries.json"


class Tries:
    """Counts the wrong passwords since the last right one; the count survives the program."""

    def __init__(self, folder: Path, now_s: Callable[[], float] = time.time) -> None:
        self._path = folder / _FILE
        self._now_s = now_s

    def demand_patience(self) -> None:
        """Raises StoreLocked(cause="patience", seconds) while the next try has to wait."""
        failures, last_s = self._read()
        # A clock that was set back must not make the wait any longer than it was.
        left_s = min(wait_s(failures), wait_s(failures) - (self._now_s() - last_s))
        if left_s > 0:
            raise StoreLocked(cause="patience", seconds=int(left_s) + 1)

    def fail(self) -> None:
        """One more wrong password."""
        failures, _ = self._read()
        with faults.files():
            write_atomically(self._path, json.dumps({"failures": failures + 1, "last_s": self._now_s()}).encode())

    def succeed(self) -> None:
        """The right one: the count begins anew."""
        if self._path.exists():
            with faults.files():
                self._path.unlink(missing_ok=True)

    def _read(self) -> tuple[int, float]:
        try:
            told = json.loads(self._path.read_bytes())
            return int(told["failures"]), float(told["last_s"])
        except (OSError, ValueError, TypeError, KeyError):
            return 0, 0.0


def wait_s(failures: int) -> int:
    """How long the next try waits after so many wrong ones."""
    over = failures - FREE_TRIES
    return 0 if over < 0 else min(FIRST_WAIT_S << min(over, 20), LONGEST_WAIT_S)
