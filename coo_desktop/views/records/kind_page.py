"""One kind of reference record: its list, and above it tables in and out, duplicates, and what past documents name."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QStackedWidget, QWidget

from coo_desktop.domain.documents.document import RECORD
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.operations import record_merge
from coo_desktop.domain.operations.imports import record_import
from coo_desktop.domain.operations.imports.record_import import AS_JUDGED, Plan, TableChoice
from coo_desktop.domain.records.tables import table
from coo_desktop.domain.records.uses import uses
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.lists.kinds import records
from coo_desktop.views.lists.page import ListPage
from coo_desktop.views.page import Page
from coo_desktop.views.records.duplicates_panel import DuplicatesPanel, Group
from coo_desktop.views.records.import_panel import ImportPanel
from coo_desktop.views.session import Session
from coo_desktop.views.status.banners import Banners
from coo_desktop.views.tasks import Task
from coo_desktop.views.widgets.scaffold import beneath
from coo_desktop.views.widgets.style import icon
from coo_desktop.views.widgets.work import OneWork
from coo_desktop.views.words.tables import told_of_table

ENDINGS = (".xlsx", ".csv")


class RecordKindPage(Page):
    """`opened` and `history_wanted` carry the id of a record."""

    history_wanted = Signal(str)

    def __init__(self, session: Session, form: FormType, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._form = session, form
        self.list = ListPage(session, records(form.id), self)
        self.list.opened.connect(self.opened)
        self.list.history_wanted.connect(self.history_wanted)
        self.importing = ImportPanel(session, form, self)
        self.duplicates = DuplicatesPanel(session, form, self)
        self.notices = Banners(self)
        self.buttons = {
            "import": self._button("open", _("&Import a table…"), self._ask_for_table),
            "export": self._button("submitted", _("E&xport…"), self._ask_where),
            "past": self._button("history", _("From &past certificates"), self.look_back),
            "duplicates": self._button("compare", _("Find &duplicates"), self.find_duplicates),
        }
        offered = (use for one in session.rules.book.forms.values() for use in uses(one).values())
        self.buttons["past"].setVisible(form.id in {use.record for use in offered})
        self._stack = QStackedWidget(self)
        self._lay_out()
        for panel in (self.importing, self.duplicates):
            panel.ended.connect(self._show_list)
        self._work = OneWork(session, self._allow, self._refuse, self)
        self._file = Path()
        self.importing.reading_wanted.connect(lambda choice: self.read_table(self._file, choice))

    def read_table(self, file: Path, choice: TableChoice = AS_JUDGED) -> None:
        """Shows what taking this file in would do, read as the person chose."""
        self._file = file
        session, form = self._session, self._form
        context = session.context()

        def work(_task: Task) -> Plan:
            found = session.ports.records.read_table(file)
            return record_import.from_file(session.read, session.rules, form, found, context, choice)

        self._work.run(work, lambda plan: self._show_plan(file.name, plan))

    def write_table(self, file: Path) -> None:
        """Writes every record of the kind, all their fields."""
        session, form, language = self._session, self._form, self._session.language
        target = file if file.suffix.lower() in ENDINGS else file.with_name(f"{file.name}{ENDINGS[0]}")

        def work(_task: Task) -> int:
            sheet = table(form, session.read.whole.of(RECORD, form.id), language)
            session.ports.records.write_sheet(target, sheet)
            return len(sheet.rows) - 1

        def done(count: int) -> None:
            words = ngettext("{count} record was written to {name}.", "{count} records were written to {name}.", count)
            self._say("good", words.format(count=count, name=target.name))

        self._work.run(work, done)

    def look_back(self) -> None:
        """Shows what certificates and pre-reviews name and nobody keeps yet."""
        session, form, context = self._session, self._form, self._session.context()

        def work(task: Task) -> Plan:
            return record_import.from_past(session.read, session.rules, form, context, task.report)

        def done(plan: Plan) -> None:
            if plan.lines:
                self._show_plan(_("From past certificates and pre-reviews"), plan)
            else:
                self._say("info", _("Everything that past certificates and pre-reviews name is kept here already."))

        self._work.run(work, done)

    def find_duplicates(self) -> None:
        """Shows records that are probably the same one twice."""
        session, form = self._session, self._form

        def work(task: Task) -> tuple[Group, ...]:
            kept = list(session.read.whole.of(RECORD, form.id))
            groups = session.ports.records.alike(form, kept, task.report, task.cancelled)
            return record_merge.left(session.read, groups)

        def done(groups: tuple[Group, ...]) -> None:
            self.duplicates.show_groups(groups)
            self._show(self.duplicates)

        self._work.run(work, done)

    def _lay_out(self) -> None:
        self._bar = QWidget(self)
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(9, 4, 9, 0)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        for part in (self.list, self.importing, self.duplicates):
            self._stack.addWidget(part)
        beneath(self, self._bar, self.notices, (self._stack, 1), margins=False)

    def _button(self, sign: str, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(icon(sign), words, self)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _refuse(self, error: ProgramError) -> None:
        self._say("bad", told_of_table(error, self._session.language))

    def _allow(self, allowed: bool) -> None:
        if not allowed:
            self.notices.close_notice("told")
        for button in self.buttons.values():
            button.setEnabled(allowed)

    def _show_plan(self, title: str, plan: Plan) -> None:
        self._show(self.importing)
        self.importing.show_plan(title, plan)

    def _show(self, part: QWidget) -> None:
        self._bar.setVisible(part is self.list)
        self._stack.setCurrentWidget(part)

    def _show_list(self, said: str) -> None:
        self._show(self.list)
        self.list.table.setFocus()
        if said:
            self._say("good", said)

    def _say(self, severity: str, text: str) -> None:
        self.notices.show_notice("told", severity, text)

    def _ask_for_table(self) -> None:
        dialog = QFileDialog(self, _("Import a table"), "", _("Tables (*.xlsx *.xls *.ods *.csv *.tsv *.txt)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda file: self.read_table(Path(file)))
        dialog.open()

    def _ask_where(self) -> None:
        name = f"{self._form.title.in_(self._session.language)}.xlsx"
        dialog = QFileDialog(self, _("Export"), name, _("Tables (*.xlsx *.csv)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(lambda file: self.write_table(Path(file)))
        dialog.open()
