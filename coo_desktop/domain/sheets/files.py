"""A shipment's files: read by a port, then understood as invoices and packing lists, in the window as in a script."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.refusals import SheetFault
from coo_desktop.domain.sheets.cells import Page, texts_of
from coo_desktop.domain.sheets.invoice import NO_LAYOUTS, Codes, FoundInvoice, find_invoices
from coo_desktop.domain.sheets.layouts import Layouts
from coo_desktop.domain.sheets.titles import SheetWords

#: What a person may choose or drop, as endings.
ENDINGS = (".xlsx", ".xls", ".ods", ".csv", ".tsv", ".txt", ".pdf")
#: Lines and columns that a text has at least, to be taken for a table whose titles are not known.
_LEAST_LINES, _LEAST_COLUMNS = 2, 2


class ShipmentFiles(Protocol):
    """Reads invoices and packing lists; asked on a worker."""

    def pages(self, file: Path, words: SheetWords, cancelled: Callable[[], bool] = ...) -> tuple[Page, ...]:
        """The pages of a file, a PDF's as one; raises Unreadable(file, reason) for what is none, too large, or meant
        to do harm, and with the reason "stopped" once `cancelled` says so."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file, its pages, and the tables of goods among them; none where its layout is unknown."""

    path: Path
    pages: tuple[Page, ...]
    invoices: tuple[FoundInvoice, ...] = ()

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def tables(self) -> tuple[int, ...]:
        """The numbers of the pages that may be a table, whatever its titles say."""
        return tuple(number for number, page in enumerate(self.pages) if _is_table(page))


@dataclass(frozen=True, slots=True)
class Shipment:
    """The files of one shipment, in the order in which they came."""

    files: tuple[ReadFile, ...]

    @property
    def names(self) -> str:
        return ", ".join(file.name for file in self.files)

    @property
    def invoices(self) -> tuple[FoundInvoice, ...]:
        return tuple(one for file in self.files for one in file.invoices)

    @property
    def unknown(self) -> ReadFile | None:
        """The first file whose layout a person has to explain."""
        return next((file for file in self.files if not file.invoices), None)

    def understood(self, words: SheetWords, codes: Codes, today: dt.date, layouts: Layouts = NO_LAYOUTS) -> "Shipment":
        """With the tables of goods of each file; raises Unreadable(reason="no_goods") for a file without any table."""
        read = []
        for file in self.files:
            invoices = find_invoices(file.pages, words, codes, today, layouts)
            if not invoices and not file.tables:
                raise Unreadable(file=file.name, reason=SheetFault.NO_GOODS)
            read.append(ReadFile(file.path, file.pages, invoices))
        return Shipment(tuple(read))


def read_shipment(
    port: ShipmentFiles,
    paths: Sequence[Path],
    words: SheetWords,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Shipment:
    """The pages of files, read one after the other and not yet understood; raises what `ShipmentFiles.pages` does."""
    read = []
    for number, path in enumerate(paths):
        progress(number, len(paths))
        read.append(ReadFile(path, port.pages(path, words, cancelled)))
    progress(len(paths), len(paths))
    return Shipment(tuple(read))


def _is_table(page: Page) -> bool:
    lines = (number for number in range(len(page.rows)) if number not in page.hidden)
    return sum(len(list(texts_of(page.rows[number]))) >= _LEAST_COLUMNS for number in lines) >= _LEAST_LINES
