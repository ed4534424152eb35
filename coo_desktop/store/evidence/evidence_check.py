"""Whether a file may become evidence: what it is, how large it would grow, and that a reader of its kind can read it.

A hostile file is read in a process of its own with limits on time and memory; see files/sandbox.
"""

import io
import warnings
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.refusals import EvidenceFault
from coo_desktop.store.evidence import hidden_content
from coo_desktop.store.files import sandbox

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
EVIDENCE_BYTES = 20 * 1024 * 1024
MARK_BYTES = 5 * 1024 * 1024
PIXELS = 50_000_000
SIDE_PIXELS = 12_000
PAGES = 200
_TIME_S = 10.0


@dataclass(frozen=True, slots=True)
class _Kind:
    magic: bytes
    extensions: tuple[str, ...]


_KINDS = {
    PDF: _Kind(b"%PDF-", (".pdf",)),
    JPEG: _Kind(b"\xff\xd8\xff", (".jpg", ".jpeg")),
    PNG: _Kind(b"\x89PNG\r\n\x1a\n", (".png",)),
}


def demand_fit(content: bytes, name: str, mime: str) -> str:
    """The true media type of the content; raises Unreadable(reason) for what may not be kept.

    `mime` is what the caller takes it for, "" for no opinion. The first bytes, the name's extension, `mime` and a real
    reader all have to agree.
    """
    found = next((kind for kind, row in _KINDS.items() if content.startswith(row.magic)), None)
    if found is None:
        raise Unreadable(reason=EvidenceFault.WRONG_TYPE, file=name)
    extension = PurePath(name).suffix.lower()
    if extension not in _KINDS[found].extensions or mime not in ("", found):
        raise Unreadable(reason=EvidenceFault.TYPE_MISMATCH, file=name, found=found)
    if reason := _examined_apart(content, found):
        raise Unreadable(reason=reason, file=name)
    return found


def ending(start: bytes) -> str:
    """The ending that a file's name has by its first bytes; raises Unreadable for what is never kept."""
    for row in _KINDS.values():
        if start.startswith(row.magic):
            return row.extensions[0]
    raise Unreadable(reason=EvidenceFault.WRONG_TYPE)


def _examined_apart(content: bytes, mime: str) -> str:
    """What is wrong, "" when nothing is; a reader that crashes or does not come back finds the file broken."""
    try:
        return str(sandbox.examined(pdf_fault if mime == PDF else picture_fault, content, time_s=_TIME_S))
    except Unreadable as fault:
        return str(fault.facts["reason"])


def pdf_fault(content: bytes) -> str:
    """The reason a PDF is unfit, or ""."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        return EvidenceFault.ENCRYPTED if "password" in str(error).lower() else EvidenceFault.BROKEN
    try:
        pages = len(document)
        if pages > PAGES:
            return EvidenceFault.TOO_MANY_PAGES
        if not pages or not document[0].get_size():
            return EvidenceFault.BROKEN
        return hidden_content.pdf_fault(document, content)
    finally:
        document.close()


def picture_fault(content: bytes) -> str:
    """The reason a picture is unfit, or ""; its size is judged before anything is decoded."""
    from PIL import Image

    try:
        with _picture(content) as picture:
            if picture.width * picture.height > PIXELS or max(picture.size) > SIDE_PIXELS:
                return EvidenceFault.TOO_MANY_PIXELS
            if getattr(picture, "n_frames", 1) > 1:
                return EvidenceFault.ANIMATED
            picture.load()
        with _picture(content) as picture:
            picture.verify()  # decoding forgives a missing end, this does not; it needs a picture of its own
    except Image.DecompressionBombError:
        return EvidenceFault.TOO_MANY_PIXELS
    except (OSError, SyntaxError, ValueError, MemoryError):  # an unknown format is an OSError too
        return EvidenceFault.BROKEN
    is_jpeg = content.startswith(_KINDS[JPEG].magic)
    return hidden_content.jpeg_fault(content) if is_jpeg else hidden_content.png_fault(content)


def _picture(content: bytes) -> Any:
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # judged by our own limit
        return Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
