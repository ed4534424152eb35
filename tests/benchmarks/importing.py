"""10,000 goods lines into documents against 2,000: what one more line costs must not grow with how many there are.

`python -m tests.benchmarks.importing [ROUNDS]` prints, for each way in, the median seconds at both sizes and their
ratio: five times the lines may take 5.5 times as long; more is told as a failure. A workbook is written, read in the
process apart, planned and stored; an invoice
is read with its packing list, and becomes one draft. Each round measures both sizes side by
side, on a store of its own.
"""

import datetime as dt
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from coo_desktop.cli.shipments import imported
from coo_desktop.domain.clock import SystemClock
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.operations.imports import workbook_import
from coo_desktop.domain.rulebook import Rulebook, read_rulebook
from coo_desktop.domain.sheets.cells import Page
from coo_desktop.domain.workbooks.columns import BookLayout
from coo_desktop.domain.workbooks.reading import read_file
from coo_desktop.domain.workbooks.writing import filled_book
from coo_desktop.environment.assets import declarations
from coo_desktop.store.files.profile import find_profile
from coo_desktop.store.local import open_store
from coo_desktop.store.record_tools import StoredRecordTools

SMALL, LARGE = 2_000, 10_000
AIM = 1.1 * LARGE / SMALL
IN_A_DOCUMENT = 20
TODAY = dt.date(2026, 11, 30)
_TITLES = ("Item No.", "Description of goods", "HS Code", "Quantity", "Unit", "Unit Price", "Amount")
_PACKED = ("Item No.", "Description of goods", "Packages", "Quantity", "G.W. (KGS)", "N.W. (KGS)")

Work = Callable[[Path, int], object]


def main(rounds: int) -> int:
    """0 when every way in is within the aim."""
    rules = read_rulebook(declarations())
    works: dict[str, Work] = {
        "past certificates": lambda folder, lines: _take_in(folder, rules, "rcep_2022", _certificates(lines)),
        "products with materials": lambda folder, lines: _take_in(folder, rules, "pre_review", _products(lines)),
        "an invoice with its packing list": _invoice,
    }
    return int(max([_ratio(name, work, rounds) for name, work in works.items()]) > AIM)


def _ratio(name: str, work: Work, rounds: int) -> float:
    took: dict[int, list[float]] = {SMALL: [], LARGE: []}
    with tempfile.TemporaryDirectory() as folder:
        work(Path(folder), IN_A_DOCUMENT)  # what is loaded once is no cost of a line
        for _round in range(rounds):
            for lines, seconds in took.items():
                begun = time.perf_counter()
                work(Path(folder), lines)
                seconds.append(time.perf_counter() - begun)
    small, large = (statistics.median(took[lines]) for lines in (SMALL, LARGE))
    ratio = large / small
    print(f"{name}: {SMALL} lines {small:.2f} s, {LARGE} lines {large:.2f} s, ratio {ratio:.2f}, at most {AIM}")
    return ratio


def _take_in(folder: Path, rules: Rulebook, form_id: str, documents: Iterator[Document]) -> None:
    layout, tools, file = BookLayout(rules.form(form_id), rules.sheet_words), StoredRecordTools(), folder / "a.xlsx"
    tools.write_book(file, filled_book(layout, documents, "en"))
    book = read_file(layout, tools.read_table(file), TODAY)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        profile = find_profile(Path(place), anywhere=True)
        with closing(open_store(profile, lambda: rules, SystemClock(), None)) as store:
            context = store.reader.context()
            plan = workbook_import.plan(store.reader, rules, layout.form, book, context)
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


def _invoice(folder: Path, lines: int) -> None:
    rows = ((f"A{at}", f"FLASK {at}", "961700", "120", "PCS", "5.00", "600.00") for at in range(lines))
    packed = ((f"A{at}", f"FLASK {at}", "10", "120", "55.5", "50.1") for at in range(lines))
    files = [folder / "invoice.csv", folder / "packing list.csv"]
    for file, titles, told in zip(files, (_TITLES, _PACKED), (rows, packed), strict=True):
        StoredRecordTools().write_sheet(file, Page(file.stem, (titles, *told)))
    document, report = imported(files, "rcep_2022", None, None, TODAY)
    assert len(report["lines"]) == lines
    assert not report["unplaced"]
    assert all(row["gross_weight"] == "55.5" for row in document["values"]["goods"])


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
