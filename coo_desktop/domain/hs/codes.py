"""The Harmonized System's codes: their shape, their editions, their tree, and what a person typing for one asks.

Sections have Roman numerals; chapters, headings and subheadings 2, 4 and 6 digits; a country's own lines 8 to 10.
"""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

LEVELS = (2, 4, 6, 8, 10)
#: The digits of a heading; those that all countries share; what follows is a country's own and changes every 1 January.
HEADING, SHARED, LINE = 4, 6, 8
#: The first year of each edition; a country may take it up later, China did so on 1 January each time.
EDITIONS = (2028, 2022, 2017, 2012, 2007, 2002, 1996)

QUERY_LIMIT = 200
TERM_LIMIT = 12
_WIDE_FROM = 0x2E80  # from the CJK radicals on no spaces stand between words
#: Letters and digits, Chinese characters apart from all others.
_RUN = re.compile(r"(?:(?![\W_])[\u2e80-\U0010ffff])+|(?:(?![\W_])[\0-\u2e7f])+")
_NUMBER = re.compile(r"[\d.\s\-]+")
#: What is written before a code to say that it is one: HS 9617, H.S. CODE: 9617, 税号9617.
_LABEL = re.compile(
    r"(?:h\.?\s?s\.?|hts|cn|customs|tariff|commodity)?\s*(?:code)?\s*(?:no|number)?[\s.:#-]*"
    r"|(?:hs)?\s*(?:海关|商品|税则|产品)?(?:编码|编号|税号|税目|品目|子目)[\s.:#-]*",
    re.IGNORECASE,
)
_SEPARATED = re.compile(r"[;；,，、:：()（）“”\"。]|\b(?:and|or|of|for|with|in|not|whether)\b")
_WIDE_SEPARATED = re.compile(r"[的和及或与等]|包括|例如|但|不论")
#: What a folded name says the code is not.
_EXCEPTED = re.compile(r"但[^;]*除外|\([^()]*除外\)|\b(?:excluding|except|other than)\b[^;)]*")
#: What the things of a clause are made of or meant for, and the list before it: 橡胶、塑料制外底, 加工塑料用的机器.
_MADE_OF = re.compile(r"[^;；。]*(?:制(?![品成造剂备浆革图冰冷动服])的?|用的)")
_LEADING = re.compile(r"^(?:其他|其|各种|所列|类似)+")
#: Segments that stand under half of all codes and lead to none of them.
_EMPTY = frozenset(
    {
        "零件",
        "附件",
        "零件、附件",
        "类似品",
        "制品",
        "产品",
        "物品",
        "货品",
        "税目",
        "除外",
        "超过",
        "other",
        "others",
        "part",
    }
    | {"parts", "thereof", "accessories", "n.e.c", "nec", "chapter", "heading", "like", "similar", "articles"}
)
_KEEPS_S = ("ss", "us", "is", "as", "os")


@dataclass(frozen=True, slots=True)
class Hit:
    """A code found, with both its names; `score` orders hits: 100 is the very word, 30 a part of what was asked."""

    code: str
    edition: str
    zh: str
    en: str
    score: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One code in full: its names, its units, when it is valid, and whether its name was put together here."""

    code: str
    parent: str
    zh: str
    en: str
    units: tuple[str, ...]
    valid_from: str
    valid_to: str
    derived: bool


@dataclass(frozen=True, slots=True)
class OwnProduct:
    """One of the company's own products, with the code that it was approved with, and what its names sound like.

    `number` is the office's, `model` the company's own item number as it is written in the specification; `replaces` is
    the id of the pre-review that this one declares again, or "".
    """

    id: str
    title: str
    hs_code: str
    name_en: str
    sounds: str = ""
    number: str = ""
    model: str = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class CodeQuery:
    """What a query asks for: a code's first digits, or runs of Chinese characters and other words, in order."""

    digits: str
    terms: tuple[str, ...]


class NamedCodes(Protocol):
    """Codes with their names: found by a typed text, looked up, and led down the tree."""

    def search(self, text: str, limit: int = ...) -> list[Hit]: ...
    def find(self, code: str) -> Listed | None: ...
    def children(self, code: str) -> tuple[Listed, ...]:
        """The codes one level below; below "" the sections."""


class ProductReads(Protocol):
    """The company's approved products as a search field reads them."""

    def meant(self, typed: str, limit: int) -> tuple[OwnProduct, ...]:
        """Those that a typed text may mean by what a list searches through, the one made last first."""

    def approved(self) -> tuple[OwnProduct, ...]:
        """All of them, the one made last first; belongs on a worker."""


def digits_of(text: str) -> str:
    """A code's digits however it is written: 9617.00, 96 17 00, HS 9617, full-width; "" when it is no code."""
    plain = unicodedata.normalize("NFKC", text).strip()
    start = next((place for place, sign in enumerate(plain) if sign.isdigit()), 0)
    if start and _LABEL.fullmatch(plain[:start]):
        plain = plain[start:]
    found = re.sub(r"\D", "", plain) if _NUMBER.fullmatch(plain) else ""
    return found if found.isascii() else ""


def with_lost_zero(digits: str) -> str:
    """The code that a spreadsheet took for a number, with its first digit again: 30420 was 030420; "" for no such."""
    return f"0{digits}" if len(digits) > 2 and len(digits) % 2 and digits[0] != "0" else ""


def is_code(text: str) -> bool:
    """Whether a text is a whole code, as it is stored: digits only, of a length that a level has."""
    return text.isascii() and text.isdigit() and len(text) in LEVELS


def parent(code: str) -> str:
    """The code one level up; "" above a chapter, whose section only a nomenclature knows, and above a section."""
    if not code.isdigit():
        return ""
    return code[: max((length for length in LEVELS if length < len(code)), default=0)]


def edition_of(year: int) -> str:
    """The edition in force in a year."""
    return str(next((first for first in EDITIONS if first <= year), EDITIONS[-1]))


def asked(query: str) -> CodeQuery:
    """A typed query, bounded and folded as names are folded for the index."""
    text = query[:QUERY_LIMIT]
    digits = digits_of(text)
    return CodeQuery(digits, () if digits else words(text)[:TERM_LIMIT])


def folded(text: str) -> str:
    """Full-width and half-width, upper and lower case made one; what is not a character becomes a space."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    if plain.isprintable():
        return plain
    return "".join(character if unicodedata.category(character)[0] != "C" else " " for character in plain)


@lru_cache(maxsize=1_000)
def words(text: str) -> tuple[str, ...]:
    """The words of a text: runs of Chinese characters whole, English words in the singular."""
    return tuple(run if is_wide(run) else singular(run) for run in _RUN.findall(folded(text)))


def is_wide(word: str) -> bool:
    """Whether a word is written in Chinese characters."""
    return ord(word[0]) >= _WIDE_FROM


def singular(word: str) -> str:
    """An English word without its plural ending, good enough for a search: boxes box, flasks flask, glass glass."""
    if len(word) > 4 and word.endswith("ie"):
        return word[:-2] + "y"  # as cookies becomes cooky
    if len(word) < 4 or not word.endswith("s") or word.endswith(_KEEPS_S):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def leads(name: str) -> tuple[str, ...]:
    """The things that a name lists, each a phrase that by itself means this code: 马、驴、骡 is 马, 驴 and 骡."""
    found: list[str] = []
    things = _MADE_OF.sub(";", _EXCEPTED.sub(";", folded(name)))
    for part in _SEPARATED.split(things):
        pieces = _WIDE_SEPARATED.split(part) if any(ord(character) >= _WIDE_FROM for character in part) else [part]
        for piece in (part, *pieces):
            plain = _LEADING.sub("", piece.strip())
            if plain and plain not in _EMPTY and len(words(plain)) <= 4:
                found.append(plain)
    return tuple(dict.fromkeys(found))


class EditionCodes(Protocol):
    """The codes of one edition, as far as they are known here."""

    def find(self, code: str) -> Listed | None: ...
    def children(self, code: str) -> tuple[Listed, ...]: ...


def is_current(codes: EditionCodes, code: str, on: dt.date, edition: str) -> bool | None:
    """Whether a code is valid on a day by the codes of an edition; None when another edition is in force then.

    A line of eight digits or more is judged where the list knows lines of its subheading, else its six digits are.
    """
    if len(code) < SHARED or edition_of(on.year) != edition:
        return None
    if len(code) >= LINE:
        line = codes.find(code[:LINE])
        if line is not None:
            return valid_on(line, on)
        if any(len(below.code) == LINE for below in codes.children(code[:SHARED])):
            return False
    shared = codes.find(code[:SHARED])
    return shared is not None and valid_on(shared, on)


def valid_on(listed: Listed, on: dt.date) -> bool:
    """Whether a code has not ended before a day."""
    return not listed.valid_to or on.isoformat() <= listed.valid_to
