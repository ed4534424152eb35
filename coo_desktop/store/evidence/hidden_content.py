"""What a file carries beside what it shows: bytes behind its end, programs, further files. Runs in the guarded child.

A reader of pictures ignores what follows the picture, so an archive or a program may travel there. A PDF may run
scripts, start programs and hold files of any kind; a company's invoice may hold its own data (XML, XBRL) and no more.
"""

import io
import re
import struct
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, Protocol

from coo_desktop.domain.refusals import EvidenceFault

#: Data that an electronic invoice or a bank's receipt carries for the bookkeeper's program (GB/T 38636, Factur-X).
_DATA = frozenset({".xml", ".xbrl", ".json", ".txt"})
_JPEG_START, _JPEG_END = b"\xff\xd8\xff", 0xD9
_WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})
_SCAN, _PADDING = 0xDA, b"\0"
_PNG_START_BYTES = 8
_STREAM, _LENGTH = b">>stream\r\n", re.compile(rb"/Length (\d+)")
_STRING = re.compile(rb"\((?:\\.|[^\\()])*\)", re.DOTALL)
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia|XFA|ImportData|SubmitForm)(?![A-Za-z0-9#_.+-])")
_ATTACHED = re.compile(rb"/(?:FileAttachment|GoToE)(?![A-Za-z0-9#_.+-])")
_END_OF_PDF, _WITHIN = b"%%EOF", 1024


class OpenPdf(Protocol):
    """What is asked of a `pypdfium2.PdfDocument`, which the guarded child alone imports."""

    def save(self, dest: io.BytesIO) -> None: ...
    def count_attachments(self) -> int: ...
    def get_attachment(self, index: int) -> Any: ...


def jpeg_fault(content: bytes) -> str:
    """The reason why a JPEG carries more than pictures, or "". Phones put a second picture behind the first."""
    while content.startswith(_JPEG_START):
        content = content[_end_of_jpeg(content) :].lstrip(_PADDING)
    return EvidenceFault.APPENDED if content else ""


def png_fault(content: bytes) -> str:
    """The reason why a PNG carries more than its picture, or ""."""
    at = _PNG_START_BYTES
    while at + 12 <= len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        at += 12 + length
        if name == b"IEND":
            return EvidenceFault.APPENDED if content[at:].strip(_PADDING) else ""
    return EvidenceFault.BROKEN


def pdf_fault(document: OpenPdf, content: bytes) -> str:
    """The reason why an opened PDF carries more than pages, or "".

    It is judged by what pdfium writes anew: every object in the open, names without escapes, lengths that are true.
    """
    last = content.rfind(_END_OF_PDF)
    if last >= 0 and len(content.rstrip(b"\0\r\n\t ")) - last > _WITHIN:
        return EvidenceFault.APPENDED  # a reader looks for the end in the last kilobyte (ISO 32000, annex H.3.18)
    written = io.BytesIO()
    document.save(written)
    objects = [_STRING.sub(b"()", part) for part in _outside_streams(written.getvalue())]
    if any(_ACTIVE.search(part) for part in objects):
        return EvidenceFault.ACTIVE
    names = [document.get_attachment(number).get_name() for number in range(document.count_attachments())]
    is_data = all(PurePath(name).suffix.lower() in _DATA for name in names)
    return "" if is_data and not any(_ATTACHED.search(part) for part in objects) else EvidenceFault.CARRIES_FILES


def _end_of_jpeg(content: bytes) -> int:
    """Where the first picture ends: behind its end mark, or with the bytes."""
    at = 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            at = _next_mark(content, at)
            continue
        mark = content[at + 1]
        if mark == _JPEG_END:
            return at + 2
        if mark == 0xFF or mark in _WITHOUT_LENGTH:
            at += 1 if mark == 0xFF else 2
            continue
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
        if mark == _SCAN:
            at = _next_mark(content, at)
    return at + 2 if content[at : at + 2] == bytes((0xFF, _JPEG_END)) else len(content)


def _next_mark(content: bytes, at: int) -> int:
    """Where the compressed part of a scan ends: at a mark that is neither a stuffed byte nor a restart."""
    while (at := content.find(b"\xff", at)) >= 0:
        if at + 1 < len(content) and content[at + 1] != 0 and content[at + 1] not in _WITHOUT_LENGTH:
            return at
        at += 1
    return len(content)


def _outside_streams(written: bytes) -> Iterator[bytes]:
    """The parts of a PDF, as pdfium wrote it, between its streams; no text can look like the start of one there."""
    at = 0
    while (start := written.find(_STREAM, at)) >= 0:
        yield written[at:start]
        found = _LENGTH.findall(written, max(at, written.rfind(b" obj", at, start)), start)
        at = start + len(_STREAM) + (int(found[-1]) if found else 0)
    yield written[at:]
