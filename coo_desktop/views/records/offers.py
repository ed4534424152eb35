"""Reference records offered beneath a field while somebody types, found by any of their words or by their sound."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QListView, QPlainTextEdit

from coo_desktop.domain.documents.document import RECORD, Change, Values
from coo_desktop.domain.documents.field_access import text_of
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.records.uses import same_text
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import Task
from coo_desktop.views.widgets.field_popup import FieldPopup

MOST = 30
SHOWN = 8
_SPACING = 2


@dataclass(frozen=True, slots=True)
class Offered:
    """A record as it is offered: its values, the line that is shown, and the words it is found by."""

    values: Values
    shown: str
    words: str


class RecordBooks(QObject):
    """The records of each kind, read on a worker when they are first wanted and again after a change; `read` names
    the kind that is there now."""

    read = Signal(str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._books: dict[str, tuple[Offered, ...]] = {}
        self._turns: dict[str, Task] = {}
        session.changed.connect(self._hear)

    def of(self, form_id: str) -> tuple[Offered, ...] | None:
        """The records of a kind; None until they were read, which begins now."""
        if form_id not in self._books and form_id not in self._turns:
            self._begin(form_id)
        return self._books.get(form_id)

    def _begin(self, form_id: str) -> None:
        session, form = self._session, self._session.rules.form(form_id)

        def keep(found: tuple[Offered, ...]) -> None:
            del self._turns[form_id]
            self._books[form_id] = found
            self.read.emit(form_id)

        def work(_task: Task) -> tuple[Offered, ...]:
            documents = session.read.whole.of(RECORD, form_id)
            return tuple(offered(session, form, document.values) for document in documents)

        def give_up(_error: ProgramError) -> None:
            del self._turns[form_id]

        self._turns[form_id] = session.run(self, work, then=keep, failed=give_up)

    def _hear(self, change: Change) -> None:
        """What is read already is read again; it stays in use until then."""
        if RECORD in change.families:
            for form_id in [*self._books]:
                if form_id in self._turns:
                    self._turns.pop(form_id).cancel()
                self._begin(form_id)


def offered(session: Session, form: FormType, values: Values) -> Offered:
    """A record with everything by which somebody may look for it; spells Chinese out, so it belongs on a worker."""
    told = list(_summary(form, values, session.language))
    names = [name for spec in form.fields if spec.code_list for name in _names(spec.code_list.by_code, values, spec.id)]
    text = " ".join([*(text_of(values, spec.id) for spec in form.fields), *names])
    return Offered(values, " · ".join(told), same_text(f"{text} {session.ports.records.sounds(text)}"))


def found(books: tuple[Offered, ...], typed: str) -> list[Offered]:
    """The records that have every typed word, those that begin with the text first."""
    wanted = same_text(typed)
    words = wanted.split()
    hits = [each for each in books if all(word in each.words for word in words)] if words else []
    hits.sort(key=lambda each: not each.words.startswith(wanted))
    return hits[:MOST]


def _summary(form: FormType, values: Values, language: str) -> Iterator[str]:
    columns = form.summary
    for name in dict.fromkeys((columns.title, columns.partner, *map(str, (form.params.get("place", ""),)))):
        if text := text_of(values, name):
            yield " ".join(text.split())
    spec = form.by_id.get(columns.destination)
    code = spec.code_list.by_code.get(text_of(values, spec.id)) if spec and spec.code_list else None
    if code is not None:
        yield code.name(language)


def _names(codes: Mapping[str, object], values: Values, name: str) -> tuple[str, ...]:
    code = codes.get(text_of(values, name))
    return (getattr(code, "zh", ""), getattr(code, "en", "")) if code is not None else ()


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
        self._hits = found(books or (), self.typed())
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
