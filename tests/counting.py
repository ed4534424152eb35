"""How much work something is, counted in calls: the same on every computer, however busy it is."""

import sys
from collections.abc import Callable
from types import FrameType

from sqlalchemy import Engine, event


def calls(work: Callable[[], object]) -> int:
    """How many functions `work` calls in this thread, those written in C and the turns of generators included."""
    count = 0

    def note(_frame: FrameType, what: str, _detail: object) -> None:
        nonlocal count
        count += what in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def statements(engine: Engine, work: Callable[[], object]) -> list[str]:
    """The statements that `work` runs on the engine's connections, in whichever thread."""
    seen: list[str] = []

    def note(*told: object) -> None:
        seen.append(str(told[2]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return seen
