"""Blocks of cells as spreadsheets put them on the clipboard, and take them from there.

Excel parts cells by tabs and lines by line ends. It puts a cell in quotes only where it holds a tab, a line end or a
quote at its beginning, and doubles the quotes in it; a quote elsewhere is a sign like any other (80 mm 3").
"""

from collections.abc import Iterator, Sequence

from coo_desktop.domain.sheets.cells import Page, guarded

LONGEST_BLOCK = 2_000_000
MOST_LINES = 5_000
_TAB, _END = "\t", "\n"


def block_of(text: str) -> Page:
    """The cells of a copied text as they stand there, as wide as its widest line; `plain` reads one that is guarded."""
    lines = list(_lines(text[:LONGEST_BLOCK].replace("\r\n", _END).replace("\r", _END)))
    while lines and not any(lines[-1]):
        lines.pop()
    width = max(map(len, lines), default=0)
    rows = ((*line, *[""] * (width - len(line))) for line in lines[:MOST_LINES])
    return Page("", tuple(rows))


def block_text(rows: Sequence[Sequence[str]]) -> str:
    """Cells as a spreadsheet takes them: what was typed is never a formula there."""
    return "".join(_TAB.join(_quoted(guarded(cell)) for cell in row) + "\r\n" for row in rows)


def _quoted(cell: str) -> str:
    needs = cell.startswith('"') or any(sign in cell for sign in "\t\n\r")
    return '"' + cell.replace('"', '""') + '"' if needs else cell


def _lines(text: str) -> Iterator[list[str]]:
    line: list[str] = []
    at = 0
    while at < len(text):
        cell, at = _cell(text, at)
        line.append(cell)
        if at >= len(text) or text[at] == _END:
            yield line
            line = []
        elif at == len(text) - 1:  # the text ends with a tab: one more empty cell
            yield [*line, ""]
            line = []
        at += 1
    if line:
        yield line


def _cell(text: str, start: int) -> tuple[str, int]:
    """A cell, and where the sign behind it stands. Quotes that are not closed before one of those are none."""
    if text[start] == '"':
        at = start + 1
        while (at := text.find('"', at)) >= 0:
            if text[at + 1 : at + 2] == '"':
                at += 2
                continue
            if at + 1 >= len(text) or text[at + 1] in (_TAB, _END):
                return text[start + 1 : at].replace('""', '"'), at + 1
            break
    ends = [found for sign in (_TAB, _END) if (found := text.find(sign, start)) >= 0]
    end = min(ends, default=len(text))
    return text[start:end], end
