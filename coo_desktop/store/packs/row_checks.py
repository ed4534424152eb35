"""What one row cannot show of itself: a rule in the notation has to parse, a code has to be in the edition it names."""

import re
from collections.abc import Callable, Iterator

from coo_desktop.domain.origin.rule_sources import WORDS, notation_of, without_part
from coo_desktop.domain.packs.faults import FaultKind, TableFault
from coo_desktop.domain.packs.recipes import Row

#: The codes of an edition, empty where no whole list of it is here.
Editions = Callable[[str], frozenset[str]]
#: Where a row of a kind names a code of its edition.
_CODE_FIELDS = {"rules": ("code_from", "code_to"), "rates": ("hs6",)}
#: Chapters that every country fills as it likes.
_NATIONAL = ("77", "98", "99")
_MOST_SHOWN = 60
#: Words that only the notation is made of; a rule with any other word is a sentence, which a person judges.
_NOTATION = re.compile(
    r"(?:\b(?:WO|PE|CR|DR|PUR|ALL|CC|CTH|CTSH|RVC|MaxNOM|and|or|except|from|chapters?|(?:sub)?headings?)(?=\d|\b)"
    r"|[\d\s.,%|&()+-])+",
    re.IGNORECASE,
)


def no_editions(_edition: str) -> frozenset[str]:
    """Knows no edition."""
    return frozenset()


def complaint(kind: str, row: Row, default_edition: str, known: Editions) -> TableFault | None:
    """Why a row of a kind of pack is not taken, None for one that is."""
    return next(_complaints(kind, row, row.get("edition") or default_edition, known), None)


def worded(row: Row) -> TableFault | None:
    """Why a person has to judge a product rule of a pack, None for one that the program reads."""
    text, _part = without_part(row["text"])
    if text in WORDS or notation_of(text) or notation_of(row.get("printed", "")):
        return None
    return TableFault(FaultKind.WORDED, row["code_from"], (row.get("printed") or text)[:_MOST_SHOWN])


def _complaints(kind: str, row: Row, edition: str, known: Editions) -> Iterator[TableFault]:
    if kind == "rules":
        text, _part = without_part(row["text"])
        if _NOTATION.fullmatch(text) and not notation_of(text) and not notation_of(row.get("printed", "")):
            yield TableFault(FaultKind.NO_RULE, "text", text[:_MOST_SHOWN])
    for field in _CODE_FIELDS.get(kind, ()):
        code = row[field]
        codes = known(edition) if len(code) > 2 and code[:2] not in _NATIONAL else frozenset()
        if codes and code[:6] not in codes:
            yield TableFault(FaultKind.UNKNOWN_CODE, field, code, edition=edition)
