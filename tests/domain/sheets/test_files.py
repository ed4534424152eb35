"""A shipment's files are read in their order and understood together; one without any table is refused."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.sheets.cells import Page
from coo_desktop.domain.sheets.files import Shipment, read_shipment
from coo_desktop.domain.sheets.titles import SheetWords
from tests.domain.given import rules

INVOICE = Page("invoice", (("Description", "Quantity", "Amount"), ("CUP", "50", "75")))
UNKNOWN = Page("Rechnung", (("Zeug", "Stueck"), ("CUP", "50")))
LETTER = Page("letter", (("Dear Sir, we thank you",),))


class Shelf:
    """Implements ShipmentFiles from pages by the names of files."""

    def __init__(self, **pages: Page) -> None:
        self._pages = pages

    def pages(self, file: Path, words: SheetWords, cancelled: Callable[[], bool] = lambda: False) -> tuple[Page, ...]:
        return (self._pages[file.stem],)


def understood(**pages: Page) -> Shipment:
    paths = [Path(f"{name}.csv") for name in pages]
    read = read_shipment(Shelf(**pages), paths, rules().sheet_words)
    return read.understood(rules().sheet_words, rules().code_list, dt.date(2026, 11, 30))


def test_files_are_understood_together():
    found = understood(a=INVOICE, b=INVOICE)
    assert (found.names, len(found.invoices), found.unknown) == ("a.csv, b.csv", 2, None)


def test_a_file_of_an_unknown_layout_waits_for_a_person():
    found = understood(a=INVOICE, b=UNKNOWN)
    assert found.unknown is not None
    assert (found.unknown.name, found.unknown.tables) == ("b.csv", (0,))


def test_a_file_without_any_table_is_refused():
    with pytest.raises(Unreadable) as refused:
        understood(a=LETTER)
    assert refused.value.facts == {"file": "a.csv", "reason": "no_goods"}


def test_how_far_the_reading_is_can_be_seen():
    steps: list[tuple[int, int]] = []
    shelf = Shelf(a=INVOICE, b=INVOICE)
    paths = [Path("a.csv"), Path("b.csv")]
    read_shipment(shelf, paths, rules().sheet_words, lambda done, total: steps.append((done, total)))
    assert steps == [(0, 2), (1, 2), (2, 2)]
