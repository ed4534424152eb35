"""What taking a table in would do, line by line, and then doing it: a commit for each block, stopped between two."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QTableView, QWidget

from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.operations.imports import record_import
from coo_desktop.domain.operations.imports.record_import import NEW, UPDATE, ImportLine, Plan, TableChoice
from coo_desktop.domain.records.tables import cell_fields
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.fields.editor import plain_tip
from coo_desktop.views.records.source_choices import SourceChoices
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.progress import ProgressWithCancel
from coo_desktop.views.widgets.scaffold import beneath, beside
from coo_desktop.views.widgets.style import Label, colour, heading, icon
from coo_desktop.views.widgets.work import BlockWork
from coo_desktop.views.words.tables import LEFT_OUT, STATES, cell_problems, counted

_NUMBER, _STATE, _FIRST = 0, 1, 2
Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


def _does(line: ImportLine) -> bool:
    """Whether a line is taken unless a person says otherwise."""
    return line.state in (NEW, UPDATE) and line.entry.left_out is None


class LinesModel(QAbstractTableModel):
    """The lines of a plan as a table: their number, what they would do, and each field with what is wrong with it."""

    def __init__(self, form: FormType, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: tuple[ImportLine, ...] = ()
        self._fields = cell_fields(form)
        self._language = language

    def show_lines(self, lines: Sequence[ImportLine]) -> None:
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else _FIRST + len(self._fields)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if role != Role.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        titles = (_("Line"), _("What happens"), *(spec.label.in_(self._language) for spec in self._fields))
        return titles[section]

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        line, column = self.lines[index.row()], index.column()
        if role == Role.DisplayRole:
            return self._text(line, column)
        name = self._fields[column - _FIRST].id if column >= _FIRST else ""
        problems = cell_problems(line, name, self._language) if name and line.entry.left_out is None else ""
        meaning = "bad" if any(one.field == name and one.severity == "block" for one in line.problems) else "wait"
        if role in (Role.ToolTipRole, Role.AccessibleDescriptionRole):
            return plain_tip(problems) if problems else None
        if role == Role.DecorationRole and problems:
            return icon("attention", meaning)
        if role == Role.ForegroundRole and (problems or not _does(line)):
            return colour(meaning if problems else "quiet")
        return None

    def _text(self, line: ImportLine, column: int) -> str:
        if column == _NUMBER:
            return str(line.entry.line)
        if column == _STATE:
            return _(LEFT_OUT[line.entry.left_out]) if line.entry.left_out else _(STATES[line.state])
        name = self._fields[column - _FIRST].id
        value = line.entry.errors.get(name) or line.values.get(name, "")
        return " ".join(str(value).split()) if value is not None else ""


class ImportPanel(QWidget):
    """Shows a plan and takes it in; `ended` carries what is to be told afterwards, "" where nothing was done.

    `reading_wanted` carries a TableChoice: the file is to be read otherwise.
    """

    ended = Signal(str)
    reading_wanted = Signal(TableChoice)

    def __init__(self, session: Session, form: FormType, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._form = session, form
        self._plan = Plan(())
        self._is_working = False
        self.model = LinesModel(form, session.language, self)
        self.table = QTableView(self)
        self.changing = QCheckBox(_("Change records &kept already"), self)
        self.source = SourceChoices(session.language, self)
        self.left_out = QCheckBox(_("Take totals and hidden &rows, too"), self)
        self.faulty = QCheckBox(_("Take lines &with problems, too"), self)
        self.only_faulty = QCheckBox(_("Show &only lines with problems"), self)
        self.taking = QPushButton(icon("approved"), _("&Take over"), self)
        self.leaving = QPushButton(_("Cancel"), self)
        self.progress = ProgressWithCancel(_("Progress"), _("Stop"), self)
        self._work: BlockWork[ImportLine] = BlockWork(session, self.progress, self._finish, self)
        self._title = heading("", self)
        self._said = Label("", self, wraps=True).selectable()
        self._lay_out()
        self._connect()

    def show_plan(self, title: str, plan: Plan) -> None:
        """Shows what would be done; known records are changed only where the person lets it stand."""
        focused = QApplication.focusWidget()
        is_answer = focused is not None and self.source.isAncestorOf(focused)
        self._plan = plan
        self.source.show_source(plan.source)
        self._title.setText(title)
        self._said.setText(counted(plan))
        updates = sum(line.state == UPDATE and _does(line) for line in plan.lines)
        faulty = sum(line.is_faulty and _does(line) for line in plan.lines)
        left_out = sum(line.entry.left_out is not None for line in plan.lines)
        self.changing.setText(f"{_('C&hange records kept already')} ({updates})")
        self.faulty.setText(f"{_('Take lines &with problems, too')} ({faulty})")
        self.left_out.setText(f"{_('Take totals and hidden &rows, too')} ({left_out})")
        shown = ((self.changing, updates, True), (self.faulty, faulty, False), (self.left_out, left_out, False))
        for check, count, is_on in shown:
            check.setVisible(bool(count))
            check.setChecked(is_on)
        self.only_faulty.setVisible(any(line.is_faulty for line in plan.lines))
        self.only_faulty.setChecked(False)
        self._show_lines()
        self.table.resizeColumnsToContents()
        for column in range(self.model.columnCount()):
            self.table.setColumnWidth(column, min(self.table.columnWidth(column), 240))
        if self._is_in_doubt and not is_answer:
            self.source.focus_question()
        elif not is_answer:
            (self.taking if self.taking.isEnabled() else self.leaving).setFocus()

    def chosen(self) -> list[ImportLine]:
        """The lines that would be stored."""
        states = {NEW, UPDATE} if self.changing.isChecked() else {NEW}
        return [
            line
            for line in self._plan.lines
            if line.state in states
            and (self.faulty.isChecked() or not line.is_faulty)
            and (self.left_out.isChecked() or line.entry.left_out is None)
        ]

    @property
    def _is_in_doubt(self) -> bool:
        return self._plan.source is not None and self._plan.source.in_doubt

    def _lay_out(self) -> None:
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Lines of the table"))
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setStretchLastSection(True)
        checks = beside(self.changing, self.faulty, self.left_out, self.only_faulty, None)
        buttons = beside((self.progress, 1), (None, 0), self.taking, self.leaving)
        beneath(self, self._title, self._said, self.source, checks, (self.table, 1), buttons)

    def _connect(self) -> None:
        self.source.chosen.connect(self.reading_wanted)
        for check in (self.changing, self.faulty, self.left_out):
            check.toggled.connect(self._show_count)
        self.only_faulty.toggled.connect(self._show_lines)
        self.taking.clicked.connect(self._begin)
        self.leaving.clicked.connect(lambda: self.ended.emit(""))

    def _show_lines(self) -> None:
        only = self.only_faulty.isChecked()
        self.model.show_lines([line for line in self._plan.lines if line.is_faulty or not only])
        self._show_count()

    def _show_count(self) -> None:
        count = len(self.chosen())
        self.taking.setText(
            ngettext("&Take over {count} record", "&Take over {count} records", count).format(count=count)
        )
        self.taking.setEnabled(bool(count) and not self._is_working and not self._is_in_doubt)

    def _begin(self) -> None:
        chosen = self.chosen()
        self._show_working(True)
        self._work.begin(record_import.blocks(chosen), len(chosen), record_import.take_in, self._form.id)

    def _finish(self, why: str) -> None:
        self._show_working(False)
        words = ngettext("{count} record was taken over.", "{count} records were taken over.", self._work.done)
        said = [words.format(count=self._work.done)]
        if left_out := self._work.total - self._work.done:
            said.append(_("{count} are left out; take the same table again for them.").format(count=left_out))
        self.ended.emit(" ".join([*said, why]).strip())

    def _show_working(self, working: bool) -> None:
        self._is_working = working
        if working:
            self.progress.begin()
        else:
            self.progress.end()
        for button in (self.leaving, self.taking):
            button.setVisible(not working)
        for part in (self.source, self.changing, self.faulty, self.left_out, self.taking):
            part.setEnabled(not working)
