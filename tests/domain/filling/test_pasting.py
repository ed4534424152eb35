"""Rows of a block go into a grid from a row on; what follows from them is filled in, what is fixed stays."""

import dataclasses
import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.filling.assists import AssistContext
from coo_desktop.domain.filling.pasting import Grid, put_block
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.domain.sheets.cells import SAME_AS_ABOVE, Page
from coo_desktop.domain.sheets.clipboard import block_of, block_text
from coo_desktop.domain.sheets.lines import is_total_text
from coo_desktop.domain.sheets.paste import proposed, rows_under
from tests.domain.given import RCEP, context_of, rules

FORM = rules().form("rcep_2022")
GOODS = FORM.by_id["goods"]
ITEM = GOODS.item_type
#: Parts that a cell holds as it stands: what is copied of them is read as it was.
PLAIN = ("name_zh", "name_en", "hs_code", "quantity", "unit_price", "amount", "package_count", "producer")
_TEXTS = (
    st.text(string.ascii_letters + string.digits + " \"'\t\n=+-,.()杯纸", max_size=9)
    .map(lambda text: text.strip())
    .filter(lambda text: not is_total_text(text))
)  # a line of figures that says TOTAL is set aside as one, and told
_NUMBERS = st.integers(0, 99_999).map(str)
_CODES = st.integers(100_000, 979_999).map(str)
_KINDS = {"hs_code": _CODES} | dict.fromkeys(("quantity", "unit_price", "amount", "package_count"), _NUMBERS)
ROWS = st.lists(st.fixed_dictionaries({name: _KINDS.get(name, _TEXTS) for name in PLAIN}), min_size=1, max_size=6)


def grid_of(rows=(), fixed=()) -> Grid:
    asked = AssistContext(rules(), FORM, {"goods": list(rows)}, {}, {}, context_of(RCEP))
    return Grid(GOODS, tuple(rows), frozenset(fixed), asked)


def titled(rows, order) -> Page:
    titles = [ITEM.by_id[name].label.zh_CN for name in order]
    return block_of(block_text([titles, *([row[name] for name in order] for row in rows)]))


def read(block: Page) -> list[dict[str, object]]:
    today = context_of(RCEP).today
    columns = proposed(block, ITEM, [ITEM.by_id[name] for name in PLAIN], rules().sheet_words, today)
    return [dict(row) for row in rows_under(block, columns, today).rows]


def cleaned(rows) -> list[dict[str, object]]:
    """As the kinds of their parts store them."""
    return [
        {name: KINDS[ITEM.by_id[name].kind].clean(text, ITEM.by_id[name]) for name, text in row.items()} for row in rows
    ]


@given(ROWS)
def test_what_was_copied_is_pasted_as_it_was(rows):
    once = read(titled(cleaned(rows), PLAIN))
    assert once == cleaned(rows)
    assert read(titled(once, PLAIN)) == once


@pytest.mark.parametrize("text", ["'", "''", "'''", "'=A", "=A", "-", '"', "' '", "同上", "'同上"])
def test_a_text_that_reads_like_something_else_is_pasted_as_it_was_under_another(text: str):
    rows = cleaned([dict.fromkeys(PLAIN, "1") | {"producer": "PLANT"}, dict.fromkeys(PLAIN, "2") | {"producer": text}])
    assert read(titled(rows, PLAIN)) == rows


@pytest.mark.parametrize("sign", sorted(SAME_AS_ABOVE))
def test_a_ditto_sign_is_the_value_above_unless_it_was_copied_out_of_a_cell(sign: str):
    titles, above = [ITEM.by_id[name].label.zh_CN for name in ("name_en", "producer")], ["CUP", "PLANT"]
    rows = cleaned([{"name_en": "CUP", "producer": "PLANT"}, {"name_en": "BOX", "producer": sign}])
    assert read(block_of(block_text([titles, above, ["BOX", sign]]))) == rows
    foreign = "".join("\t".join(row) + "\r\n" for row in (titles, above, ["BOX", sign]))
    assert read(block_of(foreign)) == [rows[0], {"name_en": "BOX", "producer": "PLANT"}]


@given(ROWS, st.randoms(use_true_random=False))
def test_columns_in_any_order_give_the_same_rows(rows, chance: random.Random):
    order = list(PLAIN)
    chance.shuffle(order)
    assert read(titled(cleaned(rows), order)) == read(titled(cleaned(rows), PLAIN))


def test_a_longer_block_brings_new_rows_with_their_defaults_and_ids():
    first = {"id": "r1", "name_en": "CUP", "quantity": "1"}
    made = put_block(grid_of([first]), 0, [{"quantity": "2"}, {"name_en": "BOX"}])
    assert made[0] == {**first, "quantity": "2"}
    assert made[1]["name_en"] == "BOX"
    assert made[1]["origin_country"] == "CN"
    assert made[1]["id"]


def test_what_follows_from_the_block_is_filled_in_and_what_was_typed_stays():
    rows = [{"id": "r1", "name_en": "CUP", "amount": "7.00"}, {"id": "r2", "name_en": "BOX"}]
    packed = {"unit_price": "2", "quantity": "5", "package_count": "2", "package_unit": "CARTON"}
    made = put_block(grid_of(rows), 0, [packed, packed])
    assert [row["amount"] for row in made] == ["7.00", "10.00"]
    assert [row["description"] for row in made] == ["TWO (2) CARTONS OF CUP", "TWO (2) CARTONS OF BOX"]


def test_fixed_parts_and_the_number_of_rows_stay():
    rows = [{"id": "r1", "name_en": "CUP", "quantity": "1"}]
    made = put_block(grid_of(rows, {"name_en"}), 0, [{"name_en": "BOX", "quantity": "2"}, {"quantity": "3"}])
    assert [(row["name_en"], row["quantity"]) for row in made] == [("CUP", "2")]


@pytest.mark.parametrize("stop", [0, 2])
def test_it_ends_where_it_is_told(stop: int):
    made = put_block(grid_of(), 0, [{"name_en": "CUP"}] * 5, lambda number: number < stop)
    assert len(made) == stop


def test_the_grid_it_was_given_is_left_alone():
    grid = grid_of([{"id": "r1", "name_en": "CUP"}])
    put_block(dataclasses.replace(grid), 0, [{"name_en": "BOX"}])
    assert grid.rows == ({"id": "r1", "name_en": "CUP"},)
