"""What taking a workbook in would do, document by document, and then doing it: a commit for each block, stopped between
two."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QTableView, QWidget

from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.operations.imports import workbook_import
from coo_desktop.domain.operations.imports.workbook_import import BookLine, BookPlan, EntryState
from coo_desktop.domain.workbooks.reading import Book
from coo_desktop.environment.words import _
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.progress import ProgressWithCancel
from coo_desktop.views.widgets.scaffold import beneath, beside
from coo_desktop.views.widgets.style import Label, heading, icon
from coo_desktop.views.widgets.work import BlockWork
from coo_desktop.views.words.workbooks import counted, taken_text
from coo_desktop.views.workbooks.lines import BookLines

_WIDEST = 420


class BookPanel(QWidget):
    """Shows a plan and takes it in; `ended` carries how many documents were stored and what is to be told then, both
    empty where the person left it."""

    ended = Signal(int, str)

    def __init__(self, session: Session, form: FormType, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._form = session, form
        self._plan = BookPlan((), Book(()))
        self.model = BookLines(form, self)
        self.table = QTableView(self)
        self.faulty = QCheckBox(_("Take lines &with problems, too"), self)
        self.only_wrong = QCheckBox(_("Show &only lines with problems"), self)
        self.taking = QPushButton(icon("approved"), "", self)
        self.leaving = QPushButton(_("Cancel"), self)
        self.progress = ProgressWithCancel(_("Progress"), _("Stop"), self)
        self._work: BlockWork[BookLine] = BlockWork(session, self.progress, self._finish, self)
        self._title = heading("", self)
        self.said = Label("", self, wraps=True).selectable()
        self._lay_out()
        self._connect()

    def show_plan(self, form: FormType, title: str, plan: BookPlan) -> None:
        """Shows what would be done; nothing is, until the person says so."""
        self._form, self._plan = form, plan
        self._title.setText(title)
        self.said.setText(counted(plan))
        faulty = sum(line.state is EntryState.NEW and line.entry.is_faulty for line in plan.lines)
        self.faulty.setVisible(bool(faulty))
        self.faulty.setChecked(False)
        self.only_wrong.setChecked(False)
        self._show_lines()
        self.only_wrong.setVisible(any(line.is_wrong for line in self.model.lines))
        self.table.resizeColumnsToContents()
        for column in range(self.model.columnCount()):
            self.table.setColumnWidth(column, min(self.table.columnWidth(column), _WIDEST))
        (self.taking if self.taking.isEnabled() else self.leaving).setFocus()

    def chosen(self) -> list[BookLine]:
        """The documents that would be stored."""
        return self._plan.chosen(with_faulty=self.faulty.isChecked())

    def _lay_out(self) -> None:
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Lines of the workbook"))
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setStretchLastSection(True)
        checks = beside(self.faulty, self.only_wrong, None)
        buttons = beside((self.progress, 1), (None, 0), self.taking, self.leaving)
        beneath(self, self._title, self.said, checks, (self.table, 1), buttons, margins=False)

    def _connect(self) -> None:
        self.faulty.toggled.connect(self._show_count)
        self.only_wrong.toggled.connect(self._show_lines)
        self.taking.clicked.connect(self._begin)
        self.leaving.clicked.connect(lambda: self.ended.emit(0, ""))

    def _show_lines(self) -> None:
        self.model.show_plan(self._form, self._plan, only_wrong=self.only_wrong.isChecked())
        self._show_count()

    def _show_count(self) -> None:
        count = len(self.chosen())
        self.taking.setText(_("&Take over ({count})").format(count=count))
        self.taking.setEnabled(bool(count))

    def _begin(self) -> None:
        chosen = self.chosen()
        self._show_working(True)
        self._work.begin(workbook_import.blocks(chosen), len(chosen), workbook_import.take_in, self._form.id)

    def _finish(self, why: str) -> None:
        self._show_working(False)
        told = [taken_text(self._form, self._work.done)]
        if left_out := self._work.total - self._work.done:
            left = _("{count} are left out; take the same file again for them.")
            told.append(left.format(count=left_out))
        self.ended.emit(self._work.done, " ".join([*told, why]).strip())

    def _show_working(self, working: bool) -> None:
        if working:
            self.progress.begin()
        else:
            self.progress.end()
        for button in (self.leaving, self.taking):
            button.setVisible(not working)
        for part in (self.faulty, self.only_wrong):
            part.setEnabled(not working)
