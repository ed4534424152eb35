"""Pictures are opened only when they are harmless."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from coo_desktop.domain.errors import Unreadable
from coo_desktop.paper.pictures import opened


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
