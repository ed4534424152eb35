"""Pictures to be printed: which one marks name, opened only when PNG or JPEG of a bearable size, and reduced to what
print can use."""

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.forms.kind_texts import is_picture
from coo_desktop.domain.language.spelling import decimal_of

FORMATS = ("PNG", "JPEG")
_WIDEST_MM = 1000
LARGEST_PIXELS = 50_000_000
"""A picture's file says its size before it is unpacked; 17 kB of PNG can unpack into half a gigabyte."""


@dataclass(frozen=True, slots=True)
class PictureMarks:
    """Marks given as a picture, to be printed so wide; 0 when no width was understood."""

    sha256: str
    width_mm: float


def picture_of(value: object) -> PictureMarks | None:
    """The picture that a marks value names; None for text and for nothing."""
    if not isinstance(value, dict) or not is_picture(value):
        return None
    width = decimal_of(value.get("width_mm"))
    return PictureMarks(value["sha256"], float(width) if width is not None and 0 < width < _WIDEST_MM else 0)


def opened(content: bytes) -> Image.Image:
    """The picture in RGB or grey, transparency kept; raises Unreadable with a reason."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(content), formats=FORMATS)
            if image.width * image.height > LARGEST_PIXELS:
                raise Unreadable(reason="picture_too_large", width=image.width, height=image.height)
            image.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Unreadable(reason="picture_too_large") from error
    except UnidentifiedImageError as error:
        raise Unreadable(reason="picture_format") from error
    except (OSError, ValueError, SyntaxError) as error:
        raise Unreadable(reason="picture_damaged") from error
    return _plain(image)


def _plain(image: Image.Image) -> Image.Image:
    """Palettes, CMYK and 16 bits become what every PDF reader draws alike."""
    if image.mode in ("L", "RGB", "RGBA"):
        return image
    if image.mode in ("LA", "PA") or "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert("L" if image.mode in ("1", "I", "I;16", "F") else "RGB")
