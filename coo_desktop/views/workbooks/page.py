"""Excel 工作簿: a template to fill, products and past certificates from a workbook, and both written to one."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QPushButton, QStackedWidget, QWidget

from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW
from coo_desktop.domain.documents.lifecycle import PAST
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.operations.imports import workbook_import
from coo_desktop.domain.operations.imports.past_certificates import issue_of
from coo_desktop.domain.operations.imports.workbook_import import BookPlan
from coo_desktop.domain.workbooks.columns import BookLayout
from coo_desktop.domain.workbooks.reading import read_file
from coo_desktop.domain.workbooks.writing import filled_book, has_files
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.page import Page
from coo_desktop.views.session import Session
from coo_desktop.views.status.banners import Banners
from coo_desktop.views.target import Target
from coo_desktop.views.tasks import Task
from coo_desktop.views.widgets.file_choice import choose_files, choose_place
from coo_desktop.views.widgets.scaffold import beneath, beside, scaffold
from coo_desktop.views.widgets.style import Label, icon
from coo_desktop.views.widgets.work import OneWork
from coo_desktop.views.words.tables import told_of_table
from coo_desktop.views.workbooks.panel import BookPanel

ENDINGS = (".xlsx", ".xls", ".ods", ".csv", ".tsv", ".txt")


class WorkbookPage(Page):
    """`wanted` leads to the list of what was taken in."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        book = session.rules.book
        self._forms = (*book.family(PRE_REVIEW), *book.family(CERTIFICATE))
        self.kinds = QComboBox(self)
        self.notices = Banners(self)
        self.panel = BookPanel(session, self._forms[0], self)
        self.buttons = {
            "template": self._button("new", _("Write an empty &template…"), self._ask_for_template),
            "import": self._button("open", _("&Import a workbook…"), self._ask_for_book),
            "export": self._button("submitted", _("E&xport to a workbook…"), self._ask_where),
        }
        self._about = Label("", self, wraps=True)
        self._steps = QWidget(self)
        self._stack = QStackedWidget(self)
        self._work = OneWork(session, self._allow, self._refuse, self)
        self._lay_out()
        self.kinds.currentIndexChanged.connect(self._show_about)
        self.panel.ended.connect(self._show_end)
        self._show_about()

    @property
    def form(self) -> FormType:
        """The type of document that the workbook is of."""
        return self._forms[self.kinds.currentIndex()]

    def navigate(self, target: Target) -> None:
        ids = [form.id for form in self._forms]
        if target.form in ids:
            self.kinds.setCurrentIndex(ids.index(target.form))

    def read_book(self, file: Path) -> None:
        """Shows what taking this file in would do."""
        session, layout, today = self._session, self._layout(), self._session.today()
        context = session.context()

        def work(task: Task) -> BookPlan:
            book = read_file(layout, session.ports.records.read_table(file), today)
            return workbook_import.plan(session.read, session.rules, layout.form, book, context, task.report)

        def done(plan: BookPlan) -> None:
            self._stack.setCurrentWidget(self.panel)
            self.panel.show_plan(layout.form, file.name, plan)

        self._work.run(work, done)

    def write_template(self, file: Path) -> None:
        """Writes an empty workbook, with lists to choose from and a note at every title."""
        session, layout, language = self._session, self._layout(), self._session.language

        def work(_task: Task) -> None:
            session.ports.records.write_book(file, filled_book(layout, (), language))

        said = _("The empty workbook is written to {name}. Fill it in and import it here.").format(name=file.name)
        self._work.run(work, lambda _none: self._say("good", said))

    def write_book(self, file: Path) -> None:
        """Writes every document of the type; of certificates those that have a number."""
        session, layout, language = self._session, self._layout(), self._session.language

        def work(_task: Task) -> tuple[int, int]:
            found = session.read.whole.of(layout.form.family, layout.form.id)
            kept = [one for one in found if layout.form.family != CERTIFICATE or issue_of(one).number]
            session.ports.records.write_book(file, filled_book(layout, kept, language))
            return len(kept), sum(has_files(layout, one) for one in kept)

        def done(counts: tuple[int, int]) -> None:
            count, with_files = counts
            words = ngettext(
                "{count} document was written to {name}.", "{count} documents were written to {name}.", count
            )
            said = [words.format(count=count, name=file.name)]
            if with_files:
                lacking = _("Evidence and pictures of {count} of them are in no workbook.")
                said.append(lacking.format(count=with_files))
            self._say("good", " ".join(said))

        self._work.run(work, done)

    def _layout(self) -> BookLayout:
        return BookLayout(self.form, self._session.rules.sheet_words)

    def _lay_out(self) -> None:
        language = self._session.language
        for form in self._forms:
            name = form.short.in_(language)
            past = _("Past certificates: {form}").format(form=name)
            self.kinds.addItem(past if form.family == CERTIFICATE else _("Products with their materials"))
        label = Label(_("&What the workbook holds:"), self)
        label.setBuddy(self.kinds)
        self.kinds.setAccessibleName(label.text().replace("&", ""))
        first, acts = beside(label, self.kinds, None), beside(*self.buttons.values(), None)
        beneath(self._steps, first, self._about, acts, None, margins=False)
        for part in (self._steps, self.panel):
            self._stack.addWidget(part)
        scaffold(self, _("Excel workbooks"), self.notices, (self._stack, 1))

    def _show_about(self) -> None:
        if self.form.family == CERTIFICATE:
            text = _(
                "Certificates that were issued before become history: they are found, copied and kept as templates, "
                "and are never sent. One row for each line of goods, grouped by certificate number, or a sheet of "
                "certificates and one of goods."
            )
        else:
            text = _(
                "Every product becomes a draft of a pre-review with its materials. A sheet of products and one of "
                "materials joined by item number, or a row for each material with its product in front. What each "
                "line does is shown first; what is here already is never written again."
            )
        self._about.setText(text)

    def _button(self, sign: str, words: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(icon(sign), words, self)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _refuse(self, error: ProgramError) -> None:
        self._say("bad", told_of_table(error, self._session.language))

    def _allow(self, allowed: bool) -> None:
        if not allowed:
            self.notices.close_notice("told")
        for part in (*self.buttons.values(), self.kinds):
            part.setEnabled(allowed)

    def _show_end(self, count: int, said: str) -> None:
        self._stack.setCurrentWidget(self._steps)
        self.buttons["import"].setFocus()
        if said:
            notice = self.notices.show_notice("told", "good" if count else "bad", said)
            is_past = self.form.family == CERTIFICATE
            target = Target(self.form.family, filters=(("stage", PAST if is_past else "draft"),))
            notice.offer(_("Show them"), lambda: self.wanted.emit(target))

    def _say(self, severity: str, text: str) -> None:
        self.notices.show_notice("told", severity, text)

    def _ask_for_book(self) -> None:
        choose_files(self, _("Import a workbook"), _("Workbooks"), ENDINGS, lambda files: self.read_book(files[0]))

    def _ask_for_template(self) -> None:
        name = _("Template {kind}.xlsx").format(kind=self.form.short.in_(self._session.language))
        choose_place(self, _("Write an empty template"), name, ".xlsx", self.write_template)

    def _ask_where(self) -> None:
        name = f"{self.form.short.in_(self._session.language)}.xlsx"
        choose_place(self, _("Export to a workbook"), name, ".xlsx", self.write_book)
