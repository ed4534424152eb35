"""Carries an order out in processes that are killed, each before another operation on the disk; prints what was left.

Arguments: the home of a prepared profile, and where a copy of it may stand. Every child starts from the same state.
"""

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from coo_desktop.bootstrap import wipe
from coo_desktop.store.files.profile import Profile
from tests.keyring_in_home import KeyringInHome

KILLED = 9
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
MARKERS = ("MARKER-OF-THIS-PERSON", "demo", "refresh token", "store key")


def kill_before(number: int, home: Path) -> Callable[[], int]:
    """This process dies before its operation with this number that changes something below `home`; 0 only counts them.
    What is given back tells how many there were."""
    done = 0

    def hear(event: str, given: tuple[object, ...]) -> None:
        nonlocal done
        if event == "open":
            changes = isinstance(given[2], int) and bool(given[2] & _WRITING) and str(given[0]).startswith(str(home))
        else:
            changes = event in ("os.remove", "os.rmdir", "os.rename")
        if changes:
            done += 1
            if done == number:
                os._exit(KILLED)

    sys.addaudithook(hear)
    return lambda: done


def start(home: Path, kill_at: int) -> int:
    """One start of the program, in a process of its own; how it ended."""
    child = os.fork()
    if child == 0:
        if kill_at:
            kill_before(kill_at, home)
        wipe.carry_out(Profile(home / "profile"), KeyringInHome())
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def found(home: Path) -> list[str]:
    """Every file below the home that holds a marker or has one in its name."""
    hits = []
    for file in sorted(home.rglob("*")):
        content = file.read_bytes() if file.is_file() else b""
        if any(marker in file.name or marker.encode() in content for marker in MARKERS):
            hits.append(str(file.relative_to(home)))
    return hits


def main(home: Path, prepared: Path) -> None:
    told = []
    shutil.copytree(home, prepared)
    for number in range(1, 1000):
        shutil.rmtree(home)
        shutil.copytree(prepared, home)
        first = start(home, number)
        again = start(home, 0)
        there = sorted(entry.name for entry in (home / "profile").iterdir())
        told.append({"first": first, "again": again, "left": there, "found": found(home)})
        if first == 0:
            break
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
