"""问卷调查: the office's questionnaires; a draft of answers stays on this computer, sent answers are only read."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import (
    QFrame,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from coo_desktop.domain.checks.problems import Problem
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.forms.kinds import is_blank
from coo_desktop.domain.forms.questionnaires import answered
from coo_desktop.domain.office.correspondence import Survey
from coo_desktop.environment.words import _
from coo_desktop.views.company.online_page import OnlinePage
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.fields.sections import Fields
from coo_desktop.views.input_drafts import InputDrafts
from coo_desktop.views.questions import ConfirmQuestion
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.empty_state import ChoiceOrEmpty
from coo_desktop.views.widgets.scaffold import beneath, beside
from coo_desktop.views.widgets.search_line import SearchLine
from coo_desktop.views.widgets.style import Label, heading, icon
from coo_desktop.views.words.stages import local_time

#: The setting that keeps drafts of answers: questionnaire -> question -> answer.
DRAFTS = "survey_drafts"


class SurveysPage(OnlinePage):
    """The list on the left, the questions of the chosen one on the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, _("Questionnaires"), "", parent)
        self._drafts = InputDrafts(session, DRAFTS, self)
        self._surveys: tuple[Survey, ...] = ()
        self._shown: Survey | None = None
        self.fields: Fields | None = None
        nothing = _("The office has published no questionnaire.")
        self.choice = ChoiceOrEmpty(_("Questionnaires"), 16, nothing, self)
        self.list = self.choice.list
        self.search_line = SearchLine(session, self, self.list)
        self.column.addWidget(self.search_line)
        self.name = heading("", self)
        self.about = Label("", self, wraps=True)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.sending = QPushButton(icon("submitted"), _("&Send the answers"), self)
        right = QWidget(self)
        parts = (self.name, self.about, (self.area, 1), beside(self.sending, None))
        beneath(right, *parts, margins=False)
        self.choice.put_beside(right)
        self.column.addWidget(self.choice, 1)
        self.list.currentRowChanged.connect(self._choose)
        self.sending.clicked.connect(self._send)
        self._draw(None)
        self.load()

    def load(self) -> None:
        """Asks for the list; a draft that is being written is kept first."""
        self._drafts.save()
        self.ask(self.session.ports.office.letters.surveys, self._show)

    def show_waiting(self, waiting: bool) -> None:
        self._show_button()

    def _show(self, surveys: tuple[Survey, ...]) -> None:
        chosen = self._shown.id if self._shown else ""
        self._surveys = surveys
        lines: dict[str, str] = {}
        language, today = self.session.language, self.session.today()
        for survey in surveys:
            if survey.values is not None:
                state = _("Sent")
            else:
                state = _("To fill in") if survey.is_open(today) else _("Closed")
            lines[survey.id] = f"{survey.asked.title.in_(language)}\n{state}"
        self.choice.show_lines(lines, chosen)
        if not surveys:
            self._draw(None)

    def _choose(self, number: int) -> None:
        self._draw(self._surveys[number] if 0 <= number < len(self._surveys) else None)

    def _draw(self, survey: Survey | None) -> None:
        self._shown = survey
        self.fields = None
        self.name.setText(survey.asked.title.in_(self.session.language) if survey else "")
        self.about.setText(self._description(survey) if survey else "")
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        if survey is not None:
            form = survey.asked.form
            self.fields = Fields(form.by_id, Surroundings(self.session, form, self._values), inner)
            self.fields.lay_out(form.sections)
            self.fields.show_values(survey.values if survey.values is not None else self._draft(survey))
            self.fields.set_locked(lambda _spec: not survey.is_open(self.session.today()))
            self.fields.edited.connect(lambda _name: self._hear())
            column.addWidget(self.fields)
        column.addStretch(1)
        self.area.setWidget(inner)
        self._show_button()

    def _description(self, survey: Survey) -> str:
        parts = [survey.asked.about.in_(self.session.language)] if survey.asked.about else []
        if survey.asked.closes_on:
            parts.append(_("Open until {day}.").format(day=survey.asked.closes_on))
        if survey.answered_at:
            said = _("Sent on {when} by {who}.")
            parts.append(said.format(when=local_time(survey.answered_at), who=survey.answered_by))
        return " ".join(parts)

    def _show_button(self) -> None:
        survey = self._shown
        self.sending.setVisible(survey is not None and survey.values is None)
        self.sending.setEnabled(survey is not None and survey.is_open(self.session.today()) and not self.is_waiting)

    def _hear(self) -> None:
        if self._shown is not None:
            self._drafts.write(self._shown.id, self._values())

    def _values(self) -> dict[str, Any]:
        return self.fields.values() if self.fields is not None else {}

    def _draft(self, survey: Survey) -> dict[str, Any]:
        kept = self._drafts.of(survey.id)
        return {name: value for name, value in kept.items() if name in survey.asked.form.by_id}

    def _send(self) -> None:
        """Asks once, with what goes, when nothing is missing; what is wrong shows at its question."""
        survey = self._shown
        if survey is None or self.fields is None:
            return
        self._drafts.save()
        if not self.is_taken():
            return
        values = answered(survey.asked, self._values())
        found = self.session.rules.problems(survey.asked.form, values, self.session.context())
        self._mark(found)
        if found:
            self.say(_("Some answers are missing or wrong; they are marked below."))
            self.fields.editor(found[0].field).setFocus()
            return
        question = ConfirmQuestion(_("Send the answers"), self._summary(survey, values), _("S&end"))
        self.session.ask(self, question, lambda _yes: self._deliver(survey, values))

    def _summary(self, survey: Survey, values: dict[str, Any]) -> str:
        """What goes, in a few lines: the questionnaire, how much of it is answered, what is left empty."""
        language, questions = self.session.language, survey.asked.form.by_id
        empty = [spec.label.in_(language) for name, spec in questions.items() if is_blank(values.get(name))]
        told = _("{count} of {all} questions are answered.")
        parts = [survey.asked.title.in_(language), told.format(count=len(questions) - len(empty), all=len(questions))]
        if empty:
            names = ("、" if language.startswith("zh") else ", ").join(empty)
            parts.append(_("Left empty: {names}").format(names=names))
        parts.append(_("The answers go to CCPIT at once and cannot be changed afterwards."))
        return "\n".join(parts)

    def _deliver(self, survey: Survey, values: dict[str, Any]) -> None:
        letters = self.session.ports.office.letters
        self.act(partial(letters.fill_in, survey.id, values), letters.surveys, self._sent, self._refuse)

    def _sent(self, surveys: tuple[Survey, ...]) -> None:
        self._show(surveys)
        self.say(_("Your answers are sent. They can be read here, not changed."), "good")

    def _mark(self, found: tuple[Problem, ...]) -> None:
        assert self.fields is not None
        chinese = self.session.language.startswith("zh")
        words = {problem.field: problem.message_zh if chinese else problem.message_en for problem in found}
        for name, box in self.fields.boxes.items():
            box.show_problem("block", words.get(name, ""))

    def _refuse(self, error: ProgramError) -> None:
        if error.facts.get("why") == "state-locked":
            self.load()
            self.say(_("A colleague has answered it already, or it has closed. Your draft is kept."))
        else:
            self.show_error(error)
