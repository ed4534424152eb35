"""What stands outside a screen that never uses it: nothing printed, no table, no sound alike."""

from collections.abc import Callable, Sequence
from pathlib import Path

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.errors import NotFound
from coo_desktop.domain.filling.printing import AS_IT_STANDS, Look
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.ports import Clock, Store
from coo_desktop.domain.records.tables import TableFile
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.domain.sheets.cells import FilledSheet, Page
from coo_desktop.domain.sheets.titles import SheetWords
from coo_desktop.views.session import Ports
from tests.fakes.backups import FakeBackups
from tests.fakes.office import FakeOffice
from tests.fakes.packs import NoPacks
from tests.fakes.sync import QuietAccount, QuietSync


def no_paper(document: Document, look: Look = AS_IT_STANDS) -> bytes:
    """Implements the Paper port; raises NotFound."""
    raise NotFound(id=document.form, what="paper")


def all_printable(_text: str) -> str:
    """There is a glyph for everything."""
    return ""


class NoRecordTools:
    """Implements the RecordTools port: no text sounds like anything, nothing is alike."""

    def read_table(self, file: Path) -> TableFile:
        """Raises NotFound."""
        raise NotFound(id=file.name, what="table")

    def write_book(self, file: Path, sheets: Sequence[FilledSheet]) -> None:
        """Raises NotFound."""
        raise NotFound(id=file.name, what="table")

    def write_sheet(self, file: Path, sheet: Page) -> None:
        """Raises NotFound."""
        raise NotFound(id=file.name, what="table")

    def sounds(self, text: str) -> str:
        """Nothing."""
        return ""

    def alike(
        self,
        form: FormType,
        documents: Sequence[Document],
        progress: Callable[[int, int], None] = lambda _done, _total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> tuple[tuple[Document, ...], ...]:
        """No groups."""
        return ()

    def nearest(self, name: str, among: Sequence[str], limit: int) -> Sequence[tuple[int, int]]:
        """Nothing."""
        return ()


class NoShipmentFiles:
    """Implements the ShipmentFiles port: no file is there."""

    def pages(self, file: Path, words: SheetWords, cancelled: Callable[[], bool] = lambda: False) -> tuple[Page, ...]:
        """Raises NotFound."""
        raise NotFound(id=file.name, what="file")


class SoundHealth:
    """Implements the Health port: nothing is wrong."""

    was_cut_off = is_damaged = is_key_mended = False
    trouble = None

    def make_room(self) -> bool:
        """None is kept."""
        return False

    def look(self) -> Sequence[str]:
        """Everything is there."""
        return ()


def quiet_ports(store: Store, rules: Rulebook, clock: Clock) -> Ports:
    """Ports over a store that answer and do nothing; mypy compares each of these fakes with its port here."""
    return Ports(
        store=store,
        rules=rules,
        sync=QuietSync(),
        account=QuietAccount(),
        clock=clock,
        packs=NoPacks(),
        office=FakeOffice(),
        unprintable=all_printable,
        paper=no_paper,
        records=NoRecordTools(),
        backups=FakeBackups(),
        shipments=NoShipmentFiles(),
        health=SoundHealth(),
    )
