"""Where a tour goes: every page that the registry knows, every kind of document, and the dialogs worth a picture."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QListWidget, QTableWidget, QWidget

from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, RECORD, Document, Query
from coo_desktop.domain.operations import drafts, sending
from coo_desktop.views.check.page import CheckPage
from coo_desktop.views.document.page import FormPage
from coo_desktop.views.document.position import FIELD
from coo_desktop.views.fields.choice import CodeEditor
from coo_desktop.views.fields.items_table import ItemsEditor
from coo_desktop.views.fields.parts import EvidenceEditor, MarksEditor
from coo_desktop.views.finder.popup import FinderPopup
from coo_desktop.views.hs.browser import HsPage
from coo_desktop.views.hs.recoding_page import RecodingPage
from coo_desktop.views.hs.recoding_watch import NOTICE_KEY as BANNER
from coo_desktop.views.lists.actions import submit_as_stored
from coo_desktop.views.lists.page import ListPage
from coo_desktop.views.questions import HsCodeQuestion
from coo_desktop.views.session import Session
from coo_desktop.views.shell.application import Application
from coo_desktop.views.shell.pages import PAGES
from coo_desktop.views.shipments.page import ShipmentPage
from coo_desktop.views.target import Command, Target, Wish
from coo_desktop.views.tariff.page import TariffPage

#: Name of the picture ("" for none), and what to do before it.
Step = tuple[str, Callable[[], object]]

DESTINATION, CODE, VALUE = "JP", "961700", "100000"
WORDS, SOUNDS = "保温", "bw"
PARTNER = "SAKURA"
GOODS = "goods"
#: An invoice as a customer sends it: two lines whose products are sure, one that wants a look.
INVOICE = """\
Invoice No.:,LF2026-1130
Invoice Date:,2026-11-28
Buyer:,SAKURA TABLEWARE TRADING K.K.
Terms:,FOB NINGBO

Item No.,Description of Goods,H.S. Code,Quantity,Unit,Unit Price,Amount (USD),Cartons,G.W. (KG),N.W. (KG)
F-500,STAINLESS STEEL VACUUM FLASK,961700,1200,PCS,5.95,7140.00,50,625,550
K-22,STEEL FOOD CONTAINER,,800,PCS,3.20,2560.00,40,340,300
D-16,PORCELAIN DINNER SET,691110,300,SETS,18.50,5550.00,75,1800,1650
"""


class Stops:
    """The steps of a tour through a program that shows its desk."""

    def __init__(self, program: Application) -> None:
        self._program = program

    def walk(self) -> Iterator[Step]:
        """Lists and their menus, pages, smart create and codes, then documents with their dialogs."""
        tabs = self._program.window.tabs
        yield "", self.close_banner
        yield "pre-reviews", lambda: tabs.show_page(Target(PRE_REVIEW))
        yield "certificates", lambda: tabs.show_page(Target(CERTIFICATE))
        yield "", self._keep_filters
        yield "saved-filters", self._open_saved_filters
        yield "", self._dismiss
        yield "", lambda: self._list().filters.clear()
        yield "reference-data", lambda: tabs.show_page(Target(RECORD))
        yield from self._pages()
        yield from CustomerFile(self._program).steps()
        yield "", lambda: self._act(Command.FIND_ANYTHING)
        yield "find-anything", lambda: _finder(self._program.window).show_text(SOUNDS)
        yield "", lambda: _finder(self._program.window).hide()
        yield "", lambda: self._act(Command.SMART_CREATE)
        yield "smart-create", self._ask_for_destination
        yield "", self._dismiss
        yield "hs-dialog", lambda: _ask_for_code(self._session, self._program.window)
        yield "", self._dismiss
        yield from self._documents()

    def close_banner(self) -> None:
        """The banner of version changes comes a moment after the desk, and would stand above every page."""
        self._program.window.notices.close_notice(BANNER)

    @property
    def _session(self) -> Session:
        session: Session = self._program.open_session.session
        return session

    def offline(self) -> Iterator[Step]:
        """What waits while nobody is signed in; taken back afterwards."""
        ready = next((one for one in self._found(CERTIFICATE) if one.links.get("amends")), None)
        if ready is None:
            return
        yield "", lambda: self._session.do(self._program.window, submit_as_stored, ready.id)
        yield "outbox-waiting", partial(self._act, Target("outbox"))
        yield "", lambda: self._session.do(self._program.window, sending.take_back, ready.id)
        yield "", partial(self._act, Command.CLOSE)

    def _pages(self) -> Iterator[Step]:
        for key in PAGES:
            yield "", partial(self._act, Target(key))
            yield key.replace("_", "-"), self._fill
            yield "", partial(self._act, Command.CLOSE)

    def _fill(self) -> None:
        """What a person would ask of the page; most show something by themselves."""
        page = self._program.window.tabs.current_page()
        if isinstance(page, CheckPage):
            facts = next(document.facts for document in self._found(CERTIFICATE) if document.stage == "approved")
            page.number.setText(facts["number"])
            page.print_number.setText(facts["printNumber"])
            page.check()
        elif isinstance(page, HsPage):
            page.browser.show_text(WORDS)
        elif isinstance(page, TariffPage):
            fields = page.question.fields
            fields["importer"].show_value(DESTINATION)
            fields["value"].show_value(VALUE)
            page.question.code.show_value(CODE)
            page.ask()
        elif isinstance(page, RecodingPage):
            page.table.setCurrentIndex(page.table.model().index(0, 0))
        elif isinstance(page, QWidget):
            for table in page.findChildren(QTableWidget):
                table.selectRow(0)

    def _documents(self) -> Iterator[Step]:
        """One page for each form type and stage that the lists hold, then its dialogs."""
        seen: set[tuple[str, str]] = set()
        for document in (*self._found(PRE_REVIEW), *self._found(CERTIFICATE)):
            kind = "amendment" if document.links.get("amends") else document.stage
            if (document.form, kind) in seen:
                continue
            seen.add((document.form, kind))
            yield f"page-{document.form}-{kind}", partial(self._open, document.id)
            if kind == "amendment":
                yield f"comparison-{document.form}", lambda: self._page().act("compare")
                yield f"history-{document.form}", lambda: self._page().act("history")
                yield "", partial(self._act, Command.CLOSE)
            elif document.family == CERTIFICATE and kind == "approved":
                yield from self._issued(document)
            elif kind in ("draft", "ready") or (document.family, kind) == (PRE_REVIEW, "approved"):
                yield from self._dialogs(document.form)
            yield "", partial(self._act, Command.CLOSE)

    def _issued(self, document: Document) -> Iterator[Step]:
        yield f"preview-{document.form}", lambda: self._page().act("preview")
        yield f"print-{document.form}", lambda: self._page().side.preview.print_pages()
        yield "", self._dismiss

    def _dialogs(self, form: str) -> Iterator[Step]:
        for items in self._page().findChildren(ItemsEditor):
            if items.value():
                yield f"dialog-{form}-{items.spec.id}", partial(items.open_row, 0)
                yield "", self._dismiss
        found = self._page().findChildren
        editors: list[MarksEditor | EvidenceEditor] = [*found(MarksEditor), *found(EvidenceEditor)]
        for editor in editors:
            yield f"dialog-{form}-{editor.spec.id}", editor.open_dialog
            yield "", self._dismiss

    def _found(self, family: str) -> list[Document]:
        reader = self._session.read
        documents = (reader.document(row.id) for row in reader.rows(Query(family=family)))
        return [document for document in documents if document is not None]

    def _act(self, wish: Wish) -> None:
        self._program.window.wanted.emit(wish)

    def _open(self, document_id: str) -> None:
        self._program.open_session.workplace.open(document_id)

    def _page(self) -> FormPage:
        page = self._program.window.tabs.current_page()
        assert isinstance(page, FormPage)
        return page

    def _list(self) -> ListPage:
        page = self._program.window.tabs.current_page()
        assert isinstance(page, ListPage)
        return page

    def _keep_filters(self) -> None:
        filters = self._list().filters
        filters.show_filters({"text": PARTNER, "stage": "approved"})
        filters.saved.save_as(PARTNER)

    def _open_saved_filters(self) -> None:
        saved = self._list().filters.saved
        saved.menu().popup(saved.mapToGlobal(saved.rect().bottomLeft()))

    def _ask_for_destination(self) -> None:
        """Ticks the products of the smart-create dialog that have this code, and names a destination."""
        dialog = self._program.application.activeModalWidget()
        assert dialog is not None
        products = next(listed for listed in dialog.findChildren(QListWidget) if listed.count())
        self._tick(products)
        destination = next(iter(dialog.findChildren(CodeEditor)))
        destination.show_value(DESTINATION)
        destination.edited.emit()

    def _tick(self, products: QListWidget) -> None:
        lines = [products.item(number) for number in range(products.count())]
        wanted = next((line for line in lines if CODE in line.text().replace(".", "")), lines[-1])
        wanted.setCheckState(Qt.CheckState.Checked)

    def _dismiss(self) -> None:
        """Closes a dialog or a menu that is open."""
        popup = self._program.application.activePopupWidget()
        if popup is not None:
            popup.close()
        dialog = self._program.application.activeModalWidget()
        if isinstance(dialog, QDialog):
            dialog.done(0)


class CustomerFile:
    """From a customer's invoice to a certificate: what it offers, its lines with their products, what is left to do;
    the certificate goes afterwards."""

    def __init__(self, program: Application) -> None:
        self._program = program
        self._file: Path = program.outside.folder / "LF2026-1130.csv"

    def steps(self) -> Iterator[Step]:
        """Its pictures, each named `excel-…`."""
        yield "", self._drop
        yield "excel-offers", self._file.unlink
        yield "", self._make
        yield "excel-lines", self._show_goods
        yield "excel-whole", self._toggle
        yield "", self._toggle
        yield "excel-left", lambda: self._page().act("send")
        yield "", self._discard

    def _drop(self) -> None:
        self._file.write_text(INVOICE, encoding="utf-8")
        self._program.window.dropped.emit([self._file])

    def _make(self) -> None:
        page = self._program.window.tabs.current_page()
        assert isinstance(page, ShipmentPage)
        page.take()

    def _page(self) -> FormPage:
        page = self._program.window.tabs.current_page()
        assert isinstance(page, FormPage)
        return page

    def _goods(self) -> ItemsEditor:
        return next(one for one in self._page().findChildren(ItemsEditor) if one.spec.id == GOODS)

    def _show_goods(self) -> None:
        position = self._page().position
        assert position is not None
        position.show_place({FIELD: GOODS})

    def _toggle(self) -> None:
        self._goods().whole_wanted.emit()

    def _discard(self) -> None:
        session: Session = self._program.open_session.session
        session.do(self._program.window, drafts.discard, self._page().document.id)


def _ask_for_code(session: Session, window: QWidget) -> None:
    session.ask(window, HsCodeQuestion(WORDS), lambda _code: None)


def _finder(window: QWidget) -> FinderPopup:
    popup = window.findChild(FinderPopup)
    assert isinstance(popup, FinderPopup)
    return popup
