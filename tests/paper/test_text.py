"""Wrapping, shrinking and overflow: nothing is lost and nothing is wider than its box."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.errors import Unreadable
from coo_desktop.paper.fonts import width_pt
from coo_desktop.paper.text import POINTS_PER_MM, fit, lines_in, wrap

ADDRESSES = st.text(alphabet="AWil,.-/()& 宁波市北仑区，。（）한Ạ\n", max_size=300)
WIDTHS = st.floats(8, 120)


def ink(text: str) -> str:
    return "".join(text.split())


def test_words_stay_whole() -> None:
    lines = wrap("NO. 88 XINGHAI ROAD, BEILUN DISTRICT, NINGBO", 40, 9)
    assert lines == ["NO. 88 XINGHAI ROAD,", "BEILUN DISTRICT, NINGBO"]


def test_han_breaks_between_any_two_characters() -> None:
    assert wrap("宁波蓝风家居用品有限公司", 5 * 9 / POINTS_PER_MM, 9) == ["宁波蓝风家", "居用品有限", "公司"]


def test_punctuation_does_not_open_a_line_nor_brackets_close_one() -> None:
    assert wrap("苏州晨星，江苏（盛泽）镇", 4 * 9 / POINTS_PER_MM, 9) == ["苏州晨", "星，江苏", "（盛泽）", "镇"]


def test_a_word_longer_than_the_line_is_broken() -> None:
    word = "X" * 300
    lines = wrap(f"A {word} B", 30, 9)
    assert ink("".join(lines)) == f"A{word}B"
    assert len(lines) > 10


def test_line_breaks_of_the_writer_are_kept() -> None:
    assert wrap("SAKURA\nTOKYO\n\nC/NO. 1-250", 60, 9) == ["SAKURA", "TOKYO", "", "C/NO. 1-250"]


def test_an_empty_text_fits_anywhere() -> None:
    fitted = fit("", 10, 0)
    assert fitted.fits
    assert (fitted.lines, fitted.rest) == ((), "")


@given(ADDRESSES, WIDTHS)
def test_wrapping_loses_nothing(text: str, width_mm: float) -> None:
    assert ink("".join(wrap(text, width_mm, 9))) == ink(text)


@given(ADDRESSES, WIDTHS)
def test_no_line_is_wider_than_its_box(text: str, width_mm: float) -> None:
    assert all(
        width_pt(line, 9) <= width_mm * POINTS_PER_MM + 0.01 or len(line) == 1 for line in wrap(text, width_mm, 9)
    )


@given(ADDRESSES, WIDTHS, st.floats(0, 40))
def test_what_does_not_fit_is_handed_back(text: str, width_mm: float, height_mm: float) -> None:
    fitted = fit(text, width_mm, height_mm)
    assert ink("".join(fitted.lines + fitted.overflow)) == ink(text)
    assert ink("".join(fitted.lines) + fitted.rest) == ink(text)
    assert len(fitted.lines) <= fitted.room
    assert fitted.fits == (fitted.rest == "")


@given(ADDRESSES, WIDTHS, st.floats(5, 20))
def test_the_rest_sets_to_the_same_lines_on_the_next_sheet(text: str, width_mm: float, height_mm: float) -> None:
    fitted = fit(text, width_mm, height_mm)
    assert tuple(wrap(fitted.rest, width_mm, fitted.size)) == (fitted.overflow or ("",))


def test_text_shrinks_before_it_overflows() -> None:
    text = "NINGBO LANFENG HOUSEWARE CO., LTD. " * 6
    roomy, tight, full = fit(text, 80, 40), fit(text, 80, 13), fit(text, 80, 6)
    assert (roomy.size, roomy.fits) == (9, True)
    assert 6 <= tight.size < 9
    assert tight.fits
    assert (full.size, full.fits) == (6, False)


def test_a_box_holds_the_lines_it_was_drawn_for() -> None:
    three_lines_mm = (9 + 2 * 9 * 1.2) / POINTS_PER_MM
    assert lines_in(three_lines_mm, 9) == 3
    assert lines_in(three_lines_mm - 0.2, 9) == 2


def test_blank_lines_at_the_end_do_not_overflow() -> None:
    assert fit("N/M" + "\n" * 40, 30, 10).fits


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(Unreadable):
        fit("NINGBO \ud83d", 30, 10)
