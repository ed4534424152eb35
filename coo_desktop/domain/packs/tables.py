"""Reading a published table by its recipe into rows, with what was rejected.

One bad line is rejected by line and reason; a table with too many is refused whole.
"""

import csv
import io
import re
from collections.abc import Iterator
from types import MappingProxyType

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.packs.annex import CODE, RULE, AnnexLine, annex_rows
from coo_desktop.domain.packs.faults import FaultKind, TableFault
from coo_desktop.domain.packs.manifest import Rejected, day
from coo_desktop.domain.packs.recipes import CLEANINGS, FieldRule, Recipe, Row, told_by

_MOST_CELL = 20_000
_MOST_SHOWN = 40
_LOST = "\ufffd"  # what a program leaves of a character that it could not read
_HAN = re.compile(r"[㐀-鿿]")
#: A line with its number: its cells by their columns, or why it is rejected.
Given = tuple[int, Row | TableFault]


def decoded(recipe: Recipe, file_name: str, content: bytes) -> str:
    """The table's text; raises Unreadable with the first line that is not in the recipe's encoding."""
    try:
        return content.decode(recipe.encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unreadable(
            file=file_name,
            line=line,
            reason=TableFault(FaultKind.ENCODING, text=recipe.encoding.removesuffix("-sig")),
        ) from None


def header_of(recipe: Recipe, head: bytes) -> tuple[str, ...]:
    """The names of the columns in the first bytes of a table, read as the recipe would; () when it cannot."""
    try:
        first = next(csv.reader(io.StringIO(head.decode(recipe.encoding, "ignore"), newline=""), strict=True), [])
    except csv.Error:
        return ()
    return tuple(name.strip() for name in first)


def table_rows(recipe: Recipe, file_name: str, content: bytes) -> Iterator[tuple[int, tuple[Row, ...] | Rejected]]:
    """Every line of a table with the rows it became or why it became none; a line to be skipped becomes no row.

    Raises Unreadable for a table with another encoding or other columns than the recipe says.
    """
    told = told_by(recipe, file_name)
    found = (_given(recipe, line, cells) for line, cells in _lines(recipe, file_name, content))
    for line, given in _spread(recipe, found) if recipe.annex else found:
        made = given if isinstance(given, TableFault) else _rows(recipe, given, told)
        yield line, Rejected(file_name, line, made) if isinstance(made, TableFault) else made


def _lines(recipe: Recipe, file_name: str, content: bytes) -> Iterator[tuple[int, list[str]]]:
    """The cells of every line below the titles, with its number in the file."""
    reader = csv.reader(io.StringIO(decoded(recipe, file_name, content), newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        if tuple(header) != recipe.columns:
            raise Unreadable(
                file=file_name, line=1, reason=TableFault(FaultKind.COLUMNS), found=", ".join(header)[:200]
            )
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if cells:
                yield line, cells
    except csv.Error as error:
        fault = TableFault(FaultKind.NOT_CSV, text=str(error))
        raise Unreadable(file=file_name, line=reader.line_num, reason=fault) from None


def _given(recipe: Recipe, line: int, cells: list[str]) -> Given:
    """The cells of a line by their columns, or why the line is rejected."""
    if len(cells) != len(recipe.columns):
        return line, TableFault(FaultKind.CELLS, found=len(cells), needed=len(recipe.columns))
    if any(len(cell) > _MOST_CELL for cell in cells):
        return line, TableFault(FaultKind.CELL_TOO_LONG)
    if any(_LOST in cell for cell in cells):
        return line, TableFault(FaultKind.CHARACTER_LOST)
    return line, dict(zip(recipe.columns, cells, strict=True))


def _spread(recipe: Recipe, found: Iterator[Given]) -> Iterator[Given]:
    """The lines of a printed list, each with its code and its rule, carried over where the list leaves them out."""
    whole: dict[int, Row] = {}
    for line, given in found:
        if isinstance(given, TableFault):
            yield line, given
        else:
            whole[line] = given
    chapter, heading, subheading, rule = recipe.annex
    clean = CLEANINGS["text"]
    lines = (
        AnnexLine(line, (given[chapter], given[heading], given[subheading]), clean(given[rule]))
        for line, given in whole.items()
    )
    for row in annex_rows(lines):
        yield row.number, row.fault or {**whole[row.number], CODE: row.code, RULE: row.rule}


def _rows(recipe: Recipe, given: Row, told: Row) -> tuple[Row, ...] | TableFault:
    """The rows of one line, or why it is rejected."""
    if any(given[column] in values for column, values in recipe.skip.items()):
        return ()
    made = []
    for own in recipe.each:
        rules = {**recipe.fields, **own}
        row = {name: cleaned(rule, given, told) for name, rule in rules.items()}
        if any(rule.drops and not row[name] for name, rule in rules.items()):
            continue
        for name, rule in rules.items():
            if (kind := _complaint(rule, row[name])) is not None:
                return TableFault(kind, name, row[name][:_MOST_SHOWN])
        made.append(row)
    return tuple(made)


def rest_row(recipe: Recipe, file_name: str) -> Row | None:
    """What a list says of every code that it does not name, as its last row; None where it says nothing."""
    if not recipe.rest:
        return None
    told = told_by(recipe, file_name)
    row = {name: cleaned(rule, {}, told) for name, rule in recipe.fields.items() if not rule.column}
    return {**dict.fromkeys(recipe.fields, ""), **row, "code_from": "00", "code_to": "99", "text": recipe.rest}


def cleaned(rule: FieldRule, given: Row, told: Row = MappingProxyType({})) -> str:
    """A field's value from a line's cells, or from what the file's name told."""
    text = given[rule.column] if rule.column else rule.value.format_map(told)
    for name in rule.clean:
        text = CLEANINGS[name](text)
    return rule.translate.get(text, text)


def _complaint(rule: FieldRule, text: str) -> FaultKind | None:
    if not text:
        return FaultKind.EMPTY if rule.needed else None
    if rule.pattern and not re.fullmatch(rule.pattern, text):
        return FaultKind.MISFIT
    if rule.script == "han" and not _HAN.search(text):
        return FaultKind.NOT_CHINESE
    if rule.script == "day" and not day(text):
        return FaultKind.NO_DAY
    return None
