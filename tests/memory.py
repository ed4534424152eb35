"""What a process that runs tests holds at its end: told for each, and too much fails the run."""

import ctypes
import gc
from pathlib import Path
from typing import Any

import pytest

#: A worker starts at about 310, having read all tests; fonts, pinyin and declarations come with their first uses.
WARNED_MB = 500
MOST_MB = 900
_STATUS = Path("/proc/self/status")
_NAME = "memory_mb"


def held_mb() -> int:
    """The memory this process holds now, without garbage and what the C library keeps free; 0 where nothing tells."""
    gc.collect()
    if not _STATUS.exists():
        return 0
    _give_back()
    line = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) // 1024


def _give_back() -> None:
    """What was freed goes back to the system: threads leave it in arenas, from which glibc gives nothing by itself."""
    here = ctypes.CDLL(None)
    if hasattr(here, "malloc_trim"):
        here.malloc_trim(0)


def verdict(held: dict[str, int]) -> str:
    """What is to be said of these processes, "" where all is well."""
    much = {name: held_now for name, held_now in held.items() if held_now >= WARNED_MB}
    said = ", ".join(f"{name} {held_now} MB" for name, held_now in sorted(much.items()))
    return f"held at the end of the tests: {said}; at most {MOST_MB} MB are allowed" if much else ""


class Watch:
    """A plugin of pytest, in the process that starts the workers, in each of them, and in a run without workers."""

    def __init__(self) -> None:
        self._held: dict[str, int] = {}

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """A worker has ended and has told what it held; one that crashed tells nothing."""
        told = getattr(node, "workeroutput", {})
        if _NAME in told:
            self._held[node.gateway.id] = told[_NAME]

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput[_NAME] = held_mb()
            return
        held = self._held or {"this process": held_mb()}
        if max(held.values()) > MOST_MB and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        held = self._held or {"this process": held_mb()}
        if said := verdict(held):
            terminalreporter.write_sep("=", "memory", red=max(held.values()) > MOST_MB)
            terminalreporter.write_line(said)
