"""The table of product rules: what an agreement's annex says for a code, the most specific entry first.

Where entries are of the code's own edition those of others do not count; of equals the one of the best source does.
"""

import enum
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.origin.notation import Rule, WordedRule, parse
from coo_desktop.domain.origin.ranges import CodeRange
from coo_desktop.domain.packs.manifest import QUALITIES

_QUALITIES = ("", *QUALITIES)


@dataclass(frozen=True, slots=True)
class ProductRule:
    """A rule with where it comes from. `part` is the text of an "ex" entry that covers part of the code only.

    The `text` of the kind `wording` is in words that the notation cannot express. `quality` says what its source is,
    "" for what the program ships.
    """

    text: str
    source: str
    verified: bool = False
    kind: Literal["product", "general", "typed", "wording"] = "product"
    part: str = ""
    editions: tuple[str, ...] = ()
    quality: str = ""

    @property
    def tree(self) -> Rule:
        return WordedRule(self.text) if self.kind == "wording" else parse(self.text)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the table: one agreement's rule for a range of codes, valid from `since` on."""

    agreement: str
    codes: CodeRange
    rule: ProductRule
    since: date | None = None
    until: date | None = None


class Listing(enum.Enum):
    """What the lists of an agreement say of a code: nothing while none is whole here, that it has a rule of its own,
    that it has none and the general rule is its law, or that it is outside of a closed list and has no preference.
    """

    UNTOLD = "untold"
    LISTED = "listed"
    UNLISTED = "unlisted"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Found:
    """The rule of a code, or the parts to choose from where the rule depends on the good; `listing` of whole lists."""

    rule: ProductRule | None = None
    parts: tuple[ProductRule, ...] = ()
    listing: Listing = Listing.UNTOLD


class Rules(Protocol):
    """Whatever knows product rules: the shipped table, or that together with installed packs."""

    def find(self, agreement: str, code: str, on: date, edition: str = "") -> Found: ...


@dataclass(frozen=True, slots=True)
class RuleTable:
    """Entries by agreement and chapter; ranges stay ranges."""

    entries: tuple[Entry, ...] = ()
    _by_chapter: dict[tuple[str, str], list[Entry]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for entry in self.entries:
            for chapter in range(int(entry.codes.low[:2]), int(entry.codes.high[:2]) + 1):
                self._by_chapter.setdefault((entry.agreement, f"{chapter:02}"), []).append(entry)

    def find(self, agreement: str, code: str, on: date, edition: str = "") -> Found:
        """The most specific rule: subheading before heading before chapter, the narrower range first."""
        return choose(self.of_chapter(agreement, code[:2]), code, on, edition)

    def of_chapter(self, agreement: str, chapter: str) -> Sequence[Entry]:
        """The entries that cover a chapter or something of it."""
        return self._by_chapter.get((agreement, chapter), ())


def choose(entries: Iterable[Entry], code: str, on: date, edition: str = "") -> Found:
    """The entry of a code on a day, or the parts to choose from; of other editions only where none is of its own."""
    covering = [
        entry
        for entry in entries
        if entry.codes.covers(code)
        and (entry.since is None or entry.since <= on)
        and (entry.until is None or on <= entry.until)
    ]
    if any(edition in entry.rule.editions for entry in covering):
        covering = [entry for entry in covering if not entry.rule.editions or edition in entry.rule.editions]
    if not covering:
        return Found()
    best = max(_specificity(entry.codes) for entry in covering)
    rules: dict[str, ProductRule] = {}
    for entry in covering:
        if _specificity(entry.codes) == best:
            known = rules.setdefault(entry.rule.part, entry.rule)
            rules[entry.rule.part] = max(known, entry.rule, key=_standing)
    if set(rules) == {""}:
        return Found(rules[""])
    return Found(parts=tuple(sorted(rules.values(), key=lambda rule: -len(rule.part))))


def typed_rule(text: str) -> ProductRule:
    """A rule as a user wrote it, unverified; RuleUnreadable when it does not parse."""
    return ProductRule(str(parse(text)), "typed", kind="typed")


def read_product_rules(text: str, file: str = "product_rules.toml") -> RuleTable:
    """The table from TOML text; Unreadable names file and entry."""
    try:
        rows = _Rows.model_validate(tomllib.loads(text)).rules
    except tomllib.TOMLDecodeError as fault:
        raise Unreadable(reason="toml", file=file, detail=str(fault)) from fault
    except ValidationError as faults:
        first = faults.errors(include_url=False)[0]
        key = ".".join(map(str, first["loc"]))
        raise Unreadable(reason=first["type"], file=file, key=key, detail=first["msg"]) from faults
    return RuleTable(tuple(_entries(rows, file)))


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    agreement: str
    codes: str
    text: str
    source: str
    verified: bool
    part: str = ""
    editions: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


class _Rows(BaseModel):
    model_config = ConfigDict(extra="forbid")

    rules: tuple[_Row, ...]


def _entries(rows: Iterable[_Row], file: str) -> Iterable[Entry]:
    for at, row in enumerate(rows):
        low, _, high = row.codes.partition("-")
        try:
            codes = CodeRange.read(low.strip(), high.strip() or None)
        except ValueError:
            raise Unreadable(reason="hs_code", file=file, key=f"rules.{at}.codes", detail=row.codes) from None
        try:
            parse(row.text)
        except Unreadable as fault:
            raise Unreadable(**{**fault.facts, "file": file, "key": f"rules.{at}.text"}) from fault
        rule = ProductRule(row.text, row.source, row.verified, "product", row.part, row.editions)
        yield Entry(row.agreement, codes, rule, row.since, row.until)


def _standing(rule: ProductRule) -> tuple[bool, int]:
    """What is verified before what is not, then by the quality of the source; the first of equals stays."""
    return rule.verified, -_QUALITIES.index(rule.quality)


def _specificity(codes: CodeRange) -> tuple[int, int]:
    return codes.level, int(codes.low) - int(codes.high)
