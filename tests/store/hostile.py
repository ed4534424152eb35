"""Files that clerks have, and files that somebody made to do harm."""

import io
import struct
import zlib

import pypdfium2
from PIL import Image


def png(width: int = 8, height: int = 8) -> bytes:
    return _saved(Image.new("RGB", (width, height)), "PNG")


def jpeg() -> bytes:
    return _saved(Image.new("RGB", (8, 8)), "JPEG")


def pdf(pages: int = 1) -> bytes:
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(100, 100)
    target = io.BytesIO()
    document.save(target)
    document.close()
    return target.getvalue()


def encrypted_pdf() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    canvas = Canvas(target, encrypt=StandardEncryption("secret"))
    canvas.drawString(10, 10, "x")
    canvas.save()
    return target.getvalue()


def pdf_with(in_catalogue: bytes) -> bytes:
    """A PDF of one page whose catalogue has this besides."""
    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    canvas = Canvas(target)
    canvas.setTitle("/JS in a title (it is only text) /Launch ")
    canvas.drawString(10, 10, "x")
    canvas.save()
    return target.getvalue().replace(b"/Type /Catalog", b"/Type /Catalog " + in_catalogue, 1)


def pdf_holding(name: str) -> bytes:
    """A PDF that holds another file."""
    document = pypdfium2.PdfDocument.new()
    document.new_page(100, 100)
    document.new_attachment(name).set_data(b"<x/>" * 100)
    target = io.BytesIO()
    document.save(target)
    document.close()
    return target.getvalue()


def png_bomb(side: int) -> bytes:
    """A few kilobytes that decode to `side` times `side` pixels."""
    packer = zlib.compressobj(9)
    row = bytes(1 + side // 8)
    pixels = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = (b"IHDR", head), (b"IDAT", pixels), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def animated_png() -> bytes:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    target = io.BytesIO()
    frames[0].save(target, "PNG", save_all=True, append_images=frames[1:])
    return target.getvalue()


def _saved(picture: Image.Image, kind: str) -> bytes:
    target = io.BytesIO()
    picture.save(target, kind)
    return target.getvalue()
