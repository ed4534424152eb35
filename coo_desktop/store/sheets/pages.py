"""Every page of a file that a customer may send: sheets of a workbook, a text table, a table in HTML, a text PDF.

What could be meant to do harm is refused, and what is opened is opened in a process of its own (`sheets/reading.py`).
"""

import io
import re
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.records.tables import MOST_COLUMNS, MOST_ROWS
from coo_desktop.domain.refusals import SheetFault
from coo_desktop.domain.sheets.cells import MergedCells, Page
from coo_desktop.domain.sheets.printed import Text, page_of
from coo_desktop.domain.sheets.titles import SheetWords
from coo_desktop.store.files import sandbox
from coo_desktop.store.sheets import reading

PDF = b"%PDF-"
_HTML = re.compile(rb"(?i)^\s*(<!doctype html|<html|<table|<meta|<\?xml[^>]*>\s*<html)")
_SPREADSHEET_ROW = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}row"
MOST_PDF_PAGES = 50
MOST_LETTERS = 200_000
_TIME_S = 20.0

Raw = tuple[str, list[list[str]], list[tuple[int, int, int, int]], list[int]]


class StoredShipmentFiles:
    """Implements ShipmentFiles: the runs of letters of a PDF are put into columns by the words for titles."""

    def pages(self, file: Path, words: SheetWords, cancelled: Callable[[], bool] = lambda: False) -> tuple[Page, ...]:
        found = read_pages(file, cancelled)
        texts = [one for one in found if isinstance(one, Text)]
        if texts:
            return (page_of(texts, words, file.stem),)
        return tuple(one for one in found if isinstance(one, Page))


def read_pages(file: Path, cancelled: Callable[[], bool] = lambda: False) -> tuple[Page, ...] | tuple[Text, ...]:
    """The pages of a file, or the texts of a PDF with their places; raises Unreadable(file, reason) as `read_sheet`."""
    content = reading.content_of(file)
    ending = PurePosixPath(file.name).suffix.lower()
    if content.startswith(PDF):
        return _printed(content, file.name, cancelled)
    if ending in (".xls", ".html", ".htm") and _HTML.match(content):
        return (Page(file.stem, _html_rows(content, file.name)),)
    if content.startswith((reading.ZIP, reading.OLE)) and ending in (".xlsx", ".xls", ".ods", ".xlsm"):
        return _workbook(content, file.name, cancelled)
    return (Page(file.stem, reading.read_content(content, file.name)),)


def _workbook(content: bytes, name: str, cancelled: Callable[[], bool]) -> tuple[Page, ...]:
    pages = _examined(workbook_pages, content, name, cancelled)
    return tuple(
        Page(title, tuple(map(tuple, rows)), tuple(MergedCells(*area) for area in merged), frozenset(hidden))
        for title, rows, merged, hidden in pages
    )


def _printed(content: bytes, name: str, cancelled: Callable[[], bool]) -> tuple[Text, ...]:
    return tuple(Text(*one) for one in _examined(pdf_texts, content, name, cancelled))


def _examined(examine: Callable[[bytes], Any], content: bytes, name: str, cancelled: Callable[[], bool]) -> Any:
    """What a reader in the process apart gives; raises Unreadable with the name of the file."""
    try:
        reason, found = sandbox.examined(examine, content, time_s=_TIME_S, cancelled=cancelled)
    except Unreadable as fault:
        raise Unreadable(**{**fault.facts, "file": name}) from None
    if reason:
        raise Unreadable(file=name, reason=reason)
    return found


# -- workbooks, in the process apart


def workbook_pages(content: bytes) -> tuple[str, list[Raw]]:
    """(why it is refused, or "", name, rows, merged cells and hidden rows of every sheet that is shown)."""
    import python_calamine as calamine

    try:
        if content.startswith(reading.ZIP) and (reason := reading.package_fault(content)):
            return reason, []
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == calamine.SheetVisibleEnum.Visible]
            hidden = _hidden_rows(content) if content.startswith(reading.ZIP) else {}
            pages: list[Raw] = []
            for name in shown or book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                if reason := reading.size_fault(sheet):
                    return reason, []
                rows = [[reading.cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
                areas = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
                pages.append((name, rows, areas, hidden.get(name, [])))
            return "", pages
    except calamine.PasswordError:
        return SheetFault.ENCRYPTED, []
    except (calamine.CalamineError, ElementTree.ParseError, *reading.BROKEN_WORKBOOK):
        return SheetFault.BROKEN, []


def _hidden_rows(content: bytes) -> dict[str, list[int]]:
    """Sheet name -> numbers of the rows that an .xlsx hides; calamine does not tell them."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        if "xl/workbook.xml" not in names:
            return {}
        book = ElementTree.fromstring(package.read("xl/workbook.xml"))  # entities were refused before
        sheets = [sheet.get("name", "") for sheet in book.iter() if sheet.tag.endswith("}sheet")]
        found: dict[str, list[int]] = {}
        for number, name in enumerate(sheets, 1):
            part = f"xl/worksheets/sheet{number}.xml"
            if part in names:
                with package.open(part) as stream:
                    found[name] = [
                        int(row.get("r", "0")) - 1
                        for _event, row in ElementTree.iterparse(stream)
                        if row.tag == _SPREADSHEET_ROW and row.get("hidden") in ("1", "true")
                    ]
        return found


# -- PDFs, in the process apart


def pdf_texts(content: bytes) -> tuple[str, list[tuple[str, int, int, int, int]]]:
    """(why it is refused, or "", (text, left, right, middle, height) of every run of letters), pages downwards."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        return (SheetFault.ENCRYPTED if "password" in str(error).lower() else SheetFault.BROKEN), []
    try:
        if len(document) > MOST_PDF_PAGES:
            return SheetFault.SHEET_TOO_LARGE, []
        found: list[tuple[str, int, int, int, int]] = []
        above = 0.0
        for page in document:
            found += _runs_of(page, above)
            above += page.get_height()
        return ("", found) if found else (SheetFault.NO_TEXT, [])
    except pypdfium2.PdfiumError:
        return SheetFault.BROKEN, []
    finally:
        document.close()


def _runs_of(page: Any, above: float) -> list[tuple[str, int, int, int, int]]:
    """The runs of a page: pdfium puts letters that follow each other on one line into one rectangle."""
    height, texts = page.get_height(), page.get_textpage()
    if texts.count_chars() > MOST_LETTERS:
        return []
    runs = []
    for number in range(texts.count_rects()):
        left, bottom, right, top = texts.get_rect(number)
        text = " ".join(texts.get_text_bounded(left, bottom, right, top).split())
        if text:
            places = (left, right, above + height - (top + bottom) / 2, max(top - bottom, 1))
            runs.append((text, *(round(100 * place) for place in places)))
    return runs


# -- HTML under the name of a workbook, as web programs export it


class _Table(HTMLParser):
    """Collects the cells of every row; a cell over several rows or columns is repeated in none of them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self._cell: list[str] | None = None
        self._width = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self._end_cell()
            self._cell = []
            told = dict(attrs).get("colspan") or "1"
            self._width = min(int(told), MOST_COLUMNS) if told.isdigit() else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()

    def _end_cell(self) -> None:
        if self._cell is not None and self.rows:
            lines = (" ".join(line.split()) for line in "".join(self._cell).split("\n"))
            self.rows[-1] += ["\n".join(line for line in lines if line), *[""] * (self._width - 1)]
        self._cell = None


def _html_rows(content: bytes, name: str) -> tuple[tuple[str, ...], ...]:
    parser = _Table()
    parser.feed(reading.decoded(content))
    parser.close()
    if not any(map(any, parser.rows)):
        raise Unreadable(file=name, reason=SheetFault.EMPTY)
    if len(parser.rows) > MOST_ROWS + 1:
        raise Unreadable(file=name, reason=SheetFault.TOO_MANY_ROWS, limit=MOST_ROWS)
    return tuple(map(tuple, parser.rows))
