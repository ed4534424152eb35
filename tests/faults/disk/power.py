"""Cuts the power at every moment of a recorded run, and looks at what the program makes of what is left.

Each operation of the run is followed by cuts that leave nothing or all of what was not flushed, a beginning of it, or
any part; see replay. What was told before the cut must be there at the next start.
"""

import hashlib
import random
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.faults.disk.replay import Power, Rest, records
from tests.faults.disk.scenario import Finding
from tests.faults.disk.shim import Done
from tests.faults.disk.stage import Stage

State = dict[str, bytes | None]


@dataclass(slots=True)
class Cuts:
    """What came of the states of a scenario: how many there were, how many differ, what was wrong in how many."""

    operations: int = 0
    states: int = 0
    different: int = 0
    seconds: float = 0
    found: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


class Lab:
    """A scenario recorded once on a sound disk; its states are laid out in a folder of their own."""

    def __init__(self, stage: Stage, dice: random.Random) -> None:
        self._stage, self._dice = stage, dice
        self._trace = stage.folder / "trace"
        self._trace.write_bytes(b"")
        self._home = stage.folder / "after the cut"
        status, self._told = stage.run(trace=self._trace)
        assert status == 0, self._told

    def cut(self, each: int, most: int) -> Cuts:
        """`each` states of every kind after every operation; about `most` of them, chosen by chance."""
        began, cuts, seen, found = time.monotonic(), Cuts(), set[bytes](), Counter[str]()
        cuts.operations = sum(1 for _record in records(self._trace))
        share = most / (cuts.operations * (len(Rest) - 2 + 2 * each))
        for number, rest, told, state in self._states(each, share):
            cuts.states += 1
            digest = _digest(state, told)
            if digest in seen:
                continue
            seen.add(digest)
            wrong = self._look(state, told)
            found.update({finding[0].value for finding in wrong})
            cuts.wrong += [f"after {number}, {rest} left: {finding}" for finding in wrong]
        cuts.different, cuts.found, cuts.seconds = len(seen), dict(found), time.monotonic() - began
        return cuts

    def _states(self, each: int, share: float) -> Iterator[tuple[int, Rest, list[str], State]]:
        power, told = Power(self._stage.prepared), list[str]()
        for number, record in enumerate(records(self._trace), 1):
            if record.done is Done.MARK:
                told.append(record.more.decode())
            else:
                power.follow(record, str(self._stage.home))
            for rest in Rest:
                for _again in range(each if rest in (Rest.BEGINNING, Rest.PART) else 1):
                    if self._dice.random() < share:
                        yield number, rest, list(told), power.cut(rest, self._dice)

    def _look(self, state: State, told: list[str]) -> list[Finding]:
        shutil.rmtree(self._home, ignore_errors=True)
        self._home.mkdir()
        for path, content in state.items():
            place = self._home / path
            if content is None:
                place.mkdir()
            else:
                place.write_bytes(content)
        return list(self._stage.look(told, self._home))


def _digest(state: State, told: list[str]) -> bytes:
    digest = hashlib.blake2b(repr(told).encode())
    for path, content in sorted(state.items()):
        digest.update(f"{path}\n{'' if content is None else len(content)}\n".encode() + (content or b""))
    return digest.digest()
