"""The reference data of this computer as the program asks it: each part opened when it is first needed, then kept open.

Built-in and installed packs count together. What a newer pack brings is seen after `reopen`.
"""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from coo_desktop.store.packs.nomenclature import Nomenclature, open_nomenclature

T = TypeVar("T")


class Library:
    """Implements the `Packs` port over a folder of packs; any thread may ask it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._parts: dict[str, Any] = {}
        self._lock = threading.Lock()

    @property
    def nomenclature(self) -> Nomenclature:
        """The codes with their names; raises StoreUnwritable, Unreadable."""
        return self._part("nomenclature", lambda: open_nomenclature(self.folder))

    def reopen(self) -> None:
        """Forgets what is open: the next question is answered from the packs that are here then.

        What is being read on another thread goes on to be read; it closes with its last reader.
        """
        with self._lock:
            self._parts = {}

    def _part(self, name: str, make: Callable[[], T]) -> T:
        with self._lock:
            if name not in self._parts:
                self._parts[name] = make()
            return cast(T, self._parts[name])
