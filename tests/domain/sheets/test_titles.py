"""Titles are told apart by the words of the trade, in both languages, on one line or two, with units in them."""

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.sheets.titles import ColumnKind, Heading, read_words, title_key
from tests.domain.sheets.tables import IS_MEASURE, WORDS, page


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("Description of Goods", ColumnKind.NAME),
        ("数量", ColumnKind.QUANTITY),
        ("数量 Quantity", ColumnKind.QUANTITY),
        ("Q'TY (PCS)", ColumnKind.QUANTITY),
        ("Unit Price\nUSD", ColumnKind.UNIT_PRICE),
        ("G.W.(KGS)", ColumnKind.GROSS_WEIGHT),
        ("G.W./CTN", ColumnKind.EACH),
        ("H.S. CODE", ColumnKind.HS_CODE),
        ("金额（美元）", ColumnKind.AMOUNT),
        ("Ｉｔｅｍ　Ｎｏ．", ColumnKind.ITEM_CODE),
        ("NO.", ColumnKind.LINE_NUMBER),
        ("Shade of the moon", None),
        ("", None),
    ],
)
def test_a_title_says_what_its_column_holds(title: str, column: ColumnKind | None):
    assert WORDS.meaning(title) is column


def test_titles_on_two_lines_are_read_together():
    found = WORDS.find(page("Item No. | Unit | Total\n| Price | Amount\n| (USD) |\nA | 5 | 10"), IS_MEASURE)
    assert found is not None
    assert (found.row, dict(found.columns)) == (
        0,
        {0: ColumnKind.ITEM_CODE, 1: ColumnKind.UNIT_PRICE, 2: ColumnKind.AMOUNT},
    )


def test_a_unit_or_currency_in_a_title_is_kept_for_its_column():
    found = WORDS.find(page("Item No. | Qty (PCS) | Amount USD | N.W.(KGS)"), IS_MEASURE)
    assert found is not None
    assert dict(found.measures) == {1: "PCS", 2: "USD", 3: "KGS"}


def test_the_row_that_names_most_columns_is_the_row_of_titles():
    found = WORDS.find(page("Invoice | No\n\nDescription | Quantity | Amount | Moon\nCUP | 1 | 2 | 3"), IS_MEASURE)
    assert found is not None
    assert (found.row, dict(found.unknown)) == (2, {3: "Moon"})


def test_a_page_without_titles_has_none():
    assert WORDS.find(page("Dear Sir\nwe thank you"), IS_MEASURE) is None


def test_what_a_person_decided_of_a_title_comes_first():
    learned = WORDS.with_learned({"Shade of the moon": ColumnKind.NAME, "Total": ColumnKind.PACKAGES})
    assert (learned.meaning("SHADE OF THE MOON"), learned.meaning("total")) == (ColumnKind.NAME, ColumnKind.PACKAGES)
    assert WORDS.meaning("Shade of the moon") is None


def test_a_label_announces_what_is_said():
    assert (WORDS.heading("Invoice No.:"), WORDS.heading("成交方式"), WORDS.heading("moon")) == (
        Heading.NUMBER,
        Heading.TERMS,
        None,
    )


@pytest.mark.parametrize("text", ['[moon]\nwords = ["a"]', '[name]\nwords = ["a"]\n[amount]\nwords = ["A."]'])
def test_words_that_say_nothing_or_two_things_are_refused(text: str):
    with pytest.raises(Unreadable):
        read_words(text, "")


def test_titles_are_compared_without_what_does_not_matter():
    assert title_key(" G.W. (KGS)：") == title_key("gw") == "gw"
