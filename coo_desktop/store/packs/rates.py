"""Every pack of rates on this computer as one: a 6-digit code is one range of a key, and opening reads nothing else."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.packs.faults import PackFault
from coo_desktop.domain.packs.manifest import QUALITIES, RATE_KINDS, Manifest
from coo_desktop.domain.tariff.rates import Rate, TariffLine
from coo_desktop.store.packs.builtin import EDITION
from coo_desktop.store.packs.file import manifest_of, open_pack, reading
from coo_desktop.store.packs.install import installed

#: A code as an edition of the Harmonized System knows it: several codes where it was split.
InEdition = Callable[[str], Sequence[str]]
_RATES = (
    "SELECT position, agreement, exporter, valid_from, valid_to, kind, percent_e4, written, condition, as_of, quality,"
    " source FROM rate WHERE importer = ? AND hs6 = ? AND valid_from <= ? AND (valid_to = '' OR valid_to >= ?)"
)
_LINE = "SELECT code, edition, name, unit1, unit2 FROM tariff_line WHERE position = ?"
_NEXT_IMPORTER = "SELECT importer FROM rate WHERE importer > ? ORDER BY importer LIMIT 1"
_MOST_PHRASES = 50_000


class RatePack:
    """One open pack of rates."""

    def __init__(self, path: Path) -> None:
        """Raises Unreadable for a file that is no such pack."""
        self._path = path
        self._connection = open_pack(path)
        self.manifest: Manifest = manifest_of(self._connection, path)
        if self.manifest.kind != "rates":
            self._connection.close()
            raise Unreadable(file=path.name, reason=PackFault.KIND, kind=self.manifest.kind)
        self._phrases: dict[int | None, str] = {None: ""}

    def close(self) -> None:
        self._connection.close()

    @property
    def edition(self) -> str:
        """The edition of its codes; the newest where the pack does not say."""
        return self.manifest.edition or EDITION

    def importers(self) -> tuple[str, ...]:
        """The countries whose tariffs it tells of: one step of the key for each."""
        found: list[str] = []
        with reading(self._path):
            while row := self._connection.execute(_NEXT_IMPORTER, (found[-1] if found else "",)).fetchone():
                found.append(str(row[0]))
        return tuple(found)

    def rates(self, importer: str, hs6: str, day: date) -> list[Rate]:
        """The rates of a 6-digit code that hold on a day, for every line, agreement and exporter."""
        with reading(self._path):
            on = day.isoformat()
            found = self._connection.execute(_RATES, (importer, hs6, on, on)).fetchall()
            if not found:
                return []
            lines = self._lines(importer, hs6, {row[0] for row in found})
            self._learn({number for row in found for number in row[7:12] if isinstance(number, int)})
        return [self._rate(lines[row[0]], row) for row in found]

    def _rate(self, line: TariffLine, row: tuple[Any, ...]) -> Rate:
        position, agreement, exporter, since, until, kind, percent, written, condition, as_of, quality, source = row
        told, manifest = self._phrases, self.manifest
        return Rate(
            line,
            agreement,
            exporter,
            since,
            until,
            kind if kind in RATE_KINDS else "complex",
            percent,
            told[written],
            told[condition],
            as_of or manifest.as_of,
            told[quality] if told[quality] in QUALITIES else manifest.quality,
            told[source] or manifest.source,
            manifest.name,
            position,
        )

    def _lines(self, importer: str, hs6: str, positions: Iterable[int]) -> dict[int, TariffLine]:
        found: dict[int, TariffLine] = {}
        for position in positions:
            row = self._connection.execute(_LINE, (position,)).fetchone()
            code, edition, name, *units = row or (hs6, "", "", "", "")
            units = tuple(unit for unit in units if unit)
            found[position] = TariffLine(importer, edition or self.edition, hs6, code, name, units)
        return found

    def _learn(self, numbers: set[int]) -> None:
        """Reads the texts that were not met before; the same few stand with very many rates."""
        if len(self._phrases) > _MOST_PHRASES:
            self._phrases = {None: ""}
        for number in numbers - self._phrases.keys():
            row = self._connection.execute("SELECT text FROM phrase WHERE id = ?", (number,)).fetchone()
            self._phrases[number] = str(row[0]) if row else ""


class Rates:
    """Several packs, each of one or more importers; what they tell of one line is put together by `compare`."""

    def __init__(self, packs: Sequence[RatePack]) -> None:
        self._packs = tuple(packs)

    @property
    def manifests(self) -> tuple[Manifest, ...]:
        """What the packs say of themselves."""
        return tuple(pack.manifest for pack in self._packs)

    def importers(self) -> tuple[str, ...]:
        """The countries whose tariffs are known here, at least in part."""
        return tuple(sorted({importer for pack in self._packs for importer in pack.importers()}))

    def rates(self, importer: str, code: str, day: date, in_edition: InEdition | None = None) -> list[Rate]:
        """A code's rates on a day, by its first 6 digits; `in_edition` gives its codes in a pack's edition."""
        found: list[Rate] = []
        for pack in self._packs:
            for hs6 in in_edition(pack.edition) if in_edition else (code[:6],):
                found += pack.rates(importer, hs6, day)
        return found

    def close(self) -> None:
        for pack in self._packs:
            pack.close()


def open_rates(folder: Path) -> Rates:
    """Every installed pack of rates in force; raises Unreadable."""
    kept = [pack for pack in installed(folder) if pack.current and pack.manifest.kind == "rates"]
    return Rates([RatePack(pack.path) for pack in kept])
