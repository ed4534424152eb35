"""Where the exporter's seal and signature stand: in the declaration's box, found by the place of its day.

Both are drawn beneath everything else, as wide as they are in life: a white background of a scan hides no word.
"""

from dataclasses import dataclass

from coo_desktop.paper.geometry import Box, Geometry, Pages
from coo_desktop.paper.ink import Image
from coo_desktop.paper.page import Place
from coo_desktop.paper.pictures import opened

#: Where the middle of each stands across the box, and how far the seal stays from its lower edge.
SIGNATURE_AT, SEAL_AT, BELOW_MM = 0.27, 0.68, 2.0
_DAY = "application_date"


@dataclass(frozen=True, slots=True)
class Printed:
    """A picture and how wide it prints."""

    content: bytes
    width_mm: float


@dataclass(frozen=True, slots=True)
class Stamping:
    """What the declaration bears; None where nothing is filed."""

    seal: Printed | None = None
    signature: Printed | None = None


NOTHING = Stamping()


@dataclass(frozen=True, slots=True)
class Declaration:
    """The box of the exporter's declaration, the place in it where place and day stand, and on which pages."""

    frame: Place
    day: Place
    pages: Pages


def declaration(paper: Geometry) -> Declaration | None:
    """The declaration of a form, found by the place of its day; None where a form has none."""
    day = next((box for box in paper.boxes if _says_day(box)), None)
    if day is None:
        return None
    frame = next((box for box in paper.boxes if box.frame and _holds(box.place, day.place)), None)
    return Declaration(frame.place, day.place, day.pages) if frame is not None else None


def stamped(paper: Geometry, stamps: Stamping, page: Pages) -> tuple[Image, ...]:
    """The pictures on a page of a kind (first or next); raises Unreadable for what is no picture."""
    found = declaration(paper)
    if found is None or found.pages not in (page, "all"):
        return ()
    frame = found.frame
    bottom = frame.y + frame.height - BELOW_MM
    wanted = ((stamps.signature, SIGNATURE_AT, found.day.y), (stamps.seal, SEAL_AT, bottom))
    return tuple(_image(stamp, frame, at, foot) for stamp, at, foot in wanted if stamp is not None)


def _image(stamp: Printed, frame: Place, at: float, bottom: float) -> Image:
    """The picture with its foot at `bottom`, inside the box: one that is too large for it is printed smaller."""
    picture = opened(stamp.content)
    ratio = picture.height / picture.width
    width = min(stamp.width_mm, frame.width, (bottom - frame.y) / ratio)
    left = frame.x + frame.width * at - width / 2
    left = max(frame.x, min(left, frame.x + frame.width - width))
    return Image(Place(left, bottom - width * ratio, width, width * ratio), stamp.content)


def _says_day(box: Box) -> bool:
    """Whether a box shows the day of the declaration: the field itself, or a sentence that names it."""
    texts = (str(value) for part in box.show for value in part.options.values())
    return any(text == _DAY or f"{{{_DAY}}}" in text for text in texts)


def _holds(outer: Place, inner: Place) -> bool:
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and outer.x + outer.width >= inner.x + inner.width
        and outer.y + outer.height >= inner.y + inner.height
    )
