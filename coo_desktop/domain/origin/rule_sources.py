"""Product rules from several places as one: the shipped table, then the packs that are installed.

A pack's row is read into the notation where it can be; the words of any other rule are kept and left to a person.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Protocol

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.origin.notation import parse
from coo_desktop.domain.origin.ranges import CodeRange
from coo_desktop.domain.origin.rules import Entry, Found, ProductRule, RuleTable, choose
from coo_desktop.domain.packs.manifest import ONE_COPY
from coo_desktop.domain.packs.sentences import read_sentence

_PART = re.compile(r"\s*\[part:\s*(.+?)\s*\]\s*\Z")
_HAN = re.compile(r"[㐀-鿿]")
_WITHOUT = re.compile(r"\b(CC|CTH|CTSH)\s*-\s*ex\b")
_WHOLE_TARIFF = ("00", "01")
#: What may stand in a list in place of a rule: the code has a rule that is not here, the code has no preference, the
#: agreement's general rule decides. The last two for 00-99 say so of every code that is not named.
LISTED, NONE, GENERAL = WORDS = ("LISTED", "NONE", "GENERAL")
ELSEWHERE = "见附件原文 / see the annex"
NOT_LISTED = "不在清单内 / not on the list"


class RuleSource(Protocol):
    """Where more rules come from; reading them may raise Unreadable."""

    def covering(self, agreement: str, code: str) -> Sequence[Entry]:
        """The entries that may hold for a code."""


@dataclass(frozen=True, slots=True)
class RuleSources:
    """The shipped table and whatever `installed` answers with at the time of the question."""

    shipped: RuleTable
    installed: Callable[[], RuleSource]

    def ground(self) -> object:
        """What is installed now; another object each time while that cannot be read."""
        try:
            return self.installed()
        except Unreadable:
            return object()

    def find(self, agreement: str, code: str, on: date, edition: str = "") -> Found:
        """The most specific rule of all sources. What cannot be read may hold the rule, so a person has to judge."""
        try:
            more = self.installed().covering(agreement, code)
        except Unreadable as fault:
            file = str(fault.facts.get("file", ""))
            return Found(ProductRule(file, file, kind="wording"))
        return choose((*self.shipped.covering(agreement, code), *more), code, on, edition)


@dataclass(frozen=True, slots=True)
class PackRule:
    """A rule as a pack holds it; `text` is the publisher's normal form, `printed` what the annex prints."""

    code_from: str
    code_to: str
    edition: str
    text: str
    printed: str
    source: str
    quality: str


#: The columns of a shipped list; `code` is one code, or two of one level with "-" between.
LIST_COLUMNS = ("code", "edition", "rule", "badge", "source")
SHIPPED = "shipped-rules"


class RuleLists:
    """The shipped lists as text, each read when its agreement is first asked for; no pack stands beside them."""

    def __init__(self, read: Callable[[str], str]) -> None:
        """`read` gives the text of an agreement's list, "" where it has none."""
        self._read = read
        self._tables: dict[str, RuleTable] = {}

    def covering(self, agreement: str, code: str) -> Sequence[Entry]:
        """The entries of an agreement's list that may hold for a code."""
        if agreement not in self._tables:
            rows = list_rows(self._read(agreement))
            self._tables[agreement] = RuleTable(tuple(entry_of(agreement, row, table=SHIPPED) for row in rows))
        return self._tables[agreement].covering(agreement, code)


def list_rows(text: str) -> Iterator[PackRule]:
    """The rows of a shipped list."""
    for row in csv.DictReader(io.StringIO(text)):
        low, _dash, high = row["code"].partition("-")
        yield PackRule(low, high or low, row["edition"], row["rule"], "", row["source"], row["badge"])


def entry_of(
    agreement: str, row: PackRule, since: date | None = None, until: date | None = None, table: str = ""
) -> Entry:
    """The entry of a row; raises ValueError for codes that are no range."""
    codes = CodeRange.read(row.code_from, row.code_to)
    return Entry(agreement, codes, _rule_of(row, _is_whole(codes)), since, until, table)


def _is_whole(codes: CodeRange) -> bool:
    return codes.high == "99" and codes.low in _WHOLE_TARIFF


@lru_cache(maxsize=4096)
def _rule_of(row: PackRule, is_whole: bool) -> ProductRule:
    editions = (row.edition,) if row.edition else ()
    official = row.quality == "official"
    applies = official or row.quality == ONE_COPY
    text, part = without_part(row.text)
    rule = ProductRule(text, row.source, part=part, editions=editions, quality=row.quality)
    if text in WORDS:
        return _listing_row(rule, official=official, applies=applies)
    written = notation_of(text) or notation_of(row.printed)
    if written is None:
        return replace(rule, text=row.printed or row.text, kind="wording")
    if is_whole:
        # Whether a good has a rule of its own besides is not told by a pack that holds the general one.
        return replace(rule, text=written, kind="general")
    return replace(rule, text=written, verified=official, applies=applies)


def _listing_row(rule: ProductRule, *, official: bool, applies: bool) -> ProductRule:
    """What a list says instead of a rule, as its row's word has it."""
    if rule.text == LISTED:
        return replace(rule, text=ELSEWHERE, kind="listed")
    if rule.text == NONE:
        return replace(rule, text=NOT_LISTED, kind="unlisted", verified=official, applies=applies)
    return replace(rule, text="", kind="general", verified=official, applies=applies)


def without_part(text: str) -> tuple[str, str]:
    """A rule without the words that limit it to a part of the code, and these words."""
    found = _PART.search(text)
    return (text[: found.start()], found[1]) if found else (text, "")


@lru_cache(maxsize=4096)
def notation_of(text: str) -> str | None:
    """A published rule in the notation: CTH | RVC40, CC & CR, 品目改变; None where it says something else."""
    plain = _WITHOUT.sub(r"\1 except", text).replace("|", " or ").replace("&", " and ")
    sentence = read_sentence(text) if _HAN.search(text) else None
    try:
        return str(parse(sentence or plain))
    except Unreadable:
        return None
