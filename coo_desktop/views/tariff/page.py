"""关税税率: every agreement's rate for a code side by side, the best one marked, and what is not known said so."""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QWidget

from coo_desktop.domain.documents.document import PRE_REVIEW, Change
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.tariff.comparison import Comparison, look_up
from coo_desktop.domain.tariff.rates import MFN
from coo_desktop.environment.words import _
from coo_desktop.views.document.checking import SOON_MS
from coo_desktop.views.page import Page
from coo_desktop.views.session import Session
from coo_desktop.views.target import Target
from coo_desktop.views.tariff.links_table import LinksTable
from coo_desktop.views.tariff.question import TariffQuestion
from coo_desktop.views.tariff.table import TariffTable
from coo_desktop.views.tariff.words import cautions, span_words, verdict, ways_to_rates
from coo_desktop.views.tasks import Task
from coo_desktop.views.widgets.scaffold import beside, scaffold
from coo_desktop.views.widgets.style import Label, icon
from coo_desktop.views.words.errors import error_message

#: The page where packs are installed.
PACKS = "packs"


class TariffPage(Page):
    """Asks again soon after whatever is typed."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._task: Task | None = None
        self.found: Comparison | None = None
        self.question = TariffQuestion(session, self)
        self.sign = Label("", self)
        self.verdict = Label("", self, wraps=True).selectable()
        self.cautions = Label("", self, wraps=True).selectable()
        self.installing = QPushButton(icon("new"), _("&Install a pack of rates"), self)
        self.ways = Label("", self, wraps=True).selectable()
        self.known = LinksTable(session, self)
        self.table = TariffTable(session.rules.agreements, session.language, self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._lay_out()
        self.question.edited.connect(self._soon.start)
        self._soon.timeout.connect(self.ask)
        self.installing.clicked.connect(lambda: self.wanted.emit(Target(PACKS)))
        session.changed.connect(self._hear_change)  # a method's connection ends with its page
        self.setFocusProxy(self.question.fields["importer"])
        self.ask()

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._soon.isActive() or self._task is not None

    def ask(self) -> None:
        """Looks the rates up for what is typed now; an answer to an older question is not shown any more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        question = self.question.question()
        if question is None:
            self._show(None, self.question.missing())
            return
        packs, agreements = self._session.packs, self._session.rules.agreements
        work = partial(look_up, question, packs, agreements)
        self._task = self._session.run(self, lambda _task: work(), then=self._hear, failed=self._fail)

    def _hear_change(self, change: Change) -> None:
        """Packs that came, and products that were approved, may answer what is asked now."""
        if change.families & {PACKS, PRE_REVIEW}:
            self._soon.start()

    def _hear(self, found: Comparison) -> None:
        self._task = None
        self._show(found, "")

    def _fail(self, error: ProgramError) -> None:
        self._task = None
        self._show(None, error_message(error))

    def _show(self, found: Comparison | None, said: str) -> None:
        self.found = found
        amount = self.question.amount()
        self.table.show_comparison(found, amount)
        self.table.setVisible(found is not None and not found.is_empty)
        self._show_known(found)
        name, meaning = _sign(found)
        self.sign.setPixmap(icon(name, meaning).pixmap(16, 16))
        if found is None:
            self.verdict.setText(said)
            self.cautions.setText("")
            return
        told = verdict(found, self._session.rules.agreements, self._session.language)
        if found.is_empty and not self.known.links:
            unlinked = _("The program knows no agreement between these countries on this day.")
            told = f"{told} {unlinked}"
        offer = next((offer for offer in found.offers if offer.agreement in found.best), None)
        saving = offer.saving(amount.value, amount.currency) if offer and amount and not offer.is_mfn else None
        if saving is not None and amount is not None:
            saves = _("A certificate saves {amount}.").format(amount=span_words(saving, amount.currency))
            told = f"{told} {saves}"
        self.verdict.setText(told)
        self.cautions.setText("\n".join(cautions(found)))
        self.cautions.setVisible(bool(self.cautions.text()))

    def _show_known(self, found: Comparison | None) -> None:
        """What is known without rates where none is here, and the way to those that are missing."""
        lacking, empty = found is not None and not found.is_complete, found is not None and found.is_empty
        if found is not None and lacking:
            self.known.show_question(found.question)
            rules, language = self._session.rules, self._session.language
            self.ways.setText(ways_to_rates(found.question, self.known.links, rules, language))
        self.ways.setVisible(lacking)
        self.installing.setVisible(lacking)
        self.known.setVisible(empty and bool(self.known.links))

    def _lay_out(self) -> None:
        answer = beside(self.sign, (self.verdict, 1), self.installing)
        tables = ((self.known, 1), (self.table, 1))
        scaffold(self, _("Tariff rates"), self.question, answer, self.ways, self.cautions, *tables, (None, 0))


def _sign(found: Comparison | None) -> tuple[str, str]:
    """The icon beside the verdict and the meaning of its colour."""
    if found is None:
        return "info", "calm"
    if found.is_empty or not found.best:
        return "attention", "wait"
    return ("info", "calm") if MFN in found.best else ("approved", "good")
