"""How typed text, numbers and days become canonical text, and back to numbers and days; input is never lost."""

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Any

UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_UNSEEN = re.compile("[\u00ad\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\u3164\ufeff\uffa0]")
#: What a word processor puts by itself for plain signs, one for one; joiners have no use in Latin text.
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"'),
        **dict.fromkeys("\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000", " "),
        **dict.fromkeys("\u200c\u200d", None),
        "\u00d7": "X",
    }
)


def storable(raw: str) -> str:
    """`raw` without what no store, wire or paper can hold: NUL and other controls, lone surrogates, and signs without a
    shape (bidi overrides, byte order marks, blanks of no width, soft hyphens, Hangul fillers)."""
    if raw.isascii() and raw.isprintable():
        return raw  # nearly every text: nothing of the above is among the 95 signs
    text = _UNSEEN.sub("", UNSTORABLE.sub("", raw.replace("\r\n", "\n").replace("\r", "\n")))
    return unicodedata.normalize("NFC", text.replace("\u2028", "\n").replace("\u2029", "\n"))


def latin(text: str) -> str:
    """Full-width letters, digits, signs and blanks as their half-width forms (，。are left: they are Chinese signs), a
    word processor's dashes, quotation marks and × as plain ones."""
    if text.isascii():
        return text
    narrow = (
        unicodedata.normalize("NFKC", char) if unicodedata.east_asian_width(char) == "F" else char for char in text
    )
    return "".join(narrow).translate(_PLAIN)


def named_sign(sign: str) -> str:
    """A sign as a person can see it: one without a shape by its number, U+200B."""
    return sign if sign.isprintable() and not sign.isspace() else f"U+{ord(sign):04X}"


def decimal_of(value: object) -> Decimal | None:
    """The number a stored value stands for, or None when it stands for none.

    Plain digits only: an exponent would let twelve typed characters stand for a number that fills the memory when
    shown.
    """
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return _number(str(value))


@lru_cache(maxsize=4096)
def _number(text: str) -> Decimal | None:
    return Decimal(text) if _DIGITS.fullmatch(text) else None


def date_of(value: object) -> dt.date | None:
    """The day a stored value stands for, or None."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def is_blank(value: object) -> bool:
    """Whether nothing was entered."""
    return value is None or value in ("", [], {})


_DIGITS = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def plain_number(raw: Any) -> Any:
    """A typed number as its canonical text (`"１,234.50"` -> `"1234.50"`), or the input itself when it is none."""
    if isinstance(raw, bool) or raw is None:
        return "" if raw is None else raw
    if isinstance(raw, int | Decimal):
        return str(raw)
    return _plain(raw) if isinstance(raw, str) else raw


@lru_cache(maxsize=4096)
def _plain(raw: str) -> str:
    text = unicodedata.normalize("NFKC", storable(raw)).strip()
    bare = text.replace(" ", "").replace("−", "-")
    if re.fullmatch(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", bare):
        bare = bare.replace(",", "")
    if not _DIGITS.fullmatch(bare):
        return text
    sign, digits = ("-", bare[1:]) if bare[0] == "-" else ("", bare.lstrip("+"))
    whole, _, part = digits.partition(".")
    return sign + (whole.lstrip("0") or "0") + (f".{part}" if part else "")


def plain_date(raw: Any) -> Any:
    """A typed day as `2026-10-15` (from 2026/10/15, 2026年10月15日, 20261015), or the input itself when it is none."""
    if not isinstance(raw, str):
        return raw if raw is not None else ""
    text = unicodedata.normalize("NFKC", storable(raw)).strip()
    match = _DAY.fullmatch(text) or re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text)
    return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}" if match else text


TODAY = {"今天": 0, "today": 0, "明天": 1, "tomorrow": 1, "昨天": -1, "yesterday": -1}


def day_text(text: str, today: dt.date) -> str:
    """The day that a short form stands for (1015, +3, 今天), as YYYY-MM-DD; other text as it is."""
    bare = unicodedata.normalize("NFKC", text).strip().casefold()
    try:
        if bare in TODAY:
            return (today + dt.timedelta(TODAY[bare])).isoformat()
        if re.fullmatch(r"[+-]\d{1,4}", bare):
            return (today + dt.timedelta(int(bare))).isoformat()
        if re.fullmatch(r"\d{4}", bare):
            return dt.date(today.year, int(bare[:2]), int(bare[2:])).isoformat()
    except (ValueError, OverflowError):
        return text
    return text


def grouped(text: str) -> str:
    """A number with its thousands parted and its decimal places as they were typed; anything else as it is."""
    if decimal_of(text) is None or not re.fullmatch(r"[+-]?\d+(\.\d+)?", text):
        return text
    whole, dot, part = text.partition(".")
    sign = whole[0] if whole[0] in "+-" else ""
    return f"{sign}{int(whole.lstrip('+-')):,}{dot}{part}"


def label_key(text: str) -> str:
    """A label without case, width, blanks and the star of a needed field: how titles and cells are compared."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).strip("*:")
