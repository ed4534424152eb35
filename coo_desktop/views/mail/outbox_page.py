"""The outbox: what a person wanted from the backend and has not happened yet, where it stands, and what can be done."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from coo_desktop.domain.documents.document import Document, Intent
from coo_desktop.domain.documents.summary import summary
from coo_desktop.domain.documents.todo import STUCK
from coo_desktop.domain.operations import sending
from coo_desktop.environment.words import N_, _, ngettext
from coo_desktop.views.mail.deletions_panel import DeletionsPanel
from coo_desktop.views.mail.incidents_panel import IncidentsPanel
from coo_desktop.views.page import Page
from coo_desktop.views.session import Session
from coo_desktop.views.target import STUCK_ONLY, Target
from coo_desktop.views.widgets.scaffold import beside, scaffold
from coo_desktop.views.widgets.style import Label, icon
from coo_desktop.views.widgets.tables import plain_table
from coo_desktop.views.words.stages import DELIVERIES, delivery_text, local_time

#: Kind of an intent, or the action of a request -> what the person wanted.
WANTED: Mapping[str, str] = MappingProxyType(
    {
        "put": N_("Save at the backend"),
        "submit": N_("Send for review"),
        "delete": N_("Delete"),
        "commit": N_("Upload evidence"),
        "withdraw": N_("Withdraw"),
        "report_lost": N_("Report lost"),
        "ask_reprint": N_("Ask to print again"),
        "print": N_("Report printed"),
    }
)
#: An outbox longer than this shows its beginning: the rest follows as it empties.
MOST = 500
STATE_COLUMN = 2
REREAD_MS = 50


class OutboxPage(Page):
    """`opened` carries the id of a document to look at."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._intents: tuple[Intent, ...] = ()
        self.deletions = DeletionsPanel(session, self)
        self.incidents = IncidentsPanel(session, self)
        self._state = Label("", self, wraps=True)
        self.table = _table(self)
        self._why = Label("", self, wraps=True).selectable()
        self.retrying = QPushButton(icon("syncing"), _("&Try again now"), self)
        self.taking_back = QPushButton(icon("returned"), _("Take &back"), self)
        self.opening = QPushButton(icon("open"), _("&Open"), self)
        self.sending = QPushButton(icon("submitted"), _("Sync &now"), self)
        self.stuck_only = QCheckBox(_("Only what nee&ds me"), self)
        row = beside(self.retrying, self.taking_back, self.opening, None, self.stuck_only, self.sending)
        parts = ((self.deletions, 2), self._state, row, (self.table, 1), self._why, (self.incidents, 1))
        scaffold(self, _("Outbox"), *parts)
        self._reread = QTimer(self)
        self._reread.setSingleShot(True)
        self._reread.setInterval(REREAD_MS)
        self._reread.timeout.connect(self.refresh)
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Reads the outbox again; the chosen line stays chosen."""
        chosen = self.chosen()
        states = STUCK if self.stuck_only.isChecked() else ()
        self._intents = self._session.read.intents(states=states)[:MOST]
        self.table.setRowCount(len(self._intents))
        for number, intent in enumerate(self._intents):
            self._draw(number, intent)
        keys = [intent.key for intent in self._intents]
        if chosen is not None and chosen.key in keys:
            self.table.selectRow(keys.index(chosen.key))
        self._show_state()
        self.deletions.refresh()
        self.incidents.refresh()

    def navigate(self, target: Target) -> None:
        if target.filters:
            self.stuck_only.setChecked(STUCK_ONLY in target.filters)

    def chosen(self) -> Intent | None:
        """The intent of the chosen line."""
        rows = self.table.selectionModel().selectedRows()
        return self._intents[rows[0].row()] if rows and rows[0].row() < len(self._intents) else None

    def _connect(self) -> None:
        self._session.changed.connect(self._hear)  # a method's connection ends with its page
        self._session.synced.connect(self._hear)
        self.table.itemSelectionChanged.connect(self._show_state)
        self.table.itemDoubleClicked.connect(lambda _item: self._open())
        self.stuck_only.toggled.connect(lambda _on: self.refresh())
        self.retrying.clicked.connect(self._retry)
        self.taking_back.clicked.connect(self._take_back)
        self.opening.clicked.connect(self._open)
        self.sending.clicked.connect(self._session.try_now)
        self.incidents.opened.connect(self.opened)

    def _hear(self, _told: object) -> None:
        self._reread.start()

    def _draw(self, number: int, intent: Intent) -> None:
        document = self._session.read.document(intent.document)
        kind = str(intent.body.get("action", intent.kind)) if intent.kind == "request" else intent.kind
        texts = (
            self._title(document) or intent.document,
            _(WANTED[kind]) if kind in WANTED else kind,
            delivery_text(intent.state),
            str(intent.attempts or ""),
            problem_text(intent.problem),
            local_time(intent.created_at),
        )
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            if column == STATE_COLUMN:
                _word, name, meaning = DELIVERIES.get(intent.state, ("", "info", "quiet"))
                item.setIcon(icon(name, meaning))
            self.table.setItem(number, column, item)

    def _title(self, document: Document | None) -> str:
        form = self._session.rules.book.forms.get(document.form) if document else None
        if document is None or form is None:
            return ""
        found = summary(form, document)
        return " · ".join(filter(None, (found["title"], found["invoice"], found["number"])))

    def _show_state(self) -> None:
        intent = self.chosen()
        count = len(self._intents)
        words = ngettext(
            "{count} wish waits for the backend. It goes by itself.",
            "{count} wishes wait for the backend. They go in this order, by themselves.",
            count,
        )
        self._state.setText(
            words.format(count=count) if count else _("Nothing waits. Everything you sent has arrived.")
        )
        self._why.setText(problem_text(intent.problem) if intent else "")
        self.retrying.setEnabled(intent is not None and intent.state in ("waiting", "unknown", "refused", "blocked"))
        self.taking_back.setEnabled(
            intent is not None
            and intent.kind == "submit"
            and (not intent.attempts or intent.state in ("refused", "waiting"))
        )
        self.opening.setEnabled(intent is not None)

    def _retry(self) -> None:
        intent = self.chosen()
        if intent is not None:
            self._session.do(self, sending.retry, intent.key, then=lambda _change: self._session.try_now())

    def _take_back(self) -> None:
        intent = self.chosen()
        if intent is not None:
            self._session.do(self, sending.take_back, intent.document)

    def _open(self) -> None:
        intent = self.chosen()
        if intent is not None:
            self.opened.emit(intent.document)


def problem_text(problem: Mapping[str, object] | None) -> str:
    """The backend's last answer in its own words, shown as they came: its title and detail, else its code."""
    if not problem:
        return ""
    parts = [str(problem[name]) for name in ("title", "detail") if problem.get(name)]
    return " ".join(parts) or str(problem.get("code", _("The backend gave no reason.")))


def _table(parent: QWidget) -> QTableWidget:
    titles = (_("Document"), _("Wanted"), _("State"), _("Tries"), _("Last answer"), _("Since"))
    return plain_table(_("Outbox"), titles, (20, 9, 13, 5, 22, 11), (4,), parent)
