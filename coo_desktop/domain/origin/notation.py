"""Product rules as the agreements' annexes write them, read into a small frozen tree and printed from it.

rule := alt ("or" alt)*          part := WO | PE | CR | DR | PUR | ALL | RVC n | MaxNOM n | SP(text)
alt  := part ("and" part)*               | (CC|CTH|CTSH) ["except" codes | "from" codes] | ( rule )
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.origin.ranges import CodeRange

LEVELS = {"CC": 2, "CTH": 4, "CTSH": 6}
_NAMED = ("WO", "PE", "CR", "DR", "PUR", "ALL")
_SPELLING = {word.upper(): word for word in (*_NAMED, *LEVELS, "RVC", "MaxNOM", "SP")}
_CODE_NOISE = {"FROM", "CHAPTER", "CHAPTERS", "HEADING", "HEADINGS", "SUBHEADING", "SUBHEADINGS"}
_TOKEN = re.compile(r"\s*(?:([A-Za-z]+)|(\d+(?:\.\d+)*)|([^\s]))", re.ASCII)
_LONGEST = 4000
_DEEPEST = 30


class RuleUnreadable(Unreadable):
    """A product rule does not parse: `text`, the zero-based `position`, and what was `found` or `expected` there."""


@dataclass(frozen=True, slots=True)
class Named:
    """A criterion without a parameter: WO, PE, CR, DR, PUR, or ALL (materials of any heading).

    SET, the criterion of goods put up in a set, is no annex's word and does not parse.
    """

    word: str

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True, slots=True)
class Shift:
    """A change of tariff classification, except from some codes, or only from some codes."""

    level: str
    excluded: tuple[CodeRange, ...] = ()
    only_from: tuple[CodeRange, ...] = ()
    written: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        text = self.level
        if self.excluded:
            text += f" except {', '.join(map(str, self.excluded))}"
        if self.only_from:
            text += f" from {', '.join(map(str, self.only_from))}"
        object.__setattr__(self, "written", text)

    def __str__(self) -> str:
        return self.written

    def __hash__(self) -> int:
        return hash(self.level)


@dataclass(frozen=True, slots=True)
class Value:
    """RVC: at least `percent` of regional value. MaxNOM: at most `percent` of foreign value in the ex-works price."""

    word: str
    percent: Decimal
    written: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "written", f"{self.word}{self.percent.normalize():f}")

    def __str__(self) -> str:
        return self.written

    def __hash__(self) -> int:
        return hash(self.word)  # that of a Decimal costs more than all else of an answer's key


@dataclass(frozen=True, slots=True)
class Process:
    """A listed working or processing, in the agreement's own words."""

    text: str

    def __str__(self) -> str:
        return f"SP({self.text})"


@dataclass(frozen=True, slots=True)
class WordedRule:
    """A rule in words that the notation cannot express; a person judges it. No text reads as one."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple["Rule", ...]

    def __str__(self) -> str:
        return " and ".join(f"({part})" if isinstance(part, AllOf | AnyOf) else str(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple["Rule", ...]

    def __str__(self) -> str:
        return " or ".join(f"({part})" if isinstance(part, AnyOf) else str(part) for part in self.parts)


Leaf = Named | Shift | Value | Process | WordedRule
Rule = Leaf | AllOf | AnyOf
#: What a rule is made of besides its single criteria.
BRANCHES = (AllOf, AnyOf)


def leaves(rule: Rule) -> tuple[Leaf, ...]:
    """The single criteria of a rule in the order in which it writes them."""
    if not isinstance(rule, BRANCHES):
        return (rule,)
    return tuple([leaf for part in rule.parts for leaf in leaves(part)])


@lru_cache(maxsize=4096)
def parse(text: str) -> Rule:
    """The tree of a rule; RuleUnreadable tells where reading stopped."""
    if len(text) > _LONGEST:
        raise RuleUnreadable(reason="rule_too_long", text=text[:40], position=_LONGEST)
    return _Parser(text).whole()


class _Parser:
    """Recursive descent over one text; `at` is where the next token starts."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def whole(self) -> Rule:
        rule = self._alternatives()
        if self._peek():
            raise self._stop("end")
        return rule

    def _peek(self) -> str:
        found = _TOKEN.match(self.text, self.at)
        return found[0].strip().upper() if found else ""

    def _take(self) -> str:
        found = _TOKEN.match(self.text, self.at)
        if not found:
            return ""
        self.at = found.end()
        return found[0].strip().upper()

    def _stop(self, expected: str) -> RuleUnreadable:
        found = _TOKEN.match(self.text, self.at)
        position = found.end() - len(found[0].strip()) if found else len(self.text)
        return RuleUnreadable(
            reason="rule", text=self.text, position=position, found=self._peek()[:40], expected=expected
        )

    def _alternatives(self) -> Rule:
        parts = [self._conjunction()]
        while self._peek() == "OR":
            self._take()
            parts.append(self._conjunction())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _conjunction(self) -> Rule:
        parts = [self._part()]
        while self._peek() == "AND":
            self._take()
            parts.append(self._part())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _part(self) -> Rule:
        word = _SPELLING.get(self._peek(), self._peek())
        if word == "(":
            return self._group()
        if word not in _SPELLING.values():
            raise self._stop("criterion")
        self._take()
        if word in LEVELS:
            return self._shift(word)
        if word in ("RVC", "MaxNOM"):
            return Value(word, self._percent())
        return Process(self._quoted()) if word == "SP" else Named(word)

    def _group(self) -> Rule:
        if self.depth >= _DEEPEST:
            raise self._stop("fewer_parentheses")
        self._take()
        self.depth += 1
        rule = self._alternatives()
        if self._peek() != ")":
            raise self._stop(")")
        self._take()
        self.depth -= 1
        return rule

    def _shift(self, level: str) -> Shift:
        if self._peek() == "EXCEPT":
            self._take()
            return Shift(level, excluded=self._codes())
        if self._peek() == "FROM":
            return Shift(level, only_from=self._codes())
        return Shift(level)

    def _codes(self) -> tuple[CodeRange, ...]:
        codes = [self._range()]
        while self._peek() == ",":
            self._take()
            codes.append(self._range())
        return tuple(codes)

    def _range(self) -> CodeRange:
        while self._peek() in _CODE_NOISE:
            self._take()
        start = self.at
        low, high = self._take(), None
        if self._peek() in ("-", "–", "TO"):
            self._take()
            high = self._take()
        try:
            return CodeRange.read(low, high)
        except ValueError:
            self.at = start
            raise self._stop("hs_code") from None

    def _percent(self) -> Decimal:
        bracketed = self._peek() == "("
        if bracketed:
            self._take()
        start, number = self.at, self._take()
        if not re.fullmatch(r"\d{1,3}(\.\d{1,4})?", number, re.ASCII) or not 0 < Decimal(number) <= 100:
            self.at = start
            raise self._stop("percentage")
        if self._peek() == "%":
            self._take()
        if bracketed and self._take() != ")":
            raise self._stop(")")
        return Decimal(number)

    def _quoted(self) -> str:
        if self._peek() != "(":
            raise self._stop("(")
        self._take()
        start, depth = self.at, 1
        for position in range(start, len(self.text)):
            depth += {"(": 1, ")": -1}.get(self.text[position], 0)
            if depth == 0:
                self.at = position + 1
                if text := self.text[start:position].strip():
                    return text
                break
        self.at = start
        raise self._stop("process_text")
