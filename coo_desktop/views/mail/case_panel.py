"""One case of verification: what is asked, the draft of the answer with its files, the dossier, and sending it once."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from coo_desktop.domain.documents.document import Document, Values
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.forms.form_type import FieldSpec, Words
from coo_desktop.domain.language.file_name import display_name, shown_name
from coo_desktop.domain.office.correspondence import CaseState, VerificationCase
from coo_desktop.domain.operations.dossier import CaseAnswer
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.company.online_page import OnlinePage
from coo_desktop.views.fields.text import PlainTextBox
from coo_desktop.views.input_drafts import InputDrafts
from coo_desktop.views.printing.dossier_errand import DossierErrand
from coo_desktop.views.questions import ConfirmQuestion, EvidenceQuestion
from coo_desktop.views.widgets.scaffold import beneath, beside
from coo_desktop.views.widgets.style import Label, heading, icon
from coo_desktop.views.words.stages import local_time

#: The setting that keeps drafts of answers: case -> text and evidence.
DRAFTS = "case_drafts"
#: Severity of a notice -> the meaning of the page's message.
MEANINGS = {"good": "good", "warn": "wait", "bad": "bad"}
EVIDENCE = FieldSpec(
    id="evidence", kind="evidence", label=Words(zh_CN="核查佐证材料", en="Evidence for the verification"), max=50
)


class CasePanel(QWidget):
    """`opened` carries the certificate to look at; `answered` all cases after this one was answered."""

    opened = Signal(str)
    answered = Signal(object)

    def __init__(self, page: OnlinePage) -> None:
        super().__init__(page)
        self._page, self._session = page, page.session
        self._drafts = InputDrafts(page.session, DRAFTS, self)
        self.dossier = DossierErrand(page.session, self, lambda severity, text: page.say(text, MEANINGS[severity]))
        self.case: VerificationCase | None = None
        self._evidence: Sequence[Values] = ()
        self.title, self.question, self.facts = (
            heading("", self),
            Label("", self, wraps=True),
            Label("", self, wraps=True),
        )
        self.question.selectable()
        self.text = PlainTextBox(self)
        self.text.setAccessibleName(_("Answer"))
        self.files = Label("", self, wraps=True)
        self.choosing = QPushButton(icon("open"), _("Fi&les…"), self)
        self.looking = QPushButton(icon("preview"), _("Show the &certificate"), self)
        self.exporting = QPushButton(icon("kept"), _("Save the &dossier…"), self)
        self.sending = QPushButton(icon("submitted"), _("&Send the answer"), self)
        self._lay_out()
        self.text.textChanged.connect(self._hear)
        self.choosing.clicked.connect(self._choose_files)
        self.looking.clicked.connect(self._look)
        self.exporting.clicked.connect(self._choose_place)
        self.sending.clicked.connect(self._send)
        self.show_case(None)

    def show_case(self, case: VerificationCase | None) -> None:
        """Draws a case with its answer, or the draft of one."""
        self.case = None  # drawing is no typing
        draft = self._drafts.of(case.id) if case else {}
        is_open = case is not None and case.state == CaseState.OPEN
        self._evidence = list(draft.get("evidence", [])) if is_open else []
        self.title.setText(_("Certificate {number}").format(number=case.number) if case else "")
        self.question.setText(case.question if case else "")
        self.facts.setText(_facts(case) if case else "")
        self.text.setPlainText("" if case is None else str(draft.get("text", "")) if is_open else case.answer)
        self.text.setReadOnly(not is_open)
        self.case = case
        for widget in self.findChildren(QWidget):
            if widget.parent() is self:
                widget.setVisible(case is not None)
        self._show_files()
        self.show_buttons()

    def show_buttons(self) -> None:
        """What can be done with the case now."""
        is_open = self.case is not None and self.case.state == CaseState.OPEN
        has_answer = bool(self.text.toPlainText().strip() or self._evidence)
        self.choosing.setEnabled(is_open)
        self.sending.setEnabled(is_open and has_answer and not self._page.is_waiting)
        self.sending.setVisible(is_open)

    def save(self) -> None:
        """Keeps on this computer what is not kept yet."""
        self._drafts.save()

    def _lay_out(self) -> None:
        files = beside(self.choosing, (self.files, 1))
        buttons = beside(self.sending, self.looking, self.exporting, None)
        beneath(self, self.title, self.facts, self.question, (self.text, 1), files, buttons, margins=False)

    def _hear(self) -> None:
        if self.case is not None and self.case.state == CaseState.OPEN:
            self._write()
        self.show_buttons()

    def _write(self) -> None:
        if self.case is not None:
            self._drafts.write(self.case.id, {"text": self.text.toPlainText(), "evidence": self._evidence})

    def _choose_files(self) -> None:
        self._session.ask(self, EvidenceQuestion(EVIDENCE, self._evidence), self._take_files)

    def _take_files(self, rows: Sequence[Values]) -> None:
        self._evidence = rows
        self._write()
        self.save()
        self._session.sync_now()  # the files go up while the answer is still being written
        self._show_files()
        self.show_buttons()

    def _show_files(self) -> None:
        if self.case is not None and self.case.state != CaseState.OPEN:
            names = [display_name(file.name or file.id) for file in self.case.evidence]
        else:
            names = [shown_name(row) for row in self._evidence]
        self.files.setText(_listed(names, self._session.language))

    def _send(self) -> None:
        """Asks once, with what goes: an answer is final."""
        case = self.case
        if case is None or not self.sending.isEnabled():
            return
        self.save()
        if not self._page.is_taken():
            return
        if refused := self._names("refused"):
            self._page.say(_("CCPIT refused this file: {names}. Replace it, then send.").format(names=refused))
            return
        waiting = self._waiting()
        if waiting:
            told = ngettext("{count} file is still on its way.", "{count} files are still on their way.", waiting)
            self._page.say(
                _("{files} Send the answer when they have arrived.").format(files=told.format(count=waiting))
            )
            self._session.sync_now()
            return
        text, ids = self.text.toPlainText().strip(), [str(row["id"]) for row in self._evidence]
        parts = [_("Certificate {number}").format(number=case.number), text]
        if ids:
            parts.append(_("Files: {names}").format(names=self._names()))
        parts.append(_("The answer goes to CCPIT at once and cannot be changed afterwards."))
        question = ConfirmQuestion(_("Send the answer"), "\n\n".join(filter(None, parts)), _("S&end"))
        self._session.ask(self, question, lambda _yes: self._deliver(case, text, ids))

    def _deliver(self, case: VerificationCase, text: str, ids: Sequence[str]) -> None:
        letters = self._session.ports.office.letters
        self._page.act(partial(letters.prove, case.id, text, ids), letters.cases, self.answered.emit, self._refuse)

    def _names(self, state: str = "") -> str:
        """The names of the files of the answer, or of those in one state."""
        kept = {str(row["id"]): self._session.read.evidence(str(row["id"])) for row in self._evidence}
        rows = [row for row in self._evidence if not state or getattr(kept[str(row["id"])], "state", "") == state]
        return _listed([shown_name(row) for row in rows], self._session.language)

    def _waiting(self) -> int:
        """How many files have not arrived at the office yet."""
        known = [self._session.read.evidence(str(row["id"])) for row in self._evidence]
        return sum(evidence is not None and evidence.state != "there" for evidence in known)

    def _refuse(self, error: ProgramError) -> None:
        if error.facts.get("why") == "dependency-missing":
            self._session.sync_now()
            self._page.say(_("A file has not arrived yet. It is being sent; try again in a moment."))
        elif error.facts.get("why") == "state-locked":
            self._page.load()
            self._page.say(_("A colleague has answered this case already. Your draft is kept."))
        else:
            self._page.show_error(error)

    def _look(self) -> None:
        if self.case is not None:
            self.opened.emit(self.case.document)

    def _choose_place(self) -> None:
        certificate = self._certificate()
        if certificate is not None:
            self.dossier.choose_place(certificate, self._answered())

    def export(self, place: Path) -> None:
        """Writes certificate, products, materials, evidence and the answer into one archive."""
        certificate = self._certificate()
        if certificate is not None:
            self.dossier.export(place, certificate, self._answered())

    def _certificate(self) -> Document | None:
        """The case's certificate; where it has not arrived yet the page says so."""
        certificate = self._session.read.document(self.case.document) if self.case else None
        if certificate is None:
            self._page.say(_("The certificate is not on this computer yet. Sync, then save the dossier."))
        return certificate

    def _answered(self) -> CaseAnswer | None:
        return CaseAnswer(self.case, self.text.toPlainText(), self._evidence) if self.case is not None else None


def _listed(names: Sequence[str], language: str) -> str:
    return ("、" if language.startswith("zh") else ", ").join(names)


def _facts(case: VerificationCase) -> str:
    parts = [_("Asked by {country}.").format(country=case.country)] if case.country else []
    parts.append(_("To be answered until {day}.").format(day=case.deadline))
    if case.answered_at:
        said = _("Answered on {when} by {who}.")
        parts.append(said.format(when=local_time(case.answered_at), who=case.answered_by))
    if case.result:
        parts.append(_("Result: {text}").format(text=case.result))
    return " ".join(parts)
