"""Runs a scenario in processes forked from this one, on a failing disk, and finds what is wrong after each."""

import gc
import os
import random
import shutil
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from coo_desktop.domain.errors import ProgramError, StoreTrouble
from tests.faults.disk import keeping, work
from tests.faults.disk.desk import Desk, Told, brought_back, kept
from tests.faults.disk.replay import mark
from tests.faults.disk.scenario import Finding, Scenario, Wrong
from tests.faults.disk.shim import Disk, Done, Fault

SCENARIOS = {**work.SCENARIOS, **keeping.SCENARIOS}
KILLED = -9
#: What may be said of a disk that refuses. SQLite tells of a failed write as of a full disk, see store/faults.py.
REFUSALS = frozenset({"store_full", "store_unwritable"})
#: SQLite says no more than this where it cannot begin a log for a file that had none.
_UNNAMED = "'SQLITE_IOERR'"


@dataclass(slots=True)
class Result:
    """What came of a scenario: `refused` counts what a person was told, `passed_over` the points at which nobody had to
    be told anything; `unknown` are operations that the shim does not know, `wrong` names every point with a finding."""

    operations: int = 0
    points: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    passed_over: int = 0
    unknown: int = 0
    seconds: float = 0
    wrong: list[str] = field(default_factory=list)


class Stage:
    """One scenario with its prepared home, copied for every run."""

    def __init__(self, folder: Path, name: str, disk: Disk) -> None:
        self.scenario: Scenario = SCENARIOS[name]
        self.folder = folder
        self.prepared, self.home = self.folder / "prepared", self.folder / "home"
        self._disk = disk
        desk = Desk(self.home)
        desk.profile.folder.mkdir(parents=True)
        self.scenario.prepare(desk)
        self._remote = kept(desk.remote)
        self.home.rename(self.prepared)
        self.rehearse()

    def rehearse(self) -> None:
        """Goes through it in this process, so that no child loads and compiles what the next one needs as well."""
        shutil.copytree(self.prepared, self.home)
        nobody = os.open(os.devnull, os.O_WRONLY)
        self._live(nobody, 0, Fault.COUNT, None)
        os.close(nobody)
        gc.freeze()

    def run(self, at: int = 0, fault: Fault = Fault.COUNT, trace: Path | None = None) -> tuple[int, list[str]]:
        """How a process ended that went through the scenario, and what it told."""
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self.prepared, self.home)
        self._disk.watch(self.home, trace)
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            os._exit(self._live(writing, at, fault, trace))
        os.close(writing)
        with os.fdopen(reading) as stream:
            told = stream.read().splitlines()
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), told

    def look(self, lines: list[str], home: Path | None = None) -> Iterator[Finding]:
        """What is wrong in the home after a run in which this was told."""
        desk = Desk(home or self.home, remote=brought_back(self._remote))
        try:
            self.scenario.start(desk)
            if desk.is_open:
                desk.store.check()
            yield from self.scenario.wrong(desk, Told(lines))
            desk.close()
        except ProgramError as error:
            yield Wrong.SHUT, str(error)
        except Exception:  # whatever it is, it is told with the point that led to it
            yield Wrong.SHUT, traceback.format_exc()
        finally:
            desk.close()

    def _live(self, writing: int, at: int, fault: Fault, trace: Path | None) -> int:
        """Goes through the steps, each tried once more on a sound disk where it was refused."""

        def tell(text: str) -> None:
            os.write(writing, f"{text}\n".encode())
            if trace is not None:
                mark(trace, text)

        desk = Desk(self.home, tell, brought_back(self._remote))
        self._disk.arm(at, fault)
        try:
            for name, act in self.scenario.steps:
                try:
                    act(desk)
                except StoreTrouble as trouble:
                    tell(f"refused {trouble.code} {name}: {trouble}")
                    self._disk.mend()
                    act(desk)
                tell(name)
        except Exception:
            tell(f"broken {traceback.format_exc()!r}")
            return 1
        return 0


def answers(fault: Fault, fired: Done, status: int, told: list[str]) -> Iterator[Finding]:
    """What is wrong about how it ended and what was said."""
    broken = [line for line in told if line.startswith("broken")]
    if broken or status != (KILLED if fault in (Fault.KILL, Fault.TORN) and fired else 0):
        yield Wrong.ANSWER, f"ended with {status}: {broken}"
    for line in told:
        if not line.startswith("refused"):
            continue
        is_known = fault is Fault.NO_SPACE and fired is Done.WRITE and _UNNAMED not in line
        if fault <= Fault.TORN or line.split()[1] not in ({"store_full"} if is_known else REFUSALS):
            yield Wrong.ANSWER, line


def _points(operations: int) -> list[tuple[int, Fault]]:
    """Every operation with four faults; a disk that is full once and one that stays so take turns."""
    full = (Fault.NO_SPACE, Fault.FULL)
    each = ((at, (Fault.KILL, Fault.TORN, Fault.IO_ERROR, full[at % 2])) for at in range(1, operations + 1))
    return [(at, fault) for at, faults in each for fault in faults]


def try_points(stage: Stage, disk: Disk, most: int, dice: random.Random) -> Result:
    """Every operation of a scenario with each fault; of `most` points at most, chosen by chance."""
    began, result, refused = time.monotonic(), Result(), Counter[str]()
    status, told = stage.run()
    result.operations, result.unknown = disk.count, disk.unknown
    sound = (*answers(Fault.COUNT, Done.NOTHING, status, told), *stage.look(told))
    result.wrong += [f"on a sound disk: {finding}" for finding in sound]
    points = _points(result.operations)
    for at, fault in sorted(dice.sample(points, min(most, len(points)))):
        status, told = stage.run(at, fault)
        fired = disk.fired
        found = [*answers(fault, fired, status, told), *stage.look(told)]
        result.points += 1
        refusals = [line.split()[1] for line in told if line.startswith("refused")]
        refused.update(refusals)
        result.passed_over += fault > Fault.TORN and not refusals
        result.wrong += [f"{fault.name} at {at} ({fired.name}): {finding}" for finding in found]
    result.refused, result.seconds = dict(refused), time.monotonic() - began
    return result
