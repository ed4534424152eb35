"""What files of tables are made of: the cells of a workbook, the package around them, the signs of a text table.

Values only: nothing is computed, linked or run. What could be meant to do harm is refused before it is opened, and
what is opened is opened in a process of its own (`sheets/pages.py`).
"""

import csv
import datetime as dt
import io
import stat
import zipfile
from itertools import islice, pairwise
from pathlib import Path, PurePosixPath
from typing import Any

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.records.tables import MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS, NumberText
from coo_desktop.domain.refusals import SheetFault
from coo_desktop.domain.sheets.encodings import UTF_16_MARKS, Decoded, decodings

ENDINGS = (".xlsx", ".xls", ".ods", ".csv", ".tsv", ".txt")
MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 200
MOST_RATIO = 100
_RATIO_FROM = 1024 * 1024  # a small part may well be nothing but blanks
_CHUNK = 1024 * 1024
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES = (".zip", ".gz", ".7z", ".rar", ".tar", ".bz2", ".xz", ".xlsx", ".ods", ".docx", ".jar")
_DECLARED = (b"<!DOCTYPE", b"<!ENTITY")
_SEPARATORS = ",\t;|"
_JUDGED_LETTERS, _JUDGED_LINES = 32_768, 50

#: What else a damaged workbook makes its reader raise.
BROKEN_WORKBOOK = (zipfile.BadZipFile, OSError, ValueError, IndexError, EOFError, NotImplementedError)

Rows = tuple[tuple[str, ...], ...]


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


def checked(rows: Rows) -> Rows:
    """The rows, when no table has more or longer cells; raises Unreadable(reason)."""
    if len(rows) > MOST_ROWS + 1:
        raise Unreadable(reason=SheetFault.TOO_MANY_ROWS, limit=MOST_ROWS)
    if max(map(len, rows), default=0) > MOST_COLUMNS:
        raise Unreadable(reason=SheetFault.TOO_MANY_COLUMNS, limit=MOST_COLUMNS)
    if any(len(cell) > MOST_CHARACTERS for row in rows for cell in row):
        raise Unreadable(reason=SheetFault.CELL_TOO_LONG)
    return rows


# -- workbooks, in the process apart


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


def texts_of(content: bytes, told: str = "") -> tuple[Decoded, ...]:
    """The texts that the bytes may stand for, the likeliest first, or the one in the encoding that the file tells;
    raises Unreadable(reason) for what is no text."""
    if b"\0" in content and not content.startswith(UTF_16_MARKS):
        raise Unreadable(reason=SheetFault.BINARY)
    found = decodings(content, told)
    if not found:
        raise Unreadable(reason=SheetFault.ENCODING)
    if "\0" in found[0].text:
        raise Unreadable(reason=SheetFault.BINARY)
    return found


def text_rows(text: str) -> Rows:
    """The cells of a text table; raises Unreadable(reason)."""
    first, _, rest = text.partition("\n")
    separator = ""
    if first.casefold().startswith("sep=") and len(first.strip()) == 5:
        separator, text = first.strip()[-1], rest
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator or _separator(text), strict=True)
    rows: list[tuple[str, ...]] = []
    try:
        for row in reader:
            if len(rows) > MOST_ROWS:
                raise Unreadable(reason=SheetFault.TOO_MANY_ROWS, limit=MOST_ROWS)
            if len(row) > MOST_COLUMNS:
                raise Unreadable(reason=SheetFault.TOO_MANY_COLUMNS, limit=MOST_COLUMNS)
            rows.append(tuple(row))
    except csv.Error:
        raise Unreadable(reason=SheetFault.BROKEN, line=reader.line_num) from None
    return checked(tuple(rows))


def _separator(text: str) -> str:
    """The sign that cuts most neighbouring lines into the same number of cells, then the one that cuts most lines, then
    the one that makes most cells: a heading above the titles may hold any sign."""
    lines = text[:_JUDGED_LETTERS]
    return max(_SEPARATORS, key=lambda sign: _cut(lines, sign))


def _cut(text: str, separator: str) -> tuple[int, int, int]:
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    widths: list[int] = []
    try:
        for row in islice(rows, _JUDGED_LINES):
            widths.append(len(row))
    except csv.Error:
        pass  # what was cut until then tells enough
    alike = sum(one == other > 1 for one, other in pairwise(widths))
    return alike, sum(width > 1 for width in widths), max(widths, default=0)
