"""A sheet of A4 in millimetres from the top left corner; the same calls always give the same bytes.

Text reaches the page through `text` and its like only, character by character: nothing a user typed is ever read as
markup, so `A & B <Co>` prints as it stands.
"""

from dataclasses import dataclass
from io import BytesIO
from math import cos, radians, sin
from threading import Lock
from typing import Literal

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from coo_desktop.domain.filling.printing import AS_IT_IS, Fit
from coo_desktop.domain.forms.kind_texts import TICK
from coo_desktop.paper import fonts
from coo_desktop.paper.pictures import opened, qr_code
from coo_desktop.paper.text import POINTS_PER_MM, Fitted

WIDTH_MM, HEIGHT_MM = 210.0, 297.0
CREATOR = "coo-desktop"

rl_config.useA85 = 0  # spelling each compressed page as ASCII costs a quarter more bytes and a fifth of the time
"""What ticks a box; a character, so that a reader of the file finds it as text."""

Align = Literal["left", "centre", "right"]

_BOLD_STROKE = 0.03
"""Bold is the regular outline with its edge stroked this thick, in parts of the size: no second Chinese font."""

_FILL, _FILL_AND_STROKE = 0, 2
_GREY = 0.82
_saving = Lock()  # reportlab's font faces keep a reading position, which two threads cutting fonts would share


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on the page in millimetres."""

    x: float
    y: float
    width: float
    height: float


class Sheet:
    """One document being drawn, page after page; `finish` gives its bytes.

    `fit` moves everything right and down and stretches it, to calibrate for a printer on pre-printed paper.
    """

    def __init__(self, title: str, *, subject: str = "", fit: Fit = AS_IT_IS) -> None:
        fonts.runs(title), fonts.runs(subject)  # both end up in the file as text; refuse what has no characters
        fonts.loaded(fonts.FIRST)
        self._file = BytesIO()
        self._fit = fit
        self._canvas = Canvas(
            self._file,
            pagesize=(WIDTH_MM * POINTS_PER_MM, HEIGHT_MM * POINTS_PER_MM),
            pageCompression=1,
            invariant=1,
            initialFontName=fonts.FIRST,
        )
        self._canvas.setTitle(title)
        self._canvas.setSubject(subject)
        self._canvas.setCreator(CREATOR)
        self._canvas.setAuthor("")
        self._open_page()

    def next_page(self) -> None:
        self._canvas.showPage()
        self._open_page()

    def finish(self) -> bytes:
        """The whole document as PDF; the sheet is used up."""
        self._canvas.showPage()
        with _saving:
            self._canvas.save()
        return self._file.getvalue()

    def rule(self, x: float, y: float, to_x: float, to_y: float, *, weight_pt: float = 0.6) -> None:
        self._canvas.setLineWidth(weight_pt)
        self._canvas.line(self._x(x), self._y(y), self._x(to_x), self._y(to_y))

    def box(self, place: Place, *, weight_pt: float = 0.6) -> None:
        self._canvas.setLineWidth(weight_pt)
        self._canvas.rect(*self._corner(place), place.width * POINTS_PER_MM, place.height * POINTS_PER_MM)

    def text(
        self, x: float, baseline: float, text: str, *, size: float = 9, bold: bool = False, align: Align = "left"
    ) -> None:
        """One line with its baseline at `baseline`; `x` is its left end, middle or right end as `align` says."""
        left = self._x(x)
        if align != "left":
            left -= fonts.width_pt(text, size) / (2 if align == "centre" else 1)
        self._draw(left, self._y(baseline), text, size, bold=bold)

    def lines(
        self, x: float, top: float, lines: tuple[str, ...], *, size: float, leading_pt: float, bold: bool = False
    ) -> float:
        """Lines under each other from `top`; answers the y under the last one."""
        for line in lines:
            self._draw(self._x(x), self._y(top) - fonts.ASCENT * size, line, size, bold=bold)
            top += leading_pt / POINTS_PER_MM
        return top

    def block(self, x: float, top: float, fitted: Fitted, *, bold: bool = False) -> float:
        """The lines of a fitted text that fit; answers the y under the last one."""
        return self.lines(x, top, fitted.lines, size=fitted.size, leading_pt=fitted.leading_pt, bold=bold)

    def tick_box(self, x: float, y: float, *, ticked: bool, is_drawn: bool = True, side_mm: float = 3.0) -> None:
        """A small square with its top left at (x, y), ticked or empty; or the tick alone."""
        if is_drawn:
            self.box(Place(x, y, side_mm, side_mm))
        if ticked:
            size = side_mm * POINTS_PER_MM
            self.text(x + side_mm / 2, y + side_mm * fonts.ASCENT, TICK, size=size, bold=True, align="centre")

    def picture(self, place: Place, content: bytes) -> None:
        """A PNG or JPEG, as large as `place` allows with its own proportions, in the middle; may raise Unreadable."""
        image = opened(content)
        scale = min(place.width / image.width, place.height / image.height)
        width, height = image.width * scale, image.height * scale
        middle = Place(place.x + (place.width - width) / 2, place.y + (place.height - height) / 2, width, height)
        left, bottom = self._corner(middle)
        self._canvas.drawImage(
            ImageReader(image), left, bottom, width * POINTS_PER_MM, height * POINTS_PER_MM, mask="auto"
        )

    def qr(self, x: float, y: float, side_mm: float, content: str) -> None:
        """A QR code, quiet zone included, with its top left at (x, y)."""
        code = qr_code(content)
        left, bottom = self._corner(Place(x, y, side_mm, side_mm))
        module = side_mm * POINTS_PER_MM / code.modules
        self._canvas.saveState()
        self._canvas.setFillGray(0)
        self._canvas.transform(module, 0, 0, module, left, bottom)
        self._canvas.addLiteral(code.path())
        self._canvas.restoreState()

    def watermark(self, text: str, *, size: float = 60, degrees: float = 50) -> None:
        """Large and pale across the page; to be drawn first, so that everything else lies over it."""
        half = fonts.width_pt(text, size) / 2
        angle = radians(degrees)
        self._canvas.saveState()
        self._canvas.setFillGray(_GREY)
        self._canvas.translate(self._x(WIDTH_MM / 2) - half * cos(angle), self._y(HEIGHT_MM / 2) - half * sin(angle))
        self._canvas.rotate(degrees)
        self._draw(0, 0, text, size, bold=False)
        self._canvas.restoreState()

    def footer(self, left: str, right: str = "", *, margin_mm: float = 10.0, size: float = 7) -> None:
        """One line at the foot of the page."""
        baseline = HEIGHT_MM - margin_mm + size / POINTS_PER_MM
        self.text(margin_mm, baseline, left, size=size)
        self.text(WIDTH_MM - margin_mm, baseline, right, size=size, align="right")

    def _open_page(self) -> None:
        if self._fit == AS_IT_IS:
            return
        scale = float(self._fit.percent) / 100
        top = HEIGHT_MM * (1 - scale) - float(self._fit.down_mm)  # what is stretched keeps its top left corner
        self._canvas.translate(float(self._fit.right_mm) * POINTS_PER_MM, top * POINTS_PER_MM)
        self._canvas.scale(scale, scale)

    def _draw(self, x: float, y: float, text: str, size: float, *, bold: bool) -> None:
        parts = fonts.runs(text)
        if not parts:
            return
        if bold:
            self._canvas.setLineWidth(size * _BOLD_STROKE)
        written = self._canvas.beginText(x, y)
        written.setTextRenderMode(_FILL_AND_STROKE if bold else _FILL)
        for font, part in parts:
            written.setFont(font, size)
            written.textOut(part)
        if bold:
            written.setTextRenderMode(_FILL)
        self._canvas.drawText(written)

    def _x(self, x: float) -> float:
        return x * POINTS_PER_MM

    def _y(self, y: float) -> float:
        return (HEIGHT_MM - y) * POINTS_PER_MM

    def _corner(self, place: Place) -> tuple[float, float]:
        """The bottom left corner, where reportlab starts a rectangle."""
        return self._x(place.x), self._y(place.y + place.height)
