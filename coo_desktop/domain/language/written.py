"""Numbers and days as people write them in invoices, sheets and fields: every reading that a text allows.

One reading is an answer. Several are a question that only the person can answer: 05/06/2026 is a day in May or in June,
1.234,50 is a number only where the comma parts the whole from the rest. None is text that stands for nothing here.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from coo_desktop.domain.language.spelling import UNSTORABLE, plain_number

#: A two-digit year is meant within so many years of today: certificates are about shipments of these months.
_YEARS_BACK, _YEARS_AHEAD = 3, 2
#: Serial numbers of spreadsheets that are days of the years 2000 to 2100, counted from 1899-12-30.
_FIRST_SERIAL, _LAST_SERIAL, _SERIAL_ZERO = 36526, 73415, dt.date(1899, 12, 30)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_CLOCK = re.compile(r"[ t]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]m)?z?$")
_CHINESE_DAY = re.compile(r"(?:(\d{4}|\d{2})年)?(\d{1,2})月(\d{1,2})[日号]?")
_FIGURES = re.compile(r"(\d{1,4})([-/.])(\d{1,2})(?:\2(\d{1,4}))?")
_NAMED = re.compile(r"[a-z]+|\d+")
_NUMBER = re.compile(r"(?P<before>[^0-9+\-.,]*)(?P<number>[+-]?[0-9][0-9,. ]*)(?P<after>.*)", re.DOTALL)
_COMMA_PARTS = re.compile(r"[+-]?[0-9]{1,3}([. ]?[0-9]{3})*,[0-9]+")
_SIGNS = frozenset("$¥€£")


def visible(text: str) -> str:
    """Text without signs that nobody sees (zero-width blanks, joiners, soft hyphens), full-width ones as half-width."""
    bare = "".join(char for char in UNSTORABLE.sub("", text) if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFKC", bare).replace("。", ".").replace("，", ",").strip()


# -- days


def days_meant(text: str, today: dt.date | None = None) -> tuple[dt.date, ...]:
    """The days that a text may stand for, likelier ones first; the clock time behind a day counts for nothing.

    A day without its year is one of today's year, and one with a short year is near today; where today is not told,
    the first is none and the second any.
    """
    bare = _CLOCK.sub("", visible(text).casefold()).strip()
    found = dict.fromkeys((*_in_chinese(bare, today), *_in_figures(bare, today), *_with_month_name(bare, today)))
    return tuple(found)


def _in_chinese(bare: str, today: dt.date | None) -> Iterator[dt.date]:
    if match := _CHINESE_DAY.fullmatch(bare.replace(" ", "")):
        year, month, day = match.groups()
        yield from _day(_years(year, today) if year else _this_year(today), int(month), int(day))


def _in_figures(bare: str, today: dt.date | None) -> Iterator[dt.date]:
    if re.fullmatch(r"\d{8}", bare):
        yield from _day((int(bare[:4]),), int(bare[4:6]), int(bare[6:]))
    elif re.fullmatch(r"\d{5}", bare) and _FIRST_SERIAL <= int(bare) <= _LAST_SERIAL:
        yield _SERIAL_ZERO + dt.timedelta(int(bare))
    elif match := _FIGURES.fullmatch(bare):
        first, _sign, second, third = match.groups()
        if third is None:
            yield from _day(_this_year(today) if len(first) < 3 else (), int(first), int(second))
        elif len(first) == 4:
            yield from _day((int(first),), int(second), int(third))
        elif len(first) < 3:
            if len(third) != 4:
                yield from _day(_years(first, today), int(second), int(third))
            years = _years(third, today)
            yield from _day(years, int(first), int(second))
            yield from _day(years, int(second), int(first))


def _with_month_name(bare: str, today: dt.date | None) -> Iterator[dt.date]:
    """Nov 30, 2026 · 30-Nov-26 · OCT. 15, 2026 · 30th November 2026."""
    parts = [part for part in _NAMED.findall(bare) if part not in ("st", "nd", "rd", "th", "of")]
    months = [_month(part) for part in parts]
    if sum(month > 0 for month in months) != 1 or not all(part.isdigit() or _month(part) for part in parts):
        return
    if not re.fullmatch(r"[a-z0-9 .,/\-]+", bare):
        return
    month = max(months)
    figures = [part for part in parts if part.isdigit()]
    if len(figures) == 1 and len(figures[0]) < 3:
        yield from _day(_this_year(today), month, int(figures[0]))
    elif len(figures) == 2 and len(figures[0]) == 4:
        yield from _day((int(figures[0]),), month, int(figures[1]))
    elif len(figures) == 2 and len(figures[0]) < 3:
        yield from _day(_years(figures[1], today), month, int(figures[0]))


def _month(word: str) -> int:
    """The number of a month named whole or by its first three letters (or sept), 0 for another word."""
    short = "sep" if word == "sept" else word
    return 1 + _MONTHS.index(short[:3]) if short in (*_MONTHS, *_MONTH_NAMES) else 0


def _years(figures: str, today: dt.date | None) -> tuple[int, ...]:
    if len(figures) == 4:
        return (int(figures),)
    year = 2000 + int(figures)
    is_near = today is None or today.year - _YEARS_BACK <= year <= today.year + _YEARS_AHEAD
    return (year,) if len(figures) == 2 and is_near else ()


def _this_year(today: dt.date | None) -> tuple[int, ...]:
    return () if today is None else (today.year,)


def _day(years: tuple[int, ...], month: int, day: int) -> Iterator[dt.date]:
    for year in years:
        try:
            yield dt.date(year, month, day)
        except ValueError:
            continue


# -- numbers


@dataclass(frozen=True, slots=True)
class Number:
    """A number in its canonical text, and the word for what it counts that stood beside it, as it was written."""

    text: str
    measure: str = ""


def number_meant(text: str, is_measure: Callable[[str], bool]) -> Number | None:
    """The one number that a text stands for: US$12.00, 12.50 USD, 20 CTNS, 0.45 KG, 12。5. None where it is in doubt or
    none; `is_measure` tells whether a word is one for money, a unit or a package."""
    match = _NUMBER.fullmatch(visible(text))
    if match is None:
        return None
    number = plain_number(match["number"].strip())
    words = [word for word in (match["before"].strip(" :"), match["after"].strip(" .:")) if word]
    if not re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", str(number)) or len(words) > 1:
        return None
    if words and not (words[0] in _SIGNS or is_measure(words[0])):
        return None
    return Number(number, words[0] if words else "")


def has_decimal_comma(text: str) -> bool:
    """Whether a text is a number only if the comma in it parts the whole from the rest: 1.234,50 or 12,5."""
    bare = visible(text)
    return bool(_COMMA_PARTS.fullmatch(bare)) and not re.fullmatch(r"[+-]?[0-9]{1,3}(,[0-9]{3})+", bare)
