"""All packs of codes of this computer as one nomenclature: the built-in one and, where installed, national lines."""

import dataclasses
from collections.abc import Sequence
from contextlib import closing
from functools import cache
from pathlib import Path

from coo_desktop.domain.hs.codes import Hit, Listed
from coo_desktop.domain.packs.manifest import Manifest
from coo_desktop.store.packs.builtin import EDITION, built_in
from coo_desktop.store.packs.codes import BELOW, LISTED, CodePack
from coo_desktop.store.packs.file import open_pack, reading
from coo_desktop.store.packs.install import installed
from coo_desktop.store.packs.row_checks import Editions


class Nomenclature:
    """Several packs of one edition, the first one's names before the others'."""

    def __init__(self, packs: Sequence[CodePack]) -> None:
        self._packs = tuple(packs)

    def close(self) -> None:
        for pack in self._packs:
            pack.close()

    @property
    def manifests(self) -> tuple[Manifest, ...]:
        """What each pack says of itself, in the order in which their names count."""
        return tuple(pack.manifest for pack in self._packs)

    def search(self, text: str, limit: int = 50) -> list[Hit]:
        """What a typed text finds in any pack, surest first; a code in several packs comes once, with both names."""
        found: dict[str, Hit] = {}
        for pack in self._packs:
            for hit in pack.search(text, limit):
                found[hit.code] = _both(found[hit.code], hit) if hit.code in found else hit
        hits = sorted(found.values(), key=lambda hit: -hit.score)
        hits += self._below(hits, limit - len(hits))
        return [self._named(hit) for hit in hits[: max(0, limit)]]

    def _below(self, hits: Sequence[Hit], room: int) -> list[Hit]:
        """The codes below the surest hits that were not found themselves: what is declared has 6 or 8 digits."""
        known = {hit.code for hit in hits}
        below: list[Hit] = []
        above = [hit for hit in hits if hit.score >= LISTED and hit.code.isdigit()]
        while above and len(below) < room:
            hit = above.pop(0)
            for child in self.children(hit.code):
                if child.code not in known:
                    known.add(child.code)
                    below.append(Hit(child.code, hit.edition, child.zh, child.en, BELOW))
                    above.append(below[-1])
        return below[: max(0, room)]

    def find(self, code: str) -> Listed | None:
        """One code with its names from whichever pack has them."""
        known = [listed for pack in self._packs if (listed := pack.find(code))]
        return _merged(known) if known else None

    def children(self, code: str) -> tuple[Listed, ...]:
        """The codes one level below, of all packs."""
        below: dict[str, list[Listed]] = {}
        for pack in self._packs:
            for listed in pack.children(code):
                below.setdefault(listed.code, []).append(listed)
        return tuple(_merged(each) for each in below.values())

    def _named(self, hit: Hit) -> Hit:
        """A hit with the name that its own pack lacks."""
        if hit.zh and hit.en:
            return hit
        listed = self.find(hit.code)
        return dataclasses.replace(hit, zh=hit.zh or listed.zh, en=hit.en or listed.en) if listed else hit


def open_nomenclature(folder: Path) -> Nomenclature:
    """The built-in pack and every installed pack of codes in force; raises StoreUnwritable, Unreadable."""
    packs = [CodePack(built_in(folder))]
    for pack in installed(folder):
        manifest = pack.manifest
        if pack.current and manifest.kind == "codes" and manifest.edition == EDITION:
            packs.append(CodePack(pack.path))
    return Nomenclature(packs)


def open_former(folder: Path, edition: str) -> Nomenclature:
    """The installed packs of codes of an edition that is not in force any more, if there are any; raises Unreadable."""
    packs = [pack for pack in installed(folder) if pack.current and pack.manifest.kind == "codes"]
    return Nomenclature([CodePack(pack.path) for pack in packs if pack.manifest.edition == edition])


def _both(first: Hit, second: Hit) -> Hit:
    return Hit(first.code, first.edition, first.zh or second.zh, first.en or second.en, max(first.score, second.score))


def _merged(known: Sequence[Listed]) -> Listed:
    """One code as several packs know it: the first one's facts, what it lacks from the next."""
    first = known[0]
    if len(known) == 1:
        return first
    return dataclasses.replace(
        first,
        zh=next((each.zh for each in known if each.zh), ""),
        en=next((each.en for each in known if each.en), ""),
        units=next((each.units for each in known if each.units), ()),
    )


#: Fewer subheadings are no whole edition but somebody's excerpt, in which a code may well be missing.
_WHOLE_EDITION = 5000


def editions(folder: Path) -> Editions:
    """The codes of each edition of which a folder of packs holds a whole list."""

    @cache
    def known(edition: str) -> frozenset[str]:
        paths = [built_in(folder)] if edition == EDITION else []
        current = (pack for pack in installed(folder) if pack.current and pack.manifest.kind == "codes")
        paths += [pack.path for pack in current if pack.manifest.edition == edition]
        found: set[str] = set()
        for path in paths:
            with closing(open_pack(path)) as connection, reading(path):
                codes = {str(code) for (code,) in connection.execute("SELECT code FROM code")}
            if sum(len(code) == 6 for code in codes) >= _WHOLE_EDITION:
                found |= codes
        return frozenset(found)

    return known
