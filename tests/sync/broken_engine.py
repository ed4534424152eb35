"""Engines that are broken on purpose, one way at a time, to prove that the tests see it; the program knows none of it.

Importing tests.sync.desk breaks the engine of its process as COO_BROKEN_ENGINE says, so that a test and the processes
it starts share the fault.
"""

import os
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.merge import Merged
from coo_desktop.sync import pull, push, reconcile
from coo_desktop.sync.remembered import CURSOR

VARIABLE = "COO_BROKEN_ENGINE"


def _new_key_for_every_try() -> None:
    whole = push._item
    push._item = lambda intent: {**whole(intent), "key": new_id()}


def _forget_when_sent() -> None:
    whole = push.Push._mark

    def mark(self: Any, unit: Any, intent: Any) -> Any:
        sending = whole(self, unit, intent)
        unit.drop_intent(intent.key)
        return sending

    push.Push._mark = mark  # type: ignore[method-assign]  # that is the point


def _cursor_first() -> None:
    whole = pull.Pull._apply

    def apply(self: Any, items: Any, cursor: str, following: str, epoch: str) -> int:
        with self._store.unit() as unit:
            unit.put_setting(CURSOR, following)
        return whole(self, items, cursor, following, epoch)

    pull.Pull._apply = apply  # type: ignore[method-assign]  # that is the point


def _last_writer_wins() -> None:
    reconcile.merge = lambda base, mine, theirs: Merged(dict(mine), ())


#: Name -> how the engine is broken.
BROKEN: Mapping[str, Callable[[], None]] = MappingProxyType(
    {
        "drop_idempotency_key": _new_key_for_every_try,
        "ack_before_storing": _forget_when_sent,
        "cursor_before_documents": _cursor_first,
        "last_writer_wins": _last_writer_wins,
    }
)


def break_engine() -> None:
    """Breaks the engine of this process as the environment says; without a word there it stays whole."""
    BROKEN.get(os.environ.get(VARIABLE, ""), lambda: None)()
