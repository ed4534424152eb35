"""The list that was left at the front, as a start shows it first: its rows, while everything else is being loaded.

It stands in the list's own place and looks like it: the same table and columns, with the buttons at rest. Which row is
chosen, and whether it was to be opened, is told to whoever puts the list itself there.
"""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QToolBar, QToolButton, QWidget

from coo_desktop.domain.desk import LOCK, OPEN_TABS, Glance, Kept, front_of, was_left
from coo_desktop.domain.documents.document import Query, Row
from coo_desktop.domain.office.people import NAMES, Colleagues
from coo_desktop.environment import words
from coo_desktop.environment.words import _
from coo_desktop.views.lists.columns import Column, columns_of
from coo_desktop.views.lists.kinds import CERTIFICATES, PRE_REVIEWS, ListKind
from coo_desktop.views.lists.table import (
    columns_setting,
    filters_at_start,
    filters_setting,
    list_table,
    restore_columns,
)
from coo_desktop.views.widgets.scaffold import beneath, beside
from coo_desktop.views.widgets.style import Label, icon

Index = QModelIndex | QPersistentModelIndex
KINDS: Mapping[str, ListKind] = MappingProxyType({kind.family: kind for kind in (PRE_REVIEWS, CERTIFICATES)})
_NO_INDEX = QModelIndex()


def wanted(setting: Kept) -> Query | None:
    """The rows that may be shown before the desk is open; None behind a lock, for filtered lists and other pages."""
    kind = KINDS.get(front_of(setting(OPEN_TABS)))
    if kind is None or was_left(setting(LOCK), dt.datetime.now(dt.UTC)):
        return None
    if filters_at_start(setting(filters_setting(kind.key))):
        return None
    setting(NAMES)
    query, kept = Query(family=kind.family), setting(columns_setting(kind.key))
    if isinstance(kept, Mapping) and kept.get("sort") in Row._fields:
        query = dataclasses.replace(query, order=str(kept["sort"]), descending=kept.get("descending") is True)
    return query


class GlanceNaming:
    """Implements Naming by what is prepared and kept."""

    def __init__(self, glance: Glance, language: str) -> None:
        self._names, self._language = glance.names, language
        person = glance.person
        me = str(person.get("account", "")), str(person.get("name", ""))
        self._people = Colleagues.with_me(glance.kept.get(NAMES), *me)

    def form(self, form_id: str) -> str:
        return self._names.forms.get(form_id, {}).get(self._language, form_id)

    def untitled(self, form_id: str) -> str:
        return self._names.forms.get(form_id, {}).get("zh_CN", "")

    def country(self, code: str) -> str:
        return self._names.countries.get(code, {}).get(self._language, code)

    def person(self, account: str) -> str:
        return self._people.shown(account)


class GlanceModel(QAbstractTableModel):
    """The rows of a Glance."""

    def __init__(self, rows: tuple[Row, ...], columns: tuple[Column, ...], parent: QObject) -> None:
        super().__init__(parent)
        self._rows, self._columns = rows, columns

    def row(self, number: int) -> Row | None:
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        column, row = self._columns[index.column()], self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.DecorationRole and column.icon is not None:
            return column.icon(row)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        is_title = role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal
        return self._columns[section].title if is_title else None


class FirstRows(QWidget):
    """`painted` comes once, when the rows are on the screen."""

    painted = Signal()

    def __init__(self, glance: Glance, parent: QWidget) -> None:
        super().__init__(parent)
        kind = KINDS[glance.query.family]
        columns = columns_of(kind.family, GlanceNaming(glance, words.language()))
        self._model = GlanceModel(glance.rows, columns, self)
        self.table = list_table(self._model, columns, glance.query, self)
        kept = glance.kept.get(columns_setting(kind.key))
        self.table.horizontalHeader().setSectionsMovable(True)
        if isinstance(kept, Mapping):
            restore_columns(self.table.horizontalHeader(), [column.name for column in columns], kept)
        self.table.setSortingEnabled(False)
        self.table.doubleClicked.connect(self._open)
        self.table.viewport().installEventFilter(self)
        self._opening = ""
        self._has_painted = False
        new, tools, search = QToolButton(self), QToolBar(self), QLineEdit(self)
        new.setText(_("&New"))
        new.setIcon(icon("new"))
        new.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        search.setPlaceholderText(_(kind.search_hint))
        tools.setIconSize(QSize(16, 16))
        tools.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        tools.addAction(icon("open"), _("&Open"))
        for part in (new, tools, search):
            part.setEnabled(False)
        beneath(self, beside(new, (tools, 1)), search, (self.table, 1), Label(_("Opening"), self))

    def left(self) -> tuple[str, str, bool]:
        """The chosen document, the one that was to be opened ("" for none), and whether the table has the cursor."""
        row = self._model.row(self.table.currentIndex().row())
        return row.id if row is not None else "", self._opening, self.table.hasFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._has_painted:
            self._has_painted = True
            self.painted.emit()
        return super().eventFilter(watched, event)

    def _open(self, index: QModelIndex) -> None:
        row = self._model.row(index.row())
        self._opening = row.id if row is not None else ""
