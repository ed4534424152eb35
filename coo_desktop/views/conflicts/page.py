"""冲突处理: what two people changed at one place of a document, side by side; nothing is decided but by a person."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from coo_desktop.domain.documents.conflict_lines import ConflictLine
from coo_desktop.domain.documents.document import Change, Decision, Document, Resolution
from coo_desktop.domain.documents.summary import summary
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.operations import conflicts
from coo_desktop.domain.operations.drafts import editable
from coo_desktop.domain.refusals import Rule
from coo_desktop.environment.words import _
from coo_desktop.views.conflicts.lines_table import ConflictsTable, LinePosition
from coo_desktop.views.conflicts.result_editor import ResultEditor
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.page import PageBeside
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.scaffold import Message, beneath, beside
from coo_desktop.views.widgets.style import Label, heading, icon
from coo_desktop.views.words.errors import error_message

FINISHING = ("Ctrl+Return", "Ctrl+Enter")


class ConflictsPage(PageBeside):
    """The conflicts of one document. Each answer is stored as it is given; Ctrl+Enter carries all of them out.

    `gone` comes when nothing is left to settle here. A draft that keeps mine is opened, and said above the pages.
    """

    def __init__(self, session: Session, document_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._id = document_id
        self._document: Document | None = None
        self._heading = heading("", self)
        self._lead = Label("", self, wraps=True)
        self.count = Label("", self)
        self.message = Message(self)
        self.table = ConflictsTable(self)
        self.result = ResultEditor(session, document_id, self)
        self.buttons: dict[Resolution, QPushButton] = {}
        self.finishing = QPushButton(icon("ready"), _("&Settle"), self)
        self.opening = QPushButton(icon("open"), _("&Open the document"), self)
        self.position = LinePosition(self.table)
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Reads the document and its conflicts again; what is typed stays."""
        self._document = self._session.read.document(self._id)
        document = self._document
        known = document is not None and not document.deleted
        lines = conflicts.open_lines(self._session.read, self._session.rules, document) if document and known else ()
        is_open = document is not None and editable(document)
        self.show_as(_("Conflicts: {title}").format(title=self._name()), "compare")
        self._heading.setText(self.title)
        self._lead.setText(_LEADS[is_open]() if lines else _("Nothing is left to settle here."))
        around = self._around()
        if around is not None:
            self.table.show_lines(lines, around)
        decided = sum(line.decision is not None for line in lines)
        self.count.setText(_("{decided} of {count} decided").format(decided=decided, count=len(lines)))
        for answer, button in self.buttons.items():
            button.setEnabled(bool(lines) and (is_open or answer in (Resolution.THEIRS, Resolution.BOTH)))
        self.finishing.setEnabled(bool(lines))
        self._show_result()

    def answer(self, answer: Resolution | None) -> None:
        """Decides the current line, or takes its decision back; it is stored at once."""
        line = self.table.current
        if line is not None and (answer is None or self.buttons[answer].isEnabled()):
            self.flush(partial(self._keep, line, None if answer is None else line.decided(answer)))

    def settle(self) -> None:
        """Carries everything out once each line is decided; until then it goes to the first that is not."""

        def settle() -> None:
            self._session.do(self, conflicts.settle, self._id, then=self._leave, failed=self._refuse)

        self.flush(settle)

    def _keep(self, line: ConflictLine, decision: Decision | None) -> None:
        self.message.say("")
        self._session.do(self, conflicts.decide, self._id, line.path, decision)

    def _leave(self, change: Change) -> None:
        for copy in change.ids[1:]:
            self.opened.emit(copy)
            said = _("Both are kept: your values of {title} stand in a draft of their own, opened beside it.")
            self._session.announced.emit("kept_both", "good", said.format(title=self._name()))
        self.opened.emit(self._id)
        self.gone.emit()

    def _refuse(self, error: ProgramError) -> None:
        self.refresh()
        undecided = [place for place, line in enumerate(self.table.lines) if line.decision is None]
        if error.facts.get("why") != Rule.UNDECIDED or not undecided:
            self.message.say(error_message(error))
            return
        self.message.say(_("Choose for each line first: {count} are left.").format(count=len(undecided)), "wait")
        self.table.go_to(undecided[0])
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        words = {
            Resolution.BASE: _("&1 Before"),
            Resolution.MINE: _("&2 Mine"),
            Resolution.THEIRS: _("&3 Theirs"),
            Resolution.BOTH: _("Keep &both"),
        }
        for answer, word in words.items():
            button = QPushButton(word, self)
            button.setAutoDefault(False)
            button.clicked.connect(partial(self._press, answer))
            self.buttons[answer] = button
        self.buttons[Resolution.BOTH].setToolTip(
            _("What stands stays, and a new draft of the document gets all of mine (B)")
        )
        self.finishing.setToolTip(_("Carry out what was decided (Ctrl+Enter)"))
        row = beside(*self.buttons.values(), None, self.count, self.opening, self.finishing)
        beneath(self, self._heading, self._lead, self.message, (self.table, 1), self.result, row)

    def _connect(self) -> None:
        self.table.answered.connect(self.answer)
        self.table.typing.connect(self._type)
        self.table.finishing.connect(self.settle)
        self.table.currentCellChanged.connect(lambda *_cells: self._show_result())
        self.result.left.connect(lambda: self.table.setFocus(Qt.FocusReason.OtherFocusReason))
        self.finishing.clicked.connect(self.settle)
        self.opening.clicked.connect(lambda: self.opened.emit(self._id))
        for keys in FINISHING:
            key = QShortcut(QKeySequence(keys), self, self.settle)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._session.changed.connect(self._hear)

    def _press(self, answer: Resolution, _on: bool = False) -> None:
        self.answer(answer)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _type(self) -> None:
        if self.result.editor is not None:
            self.result.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show_result(self) -> None:
        around = self._around()
        if around is not None and self._document is not None:
            self.result.show_line(self.table.current, around, is_open=editable(self._document))

    def _around(self) -> Surroundings | None:
        document = self._document
        form = self._session.rules.book.forms.get(document.form) if document is not None else None
        if document is None or form is None:
            return None
        return Surroundings(self._session, form, lambda: document.values, document_id=document.id)

    def _name(self) -> str:
        around = self._around()
        if around is None or self._document is None:
            return self._id
        found = summary(around.form, self._document)
        told = (around.form.short.in_(self._session.language), found["number"] or found["invoice"] or found["title"])
        return " ".join(dict.fromkeys(filter(None, told)))

    def _hear(self, change: Change) -> None:
        if self._id in change.ids or "person" in change.families:
            had = bool(self.table.lines)
            self.refresh()
            if had and not self.table.lines:
                self.gone.emit()


def _open_lead() -> str:
    return _(
        "These places were changed here and by somebody else. Choose for each what is stored: 1 as before, 2 mine, "
        "3 theirs, B both (mine in a draft of its own), F2 another value; Del takes it back. Enter settles when all "
        "are decided. Nothing changes in the document before."
    )


def _locked_lead() -> str:
    return _(
        "The document cannot be edited any more, it stays as it is. Choose 3 to let mine go, or B to keep mine in a "
        "draft of its own. Enter settles when all are decided."
    )


#: By whether the document can be edited: what is to be done here.
_LEADS = {True: _open_lead, False: _locked_lead}
