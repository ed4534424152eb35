"""How modules are loaded: as Python does it, and without a look for garbage on the way.

PySide takes the place of `builtins.__import__` and reads the source of every module that is imported from then on, to
see whether it speaks of PySide: only so would its `from __feature__ import …` know whom to serve. Nobody here uses
that. It costs a third of each import, and `linecache` keeps every line that was read: 33 MB once the store is open.
PySide keeps Python's own function beside it, under the name used here. Where a later PySide does not, nothing changes.

Loaded right after PySide, so that what follows is imported plainly.
"""

import builtins
import gc
from collections.abc import Iterator
from contextlib import contextmanager

_ORIGINAL = "__orig_import__"


def import_plainly() -> bool:
    """Puts Python's own import back in its place; whether there was something to put back."""
    original = getattr(builtins, _ORIGINAL, None)
    if original is None or builtins.__import__ is original:
        return False
    builtins.__import__ = original
    return True


@contextmanager
def loading_first() -> Iterator[None]:
    """Garbage is looked for from `settle` on, at the latest once the block ends: a look through all that is being
    loaded, none of which goes, holds the screen up for 0.2 s."""
    import_plainly()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def settle() -> None:
    """Everything is loaded: garbage is looked for again, though not among what is there by now.

    Only inside `loading_first`; in another program nothing is touched that is its own.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


import_plainly()
