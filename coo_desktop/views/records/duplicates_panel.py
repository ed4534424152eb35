"""Records that are probably the same one twice: side by side, a value chosen for each field, made one, and undone."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QListWidget,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from coo_desktop.domain.documents.document import Change, Document
from coo_desktop.domain.documents.field_access import text_of
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.forms.kinds import is_blank
from coo_desktop.domain.operations import record_merge
from coo_desktop.domain.records.tables import cell_fields
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.fields.editor import plain_tip
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.scaffold import beside, scaffold
from coo_desktop.views.widgets.style import Label, icon
from coo_desktop.views.words.stages import local_time

Group = tuple[Document, ...]


class ChoiceTable(QTableWidget):
    """A row for each field, a column for each record; one cell of every row is ticked."""

    def __init__(self, form: FormType, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._fields, self._language = cell_fields(form), language
        self._group: Group = ()
        self._chosen: dict[str, int] = {}
        self.setAccessibleName(_("Values side by side"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.cellClicked.connect(self.choose)
        self.cellActivated.connect(self.choose)

    def show_group(self, group: Group) -> None:
        """Draws the records; of each field the first value that is not empty is chosen."""
        self._group = group
        self._chosen = {
            spec.id: next((at for at, one in enumerate(group) if not is_blank(one.values.get(spec.id))), 0)
            for spec in self._fields
        }
        self.setRowCount(len(self._fields))
        self.setColumnCount(len(group))
        self.setHorizontalHeaderLabels([_title(at, one) for at, one in enumerate(group)])
        self.setVerticalHeaderLabels([spec.label.in_(self._language) for spec in self._fields])
        for row in range(len(self._fields)):
            self._draw(row)

    def choose(self, row: int, column: int) -> None:
        """Ticks the value of one record for a field."""
        self._chosen[self._fields[row].id] = column
        self._draw(row)

    def values(self) -> dict[str, object]:
        """The chosen value of every field."""
        return {
            name: self._group[at].values.get(name, "") for name, at in self._chosen.items() if at < len(self._group)
        }

    def _draw(self, row: int) -> None:
        name = self._fields[row].id
        for column, one in enumerate(self._group):
            text = text_of(one.values, name)
            item = QTableWidgetItem(" ".join(text.split()))
            item.setToolTip(plain_tip(text))
            is_chosen = self._chosen[name] == column
            item.setIcon(icon("approved", "good") if is_chosen else icon("close", "quiet"))
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, _("Chosen") if is_chosen else _("Not chosen"))
            font = item.font()
            font.setBold(is_chosen)
            item.setFont(font)
            self.setItem(row, column, item)


class DuplicatesPanel(QWidget):
    """Groups on the left, the chosen one on the right; `ended` when the person goes back to the list."""

    ended = Signal(str)

    def __init__(self, session: Session, form: FormType, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._form = session, form
        self._groups: list[Group] = []
        self._steps: list[tuple[Document, Document, Group]] = []
        self.list = QListWidget(self)
        self.table = ChoiceTable(form, session.language, self)
        self.uniting = QPushButton(icon("approved"), _("&Merge into one"), self)
        self.parting = QPushButton(_("&Not the same"), self)
        self.undoing = QPushButton(icon("returned"), _("&Undo"), self)
        self.leaving = QPushButton(_("Close"), self)
        self._said = Label("", self, wraps=True)
        self._lay_out()
        self.list.currentRowChanged.connect(lambda _row: self._show_group())
        self.uniting.clicked.connect(self._unite)
        self.parting.clicked.connect(self._part)
        self.undoing.clicked.connect(self._undo)
        self.leaving.clicked.connect(lambda: self.ended.emit(""))

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Draws the groups; the place in the list stays."""
        place = self.list.currentRow()
        self._groups = list(groups)
        self.list.clear()
        for group in self._groups:
            self.list.addItem(f"{text_of(group[0].values, self._form.summary.title)} ({len(group)})")
        self.list.setCurrentRow(max(0, min(place, len(self._groups) - 1)))
        count = len(self._groups)
        words = ngettext(
            "{count} group looks like the same one twice. Click the values to keep.",
            "{count} groups look like the same one twice. Click the values to keep.",
            count,
        )
        self._said.setText(words.format(count=count) if count else _("Nothing here looks like the same one twice."))
        self._show_group()

    def _lay_out(self) -> None:
        self.list.setAccessibleName(_("Groups of duplicates"))
        parts = QSplitter(Qt.Orientation.Horizontal, self)
        parts.addWidget(self.list)
        parts.addWidget(self.table)
        parts.setStretchFactor(0, 1)
        parts.setStretchFactor(1, 3)
        parts.setChildrenCollapsible(False)
        row = beside(self.uniting, self.parting, self.undoing, None, self.leaving)
        scaffold(self, _("Duplicates"), self._said, (parts, 1), row)

    def _group(self) -> Group:
        row = self.list.currentRow()
        return self._groups[row] if 0 <= row < len(self._groups) else ()

    def _show_group(self) -> None:
        self.table.show_group(self._group())
        for button in (self.uniting, self.parting):
            button.setEnabled(bool(self._group()))
        self.undoing.setEnabled(bool(self._steps))

    def _unite(self) -> None:
        group, values = self._group(), self.table.values()

        def done(change: Change) -> None:
            if change.document is not None:
                self._steps.append((change.document, group[0], group[1:]))
            self._without(group)

        self.uniting.setEnabled(False)
        self._session.do(self, record_merge.unite, group[0], values, group[1:], then=done)

    def _part(self) -> None:
        group = self._group()
        ids = [one.id for one in group]
        self._session.do(self, record_merge.keep_apart, ids, then=lambda _change: self._without(group))

    def _undo(self) -> None:
        united, kept, others = self._steps[-1]

        def done(change: Change) -> None:
            self._steps.pop()
            back = [self._session.read.document(each) for each in change.ids]
            self.show_groups([tuple(one for one in back if one is not None), *self._groups])

        self.undoing.setEnabled(False)
        self._session.do(self, record_merge.part, united, kept, others, then=done)

    def _without(self, group: Group) -> None:
        self.show_groups([each for each in self._groups if each is not group])


def _title(at: int, one: Document) -> str:
    when = local_time(one.updated_at)
    return _("Stays · {when}").format(when=when) if at == 0 else _("Goes · {when}").format(when=when)
