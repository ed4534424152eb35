"""Spreadsheets and text tables become rows of texts: .xlsx, .xls and .ods by calamine, .csv by its encoding and signs.

Values only: nothing is computed, linked or run. What could be meant to do harm is refused before it is opened, and
what is opened is opened in a process of its own.
"""

import csv
import datetime as dt
import io
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.records.tables import MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS, NumberText
from coo_desktop.domain.refusals import SheetFault
from coo_desktop.domain.sheets.cells import Page
from coo_desktop.store.files import sandbox

ENDINGS = (".xlsx", ".xls", ".ods", ".csv", ".tsv", ".txt")
MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 200
MOST_RATIO = 100
_RATIO_FROM = 1024 * 1024  # a small part may well be nothing but blanks
_CHUNK = 1024 * 1024
_TIME_S = 20.0
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = {".xlsx": ZIP, ".ods": ZIP, ".xls": OLE}
_ARCHIVES = (".zip", ".gz", ".7z", ".rar", ".tar", ".bz2", ".xz", ".xlsx", ".ods", ".docx", ".jar")
_DECLARED = (b"<!DOCTYPE", b"<!ENTITY")
_SEPARATORS = ",\t;|"
_LINE_BYTES = 8192

#: What else a damaged workbook makes its reader raise.
BROKEN_WORKBOOK = (zipfile.BadZipFile, OSError, ValueError, IndexError, EOFError, NotImplementedError)

Rows = tuple[tuple[str, ...], ...]


def read_sheet(file: Path) -> Page:
    """The table of a file; raises Unreadable(file, reason) for what is no table, too large, or meant to do harm."""
    return Page(file.name, read_content(content_of(file), file.name))


def content_of(file: Path) -> bytes:
    """The bytes of a file of a bearable size; raises Unreadable(file, reason)."""
    try:
        if not file.is_file():
            raise Unreadable(file=file.name, reason=SheetFault.NOT_A_FILE)
        if file.stat().st_size > MOST_BYTES:
            raise Unreadable(file=file.name, reason=SheetFault.SHEET_TOO_LARGE)
        return file.read_bytes()
    except OSError:
        raise Unreadable(file=file.name, reason=SheetFault.DENIED) from None


def read_content(content: bytes, name: str) -> Rows:
    """The rows of a file's content; see `read_sheet`."""
    try:
        found = _rows(content, PurePosixPath(name).suffix.lower())
    except Unreadable as fault:
        raise Unreadable(**{**fault.facts, "file": name}) from None
    if len(found) > MOST_ROWS + 1:
        raise Unreadable(file=name, reason=SheetFault.TOO_MANY_ROWS, limit=MOST_ROWS)
    if max(map(len, found), default=0) > MOST_COLUMNS:
        raise Unreadable(file=name, reason=SheetFault.TOO_MANY_COLUMNS, limit=MOST_COLUMNS)
    if any(len(cell) > MOST_CHARACTERS for row in found for cell in row):
        raise Unreadable(file=name, reason=SheetFault.CELL_TOO_LONG)
    if not any(map(any, found)):
        raise Unreadable(file=name, reason=SheetFault.EMPTY)
    return found


def _rows(content: bytes, ending: str) -> Rows:
    if ending not in ENDINGS:
        raise Unreadable(reason=SheetFault.SHEET_TYPE)
    if not content:
        raise Unreadable(reason=SheetFault.EMPTY)
    magic = _MAGIC.get(ending)
    if magic is None and not content.startswith((ZIP, OLE)):
        return tuple(_text_rows(decoded(content)))
    if magic is None or not content.startswith(magic):
        raise Unreadable(reason=SheetFault.ENCRYPTED if magic and content.startswith(OLE) else SheetFault.TYPE_MISMATCH)
    reason, rows = sandbox.examined(workbook_rows, content, time_s=_TIME_S)
    if reason:
        raise Unreadable(reason=reason)
    return tuple(map(tuple, rows))


# -- workbooks, in the process apart


def workbook_rows(content: bytes) -> tuple[str, list[list[str]]]:
    """(why it is refused, or "", the rows of the first sheet that is shown)."""
    import python_calamine as calamine

    try:
        if content.startswith(ZIP) and (reason := package_fault(content)):
            return reason, []
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            shown = [sheet.name for sheet in book.sheets_metadata if sheet.visible == calamine.SheetVisibleEnum.Visible]
            sheet = book.get_sheet_by_name((shown or book.sheet_names)[0])
            if reason := size_fault(sheet):
                return reason, []
            return "", [[cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    except calamine.PasswordError:
        return SheetFault.ENCRYPTED, []
    except (calamine.CalamineError, *BROKEN_WORKBOOK):
        return SheetFault.BROKEN, []


def size_fault(sheet: Any) -> str:
    """Why a sheet is refused before its cells are read, or ""."""
    if sheet.total_height > MOST_ROWS + 1:
        return SheetFault.TOO_MANY_ROWS
    return SheetFault.TOO_MANY_COLUMNS if sheet.total_width > MOST_COLUMNS else ""


def package_fault(content: bytes) -> str:
    """Why a workbook's archive is refused, or "": hostile names, bombs, archives inside it, declared entities."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
        names = [part.filename for part in parts]
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            return SheetFault.BOMB
        if len(set(names)) < len(names) or any(map(_is_hostile, parts)):
            return SheetFault.HOSTILE_NAMES
        if any(part.flag_bits & 1 for part in parts):
            return SheetFault.ENCRYPTED
        for part in parts:
            if part.file_size > _RATIO_FROM and part.file_size > MOST_RATIO * part.compress_size:
                return SheetFault.BOMB
            if reason := _part_fault(package, part):
                return reason
    return ""


def _is_hostile(part: zipfile.ZipInfo) -> bool:
    """Judges the name as it was written: reading already makes `..\\` of another system look harmless."""
    name = part.orig_filename
    path = PurePosixPath(name.replace("\\", "/"))
    is_outside = path.is_absolute() or ".." in path.parts or ":" in name or "\\" in name or "\0" in name
    return is_outside or stat.S_ISLNK(part.external_attr >> 16)


def _part_fault(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> str:
    """Reads a part to its end: its true size and its checksum show only then."""
    if part.filename.lower().endswith(_ARCHIVES):
        return SheetFault.NESTED
    tail = b""
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if not tail and chunk.startswith(ZIP):
                return SheetFault.NESTED
            if any(word in tail + chunk for word in _DECLARED):
                return SheetFault.ENTITIES
            tail = chunk[-16:]
    return ""


def number_text(number: float) -> NumberText:
    """A spreadsheet's number as plain digits."""
    if number.is_integer() and abs(number) < 10**21:
        return NumberText(f"{number:.0f}")
    return NumberText(repr(number) if "e" not in repr(number) else f"{number:.20f}".rstrip("0").rstrip("."))


def cell_text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return number_text(float(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    return "" if cell is None else str(cell)


# -- text


def decoded(content: bytes) -> str:
    """Excel writes UTF-8 with its mark, UTF-16 as "Unicode text", and in China GB 18030 without a word about it."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in content:
        raise Unreadable(reason=SheetFault.BINARY)
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise Unreadable(reason=SheetFault.BINARY)
        return text
    raise Unreadable(reason=SheetFault.ENCODING)


def _text_rows(text: str) -> Iterator[tuple[str, ...]]:
    first, _, rest = text.partition("\n")
    separator = ""
    if first.casefold().startswith("sep=") and len(first.strip()) == 5:
        separator, text = first.strip()[-1], rest
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator or _separator(text), strict=True)
    try:
        for number, row in enumerate(reader):
            if number > MOST_ROWS:
                raise Unreadable(reason=SheetFault.TOO_MANY_ROWS, limit=MOST_ROWS)
            if len(row) > MOST_COLUMNS:
                raise Unreadable(reason=SheetFault.TOO_MANY_COLUMNS, limit=MOST_COLUMNS)
            yield tuple(row)
    except csv.Error:
        raise Unreadable(reason=SheetFault.BROKEN, line=reader.line_num) from None


def _separator(text: str) -> str:
    """The sign that stands most often in the first line, outside quotes."""
    bare = "".join(text[:_LINE_BYTES].split("\n", 1)[0].split('"')[::2])
    return max(_SEPARATORS, key=bare.count)
