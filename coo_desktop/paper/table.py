"""The goods table: lines flow down its columns and over continuation sheets, and none is split that fits a page."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from coo_desktop.domain.documents.field_access import rows_of
from coo_desktop.paper.blocks import composed
from coo_desktop.paper.geometry import SIDE_MM, TOP_MM, Column, Table
from coo_desktop.paper.ink import FRAME_PT, THIN_PT, Frame, Ink, Stroke, aligned, line_mm, wrapped
from coo_desktop.paper.page import Place
from coo_desktop.paper.subject import Subject
from coo_desktop.paper.text import whole_size, wrap, wrap_number

GAP = 0.4
"""Between two goods lines, in parts of a text line."""

Cells = list[list[str]]
"""The set lines of one goods line: for each column, its lines."""


class Rest(str):
    """A line that goes on with the number that the line above begins: both stand on one page."""


@dataclass(slots=True)
class Rolls:
    """What has been set on the pages so far: per page, per column, (offset from the body's top, lines)."""

    first_mm: float
    next_mm: float
    line_mm: float
    pages: list[dict[int, list[tuple[float, list[str]]]]] = field(default_factory=list)
    filled_mm: float = 0
    asked: float = 0  # how many lines all that was placed takes without a turn of the page, gaps included

    def place(self, cells: Cells) -> None:
        """Adds a goods line below the last; on a page of its own before it is split."""
        tall = max((len(lines) for lines in cells), default=0)
        if not tall:
            return
        if not self.pages:
            self._turn()
        self.asked += tall + (GAP if self.asked else 0)
        gap = GAP * self.line_mm if self.filled_mm else 0
        if self.filled_mm and tall > self._room(gap) and tall <= self._lines(self.next_mm):
            self._turn()
            gap = 0
        self._flow(cells, tall, gap)

    def rows(self) -> "Run":
        """How much the rows placed so far take of the first page."""
        return Run(ceil(self.asked), self._lines(self.first_mm), len(self.pages) <= 1)

    def column(self, index: int, lines: Sequence[str], taken_mm: float = 0) -> "Run":
        """Lets one column run down by itself, beside what stands in the others; how much of the first page it takes."""
        run = Run(
            len(lines) + ceil(taken_mm / self.line_mm),
            self._lines(self.first_mm),
            len(lines) <= self._lines(self.first_mm - taken_mm),
        )
        page = 0
        rest = list(lines)
        while rest:
            while page >= len(self.pages):
                self.pages.append({})
            room = self._lines((self.next_mm if page else self.first_mm) - taken_mm)
            self._put(page, index, taken_mm, rest[:room])
            rest, taken_mm, page = rest[room:], 0, page + 1
        return run

    def _flow(self, cells: Cells, tall: int, gap: float) -> None:
        done = 0
        while done < tall:
            room = _unbroken(cells, done, self._room(gap))
            if room < 1:
                self._turn()
                gap, room = 0, _unbroken(cells, done, self._room(0)) or self._room(0)
            top = self.filled_mm + gap
            for index, lines in enumerate(cells):
                self._put(len(self.pages) - 1, index, top, lines[done : done + room])
            self.filled_mm = top + min(room, tall - done) * self.line_mm
            done, gap = done + room, 0

    def _put(self, page: int, index: int, top: float, lines: list[str]) -> None:
        if lines:
            self.pages[page].setdefault(index, []).append((top, lines))

    def _turn(self) -> None:
        self.pages.append({})
        self.filled_mm = 0

    def _room(self, gap: float) -> int:
        return self._lines((self.first_mm if len(self.pages) == 1 else self.next_mm) - self.filled_mm - gap)

    def _lines(self, height_mm: float) -> int:
        return max(0, int(height_mm / self.line_mm + 0.001))


def _unbroken(cells: Cells, done: int, room: int) -> int:
    """How many lines may go on this page, of those that have room, without a number that goes on overleaf."""
    while room > 0 and any(isinstance(lines[done + room], Rest) for lines in cells if len(lines) > done + room):
        room -= 1
    return room


@dataclass(frozen=True, slots=True)
class Run:
    """Lines that run down a page: how many, how many the first page has, and whether they stay on it."""

    used: int
    room: int
    fits: bool

    def over(self) -> "Run":
        """The same with something that has to go elsewhere."""
        return Run(self.used, self.room, False)


@dataclass(frozen=True, slots=True)
class Set:
    """A goods table ready to be drawn; `rows` is how the goods take its first page, `columns` those of the document.

    `sizes` are those of columns that are set smaller, `torn` the columns in which a number is broken all the same.
    """

    table: Table
    rolls: Rolls
    rows: Run
    columns: Mapping[int, Run]
    sizes: Mapping[int, float] = field(default_factory=dict)
    torn: frozenset[int] = frozenset()

    @property
    def count(self) -> int:
        """How many pages it takes, at least the first."""
        return max(1, len(self.rolls.pages))

    def ink(self, page: int, y: float, height: float, *, has_heads: bool = True) -> Iterator[Ink]:
        """The table with its heads at `y`, filled with what stands on a page."""
        if has_heads:
            yield from heads(self.table, y, height)
        top = y + self.table.head + TOP_MM
        filled = self.rolls.pages[page] if page < len(self.rolls.pages) else {}
        for index, runs in filled.items():
            column, left = self.table.columns[index], self.table.edges[index]
            for offset, lines in runs:
                place = Place(left + SIDE_MM, top + offset, column.width - 2 * SIDE_MM, 0)
                yield aligned(place, tuple(lines), size=self.sizes.get(index, self.table.size), align=column.align)


def set_table(table: Table, subject: Subject, next_height: float, documents: dict[int, tuple[str, float]]) -> Set:
    """Sets the goods of a document. `documents` holds, for the columns of the whole document, their text and how much
    of the column above it a picture takes.
    """
    pitch = line_mm(table.size)
    rolls = Rolls(table.body_mm(table.height), table.body_mm(next_height), pitch)
    texts, torn = list(_texts(table, subject)), set[int]()
    sizes = {index: _size(table, index, texts) for index, column in enumerate(table.columns) if is_whole(column)}
    for told in texts:
        cells = [_cell(table, index, text, sizes) for index, text in enumerate(told)]
        torn |= {index for index, lines in enumerate(cells) if any(isinstance(line, Rest) for line in lines)}
        rolls.place(cells)
    rows, columns = rolls.rows(), dict[int, Run]()
    for index, (text, taken_mm) in documents.items():
        columns[index] = rolls.column(index, _lines(table, table.columns[index], text), taken_mm)
    return Set(table, rolls, rows, columns, sizes, frozenset(torn))


def heads(table: Table, y: float, height: float) -> Iterator[Ink]:
    """The outline, the rules between columns and their heads."""
    yield Frame(Place(table.x, y, table.width, height), FRAME_PT)
    yield Stroke(table.x, y + table.head, table.x + table.width, y + table.head, THIN_PT)
    for edge in table.edges[1:-1]:
        yield Stroke(edge, y, edge, y + height, THIN_PT)
    for column, left in zip(table.columns, table.edges, strict=False):
        yield wrapped(left + 0.8, y + 0.7, column.width - 1.4, column.title, size=6)


def is_whole(column: Column) -> bool:
    """Whether its lines are numbers of invoices, dates and values, which shrink before one of them is broken."""
    return any(part.block == "invoice" for part in column.show)


def _size(table: Table, index: int, texts: list[list[str]]) -> float:
    """The size at which no line of a column is broken, as far as that can be."""
    lines = (line for told in texts for line in told[index].split("\n"))
    width = table.columns[index].width - 2 * SIDE_MM
    return whole_size(lines, width, largest=table.size, smallest=table.smallest)


def _cell(table: Table, index: int, text: str, sizes: Mapping[int, float]) -> list[str]:
    column = table.columns[index]
    if not text or index not in sizes:
        return _lines(table, column, text)
    width, size = column.width - 2 * SIDE_MM, sizes[index]
    set_lines = (wrap_number(line, width, size) for line in text.split("\n"))
    return [Rest(line) if number else line for lines in set_lines for number, line in enumerate(lines)]


def _texts(table: Table, subject: Subject) -> Iterator[list[str]]:
    """What each column says: line by line of the goods, then at their end and below it."""
    rows = rows_of(subject.values, table.field)
    for number, row in enumerate(rows, 1):
        at, last = subject.at(table.field, row), number == len(rows)
        yield [_cell_text(column, at, subject, last=last) for column in table.columns]
    ends = [_ending(column, subject) for column in table.columns]
    yield [end[0] for end in ends]
    yield [end[1] for end in ends]


def _cell_text(column: Column, at: Subject, subject: Subject, *, last: bool) -> str:
    if column.of == "document":
        return ""
    text = composed(column.show, at)
    finishes = last and (column.finish == "goods" or (column.finish == "total" and not composed(column.total, subject)))
    return _finished(text, subject) if finishes else text


def _ending(column: Column, subject: Subject) -> tuple[str, str]:
    total = composed(column.total, subject)
    return _finished(total, subject) if total and column.finish == "total" else total, composed(column.below, subject)


def _finished(text: str, subject: Subject) -> str:
    mark = str(subject.form.params.get("finishing", ""))
    return text if not mark or text.endswith(mark) else f"{text} {mark}"


def _lines(table: Table, column: Column, text: str) -> list[str]:
    return wrap(text, column.width - 2 * SIDE_MM, table.size) if text else []
