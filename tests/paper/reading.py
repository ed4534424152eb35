"""Reads printed text back with two engines that share no code with the one that wrote it."""

import subprocess
import unicodedata
from pathlib import Path

import pypdfium2


def by_poppler(pdf: bytes, folder: Path) -> str:
    file = folder / "read.pdf"
    file.write_bytes(pdf)
    return subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", str(file), "-"], capture_output=True, check=True, encoding="utf-8"
    ).stdout


def by_pdfium(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(_page_text(page) for page in document)
    finally:
        document.close()


def ink(text: str) -> str:
    """The text without its blanks, which the layout is free to change."""
    return "".join(text.split())


def unligated(text: str) -> str:
    """The text as PDFium tells it: the Latin ligatures (U+FB00 to U+FB06) by their letters."""
    return "".join(unicodedata.normalize("NFKC", each) if "\ufb00" <= each <= "\ufb06" else each for each in text)


def _page_text(page: pypdfium2.PdfPage) -> str:
    reader = page.get_textpage()
    try:
        return str(reader.get_text_bounded())
    finally:
        reader.close()
        page.close()
