"""Ink on a page is drawn where it says."""

import pytest

from coo_desktop.paper.ink import Code, Frame, Square, Stroke, Text, aligned, line_mm, texts, wrapped
from coo_desktop.paper.page import Align, Place, Sheet
from tests.paper.printing import characters, holds


def drawn(*inks: Text | Frame | Square | Stroke | Code) -> bytes:
    sheet = Sheet("INK")
    for ink in inks:
        ink.draw(sheet)
    return sheet.finish()


@pytest.mark.parametrize("align", ["left", "centre", "right"])
def test_lines_stay_in_their_place_however_aligned(align: Align) -> None:
    place = Place(50, 60, 40, 2 * line_mm(9))
    found = characters(drawn(aligned(place, ("FIRST", "SECOND"), size=9, align=align)))
    assert "".join(character for character, _ in found) == "FIRSTSECOND"
    assert all(holds(place, spot) for _, spot in found)
    middle = place.x + place.width / 2
    sides = {spot.x < middle for _, spot in found}
    assert sides == {"left": {True}, "centre": {True, False}, "right": {False}}[align]


def test_wrapped_text_ends_where_it_says() -> None:
    text = wrapped(10, 20, 30, "ONE TWO THREE FOUR FIVE SIX SEVEN", size=9)
    assert len(text.lines) > 1
    assert text.bottom == pytest.approx(20 + len(text.lines) * line_mm(9))
    assert all(holds(Place(10, 20, 30, text.bottom - 20), spot) for _, spot in characters(drawn(text)))


def test_lines_and_squares_are_no_text() -> None:
    inks = (Frame(Place(10, 10, 20, 20)), Stroke(5, 5, 9, 9), Square(50, 50, False), Code(90, 90, 20, "CO"))
    assert characters(drawn(*inks)) == []
    assert list(texts(inks)) == []
    assert [character for character, _ in characters(drawn(Square(50, 50, True)))] == ["√"]
