"""Reference data for tests of screens: none at all, or a few codes."""

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

from coo_desktop.domain.errors import NotFound, Refused, Unreadable
from coo_desktop.domain.hs.changes import Correlation, Correlations
from coo_desktop.domain.hs.codes import Hit, Listed, is_current
from coo_desktop.domain.packs.catalog import Layout, PackShelf, Progress, Shelved, Stopped
from coo_desktop.domain.packs.faults import PackFault
from coo_desktop.domain.packs.manifest import Manifest, Report
from coo_desktop.domain.ports import Nomenclature
from coo_desktop.domain.tariff.rates import Rate, TariffRates


def code(digits: str, zh: str = "", valid_to: str = "") -> Listed:
    """A code of a list, below the one with two digits less."""
    return Listed(digits, digits[:-2], zh, "", (), "2015-01-01", valid_to, False)


class FewCodes:
    """A nomenclature of the given codes, found by any part of a name or by their first digits."""

    def __init__(self, *listed: Listed) -> None:
        self._listed = listed

    def search(self, text: str, limit: int = 50) -> list[Hit]:
        wanted = text.strip().casefold()
        found = [
            Hit(each.code, "2022", each.zh, each.en, 100)
            for each in self._listed
            if wanted and (each.code.startswith(wanted) or wanted in f"{each.zh} {each.en}".casefold())
        ]
        return found[:limit]

    def find(self, code: str) -> Listed | None:
        return next((each for each in self._listed if each.code == code), None)

    def children(self, code: str) -> tuple[Listed, ...]:
        return tuple(each for each in self._listed if each.parent == code and not each.valid_to)

    @property
    def manifests(self) -> tuple[Manifest, ...]:
        return ()


class FewRates:
    """The given printed rates of one edition, each for its importer and its line's 6-digit code."""

    def __init__(self, *rates: Rate, edition: str = "2022") -> None:
        self._rates, self._edition = rates, edition

    def rates(
        self, importer: str, code: str, day: dt.date, in_edition: Callable[[str], Sequence[str]] | None = None
    ) -> list[Rate]:
        codes = in_edition(self._edition) if in_edition else (code[:6],)
        on = day.isoformat()
        mine = (rate for rate in self._rates if rate.line.importer == importer and rate.line.hs6 in codes)
        return [rate for rate in mine if rate.is_valid(on)]

    def importers(self) -> tuple[str, ...]:
        return tuple(sorted({rate.line.importer for rate in self._rates}))


class EmptyShelf:
    """Implements the PackShelf port: no pack, no layout, no file that anything fits."""

    def packs(self) -> tuple[Shelved, ...]:
        return ()

    def layouts(self) -> tuple[Layout, ...]:
        return ()

    def fitting(self, file: Path) -> tuple[str, ...]:
        return ()

    def install_file(self, file: Path) -> Manifest:
        raise Unreadable(file=file.name, reason=PackFault.DAMAGED)

    def install_table(
        self, recipe_id: str, tables: Sequence[Path], as_of: str, progress: Progress, stopped: Stopped
    ) -> Report:
        raise NotFound(id=recipe_id, what="recipe")

    def go_back(self, name: str) -> Manifest:
        raise Refused(why=PackFault.ALONE, name=name)

    def use_again(self, file: str) -> Manifest:
        raise NotFound(id=file, what="pack")

    def remove_damaged(self, file: str) -> None:
        """There is nothing to remove."""


class NoPacks:
    """Keeps the contract of the Packs port; `nomenclature` is what a test puts in."""

    def __init__(self, nomenclature: Nomenclature | None = None) -> None:
        self.nomenclature: Nomenclature = nomenclature or FewCodes()
        self.shelf: PackShelf = EmptyShelf()
        self.tables: tuple[Correlation, ...] = ()
        self.former: dict[tuple[str, str], tuple[str, str]] = {}
        self.rates: TariffRates = FewRates()
        self.reopened = 0

    @property
    def changes(self) -> Correlations:
        return Correlations(self.tables)

    def hs_current(self, code: str, on: dt.date) -> bool | None:
        return is_current(self.nomenclature, code, on, "2022") if self.tables else None

    def name_in(self, code: str, edition: str) -> tuple[str, str]:
        return self.former.get((code, edition), ("", ""))

    def mark(self) -> str:
        return f"packs {len(self.tables)}" if self.tables else ""

    def reopen(self) -> None:
        self.reopened += 1
