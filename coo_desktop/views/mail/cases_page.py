"""核查: questions from abroad about issued certificates; the answer is drafted here, with files, and sent once."""

from PySide6.QtWidgets import QComboBox, QWidget

from coo_desktop.domain.documents import todo
from coo_desktop.domain.office.correspondence import CaseState, VerificationCase
from coo_desktop.domain.operations import settings
from coo_desktop.environment.words import N_, _, ngettext
from coo_desktop.views.company.online_page import OnlinePage
from coo_desktop.views.mail.case_panel import CasePanel
from coo_desktop.views.session import Session
from coo_desktop.views.target import DUE_ONLY, OPEN_ONLY, Target
from coo_desktop.views.widgets.empty_state import ChoiceOrEmpty
from coo_desktop.views.widgets.scaffold import beside
from coo_desktop.views.widgets.search_line import SearchLine

STATES = {
    CaseState.OPEN: N_("To answer"),
    CaseState.ANSWERED: N_("Answered"),
    CaseState.CLOSED: N_("Closed"),
}


#: What the list can be narrowed to, by the filter of a target.
FILTERS = (
    (N_("All cases"), None),
    (N_("To answer"), OPEN_ONLY),
    (N_("To answer within {days} days"), DUE_ONLY),
)


class CasesPage(OnlinePage):
    """The list on the left, the chosen case with its answer on the right; `opened` asks for the certificate."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, _("Verification from abroad"), "", parent)
        self._cases: tuple[VerificationCase, ...] = ()
        self._shown: tuple[VerificationCase, ...] = ()
        self.filter = QComboBox(self)
        self.filter.setAccessibleName(_("Cases shown"))
        self.filter.addItems([_(words).format(days=todo.NEAR_DAYS) for words, _wanted in FILTERS])
        self.choice = ChoiceOrEmpty(_("Cases"), 18, "", self)
        self.list = self.choice.list
        self.search_line = SearchLine(session, self, self.list)
        self.column.addLayout(beside(self.filter, (self.search_line, 1)))
        self.panel = CasePanel(self)
        self.choice.put_beside(self.panel)
        self.column.addWidget(self.choice, 1)
        self.panel.opened.connect(self.opened)
        self.panel.answered.connect(self._answered)
        self.list.currentRowChanged.connect(self._choose)
        self.filter.currentIndexChanged.connect(lambda _row: self._draw(""))
        self.load()

    def load(self) -> None:
        """Asks for the cases; a draft that is being written is kept first."""
        self.panel.save()
        self.ask(self.session.ports.office.letters.cases, self.show_cases)

    def navigate(self, target: Target) -> None:
        if target.filters:
            self.filter.setCurrentIndex([wanted for _words, wanted in FILTERS].index(target.filters[0]))

    def show_waiting(self, waiting: bool) -> None:
        self.panel.show_buttons()

    def show_cases(self, cases: tuple[VerificationCase, ...]) -> None:
        """Draws the list; the chosen case stays chosen. What waits is kept, for the page of what is to do."""
        self._cases = cases
        self._draw(self.panel.case.id if self.panel.case else "")
        self.session.do(self, settings.keep_cases, cases, self.session.now().isoformat(timespec="seconds"))

    def _draw(self, chosen: str) -> None:
        """The cases that the filter wants; the chosen one stays among them, although it is answered by now."""
        self._shown = tuple(case for case in self._cases if case.id == chosen or self._is_wanted(case))
        none = _("No certificate of the company is being verified.")
        self.choice.empty.said.setText(_("No case has to be answered here.") if self._cases else none)
        self.choice.show_lines({case.id: f"{case.number}\n{self._state(case)}" for case in self._shown}, chosen)
        if not self._shown:
            self.panel.show_case(None)

    def _is_wanted(self, case: VerificationCase) -> bool:
        wanted, is_open = FILTERS[self.filter.currentIndex()][1], case.state == CaseState.OPEN
        if wanted == DUE_ONLY:
            return is_open and case.deadline <= todo.near(self.session.today())
        return is_open or wanted != OPEN_ONLY

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
        self.panel.show_case(self._shown[number] if 0 <= number < len(self._shown) else None)
