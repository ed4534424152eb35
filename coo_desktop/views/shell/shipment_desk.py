"""Where files of a shipment go: into the certificate at the front, or to the page that asks what to make of them."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.sheets.files import ENDINGS, Shipment, read_shipment
from coo_desktop.domain.sheets.layouts import LAYOUTS, Layouts
from coo_desktop.environment.words import _
from coo_desktop.views.page import Page
from coo_desktop.views.session import Session
from coo_desktop.views.shell.window import MainWindow
from coo_desktop.views.shipments.taking import Taking
from coo_desktop.views.target import Command, Target, Wish
from coo_desktop.views.tasks import Task
from coo_desktop.views.widgets.file_choice import choose_files

NOTICE = "shipment"
PLACE = Target("shipment")
MOST_FILES = 10


class ShipmentDesk(QObject):
    """Hears the window: files that are dropped, and the wish to open some. They are read on a worker.

    `open_document(id)` gives the page of a document, at the front.
    """

    def __init__(
        self, session: Session, window: MainWindow, open_document: Callable[[str], Page | None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._open = session, open_document
        self._tabs, self._notices = window.tabs, window.notices
        window.wanted.connect(self._hear)
        window.dropped.connect(self.take_files)

    def choose_files(self) -> None:
        """Asks for the files of a shipment."""
        choose_files(self._tabs, _("Open an invoice or packing list"), _("Invoices"), ENDINGS, self.take_files)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Reads files, and puts what they say into the document at the front, or asks what to make of them."""
        session, front = self._session, self._tabs.current_page()
        layouts = Layouts.of(session.read.setting(LAYOUTS))

        def work(task: Task) -> Shipment:
            words = session.rules.sheet_words
            read = read_shipment(session.ports.shipments, paths[:MOST_FILES], words, task.report, task.cancelled)
            return read.understood(words, session.rules.code_list, session.today(), layouts)

        self._notices.close_notice(NOTICE)
        session.run(self, work, then=partial(self._go, front), failed=self._refuse)

    def _hear(self, wish: Wish) -> None:
        if wish is Command.OPEN_INVOICE:
            self.choose_files()

    def _go(self, front: Page | None, shipment: Shipment) -> None:
        """`front` was at the front when the files came; it may be closed or locked by now."""
        taking = taking_of(front) if front is not None and front in self._tabs.pages() else None
        is_possible = taking is not None and taking.is_possible
        if front is not None and taking is not None and is_possible and shipment.unknown is None:
            self._tabs.show_holding(front)
            taking.take(shipment)
        else:
            self._show_page(front if is_possible else None, shipment)

    def _show_page(self, into: Page | None, shipment: Shipment) -> None:
        from coo_desktop.views.shipments.page import ShipmentPage  # built for the first such file, not for the window

        if (former := self._tabs.page(PLACE)) is not None:
            self._tabs.remove(former)
        page = ShipmentPage(self._session, shipment, into.title if into is not None else "", self._tabs)
        page.explained.connect(partial(self._take_explained, page, into))
        page.form_chosen.connect(partial(self._make, page))
        page.left.connect(partial(self._tabs.remove, page))
        self._tabs.add_page(PLACE, page)
        page.setFocus()

    def _take_explained(self, page: Page, into: Page | None, shipment: Shipment) -> None:
        self._tabs.remove(page)
        self._go(into, shipment)

    def _make(self, page: Page, shipment: Shipment, form: str, destination: str) -> None:
        """A new certificate, and the lines as the first thing that happens on its page."""
        from coo_desktop.domain.operations.shipments import start_for

        def done(change: Change) -> None:
            made = self._open(change.ids[0])
            self._tabs.remove(page)
            if (taking := taking_of(made)) is not None:
                taking.take(shipment)

        self._session.do(self, start_for, form, destination, then=done)

    def _refuse(self, error: ProgramError) -> None:
        from coo_desktop.views.words.shipments import told_of_shipment

        self._notices.show_notice(NOTICE, "bad", told_of_shipment(error, self._session.language))


def taking_of(page: Page | None) -> Taking | None:
    """What takes the goods of a shipment into a page; a document's page has it."""
    from coo_desktop.views.document.page import FormPage  # built for the first document, not for the window

    return page.taking if isinstance(page, FormPage) else None
