"""A table becomes a spreadsheet or a text table, whole or not at all; every cell is text, none is ever a formula."""

import csv
import io
import re
from pathlib import Path

from coo_desktop.domain.errors import Refused, Unreadable
from coo_desktop.domain.records.tables import MOST_CHARACTERS
from coo_desktop.domain.refusals import SheetFault
from coo_desktop.domain.sheets.cells import Page
from coo_desktop.environment.files import write_atomically
from coo_desktop.store import faults

_AS_TEXT = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
_WIDTH, _MOST_TITLE = 24, 31


def write_sheet(file: Path, sheet: Page) -> None:
    """Writes .xlsx or .csv by the file's ending; raises Refused(why="sheet_type") for another one, StoreTrouble where
    the disk says no. Nothing is left behind then, and an older file of this name stays."""
    ending = file.suffix.lower()
    if ending not in (".xlsx", ".csv"):
        raise Refused(why=SheetFault.SHEET_TYPE, file=file.name)
    for line, row in enumerate(sheet.rows, 1):
        if any(len(cell) > MOST_CHARACTERS for cell in row):
            raise Unreadable(file=file.name, reason=SheetFault.CELL_TOO_LONG, line=line)
    content = workbook(sheet) if ending == ".xlsx" else text_table(sheet)
    with faults.files():
        write_atomically(file, content)


def workbook(sheet: Page) -> bytes:
    """An .xlsx whose columns are text, so that what a person adds in front of digits stays, too."""
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, _AS_TEXT) as book:
        page = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", sheet.name)[:_MOST_TITLE])
        text, title = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "bold": True})
        page.set_column(0, max(0, max(map(len, sheet.rows), default=1) - 1), _WIDTH, text)
        for at, row in enumerate(sheet.rows):
            for column, cell in enumerate(row):
                if cell:
                    page.write_string(at, column, cell, text if at else title)
        page.freeze_panes(1, 0)
    return made.getvalue()


def text_table(sheet: Page) -> bytes:
    """UTF-8 with the mark by which Excel knows it, every cell in quotes."""
    made = io.StringIO(newline="")
    csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(sheet.rows)
    return b"\xef\xbb\xbf" + made.getvalue().encode(errors="replace")
