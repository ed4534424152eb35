"""Every pack of product rules on this computer as one, the program's own first; a chapter of an agreement is read when
it is first asked for."""

import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from coo_desktop.domain.errors import StoreUnwritable, Unreadable
from coo_desktop.domain.origin.rule_sources import PackRule, entry_of
from coo_desktop.domain.origin.rules import Entry, RuleTable
from coo_desktop.domain.packs.faults import PackFault
from coo_desktop.domain.packs.manifest import RULE_QUALITIES, Manifest
from coo_desktop.store.packs.file import manifest_of, open_pack, reading
from coo_desktop.store.packs.install import installed
from coo_desktop.store.packs.shipped_rules import NAME, shipped_rules

#: A range is found by its ends: it may begin chapters before the one that is asked for.
_OF_CHAPTER = (
    "SELECT code_from, code_to, edition, text, printed, source, quality FROM rule"
    " WHERE agreement = ? AND substr(code_from, 1, 2) <= ? AND substr(code_to, 1, 2) >= ? ORDER BY position"
)


class RulePack:
    """One open pack of product rules; any thread may ask it."""

    def __init__(self, path: Path) -> None:
        """Raises Unreadable for a file that is no such pack."""
        self._path = path
        self._connection = open_pack(path)
        self._lock = threading.Lock()
        self.manifest: Manifest = manifest_of(self._connection, path)
        if self.manifest.kind != "rules":
            self._connection.close()
            raise Unreadable(file=path.name, reason=PackFault.KIND, kind=self.manifest.kind)

    def close(self) -> None:
        self._connection.close()

    def of_chapter(self, agreement: str, chapter: str) -> list[Entry]:
        """The rules that cover a chapter or something of it, ranges as they are; raises Unreadable."""
        with self._lock, reading(self._path):
            rows = self._connection.execute(_OF_CHAPTER, (agreement, chapter, chapter)).fetchall()
        since, until = (_day(text) for text in (self.manifest.valid_from, self.manifest.valid_to))
        try:
            return [entry_of(agreement, row, since, until, self.manifest.name) for row in map(self._row, rows)]
        except ValueError as fault:
            raise Unreadable(file=self._path.name, reason="hs_code", value=str(fault)) from None

    def _row(self, cells: tuple[str, ...]) -> PackRule:
        code_from, code_to, edition, text, printed, source, quality = cells
        told = quality if quality in RULE_QUALITIES else self.manifest.quality
        return PackRule(code_from, code_to, edition, text, printed, source or self.manifest.source, told)


class PackRules:
    """Several packs of rules; what was read of a chapter is kept."""

    def __init__(self, packs: Sequence[RulePack]) -> None:
        self._packs = tuple(packs)
        self._chapters: dict[tuple[str, str], RuleTable] = {}

    def close(self) -> None:
        for pack in self._packs:
            pack.close()

    def covering(self, agreement: str, code: str) -> Sequence[Entry]:
        """What every pack may say for a code; raises Unreadable for a pack that went bad since it was opened."""
        key = (agreement, code[:2])
        if key not in self._chapters:
            self._chapters[key] = RuleTable(tuple(entry for pack in self._packs for entry in pack.of_chapter(*key)))
        return self._chapters[key].covering(agreement, code)


def open_rules(folder: Path) -> PackRules:
    """The rules that the program ships and every installed pack of rules in use; raises Unreadable."""
    try:
        shipped = shipped_rules(folder)
    except StoreUnwritable as error:  # without a place for them the rules are unknown, and a person has to judge
        raise Unreadable(file=f"{NAME}.pack", reason=PackFault.GONE, cause=str(error.facts)) from None
    paths = [pack.path for pack in installed(folder) if pack.current and pack.manifest.kind == "rules"]
    return PackRules([RulePack(path) for path in (shipped, *paths)])


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
