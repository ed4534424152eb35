"""What stands on a page before it is drawn: only when all pages are laid out is it known how many there are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coo_desktop.paper.fonts import ASCENT
from coo_desktop.paper.page import Align, Place, Sheet
from coo_desktop.paper.text import LEADING, POINTS_PER_MM, wrap

THIN_PT, FRAME_PT = 0.4, 0.6


@dataclass(frozen=True, slots=True)
class Text:
    """Lines under each other from `top`; `x` is their left end, middle or right end as `align` says."""

    x: float
    top: float
    lines: tuple[str, ...]
    size: float
    bold: bool = False
    align: Align = "left"

    @property
    def bottom(self) -> float:
        return self.top + len(self.lines) * line_mm(self.size)

    def draw(self, sheet: Sheet) -> None:
        if self.align == "left":
            sheet.lines(self.x, self.top, self.lines, size=self.size, leading_pt=self.size * LEADING, bold=self.bold)
            return
        baseline = self.top + ASCENT * self.size / POINTS_PER_MM
        for line in self.lines:
            sheet.text(self.x, baseline, line, size=self.size, bold=self.bold, align=self.align)
            baseline += line_mm(self.size)


@dataclass(frozen=True, slots=True)
class Frame:
    """The outline of a box."""

    place: Place
    weight_pt: float = FRAME_PT

    def draw(self, sheet: Sheet) -> None:
        sheet.box(self.place, weight_pt=self.weight_pt)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    weight_pt: float = THIN_PT

    def draw(self, sheet: Sheet) -> None:
        sheet.rule(self.x, self.y, self.to_x, self.to_y, weight_pt=self.weight_pt)


@dataclass(frozen=True, slots=True)
class Square:
    """A square to be ticked; one that is not drawn stands on the paper already."""

    x: float
    y: float
    ticked: bool
    is_drawn: bool = True

    def draw(self, sheet: Sheet) -> None:
        sheet.tick_box(self.x, self.y, ticked=self.ticked, is_drawn=self.is_drawn)


@dataclass(frozen=True, slots=True)
class Image:
    """A picture."""

    place: Place
    content: bytes

    def draw(self, sheet: Sheet) -> None:
        sheet.picture(self.place, self.content)


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code."""

    x: float
    y: float
    side: float
    content: str

    def draw(self, sheet: Sheet) -> None:
        sheet.qr(self.x, self.y, self.side, self.content)


Ink = Text | Frame | Stroke | Square | Image | Code


def line_mm(size: float) -> float:
    """How far apart lines of a size stand."""
    return size * LEADING / POINTS_PER_MM


def wrapped(x: float, top: float, width: float, text: str, *, size: float, bold: bool = False) -> Text:
    """As many lines from the left as the text needs."""
    return Text(x, top, tuple(wrap(text, width, size)) if text else (), size, bold)


def aligned(place: Place, lines: tuple[str, ...], *, size: float, bold: bool = False, align: Align = "left") -> Text:
    """Lines from the top of a place, at its left, middle or right."""
    x = {"left": place.x, "centre": place.x + place.width / 2, "right": place.x + place.width}[align]
    return Text(x, place.y, lines, size, bold, align)


def texts(inks: Iterable[Ink]) -> Iterator[Text]:
    """The texts among them."""
    return (ink for ink in inks if isinstance(ink, Text))
