"""Tables in HTML are read as a browser shows them, and what is no table is none."""

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.records.tables import MOST_ROWS
from coo_desktop.domain.refusals import SheetFault
from coo_desktop.store.sheets.html_tables import html_rows


def test_cells_lose_their_markup_and_keep_their_lines():
    text = "<table><tr><th colspan=2>A &amp; <b>B</b><th>C<tr><td>1<br>2</td><td> 3  4 </td><td></td></tr></table>"
    assert tuple(map(tuple, html_rows(text))) == (("A & B", "", "C"), ("1\n2", "3 4", ""))


@pytest.mark.parametrize("width", ["x", "-1", "99999"])
def test_a_hostile_width_is_bounded(width: str):
    (row,) = html_rows(f"<table><tr><td colspan={width}>A</td></tr></table>")
    assert row[0] == "A"
    assert len(row) <= 256


def test_too_many_rows_are_refused():
    with pytest.raises(Unreadable) as refused:
        html_rows("<table>" + "<tr><td>A</td></tr>" * (MOST_ROWS + 2) + "</table>")
    assert refused.value.facts["reason"] == SheetFault.TOO_MANY_ROWS
