"""The paper of a document as the examiner sees it: the PDF that would be printed, and its pages as pictures."""

import io
from functools import lru_cache
from threading import Lock

import pypdfium2

from coo_backend.db.document_rows import Paper
from coo_backend.documents import paper as drawing
from coo_backend.web.dependencies import Place

DPI = 110
_turn = Lock()  # pdfium keeps global state


def drawn(here: Place, paper: Paper) -> bytes:
    """The document on its paper; raises ProgramError when it cannot be drawn."""
    return drawing.drawn(here.shared, here.files, paper)


@lru_cache(maxsize=16)
def pages(content: bytes) -> tuple[bytes, ...]:
    """The pages of a PDF of our own as PNG; kept for a while, for each page is asked for on its own."""
    with _turn:
        opened = pypdfium2.PdfDocument(content)
        try:
            return tuple(_png(opened, number) for number in range(len(opened)))
        finally:
            opened.close()


def _png(opened: "pypdfium2.PdfDocument", number: int) -> bytes:
    page = opened[number]
    picture = page.render(scale=DPI / 72).to_pil()
    page.close()
    kept = io.BytesIO()
    picture.save(kept, "PNG", optimize=False)
    return kept.getvalue()
