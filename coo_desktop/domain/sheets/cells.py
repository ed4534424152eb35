"""A page of cells, wherever it came from: a workbook's sheet, a text table, a PDF's page, the clipboard."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from coo_desktop.domain.language.written import visible

Row = tuple[str, ...]

#: What stands in a cell whose value is the one above: the ditto sign and the words for it.
SAME_AS_ABOVE = frozenset({'"', "''", "〃", "″", "”", "“", "同上", "ditto", "-do-", "do.", "same as above", "“”"})
#: What a spreadsheet shows where a formula failed; a cell that holds one is a fault of its line, never a value.
ERROR_CELLS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})
#: Stands for the value of a formula that no program has computed yet.
NO_VALUE = "#CALC!"
_STARTS = frozenset("=+-@＝＋－＠'\t\r\n|%")
_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)
_BLANKS = " \u00a0\u3000"


@dataclass(frozen=True, slots=True)
class MergedCells:
    """Cells that are one, from (top, left) to (bottom, right), all included; the value stands in the first."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of texts under a name; rows that are `hidden` are no part of what its author shows.

    `width` is that of the longest row, counted once: it is asked for at every row.
    """

    name: str
    rows: tuple[Row, ...]
    merged: tuple[MergedCells, ...] = ()
    hidden: frozenset[int] = field(default_factory=frozenset)
    width: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "width", max(map(len, self.rows), default=0))

    def cell(self, row: int, column: int) -> str:
        """The text of a cell, "" outside of what was written."""
        return self.rows[row][column] if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]) else ""

    def spread(self, down_columns: Iterable[int]) -> "Page":
        """The page with the value of cells that are merged downwards repeated in each of their rows, in these columns
        only: a text that holds for several lines is each line's, a number of packages is not."""
        rows = [list(row) + [""] * (self.width - len(row)) for row in self.rows]
        wanted = set(down_columns)
        for area in self.merged:
            if area.left in wanted and area.top < len(rows):
                value = rows[area.top][area.left]
                for number in range(area.top + 1, min(area.bottom + 1, len(rows))):
                    rows[number][area.left] = rows[number][area.left] or value
        return Page(self.name, tuple(map(tuple, rows)), self.merged, self.hidden)


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """What a spreadsheet shows beside a column: a note at its title, and texts to choose from."""

    note: str = ""
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """A sheet as it is written: its cells, titles first, and what stands beside its columns."""

    page: Page
    columns: tuple[SheetColumn, ...] = field(default=())


def texts_of(row: Sequence[str]) -> Iterator[tuple[int, str]]:
    """ColumnKind and visible text of every cell of a row that has one."""
    for column, cell in enumerate(row):
        if text := visible(cell):
            yield column, text


def is_empty(row: Sequence[str]) -> bool:
    return not any(text for _column, text in texts_of(row))


def is_same_as_above(cell: str) -> bool:
    return cell.strip().casefold() in SAME_AS_ABOVE


def is_error(cell: str) -> bool:
    return cell.strip().upper() in ERROR_CELLS


def guarded(text: str) -> str:
    """A text that nobody takes for a formula, for one that failed, or for the value above: `plain` gives it back as it
    was, any text. A lone apostrophe stays alone: two of them are a ditto sign."""
    is_plain = _NUMBER.fullmatch(text) or text == "'"
    return f"'{text}" if _is_no_plain_text(text) and not is_plain else text


def plain(cell: str) -> str:
    """What a guarded cell stands for; a cell that nobody guarded is itself."""
    return cell[1:] if cell[:1] == "'" and _is_no_plain_text(cell[1:]) else cell


def _is_no_plain_text(text: str) -> bool:
    """What begins like a formula, reads like one that failed, or is a ditto sign. Looks behind blanks, too: some
    programs drop them before they look for a formula."""
    is_read = is_error(text) or is_same_as_above(text)
    return bool(text) and (is_read or text[0] in _STARTS or (text.lstrip(_BLANKS) or " ")[0] in _STARTS)
