"""Workbooks for tests: sheets of texts, read as one file."""

import datetime as dt

from coo_desktop.domain.sheets.cells import Page
from coo_desktop.domain.workbooks.columns import BookLayout
from coo_desktop.domain.workbooks.reading import read_book
from tests.rulebooks import shipped

TODAY = dt.date(2026, 11, 30)


def layout(form="pre_review"):
    return BookLayout(shipped().form(form), shipped().sheet_words)


PRODUCTS, CERTIFICATES = layout(), layout("rcep_2022")


def read(of, *pages):
    """The workbook of (name, rows) pages."""
    return read_book(of, [one if isinstance(one, Page) else Page(*one) for one in pages], TODAY, "a.xlsx")


def bare(values):
    """What a document says, without blanks and the ids of its rows."""
    told = {name: [bare(row) for row in value] if isinstance(value, list) else value for name, value in values.items()}
    return {name: value for name, value in told.items() if name != "id" and value not in ("", False, [], {}, None)}
