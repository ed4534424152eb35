"""Gives birth to backend processes quickly: one process loads the backend's modules once and forks a child for each.

A child is a real process of its own, listens on its own port and can be killed as any other; only the second and a half
of importing is saved, hundreds of times. Where nothing can fork, a fresh interpreter is started instead.
"""

import contextlib
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


class Child:
    """One backend process; `first_line` is what it printed once it listened ("" when it ended instead)."""

    def __init__(self, arguments: list[str], environment: dict[str, str], log: Path | None) -> None:
        self._nursery = nursery()
        told = self._nursery.ask(start=arguments, environment=environment, log=str(log or ""))
        self.pid: int = told["pid"]
        self.first_line: str = told["line"]
        self._code: int | None = None

    def signal(self, number: int) -> None:
        """Sends a signal, unless it has ended."""
        if self._code is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def wait(self) -> int:
        """Waits until it ended; its exit code, negative for a signal."""
        if self._code is None:
            self._code = int(self._nursery.ask(wait=self.pid)["code"])
        return self._code


class Fresh:
    """The same where nothing can fork: an interpreter of its own."""

    def __init__(self, arguments: list[str], environment: dict[str, str], log: Path | None) -> None:
        command = [sys.executable, "-m", "coo_backend", *arguments]
        with log.open("ab") if log else contextlib.nullcontext() as told:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=told, text=True
            )
        assert self._process.stdout is not None
        self.pid = self._process.pid
        self.first_line = self._process.stdout.readline()

    def signal(self, number: int) -> None:
        self._process.send_signal(number)

    def wait(self) -> int:
        code = self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()
        return code


def start(arguments: list[str], environment: dict[str, str], log: Path | None = None) -> Child | Fresh:
    """A backend process with these arguments, once it listens; what it says of faults is added to `log`."""
    return Child(arguments, environment, log) if hasattr(os, "fork") else Fresh(arguments, environment, log)


class Nursery:
    """The process that forks; it ends with the tests, when its input closes."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.backend.nursery"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, **question: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@cache
def nursery() -> Nursery:
    """The one nursery of this test run."""
    return Nursery()


def _main() -> None:
    """Answers questions until the tests are over."""
    import alembic.context  # noqa: F401 - what a first start of a backend would import

    import coo_backend.serve  # noqa: F401
    from coo_backend.runtime.settings import rulebook
    from tests.backend.process import DECLARATIONS

    for further in ((), (DECLARATIONS,)):
        rulebook(further)
    for line in sys.stdin:
        question = json.loads(line)
        answer = _wait(question["wait"]) if "wait" in question else _start(question)
        print(json.dumps(answer), flush=True)


def _start(question: dict[str, Any]) -> dict[str, Any]:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        os.dup2(writing, 1)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        if question["log"]:
            os.dup2(os.open(question["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT), 2)
        _serve(question["start"], question["environment"])
    os.close(writing)
    with os.fdopen(reading) as told:
        return {"pid": pid, "line": told.readline()}


def _serve(arguments: list[str], environment: dict[str, str]) -> None:
    """The child's life: never returns."""
    code = 1
    try:
        os.environ.clear()
        os.environ.update(environment)
        from coo_backend.serve import main

        code = main(arguments)
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else 1
    finally:
        sys.stdout.flush()
        os._exit(code)


def _wait(pid: int) -> dict[str, int]:
    _, status = os.waitpid(pid, 0)
    return {"code": os.waitstatus_to_exitcode(status)}


if __name__ == "__main__":
    _main()
