"""The words that another text does not have, in either script, and texts of any length."""

import pytest

from coo_desktop.domain.language.differing import LONG, Piece, pieces, shortened


@pytest.mark.parametrize(
    ("text", "other", "differing"),
    [
        ("ONE TWO THREE", "ONE 2 THREE", ["TWO"]),
        ("ONE TWO", "ONE TWO", []),
        ("1,234.50 USD", "1,234.60 USD", ["1,234.50"]),
        ("宁波蓝风家居", "宁波海风家居", ["蓝"]),
        ("A\nB", "A\nC", ["B"]),
        ("ALL NEW", "", ["ALL NEW"]),
        ("", "GONE", []),
        ("N/M", "N/M\nMADE IN CHINA", []),
    ],
)
def test_what_the_other_text_does_not_have_differs(text, other, differing):
    found = pieces(text, other)
    assert [piece.text for piece in found if piece.differs] == differing
    assert "".join(piece.text for piece in found) == text


def test_texts_that_are_long_all_through_are_compared_in_no_time():
    text, other = ("".join(f"{word} {number} " for number in range(20_000)) for word in ("A", "B"))
    found = pieces(f"SAME {text}END", f"SAME {other}END")
    assert [piece.differs for piece in found] == [False, True, False]


def test_a_long_run_that_is_the_same_is_cut_and_what_differs_is_not():
    known = (Piece("x" * (LONG + 1), False), Piece("y" * (LONG + 1), True))
    short = shortened(known)
    assert (len(short[0].text) < LONG, short[1]) == (True, known[1])
    assert shortened(known[:1]) == known[:1]
