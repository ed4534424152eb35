"""Where pages go that are no issued paper: a printer or a PDF file, beside how they look."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from coo_desktop.dialogs.order_preview import SheetsPreview
from coo_desktop.dialogs.print_target import TargetPanel
from coo_desktop.dialogs.question import QuestionDialog
from coo_desktop.domain.errors import ProgramError
from coo_desktop.environment.words import _
from coo_desktop.views.printing.pages import PagesQuestion
from coo_desktop.views.printing.print_job import PrintTarget, sheets_of
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.scaffold import beside
from coo_desktop.views.words.errors import error_message


class PagesDialog(QuestionDialog[PrintTarget]):
    """Answers with the target that the panel names."""

    def __init__(self, session: Session, question: PagesQuestion, owner: QWidget) -> None:
        super().__init__(question.title, owner, _("&Print"))
        self.target = TargetPanel(session, question.name, self)
        self.target.setMinimumWidth(self.fontMetrics().averageCharWidth() * 46)
        self.preview = SheetsPreview(session, self)
        row = beside((self.target, 1), self.preview)
        row.setAlignment(self.target, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        self.preview.failed.connect(self._show_error)
        self.preview.show_sheets(sheets_of(question.pdf))

    def answer(self) -> PrintTarget | None:
        target = self.target.value()
        if target is None:
            self.warn(_("Say where the PDF file goes."))
        return target

    def _show_error(self, error: ProgramError) -> None:
        self.warn(error_message(error))
