"""Reference data for tests of screens: none at all, or a few codes."""

import datetime as dt
from collections.abc import Callable, Sequence

from coo_desktop.domain.hs.changes import Correlation, Correlations
from coo_desktop.domain.hs.codes import Hit, Listed
from coo_desktop.domain.hs.lines import is_current
from coo_desktop.domain.packs.manifest import Manifest
from coo_desktop.domain.tariff.rates import Rate


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


class NoPacks:
    """Keeps the contract of the Packs port; `nomenclature` is what a test puts in."""

    def __init__(self, nomenclature: FewCodes | None = None) -> None:
        self.nomenclature = nomenclature or FewCodes()
        self.tables: tuple[Correlation, ...] = ()
        self.former: dict[tuple[str, str], tuple[str, str]] = {}
        self.rates = FewRates()
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
