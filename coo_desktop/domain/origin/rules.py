"""The table of product rules: what an agreement's annex says for a code, the most specific entry first.

Where entries are of the code's own edition those of others do not count. Each table or pack answers for itself; of
their answers the one of the best source stands, and those that say otherwise are shown with it.
"""

import enum
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.origin.notation import Rule, WordedRule, parse
from coo_desktop.domain.origin.ranges import CodeRange
from coo_desktop.domain.packs.manifest import ONE_COPY, RULE_QUALITIES

_QUALITIES = ("", *RULE_QUALITIES)
#: Digits that all countries share; what follows is the own numbering of the country whose list it is.
_SHARED = 6
_DIGITS = (2, 4, _SHARED)


@dataclass(frozen=True, slots=True)
class ProductRule:
    """A rule with where it comes from. `part` is the text of an "ex" entry that covers part of the code only.

    The `text` of the kind `wording` is in words that the notation cannot express, `listed` has a rule that is not here,
    `unlisted` is not on a closed list: no preference. A `general` without text is the agreement's own general rule.
    `quality` says what its source is, "" for what the program ships. `applies`: it is the rule of the code, though
    nobody compared its text with a second copy.
    """

    text: str
    source: str
    verified: bool = False
    kind: Literal["product", "general", "typed", "wording", "listed", "unlisted"] = "product"
    part: str = ""
    editions: tuple[str, ...] = ()
    quality: str = ""
    applies: bool = False

    @property
    def tree(self) -> Rule:
        return parse(self.text) if self.kind in ("product", "general", "typed") else WordedRule(self.text)

    @property
    def is_rule(self) -> bool:
        """Whether a good can be judged by it: what a list says instead of a rule is none."""
        return self.kind not in ("listed", "unlisted") and (self.kind != "general" or bool(self.text))

    @property
    def decides(self) -> bool:
        """Whether a determination may rest on it."""
        return self.verified or self.applies


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a table: one agreement's rule for a range of codes, valid from `since` on.

    `table` names the pack whose row it is, "" for the program's own single rules.
    """

    agreement: str
    codes: CodeRange
    rule: ProductRule
    since: date | None = None
    until: date | None = None
    table: str = ""


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
    """What was found for a code, or the parts to choose from where the rule depends on the good.

    `others` are what further sources say for the code where they say something else.
    """

    rule: ProductRule | None = None
    parts: tuple[ProductRule, ...] = ()
    others: tuple[ProductRule, ...] = ()

    @property
    def law(self) -> ProductRule | None:
        """The rule to judge by; None where a list speaks of the code and holds no rule for it."""
        return self.rule if self.rule is not None and self.rule.is_rule else None

    @property
    def listing(self) -> Listing:
        """What a list says of the code; nothing by a row that only hints."""
        if self.parts or (self.rule is not None and self.rule.kind == "listed"):
            return Listing.LISTED
        if self.rule is None or self.rule.is_rule or not self.rule.decides:
            return Listing.UNTOLD
        return Listing.OUTSIDE if self.rule.kind == "unlisted" else Listing.UNLISTED


class Rules(Protocol):
    """Whatever knows product rules: the shipped table, or that together with installed packs."""

    def find(self, agreement: str, code: str, on: date, edition: str = "") -> Found: ...
    def ground(self) -> object:
        """What the answers rest on: while it is the very same object, they stay the same."""


@dataclass(frozen=True, slots=True)
class RuleTable:
    """Entries by agreement and code; ranges stay ranges."""

    entries: tuple[Entry, ...] = ()
    _by_code: dict[tuple[str, str], list[Entry]] = field(default_factory=dict, repr=False, compare=False)
    _ranges: dict[tuple[str, str], list[Entry]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for entry in self.entries:
            low, high = entry.codes.low, entry.codes.high
            if low[:_SHARED] == high[:_SHARED]:
                self._by_code.setdefault((entry.agreement, low[:_SHARED]), []).append(entry)
                continue
            for chapter in range(int(low[:2]), int(high[:2]) + 1):
                self._ranges.setdefault((entry.agreement, f"{chapter:02}"), []).append(entry)

    def find(self, agreement: str, code: str, on: date, edition: str = "") -> Found:
        """The most specific rule: subheading before heading before chapter, the narrower range first."""
        return choose(self.covering(agreement, code), code, on, edition)

    def ground(self) -> object:
        """The table never changes."""
        return self

    def covering(self, agreement: str, code: str) -> Sequence[Entry]:
        """The entries that may hold for a code: those above it, those of its own, and lines below it."""
        found = list[Entry]()
        for digits in _DIGITS:
            found += self._by_code.get((agreement, code[:digits]), ())
        for entry in self._ranges.get((agreement, code[:2]), ()):
            if entry.codes.covers(code) is not False:
                found.append(entry)
        return found


def choose(entries: Iterable[Entry], code: str, on: date, edition: str = "") -> Found:
    """The rule of a code on a day, or the parts to choose from; of other editions only where none is of its own."""
    known = [
        entry
        for entry in entries
        if (entry.since is None or entry.since <= on) and (entry.until is None or on <= entry.until)
    ]
    if any(edition in entry.rule.editions for entry in known):
        known = [entry for entry in known if not entry.rule.editions or edition in entry.rule.editions]
    tables: dict[str, list[Entry]] = {}
    for entry in known:
        tables.setdefault(entry.table, []).append(entry)
    answers = [answer for own in tables.values() if (answer := _of_table(own, code)) is not None]
    if len(answers) < 2:
        return answers[0][1] if answers else Found()
    answers.sort(key=lambda answer: answer[0], reverse=True)
    best = answers[0][1]
    return replace(best, others=tuple(_others(best, [found for _standing, found in answers[1:]])))


def _of_table(entries: Sequence[Entry], code: str) -> tuple[tuple[int, tuple[int, int], int], Found] | None:
    """What one table says for a code, with how much that counts beside others; None where it says nothing."""
    covering = [entry for entry in entries if entry.codes.covers(code)]
    lines = [entry for entry in entries if entry.codes.level > _SHARED and entry.codes.low[:_SHARED] == code[:_SHARED]]
    if not covering and not lines:
        return None
    best = max((_specificity(entry.codes) for entry in covering), default=(0, 0))
    rules: dict[str, ProductRule] = {}
    for entry in covering:
        if _specificity(entry.codes) == best:
            known = rules.setdefault(entry.rule.part, entry.rule)
            rules[entry.rule.part] = max(known, entry.rule, key=_standing)
    if lines and best[0] <= _SHARED:
        # Which of the list's lines the good falls under is not told by the digits that all countries share.
        rules |= {str(entry.codes): replace(entry.rule, part=str(entry.codes)) for entry in lines}
    found = Found(rules[""]) if set(rules) == {""} else Found(parts=_in_order(rules.values()))
    first = found.rule or found.parts[0]
    return (_weight(first), best, -_QUALITIES.index(first.quality)), found


def _in_order(rules: Iterable[ProductRule]) -> tuple[ProductRule, ...]:
    return tuple(sorted(rules, key=lambda rule: -len(rule.part)))


def _weight(rule: ProductRule) -> int:
    """How far a rule goes before one of another source: what is sure, what applies, what nobody vouches for."""
    if rule.kind == "listed":
        return 1
    if rule.kind == "general" and not rule.decides:
        return 0
    words = rule.kind == "wording"  # nobody may rest on them, and their source is as good as that of a rule
    if rule.verified or (words and rule.quality == RULE_QUALITIES[0]):
        return 4
    return 3 if rule.applies or (words and rule.quality == ONE_COPY) else 2


def _others(best: Found, answers: Iterable[Found]) -> Iterable[ProductRule]:
    """The rules of further sources that contradict; words nobody can parse and what says less contradict nothing."""
    known = {rule.text for rule in (best.rule, *best.parts) if rule is not None}
    for found in answers:
        for rule in (found.rule, *found.parts):
            if rule is None or rule.text in known:
                continue
            if rule.kind in ("product", "unlisted") or (rule.kind == "general" and rule.decides):
                known.add(rule.text)
                yield rule


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
