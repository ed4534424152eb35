"""A list of documents: filters, rows, and what can be done with the chosen ones."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget

from coo_desktop.domain.documents.document import CERTIFICATE, Change, Query, Row
from coo_desktop.domain.errors import SignatoryDisabled
from coo_desktop.domain.operations import drafts, templates
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.lists.actions import ACTIONS, Obstacle, possible, why_not
from coo_desktop.views.lists.arrangement import Columns
from coo_desktop.views.lists.bar import EmptyList, ListBar
from coo_desktop.views.lists.controller import ListController
from coo_desktop.views.lists.filters import FilterBar
from coo_desktop.views.lists.kinds import ListKind
from coo_desktop.views.lists.model import ListModel
from coo_desktop.views.lists.naming import columns
from coo_desktop.views.lists.parts import form_menu
from coo_desktop.views.lists.place import ListPlace
from coo_desktop.views.lists.row_checks import RowChecks
from coo_desktop.views.lists.table import RowPosition, list_table
from coo_desktop.views.lists.templates import NewMenu
from coo_desktop.views.page import Page
from coo_desktop.views.session import Session
from coo_desktop.views.target import Target
from coo_desktop.views.widgets.empty_state import FullOrEmpty
from coo_desktop.views.widgets.scaffold import beneath
from coo_desktop.views.widgets.style import Label

#: Changes come in bursts from a pass; the list reads again once.
REREAD_MS = 50
#: The buttons follow so many of the chosen rows; an action looks at each of them.
MOST_JUDGED = 500


class ListPage(Page):
    """Fills a tab with one list; `opened` carries the id of a document to open, `previewed` one to show on paper.

    `history_wanted` carries one whose versions are wanted, `dossier_wanted` a certificate whose dossier is.
    """

    history_wanted = Signal(str)
    dossier_wanted = Signal(str)
    previewed = Signal(str)

    def __init__(self, session: Session, kind: ListKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._kind = kind
        wanted = kind.forms
        forms = tuple(form for form in session.rules.book.family(kind.family) if not wanted or form.id in wanted)
        self.bar = ListBar(kind, forms, session.language, self)
        if kind.family == CERTIFICATE:
            menu = NewMenu(session, forms, self)
            menu.form_chosen.connect(self.bar.started)
            menu.template_chosen.connect(self._begin)
            self.bar.offer(menu)
        self.filters = FilterBar(kind, session, self)
        self.model = ListModel(session, columns(kind, session), Query(family=kind.family, forms=kind.forms), self)
        self.table = list_table(self.model, self.model.columns, self.model.query, self)
        self.columns = Columns(session, kind.key, self.table, self.model)
        self.table.addActions(list(self.bar.actions_by_name.values()))
        self.empty = EmptyList(kind, self)
        self.place = ListPlace(self.table, self.model)
        self._checks = RowChecks(session, self.table, self.model)
        self.position = RowPosition(self.table, self.model, self.choose)
        self._doing = ListController(session, self)
        self._count = Label("", self)
        self._rows = FullOrEmpty(self.table, self.empty, self)
        beneath(self, self.bar, self.filters, (self._rows, 1), self._count)
        self._reread = QTimer(self)
        self._reread.setSingleShot(True)
        self._reread.setInterval(REREAD_MS)
        self._is_stale = False
        self._connect()
        self.model.show_query(self.filters.query(self.model.query))

    def rows(self) -> list[Row]:
        """The chosen rows."""
        return [row for number in self.place.rows() if (row := self.model.row(number)) is not None]

    def choose(self, *document_ids: str) -> None:
        """Chooses rows by the id of their document, those that are on the screen or near it; the first one wherever
        it is."""
        known = self.model.known_rows()
        found = [known[document_id] for document_id in document_ids if document_id in known]
        self.place.choose(found)
        if document_ids and document_ids[0] in known:
            self.place.go(known[document_ids[0]])
        elif document_ids:
            self.place.seek(document_ids[0])

    def refresh(self) -> None:
        """Reads the list again, a hidden one when it is seen; what is chosen and where one stands stay as they are."""
        self._is_stale = not self.isVisible()
        if self._is_stale:
            return
        wanted = self.filters.query(self.model.query)
        if wanted == self.model.query:
            self.model.reread()
        else:
            self.model.show_query(wanted)

    @property
    def is_settled(self) -> bool:
        """Whether the list shows all that it has heard of."""
        return self.model.is_settled and not self._is_stale and not self._reread.isActive()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def start(self) -> None:
        """A new document (Ctrl+N); where there are several form types their menu opens."""
        self.bar.start()

    def smart_create(self) -> None:
        """Chooses products and a destination, then a certificate (智能创建)."""
        self._doing.smart_create()

    def navigate(self, target: Target) -> None:
        if target.filters:
            self.filters.show_filters(dict(target.filters))

    def seek(self) -> None:
        """Puts the cursor into the search (Ctrl+F)."""
        self.filters.seek()

    def act(self, name: str) -> None:
        """Takes an action on the chosen rows, as its button does."""
        action, rows = ACTIONS[name], self.rows()
        obstacle = why_not(action, rows, self._session.role, self._session.may_send)
        if obstacle is Obstacle.DISABLED:
            self._session.failed.emit(SignatoryDisabled())  # a key was pressed: the button rests, with the same words
        if obstacle is not None:
            return
        if name == "open":
            self.opened.emit(rows[0].id)
        elif name == "successor":
            self.opened.emit(rows[0].successor or rows[0].rival)
        elif name == "preview":
            self.previewed.emit(rows[0].id)
        elif name == "history":
            self.history_wanted.emit(rows[0].id)
        elif name == "copy":
            self._copy(rows[0])
        elif name == "dossier":
            self.dossier_wanted.emit(rows[0].id)
        else:
            self._doing.act(action, possible(action, rows, self._session.role))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([action for action in self.bar.actions_by_name.values() if action.isEnabled()])
        menu.popup(event.globalPos())

    def _connect(self) -> None:
        self._session.changed.connect(self._hear)
        self._reread.timeout.connect(self.refresh)
        self._doing.started.connect(self.opened)
        self.bar.started.connect(self._start)
        self.bar.wanted.connect(self.act)
        for part in (self.bar, self.empty):
            part.smart_wanted.connect(self.smart_create)
        self.bar.workbook_wanted.connect(lambda: self.wanted.emit(Target("workbooks")))
        self.empty.start_wanted.connect(self.start)
        self.empty.fetch_wanted.connect(self._session.sync_now)
        self.filters.changed.connect(self.refresh)
        self.table.doubleClicked.connect(lambda _index: self.act("open"))
        self.table.selectionModel().selectionChanged.connect(self._show_state)
        self.model.settled.connect(self._show_state)

    def _hear(self, change: Change) -> None:
        if self._kind.family in change.families or (change.ids and not change.families):
            self.place.is_own &= change.by == "screen"
            self._reread.start()
        if "person" in change.families:
            self._show_state()
            self.table.viewport().update()  # names may have come

    def _show_state(self) -> None:
        if self.place.is_moving:
            return  # rows and what is known of them do not fit together yet
        shown = self.place.rows(MOST_JUDGED)
        rows = [row for number in shown if (row := self.model.row(number)) is not None]
        self.bar.show_rows(rows, self._session.role, self._session.may_send)
        count = self.model.rowCount()
        self._rows.show_empty(not count and self.filters.is_empty)
        if count:
            found = ngettext("{count} document", "{count} documents", count).format(count=count)
        else:
            found = "" if self.filters.is_empty else _("Nothing matches these filters.")
        chosen = _("{count} chosen").format(count=self.place.count) if len(rows) > 1 else ""
        self._count.setText(_("{found}, {chosen}").format(found=found, chosen=chosen) if chosen else found)

    def _start(self, form_id: str) -> None:
        self._session.do(self, drafts.start, form_id, then=self._open_new)

    def _begin(self, template_id: str) -> None:
        self._session.do(self, templates.begin, template_id, then=self._open_new)

    def _copy(self, row: Row) -> None:
        """Offers only the types that the document may become, its own first for Enter; a single one needs no
        question."""
        source = self._session.read.document(row.id)
        if source is None:
            return
        targets = drafts.copy_targets(self._session.rules, source)
        if len(targets) == 1:
            self._copy_to(row.id, targets[0].id)
            return
        menu = form_menu(targets, self._session.language, partial(self._copy_to, row.id), self, first=source.form)
        menu.setObjectName("copy")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        button = self.bar.button("copy")
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
        menu.setActiveAction(menu.actions()[0])

    def _copy_to(self, document_id: str, form_id: str) -> None:
        self._session.do(self, drafts.copy, document_id, form_id, then=self._open_new)

    def _open_new(self, change: Change) -> None:
        if change.document is not None:
            self.opened.emit(change.document.id)
