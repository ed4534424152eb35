"""Whether a stored code is outdated on a day: what became of it, and what it could be now."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from coo_desktop.domain.errors import NotFound, Refused
from coo_desktop.domain.hs.candidates import Candidate, ranked
from coo_desktop.domain.hs.changes import DELETED, CodeChange, Correlations
from coo_desktop.domain.hs.codes import HEADING, LINE, SHARED, EditionCodes, Listed, edition_of

#: A country's own line ended while its six digits stay; else the kinds are those of hs_changes.
LINE_ENDED = "line_ended"


class Books(Protocol):
    """The reference data that the question needs; see ports.Packs."""

    @property
    def nomenclature(self) -> EditionCodes: ...
    @property
    def changes(self) -> Correlations: ...
    def hs_current(self, code: str, on: dt.date) -> bool | None: ...
    def name_in(self, code: str, edition: str) -> tuple[str, str]:
        """The Chinese and English name of a code in another edition, each "" where no list of it is here."""


class Remembered:
    """Reference data whose answers are kept: thousands of products share a few hundred codes."""

    def __init__(self, books: Books) -> None:
        codes = books.nomenclature
        self.find, self.children = cache(codes.find), cache(codes.children)
        self.hs_current, self.name_in = cache(books.hs_current), cache(books.name_in)
        self.changes = books.changes

    @property
    def nomenclature(self) -> EditionCodes:
        return self


@dataclass(frozen=True, slots=True)
class OutdatedCode:
    """A code that has to be looked at. `since` is the edition it was of, or the last day of its line.

    `candidates` hold the code itself where it is still one, `possible` the broad targets, which take in goods of a
    hundred codes and more. Not `sure` where no table tells what became of it.
    """

    code: str
    kind: str
    since: str
    candidates: tuple[Candidate, ...]
    zh: str = ""
    en: str = ""
    sure: bool = True
    source: str = ""
    evidence: str = ""
    possible: tuple[Candidate, ...] = ()

    @property
    def proposed(self) -> str:
        """The new code where there is only one, for sure; "" where a person has to choose."""
        only = len(self.candidates) == 1 and self.sure and self.candidates[0].sure
        return self.candidates[0].code if only else ""


def outdated(books: Books, code: str, since: dt.date, on: dt.date, names: Iterable[str] = ()) -> OutdatedCode | None:
    """What became of a code that was chosen on the day `since`; None while it is in force and means the same goods.

    None as well where no list here knows the edition in force on the day `on`.
    """
    codes, edition = books.nomenclature, edition_of(on.year)
    current = books.hs_current(code, on)
    if current is None:
        return None
    line = codes.find(code[:LINE])
    if not current and books.hs_current(code[:SHARED], on):
        change = CodeChange(code, line.valid_to if line else "", edition, LINE_ENDED, (code[:SHARED],))
    else:
        before = edition_of(since.year) if current else books.changes.newest_with(code, edition)
        change = _change(books.changes, code, before, edition)
        if current and not (change.reminds and change.targets):
            return None
    own = (line.zh, line.en) if line else books.name_in(change.code, change.old)
    known = tuple(names)
    candidates = ranked(_candidates(codes, change, len(code)), code, known, own)
    broad = ranked(_listed(codes, change.possible, len(code), sure=False), code, known, own)
    sure = change.sure and change.kind != DELETED
    return OutdatedCode(code, change.kind, change.old, candidates, *own, sure, change.source, change.evidence, broad)


def _change(changes: Correlations, code: str, old: str, new: str) -> CodeChange:
    """What the tables tell; where they tell nothing, nothing is known to have become of the code."""
    try:
        return changes.change(code, old, new)
    except (NotFound, Refused):
        return CodeChange(code[:SHARED], old, new, DELETED, (), sure=False)


def _candidates(codes: EditionCodes, change: CodeChange, digits: int) -> Iterator[Candidate]:
    """The successors; where none is known the codes beside it."""
    yield from _listed(codes, change.targets, digits, change.sure)
    if change.kind == DELETED:
        for each in codes.children(change.code[:HEADING]):
            yield _candidate(codes, each, sure=False)


def _listed(codes: EditionCodes, targets: Iterable[str], digits: int, sure: bool) -> Iterator[Candidate]:
    """Codes with as many digits as the old one had, as far as the list has them."""
    for target in targets:
        listed = codes.find(target)
        lines = [each for each in codes.children(target) if len(each.code) == LINE] if digits >= LINE else []
        for each in lines or ([listed] if listed else []):
            yield _candidate(codes, each, sure)


def _candidate(codes: EditionCodes, listed: Listed, sure: bool) -> Candidate:
    heading = None if listed.zh else codes.find(listed.code[:HEADING])
    return Candidate(listed.code, listed.zh, listed.en, sure, heading_zh=heading.zh if heading else "")
