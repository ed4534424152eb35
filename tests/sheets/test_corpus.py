"""The corpus is read right: all lines found, nearly all cells right, no total or title taken as goods, nothing lost
without a word."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest

from coo_desktop.domain.sheets.cells import Page
from coo_desktop.domain.sheets.invoice import FoundInvoice, find_invoices
from coo_desktop.domain.sheets.printed import page_of
from coo_desktop.domain.sheets.titles import read_words
from coo_desktop.environment.assets import resource
from coo_desktop.store.sheets.pages import read_pages
from tests.domain.given import rules
from tests.sheets.make import CASES, FIGURES, HERE

TODAY = dt.date(2026, 11, 30)
WORDS = read_words(
    resource("sheets", "titles.toml").read_text("utf-8"), resource("sheets", "headings.toml").read_text("utf-8")
)
LEAST_RIGHT = 0.95


def found(file: Path) -> FoundInvoice:
    pages = read_pages(file)
    cells = [page for page in pages if isinstance(page, Page)] or [page_of(pages, WORDS)]
    [invoice] = find_invoices(cells, WORDS, rules().code_list, TODAY)
    return invoice


def same(column: str, read: str, right: str) -> bool:
    if column in FIGURES and read and right:
        try:
            return Decimal(read) == Decimal(right)
        except ArithmeticError:
            return False
    return read == right


def right_cells(name: str) -> tuple[int, int]:
    """How many cells of a file are right, and of how many."""
    case = next(one for one in CASES if one.name == name)
    told = json.loads((HERE / f"{name}.json").read_text("utf-8"))
    invoice = found(HERE / f"{name}.{case.kind}")
    assert len(invoice.table.lines) == len(told["lines"]), invoice.table
    pairs = [
        (column, line.values.get(column, ""), value)
        for line, right in zip(invoice.table.lines, told["lines"], strict=True)
        for column, value in right.items()
    ]
    facts = ("number", "currency", "term", "place")
    said = [(fact, getattr(invoice, fact), told[fact]) for fact in facts]
    said += [
        ("day", str(invoice.day), told["day"]),
        ("kind", str(invoice.is_packing_list), str(told["is_packing_list"])),
    ]
    wrong = [pair for pair in (*pairs, *said) if not same(*pair)]
    if wrong:
        print(name, wrong[:6])
    return len(pairs) + len(said) - len(wrong), len(pairs) + len(said)


@pytest.mark.parametrize("name", [case.name for case in CASES])
def test_every_line_of_a_file_is_found(name: str):
    right, of = right_cells(name)
    assert right >= LEAST_RIGHT * of


def test_nearly_every_cell_of_the_corpus_is_right():
    counted = [right_cells(case.name) for case in CASES]
    right, of = sum(one for one, _ in counted), sum(one for _, one in counted)
    assert len(CASES) >= 30
    assert right >= LEAST_RIGHT * of, f"{right} of {of}"
