"""Reading a hostile file in a process of its own, with limits on time and memory: it ends that process at most."""

import multiprocessing
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from coo_desktop.domain.errors import Unreadable

_MEMORY_BYTES = 1024 * 1024 * 1024


def examined(examine: Callable[..., Any], content: bytes, *about: object, time_s: float) -> Any:
    """What `examine(content, *about)` answers in a process apart; raises Unreadable(reason) where no answer comes.

    The reason is too_slow, or broken for a reader that crashed. `examine` and its answer are pickled.
    """
    context = multiprocessing.get_context("spawn")  # a forked copy would hold the program's locks and screens
    here, there = context.Pipe()
    child = context.Process(target=_serve, args=(there, examine, about), daemon=True)
    child.start()
    there.close()
    try:
        here.send_bytes(content)
        if not here.poll(time_s):
            raise Unreadable(reason="too_slow")
        return here.recv()
    except (EOFError, OSError):
        raise Unreadable(reason="broken") from None
    finally:
        here.close()
        child.kill()
        child.join()
        child.close()


def _serve(answer: Connection, examine: Callable[..., Any], about: tuple[object, ...]) -> None:
    """Runs in the process apart; an exception ends it, and the silence is the answer."""
    _limit_memory()
    answer.send(examine(answer.recv_bytes(), *about))


def _limit_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
