"""A sheet with rulers, to see where a printer puts what stands at a known place: the base of every fit."""

from coo_desktop.domain.filling.printing import AS_IT_IS, Fit
from coo_desktop.paper.page import HEIGHT_MM, WIDTH_MM, Place, Sheet
from coo_desktop.paper.text import wrap

MARGIN_MM, STEP_MM = 10, 10
#: Where the two rulers cross; a person measures from the paper's edges to this point.
CROSS_MM = 20
_THIN_PT, _RULER_PT, _TEXT_PT, _TITLE_PT = 0.15, 0.5, 10.0, 14.0
#: The grid leaves this place to the words.
_NOTES = Place(40, 50, 140, 80)


def calibration_sheet(title: str, notes: tuple[str, ...], fit: Fit = AS_IT_IS) -> bytes:
    """The sheet as PDF: a grid of centimetres that count from the paper's edges, two rulers, and what to do with it."""
    sheet = Sheet(title, fit=fit)
    right, bottom = int(WIDTH_MM) - MARGIN_MM, int(HEIGHT_MM) - MARGIN_MM - 7
    below = _NOTES.y + _NOTES.height
    for x in range(MARGIN_MM, right + 1, STEP_MM):
        is_beside = not _NOTES.x < x < _NOTES.x + _NOTES.width
        for top, end in ((MARGIN_MM, bottom),) if is_beside else ((MARGIN_MM, _NOTES.y), (below, bottom)):
            sheet.rule(x, top, x, end, weight_pt=_THIN_PT)
        sheet.text(x, MARGIN_MM - 1, str(x), size=6, align="centre")
    beyond = _NOTES.x + _NOTES.width
    for y in range(MARGIN_MM, bottom + 1, STEP_MM):
        is_beside = not _NOTES.y < y < below
        for left, end in ((MARGIN_MM, right),) if is_beside else ((MARGIN_MM, _NOTES.x), (beyond, right)):
            sheet.rule(left, y, end, y, weight_pt=_THIN_PT)
        sheet.text(MARGIN_MM - 1, y + 0.8, str(y), size=6, align="right")
    _rulers(sheet, right, bottom)
    _say(sheet, title, notes)
    return sheet.finish()


def _rulers(sheet: Sheet, right: int, bottom: int) -> None:
    """Millimetres along the two lines that cross at CROSS_MM."""
    sheet.rule(MARGIN_MM, CROSS_MM, right, CROSS_MM, weight_pt=_RULER_PT)
    sheet.rule(CROSS_MM, MARGIN_MM, CROSS_MM, bottom, weight_pt=_RULER_PT)
    for x in range(MARGIN_MM, right + 1):
        sheet.rule(x, CROSS_MM, x, CROSS_MM + _tick_mm(x), weight_pt=_RULER_PT / 2)
    for y in range(MARGIN_MM, bottom + 1):
        sheet.rule(CROSS_MM, y, CROSS_MM + _tick_mm(y), y, weight_pt=_RULER_PT / 2)


def _tick_mm(at: int) -> float:
    return 3.0 if at % 10 == 0 else 2.2 if at % 5 == 0 else 1.4


def _say(sheet: Sheet, title: str, notes: tuple[str, ...]) -> None:
    left, width = _NOTES.x + 3, _NOTES.width - 6
    top = sheet.lines(
        left, _NOTES.y + 3, tuple(wrap(title, width, _TITLE_PT)), size=_TITLE_PT, leading_pt=18, bold=True
    )
    for note in notes:
        top = sheet.lines(left, top + 2, tuple(wrap(note, width, _TEXT_PT)), size=_TEXT_PT, leading_pt=14)
