"""The page of one document: everything on it comes from the form type; nothing here knows a form or a field by name."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QScrollArea, QSplitter, QVBoxLayout, QWidget

from coo_desktop.domain.checks.problems import Problem, blocking
from coo_desktop.domain.documents.document import Document, Values
from coo_desktop.domain.documents.summary import summary
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.forms.form_type import FieldSpec, FormType
from coo_desktop.domain.office.sending_terms import COLLECTION, SECTION, is_asked
from coo_desktop.domain.operations import conflicts
from coo_desktop.views.document.amendment import Amending
from coo_desktop.views.document.checking import Checking
from coo_desktop.views.document.conflicts_bar import ConflictsBar
from coo_desktop.views.document.draft import Draft
from coo_desktop.views.document.field_help import FieldHelp
from coo_desktop.views.document.form_offers import FormOffers
from coo_desktop.views.document.header import FormHeader
from coo_desktop.views.document.metering import FieldMeters
from coo_desktop.views.document.position import FieldPosition
from coo_desktop.views.document.problem_panel import problem_text
from coo_desktop.views.document.repairing import Repairing
from coo_desktop.views.document.sending import Sending, Withdrawing
from coo_desktop.views.document.side_panel import SidePanel
from coo_desktop.views.document.standing import Standing, join
from coo_desktop.views.document.undo import Steps
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.fields.items_table import ItemsEditor
from coo_desktop.views.fields.last_time import LastTime
from coo_desktop.views.fields.sections import Fields
from coo_desktop.views.fields.whole_grid import WholeGrid
from coo_desktop.views.lists.arrangement import Share
from coo_desktop.views.lists.templates import keep_template
from coo_desktop.views.page import Page
from coo_desktop.views.printing.dossier_errand import DossierErrand
from coo_desktop.views.release.releasing import Releasing
from coo_desktop.views.session import Session
from coo_desktop.views.shipments.taking import Taking
from coo_desktop.views.target import HISTORY, Target
from coo_desktop.views.words.errors import error_message
from coo_desktop.views.words.stages import STAGES


class FormPage(Page):
    """Edits one document; `gone`: it was deleted, see Draft; `opened`: another one's id."""

    gone = Signal(bool, str)

    def __init__(self, session: Session, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self.session = session
        self.form = session.rules.form(document.form)
        self.around = Surroundings(session, self.form, self.values, document_id=document.id)
        self.header = FormHeader(self.form, session.language, self)
        self.conflicts = ConflictsBar(self)
        self.fields = Fields(self.form.by_id, self.around, self)
        self.side = SidePanel(self.around, self)
        self.steps = Steps(self.fields, session.language, self)
        self.draft = Draft(session, document, self.values, self)
        self.checking = Checking(session, self.form, self.values, self)
        self.amending = Amending(session, self.form, self.fields, self.side)
        self.sending = Sending(session, self.draft, self.header.notices, self.side, self.amending, self)
        self.standing = Standing(session, self.header.notices, self)
        self.withdrawing = Withdrawing(session, self.header, self)
        self.repairing = Repairing(self.around, self.fields, self.steps, self.header.notices, self.checking, self.side)
        self.dossier = DossierErrand(session, self, partial(self.header.notices.show_notice, "dossier"))
        self.meters = FieldMeters(self.around, self.fields, self.checking, self.side.preview)
        self.offers = FormOffers(session, self.header.notices, self.draft.save, self)
        self._lay_out()
        may_take = lambda: self.draft.is_editable  # noqa: E731 - asked at each file
        self.taking = Taking(self.around, self.fields, self.steps, may_take, self.header.notices)
        self.whole = WholeGrid(self.fields, self._scroll, self.side)
        self.position = FieldPosition(self.fields, self._scroll.ensureWidgetVisible)
        self.releasing = Releasing(session, self.fields, self.position, self.side.release, self.header.notices)
        self.help = FieldHelp(self.around, self.fields)
        self.last_time = LastTime(self.around, self.fields, self.steps.put, self.header.notices)
        self._connect()
        self._draw(document.values)
        self.draft.agree()
        self._show_document()

    @property
    def document(self) -> Document:
        return self.draft.document

    def values(self) -> dict[str, Any]:
        """What stands on the page, field by field, cleaned as it will be stored."""
        return self.fields.values()

    def act(self, name: str) -> None:
        """Does what a button or its key asks for."""
        acts: dict[str, Callable[[], object]] = {
            "save": self.save,
            "send": self.send,
            "withdraw": self.withdrawing.ask,
            "check": self.check,
            "preview": self.side.toggle_preview,
            "compare": self.side.toggle_comparison,
            "history": lambda: self.wanted.emit(Target(HISTORY, document=self.document.id)),
            "conflicts": self.conflicts.open,
            "dossier": lambda: self.dossier.choose_place(self.document),
            "template": lambda: keep_template(self.session, self, self.form, self.values()),
            "undo": self.steps.stack.undo,
            "redo": self.steps.stack.redo,
            "next": lambda: self.side.problems.step(1),
            "previous": lambda: self.side.problems.step(-1),
            "repair": self.repairing.take_current,
            "last_time": self.last_time.take_current,
        }
        acts[name]()

    def save(self) -> None:
        """Stores now what is typed, a half-composed word included."""
        QGuiApplication.inputMethod().commit()
        self.draft.save()

    def check(self) -> tuple[Problem, ...]:
        """Checks everything, with the same rules as sending, and marks every field."""
        self.checking.everything = True
        return self.checking.check()

    def send(self) -> None:
        """Saves, checks and asks once; with a blocking problem it goes there instead. Whose work is not taken is told
        before anything is asked."""
        QGuiApplication.inputMethod().commit()
        if not self.draft.is_editable:
            return
        is_whole = not self.document.conflicts and not blocking(self.check())
        if self.standing.refuse() or (is_whole and self.releasing.refuse(self.draft.edits)):
            self.draft.save()
        else:
            self.sending.send(self.form, blocking(self.check()))

    def go_to(self, problem: Problem) -> None:
        """Puts the cursor where a problem is: a field, a cell or the dialog of a row."""
        box = self.fields.boxes.get(problem.field)
        if box is None:
            return
        self.checking.visit(problem.field)
        self.whole.leave_for(problem.field)
        self._scroll.ensureWidgetVisible(box)
        if problem.row and isinstance(box.editor, ItemsEditor):
            box.editor.go_to(problem.row, problem.part)
        else:
            box.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _lay_out(self) -> None:
        self.fields.lay_out(self.form.sections)
        self._scroll = scrolled(self.fields, self)
        split = side_by_side(self._scroll, self.side, self)
        self._share = Share(self.session, "form", split)
        self._share.show_part("problems", 27)
        column = QVBoxLayout(self)
        column.addWidget(self.header)
        column.addWidget(self.conflicts)
        column.addWidget(split, 1)

    def _connect(self) -> None:
        self.steps.stepped.connect(self._touch)
        self.fields.left.connect(self._hear_left)
        for box in self.fields.boxes.values():
            if isinstance(box.editor, ItemsEditor):
                box.editor.cell_typed.connect(self.draft.touch)
        self.header.wanted.connect(self.act)
        self.conflicts.wanted.connect(self.wanted)
        self.draft.saved.connect(self._show_saved)
        self.draft.changed.connect(self._show_document)
        self.draft.redrawn.connect(self._draw)
        self.draft.refused.connect(self._show_refusal)
        self.draft.gone.connect(self.gone)
        self.checking.found.connect(self._show_problems)
        self.side.problems.wanted.connect(self.go_to)
        self.side.tabs.currentChanged.connect(self._share_width)
        for part in (self.offers, self.standing, self.last_time, self.taking):
            part.opened.connect(self.opened)
        self.standing.changed.connect(self._show_document)
        join(self.releasing, self.draft, self.header, self.side)
        self.header.follow(self.steps.stack, self.session)

    def _share_width(self) -> None:
        """Paper and comparison get half of the page, the problems a quarter, unless a person shared it otherwise."""
        self.amending.compare_now()
        self._share.show_part(*(("paper", 50) if self.side.is_wide else ("problems", 27)))

    def _touch(self, name: str) -> None:
        if not self.fields.editor(name).typed:
            self.checking.visit(name)
        self.header.show_saved("typed")
        self.draft.touch()
        self.checking.touch()

    def _hear_left(self, name: str) -> None:
        self.checking.visit(name)
        self.checking.touch()
        if self.draft.is_editable:
            self.draft.save_soon()

    def _draw(self, values: Values) -> None:
        self.fields.show_values(values)
        self.fields.show_computed(self.values())
        self.steps.start()

    def _show_document(self) -> None:
        document, company, is_open = self.document, self.session.read.company(), self.draft.is_editable

        def locked(spec: FieldSpec) -> bool:
            return not is_open or (spec.locked and company.kind == "trading")

        self.header.show_document(document)
        self.standing.show_document(document)
        self.releasing.show_document(document)
        looked = partial(self.session.do, self, conflicts.looked_at, document.id)
        self.header.offer_look(document.review if document.needs_review and is_open else "", looked)
        self.withdrawing.show_document(document)
        self.fields.set_locked(locked)
        self.fields.show_section(SECTION, is_asked(self.form, company) or bool(document.values.get(COLLECTION)))
        self.amending.show_document(document)
        self.conflicts.show_document(document)
        self.checking.show_document(document)
        self.side.show_document(document)
        self.show_as(title(self.form, document, self.session.language), STAGES[document.stage][1])

    def _show_problems(self) -> None:
        values = self.checking.last.values
        self.fields.show_worked(self.checking.last.worked)
        self.side.problems.show_problems(self.checking.problems)
        mark_fields(self.fields, self.checking)
        self.amending.compare(values)
        self.side.show_origins(values)
        self.offers.show_document(self.document, self.checking.problems, is_open=self.draft.is_editable)

    def _show_saved(self) -> None:
        self.header.show_saved("saved")
        self.header.notices.close_notice("refused")

    def _show_refusal(self, error: ProgramError) -> None:
        """What is typed stays on the screen, and the page says that it is not stored."""
        self.header.show_saved("kept_back")
        self.header.notices.show_notice("refused", "bad", error_message(error))


def scrolled(fields: Fields, page: QWidget) -> QScrollArea:
    """The fields in an area that scrolls and never takes the focus itself."""
    area = QScrollArea(page)
    area.setWidgetResizable(True)
    area.setWidget(fields)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    return area


def side_by_side(area: QScrollArea, side: SidePanel, page: QWidget) -> QSplitter:
    """The fields and what accompanies them, three parts to one until a person shares them otherwise."""
    split = QSplitter(Qt.Orientation.Horizontal, page)
    for widget, share in ((area, 3), (side, 1)):
        split.addWidget(widget)
        split.setStretchFactor(split.indexOf(widget), share)
    split.setChildrenCollapsible(False)
    return split


def mark_fields(fields: Fields, checking: Checking) -> None:
    """Shows each problem at its field or cell."""
    shown = checking.at_fields()
    for name, box in fields.boxes.items():
        problem = shown.get(name)
        box.show_problem(problem.severity if problem else "", problem_text(problem) if problem else "")
        if isinstance(box.editor, ItemsEditor):
            box.editor.show_row_problems(checking.in_rows(name))


def title(form: FormType, document: Document, language: str) -> str:
    """The form's short name and what the document is known by."""
    found = summary(form, document)
    name, short = found["number"] or found["invoice"] or found["title"], form.short.in_(language)
    return short if name == form.short.zh_CN else f"{short} {name}"
