"""One page for files that do not go into an open certificate by themselves: what they hold, what to make of them.

A file of an unknown layout is explained first; the decision is remembered for the next file with the same titles.
"""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QPushButton, QWidget

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.operations import settings
from coo_desktop.domain.operations.shipments import FittingForms, offers
from coo_desktop.domain.sheets.files import Shipment
from coo_desktop.domain.sheets.invoice import measure_test
from coo_desktop.domain.sheets.layouts import LAYOUTS, Layouts
from coo_desktop.environment.words import _
from coo_desktop.views.page import Page
from coo_desktop.views.session import Session
from coo_desktop.views.shipments.lines_table import LinesTable
from coo_desktop.views.shipments.mapping import Mapping
from coo_desktop.views.widgets.scaffold import Message, beneath, beside, scaffold
from coo_desktop.views.widgets.style import Label, icon
from coo_desktop.views.words.errors import error_message

NO_OFFERS = FittingForms("", ())


class ShipmentPage(Page):
    """`form_chosen` carries the shipment, the form of the certificate to make and where it goes; `left` comes when
    nothing is to be made of the files.

    `into` is the title of the open document that the lines go into, "" where a new certificate is to be made: then
    `explained` carries the shipment once every file is understood.
    """

    explained = Signal(object)
    form_chosen = Signal(object, str, str)
    left = Signal()

    def __init__(self, session: Session, shipment: Shipment, into: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._shipment, self._into = session, shipment, into
        self._offers = NO_OFFERS
        self._layouts = Layouts.of(session.read.setting(LAYOUTS))
        rules = session.rules
        self.mapping = Mapping(rules.sheet_words, measure_test(rules.code_list), self)
        self.offering = QWidget(self)
        self.lines = LinesTable(self.offering)
        self.forms = QListWidget(self.offering)
        self.forms.setAccessibleName(_("Certificates that fit"))
        self.destination = Label("", self.offering, wraps=True)
        self.taking = QPushButton(icon("approved"), "", self)
        self.leaving = QPushButton(_("&Leave it"), self)
        self.message = Message(self)
        self.lead = Label("", self, wraps=True)
        beneath(self.offering, self.lines.said, (self.lines, 2), self.destination, (self.forms, 1), margins=False)
        buttons = beside(None, self.taking, self.leaving)
        parts = (self.lead, (self.mapping, 1), (self.offering, 1), self.message, buttons)
        scaffold(self, shipment.names, *parts)
        self.show_as(shipment.names, "open")
        self._connect()
        self._show()

    def take(self) -> None:
        """What Enter does: takes the explanation, then the certificate that is chosen."""
        if self._shipment.unknown is not None:
            self._take_layout()
        elif self._into:
            self.explained.emit(self._shipment)
        elif (chosen := self.forms.currentItem()) is not None:
            form = chosen.data(Qt.ItemDataRole.UserRole)
            self.form_chosen.emit(self._shipment, form, self._offers.destination)

    def _connect(self) -> None:
        self.mapping.changed.connect(self._show_ready)
        self.taking.clicked.connect(self.take)
        self.leaving.clicked.connect(self.left)
        self.forms.itemDoubleClicked.connect(lambda _item: self.take())
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.take)

    def _show(self) -> None:
        """The file that has to be explained, else what can be made."""
        unknown = self._shipment.unknown
        self.mapping.setVisible(unknown is not None)
        self.offering.setVisible(unknown is None)
        if unknown is not None:
            said = _("The titles of {name} are not known. Say above each column what it holds; Enter takes the lines.")
            self.lead.setText(said.format(name=unknown.name))
            self.taking.setText(_("&Take these lines"))
            self.mapping.show_file(unknown)
            self._begin_at(self.mapping.choices[0])
        else:
            self._show_offers()
        self._show_ready()

    def _show_offers(self) -> None:
        session, found = self._session, self._shipment.invoices
        self._offers = offers(session.read, session.rules, found, session.today())
        lines = [line for one in found for line in one.table.lines]
        self.lines.show_lines(lines, len(lines))
        self.lead.setText(_("Choose the certificate to make of it; Enter makes it."))
        country = session.rules.code_list("countries").by_code.get(self._offers.destination)
        said = _("Goes to {country}. Certificates that serve it, the one used last first:")
        unknown = _("Where it goes is not said. Certificates, the one used last first:")
        self.destination.setText(said.format(country=country.name(session.language)) if country else unknown)
        self.forms.clear()
        for form in self._offers.forms:
            item = QListWidgetItem(form.title.in_(session.language), self.forms)
            item.setData(Qt.ItemDataRole.UserRole, form.id)
        self.forms.setCurrentRow(0)
        self.taking.setText(_("&Make the certificate"))
        self._begin_at(self.forms)

    def _begin_at(self, first: QWidget) -> None:
        self.setFocusProxy(first)
        first.setFocus()

    def _show_ready(self) -> None:
        is_explaining = self._shipment.unknown is not None
        is_ready = bool(self.mapping.table().lines) if is_explaining else bool(self._offers.forms)
        self.taking.setEnabled(is_ready)

    def _take_layout(self) -> None:
        """Remembers what was decided, and reads the files again with it."""
        row, columns = self.mapping.row, self.mapping.columns
        if not self.mapping.table().lines:
            self.message.say(_("No line comes out yet: a name and a figure are needed."))
            return
        self.message.say("")
        session, rules, shipment = self._session, self._session.rules, self._shipment
        self._layouts = layouts = self._layouts.with_decision(self.mapping.page, row, columns)

        def understand(_change: Change) -> None:
            work = partial(shipment.understood, rules.sheet_words, rules.code_list, session.today(), layouts)
            session.run(self, lambda _task: work(), then=self._go_on, failed=self._refuse)

        session.do(self, settings.keep_preference, LAYOUTS, layouts.kept(), then=understand, failed=self._refuse)

    def _go_on(self, shipment: Shipment) -> None:
        self._shipment = shipment
        if shipment.unknown is None and self._into:
            self.take()
        else:
            self._show()

    def _refuse(self, error: ProgramError) -> None:
        self.message.say(error_message(error))
