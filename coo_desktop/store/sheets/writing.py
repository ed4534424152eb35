"""Tables become spreadsheets or text tables, whole or not at all; every cell is text, none is ever a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from coo_desktop.domain.errors import Refused, Unreadable
from coo_desktop.domain.records.tables import MOST_CHARACTERS
from coo_desktop.domain.refusals import SheetFault
from coo_desktop.domain.sheets.cells import FilledSheet, Page
from coo_desktop.domain.written_files import write_file

_AS_TEXT = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
_WIDTH, _MOST_TITLE = 24, 31
#: The hidden sheet of the texts to choose from, and how far down a template offers them.
_OPTIONS_SHEET, _OFFERED_ROWS = "_options", 2000


def write_sheet(file: Path, sheet: Page) -> None:
    """Writes .xlsx or .csv by the file's ending; raises Refused(why="sheet_type") for another one, FileTrouble where
    the disk says no. Nothing is left behind then, and an older file of this name stays."""
    ending = file.suffix.lower()
    if ending not in (".xlsx", ".csv"):
        raise Refused(why=SheetFault.SHEET_TYPE, file=file.name)
    _demand_room(file, sheet)
    content = workbook((FilledSheet(sheet),)) if ending == ".xlsx" else text_table(sheet)
    write_file(file, content)


def write_book(file: Path, sheets: Sequence[FilledSheet]) -> None:
    """Writes an .xlsx of several sheets; raises as `write_sheet`."""
    if file.suffix.lower() != ".xlsx":
        raise Refused(why=SheetFault.SHEET_TYPE, file=file.name)
    for sheet in sheets:
        _demand_room(file, sheet.page)
    write_file(file, workbook(sheets))


def workbook(sheets: Sequence[FilledSheet]) -> bytes:
    """An .xlsx whose columns are text, so that what a person adds in front of digits stays, too.

    What may be chosen in a column is offered beneath its title and not enforced: what else is written there is read and
    judged as if it were typed.
    """
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, _AS_TEXT) as book:
        text, title = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "bold": True})
        pages = [book.add_worksheet(_sheet_name(sheet.page.name)) for sheet in sheets]
        for page, sheet in zip(pages, sheets, strict=True):
            _put_rows(page, sheet.page, text, title)
        if any(column.options for sheet in sheets for column in sheet.columns):
            _put_options(book.add_worksheet(_OPTIONS_SHEET), zip(pages, sheets, strict=True))
    return made.getvalue()


def _put_rows(page: Any, sheet: Page, text: Any, title: Any) -> None:
    page.set_column(0, max(0, max(map(len, sheet.rows), default=1) - 1), _WIDTH, text)
    for at, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            if cell:
                page.write_string(at, column, cell, text if at else title)
    page.freeze_panes(1, 0)


def _put_options(hidden: Any, pages: Iterable[tuple[Any, FilledSheet]]) -> None:
    """Notes at the titles, and the texts to choose from, each list once, on a sheet that nobody sees."""
    hidden.hide()
    places: dict[tuple[str, ...], int] = {}
    for page, sheet in pages:
        for at, column in enumerate(sheet.columns):
            if column.note:
                page.write_comment(0, at, column.note, {"x_scale": 2})
            if not column.options:
                continue
            if column.options not in places:
                places[column.options] = len(places)
                hidden.write_column(0, places[column.options], column.options)
            source = f"={_absolute(places[column.options], len(column.options))}"
            page.data_validation(1, at, _OFFERED_ROWS, at, {"validate": "list", "source": source, "show_error": False})


def _absolute(column: int, rows: int) -> str:
    """The cells of a column of options, as a formula names them."""
    from xlsxwriter.utility import xl_range_abs

    return f"{_OPTIONS_SHEET}!{xl_range_abs(0, column, rows - 1, column)}"


def _sheet_name(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\']", " ", name)[:_MOST_TITLE]


def _demand_room(file: Path, sheet: Page) -> None:
    """Raises Unreadable where a cell has more than a spreadsheet's cell can hold."""
    for line, row in enumerate(sheet.rows, 1):
        if any(len(cell) > MOST_CHARACTERS for cell in row):
            raise Unreadable(file=file.name, reason=SheetFault.CELL_TOO_LONG, line=line)


def text_table(sheet: Page) -> bytes:
    """UTF-8 with the mark by which Excel knows it, every cell in quotes."""
    made = io.StringIO(newline="")
    csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(sheet.rows)
    return b"\xef\xbb\xbf" + made.getvalue().encode(errors="replace")
