"""Reference records offered beneath a field while somebody types, found by any of their words or by their sound."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QListView, QPlainTextEdit

from coo_desktop.domain.documents.document import RECORD, Change
from coo_desktop.domain.errors import ProgramError
from coo_desktop.views.records.book import Book, Offered, changed_book, whole_book
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import Task
from coo_desktop.views.widgets.field_popup import FieldPopup

#: So many changed records are read one by one; more are a whole import.
MOST_CHANGED = 200
SHOWN = 8
_SPACING = 2


class RecordBooks(QObject):
    """The records of each kind, for all pages of a session: read on a worker when they are first wanted, after a change
    only those that it was about; `read` names the kind that is there now."""

    read = Signal(str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._books: dict[str, Book] = {}
        self._turns: dict[str, Task] = {}
        session.changed.connect(self._hear)

    @classmethod
    def shared(cls, session: Session) -> "RecordBooks":
        """Those of the session."""
        return session.findChild(cls) or cls(session, session)

    def of(self, form_id: str) -> Book | None:
        """The records of a kind; None until they were read, which begins now."""
        if form_id not in self._books and form_id not in self._turns:
            self._begin(form_id, partial(whole_book, self._session, form_id))
        return self._books.get(form_id)

    def _begin(self, form_id: str, make: Callable[[], Book]) -> None:
        def keep(found: Book) -> None:
            del self._turns[form_id]
            self._books[form_id] = found
            self.read.emit(form_id)

        def give_up(_error: ProgramError) -> None:
            del self._turns[form_id]

        self._turns[form_id] = self._session.run(self, lambda _task: make(), then=keep, failed=give_up)

    def _hear(self, change: Change) -> None:
        """What is read already follows the change; it stays in use until then. Who comes while a book is being read
        has it read anew."""
        if RECORD not in change.families:
            return
        for form_id in {*self._books, *self._turns}:
            book, is_turning = self._books.get(form_id), form_id in self._turns
            if is_turning:
                self._turns.pop(form_id).cancel()
            if book is None or is_turning or not 0 < len(change.ids) <= MOST_CHANGED:
                self._begin(form_id, partial(whole_book, self._session, form_id))
            else:
                self._begin(form_id, partial(changed_book, self._session, form_id, book, change.ids))


class RecordOffers(FieldPopup):
    """Offers the records of one kind at one line or box; `chosen` carries the values of the one that was taken.

    In a box only the line with the cursor counts.
    """

    chosen = Signal(object)

    def __init__(self, books: RecordBooks, form_id: str, field: QLineEdit | QPlainTextEdit) -> None:
        self._lines = QStringListModel(field)
        super().__init__(field, _list(self._lines, field), SHOWN)
        self.books, self._form_id = books, form_id
        self._hits: list[Offered] = []
        self._is_waiting = False
        self.row_taken.connect(lambda row: self.chosen.emit(self._hits[row].values))
        books.read.connect(self._hear_read)
        if isinstance(field, QLineEdit):
            field.textEdited.connect(lambda _text: self.offer())
        else:
            field.textChanged.connect(self.offer)

    def typed(self) -> str:
        """What is looked for: the text of the line, or of the box's line with the cursor."""
        return self.field.text() if isinstance(self.field, QLineEdit) else self.field.textCursor().block().text()

    def offer(self) -> None:
        """Shows what matches the typed text."""
        books = self.books.of(self._form_id)
        self._is_waiting = books is None
        self._hits = books.find(self.typed()) if books is not None else []
        if not self.field.hasFocus() or self.field.isReadOnly() or not self._hits:
            self.close()
            return
        self._lines.setStringList([each.shown for each in self._hits])
        self.open(max(1, self.popup.sizeHintForRow(0)) + 2 * _SPACING)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.books.of(self._form_id)
        return super().eventFilter(watched, event)

    def _hear_read(self, form_id: str) -> None:
        if form_id == self._form_id and self.field.hasFocus() and self._is_waiting:
            self.offer()


def line_replaced(box: QPlainTextEdit, text: str) -> str:
    """What stands in a box once the line with the cursor is replaced."""
    cursor = box.textCursor()
    cursor.select(QTextCursor.SelectionType.LineUnderCursor)
    lines = box.toPlainText().split("\n")
    lines[cursor.blockNumber()] = text
    return "\n".join(lines)


def _list(lines: QStringListModel, field: QLineEdit | QPlainTextEdit) -> QListView:
    made = QListView(field)
    made.setModel(lines)
    made.setTextElideMode(Qt.TextElideMode.ElideRight)
    made.setUniformItemSizes(True)
    made.setSpacing(_SPACING)
    return made
