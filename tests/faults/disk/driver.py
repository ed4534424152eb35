"""The process whose disk fails: tries points of scenarios, or cuts the power on them, and prints what came of each.

Arguments: an empty folder, then JSON, the tasks by their names: a `scenario`; `each` where the power is to be cut (see
power.Lab); `most`, if not all; and the `control`, if something is to be left out that keeps the work.
"""

import gc
import json
import os
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Any

from coo_desktop.environment import files
from coo_desktop.store.database import driver
from tests.faults.disk.desk import make_cheap
from tests.faults.disk.power import Cuts, Lab
from tests.faults.disk.shim import Disk
from tests.faults.disk.stage import Result, Stage, try_points

SEED = 14


@contextmanager
def never_flushed() -> Iterator[None]:
    """SQLite without the setting that flushes every commit."""
    known = driver._SETTINGS
    driver._SETTINGS = tuple("synchronous=OFF" if one.startswith("synchronous") else one for one in known)
    try:
        yield
    finally:
        driver._SETTINGS = known


class _Careless:
    """The system without the call that flushes a file or a folder."""

    def __getattr__(self, name: str) -> Any:
        return (lambda _descriptor: None) if name == "fsync" else getattr(os, name)


@contextmanager
def replaced_unflushed() -> Iterator[None]:
    """Files get their names before their bytes are on the disk."""
    files.os = _Careless()
    try:
        yield
    finally:
        files.os = os


CONTROLS = {"": nullcontext, "never flushed": never_flushed, "replaced unflushed": replaced_unflushed}


def run(stage: Stage, task: dict[str, Any], disk: Disk) -> Result | Cuts:
    """One task on a scenario that is ready."""
    dice = random.Random(SEED)
    with CONTROLS[task.get("control", "")]():
        if "each" in task:
            return Lab(stage, dice).cut(task["each"], task["most"])
        return try_points(stage, disk, task["most"], dice)


def main(root: Path, tasks: dict[str, dict[str, Any]]) -> None:
    gc.disable()
    make_cheap()
    disk, stages, told = Disk(), dict[str, Stage](), {}
    for name, task in tasks.items():
        scenario = task["scenario"]
        if scenario not in stages:
            stages[scenario] = Stage(root / scenario, scenario, disk)
        told[name] = asdict(run(stages[scenario], task, disk))
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(sys.argv[2]))
