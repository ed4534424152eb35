"""Reference records offered beneath a field while somebody types, found by any of their words or by their sound.

The list is a window that never takes the focus: the field keeps the keys, and an input method goes on composing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QPlainTextEdit

from coo_desktop.domain.documents.document import RECORD, Change, Values
from coo_desktop.domain.documents.field_access import text_of
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.records.uses import same_text
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import Task

MOST = 30
SHOWN = 8
_LEAST_WIDTH, _MOST_WIDTH, _SPACING = 420, 760, 2
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: SHOWN - 1, Qt.Key.Key_PageUp: 1 - SHOWN}
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


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


class RecordOffers(QObject):
    """Offers the records of one kind at one line or box; `chosen` carries the values of the one that was taken.

    In a box only the line with the cursor counts.
    """

    chosen = Signal(object)

    def __init__(self, books: RecordBooks, form_id: str, field: QLineEdit | QPlainTextEdit) -> None:
        super().__init__(field)
        self.books, self._form_id, self._field = books, form_id, field
        self._hits: list[Offered] = []
        self._has_moved = self._is_waiting = False
        self._lines = QStringListModel(self)
        self.popup = _popup(self._lines, field)
        self.popup.clicked.connect(lambda _index: self._take())
        books.read.connect(self._hear_read)
        field.installEventFilter(self)
        if isinstance(field, QLineEdit):
            field.textEdited.connect(lambda _text: self.offer())
        else:
            field.textChanged.connect(self.offer)

    @property
    def is_open(self) -> bool:
        return self.popup.isVisible()

    def typed(self) -> str:
        """What is looked for: the text of the line, or of the box's line with the cursor."""
        return self._field.text() if isinstance(self._field, QLineEdit) else self._field.textCursor().block().text()

    def offer(self) -> None:
        """Shows what matches the typed text."""
        books = self.books.of(self._form_id)
        self._is_waiting = books is None
        self._hits = found(books or (), self.typed())
        if not self._field.hasFocus() or self._field.isReadOnly() or not self._hits:
            self.popup.hide()
            return
        self._has_moved = False
        self._lines.setStringList([each.shown for each in self._hits])
        self._place()
        self.popup.show()
        self.popup.setCurrentIndex(self._lines.index(-1))
        self._field.installEventFilter(self)  # again: whoever watches since then must not get our keys first

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self.popup.hide()
        elif kind == QEvent.Type.FocusIn:
            self.books.of(self._form_id)
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.ShortcutOverride and self._is_ours(event):
            event.accept()
            return True
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress and self.is_open:
            return self._pressed(Qt.Key(event.key()))
        return False

    def _is_ours(self, event: QKeyEvent) -> bool:
        return self.is_open and event.key() in (*_STEPS, *_ENTERS, Qt.Key.Key_Escape)

    def _pressed(self, key: Qt.Key) -> bool:
        """Arrows go through the list; Enter and Tab take only what somebody went to; Esc takes the list away."""
        if key in _STEPS:
            row = self.popup.currentIndex().row() + _STEPS[key]
            self._has_moved = True
            self.popup.setCurrentIndex(self._lines.index(max(0, min(len(self._hits) - 1, row))))
            return True
        if key == Qt.Key.Key_Escape:
            self.popup.hide()
            return True
        if self._has_moved and (key in _ENTERS or key == Qt.Key.Key_Tab):
            self._take()
            return key in _ENTERS
        return False

    def _take(self) -> None:
        row = self.popup.currentIndex().row()
        self.popup.hide()
        if 0 <= row < len(self._hits):
            self.chosen.emit(self._hits[row].values)

    def _hear_read(self, form_id: str) -> None:
        if form_id == self._form_id and self._field.hasFocus() and self._is_waiting:
            self.offer()

    def _place(self) -> None:
        """Under the line with the cursor, or above it where the screen ends."""
        field, rows = self._field, min(len(self._hits), SHOWN)
        height = rows * (max(1, self.popup.sizeHintForRow(0)) + 2 * _SPACING) + 2 * self.popup.frameWidth()
        width = max(_LEAST_WIDTH, min(_MOST_WIDTH, field.window().width() - 40), field.width())
        room = field.screen().availableGeometry()
        below = field.cursorRect().bottom() + 4 if isinstance(field, QPlainTextEdit) else field.height()
        at = field.mapToGlobal(QPoint(0, below))
        if at.y() + height > room.bottom():
            at.setY(field.mapToGlobal(QPoint(0, 0)).y() - height)
        at.setX(max(room.left(), min(at.x(), room.right() - width)))
        self.popup.setGeometry(QRect(at.x(), at.y(), width, height))


def line_replaced(box: QPlainTextEdit, text: str) -> str:
    """What stands in a box once the line with the cursor is replaced."""
    cursor = box.textCursor()
    cursor.select(QTextCursor.SelectionType.LineUnderCursor)
    lines = box.toPlainText().split("\n")
    lines[cursor.blockNumber()] = text
    return "\n".join(lines)


def _popup(lines: QStringListModel, field: QLineEdit | QPlainTextEdit) -> QListView:
    popup = QListView(field)
    popup.setModel(lines)
    popup.setWindowFlags(Qt.WindowType.ToolTip)
    popup.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    popup.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    popup.setTextElideMode(Qt.TextElideMode.ElideRight)
    popup.setUniformItemSizes(True)
    popup.setSpacing(_SPACING)
    popup.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
    popup.setFrameShape(QFrame.Shape.Box)
    popup.hide()
    return popup
