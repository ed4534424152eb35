"""Which rows of a table are goods, and what they say; every row that is none is set aside with its reason, none lost.

Totals, titles that stand again on a further page, headings between lines, notes beneath the table, hidden and empty
rows are no goods. A text under a line's description goes on with it. A cell with the ditto sign holds what is above.
"""

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from coo_desktop.domain.language.spelling import decimal_of
from coo_desktop.domain.language.written import number_meant, visible
from coo_desktop.domain.sheets.cells import Page, is_empty, is_error, is_same_as_above, texts_of
from coo_desktop.domain.sheets.titles import FIGURES, NAMES, ColumnKind, IsMeasure, SheetWords, Titles

_TOTAL = re.compile(
    r"(?i)^(sub|grand|page|sheet|ttl|carried)?[\s\-]*(total|ttl|totals|sum|balance b/f)\b"
    r"|^(合计|总计|小计|共计|总合计|累计|本页小计|总数|总额)|^say\b"
)
_ENDS = re.compile(
    r"(?i)^say\b|^(bank|beneficiary|swift|terms of payment|payment|signature|signed|authori[sz]ed|for and on behalf)"
)
_EMPTY_ROWS_END = 3
#: Columns whose merged cells hold for every line that they stand beside.
_SPREAD = frozenset({*ColumnKind} - FIGURES - {ColumnKind.LINE_NUMBER, ColumnKind.EACH, ColumnKind.VOLUME})
#: Columns that a total with words of its own ("Summe", "Razem") leaves empty.
_OF_GOODS = frozenset({ColumnKind.ITEM_CODE, ColumnKind.HS_CODE, ColumnKind.UNIT_PRICE, ColumnKind.QUANTITY_UNIT})
_NUMBERS = frozenset({*FIGURES, ColumnKind.UNIT_PRICE})


class AsideReason(enum.StrEnum):
    """Why a row is no goods line."""

    TOTAL = "total"
    TITLES = "titles"
    HEADING = "heading"
    NOTE = "note"
    HIDDEN = "hidden"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that is no goods line; `text` is what a person reads in it."""

    row: int
    why: AsideReason
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A goods line: the texts of its columns, the numbers among them in canonical text, and what stood beside those.

    `row` is the first row of the page that it stands on; `measures` the unit or currency written in a cell; `doubtful`
    the columns whose cell was written and is no number, or an error.
    """

    row: int
    values: Mapping[ColumnKind, str]
    measures: Mapping[ColumnKind, str] = field(default_factory=dict)
    doubtful: frozenset[ColumnKind] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """A page's table: its titles, its goods lines, what was set aside, and the sums that a total row states."""

    titles: Titles
    lines: tuple[Line, ...]
    aside: tuple[SetAside, ...]
    totals: Mapping[ColumnKind, Decimal] = field(default_factory=dict)

    def sum_of(self, column: ColumnKind) -> Decimal:
        return sum((number for line in self.lines if (number := decimal_of(line.values.get(column)))), Decimal(0))

    def off(self) -> tuple[ColumnKind, ...]:
        """The columns whose lines do not add up to the stated total."""
        return tuple(column for column, total in self.totals.items() if self.sum_of(column) != total)


def read_table(page: Page, words: SheetWords, is_measure: IsMeasure) -> Table | None:
    """The page's table; None where no row of titles is found."""
    titles = words.find(page, is_measure)
    return None if titles is None else read_lines(page, titles, words, is_measure)


def read_lines(page: Page, titles: Titles, words: SheetWords, is_measure: IsMeasure) -> Table:
    """The lines under titles, which a person may have mapped by hand."""
    spread = page.spread(column for column, held in titles.columns.items() if held in _SPREAD)
    return _Reader(spread, titles, words, is_measure).read()


class _Reader:
    """One reading of a page from its titles down."""

    def __init__(self, page: Page, titles: Titles, words: SheetWords, is_measure: IsMeasure) -> None:
        self._page, self._titles, self._words, self._is_measure = page, titles, words, is_measure
        self._lines: list[Line] = []
        self._aside: list[SetAside] = []
        self._totals: dict[ColumnKind, Decimal] = {}
        self._sums: dict[ColumnKind, Decimal] = {}  # of the lines so far: every row of figures alone is held against it
        self._is_below = False  # a total stood here: what follows is no line, unless titles stand again

    def read(self) -> Table:
        empty = 0
        for number in range(self._titles.last + 1, len(self._page.rows)):
            row = self._page.rows[number]
            if is_empty(row):
                empty += 1
                self._is_below |= empty >= _EMPTY_ROWS_END and bool(self._lines)
                continue
            self._take(number, empty == 0)
            empty = 0
        return Table(self._titles, tuple(self._lines), tuple(self._aside), self._totals)

    def _take(self, number: int, follows: bool) -> None:
        """Puts one row that is not empty where it belongs; `follows` when it stands directly under another."""
        cells = self._cells(number)
        if number in self._page.hidden:
            self._set_aside(number, AsideReason.HIDDEN)
        elif self._words.is_repeated(self._page, number, self._titles):
            self._is_below = False
            self._set_aside(number, AsideReason.TITLES)
        elif self._is_total(number, cells):
            self._totals = self._figures(cells) or self._totals
            self._is_below = self._is_last_total(number)
            self._set_aside(number, AsideReason.TOTAL)
        elif any(is_error(cell) for cell in cells.values()) and not self._is_goods(cells):
            self._set_aside(number, AsideReason.ERROR)
        elif self._is_below or _ENDS.match(self._first_text(number)):
            self._is_below = True
            self._set_aside(number, AsideReason.NOTE)
        elif self._is_goods(cells):
            self._add(self._line(number, cells))
        elif follows and self._goes_on(number, cells):
            self._lines[-1] = _continued(self._lines[-1], cells)
        else:
            self._set_aside(number, AsideReason.HEADING if not self._lines or follows else AsideReason.NOTE)

    def _cells(self, number: int) -> dict[ColumnKind, str]:
        """What stands in the columns of a row, ditto signs resolved."""
        found: dict[ColumnKind, str] = {}
        for column, held in self._titles.columns.items():
            text = " ".join(visible(self._page.cell(number, column)).split(" ")).strip()
            if text and is_same_as_above(text) and self._lines:
                text = self._lines[-1].values.get(held, "")
            if text and not (held in found and held is ColumnKind.EACH):
                found[held] = text
        return found

    def _is_goods(self, cells: Mapping[ColumnKind, str]) -> bool:
        """Something names the goods and something counts them, or two figures stand beside a number of the line."""
        figures = [held for held in FIGURES if held in cells and (self._number(cells[held]) or is_error(cells[held]))]
        names = [held for held in NAMES if held in cells and not _is_dash(cells[held])]
        return bool(figures) and bool(names)

    def _is_total(self, number: int, cells: Mapping[ColumnKind, str]) -> bool:
        texts = [text for _column, text in texts_of(self._page.rows[number])]
        if any(_TOTAL.match(text) for text in texts[:4]):
            names = [cells[held] for held in NAMES if held in cells and not _TOTAL.match(cells[held])]
            return not any(self._number(text) is None and not _is_dash(text) for text in names)
        figures = self._figures(cells)
        is_named = any(held in cells for held in NAMES)
        if not figures or any(held in cells for held in _OF_GOODS if is_named) or len(self._lines) < 2:
            return False
        return all(self._sum(held) == total for held, total in figures.items())

    def _is_last_total(self, number: int) -> bool:
        """Whether no titles or goods come after this total: a subtotal has more lines beneath it."""
        for below in range(number + 1, len(self._page.rows)):
            if self._words.is_repeated(self._page, below, self._titles):
                return False
            if below not in self._page.hidden and self._is_goods(self._cells(below)):
                return self._is_total(below, self._cells(below)) or self._is_far(number, below)
        return True

    def _is_far(self, number: int, below: int) -> bool:
        return sum(is_empty(self._page.rows[row]) for row in range(number + 1, below)) >= _EMPTY_ROWS_END

    def _goes_on(self, number: int, cells: Mapping[ColumnKind, str]) -> bool:
        """Whether a row is nothing but more of the description above it."""
        described = {self._titles.of(ColumnKind.NAME), self._titles.of(ColumnKind.NAME_ZH)} - {None}
        written = {column for column, _text in texts_of(self._page.rows[number])}
        return bool(self._lines) and bool(written) and written <= described and bool(cells)

    def _line(self, number: int, cells: Mapping[ColumnKind, str]) -> Line:
        values, measures, doubtful = dict(cells), dict[ColumnKind, str](), set[ColumnKind]()
        for held in _NUMBERS & set(cells):
            found = number_meant(cells[held], self._is_measure)
            if found is None:
                doubtful.add(held)
                values[held] = "" if is_error(cells[held]) or _is_dash(cells[held]) else cells[held]
            else:
                values[held] = found.text
                if found.measure:
                    measures[held] = found.measure
        doubtful |= {held for held, cell in cells.items() if is_error(cell)}
        kept = {held: text for held, text in values.items() if text and not is_error(text)}
        return Line(number, kept, measures, frozenset(doubtful))

    def _figures(self, cells: Mapping[ColumnKind, str]) -> dict[ColumnKind, Decimal]:
        found = {held: self._number(cells[held]) for held in FIGURES if held in cells}
        return {held: number for held, number in found.items() if number is not None}

    def _add(self, line: Line) -> None:
        self._lines.append(line)
        for held in FIGURES & set(line.values):
            self._sums[held] = self._sums.get(held, Decimal(0)) + (decimal_of(line.values[held]) or 0)

    def _sum(self, column: ColumnKind) -> Decimal:
        return self._sums.get(column, Decimal(0))

    def _number(self, text: str) -> Decimal | None:
        found = number_meant(text, self._is_measure)
        return decimal_of(found.text) if found is not None else None

    def _first_text(self, number: int) -> str:
        return next((text for _column, text in texts_of(self._page.rows[number])), "")

    def _set_aside(self, number: int, why: AsideReason) -> None:
        text = " ".join(text for _column, text in texts_of(self._page.rows[number]))
        self._aside.append(SetAside(number, why, text))


def _continued(line: Line, cells: Mapping[ColumnKind, str]) -> Line:
    """A line whose texts go on in the row beneath it."""
    more = {held: f"{line.values[held]} {text}" if held in line.values else text for held, text in cells.items()}
    return replace(line, values={**line.values, **more})


def _is_dash(text: str) -> bool:
    return text.strip("-–—./ ") == "" or text.strip().casefold() in ("n/a", "nil", "无")


def is_total_text(text: str) -> bool:
    """Whether a text says that its row is a total."""
    return bool(_TOTAL.match(text))
