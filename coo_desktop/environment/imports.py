"""Importing as Python does it, without what PySide adds; loaded right after PySide, before all that is not Qt.

PySide takes the place of `builtins.__import__` and reads the source of every module that is imported from then on, to
see whether it speaks of PySide: only so would its `from __feature__ import …` know whom to serve. Nobody here uses
that. It costs a third of each import, and `linecache` keeps every line that was read: 33 MB once the store is open.
PySide keeps Python's own function beside it, under the name used here. Where a later PySide does not, nothing changes.
"""

import builtins

_ORIGINAL = "__orig_import__"


def import_plainly() -> bool:
    """Puts Python's own import back in its place; whether there was something to put back."""
    original = getattr(builtins, _ORIGINAL, None)
    if original is None or builtins.__import__ is original:
        return False
    builtins.__import__ = original
    return True


import_plainly()
