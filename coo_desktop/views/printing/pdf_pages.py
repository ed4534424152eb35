"""Pages of a PDF as pictures; called on a worker, one page at a time."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2
from PySide6.QtGui import QImage

POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True)
class PageSize:
    """One page in points (1/72 inch)."""

    width: float
    height: float


def page_sizes(pdf: bytes) -> tuple[PageSize, ...]:
    """The sizes of all pages, in order."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(PageSize(*document.get_page_size(number)) for number in range(len(document)))
    finally:
        document.close()


def page_text(pdf: bytes, number: int) -> str:
    """The text of a page, for who hears instead of sees it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return str(document[number].get_textpage().get_text_range())
    finally:
        document.close()


def bound(sheets: Sequence[tuple[bytes, int]]) -> bytes:
    """Pages of several files, each by its number from 0, as one PDF; their text stays text."""
    book = pypdfium2.PdfDocument.new()
    try:
        for pdf, number in sheets:
            source = pypdfium2.PdfDocument(pdf)
            book.import_pages(source, [number])
            source.close()
        written = io.BytesIO()
        book.save(written)
        return written.getvalue()
    finally:
        book.close()


def page_image(pdf: bytes, number: int, dots_per_inch: float) -> QImage:
    """One page at a resolution, on white."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        bitmap = document[number].render(scale=dots_per_inch / POINTS_PER_INCH, prefer_bgrx=True)
        seen = memoryview(bitmap.buffer).cast("B")
        image = QImage(seen, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
        return image.copy()  # the picture's own: what was seen ends with the document
    finally:
        document.close()
