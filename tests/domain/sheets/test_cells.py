"""Cells as they stand on a page: what is merged, what is empty, what is an error."""

import itertools

import pytest

from coo_desktop.domain.sheets.cells import (
    MergedCells,
    Page,
    guarded,
    is_empty,
    is_error,
    is_same_as_above,
    plain,
    texts_of,
)


def test_a_cell_outside_of_what_was_written_is_empty():
    page = Page("a", (("1",), ("2", "3")))
    assert (page.cell(0, 1), page.cell(5, 0), page.cell(1, 1), page.width) == ("", "", "3", 2)


def test_a_merged_text_is_each_rows_and_only_in_the_columns_asked_for():
    page = Page("a", (("CN", "5"), ("", ""), ("", "7")), (MergedCells(0, 0, 2, 0), MergedCells(0, 1, 1, 1)))
    assert page.spread([0]).rows == (("CN", "5"), ("CN", ""), ("CN", "7"))


def test_a_merged_area_larger_than_the_page_ends_with_it():
    assert Page("a", (("CN",),), (MergedCells(0, 0, 99, 0), MergedCells(7, 0, 9, 0))).spread([0]).rows == (("CN",),)


@pytest.mark.parametrize("cell", ['"', "〃", "同上", " Ditto ", "-do-"])
def test_a_ditto_sign_stands_for_what_is_above(cell: str):
    assert is_same_as_above(cell)


@pytest.mark.parametrize(("cell", "is_one"), [("#REF!", True), ("#n/a", True), ("#1", False), ("", False)])
def test_an_error_is_known(cell: str, is_one: bool):
    assert is_error(cell) is is_one


def test_what_nobody_sees_is_no_text():
    assert is_empty(("\u200b", " ", "\u3000"))
    assert list(texts_of(("", "\ufeffA", "１"))) == [(1, "A"), (2, "1")]


SIGNS = "'\"=-+@ 〃do.同上|%1A\t"


@pytest.mark.parametrize("length", range(4))
def test_every_short_text_comes_back_from_its_guard_and_none_becomes_a_ditto_sign(length: int):
    texts = list(map("".join, itertools.product(SIGNS, repeat=length)))
    assert [text for text in texts if plain(guarded(text)) != text] == []
    stored = [text for text in texts if text == text.strip()]
    assert [text for text in stored if is_same_as_above(guarded(text))] == []
