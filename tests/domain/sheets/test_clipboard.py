"""A block comes from the clipboard as it went there, with Excel's own quotes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.sheets.cells import plain
from coo_desktop.domain.sheets.clipboard import block_of, block_text

CELLS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r"), max_size=12)
BLOCKS = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=5)
)


@given(BLOCKS)
def test_what_was_copied_is_pasted(rows: list[list[str]]):
    while rows and not any(rows[-1]):
        rows.pop()
    assert [list(map(plain, row)) for row in block_of(block_text(rows)).rows] == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('弯管 3"\t730723\r\n伸头 4"\t730723\r\n', (('弯管 3"', "730723"), ('伸头 4"', "730723"))),
        ('"two\nlines"\tb', (("two\nlines", "b"),)),
        ('"a ""quoted"" word"\tb', (('a "quoted" word', "b"),)),
        ('"open\tb', (('"open', "b"),)),
        ('"\tb', (('"', "b"),)),
        ("a\t\r\nb", (("a", ""), ("b", ""))),
        ("a\r\n\r\n", (("a",),)),
        ("", ()),
    ],
)
def test_a_quote_is_a_sign_unless_excel_put_it(text: str, rows: tuple[tuple[str, ...], ...]):
    assert block_of(text).rows == rows


@given(st.text(max_size=60))
def test_any_text_is_a_block(text: str):
    block_of(text)
