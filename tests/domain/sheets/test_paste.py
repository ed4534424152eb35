"""A pasted block finds its columns by titles in any order, or by their places, and says what it left."""

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.sheets.cells import Page
from coo_desktop.domain.sheets.clipboard import block_of
from coo_desktop.domain.sheets.layouts import layout_key
from coo_desktop.domain.sheets.paste import Doubt, Pasted, proposed, rows_under, understood
from tests.domain.given import rules

TODAY = dt.date(2026, 11, 30)
ITEM = rules().book.items["material"]
GOODS = rules().form("rcep_2022").by_id["goods"].item_type
TYPEABLE = [ITEM.by_id[name] for name in ("name_zh", "hs_code", "origin", "unit_price", "quantity")]


def paste(text: str, item=ITEM, typeable=TYPEABLE, **more: bool) -> Pasted:
    return understood(block_of(text), item, typeable, rules().sheet_words, TODAY, **more)


def test_without_titles_columns_are_counted_from_the_chosen_one():
    found = paste("钢带\t7220.20\tKR\t¥16.00\t0.45 KG\n粒子\t3902.10\tSA\t$1,038.00\t1,000 PCS")
    assert [tuple(row.values()) for row in found.rows] == [
        ("钢带", "722020", "KR", "16.00", "0.45"),
        ("粒子", "390210", "SA", "1038.00", "1000"),
    ]
    assert (found.titled, set(found.left_out)) == (False, {"¥", "KG", "$", "PCS"})


def test_a_quote_alone_stays_in_its_cell():
    found = paste('弯管 3"\t730792\tCN\t5.20\t0.5\n弯头 4"\t730723\tCN\t1.00\t2')
    assert [row["name_zh"] for row in found.rows] == ['弯管 3"', '弯头 4"']
    assert [len(row) for row in found.rows] == [5, 5]


@pytest.mark.parametrize(
    "titles",
    [
        "原材料名称\tHS 编码\t原产国（地区）\t单价\t用料比例",
        "Material's name in Chinese\tHS code\tOrigin\tUnit price\tUnits in one product",
        "品名\t税号\t产地\t价格\tQty",
    ],
)
def test_titles_of_ours_and_of_the_trade_tell_the_columns(titles: str):
    by_label = paste(f"{titles}\n钢带\t722020\tKR\t16\t0.45")
    assert by_label.titled
    assert set(by_label.rows[0]) >= {"hs_code", "unit_price"}


def test_columns_in_any_order_give_the_same_rows():
    titles, line = (
        ["原材料名称", "HS 编码", "原产国（地区）", "单价", "用料比例"],
        ["钢带", "722020", "KR", "16", "0.45"],
    )
    whole = paste("\t".join(titles) + "\n" + "\t".join(line)).rows
    order = list(range(5))
    for seed in range(5):
        random.Random(seed).shuffle(order)
        shuffled = paste("\t".join(titles[at] for at in order) + "\n" + "\t".join(line[at] for at in order)).rows
        assert [dict(row) for row in shuffled] == [dict(row) for row in whole]


def test_titles_totals_and_unknown_columns_are_said():
    found = paste(
        "Packing data\nDescription\tQuantity\tUnit price\tShade\nCUP\t5\t2.00\tblue\nTotal\t5\t\t",
        GOODS,
        [],
        is_computed=True,
    )
    assert [(row["name_en"], row["quantity"]) for row in found.rows] == [("CUP", "5")]
    assert (found.unknown, found.aside) == (("Shade",), ("Packing data", "Total 5"))


def test_running_numbers_in_front_count_lines_where_the_chosen_cell_takes_none():
    text = "1\t钢带\t722020\n2\t粒子\t390210"
    assert [row["name_zh"] for row in paste(text, is_computed=True).rows] == ["钢带", "粒子"]
    assert [row["name_zh"] for row in paste(text).rows] == ["1", "2"]


def test_a_ditto_sign_takes_what_is_above():
    found = paste('钢带\t722020\tKR\n粒子\t390210\t"')
    assert [row["origin"] for row in found.rows] == ["KR", "KR"]


def test_parts_that_the_program_computes_are_not_taken():
    assert "amount" not in paste("原材料名称\t金额\tHS 编码\n钢带\t7.2\t722020").rows[0]


@given(st.lists(st.lists(st.text(max_size=6), max_size=7), max_size=6))
def test_any_block_is_understood_and_no_line_is_lost(rows: list[list[str]]):
    block = Page("", tuple(map(tuple, rows)))
    found = understood(block, ITEM, TYPEABLE, rules().sheet_words, TODAY)
    filled = [row for row in rows if any(cell.strip() and cell.strip().isprintable() for cell in row)]
    assert len(found.rows) + len(found.aside) + (1 if found.titled else 0) >= len(filled)


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("钢带\t722020\tKR", set()),
        ("品名\t税号\t单价\n钢带\t722020\t16", set()),
        ("品名\t税号\t体积\n钢带\t722020\t16", set()),
        ("品名\t税号\tFarbe\n钢带\t722020\t16", {Doubt.TITLES}),
        ("Zeug\tStueck\n钢带\t16\n粒子\t9", {Doubt.TITLES}),
        ("722020\t钢带\n390210\t粒子", {Doubt.VALUES}),
        ("钢带\t722020\tKR\t16\t0.45\tx", {Doubt.WIDTH}),
        ("钢带\t722020\tKR\t16\t0.45\t\t", set()),
    ],
)
def test_what_is_not_certain_about_a_block(text: str, doubts: set[Doubt]):
    found = proposed(block_of(text), ITEM, TYPEABLE, rules().sheet_words, TODAY)
    assert found.doubts == doubts
    assert found.is_certain is (not doubts)


def test_a_decision_holds_for_the_next_block_with_the_same_titles():
    text = "Zeug\tStueck\n钢带\t16"
    block = block_of(text)
    known = {layout_key(("Zeug", "Stueck")): {0: "name_zh"}}
    found = proposed(block, ITEM, TYPEABLE, rules().sheet_words, TODAY, known=known)
    assert found.is_certain
    assert rows_under(block, found, TODAY) == Pasted(
        ({"name_zh": "钢带"},), titled=True, unknown=("Stueck",), codes=("",)
    )


def test_the_unit_that_a_title_names_goes_to_its_part_unless_a_column_has_it():
    assert paste("Description\tQty (PCS)\tCartons\nCUP\t5\t2", GOODS, []).rows[0] == {
        "name_en": "CUP",
        "quantity": "5",
        "quantity_unit": "PCS",
        "package_count": "2",
        "package_unit": "CARTON",
    }
    assert paste("Description\tQty (PCS)\tUnit\nCUP\t5\tSETS", GOODS, []).rows[0]["quantity_unit"] == "SETS"


def test_item_numbers_of_the_customer_stand_beside_the_rows():
    found = paste("Item No.\tDescription\tQuantity\nTF-450\tFLASK\t7\n\tMUG\t5", GOODS, ())
    assert (found.codes, found.unknown) == (("TF-450", ""), ())


def test_a_ditto_sign_under_an_item_number_is_that_item_number():
    assert paste("Item No.\tDescription\tQuantity\nTF-450\tFLASK\t7\n〃\tMUG\t5", GOODS, ()).codes == ("TF-450",) * 2


def test_running_numbers_are_no_item_numbers():
    found = paste("Item No.\tDescription\tQuantity\n1\tFLASK\t7\n2\tMUG\t5", GOODS, ())
    assert found.codes == ("", "")
    assert found.unknown == ("Item No.",)


def test_rows_that_name_nothing_have_no_item_numbers():
    assert paste("Quantity\tAmount\n7\t5", GOODS, ()).codes == ()
