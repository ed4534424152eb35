"""核查: questions from abroad about issued certificates; the answer is drafted here, with files, and sent once."""

from PySide6.QtWidgets import QWidget

from coo_desktop.domain.office.correspondence import CaseState, VerificationCase
from coo_desktop.environment.words import N_, _, ngettext
from coo_desktop.views.company.online_page import OnlinePage
from coo_desktop.views.mail.case_panel import CasePanel
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.empty_state import ChoiceOrEmpty

STATES = {
    CaseState.OPEN: N_("To answer"),
    CaseState.ANSWERED: N_("Answered"),
    CaseState.CLOSED: N_("Closed"),
}


class CasesPage(OnlinePage):
    """The list on the left, the chosen case with its answer on the right; `opened` asks for the certificate."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, _("Verification from abroad"), "", parent)
        self._cases: tuple[VerificationCase, ...] = ()
        nothing = _("No certificate of the company is being verified.")
        self.choice = ChoiceOrEmpty(_("Cases"), 18, nothing, self)
        self.list = self.choice.list
        self.panel = CasePanel(self)
        self.choice.put_beside(self.panel)
        self.column.addWidget(self.choice, 1)
        self.panel.opened.connect(self.opened)
        self.panel.answered.connect(self._answered)
        self.list.currentRowChanged.connect(self._choose)
        self.load()

    def load(self) -> None:
        """Asks for the cases; a draft that is being written is kept first."""
        self.panel.save()
        self.ask(self.session.ports.office.letters.cases, self.show_cases)

    def show_waiting(self, waiting: bool) -> None:
        self.panel.show_buttons()

    def show_cases(self, cases: tuple[VerificationCase, ...]) -> None:
        """Draws the list; the chosen case stays chosen."""
        chosen = self.panel.case.id if self.panel.case else ""
        self._cases = cases
        self.choice.show_lines({case.id: f"{case.number}\n{self._state(case)}" for case in cases}, chosen)
        if not cases:
            self.panel.show_case(None)

    def _answered(self, cases: tuple[VerificationCase, ...]) -> None:
        self.show_cases(cases)
        self.say(_("The answer is sent. It can be read here, not changed."), "good")

    def _state(self, case: VerificationCase) -> str:
        words = _(STATES[case.state])
        if case.state != CaseState.OPEN:
            return words
        left = case.days_left(self.session.today())
        if left < 0:
            return _("{state}, overdue since {day}").format(state=words, day=case.deadline)
        days = ngettext("{count} day left", "{count} days left", left).format(count=left)
        return _("{state}, {days}").format(state=words, days=days)

    def _choose(self, number: int) -> None:
        self.panel.show_case(self._cases[number] if 0 <= number < len(self._cases) else None)
