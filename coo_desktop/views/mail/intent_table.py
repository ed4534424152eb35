"""Entries of the outbox as a table with its heading: what is wanted of which document, where it stands, and why."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtWidgets import QAbstractItemView, QTableWidgetItem, QWidget

from coo_desktop.domain.documents.document import Intent
from coo_desktop.domain.office.intent_reasons import reason_of
from coo_desktop.environment.words import _
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.scaffold import beneath
from coo_desktop.views.widgets.style import Label, icon
from coo_desktop.views.widgets.tables import plain_table
from coo_desktop.views.words.intents import named, reason_lines, wanted_text
from coo_desktop.views.words.stages import DELIVERIES, delivery_text, local_time

STATE_COLUMN = 2
#: A table shows so many lines before it scrolls.
MOST_LINES = 8


class IntentTable(QWidget):
    """Hidden while it has no line. `picked` tells that other lines are chosen, `opened` a document's id.

    `wanted` comes where a person has come to the last line of a table that has not all yet.
    """

    picked = Signal()
    wanted = Signal()
    opened = Signal(str)

    def __init__(self, session: Session, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._intents: tuple[Intent, ...] = ()
        self._shown: list[tuple[Intent, str]] = []
        self.heading = Label("", self)
        titles = (_("Document"), _("Action"), _("State"), _("Why"), _("Tries"), _("Since"))
        self.table = plain_table(name, titles, (20, 10, 15, 20, 4, 10), (3,), self)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._column = beneath(self, self.heading, (self.table, 1), margins=False)
        self.table.itemSelectionChanged.connect(self.picked)
        self.table.itemActivated.connect(lambda item: self._open(item.row()))
        self.table.verticalScrollBar().valueChanged.connect(self._hear_scroll)

    def show_intents(self, intents: Sequence[Intent], names: Mapping[str, str], heading: str) -> None:
        """Draws the lines that are others than before; the chosen ones stay chosen. `names` are those of the documents
        and files that the intents are about."""
        self.heading.setText(heading)
        shown = [(intent, names[intent.document]) for intent in intents]
        if shown == self._shown:
            return
        chosen = {intent.key for intent in self.chosen()}
        before, self._shown = self._shown, shown
        self._intents = tuple(intents)
        self.table.blockSignals(True)
        self.table.clearSelection()
        self.table.setRowCount(len(shown))
        for number, line in enumerate(shown):
            if line != (before[number] if number < len(before) else None):
                self._draw(number, *line)
        for number, intent in enumerate(self._intents):
            if intent.key in chosen:
                self._choose(number)
        self.table.blockSignals(False)
        self.fit()
        self.setVisible(bool(self._intents))

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._intents)

    def chosen(self) -> tuple[Intent, ...]:
        """The intents of the chosen lines, in their order."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return tuple(self._intents[row] for row in rows if row < len(self._intents))

    def choose_first(self) -> None:
        """Chooses the first line, so that its reason can be read at once; tells nobody."""
        if self._intents:
            self.table.blockSignals(True)
            self._choose(0)
            self.table.blockSignals(False)

    def leave(self) -> None:
        """Chooses nothing, and tells nobody."""
        self.table.blockSignals(True)
        self.table.clearSelection()
        self.table.blockSignals(False)

    def fit(self) -> None:
        """As high as its lines, so that what is beneath stands right below; a long outbox scrolls."""
        seen = sum(not self.table.isRowHidden(row) for row in range(len(self._intents)))
        lines, row = min(seen, MOST_LINES), self.table.verticalHeader().defaultSectionSize()
        edges = self.table.horizontalHeader().sizeHint().height() + 2 * self.table.frameWidth()
        self.table.setFixedHeight(lines * row + edges)
        self.setMaximumHeight(self.table.height() + self.heading.sizeHint().height() + self._column.spacing())

    def _choose(self, row: int) -> None:
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        self.table.selectionModel().select(self.table.model().index(row, 0), flags)

    def _open(self, row: int) -> None:
        if row < len(self._intents):
            self.opened.emit(self._intents[row].document)

    def _hear_scroll(self, value: int) -> None:
        if value and value == self.table.verticalScrollBar().maximum():
            self.wanted.emit()

    def _draw(self, number: int, intent: Intent, name: str) -> None:
        language = self._session.language
        name_of = partial(named, self._session.read, self._session.rules, language)
        texts = (
            name,
            wanted_text(wish(intent)),
            delivery_text(intent.state),
            " ".join(reason_lines(reason_of(intent.problem), language, name_of)),
            str(intent.attempts or ""),
            local_time(intent.created_at),
        )
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            if column == STATE_COLUMN:
                _word, sign, meaning = DELIVERIES.get(intent.state, ("", "info", "quiet"))
                item.setIcon(icon(sign, meaning))
            self.table.setItem(number, column, item)


def wish(intent: Intent) -> str:
    """The name of what is wanted: the action of a request, else the kind."""
    return str(intent.body.get("action", intent.kind)) if intent.kind == "request" else intent.kind
