"""Goods lines are told from everything else on the page, and what is none is set aside with its reason."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.sheets.cells import MergedCells, Page, texts_of
from coo_desktop.domain.sheets.lines import AsideReason, Table, read_table
from coo_desktop.domain.sheets.titles import ColumnKind
from tests.domain.sheets.tables import IS_MEASURE, WORDS, page

TITLES = "Item No. | Description | Quantity | Amount"


def read(text: str, **more: object) -> Table:
    found = read_table(page(f"{TITLES}\n{text}", **more), WORDS, IS_MEASURE)
    assert found is not None
    return found


def codes(table: Table) -> list[str]:
    return [line.values.get(ColumnKind.ITEM_CODE, "") for line in table.lines]


def why(table: Table) -> list[AsideReason]:
    return [one.why for one in table.aside]


def test_lines_and_the_total_are_told_apart():
    found = read("A | CUP | 5 | 10.00\nB | POT | 1 | 3.00\n | TOTAL: | 6 | USD 13.00")
    assert (codes(found), why(found)) == (["A", "B"], [AsideReason.TOTAL])
    assert dict(found.totals) == {ColumnKind.QUANTITY: Decimal(6), ColumnKind.AMOUNT: Decimal("13.00")}
    assert found.off() == ()


def test_a_total_that_the_lines_do_not_add_up_to_is_told():
    assert read("A | CUP | 5 | 10.00\nB | POT | 1 | 3.00\n | TOTAL: | 7 | 13.00").off() == (ColumnKind.QUANTITY,)


def test_a_sum_without_a_word_is_a_total():
    assert why(read("A | CUP | 5 | 10\nB | POT | 1 | 3\n | | 6 | 13")) == [AsideReason.TOTAL]


def test_a_sum_with_a_word_that_nobody_knows_is_a_total():
    found = read("A | CUP | 5 | 10\nB | POT | 1 | 3\n | Razem | 6 | 13")
    assert (codes(found), why(found)) == (["A", "B"], [AsideReason.TOTAL])


def test_goods_that_are_called_total_are_goods():
    assert codes(read("T1 | TOTAL CARE SHAMPOO | 5 | 10\nB | POT | 1 | 3")) == ["T1", "B"]


def test_after_a_subtotal_more_goods_follow():
    found = read("A | CUP | 5 | 10\n | Sub-total | 5 | 10\nB | POT | 1 | 3\n | TOTAL | 6 | 13")
    assert (codes(found), why(found)) == (["A", "B"], [AsideReason.TOTAL, AsideReason.TOTAL])


def test_titles_that_stand_again_are_no_line_and_goods_follow():
    found = read(f"A | CUP | 5 | 10\n\n{TITLES}\nB | POT | 1 | 3")
    assert (codes(found), why(found)) == (["A", "B"], [AsideReason.TITLES])


def test_what_stands_beneath_the_total_is_a_note():
    found = read("A | CUP | 5 | 10\n | TOTAL | 5 | 10\nSAY TEN ONLY\nBANK | OF NOWHERE | 100 | 200")
    assert codes(found) == ["A"]
    assert set(why(found)) <= {AsideReason.TOTAL, AsideReason.NOTE}


def test_a_text_under_a_description_goes_on_with_it():
    found = read("A | CUP | 5 | 10\n | BLUE, WITH LID\nB | POT | 1 | 3")
    assert [line.values[ColumnKind.NAME] for line in found.lines] == ["CUP BLUE, WITH LID", "POT"]


def test_a_heading_between_lines_is_set_aside():
    found = read("ORDER 77\nA | CUP | 5 | 10\nORDER 78\nB | POT | 1 | 3")
    assert (codes(found), why(found)) == (["A", "B"], [AsideReason.HEADING, AsideReason.HEADING])


def test_a_ditto_sign_holds_what_is_above():
    found = read('A | CUP | 5 | 10\n" | 〃 | 1 | 3')
    assert [(line.values[ColumnKind.ITEM_CODE], line.values[ColumnKind.NAME]) for line in found.lines] == [
        ("A", "CUP")
    ] * 2


def test_a_hidden_row_is_no_line_and_is_told():
    found = read("A | CUP | 5 | 10\nX | HIDDEN | 9 | 9\nB | POT | 1 | 3", hidden=frozenset({2}))
    assert (codes(found), why(found)) == (["A", "B"], [AsideReason.HIDDEN])


def test_a_merged_number_is_one_lines_and_a_merged_text_is_alls():
    merged = (MergedCells(1, 1, 2, 1), MergedCells(1, 2, 2, 2))
    found = read("A | CUP | 5 | 10\nB | | | 3", merged=merged)
    assert [dict(line.values).get(ColumnKind.NAME) for line in found.lines] == ["CUP", "CUP"]
    assert [dict(line.values).get(ColumnKind.QUANTITY) for line in found.lines] == ["5", None]


def test_an_error_cell_is_a_fault_of_its_line_and_never_a_value():
    found = read("A | CUP | #REF! | 10\nB | #N/A | 1 | 3")
    assert [line.doubtful for line in found.lines] == [{ColumnKind.QUANTITY}, {ColumnKind.NAME}]
    assert ColumnKind.QUANTITY not in found.lines[0].values
    assert ColumnKind.NAME not in found.lines[1].values


def test_a_figure_that_is_none_is_kept_and_doubted():
    [line] = read("A | CUP | 5 | 1.234,50").lines
    assert (line.values[ColumnKind.AMOUNT], line.doubtful) == ("1.234,50", {ColumnKind.AMOUNT})


@given(st.lists(st.lists(st.text(max_size=8), max_size=5), max_size=12))
def test_every_row_that_is_not_empty_is_a_line_part_of_one_or_set_aside(rows: list[list[str]]):
    table = read_table(Page("x", (tuple(TITLES.split(" | ")), *map(tuple, rows))), WORDS, IS_MEASURE)
    if table is None or table.titles.row != 0 or table.titles.last != 0:
        return
    placed = {line.row for line in table.lines} | {one.row for one in table.aside}
    read = " ".join(text for line in table.lines for text in line.values.values())
    for number, row in enumerate(rows, 1):
        texts = [text for _column, text in texts_of(row)]
        assert number in placed or all(text in read for text in texts)


@pytest.mark.parametrize("count", [1, 200])
def test_as_many_lines_are_found_as_there_are(count: int):
    assert len(read("\n".join(f"A{number} | CUP | 5 | 10" for number in range(count))).lines) == count
