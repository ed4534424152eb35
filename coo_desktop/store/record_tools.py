"""The tools for many records at once, put together for the screens; see domain.ports.RecordTools."""

from collections.abc import Callable, Sequence
from pathlib import Path

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.records.tables import TableFile
from coo_desktop.domain.sheets.cells import FilledSheet, Page


class StoredRecordTools:
    """Implements RecordTools. Each part is loaded when it is first needed: a start of the program needs none."""

    def read_table(self, file: Path) -> TableFile:
        from coo_desktop.store.sheets.pages import read_table

        return read_table(file)

    def write_sheet(self, file: Path, sheet: Page) -> None:
        from coo_desktop.store.sheets.writing import write_sheet

        write_sheet(file, sheet)

    def write_book(self, file: Path, sheets: Sequence[FilledSheet]) -> None:
        from coo_desktop.store.sheets.writing import write_book

        write_book(file, sheets)

    def sounds(self, text: str) -> str:
        from coo_desktop.store.database.search import sounds

        return sounds(text)

    def alike(
        self,
        form: FormType,
        documents: Sequence[Document],
        progress: Callable[[int, int], None] = lambda _done, _all: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> tuple[tuple[Document, ...], ...]:
        from coo_desktop.store.database.likeness import alike

        return alike(form, documents, progress, cancelled)

    def nearest(self, name: str, among: Sequence[str], limit: int) -> Sequence[tuple[int, int]]:
        from coo_desktop.store.database.likeness import nearest

        return nearest(name, among, limit)
