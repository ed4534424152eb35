"""The English sentences a certificate prints: number words, dates, packages, totals and routes."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

LARGEST = 999_999_999
"""Above this `number_words` has no words; the longest package count ever declared is far below."""

_SMALL = (
    "", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN", "ELEVEN", "TWELVE",
    "THIRTEEN", "FOURTEEN", "FIFTEEN", "SIXTEEN", "SEVENTEEN", "EIGHTEEN", "NINETEEN",
)  # fmt: skip
_TENS = ("", "", "TWENTY", "THIRTY", "FORTY", "FIFTY", "SIXTY", "SEVENTY", "EIGHTY", "NINETY")
_SCALES = ((1_000_000, "MILLION"), (1_000, "THOUSAND"))
_MONTHS = ("JAN.", "FEB.", "MAR.", "APR.", "MAY", "JUN.", "JUL.", "AUG.", "SEP.", "OCT.", "NOV.", "DEC.")

BULK = "IN BULK"
"""The one way of packing that is never counted and follows the goods instead of preceding them."""

_PLURALS = {"PC": "PCS", "PCE": "PCES", "PKG": "PKGS", "CTN": "CTNS", "LOAF": "LOAVES", "SHEAF": "SHEAVES"}
_SINGULARS = {plural: singular for singular, plural in _PLURALS.items()}
_UNCOUNTED_PLURALS = frozenset({"CARGO", "BULK", "NUDE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How one form type words its packages and its total line.

    `thousand_and` decides 1200: ONE THOUSAND AND TWO HUNDRED, or ONE THOUSAND TWO HUNDRED. Both are found on issued
    certificates, so it belongs to the form's data. `total` opens the total line (TOTAL on FORM E and B, SAY TOTAL on
    the general certificate); `total_figures` repeats the figures in it.
    """

    thousand_and: bool = True
    total: str = "TOTAL"
    total_figures: bool = True


PLAIN = Wording()


def number_words(number: int, *, thousand_and: bool = True) -> str:
    """`number` (1 to LARGEST) in English capitals: 150 is ONE HUNDRED AND FIFTY, 21 is TWENTY-ONE.

    AND stands before the last part only: 1005 is ONE THOUSAND AND FIVE, 1250 is ONE THOUSAND TWO HUNDRED AND FIFTY;
    `thousand_and` says whether a round hundred counts as such a last part. Raises ValueError out of range.
    """
    if not 1 <= number <= LARGEST:
        raise ValueError(number)
    parts = []
    rest = number
    for scale, name in _SCALES:
        group, rest = divmod(rest, scale)
        if group:
            parts.append(f"{_hundreds(group)} {name}")
    if rest:
        round_hundred = rest % 100 == 0
        joined = parts and (rest < 100 or (round_hundred and thousand_and))
        parts.append(f"AND {_hundreds(rest)}" if joined else _hundreds(rest))
    return " ".join(parts)


def counted(count: int, unit: str, wording: Wording = PLAIN, *, figures: bool = True) -> str:
    """A count in words, figures in brackets and its unit: TWO HUNDRED (200) CARTONS."""
    words = number_words(count, thousand_and=wording.thousand_and)
    return f"{words} ({count}) {unit_for(count, unit)}" if figures else f"{words} {unit_for(count, unit)}"


def packages_text(count: int | None, unit: str, goods: str, wording: Wording = PLAIN) -> str:
    """The opening of a goods description: TWO HUNDRED (200) CARTONS OF PRUNING SHEARS.

    Goods in bulk are not counted (AMMONIUM SULPHATE IN BULK); nude cargo and hanging garments may be, and go without
    a count when `count` is None (NUDE CARGO OF STEEL PIPES). `unit` may be written CARTON, CARTONS or CARTON(S).
    """
    if _tidy(unit) == BULK:
        return f"{goods} {BULK}"
    packed = _tidy(unit) if count is None else counted(count, unit, wording)
    return f"{packed} OF {goods}"


def total_line(packages: Iterable[tuple[int | None, str]], wording: Wording = PLAIN) -> str:
    """The total under the goods: TOTAL: TWO HUNDRED (200) CARTONS ONLY; empty when nothing is counted.

    Different units are summed apart, because customs refuses PACKAGES as an umbrella word for them.
    """
    sums: dict[str, int] = {}
    for count, unit in packages:
        if count is not None and _tidy(unit) != BULK:
            sums[singular(unit)] = sums.get(singular(unit), 0) + count
    said = [counted(count, unit, wording, figures=wording.total_figures) for unit, count in sums.items()]
    if not said:
        return ""
    listed = said[0] if len(said) == 1 else f"{', '.join(said[:-1])} AND {said[-1]}"
    return f"{wording.total}: {listed} ONLY"


def english_date(day: date) -> str:
    """A date as certificates print it: OCT. 15, 2026. MAY is a whole word and takes no dot."""
    return f"{_MONTHS[day.month - 1]} {day.day:02d}, {day.year:04d}"


def departure_text(day: date, *, sailed: bool) -> str:
    """ON with the date of the bill of lading once the goods have left, ON/AFTER with the expected date before."""
    return f"{'ON' if sailed else 'ON/AFTER'} {english_date(day)}"


def route_text(start: str, end: str, mode: str, via: Sequence[str] = ()) -> str:
    """FROM NINGBO, CHINA TO TOKYO, JAPAN VIA BUSAN, KOREA BY SEA; `mode` is SEA, AIR, TRUCK, RAIL and the like."""
    through = f" VIA {' AND '.join(via)}" if via else ""
    return f"FROM {start} TO {end}{through} BY {mode}"


def two_leg_route(start: str, end: str, mode: str, via: Sequence[str], departure: str = "") -> str:
    """ON OCT. 18, 2026 FROM SHANGHAI, CHINA TO SINGAPORE BY SEA, THENCE TRANSHIPPED TO ROTTERDAM, NETHERLANDS BY SEA.

    `departure` is what `departure_text` says; without a port between it is the one sentence of `route_text`.
    """
    stops = [*via, end]
    legs = [f"FROM {start} TO {stops[0]} BY {mode}", *(f"THENCE TRANSHIPPED TO {stop} BY {mode}" for stop in stops[1:])]
    return " ".join(filter(None, [departure, ", ".join(legs)]))


def with_country(address: str, country: str) -> str:
    """An address that ends with its country, which is added where it is missing: TOKYO becomes TOKYO, JAPAN."""
    bare = address.rstrip(" ,.;\n")
    if not country or not bare or bare.upper().endswith(country.upper()):
        return address
    return f"{bare}, {country}"


def unit_for(count: int, unit: str) -> str:
    """`unit` in the number that `count` asks for: CARTON for 1, CARTONS for 2."""
    return singular(unit) if count == 1 else plural(unit)


def plural(unit: str) -> str:
    """The plural of a unit in any of its spellings: BOX, BOX(ES), BOXES are BOXES; PCS IN NUDE stays."""
    head, tail = _noun(singular(unit))
    last = head.rsplit(" ", 1)[-1]
    if last in _UNCOUNTED_PLURALS or not last.isalpha():
        return head + tail
    stem = head[: -len(last)]
    if last in _PLURALS:
        return stem + _PLURALS[last] + tail
    if re.search(r"(S|X|Z|CH|SH)$", last):
        return f"{head}ES{tail}"
    if re.search(r"[^AEIOU]Y$", last):
        return f"{head[:-1]}IES{tail}"
    return f"{head}S{tail}"


@lru_cache(maxsize=4096)
def singular(unit: str) -> str:
    """The singular of a unit in any of its spellings: CARTON(S) and CARTONS are CARTON."""
    head, tail = _noun(_tidy(unit))
    head = re.sub(r"\((S|ES|IES)\)$", "", head)
    last = head.rsplit(" ", 1)[-1]
    stem = head[: len(head) - len(last)]
    if last in _SINGULARS:
        return stem + _SINGULARS[last] + tail
    if re.search(r"(SS|US|IS)$", last) or not last.endswith("S") or len(last) < 3:
        return head + tail
    if re.search(r"[^AEIOU]IES$", last):
        return f"{head[:-3]}Y{tail}"
    if re.search(r"(SS|X|ZZ|CH|SH)ES$", last):
        return f"{head[:-2]}{tail}"
    return f"{head[:-1]}{tail}"


def _noun(unit: str) -> tuple[str, str]:
    """Split PCS IN NUDE or BAGS OF PAPER into the counted noun and what follows it."""
    found = re.search(r" (?:IN|OF|ON|WITH) ", unit)
    return (unit, "") if found is None else (unit[: found.start()], unit[found.start() :])


def _tidy(unit: str) -> str:
    return " ".join(unit.upper().split())


def _hundreds(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    said = [f"{_SMALL[hundreds]} HUNDRED"] if hundreds else []
    if rest:
        tens, ones = divmod(rest, 10)
        small = _SMALL[rest] if rest < 20 else "-".join(word for word in (_TENS[tens], _SMALL[ones]) if word)
        said.append(small)
    return " AND ".join(said)
