"""The field cases of paste and import: small files with the traps of published reports, each with what is right.

The files are no part of the project; `COO_SHARED_DATA` names the folder they lie in. Tests of the kinds, with files of
their own, stand beside what they test.
"""

import datetime as dt

import pytest

from coo_desktop.domain.documents.document import RECORD, Document
from coo_desktop.domain.operations.imports import record_import
from coo_desktop.domain.records.tables import LeftOut
from coo_desktop.domain.sheets.clipboard import block_of
from coo_desktop.domain.sheets.encodings import Encoding
from coo_desktop.domain.sheets.paste import understood
from coo_desktop.store.database.likeness import alike
from coo_desktop.store.sheets.pages import read_table
from tests.domain.given import rules
from tests.stores import fresh_store

IMPORTER, PRODUCER = rules().form("importer"), rules().form("producer")
KEPT = "0199e5a0-0000-7000-8000-00000000a001"
TODAY = dt.date(2026, 11, 30)


@pytest.fixture
def field(shared_data):
    folder = shared_data / "field"
    if not folder.is_dir():
        pytest.skip("COO_SHARED_DATA has no folder of field cases")
    return folder


def plan_of(file, form=IMPORTER, kept=()):
    store = fresh_store(rules())
    with store.unit() as unit:
        for document in kept:
            unit.put(document)
        context = unit.context()
    return record_import.from_file(store.reader, rules(), form, read_table(file), context)


def values_of(plan, *names):
    """The values of the lines that are taken unless a person says otherwise."""
    return [tuple(line.values.get(name, "") for name in names) for line in plan.lines if line.entry.left_out is None]


def pasted(file):
    item = rules().book.items["material"]
    parts = [item.by_id[name] for name in ("name_zh", "hs_code", "origin", "unit_price", "quantity")]
    block = block_of(file.read_text(encoding="utf-8"))
    return [tuple(row.values()) for row in understood(block, item, parts, rules().sheet_words, TODAY).rows]


def test_17_a_lone_quote_stays(field):
    assert pasted(field / "17-paste-lone-quote.txt") == [
        ('"快装管件', "730792", "CN", "5.20", "0.5"),
        ("弯头", "730723", "CN", "1.00", "2"),
    ]


def test_19_money_and_units(field):
    rows = pasted(field / "19-paste-money-and-units.txt")
    assert [row[3:] for row in rows] == [("16.00", "0.45"), ("1038.00", "1000")]


def test_21_countries_as_people_write_them(field):
    plan = plan_of(field / "21-countries-as-written.xlsx")
    assert [country for (country,) in values_of(plan, "country")] == [
        "US",
        "KR",
        "KR",
        "GB",
        "AE",
        "US",
        "RU",
        "CZ",
        "JP",
    ]
    assert not [one for line in plan.lines for one in line.problems if one.field == "country"]


def test_23_shift_jis(field):
    plan = plan_of(field / "23-shift-jis.csv")
    assert (plan.source.in_doubt, plan.source.choice.encoding) == (False, Encoding.SHIFT_JIS)
    assert values_of(plan, "contact", "remarks") == [("佐藤 花子", "納品は平日のみ")]


def test_25_error_cells_change_nothing(field):
    values = {"name": "ALPHA FICTIVE LTD.", "phone": "03-1111-2222", "contact": "SATO"}
    kept = Document(id=KEPT, form="importer", family=RECORD, values=values, revision=1)
    [line] = plan_of(field / "25-error-cells-update.xlsx", kept=[kept]).lines
    assert (line.record, line.values["phone"], line.values["contact"]) == (KEPT, "03-1111-2222", "SATO")
    assert (line.entry.errors, line.is_faulty) == ({"contact": "#N/A", "phone": "#REF!"}, True)


@pytest.mark.parametrize(
    ("name", "fields", "right"),
    [
        ("26-merged-country.xlsx", ["country"], [("JP",)] * 3),
        ("28-cover-sheet.xlsx", ["name"], [("ETA FICTIVE LTD.",)]),
        ("29-totals-row.xlsx", ["name"], [("A FICTIVE LTD.",)]),
        (
            "30-heading-then-semicolons.csv",
            ["name", "address", "country", "contact", "remarks"],
            [("A FICTIVE LTD.", "1 ROAD, CHUO, TOKYO, JAPAN", "JP", "LI", "a")],
        ),
        (
            "31-titles-of-another-program.xlsx",
            ["name", "address", "country", "contact", "phone", "remarks"],
            [("A FICTIVE LTD.", "1 ROAD, TOKYO, JAPAN", "JP", "SATO", "03-0000-0000", "x")],
        ),
        ("50-furigana.xlsx", ["contact", "remarks"], [("担当 佐藤", "東京物産株式会社")]),
        ("51-wrong-dimension.xlsx", ["name"], [("BETA FICTIVE LTD.",)]),
        ("52-zeros-by-reference.xlsx", ["phone"], [("0100",)]),
        ("53-dates-since-1904.xlsx", ["remarks"], [("2026-10-15",)]),
    ],
)
def test_what_is_right_is_read(field, name, fields, right):
    assert values_of(plan_of(field / name), *fields) == right


def test_28_and_29_say_what_was_read_and_left_out(field):
    assert plan_of(field / "28-cover-sheet.xlsx").source.choice.page == 1
    lines = plan_of(field / "29-totals-row.xlsx").lines
    assert [line.entry.left_out for line in lines] == [None, LeftOut.TOTAL]


def test_33_html_named_xls(field, tmp_path):
    file = tmp_path / "33.xls"
    file.write_bytes((field / "33-html-named-xls.txt").read_bytes())
    assert values_of(plan_of(file), "name")[0][0].endswith("FICTIVE LTD.")


def test_42_names_alike_in_two_writings(field):
    plan = plan_of(field / "42-alike-korean.csv", PRODUCER)
    kept = [
        Document(id=f"r{number}", form="producer", family=RECORD, values=line.values)
        for number, line in enumerate(plan.lines)
    ]
    assert sorted(sorted(one.id for one in group) for group in alike(PRODUCER, kept)) == [["r0", "r1"], ["r2", "r3"]]
