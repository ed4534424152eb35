"""Pictures to be printed: which one marks name, opened only when PNG or JPEG of a bearable size, and reduced to what
print can use; and QR codes, each as one path: runs of dark modules, drawn in a single fill."""

import warnings
from dataclasses import dataclass
from io import BytesIO

import segno
from PIL import Image, UnidentifiedImageError

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.forms.kind_texts import is_picture
from coo_desktop.domain.language.spelling import decimal_of

FORMATS = ("PNG", "JPEG")
_WIDEST_MM = 1000
LARGEST_PIXELS = 50_000_000
"""A picture's file says its size before it is unpacked; 17 kB of PNG can unpack into half a gigabyte."""

QUIET = 4
"""Light modules that the standard asks for on every side."""

# Trying all eight masks is most of an encoder's time; every mask reads the same, and paper has no need for the best.
_MASK = 2


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


@dataclass(frozen=True, slots=True)
class QrCode:
    """`modules` on a side, quiet zone included, and the dark runs as (column, row, length) from the top left."""

    modules: int
    runs: tuple[tuple[int, int, int], ...]

    def path(self) -> str:
        """PDF path operators in units of modules, origin at the bottom left, ending in a fill."""
        rectangles = (f"{column} {self.modules - 1 - row} {length} 1 re" for column, row, length in self.runs)
        return " ".join((*rectangles, "f"))


def qr_code(content: str) -> QrCode:
    """The QR code of `content` at error level M: a seventh of it may be stamped over."""
    matrix = segno.make_qr(content, error="m", mask=_MASK, boost_error=False).matrix
    found = []
    for row, line in enumerate(matrix):
        column = 0
        while (column := line.find(1, column)) >= 0:
            end = line.find(0, column)
            end = len(line) if end < 0 else end
            found.append((column + QUIET, row + QUIET, end - column))
            column = end
    return QrCode(len(matrix) + 2 * QUIET, tuple(found))
