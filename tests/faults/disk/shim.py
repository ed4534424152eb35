"""The failing disk of faults.c as seen from Python: compiled, shared with a process, told when to fail."""

import enum
import mmap
import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).with_name("faults.c")
VARIABLE = "COO_DISK_FAULTS"
_NUMBERS = struct.Struct("6q")
_TEXT_BYTES = 1024
_SIZE = _NUMBERS.size + 2 * _TEXT_BYTES


class Fault(enum.IntEnum):
    """What becomes of the operation; `COUNT` only counts, `FULL` is a disk that stays full."""

    COUNT = 0
    KILL = 1
    TORN = 2
    IO_ERROR = 3
    NO_SPACE = 4
    FULL = 5


class Done(enum.IntEnum):
    """What an operation does to the disk. `MARK` is no operation: a test says there what a person has been told."""

    NOTHING = 0
    WRITE = 1
    TRUNCATE = 2
    SYNC = 3
    CREATE = 4
    RENAME = 5
    UNLINK = 6
    MKDIR = 7
    RMDIR = 8
    MARK = 9


def why_not() -> str:
    """Why no disk can be made to fail on this computer; "" where one can."""
    if sys.platform != "linux":
        return "the shim is preloaded as Linux does it"
    return "" if shutil.which("cc") else "there is no C compiler"


def compiled(folder: Path) -> Path:
    """The library, made in this folder."""
    library = folder / "faults.so"
    command = ["cc", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"]
    subprocess.run([str(part) for part in command], check=True)
    return library


def environment(folder: Path) -> dict[str, str]:
    """What a process needs to have a failing disk."""
    control = folder / "control"
    control.write_bytes(bytes(_SIZE))
    return {"LD_PRELOAD": str(compiled(folder)), VARIABLE: str(control)}


class Disk:
    """The control of the failing disk of this process and those it forks."""

    def __init__(self) -> None:
        with Path(os.environ[VARIABLE]).open("r+b") as file:
            self._shared = mmap.mmap(file.fileno(), _SIZE)

    def watch(self, folder: Path, trace: Path | None = None) -> None:
        """From now on what is done below this folder counts, in a process that arms itself."""
        self._set(0, Fault.COUNT)
        for number, text in enumerate((str(folder), str(trace or ""))):
            place = _NUMBERS.size + number * _TEXT_BYTES
            self._shared[place : place + _TEXT_BYTES] = text.encode().ljust(_TEXT_BYTES, b"\0")

    def arm(self, at: int, fault: Fault) -> None:
        """This process meets the fault at its operation with this number; 0 meets none."""
        self._set(os.getpid(), fault, at)

    def mend(self) -> None:
        """The disk of this process is sound again, and counts on."""
        armed, count, _at, _fault, fired, unknown = self._numbers
        self._shared[: _NUMBERS.size] = _NUMBERS.pack(armed, count, 0, 0, fired, unknown)

    @property
    def count(self) -> int:
        """How many operations there were."""
        return self._numbers[1]

    @property
    def fired(self) -> Done:
        """What the first operation was that met the fault; NOTHING when none did."""
        return Done(self._numbers[4])

    @property
    def unknown(self) -> int:
        """How many operations there were that the shim only passes on."""
        return self._numbers[5]

    @property
    def _numbers(self) -> tuple[int, ...]:
        return _NUMBERS.unpack(self._shared[: _NUMBERS.size])

    def _set(self, armed: int, fault: Fault, at: int = 0) -> None:
        self._shared[: _NUMBERS.size] = _NUMBERS.pack(armed, 0, at, fault, 0, 0)
