"""The documents of a workbook and the rows set aside as a table: where each stands, what happens, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from coo_desktop.domain.documents.field_access import text_of
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.operations.imports.workbook_import import BookLine, BookPlan
from coo_desktop.domain.workbooks.rows import Remark
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.fields.editor import plain_tip
from coo_desktop.views.widgets.style import colour, icon
from coo_desktop.views.words.workbooks import remark_text, state_text

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A row of the table: its cells, whether something happens with it, and whether something is wrong."""

    cells: tuple[str, ...]
    is_taken: bool
    is_wrong: bool


class BookLines(QAbstractTableModel):
    """What every document and every row set aside of a workbook would do."""

    def __init__(self, form: FormType, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: tuple[ShownLine, ...] = ()
        self._form = form

    def show_plan(self, form: FormType, plan: BookPlan, *, only_wrong: bool = False) -> None:
        self.beginResetModel()
        self._form = form
        shown = (*(self._document(line) for line in plan.lines), *map(_aside, plan.book.aside))
        self.lines = tuple(line for line in shown if line.is_wrong or not only_wrong)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(_titles())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if role != Role.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return _titles()[section]

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        line = self.lines[index.row()]
        text = line.cells[index.column()]
        if role == Role.DisplayRole:
            return " · ".join(" ".join(part.split()) for part in text.splitlines())
        if role in (Role.ToolTipRole, Role.AccessibleDescriptionRole):
            return plain_tip(text) if text else None
        if role == Role.DecorationRole and line.is_wrong and index.column() == 1:
            return icon("attention", "wait")
        if role == Role.ForegroundRole and not line.is_taken:
            return colour("wait" if line.is_wrong else "quiet")
        return None

    def _document(self, line: BookLine) -> ShownLine:
        entry = line.entry
        title = self._form.summary.title
        name = text_of(entry.values, title) if "/" not in title else text_of(entry.values, self._form.summary.partner)
        rows = ngettext("{count} line", "{count} lines", entry.rows).format(count=entry.rows) if entry.rows else ""
        cells = (_place(entry.page, entry.line), state_text(line), entry.key, name, rows, "\n".join(_said(line)))
        return ShownLine(cells, line.is_taken, bool(entry.remarks))


def _said(line: BookLine) -> Iterator[str]:
    yield from (_at_line(remark, line.entry.line) for remark in line.entry.remarks)
    if line.blocking:
        words = ngettext("{count} field still to fill in", "{count} fields still to fill in", line.blocking)
        yield words.format(count=line.blocking)


def _at_line(remark: Remark, begun: int) -> str:
    text = remark_text(remark)
    return text if remark.line == begun else _("Line {line}: {text}").format(line=remark.line, text=text)


def _aside(remark: Remark) -> ShownLine:
    cells = (_place(remark.page, remark.line), _("Left out"), "", remark.text[:60], "", remark_text(remark))
    return ShownLine(cells, False, True)


def _place(page: str, line: int) -> str:
    return _("{sheet}, line {line}").format(sheet=page, line=line)


def _titles() -> tuple[str, ...]:
    return (_("Line"), _("What happens"), _("Number"), _("Name"), _("Lines"), _("Remarks"))
