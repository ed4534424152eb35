"""Every page of a file that a customer may send: sheets of a workbook, a text table, a table in HTML, a text PDF.

What could be meant to do harm is refused, and what is opened is opened in a process of its own (`sheets/reading.py`).
"""

import io
import re
import string
import zipfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path, PurePosixPath
from typing import IO, Any
from xml.etree import ElementTree

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.records.tables import MOST_COLUMNS, MOST_ROWS, TableFile, TableReading
from coo_desktop.domain.refusals import SheetFault
from coo_desktop.domain.sheets.cells import NO_VALUE, MergedCells, Page
from coo_desktop.domain.sheets.printed import Text, page_of
from coo_desktop.domain.sheets.titles import SheetWords
from coo_desktop.store.files import sandbox
from coo_desktop.store.sheets import reading
from coo_desktop.store.sheets.html_tables import html_rows

PDF = b"%PDF-"
_HTML = re.compile(rb"(?i)^\s*(<!doctype html|<html|<table|<meta|<\?xml[^>]*>\s*<html)")
_CHARSET = re.compile(rb"(?i)charset\s*=\s*[\"']?([\w\-]+)")
_HEAD_BYTES = 2048
_WORKBOOKS = (".xls", ".xlsx", ".ods", ".xlsm")
_MORE_ENDINGS = (".xlsm", ".html", ".htm")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_BOOK, _TARGETS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
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
    """The pages of a file, or the texts of a PDF with their places; raises Unreadable(file, reason) as `table_file`."""
    content = reading.content_of(file)
    if content.startswith(PDF):
        return _printed(content, file.name, cancelled)
    return table_file(content, file.name, (*reading.ENDINGS, *_MORE_ENDINGS), cancelled).readings[0].pages


def read_table(file: Path) -> TableFile:
    """A file of tables; raises Unreadable(file, reason) as `table_file`."""
    return table_file(reading.content_of(file), file.name)


def table_file(
    content: bytes,
    name: str,
    endings: Collection[str] = reading.ENDINGS,
    cancelled: Callable[[], bool] = lambda: False,
) -> TableFile:
    """The pages of a file's content, a text table's in each encoding that it may be written in; raises
    Unreadable(file, reason) for what is no table, too large, or meant to do harm."""
    try:
        return TableFile(name, _readings(content, PurePosixPath(name), endings, cancelled))
    except Unreadable as fault:
        raise Unreadable(**{**fault.facts, "file": name}) from None


def _readings(
    content: bytes, name: PurePosixPath, endings: Collection[str], cancelled: Callable[[], bool]
) -> tuple[TableReading, ...]:
    ending = name.suffix.lower()
    if ending not in endings:
        raise Unreadable(reason=SheetFault.SHEET_TYPE)
    if not content:
        raise Unreadable(reason=SheetFault.EMPTY)
    is_package = content.startswith((reading.ZIP, reading.OLE))
    if is_package and ending in _WORKBOOKS:
        return (TableReading(_workbook(content, ending, cancelled)),)
    if is_package or ending in _WORKBOOKS[1:]:  # programs write text and HTML under the name of an .xls only
        raise Unreadable(reason=SheetFault.TYPE_MISMATCH)
    as_rows = html_rows if _HTML.match(content) else reading.text_rows
    return _texts(content, name.stem, as_rows)


def _texts(content: bytes, title: str, as_rows: Callable[[str], reading.Rows]) -> tuple[TableReading, ...]:
    """The readings of a text; one that does not even make a table in its encoding is not written in it."""
    told = _CHARSET.search(content[:_HEAD_BYTES]) if as_rows is html_rows else None
    found, faults = list[TableReading](), list[Unreadable]()
    for text in reading.texts_of(content, told[1].decode() if told else ""):
        try:
            rows = as_rows(text.text)
        except Unreadable as fault:
            faults.append(fault)
            continue
        if any(map(any, rows)):
            found.append(TableReading((Page(title, rows),), text.encoding, text.sample))
    if not found:
        raise faults[0] if faults else Unreadable(reason=SheetFault.EMPTY)
    return tuple(found)


def _workbook(content: bytes, ending: str, cancelled: Callable[[], bool]) -> tuple[Page, ...]:
    reason, found = sandbox.examined(workbook_pages, content, time_s=_TIME_S, cancelled=cancelled)
    if reason == SheetFault.BROKEN and content.startswith(reading.OLE) and ending != ".xls":
        reason = SheetFault.ENCRYPTED  # a password puts the package of an .xlsx into an envelope of the older kind
    if reason:
        raise Unreadable(reason=reason)
    pages = tuple(
        Page(
            title, reading.checked(tuple(map(tuple, rows))), tuple(MergedCells(*area) for area in merged), frozenset(h)
        )
        for title, rows, merged, h in found
    )
    if not any(any(row) for page in pages for row in page.rows):
        raise Unreadable(reason=SheetFault.EMPTY)
    return pages


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
            marks = _marks(content) if content.startswith(reading.ZIP) else {}
            pages: list[Raw] = []
            for name in shown or book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                if reason := reading.size_fault(sheet):
                    return reason, []
                rows = [[reading.cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
                areas = [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]
                told = marks.get(name, _Marks())
                _put_errors(rows, told.errors)
                pages.append((name, rows, areas, told.hidden))
            return "", pages
    except calamine.PasswordError:
        return SheetFault.ENCRYPTED, []
    except (calamine.CalamineError, ElementTree.ParseError, *reading.BROKEN_WORKBOOK):
        return SheetFault.BROKEN, []


@dataclass(slots=True)
class _Marks:
    """What calamine does not tell of a sheet: rows that are hidden, and cells without a value by (row, column)."""

    hidden: list[int] = field(default_factory=list)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def _marks(content: bytes) -> dict[str, _Marks]:
    """Sheet name -> its marks, from the parts of an .xlsx; entities were refused before."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        if not {_BOOK, _TARGETS} <= set(names):
            return {}
        targets = {one.get("Id"): one.get("Target", "") for one in ElementTree.fromstring(package.read(_TARGETS))}
        found: dict[str, _Marks] = {}
        for sheet in ElementTree.fromstring(package.read(_BOOK)).iter(f"{_MAIN}sheet"):
            target = targets.get(sheet.get(f"{_RELATION}id", ""), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in names:
                with package.open(part) as stream:
                    found[sheet.get("name", "")] = _marks_of(stream)
        return found


def _marks_of(stream: IO[bytes]) -> _Marks:
    marks, row, column = _Marks(), -1, -1
    for event, one in ElementTree.iterparse(stream, ("start", "end")):
        if event == "start" and one.tag == f"{_MAIN}row":
            row, column = int(one.get("r") or row + 2) - 1, -1
        elif event == "start" and one.tag == f"{_MAIN}c":
            letters = (one.get("r") or "").rstrip(string.digits)
            column = reduce(lambda told, sign: 26 * told + ord(sign) - 64, letters, 0) - 1 if letters else column + 1
        elif event == "end" and one.tag == f"{_MAIN}c":
            value = one.find(f"{_MAIN}v")
            if one.get("t") == "e":
                marks.errors[row, column] = (value.text if value is not None else "") or NO_VALUE
            elif value is None and one.find(f"{_MAIN}f") is not None:
                marks.errors[row, column] = NO_VALUE
        elif event == "end" and one.tag == f"{_MAIN}row":
            if one.get("hidden") in ("1", "true"):
                marks.hidden.append(row)
            one.clear()
    return marks


def _put_errors(rows: list[list[str]], errors: Mapping[tuple[int, int], str]) -> None:
    """Puts what a spreadsheet shows where a formula failed into the cells, also beyond what was read of them."""
    for (row, column), text in errors.items():
        if row <= MOST_ROWS and column < MOST_COLUMNS:
            rows += [[] for _ in range(row + 1 - len(rows))]
            rows[row] += [""] * (column + 1 - len(rows[row]))
            rows[row][column] = text


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
