"""Phrases that checks look for in texts, as data: refused words, words that the program prints itself, offshore places.

A phrase is written in capitals. `{name}` stands for any word of another list, `*` for any text, `#` for a number; a
blank also matches a hyphen. A phrase is found as whole words only: INV is not found in INVOICE.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from coo_desktop.domain.errors import Unreadable

PHRASES, PAIRS = "shared/phrases.toml", "shared/traditional.toml"
_BLANK = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"[A-Z0-9{}#]")
#: Of each list: so many texts, and none longer than this.
_REMEMBERED, _LONGEST_REMEMBERED = 1024, 500


@dataclass(frozen=True)
class PhraseList:
    """What one list holds, as regular expressions; texts are given in capitals with their blanks collapsed.

    `words` are found anywhere, `inner` behind other words only, `first` where a text begins, `whole` where it is the
    whole text; none of them where one of `unless` follows.
    """

    words: tuple[str, ...] = ()
    inner: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()

    def found(self, text: str) -> str:
        """The first phrase that stands in the text, as it stands there; "" for none."""
        return self._remembered(text) if len(text) <= _LONGEST_REMEMBERED else self._searched(text)

    def without(self, text: str) -> str:
        """The text without its phrases."""
        return self._any.sub("", text) if self._any is not None else text

    def __getstate__(self) -> dict[str, object]:
        return {name: each for name, each in self.__dict__.items() if name != "_remembered"}

    @cached_property
    def _remembered(self) -> Callable[[str], str]:
        """The same names, addresses and words stand in one document after the other; a search costs microseconds."""
        return lru_cache(_REMEMBERED)(self._searched)

    def _searched(self, text: str) -> str:
        match = self._any.search(text) if self._any is not None else None
        return match[0].strip(" ,") if match is not None else ""

    @cached_property
    def _any(self) -> re.Pattern[str] | None:
        ways = [
            (self.whole, rf"^\W*(?:{_either(self.whole)})\W*$"),
            (self.first, rf"^\W*(?:{_either(self.first)})"),
            (self.words, f"(?:{_either(self.words)})"),
            (self.inner, rf"(?:(?<=[\w).,;] )|(?<=[(,]))(?:{_either(self.inner)})"),
        ]
        used = "|".join(way for phrases, way in ways if phrases)
        unless = rf"(?![ \-]?(?:{_either(self.unless)}))" if self.unless else ""
        return re.compile(f"(?:{used}){unless}", re.IGNORECASE) if used else None


@dataclass(frozen=True)
class Phrases:
    """The lists by name, of which one that the data lacks finds nothing; traditional characters and their simplified
    forms."""

    lists: Mapping[str, PhraseList] = field(default_factory=dict)
    simplified: Mapping[int, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> PhraseList:
        return self.lists.get(name, _NOTHING)


_NOTHING = PhraseList()


def read_phrases(text: str, pairs: str = "") -> Phrases:
    """The lists of a TOML text and the `pairs` of characters of another; raises Unreadable for a key or a blank that is
    not known."""
    tables = tomllib.loads(text)
    known = {name: tuple(table.get("words", ())) for name, table in tables.items()}
    lists = {}
    for name, table in tables.items():
        if unknown := set(table) - set(PhraseList.__dataclass_fields__):
            raise Unreadable(file=PHRASES, key=f"{name}/{sorted(unknown)[0]}", reason="unknown key")
        lists[name] = PhraseList(
            **{key: tuple(_pattern(phrase, known) for phrase in phrases) for key, phrases in table.items()}
        )
    characters = tomllib.loads(pairs).get("pairs", "").split()
    return Phrases(lists, {ord(traditional): simple for traditional, simple in characters})


def _either(patterns: Sequence[str]) -> str:
    """Any of the patterns, the longer ones first, so that the whole of a phrase is told."""
    return "|".join(sorted(patterns, key=len, reverse=True))


def _pattern(phrase: str, known: Mapping[str, tuple[str, ...]]) -> str:
    """The phrase as whole words: no letter or figure stands before its first or behind its last one."""
    told = "".join(
        f"(?:{_either([_pattern(each, known) for each in _listed(part, known)])})" if at % 2 else _literal(part)
        for at, part in enumerate(_BLANK.split(phrase))
    )
    before = r"(?<![A-Z0-9])" if _WORD.match(phrase[0]) else ""
    return before + told + (r"(?![A-Z0-9])" if _WORD.match(phrase[-1]) else "")


def _listed(name: str, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if name not in known:
        raise Unreadable(file=PHRASES, key=name, reason=f"no list {name!r}")
    return known[name]


def _literal(text: str) -> str:
    signs = {" ": r"[ \-]", "*": ".*?", "#": r"\d+"}
    return "".join(signs.get(sign, re.escape(sign)) for sign in text)
