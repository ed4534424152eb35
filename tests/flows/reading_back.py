"""What a printed certificate says, read back by other programs than the one that drew it."""

import subprocess
from pathlib import Path

import pypdfium2
import zxingcpp

SCALE = 3.0


def printed_text(content: bytes, folder: Path) -> str:
    """All text of a PDF, as poppler finds it."""
    file = folder / "printed.pdf"
    file.write_bytes(content)
    command = ["pdftotext", "-raw", str(file), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def bare(text: str) -> str:
    """Without blanks and line breaks: a box may break its lines anywhere."""
    return "".join(text.split())


def codes(content: bytes) -> list[str]:
    """What a reader makes of the codes on the first page."""
    paper = pypdfium2.PdfDocument(content)
    try:
        page = paper[0]
        picture = page.render(scale=SCALE).to_pil()
        page.close()
    finally:
        paper.close()
    return [code.text for code in zxingcpp.read_barcodes(picture)]
