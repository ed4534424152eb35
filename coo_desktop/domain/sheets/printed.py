"""Texts with their places on paper become a page of cells: the columns are those of the line with most titles.

Places are in hundredths of a point from the left and from the top of the document, its pages beneath each other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from coo_desktop.domain.sheets.cells import Page
from coo_desktop.domain.sheets.titles import SheetWords

#: Texts of one line whose gap is under so many hundredths of their letters' height are one text; over the second,
#: they are words of it.
_SAME_TEXT, _SAME_WORD = 90, 15
#: Texts whose middles are so many hundredths of a height apart stand on one line.
_SAME_LINE = 50
_FAR = 10**9


@dataclass(frozen=True, slots=True)
class Text:
    """A run of letters: from `left` to `right`, its middle at `middle`, as high as `height`."""

    text: str
    left: int
    right: int
    middle: int
    height: int


def page_of(texts: Iterable[Text], words: SheetWords, name: str = "") -> Page:
    """The cells of a printed document; each text stands in the column that it overlaps most, or is nearest to."""
    lines = [_joined(line) for line in _lines(texts)]
    columns = _columns(lines, words)
    return Page(name, tuple(_row(line, columns) for line in lines))


def _lines(texts: Iterable[Text]) -> list[list[Text]]:
    """The texts of each line from left to right, the lines from top to bottom."""
    lines: list[list[Text]] = []
    for text in sorted(texts, key=lambda one: (one.middle, one.left)):
        if lines and 100 * abs(text.middle - lines[-1][0].middle) <= _SAME_LINE * max(text.height, lines[-1][0].height):
            lines[-1].append(text)
        else:
            lines.append([text])
    return [sorted(line, key=lambda one: one.left) for line in lines]


def _joined(line: Sequence[Text]) -> list[Text]:
    """Runs that are words of one text put together."""
    found: list[Text] = []
    for text in line:
        last = found[-1] if found else None
        if last is not None and 100 * (text.left - last.right) <= _SAME_TEXT * max(text.height, last.height):
            blank = " " if 100 * (text.left - last.right) > _SAME_WORD * text.height else ""
            found[-1] = Text(f"{last.text}{blank}{text.text}", last.left, text.right, last.middle, last.height)
        else:
            found.append(text)
    return found


def _columns(lines: Sequence[Sequence[Text]], words: SheetWords) -> list[tuple[int, int]]:
    """From where to where each column reaches: midway between the titles of the line that has most of them; where no
    title is known, between the texts of the line that has most."""
    known = {number: sum(words.meaning(text.text) is not None for text in line) for number, line in enumerate(lines)}
    number = max(known, key=lambda one: (known[one], 0 if known[one] else len(lines[one])), default=-1)
    titles = lines[number] if number >= 0 else ()
    if not titles:
        return [(-_FAR, _FAR)]
    cuts = [(one.right + other.left) // 2 for one, other in pairwise(titles)]
    return list(zip([-_FAR, *cuts], [*cuts, _FAR], strict=True))


def _row(line: Sequence[Text], columns: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    cells = [""] * len(columns)
    for text in line:
        at = max(range(len(columns)), key=lambda number: _overlap(text, columns[number]))
        cells[at] = f"{cells[at]} {text.text}".strip()
    return tuple(cells)


def _overlap(text: Text, column: tuple[int, int]) -> int:
    return min(text.right, column[1]) - max(text.left, column[0])
