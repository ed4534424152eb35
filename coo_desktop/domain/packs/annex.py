"""A list of product rules laid out as customs print it: columns for chapter, heading, subheading and rule.

A code stands in the column of its level, and what is above it is carried over: merged cells come as empty ones.
Spreadsheets make numbers of codes (8703.1 for 8703.10, 101 for 01.01). A rule is carried over to the further lines of
its heading, never to another heading; a line that only repeats the one above it for codes that have their own rules is
left out, for somebody filled it forward.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coo_desktop.domain.packs.faults import FaultKind, TableFault

CODE, RULE = "code", "rule"
#: Digits of each column's codes, in the order of the columns.
_LEVELS = (2, 4, 6)
_SPAN = re.compile(r"\s*(?:[-–—~～]|至|到)\s*")
_WHOLE = re.compile(r"(\d+)\.0+")


@dataclass(frozen=True, slots=True)
class AnnexLine:
    """A line of the list: its cells for chapter, heading, subheading, and its rule."""

    number: int
    cells: tuple[str, str, str]
    rule: str


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """A code, or two with "-" between, with its rule; `fault` says why the line gives none."""

    number: int
    code: str = ""
    rule: str = ""
    fault: TableFault | None = None


def annex_rows(lines: Iterable[AnnexLine]) -> Iterator[AnnexRow]:
    """The codes of a list with their rules, in its order; titles without a rule of their own give no row."""
    spread = list(_spread(lines))
    below = {code[:digits] for _line, code, _rule in spread for digits in (2, 4) if len(code) > digits}
    above = ""
    for line, code, rule in spread:
        if isinstance(rule, TableFault):
            yield AnnexRow(line, fault=rule)
        elif rule and rule == above and code in below:
            yield AnnexRow(line, fault=TableFault(FaultKind.FILLED, code))
        elif rule:
            yield AnnexRow(line, code, rule)
        above = rule if isinstance(rule, str) and rule else above


def _spread(lines: Iterable[AnnexLine]) -> Iterator[tuple[int, str, str | TableFault]]:
    """Line, code and rule of every line with a code; the rule "" where it has none of its own."""
    carried, heading, rule = "", "", ""
    for line in lines:
        level = max((at for at, cell in enumerate(line.cells) if cell.strip()), default=-1)
        if level < 0:
            if line.rule:
                yield line.number, "", TableFault(FaultKind.EMPTY, CODE)
            continue
        code = _code(line.cells[level], _LEVELS[level], carried)
        if code is None or (level and line.cells[0].strip() and not _agrees(code, line.cells[0])):
            yield line.number, "", TableFault(FaultKind.MISFIT, CODE, line.cells[level][:40])
            continue
        carried = code.partition("-")[0]
        if carried[:4] != heading:
            heading, rule = carried[:4], ""
        rule = line.rule or (rule if level == 2 else "")
        yield line.number, code, rule


def _agrees(code: str, chapter: str) -> bool:
    return code[:2] == _code(chapter, 2, "")


def _code(cell: str, digits: int, carried: str) -> str | None:
    """The code or the two codes of a cell as digits of its level; None for what is none."""
    ends = [_digits(part, digits, carried) for part in _SPAN.split(unicodedata.normalize("NFKC", cell).strip())]
    if len(ends) > 2 or None in ends:
        return None
    return "-".join(end for end in ends if end)


def _digits(text: str, digits: int, carried: str) -> str | None:
    """A code as a spreadsheet may have it, at its full length: 1 -> 01, 8703.1 -> 870310, 101.0 -> 0101."""
    bare = re.sub(r"[^\d.]", "", re.sub(r"^(?:ex|第)", "", text.strip(), flags=re.IGNORECASE))
    head, dot, tail = bare.partition(".")
    if not head:
        return None
    if whole := _WHOLE.fullmatch(bare):
        head, dot, tail = (whole[1], "", "") if digits == 2 or len(whole[1]) > digits - 2 else (head, dot, "0")
    if dot:
        found = head.zfill(digits - 2) + tail.replace(".", "").ljust(2, "0")
    elif digits == 6 and len(head) <= 2 and len(carried) >= 4:
        found = carried[:4] + head.ljust(2, "0")
    else:
        found = head.zfill(digits)
    return found if len(found) == digits else None
