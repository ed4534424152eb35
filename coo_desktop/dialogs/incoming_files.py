"""Files on their way in as evidence or marks: copied pictures as files, and words for what cannot be taken."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from coo_desktop.domain.errors import ProgramError
from coo_desktop.environment.words import N_, _
from coo_desktop.views.words.errors import error_message

_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "missing": N_("The file is no longer there."),
        "denied": N_("The file may not be read."),
        "not_a_file": N_("This is not a file."),
        "link": N_("This is a link to a file. Choose the file itself."),
        "empty": N_("The file is empty."),
        "too_large": N_("The file is too large."),
        "changing": N_("The file is being written at the moment. Try again when that has ended."),
        "wrong_type": N_("Only PDF, JPEG and PNG files are taken."),
        "type_mismatch": N_("The file's content does not match its name."),
        "too_many_pixels": N_("The picture has too many pixels."),
        "too_many_pages": N_("The file has too many pages."),
        "encrypted": N_("The file is protected by a password."),
        "broken": N_("The file is damaged."),
        "too_slow": N_("Reading the file takes too long; it may be made to do harm."),
        "animated": N_("Moving pictures are not taken."),
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
    reason = _REASONS.get(str(error.facts.get("reason", "")))
    name = error.facts.get("file", "")
    if reason is None:
        return error_message(error)
    return _("{name}: {reason}").format(name=name, reason=_(reason)) if name else _(reason)
