"""手签员管理: who of the company may sign, arranged by its administrator; needs the network, and says so."""

from functools import partial

from PySide6.QtWidgets import (
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.office.people import ADMIN, EVENTS, Signatory
from coo_desktop.environment.words import N_, _
from coo_desktop.views.company.online_page import OnlinePage
from coo_desktop.views.lists.parts import plain
from coo_desktop.views.questions import ConfirmQuestion, PasswordQuestion
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.scaffold import beside
from coo_desktop.views.widgets.search_line import SearchLine
from coo_desktop.views.widgets.style import icon
from coo_desktop.views.widgets.tables import plain_table
from coo_desktop.views.words.stages import local_time

#: Event -> button, icon, what is asked before, what is said after.
WORDS = {
    "disable": (
        N_("&Disable"),
        "voided",
        N_("{name} can sign in and read, but send nothing, until enabled again. Drafts stay where they are."),
        N_("{name} is disabled."),
    ),
    "enable": (N_("&Enable"), "approved", "", N_("{name} can send again.")),
    "delete": (
        N_("De&lete"),
        "discard",
        N_("The account of {name} ends and cannot be brought back. Its documents stay with the company."),
        N_("{name} is deleted."),
    ),
    "hand_over": (
        N_("Hand &over administration"),
        "signed_out",
        N_("{name} becomes the administrator and you a signatory. Write your password to confirm."),
        N_("{name} is the administrator now. You are a signatory."),
    ),
}
ROLES = {"admin": N_("Administrator"), "clerk": N_("Signatory (no administrator)")}


class SignatoriesPage(OnlinePage):
    """The list, and a button for each thing that can be done with the chosen one."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        lead = _("These changes take effect at once and need the network.")
        super().__init__(session, _("Signatories"), lead, parent)
        self._people: tuple[Signatory, ...] = ()
        self.table = _table(self)
        self.search_line = SearchLine(session, self, self.table)
        self.buttons = {event: QPushButton(icon(words[1]), _(words[0]), self) for event, words in WORDS.items()}
        for event, button in self.buttons.items():
            button.clicked.connect(partial(self._confirm, event))
        self.column.addLayout(beside(*self.buttons.values(), None))
        self.column.addWidget(self.search_line)
        self.column.addWidget(self.table, 1)
        self.table.itemSelectionChanged.connect(self._show_buttons)
        session.changed.connect(self._hear)
        self._show_buttons()
        self.load()

    def load(self) -> None:
        """Asks for the list; who is no administrator is told so without asking."""
        if self.session.role != ADMIN:
            self._show(())
            self.say(_("Only the administrator of the company arranges signatories."), "quiet")
            return
        self.ask(self.session.ports.office.people.signatories, self._show)

    def _hear(self, change: Change) -> None:
        """Whoever is no administrator any more sees nobody; whoever has become one sees everybody."""
        if "person" in change.families and (self.session.role == ADMIN) != bool(self._people):
            self.load()

    def chosen(self) -> Signatory | None:
        """The signatory of the chosen line."""
        rows = self.table.selectionModel().selectedRows()
        return self._people[rows[0].row()] if rows and rows[0].row() < len(self._people) else None

    def show_waiting(self, waiting: bool) -> None:
        self._show_buttons()

    def _show(self, people: tuple[Signatory, ...]) -> None:
        chosen = self.chosen()
        self._people = people
        self.table.setRowCount(len(people))
        for number, person in enumerate(people):
            state = _("Active") if person.active else _("Disabled")
            texts = (person.name, person.account, _(ROLES[person.role]), state, person.phone)
            for column, text in enumerate((*texts, local_time(person.created_at))):
                self.table.setItem(number, column, QTableWidgetItem(text))
        accounts = [person.account for person in people]
        if chosen is not None and chosen.account in accounts:
            self.table.selectRow(accounts.index(chosen.account))
        self._show_buttons()

    def _show_buttons(self) -> None:
        person, mine = self.chosen(), self.session.read.person().account
        for event, button in self.buttons.items():
            button.setEnabled(person is not None and not self.is_waiting and person.may(event, mine))

    def _confirm(self, event: str) -> None:
        person = self.chosen()
        if person is None or not self.is_taken():
            return
        words, _sign, question, _said = WORDS[event]
        title, text = plain(_(words)), _(question).format(name=person.name) if question else ""
        if EVENTS[event]:
            self.session.ask(self, PasswordQuestion(title, text), partial(self._arrange, person, event))
        elif question:
            confirm = ConfirmQuestion(title, text, _(words))
            self.session.ask(self, confirm, lambda _yes: self._arrange(person, event))
        else:
            self._arrange(person, event)

    def _arrange(self, person: Signatory, event: str, password: str = "") -> None:
        office, said = self.session.ports.office, _(WORDS[event][3]).format(name=person.name)

        def read() -> tuple[Signatory, ...]:
            office.company()  # what I may do has changed with the role
            return () if event == "hand_over" else office.people.signatories()

        def then(people: tuple[Signatory, ...]) -> None:
            self.tell_company()
            self._show(people)
            self.say(said, "good")

        self.act(partial(office.people.arrange, person.account, event, password), read, then, self._refuse)

    def _refuse(self, error: ProgramError) -> None:
        """Somebody else may have been faster: the list is asked for again, and the reason stays."""
        if error.facts.get("why") in ("forbidden", "not-found", "state-locked", "last-admin"):
            self.load()
        self.show_error(error)


def _table(parent: QWidget) -> QTableWidget:
    titles = (_("Full name"), _("Account"), _("Role"), _("State"), _("Phone"), _("Added on"))
    return plain_table(_("Signatories"), titles, (12, 12, 16, 8, 12), (5,), parent)
