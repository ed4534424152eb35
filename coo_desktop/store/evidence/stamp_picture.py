"""A picture of a seal or signature, examined as evidence is and written anew by the guarded child.

What a scanner or a phone made may hold anything and be ten times too large. The child decodes it, takes an empty margin
away and brings it to what 600 dots an inch need; the program itself never decodes what a person chose.
"""

import io
from pathlib import Path

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.language.file_name import display_name
from coo_desktop.domain.office.stamps import JPEG, PNG, STAMP_BYTES, StampPicture
from coo_desktop.domain.refusals import EvidenceFault
from coo_desktop.store.evidence import evidence_check
from coo_desktop.store.evidence.blobs import read_regular
from coo_desktop.store.files import sandbox

#: 55 mm at 600 dots an inch.
MOST_SIDE = 1300
_SMALLER = 0.8
_TIME_S = 10.0


def read_picture(file: Path) -> StampPicture:
    """The picture of a file, ready to be filed; raises Unreadable(reason) as evidence does, wrong_type for a PDF."""
    content = read_regular(file, evidence_check.MARK_BYTES)
    name = display_name(file.name)
    if evidence_check.demand_fit(content, name, "") not in (PNG, JPEG):
        raise Unreadable(reason=EvidenceFault.WRONG_TYPE, file=name)
    written, mime, width, height = sandbox.examined(rewritten, content, time_s=_TIME_S)
    if not written:
        raise Unreadable(reason=EvidenceFault.TOO_LARGE, file=name, limit_mb=0)
    return StampPicture(written, mime, width, height)


def rewritten(content: bytes) -> tuple[bytes, str, int, int]:
    """(bytes, media type, width, height) of the picture without its empty margin; runs in the child.

    What is transparent stays so and is PNG; what is not becomes JPEG.
    """
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as opened:
        image = ImageOps.exif_transpose(opened)  # a phone turns the picture by a note beside it
        has_alpha = "A" in image.getbands() or "transparency" in image.info
        image = image.convert("RGBA" if has_alpha else "RGB")
    image = image.crop(_inked(image))
    side = min(MOST_SIDE, max(image.size))
    while side > 0:
        image.thumbnail((side, side))
        written = io.BytesIO()
        image.save(written, "PNG" if has_alpha else "JPEG", **({"optimize": True} if has_alpha else {"quality": 92}))
        if written.tell() <= STAMP_BYTES:
            return written.getvalue(), PNG if has_alpha else JPEG, image.width, image.height
        side = int(side * _SMALLER)
    return b"", "", 0, 0


def _inked(image: "object") -> tuple[int, int, int, int]:
    """The part that has ink: not transparent, and not as white as paper; the whole where nothing has."""
    from PIL import Image

    assert isinstance(image, Image.Image)
    on_paper = Image.new("RGBA", image.size, "white")
    on_paper.alpha_composite(image.convert("RGBA"))
    dark = on_paper.convert("L").point(lambda grey: 255 if grey < 235 else 0)
    return dark.getbbox() or (0, 0, *image.size)
