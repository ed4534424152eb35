"""A table on sheets of A4: a title, notes, and rows whose cells wrap; heads are repeated on every sheet.

For what accompanies documents, as a comparison of two of them. A character that no font draws is printed as a stand-in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coo_desktop.paper.fonts import printable
from coo_desktop.paper.page import HEIGHT_MM, WIDTH_MM, Sheet
from coo_desktop.paper.text import LEADING, POINTS_PER_MM, wrap

MARGIN_MM, SIDE_MM, AIR_MM = 12.0, 1.2, 1.0
BOTTOM_MM = HEIGHT_MM - 16
TITLE_PT, NOTE_PT, CELL_PT = 14.0, 9.0, 8.5
_RULE_PT, _HEAD_RULE_PT = 0.3, 0.8


@dataclass(frozen=True, slots=True)
class ListingColumn:
    """The head of a column and its share of the sheet's width."""

    head: str
    share: float


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands on the sheets; `page` is how a page is counted, with {page} and {pages}.

    A row has a text for each column; the last one of the rows numbered in `strong` stands out.
    """

    title: str
    notes: Sequence[str]
    columns: Sequence[ListingColumn]
    rows: Sequence[Sequence[str]]
    page: str
    strong: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Strip:
    """Lines of each column that stand beside each other."""

    cells: tuple[tuple[str, ...], ...]
    is_end: bool = True
    is_strong: bool = False

    @property
    def height_mm(self) -> float:
        return max(map(len, self.cells)) * _line_mm(CELL_PT) + 2 * AIR_MM


def listing_pdf(listing: Listing) -> bytes:
    """The listing as PDF; the same listing always gives the same bytes."""
    widths = _widths(listing)
    heads = _strip([column.head for column in listing.columns], widths)
    most = int((BOTTOM_MM - MARGIN_MM - heads.height_mm - 2 * AIR_MM) / _line_mm(CELL_PT)) - 1
    first = _top_mm(listing)
    pages: list[list[_Strip]] = [[]]
    y = first + heads.height_mm
    wholes = (_strip(row, widths, number in listing.strong) for number, row in enumerate(listing.rows))
    for strip in (part for whole in wholes for part in _parts(whole, most)):
        if y + strip.height_mm > BOTTOM_MM and (pages[-1] or len(pages) == 1):
            pages.append([])
            y = MARGIN_MM + heads.height_mm
        pages[-1].append(strip)
        y += strip.height_mm
    sheet = Sheet(printable(listing.title))
    for number, strips in enumerate(pages, 1):
        if number > 1:
            sheet.next_page()
        top = _draw_title(sheet, listing) if number == 1 else MARGIN_MM
        _draw_strips(sheet, listing, widths, heads, strips, top)
        sheet.footer(printable(listing.title)[:90], listing.page.format(page=number, pages=len(pages)))
    return sheet.finish()


def _draw_title(sheet: Sheet, listing: Listing) -> float:
    width = WIDTH_MM - 2 * MARGIN_MM
    title = tuple(wrap(printable(listing.title), width, TITLE_PT))
    y = sheet.lines(MARGIN_MM, MARGIN_MM, title, size=TITLE_PT, leading_pt=TITLE_PT * LEADING, bold=True) + 2
    for note in listing.notes:
        lines = tuple(wrap(printable(note), width, NOTE_PT))
        y = sheet.lines(MARGIN_MM, y, lines, size=NOTE_PT, leading_pt=NOTE_PT * LEADING)
    return y + 2


def _top_mm(listing: Listing) -> float:
    """Where the table begins on the first sheet."""
    width = WIDTH_MM - 2 * MARGIN_MM
    title = len(wrap(printable(listing.title), width, TITLE_PT)) * _line_mm(TITLE_PT)
    notes = sum(len(wrap(printable(note), width, NOTE_PT)) for note in listing.notes) * _line_mm(NOTE_PT)
    return MARGIN_MM + title + notes + 4


def _draw_strips(
    sheet: Sheet, listing: Listing, widths: Sequence[float], heads: _Strip, strips: Sequence[_Strip], top: float
) -> None:
    right = WIDTH_MM - MARGIN_MM
    last = len(widths) - 1
    sheet.rule(MARGIN_MM, top, right, top, weight_pt=_HEAD_RULE_PT)
    for strip in (heads, *strips):
        x = MARGIN_MM
        for number, (lines, width) in enumerate(zip(strip.cells, widths, strict=True)):
            leading = CELL_PT * LEADING
            sheet.lines(
                x + SIDE_MM,
                top + AIR_MM,
                lines,
                size=CELL_PT,
                leading_pt=leading,
                bold=strip is heads or (strip.is_strong and number == last),
            )
            x += width
        top += strip.height_mm
        if strip.is_end:
            weight = _HEAD_RULE_PT if strip is heads else _RULE_PT
            sheet.rule(MARGIN_MM, top, right, top, weight_pt=weight)


def _widths(listing: Listing) -> list[float]:
    whole = sum(column.share for column in listing.columns)
    return [(WIDTH_MM - 2 * MARGIN_MM) * column.share / whole for column in listing.columns]


def _strip(texts: Sequence[str], widths: Sequence[float], is_strong: bool = False) -> _Strip:
    cells = (
        tuple(wrap(printable(text.expandtabs(4)), width - 2 * SIDE_MM, CELL_PT)) if text else ()
        for text, width in zip(texts, widths, strict=True)
    )
    return _Strip(tuple(cells), is_strong=is_strong)


def _parts(strip: _Strip, most: int) -> Iterator[_Strip]:
    """A row in pieces that a sheet can hold."""
    tall = max(1, *map(len, strip.cells))
    for start in range(0, tall, most):
        cells = tuple(lines[start : start + most] for lines in strip.cells)
        yield _Strip(cells, start + most >= tall, strip.is_strong)


def _line_mm(size: float) -> float:
    return size * LEADING / POINTS_PER_MM
