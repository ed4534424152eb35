"""Texts with places become the cells of a table, whatever order they come in."""

import random

from coo_desktop.domain.sheets.printed import Text, page_of
from tests.domain.sheets.tables import WORDS


def line(middle: float, *places: tuple[float, str]) -> list[Text]:
    return [
        Text(text, round(100 * left), round(100 * (left + 5 * len(text))), round(100 * middle), 900)
        for left, text in places
    ]


TITLES = line(100, (10, "Item No."), (80, "Description"), (200, "Quantity"), (280, "Amount"))


def test_figures_under_the_end_of_their_title_stand_in_its_column():
    page = page_of([*TITLES, *line(120, (10, "A"), (80, "CUP"), (225, "5"), (300, "10.00"))], WORDS)
    assert page.rows[1] == ("A", "CUP", "5", "10.00")


def test_the_order_of_the_texts_does_not_matter():
    texts = [*TITLES, *line(120, (10, "A"), (80, "CUP"), (225, "5")), *line(140, (10, "B"), (80, "POT"), (225, "6"))]
    shuffled = random.Random(1).sample(texts, len(texts))
    assert page_of(shuffled, WORDS) == page_of(texts, WORDS)


def test_words_of_one_text_are_put_together():
    page = page_of([*TITLES, *line(120, (80, "CUP"), (99, "WITH"), (123, "LID"))], WORDS)
    assert page.rows[1][1] == "CUP WITH LID"


def test_texts_a_little_higher_stand_on_the_same_line():
    page = page_of([*TITLES, *line(120, (10, "A")), *line(121.5, (80, "CUP"))], WORDS)
    assert page.rows[1][:2] == ("A", "CUP")


def test_without_titles_each_line_is_one_cell():
    assert page_of([], WORDS).rows == ()
    assert page_of(line(10, (0, "Dear"), (200, "Sir")), WORDS).rows[0] != ()
