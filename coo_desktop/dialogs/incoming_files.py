"""Files on their way in as evidence or marks: copied pictures as files, and words for what cannot be taken."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.refusals import EvidenceFault
from coo_desktop.environment.words import N_, _
from coo_desktop.views.words.errors import error_message

_REASONS: Mapping[EvidenceFault, str] = MappingProxyType(
    {
        EvidenceFault.MISSING: N_("The file is no longer there."),
        EvidenceFault.DENIED: N_("The file may not be read."),
        EvidenceFault.NOT_A_FILE: N_("This is not a file."),
        EvidenceFault.LINK: N_("This is a link to a file. Choose the file itself."),
        EvidenceFault.EMPTY: N_("The file is empty."),
        EvidenceFault.TOO_LARGE: N_("The file is too large."),
        EvidenceFault.CHANGING: N_("The file is being written at the moment. Try again when that has ended."),
        EvidenceFault.WRONG_TYPE: N_("Only PDF, JPEG and PNG files are taken."),
        EvidenceFault.TYPE_MISMATCH: N_("The file's content does not match its name."),
        EvidenceFault.TOO_MANY_PIXELS: N_("The picture has too many pixels."),
        EvidenceFault.TOO_MANY_PAGES: N_("The file has too many pages."),
        EvidenceFault.ENCRYPTED: N_("The file is protected by a password."),
        EvidenceFault.BROKEN: N_("The file is damaged."),
        EvidenceFault.TOO_SLOW: N_("Reading the file takes too long; it may be made to do harm."),
        EvidenceFault.ANIMATED: N_("Moving pictures are not taken."),
        EvidenceFault.APPENDED: N_("Something else is hidden behind the end of the file. Save it anew and add that."),
        EvidenceFault.ACTIVE: N_("The PDF holds programs or an electronic form. Print it as PDF and add that."),
        EvidenceFault.CARRIES_FILES: N_("The PDF holds other files. Add each by itself, or print it as PDF."),
    }
)


def png_bytes(image: QImage) -> bytes:
    """A copied picture as a PNG file; called on a worker, for a large one takes its time."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    buffer.close()
    return bytes(content.data())


def told_unfit(error: ProgramError) -> str:
    """Why a file was not taken in, with its name."""
    reason = next((words for fault, words in _REASONS.items() if fault == error.facts.get("reason")), None)
    name = error.facts.get("file", "")
    if reason is None:
        return error_message(error)
    return _("{name}: {reason}").format(name=name, reason=_(reason)) if name else _(reason)
