"""Printed tariff rates: which of them hold for a line, an exporter and a day, and which of several counts."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Protocol

from coo_desktop.domain.agreements import Agreements
from coo_desktop.domain.packs.manifest import QUALITIES
from coo_desktop.domain.tariff.duties import E4, order

MFN, GENERAL, TEMPORARY, WTO = "mfn", "general", "temporary", "wto"
#: What everybody pays is put together from these; they are no agreements.
NORMAL = frozenset({MFN, GENERAL, TEMPORARY, WTO})
DUTIES = frozenset({"free", "ad_valorem", "complex"})
_YEAR = re.compile(r"(?:19|20)\d\d")
#: "(-ID,TH,CN)": for these parties the rate does not hold.
_EXCLUDED = re.compile(r"\(-([A-Z]{2}(?:,\s*[A-Z]{2})*)\)")


class TariffLine(NamedTuple):
    """One line of the importer's own tariff, more digits than the six that all countries share."""

    importer: str
    edition: str
    hs6: str
    code: str
    name: str
    units: tuple[str, ...] = ()


class Rate(NamedTuple):
    """One printed rate. A named tuple, not a dataclass: a look-up makes hundreds.

    `percent_e4` is ten-thousandths of a percent, None unless the duty is a plain percentage; `written` is the text of
    any other duty. `exporter` is as the tariff groups them, "" for everybody. Within a `pack`, `position` tells apart
    lines of one code that have rates of their own, such as seasons.
    """

    line: TariffLine
    agreement: str
    exporter: str
    valid_from: str
    valid_to: str
    kind: str
    percent_e4: int | None
    written: str
    condition: str
    as_of: str
    quality: str
    source: str
    pack: str = ""
    position: int = 0

    @property
    def percent(self) -> Decimal | None:
        """The printed percentage, without trailing zeros."""
        return None if self.percent_e4 is None else plain(Decimal(self.percent_e4) / E4)

    @property
    def is_duty(self) -> bool:
        """Whether goods can be imported at this rate."""
        return self.kind in DUTIES

    @property
    def text(self) -> str:
        """The duty as printed: 3.9%, or its text."""
        return self.written if self.percent is None else f"{self.percent}%"

    def is_valid(self, day: str) -> bool:
        return self.valid_from <= day and (not self.valid_to or day <= self.valid_to)

    def is_old(self, day: date) -> bool:
        """Whether a yearly reduction may have come since the rate was told."""
        years = _YEAR.findall(self.as_of)
        return bool(years) and max(years) < str(day.year)

    @property
    def key(self) -> tuple[str, str, str]:
        """What a tariff tells of one line only once."""
        return self.agreement, self.exporter, self.valid_from

    @property
    def said(self) -> tuple[str, int | None, str]:
        return self.kind, self.percent_e4, self.written


class TariffRates(Protocol):
    """Printed rates of importing countries, from every pack of rates on this computer."""

    def rates(
        self, importer: str, code: str, day: date, in_edition: Callable[[str], Sequence[str]] | None = None
    ) -> list[Rate]:
        """A code's rates on a day, by its first 6 digits; `in_edition` gives its codes in a pack's edition."""

    def importers(self) -> tuple[str, ...]:
        """The countries whose tariffs are known here, at least in part."""


def plain(number: Decimal) -> Decimal:
    """A number without trailing zeros and without an exponent."""
    short = number.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def reach(rate: Rate, exporter: str, agreements: Agreements) -> bool | None:
    """Whether a rate holds for goods of a country: False where the country is excluded, None where others are meant."""
    if any(exporter in excluded for excluded in _EXCLUDED.findall(rate.condition)):
        return False
    named = [name for name in rate.exporter.split("+") if name not in ("", "*")]
    return True if not named or any(_covers(name, exporter, agreements) for name in named) else None


def _covers(name: str, exporter: str, agreements: Agreements) -> bool:
    if len(name) == 2:
        return name == exporter
    group = next((each for each in agreements if each.group == name), None)
    if group is not None:
        return exporter in group.parties and exporter != "CN"
    agreement = name.lower()
    return exporter in agreements.get(agreement).parties if agreement in agreements else name == exporter


def by_line(rates: Iterable[Rate], day: date, narrowed_to: str = "") -> list[tuple[TariffLine, list[Rate]]]:
    """The rates valid on a day by line: packs that tell of the same line tell of it together.

    `narrowed_to` leaves the lines whose code begins so, unless there is none.
    """
    bundles: dict[tuple[str, int], list[Rate]] = {}
    for rate in rates:
        bundles.setdefault((rate.pack, rate.position), []).append(rate)
    groups: list[tuple[TariffLine, list[Rate]]] = []
    for bundle in sorted(bundles.values(), key=lambda bundle: (bundle[0].line.code, not bundle[0].line.name)):
        joined = [found for line, found in groups if _is_same(line, found, bundle)]
        for found in joined:
            found += bundle
        if not joined:
            groups.append((bundle[0].line, list(bundle)))
    own = [group for group in groups if narrowed_to and group[0].code.startswith(narrowed_to)]
    return [(line, [rate for rate in found if rate.is_valid(day.isoformat())]) for line, found in own or groups]


def _is_same(line: TariffLine, found: Sequence[Rate], bundle: Sequence[Rate]) -> bool:
    """Whether rates belong to a known line: the same code, no other name, and no other rate in the same pack."""
    told = bundle[0].line
    if (told.code, told.edition) != (line.code, line.edition) or told.name not in ("", line.name):
        return False
    mine = {rate.key: rate.said for rate in found if rate.pack == bundle[0].pack}
    return all(mine.get(rate.key, rate.said) == rate.said for rate in bundle)


def normal(line: TariffLine, found: Sequence[Rate]) -> tuple[Rate, tuple[Rate, ...]]:
    """What everybody pays, as `newest` answers: the rate printed as such, or else the lower of two.

    These are the WTO rate and the general one, in whose place a temporary one stands where there is one.
    """
    by_name = {name: newest(line, name, [rate for rate in found if rate.agreement == name]) for name in NORMAL}
    if by_name[MFN][0].kind != "no_data":
        return by_name[MFN]
    general, temporary, wto = (by_name[name][0] for name in (GENERAL, TEMPORARY, WTO))
    own = temporary if temporary.is_duty else general
    if not (own.is_duty and wto.is_duty):
        return (own if own.is_duty else wto), ()
    sign = order(own.percent_e4, own.written, wto.percent_e4, wto.written)
    if sign is None:
        text = "; ".join(f"{rate.agreement}: {rate.text}" for rate in (own, wto))
        return own._replace(kind="complex", percent_e4=None, written=text), ()
    return (own if sign <= 0 else wto), ()


def newest(line: TariffLine, agreement: str, fit: Sequence[Rate]) -> tuple[Rate, tuple[Rate, ...]]:
    """The rate told last, of two told on one day the better source's; and what other packs say otherwise.

    A rate without data is none: where nothing else is told, the answer is such a rate.
    """
    known = sorted((rate for rate in fit if rate.kind != "no_data"), key=_weight, reverse=True)
    if not known:
        return Rate(line, agreement, "", "", "", "no_data", None, "", "", "", "user", ""), ()
    first = known[0]
    return first, tuple(rate for rate in known[1:] if rate.pack != first.pack and rate.said != first.said)


def _weight(rate: Rate) -> tuple[str, bool, bool, str, int]:
    """An exclusion counts only where no rate holds; a rate for named exporters counts before one for everybody."""
    quality = -QUALITIES.index(rate.quality)
    return (rate.as_of, rate.kind != "excluded", bool(rate.exporter), rate.valid_from, quality)
