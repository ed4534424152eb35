"""A list of documents: filters, rows, and what can be done with the chosen ones."""

from functools import partial

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from coo_desktop.domain.documents import CERTIFICATE, Change, Query, Row
from coo_desktop.domain.forms import FormType
from coo_desktop.domain.operations import drafts
from coo_desktop.views import list_actions
from coo_desktop.views.desk import Desk
from coo_desktop.views.filters import FilterBar
from coo_desktop.views.list_actions import ListAction, actions_of, possible, why_not
from coo_desktop.views.list_doing import Doing
from coo_desktop.views.list_model import ListModel
from coo_desktop.views.list_parts import form_menu, list_table, plain
from coo_desktop.views.lists import ListKind, columns
from coo_desktop.views.style import Label, icon
from coo_desktop.words import _

#: Changes come in bursts from a pass; the list reads again once.
REREAD_MS = 50


class ListPage(QWidget):
    """Fills a tab with one list; `opened` carries the id of a document to open, `previewed` one to show on paper."""

    opened = Signal(str)
    previewed = Signal(str)

    def __init__(self, desk: Desk, kind: ListKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kind = kind
        self.filters = FilterBar(kind, desk, self)
        self.model = ListModel(desk, columns(kind, desk), Query(family=kind.family, forms=kind.forms), self)
        self.table = list_table(self.model, self)
        self.actions_bar = QToolBar(self)
        self._doing = Doing(desk, self)
        self._made = {action.name: self._action(action) for action in actions_of(kind.family)}
        self._count = Label("", self)
        self._rows = QStackedWidget(self)
        self._rows.addWidget(self.table)
        self._rows.addWidget(self._empty())
        self._lay_out()
        self._reread = QTimer(self)
        self._reread.setSingleShot(True)
        self._reread.setInterval(REREAD_MS)
        self._reread.timeout.connect(self.refresh)
        self._connect()
        self.refresh()

    def rows(self) -> list[Row]:
        """The chosen rows."""
        numbers = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [row for number in numbers if (row := self.model.row(number)) is not None]

    def choose(self, *document_ids: str) -> None:
        """Chooses rows by the id of their document, those that are on the screen or near it."""
        known = self.model.known_rows()
        selection = self.table.selectionModel()
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        selection.clearSelection()
        for document_id in document_ids:
            if document_id in known:
                selection.select(self.model.index(known[document_id], 0), flags)
        if document_ids and document_ids[0] in known:
            here = self.model.index(known[document_ids[0]], 0)
            selection.setCurrentIndex(here, QItemSelectionModel.SelectionFlag.NoUpdate)

    def refresh(self) -> None:
        """Reads the list again; the chosen rows stay chosen and the place stays where it was."""
        chosen = [row.id for row in self.rows()]
        place = self.table.verticalScrollBar().value()
        self.model.show_query(self.filters.query(self.model.query))
        self.choose(*chosen)
        self.table.verticalScrollBar().setValue(place)
        self._show_state()

    def start(self, form_id: str = "") -> None:
        """A new document (Ctrl+N); with several form types and none named, the menu of types opens."""
        forms = self._forms()
        if form_id or len(forms) == 1:
            self._desk.do(self, drafts.start, form_id or forms[0].id, then=self._open_new)
        else:
            self._new.showMenu()

    def smart_create(self) -> None:
        """Chooses products and a destination, then a certificate (智能创建)."""
        self._doing.smart_create()

    def seek(self) -> None:
        """Puts the cursor into the search (Ctrl+F)."""
        self.filters.seek()

    def act(self, name: str) -> None:
        """Takes an action on the chosen rows, as its button does."""
        action, rows = list_actions.ACTIONS[name], self.rows()
        if why_not(action, rows, self._desk.role):
            return
        if name == "open":
            self.opened.emit(rows[0].id)
        elif name == "preview":
            self.previewed.emit(rows[0].id)
        elif name == "copy":
            self._copy(rows[0])
        else:
            self._doing.act(action, possible(action, rows, self._desk.role))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([made for made in self._made.values() if made.isEnabled()])
        menu.popup(event.globalPos())

    def _action(self, action: ListAction) -> QAction:
        made = QAction(icon(action.icon), _(action.words), self)
        if action.key:
            made.setShortcut(QKeySequence(action.key))
            made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        made.triggered.connect(lambda: self.act(action.name))
        self.table.addAction(made)
        self.actions_bar.addAction(made)
        return made

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        self._new = self._new_button()
        top.addWidget(self._new)
        if self._kind.family == CERTIFICATE:
            top.addWidget(self._smart_button())
        self.actions_bar.setIconSize(QSize(16, 16))
        self.actions_bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        top.addWidget(self.actions_bar, 1)
        column = QVBoxLayout(self)
        column.addLayout(top)
        column.addWidget(self.filters)
        column.addWidget(self._rows, 1)
        column.addWidget(self._count)

    def _connect(self) -> None:
        self._desk.changed.connect(self._hear)
        self._doing.started.connect(self.opened)
        self.filters.changed.connect(self.refresh)
        self.table.doubleClicked.connect(lambda _index: self.act("open"))
        self.table.selectionModel().selectionChanged.connect(self._show_state)
        self.model.rowsInserted.connect(self._show_state)
        header = self.table.horizontalHeader()
        header.sortIndicatorChanged.connect(self._show_state)

    def _hear(self, change: Change) -> None:
        if self._kind.family in change.families or (change.ids and not change.families):
            self._reread.start()

    def _show_state(self) -> None:
        rows, role = self.rows(), self._desk.role
        for name, made in self._made.items():
            reason = why_not(list_actions.ACTIONS[name], rows, role)
            made.setEnabled(not reason)
            words = plain(made.text())
            made.setToolTip(_("{action}: {reason}").format(action=words, reason=reason) if reason else words)
        count = self.model.rowCount()
        self._rows.setCurrentIndex(0 if count or not self.filters.is_empty else 1)
        if count:
            found = _("{count} documents").format(count=count)
        else:
            found = "" if self.filters.is_empty else _("Nothing matches these filters.")
        chosen = _("{count} chosen").format(count=len(rows)) if len(rows) > 1 else ""
        self._count.setText(_("{found}, {chosen}").format(found=found, chosen=chosen) if chosen else found)

    def _forms(self) -> tuple[FormType, ...]:
        wanted = self._kind.forms
        return tuple(
            form for form in self._desk.rules.book.family(self._kind.family) if not wanted or form.id in wanted
        )

    def _new_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setText(_("&New"))
        button.setIcon(icon("new"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setAccessibleName(_("New document"))
        if len(self._forms()) == 1:
            button.clicked.connect(lambda: self.start())
        else:
            button.setMenu(self._new_menu(button))
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _new_menu(self, parent: QWidget) -> QMenu:
        """Certificates under two headings, as the manual orders them: preferential, then general."""
        return form_menu(self._forms(), self._desk.language, self.start, parent)

    def _smart_button(self) -> QPushButton:
        button = QPushButton(icon("magic"), _("S&mart create"), self)
        button.setToolTip(_("Choose products and a destination; the program finds what can be made."))
        button.clicked.connect(self.smart_create)
        return button

    def _empty(self) -> QWidget:
        """What to do where nothing is yet: one sentence and the two likely actions."""
        page = QWidget(self)
        start = QPushButton(icon("new"), _("New document"), page)
        start.clicked.connect(lambda: self.start())
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(start)
        if self._kind.family == CERTIFICATE:
            smart = QPushButton(icon("magic"), _("Smart create"), page)
            smart.clicked.connect(self.smart_create)
            row.addWidget(smart)
        else:
            fetch = QPushButton(icon("syncing"), _("Fetch from the backend"), page)
            fetch.clicked.connect(self._desk.sync_now)
            row.addWidget(fetch)
        row.addStretch(1)
        said = Label(_(self._kind.empty), page, wraps=True)
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(page)
        column.addStretch(1)
        column.addWidget(said)
        column.addLayout(row)
        column.addStretch(2)
        return page

    def _copy(self, row: Row) -> None:
        """Offers only the types that the document may become; a single one needs no question."""
        source = self._desk.read.document(row.id)
        if source is None:
            return
        targets = drafts.copy_targets(self._desk.rules, source)
        if len(targets) == 1:
            self._copy_to(row.id, targets[0].id)
            return
        menu = form_menu(targets, self._desk.language, partial(self._copy_to, row.id), self)
        menu.setObjectName("copy")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        bar = self.actions_bar.widgetForAction(self._made["copy"])
        menu.popup(bar.mapToGlobal(bar.rect().bottomLeft()))

    def _copy_to(self, document_id: str, form_id: str) -> None:
        self._desk.do(self, drafts.copy, document_id, form_id, then=self._open_new)

    def _open_new(self, change: Change) -> None:
        if change.document is not None:
            self.opened.emit(change.document.id)
