"""What a scenario on a failing disk is: a home that is made ready, steps that a person goes, and what may not be then.

A step is one unit whose end is told by its name; a person who heard it relies on it. After a fault the same step is
tried once more.
"""

import enum
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tests.faults.disk.desk import Desk, Told, sign_in


class Wrong(enum.StrEnum):
    """What may not be after a fault."""

    LOST = "lost"
    HALF = "half"
    TWICE = "twice"
    SHUT = "shut"
    DAMAGED = "damaged"
    ANSWER = "answer"


Finding = tuple[Wrong, str]
Step = tuple[str, Callable[[Desk], None]]


def open_it(desk: Desk) -> None:
    """A start of the program."""
    assert desk.opened


@dataclass(frozen=True, slots=True)
class Scenario:
    """`wrong` gives what contradicts what was told; it may go on where the fault left off, as a person would.

    `start` is the next start of the program, by which it opens unless nothing is left to be opened.
    """

    prepare: Callable[[Desk], None]
    steps: Sequence[Step]
    wrong: Callable[[Desk, Told], Iterator[Finding]]
    start: Callable[[Desk], None] = open_it


OPEN: Step = ("open", open_it)
CLOSE: Step = ("close", Desk.close)


def begin(desk: Desk) -> None:
    """Somebody has signed in here."""
    sign_in(desk)
    desk.close()


def counted(found: int, told: int, what: str) -> Iterator[Finding]:
    """Units come one after the other: what was told is there, and at most the one that was under way besides."""
    if found < told:
        yield Wrong.LOST, f"{what}: {told} told, {found} there"
    if found > told + 1:
        yield Wrong.TWICE, f"{what}: {told} told, {found} there"
