"""Product rules from several places as one: the shipped table, then the packs that are installed.

A pack's row is read into the notation where it can be; the words of any other rule are kept and left to a person.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.origin.notation import parse
from coo_desktop.domain.origin.ranges import CodeRange
from coo_desktop.domain.origin.rules import Entry, Found, ProductRule, RuleTable, choose

_PART = re.compile(r"\s*\[part:\s*(.+?)\s*\]\s*\Z")
_WITHOUT = re.compile(r"\b(CC|CTH|CTSH)\s*-\s*ex\b")
_WHOLE_TARIFF = ("00", "01")


class RuleSource(Protocol):
    """Where more rules come from; reading them may raise Unreadable."""

    def of_chapter(self, agreement: str, chapter: str) -> Sequence[Entry]: ...


@dataclass(frozen=True, slots=True)
class RuleSources:
    """The shipped table and whatever `installed` answers with at the time of the question."""

    shipped: RuleTable
    installed: Callable[[], RuleSource]

    def find(self, agreement: str, code: str, on: date, edition: str = "") -> Found:
        """The most specific rule of all sources. What cannot be read may hold the rule, so a person has to judge."""
        chapter = code[:2]
        try:
            more = self.installed().of_chapter(agreement, chapter)
        except Unreadable as fault:
            file = str(fault.facts.get("file", ""))
            return Found(ProductRule(file, file, kind="wording"))
        return choose((*self.shipped.of_chapter(agreement, chapter), *more), code, on, edition)


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


def entry_of(agreement: str, row: PackRule, since: date | None = None, until: date | None = None) -> Entry:
    """The entry of a row; raises ValueError for codes that are no range."""
    codes = CodeRange.read(row.code_from, row.code_to)
    text, part = without_part(row.text)
    editions = (row.edition,) if row.edition else ()
    written = notation_of(text) or notation_of(row.printed)
    if written is None:
        rule = ProductRule(row.printed or row.text, row.source, False, "wording", part, editions, row.quality)
    elif codes.high == "99" and codes.low in _WHOLE_TARIFF:
        # Whether a good has a rule of its own besides is not told by a pack that holds the general one.
        rule = ProductRule(written, row.source, False, "general", part, editions, row.quality)
    else:
        verified = row.quality == "official"
        rule = ProductRule(written, row.source, verified, "product", part, editions, row.quality)
    return Entry(agreement, codes, rule, since, until)


def without_part(text: str) -> tuple[str, str]:
    """A rule without the words that limit it to a part of the code, and these words."""
    found = _PART.search(text)
    return (text[: found.start()], found[1]) if found else (text, "")


def notation_of(text: str) -> str | None:
    """A published normal form in our notation: CTH | RVC40, (CTH - ex 3824) & CR; None when it says something else."""
    plain = _WITHOUT.sub(r"\1 except", text).replace("|", " or ").replace("&", " and ")
    try:
        return str(parse(plain))
    except Unreadable:
        return None
