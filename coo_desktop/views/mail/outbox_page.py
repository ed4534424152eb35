"""The outbox: what needs a person, with why and what can be done, and what will be sent by itself, in its order."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from coo_desktop.domain.documents.document import Change, Intent
from coo_desktop.domain.office.intent_reasons import reason_of
from coo_desktop.domain.operations import sending
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.mail.deletions_panel import DeletionsPanel
from coo_desktop.views.mail.incidents_panel import IncidentsPanel
from coo_desktop.views.mail.intent_table import IntentTable, wish
from coo_desktop.views.page import Page
from coo_desktop.views.questions import ConfirmQuestion
from coo_desktop.views.session import Session
from coo_desktop.views.target import STUCK_ONLY, Target
from coo_desktop.views.widgets.scaffold import Message, beside, scaffold
from coo_desktop.views.widgets.search_line import SearchLine
from coo_desktop.views.widgets.style import Label, icon
from coo_desktop.views.words.intents import named, names_of, reason_lines, remedy_text, taken_back_text, wanted_text

#: An outbox longer than this shows its beginning, and so many lines more wherever a person comes to its end; a search
#: looks through as many as `SEARCHED`.
SHOWN, SEARCHED = 64, 1000
#: A question names so many lines; the rest is counted.
MOST_NAMED = 8
REREAD_MS = 50


class OutboxPage(Page):
    """`opened` carries the id of a document to look at."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.deletions = DeletionsPanel(session, self)
        self.incidents = IncidentsPanel(session, self)
        self._state = Label("", self, wraps=True)
        self.message = Message(self)
        self.held = IntentTable(session, _("Needs you"), self)
        self.going = IntentTable(session, _("Sent by itself"), self)
        self.search = SearchLine(session, self, self.held.table, self.going.table)
        self.search_line = self.search
        self._why = Label("", self, wraps=True).selectable()
        self.opening = QPushButton(icon("open"), _("&Open"), self)
        self.retrying = QPushButton(icon("syncing"), _("&Try again now"), self)
        self.taking_back = QPushButton(icon("returned"), _("Take &back"), self)
        self.sending = QPushButton(icon("submitted"), _("Sync &now"), self)
        self.stuck_only = QCheckBox(_("Only what nee&ds me"), self)
        for button in (self.opening, self.retrying, self.taking_back, self.sending, self.stuck_only):
            button.setAccessibleName(button.text().partition("(&")[0].replace("&", ""))
        row = beside(self.opening, self.retrying, self.taking_back, None, self.stuck_only, self.sending)
        tables = (self.search, (self.held, 1), (self.going, 1), self._why)
        parts = ((self.deletions, 2), self._state, row, self.message, *tables, (self.incidents, 1), (None, 0))
        scaffold(self, _("Outbox"), *parts)
        self._reread = QTimer(self)
        self._reread.setSingleShot(True)
        self._reread.setInterval(REREAD_MS)
        self._reread.timeout.connect(self.refresh)
        self._most = SHOWN
        self._is_stale = True
        self._connect()

    def refresh(self) -> None:
        """Reads the outbox again, a hidden one when it is seen; the chosen lines stay chosen."""
        self._is_stale = not self.isVisible()
        if self._is_stale:
            return
        session, most = self._session, SEARCHED if self.search.line.text() else self._most
        found = session.read.outbox(most)
        going = () if self.stuck_only.isChecked() else found.going
        items = {intent.document for intent in (*found.held, *going)}
        name_of = names_of(session.read, session.rules, session.language, items)
        names = {item: name_of(item) for item in items}
        self._state.setText(_standing(found.held_count, found.going_count))
        words = ngettext("{count} needs you; it is not sent.", "{count} need you; they are not sent.", found.held_count)
        self.held.show_intents(found.held, names, words.format(count=found.held_count))
        words = ngettext(
            "{count} will be sent by itself.", "{count} will be sent by themselves, in this order.", found.going_count
        )
        self.going.show_intents(going, names, words.format(count=found.going_count))
        if not self.chosen():
            self.held.choose_first()
        self._show_chosen()
        self.deletions.refresh()
        self.incidents.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def navigate(self, target: Target) -> None:
        if target.filters:
            self.stuck_only.setChecked(STUCK_ONLY in target.filters)

    def chosen(self) -> tuple[Intent, ...]:
        """The intents of the chosen lines."""
        return self.held.chosen() or self.going.chosen()

    def _connect(self) -> None:
        self._session.changed.connect(self._hear)  # a method's connection ends with its page
        self._session.synced.connect(self._hear)
        self.search.narrowed.connect(self._hear_narrowed)
        for table, other in ((self.held, self.going), (self.going, self.held)):
            table.picked.connect(other.leave)
            table.picked.connect(self._show_chosen)
            table.opened.connect(self._open)
            table.wanted.connect(self._show_more)
        self.search.line.textChanged.connect(self._hear)  # what is not shown yet is looked through as well
        self.stuck_only.toggled.connect(lambda _on: self.refresh())
        self.retrying.clicked.connect(self._retry)
        self.taking_back.clicked.connect(self._ask_to_take_back)
        self.opening.clicked.connect(lambda: self._open(*(intent.document for intent in self.chosen()[:1])))
        self.sending.clicked.connect(self._session.try_now)
        self.incidents.opened.connect(self.opened)

    def _hear(self, _told: object) -> None:
        self._reread.start()

    def _show_more(self) -> None:
        if max(self.held.count, self.going.count) >= self._most:
            self._most += SHOWN
            self._reread.start()

    def _hear_narrowed(self) -> None:
        for table in (self.held, self.going):
            table.fit()
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Why the chosen line has not gone and what can be done, and the buttons of the chosen lines."""
        chosen = self.chosen()
        reason = reason_of(chosen[0].problem) if len(chosen) == 1 else None
        lines = reason_lines(reason, self._session.language, self._name)
        self._why.setText("\n".join(filter(None, (*lines, remedy_text(reason)))))
        self._why.setVisible(bool(self._why.text()))
        states = {intent.state for intent in chosen}
        self.retrying.setEnabled(bool(states) and states <= {"waiting", "unknown", "refused", "blocked"})
        self.taking_back.setEnabled(any(map(sending.may_take_back, chosen)))
        is_here = len(chosen) == 1 and self._session.read.document(chosen[0].document) is not None
        self.opening.setEnabled(is_here)

    def _name(self, item: str) -> str:
        return named(self._session.read, self._session.rules, self._session.language, item)

    def _retry(self) -> None:
        for intent in self.chosen():
            self._session.do(self, sending.retry, intent.key, then=lambda _change: self._session.try_now())

    def _ask_to_take_back(self) -> None:
        """What was only asked for can be asked for again: a submission goes at once, all else is confirmed."""
        wanted = tuple(filter(sending.may_take_back, self.chosen()))
        if all(intent.kind == "submit" and intent.state != "refused" for intent in wanted):
            self._take_back(wanted)
            return
        lines = [
            f"{wanted_text(wish(intent))} · {self._name(intent.document)}\n{taken_back_text(wish(intent))}"
            for intent in wanted[:MOST_NAMED]
        ]
        if len(wanted) > MOST_NAMED:
            lines.append(_("and {count} more").format(count=len(wanted) - MOST_NAMED))
        words = ngettext("Take {count} out of the outbox?", "Take {count} out of the outbox?", len(wanted))
        text = "\n\n".join([words.format(count=len(wanted)), *lines])
        question = ConfirmQuestion(_("Take back"), text, _("Take &back"))
        self._session.ask(self, question, lambda _yes: self._take_back(wanted))

    def _take_back(self, wanted: tuple[Intent, ...]) -> None:
        def then(change: Change) -> None:
            told = {taken_back_text(wish(intent)): None for intent in wanted if intent.document in change.ids}
            self.message.say(" ".join(told), "good")
            self._session.sync_now()  # the light tells at once that nothing waits any more

        self._session.do(self, sending.take_back_wishes, [intent.key for intent in wanted], then=then)

    def _open(self, *document_ids: str) -> None:
        for document_id in document_ids:
            if self._session.read.document(document_id) is not None:
                self.opened.emit(document_id)


def _standing(held: int, going: int) -> str:
    if not held and not going:
        return _("Nothing waits. Everything you sent has arrived.")
    if not held:
        return _("What stands here goes to CCPIT by itself.")
    return _("Choose a line to see why it is held up and what can be done; the rest goes by itself.")
