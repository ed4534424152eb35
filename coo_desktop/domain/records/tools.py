"""The port by which screens do things with many records or documents at once, outside the store."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.records.tables import TableFile
from coo_desktop.domain.sheets.cells import FilledSheet, Page


class RecordTools(Protocol):
    """What can be done with many records or documents outside the store; asked on a worker."""

    def read_table(self, file: Path) -> TableFile:
        """A file of tables; raises Unreadable(file, reason) for what is none, too large, or meant to do harm."""

    def write_sheet(self, file: Path, sheet: Page) -> None:
        """Writes .xlsx or .csv, whole or not at all; raises Refused(why="sheet_type"), FileTrouble."""

    def write_book(self, file: Path, sheets: Sequence[FilledSheet]) -> None:
        """Writes an .xlsx of several sheets, whole or not at all; raises as `write_sheet`."""

    def sounds(self, text: str) -> str:
        """The pinyin and the initials of the Chinese words of a text."""

    def alike(
        self,
        form: FormType,
        documents: Sequence[Document],
        progress: Callable[[int, int], None] = ...,
        cancelled: Callable[[], bool] = ...,
    ) -> tuple[tuple[Document, ...], ...]:
        """Groups of records that are probably the same one twice."""

    def nearest(self, name: str, among: Sequence[str], limit: int) -> Sequence[tuple[int, int]]:
        """Places of the names most like one, each with its likeness, 0 to 100; the best first."""
