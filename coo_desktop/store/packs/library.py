"""The reference data of this computer as the program asks it: each part opened when it is first needed, then kept open.

Built-in and installed packs count together. What a newer pack brings is seen after `reopen`.
"""

import datetime as dt
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar, cast

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.hs.changes import Correlation, Correlations, Link, correlate, read_corrections
from coo_desktop.domain.hs.codes import is_current
from coo_desktop.domain.hs.same_codes import FILE, SameCodes, read_same_codes
from coo_desktop.domain.packs.faults import PackFault
from coo_desktop.environment.assets import resource
from coo_desktop.store.packs.builtin import EDITION
from coo_desktop.store.packs.file import open_pack, reading
from coo_desktop.store.packs.install import Installed, installed
from coo_desktop.store.packs.nomenclature import Nomenclature, open_former, open_nomenclature
from coo_desktop.store.packs.rates import Rates, open_rates
from coo_desktop.store.packs.rules import PackRules, open_rules
from coo_desktop.store.packs.shelf import PackShelf

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

    @property
    def rules(self) -> PackRules:
        """The product rules of every pack; raises Unreadable."""
        return self._part("rules", lambda: open_rules(self.folder))

    @property
    def changes(self) -> Correlations:
        """What became of codes between editions of the Harmonized System; raises Unreadable."""
        return self._part("changes", lambda: open_correlations(self.folder))

    def hs_current(self, code: str, on: dt.date) -> bool | None:
        """Whether a code is in the list in force on a day; None until somebody opened the codes: no check waits."""
        opened = self._parts.get("nomenclature")
        return None if opened is None else is_current(opened, code, on, EDITION)

    def converted(self, code: str, old: str, new: str) -> tuple[str, ...] | None:
        """The codes of another edition for a code's goods; the code itself where it did not change, else what an opened
        table tells, None where none does.
        """
        opened = self._parts.get("changes")
        told = None if opened is None else opened.converted(code, old, new)
        return told or self._part("same codes", _same_codes).converted(code, old, new)

    def ground(self) -> object:
        """The correlations once they are opened: other ones may convert otherwise."""
        return self._parts.get("changes")

    @property
    def rates(self) -> Rates:
        """The tariff rates of every pack; raises Unreadable."""
        return self._part("rates", lambda: open_rates(self.folder))

    @property
    def shelf(self) -> PackShelf:
        """The packs as files."""
        return PackShelf(self.folder)

    def name_in(self, code: str, edition: str) -> tuple[str, str]:
        """The Chinese and English name of a code in another edition, each "" where no list of it is here."""
        listed = self._part(f"former {edition}", lambda: open_former(self.folder, edition)).find(code)
        return (listed.zh, listed.en) if listed else ("", "")

    def mark(self) -> str:
        """Another text whenever other packs are installed; "" while none are."""
        return " ".join(sorted(f"{pack.manifest.name}@{pack.manifest.digest[:12]}" for pack in self._installed()))

    def _installed(self) -> list[Installed]:
        return [pack for pack in installed(self.folder) if pack.current]

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


def _same_codes() -> SameCodes:
    return read_same_codes(resource("hs", FILE).read_text(encoding="utf-8"))


_CORRECTION = "SELECT editions, old, new, evidence FROM correction ORDER BY position"

Row = tuple[str, str, str, str]


def open_correlations(folder: Path) -> Correlations:
    """Every installed correlation in use, corrected; raises Unreadable for a pack that went bad since it was listed."""
    packs = [pack for pack in installed(folder) if pack.current]
    corrections = [row for pack in packs if pack.manifest.kind == "overrides" for row in _corrections(pack)]
    return Correlations(_table(pack, corrections) for pack in packs if pack.manifest.kind == "correlations")


def _table(pack: Installed, corrections: list[Row]) -> Correlation:
    manifest = pack.manifest
    old, _dash, new = manifest.edition.partition("-")
    if not (old.isdecimal() and new.isdecimal() and old < new):
        raise Unreadable(file=pack.path.name, reason=PackFault.MANIFEST, key="edition")
    with closing(open_pack(pack.path)) as connection, reading(pack.path):
        found = connection.execute("SELECT old, new, broad FROM link").fetchall()
    links = (Link(str(old_code), str(new_code), bool(broad)) for old_code, new_code, broad in found)
    return correlate(old, new, manifest.source, links, read_corrections(corrections, old, new))


def _corrections(pack: Installed) -> list[Row]:
    with closing(open_pack(pack.path)) as connection, reading(pack.path):
        return [(str(row[0]), str(row[1]), str(row[2]), str(row[3])) for row in connection.execute(_CORRECTION)]
