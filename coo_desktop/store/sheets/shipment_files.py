"""Invoices and packing lists as pages of cells, whatever kind of file they are; see domain.sheets.files.

A workbook and a PDF are opened in the guarded process apart (`pages.py`). The runs of letters of a PDF are put into
columns here, by the words for titles: the domain gets a page of cells in any case.
"""

from collections.abc import Callable
from pathlib import Path

from coo_desktop.domain.sheets.cells import Page
from coo_desktop.domain.sheets.titles import SheetWords


class StoredShipmentFiles:
    """Implements ShipmentFiles. The readers are loaded when a file comes: a start of the program needs none."""

    def pages(self, file: Path, words: SheetWords, cancelled: Callable[[], bool] = lambda: False) -> tuple[Page, ...]:
        from coo_desktop.domain.sheets.printed import Text, page_of
        from coo_desktop.store.sheets.pages import read_pages

        found = read_pages(file, cancelled)
        texts = [one for one in found if isinstance(one, Text)]
        if texts:
            return (page_of(texts, words, file.stem),)
        return tuple(one for one in found if isinstance(one, Page))
