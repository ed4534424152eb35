"""Pictures are opened only when they are harmless; QR codes are read back from what was drawn."""

import struct
import zlib
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from coo_desktop.domain.errors import Unreadable
from coo_desktop.paper.page import Sheet
from coo_desktop.paper.pictures import QUIET, PictureMarks, opened, picture_of, qr_code


def picture(mode: str, form: str = "PNG") -> bytes:
    file = BytesIO()
    Image.new(mode, (40, 20)).save(file, form)
    return file.getvalue()


def bomb(side: int) -> bytes:
    """A PNG of a few bytes that claims side x side pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("mode", "form", "printed"),
    [
        ("RGB", "PNG", "RGB"),
        ("RGBA", "PNG", "RGBA"),
        ("LA", "PNG", "RGBA"),
        ("P", "PNG", "RGB"),
        ("1", "PNG", "L"),
        ("I;16", "PNG", "L"),
        ("CMYK", "JPEG", "RGB"),
        ("L", "JPEG", "L"),
    ],
)
def test_a_picture_becomes_grey_or_colour(mode: str, form: str, printed: str) -> None:
    assert opened(picture(mode, form)).mode == printed


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "picture_format"),
        (b"%PDF-1.7", "picture_format"),
        (b"<svg/>", "picture_format"),
        (picture("RGB", "GIF"), "picture_format"),
        (picture("RGB")[:60], "picture_damaged"),
        (bomb(7_100), "picture_too_large"),
        (bomb(12_000), "picture_too_large"),
        (bomb(20_000), "picture_too_large"),
    ],
)
def test_a_picture_that_cannot_be_printed_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        opened(content)
    assert refused.value.facts["reason"] == reason


@pytest.mark.parametrize(
    ("width", "width_mm"), [("40", 40), (12.5, 0), ("0", 0), ("-3", 0), ("1E+400", 0), ("wide", 0), (None, 0)]
)
def test_a_picture_is_known_by_its_digest_and_width(width: Any, width_mm: float) -> None:
    assert picture_of({"form": "picture", "sha256": "ab", "width_mm": width}) == PictureMarks("ab", width_mm)


def test_only_a_picture_with_its_digest_is_a_picture() -> None:
    assert picture_of({"form": "picture"}) is None
    assert picture_of({"form": "text", "text": "N/M"}) is None
    assert picture_of("N/M") is None


@pytest.mark.parametrize("content", ["https://verify.example/c#" + "a1B2" * 80, "COO 2026 1", "贸促会"])
def test_a_printed_code_reads_back(content: str) -> None:
    sheet = Sheet("QR")
    sheet.qr(150, 15, 30, content)
    document = pypdfium2.PdfDocument(sheet.finish())
    image = document[0].render(scale=300 / 72).to_pil()
    document.close()
    (found,) = zxingcpp.read_barcodes(image)
    assert found.text == content


@given(st.text(alphabet="abcXYZ019:/#-", min_size=1, max_size=200))
def test_no_run_leaves_the_square_or_enters_its_margin(content: str) -> None:
    code = qr_code(content)
    edge = code.modules - QUIET
    assert all(QUIET <= column < column + length <= edge and QUIET <= row < edge for column, row, length in code.runs)


def test_a_code_is_one_fill() -> None:
    path = qr_code("COO 2026 1").path()
    assert path.split().count("f") == 1
    assert path.endswith(" f")
