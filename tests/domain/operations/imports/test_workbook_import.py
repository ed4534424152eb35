"""Workbooks of documents: what each would do, and that nothing is written twice or over what is here."""

import pytest

from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW
from coo_desktop.domain.documents.lifecycle import PAST
from coo_desktop.domain.operations import drafts
from coo_desktop.domain.operations.imports import workbook_import
from coo_desktop.domain.operations.imports.workbook_import import EntryState
from coo_desktop.domain.workbooks.writing import filled_book
from tests.domain.workbooks.books import CERTIFICATES, PRODUCTS, bare, read
from tests.rulebooks import shipped
from tests.stores import fresh_store

HEAD = ("货号", "中文品名", "英文品名", "HS 编码", "出厂价", "原材料名称", "原产国")
CUP = ("A1", "保温杯", "FLASK", "961700", "38.00", "钢", "日本")
POT = ("A2", "水壶", "KETTLE", "732393", "21.5", "", "")
CERTIFICATE_ROWS = (
    ("证书号", "签发日期", "收货人名称", "发票号", "英文品名", "数量"),
    ("C1", "2024-03-05", "SAKURA", "INV-1", "FLASK", "100"),
    ("c 1", "", "", "INV-1", "LID", "7"),
    ("C2", "", "ACME", "INV-2", "KETTLE", "5"),
)


@pytest.fixture
def store():
    return fresh_store(shipped())


def planned(store, layout, *rows):
    book = read(layout, ("a", rows))
    with store.unit() as unit:
        return workbook_import.plan(unit, shipped(), layout.form, book, unit.context())


def take(store, layout, *rows):
    lines = planned(store, layout, *rows).chosen()
    for block in workbook_import.blocks(lines):
        with store.unit() as unit:
            workbook_import.take_in(unit, layout.form.id, block)
    return len(lines)


def states(plan):
    return [line.state for line in plan.lines]


def test_products_become_drafts_with_their_materials_and_go_to_the_office_as_such(store):
    assert take(store, PRODUCTS, HEAD, CUP, POT) == 2
    cup, pot = store.reader.whole.of(PRE_REVIEW)
    assert (cup.stage, pot.stage) == ("draft", "draft")
    assert bare(cup.values)["materials"] == [{"name_zh": "钢", "origin": "JP"}]
    assert cup.values["currency"] == "CNY"
    assert [intent.kind for intent in store.reader.intents()] == ["put", "put"]


def test_the_same_file_again_writes_nothing_and_says_what_is_there(store):
    take(store, PRODUCTS, HEAD, CUP, POT)
    again = planned(store, PRODUCTS, HEAD, CUP, POT)
    assert states(again) == [EntryState.SAME] * 2
    assert [line.document for line in again.lines] == [one.id for one in store.reader.whole.of(PRE_REVIEW)]
    assert take(store, PRODUCTS, HEAD, CUP, POT) == 0


def test_what_is_here_with_other_values_is_told_and_left_as_it_is(store):
    take(store, PRODUCTS, HEAD, CUP)
    dearer = ("A1", "保温杯", "FLASK", "961700", "40.00", "钢", "日本")
    assert states(planned(store, PRODUCTS, HEAD, dearer)) == [EntryState.OTHER]
    assert take(store, PRODUCTS, HEAD, dearer) == 0


def test_a_product_that_comes_twice_under_two_numbers_is_taken_once(store):
    plan = planned(store, PRODUCTS, HEAD, CUP, ("A9", *CUP[1:]), ("A3", "", "NAMELESS", "", "", "", ""))
    assert states(plan) == [EntryState.NEW, EntryState.REPEAT, EntryState.NAMELESS]
    assert len(plan.chosen(with_faulty=True)) == 1


def test_what_is_left_to_fill_in_is_counted_and_a_fault_is_left_out_unless_wanted(store):
    plan = planned(store, PRODUCTS, HEAD, ("A1", "杯", "CUP", "#N/A", "38", "", ""))
    assert plan.lines[0].blocking > 0
    assert (plan.chosen(), len(plan.chosen(with_faulty=True))) == ([], 1)


def test_more_materials_than_can_be_sent_are_counted_as_a_fault_and_taken_whole(store):
    most = PRODUCTS.form.by_id["materials"].max
    further = [("A1", "", "", "", "", f"料{number}", "日本") for number in range(most)]
    tried = (further[2:], further[1:], further)
    fewer, enough, over = (planned(store, PRODUCTS, HEAD, CUP, *rows).lines[0].blocking for rows in tried)
    assert over - enough == (enough - fewer) + 1  # what each row lacks, and that it is one too many
    assert take(store, PRODUCTS, HEAD, CUP, *further) == 1
    (cup,) = store.reader.whole.of(PRE_REVIEW)
    assert len(cup.values["materials"]) == most + 1


def test_certificates_become_history_and_none_comes_twice(store):
    assert take(store, CERTIFICATES, *CERTIFICATE_ROWS) == 2
    first, second = sorted(store.reader.whole.of(CERTIFICATE), key=lambda one: str(one.facts["number"]))
    assert (first.stage, first.facts["number"], first.created_at[:10]) == (PAST, "C1", "2024-03-05")
    assert [row["name_en"] for row in first.values["goods"]] == ["FLASK", "LID"]
    assert second.values["consignee_name"] == "ACME"
    assert store.reader.intents() == ()
    assert states(planned(store, CERTIFICATES, *CERTIFICATE_ROWS)) == [EntryState.SAME] * 2
    assert states(planned(store, CERTIFICATES, CERTIFICATE_ROWS[0], ("C2", "", "OTHER", "", "", ""))) == [
        EntryState.OTHER
    ]


@pytest.mark.parametrize("layout", [PRODUCTS, CERTIFICATES], ids=["products", "certificates"])
def test_an_export_is_known_again_when_it_is_imported(store, layout):
    rows = (HEAD, CUP, POT) if layout is PRODUCTS else CERTIFICATE_ROWS
    take(store, layout, *rows)
    sheets = filled_book(layout, store.reader.whole.of(layout.form.family), "en")
    book = read(layout, *(sheet.page for sheet in sheets))
    with store.unit() as unit:
        plan = workbook_import.plan(unit, shipped(), layout.form, book, unit.context())
    assert states(plan) == [EntryState.SAME] * 2


def test_an_export_into_an_empty_company_makes_the_same_products(store):
    take(store, PRODUCTS, HEAD, CUP, POT)
    kept, other = list(store.reader.whole.of(PRE_REVIEW)), fresh_store(shipped())
    book = read(PRODUCTS, *(sheet.page for sheet in filled_book(PRODUCTS, kept, "zh_CN")))
    with other.unit() as unit:
        lines = workbook_import.plan(unit, shipped(), PRODUCTS.form, book, unit.context()).chosen()
    with other.unit() as unit:
        workbook_import.take_in(unit, PRODUCTS.form.id, lines)
    assert [bare(one.values) for one in other.reader.whole.of(PRE_REVIEW)] == [bare(one.values) for one in kept]


def test_a_draft_that_was_thrown_away_may_be_taken_again(store):
    take(store, PRODUCTS, HEAD, CUP)
    with store.unit() as unit:
        drafts.discard(unit, next(iter(store.reader.whole.of(PRE_REVIEW))).id)
    assert states(planned(store, PRODUCTS, HEAD, CUP)) == [EntryState.NEW]
