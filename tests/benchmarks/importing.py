"""10,000 lines of a table or a workbook into documents, against unzipping the same file and inserting bare rows of it.

`python -m tests.benchmarks.importing [ROUNDS]`. A file is read in the process apart, planned (every line is checked and
held against what is here) and stored, block by block, in an encrypted store of its own. The anchor unzips the file and
writes as many rows of the same texts into one bare table of an encrypted file, in one transaction. Growth is from 2,000
lines: five times as many may take five and a half times as long. An invoice with its packing list becomes one draft,
which nobody stores: of it the growth alone is measured.
"""

import datetime as dt
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from coo_desktop.cli.shipments import imported
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.operations.imports import record_import, workbook_import
from coo_desktop.domain.records.tables import cell_fields
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.domain.sheets.cells import Page
from coo_desktop.domain.workbooks.columns import BookLayout
from coo_desktop.domain.workbooks.reading import read_file
from coo_desktop.domain.workbooks.writing import filled_book
from coo_desktop.store.database.driver import open_connection
from coo_desktop.store.database.engine import make_file
from coo_desktop.store.local import LocalStore
from coo_desktop.store.record_tools import StoredRecordTools
from tests.benchmarks.table import Row, in_turns, main
from tests.rulebooks import shipped
from tests.stores import KEY, close_all, fresh_store

SMALL, LARGE = 2_000, 10_000
AIM, GROWTH_AIM = 40.0, 1.1 * LARGE / SMALL
IN_A_DOCUMENT = 20
#: The processor's time is told in hundredths of a second: so many anchors are one piece of work.
ANCHORS = 5
TODAY = dt.date(2026, 11, 30)
_TITLES = ("Item No.", "Description of goods", "HS Code", "Quantity", "Unit", "Unit Price", "Amount")
_PACKED = ("Item No.", "Description of goods", "Packages", "Quantity", "G.W. (KGS)", "N.W. (KGS)")


@dataclass(frozen=True)
class Way:
    """A way in: `write` makes the file of so many lines, `take` brings it into an empty store."""

    write: Callable[[Path, int], Path]
    take: Callable[[LocalStore, Path], None]


def rows(rounds: int) -> Iterator[Row]:
    """Each way in at both sizes beside its anchor."""
    rules = shipped()
    ways = {
        "importers of a table": Way(partial(_importers, rules), partial(_take_records, rules)),
        "products with materials": Way(
            partial(_book, rules, "pre_review", _products), partial(_take_book, rules, "pre_review")
        ),
        "past certificates": Way(
            partial(_book, rules, "rcep_2022", _certificates), partial(_take_book, rules, "rcep_2022")
        ),
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, way in ways.items():
            yield _measured(name, way, Path(folder), rounds)
        yield _invoices(Path(folder), rounds)


def _measured(name: str, way: Way, folder: Path, rounds: int) -> Row:
    small, large = way.write(folder, SMALL), way.write(folder, LARGE)
    _stored(way, way.write(folder, IN_A_DOCUMENT))  # what is loaded once is no cost of a line
    works = {
        "bare": partial(_bare, large),
        "small": partial(_stored, way, small),
        "large": partial(_stored, way, large),
    }
    taken = in_turns(works, rounds)
    figure, growth = taken["large"].cpu / taken["bare"].cpu * ANCHORS, taken["large"].cpu / taken["small"].cpu
    note = f"{taken['large'].wall / LARGE * 1000:.2f} ms a line"
    return Row(
        f"10,000 lines: {name}", "unzip + bare insert", AIM, figure, growth=growth, growth_aim=GROWTH_AIM, note=note
    )


def _invoices(folder: Path, rounds: int) -> Row:
    files = {lines: _invoice_files(folder, lines) for lines in (IN_A_DOCUMENT, SMALL, LARGE)}
    _read_invoice(files[IN_A_DOCUMENT], IN_A_DOCUMENT)
    taken = in_turns({str(lines): partial(_read_invoice, files[lines], lines) for lines in (SMALL, LARGE)}, rounds)
    figure = taken[str(LARGE)].cpu / taken[str(SMALL)].cpu
    return Row("an invoice of 10,000 lines with its packing list", "one of 2,000", GROWTH_AIM, figure)


def _stored(way: Way, file: Path) -> None:
    try:
        way.take(fresh_store(shipped(), key=KEY), file)
    finally:
        close_all()


def _bare(file: Path) -> None:
    """What no import can do without: the bytes of the file, and a row for each line."""
    for _anchor in range(ANCHORS):
        _bare_once(file)


def _bare_once(file: Path) -> None:
    with zipfile.ZipFile(file) as packed:
        texts = [packed.read(name) for name in packed.namelist()]
    assert texts
    row = (
        "01999999-0000-7000-8000-000000000000",
        "SAKURA TRADING CO LTD",
        "3-5-12 HIGASHI",
        "JP",
        "",
        "+81",
        "a@b.c",
        "",
    )
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "bare.sqlite"
        make_file(place)
        with closing(open_connection(place, KEY)) as driver:
            driver.execute("CREATE TABLE line (id TEXT PRIMARY KEY, a, b, c, d, e, f, g)")
            driver.execute("BEGIN IMMEDIATE")
            driver.executemany(
                "INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?)", ((f"{row[0]}{at}", *row[1:]) for at in range(LARGE))
            )
            driver.execute("COMMIT")


def _importers(rules: Rulebook, folder: Path, lines: int) -> Path:
    fields = cell_fields(rules.form("importer"))
    told = {"address": "{} MARINE DRIVE, MUMBAI", "country": "JP", "phone": "+81 3 {}", "email": "a{}@example.com"}
    told |= {"name": "SAKURA TRADING {} CO LTD", "contact": "李娜"}
    cells = (tuple(told.get(spec.id, "").format(at) for spec in fields) for at in range(lines))
    file = folder / f"importers {lines}.xlsx"
    StoredRecordTools().write_sheet(file, Page("importers", (tuple(spec.label.en for spec in fields), *cells)))
    return file


def _take_records(rules: Rulebook, store: LocalStore, file: Path) -> None:
    form, found = rules.form("importer"), StoredRecordTools().read_table(file)
    plan = record_import.from_file(store.reader, rules, form, found, store.reader.context())
    for block in record_import.blocks(plan.lines):
        with store.unit() as unit:
            record_import.take_in(unit, form.id, block)


def _book(
    rules: Rulebook, form_id: str, documents: Callable[[int], Iterator[Document]], folder: Path, lines: int
) -> Path:
    layout, file = BookLayout(rules.form(form_id), rules.sheet_words), folder / f"{form_id} {lines}.xlsx"
    StoredRecordTools().write_book(file, filled_book(layout, documents(lines), "en"))
    return file


def _take_book(rules: Rulebook, form_id: str, store: LocalStore, file: Path) -> None:
    layout = BookLayout(rules.form(form_id), rules.sheet_words)
    book = read_file(layout, StoredRecordTools().read_table(file), TODAY)
    plan = workbook_import.plan(store.reader, rules, layout.form, book, store.reader.context())
    for block in workbook_import.blocks(plan.chosen()):
        with store.unit() as unit:
            workbook_import.take_in(unit, form_id, block)


def _certificates(lines: int) -> Iterator[Document]:
    for number in range(lines // IN_A_DOCUMENT):
        goods = [
            {"id": f"g{at}", "name_en": f"FLASK {at}", "hs_code": "961700", "quantity": "120", "quantity_unit": "PCS"}
            for at in range(IN_A_DOCUMENT)
        ]
        invoices = [{"id": "i", "number": f"INV-{number}", "date": "2024-03-05"}]
        values = {"consignee_name": "SAKURA TRADING", "invoices": invoices, "goods": goods}
        facts = {"number": f"C24/{number:06d}", "approvedAt": "2024-03-05"}
        yield Document(id="", form="rcep_2022", family="certificate", values=values, facts=facts)


def _products(lines: int) -> Iterator[Document]:
    for number in range(lines // IN_A_DOCUMENT):
        materials = [
            {"id": f"m{at}", "name_zh": f"钢 {at}", "hs_code": "721934", "origin": "JP", "unit_price": "0.01"}
            for at in range(IN_A_DOCUMENT)
        ]
        values = {"name_zh": f"保温杯 {number}", "name_en": "FLASK", "hs_code": "961700", "materials": materials}
        yield Document(id="", form="pre_review", family="pre_review", values=values)


def _invoice_files(folder: Path, lines: int) -> list[Path]:
    goods = ((f"A{at}", f"FLASK {at}", "961700", "120", "PCS", "5.00", "600.00") for at in range(lines))
    packed = ((f"A{at}", f"FLASK {at}", "10", "120", "55.5", "50.1") for at in range(lines))
    files = [folder / f"invoice {lines}.csv", folder / f"packing list {lines}.csv"]
    for file, titles, told in zip(files, (_TITLES, _PACKED), (goods, packed), strict=True):
        StoredRecordTools().write_sheet(file, Page(file.stem, (titles, *told)))
    return files


def _read_invoice(files: list[Path], lines: int) -> None:
    document, report = imported(files, "rcep_2022", None, None, TODAY)
    assert len(report["lines"]) == lines
    assert not report["unplaced"]
    assert all(row["gross_weight"] == "55.5" for row in document["values"]["goods"])


if __name__ == "__main__":
    sys.exit(main(rows, rounds=3))
