"""Reading a hostile file in a process of its own, with limits on time and memory: it ends that process at most.

The time is the processor's: a busy machine, or one slow to start processes, makes no honest file a slow one.
"""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from coo_desktop.domain.errors import Unreadable

CEILING_S = 180.0
"""By the clock on the wall, from the start of the process: for a reader that waits and uses no processor."""

_MEMORY_BYTES = 1024 * 1024 * 1024
_ENDED_SLOW = -signal.SIGPROF if sys.platform != "win32" else 71
_LOOK_EVERY_S = 0.1
_END_S = 10.0


def examined(
    examine: Callable[..., Any],
    content: bytes,
    *about: object,
    time_s: float,
    cancelled: Callable[[], bool] = lambda: False,
) -> Any:
    """What `examine(content, *about)` answers in a process apart; raises Unreadable(reason) where no answer comes.

    The reason is too_slow (`time_s` of processor time, or `CEILING_S` whatever it does), broken for a reader that
    crashed, or stopped once `cancelled` says so. `examine` and its answer are pickled.
    """
    context = multiprocessing.get_context("spawn")  # a forked copy would hold the program's locks and screens
    here, there = context.Pipe()
    child = context.Process(target=_serve, args=(there, examine, about, time_s), daemon=True)
    child.start()
    there.close()
    try:
        here.send_bytes(content)
        _await(here, cancelled)
        return here.recv()
    except (EOFError, OSError):
        child.join(_END_S)  # it is ending: only then does its end of the pipe close
        raise Unreadable(reason="too_slow" if child.exitcode == _ENDED_SLOW else "broken") from None
    finally:
        here.close()
        child.kill()
        child.join()
        child.close()


def _await(answer: Connection, cancelled: Callable[[], bool]) -> None:
    """Until the answer is there; raises Unreadable(reason)."""
    until_s = time.monotonic() + CEILING_S
    while not answer.poll(max(min(_LOOK_EVERY_S, until_s - time.monotonic()), 0.0)):
        if cancelled():
            raise Unreadable(reason="stopped")
        if time.monotonic() > until_s:
            raise Unreadable(reason="too_slow")


def _serve(answer: Connection, examine: Callable[..., Any], about: tuple[object, ...], time_s: float) -> None:
    """Runs in the process apart; an exception ends it, and the silence is the answer."""
    _limit_memory()
    content = answer.recv_bytes()
    _limit_time(time_s)
    answer.send(examine(content, *about))


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))


def _limit_time(time_s: float) -> None:
    """Ends this process after so much processor time of its own, by the system's timer where there is one."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, time_s)  # nobody handles SIGPROF: it ends the process
    else:
        until_s = time.process_time() + time_s
        threading.Thread(target=_end_at, args=(until_s,), daemon=True).start()


def _end_at(until_s: float) -> None:
    never = threading.Event()
    while time.process_time() < until_s:
        never.wait(_LOOK_EVERY_S)
    os._exit(_ENDED_SLOW)
