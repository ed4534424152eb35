"""The finder over the window: a line that keeps the keys, and beneath it what the typed text finds."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from coo_desktop.domain.documents.document import FAMILIES
from coo_desktop.domain.documents.finding import FoundDocument, line_of
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.operations.settings import opened_recently
from coo_desktop.domain.ports import Reader
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.environment.words import _
from coo_desktop.views.finder.lines import FinderLine, Group, arranged, document_line, is_meant
from coo_desktop.views.finder.model import FinderModel, FinderView
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import Task
from coo_desktop.views.widgets.sound_keys import SoundKeys
from coo_desktop.views.widgets.style import Label
from coo_desktop.views.words.errors import error_message

#: So many documents are asked for; what is more than the groups show is told by a line that leads to the list.
MOST_FOUND = 24
_PAGE = 6
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _PAGE, Qt.Key.Key_PageUp: -_PAGE}
_WIDTH, _MARGIN, _EDGE = 110, 40, 8


class FinderPopup(QFrame):
    """`chosen` carries the wish of the line that was taken.

    It lies over `owner`, goes when that is hidden, and reads nothing while it is hidden itself. Each key asks anew on a
    worker and cancels what was asked before; the rows stay until the answer to the text in the line comes.
    """

    chosen = Signal(object)

    def __init__(self, session: Session, places: Callable[[], Iterable[FinderLine]], owner: QWidget) -> None:
        super().__init__(owner)
        self._session, self._all_places, self._owner = session, places, owner
        self._places: tuple[FinderLine, ...] = ()
        self._found: tuple[FoundDocument, ...] = ()
        self._task: Task | None = None
        self._enters = False
        self._front = ""
        self._before: QWidget | None = None
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(_("Number, invoice, buyer, goods, HS code, pinyin; a page or a command"))
        self.line.setAccessibleName(_("Find anything"))
        self.model = FinderModel(self)
        self.view = FinderView(self.model, self)
        self.view.setAccessibleName(_("What is found"))
        self.said = Label("", self, wraps=True)
        self._sounds = SoundKeys(session, self.line, lambda: (_key(line) for line in self._places))
        self.setFrameShape(QFrame.Shape.Box)
        self.setForegroundRole(self.palette().ColorRole.Mid)
        self.setAutoFillBackground(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        for widget in (self.line, self.view, self.said):
            self._column.addWidget(widget)
        self.line.textEdited.connect(lambda _text: self._find())
        self._sounds.spelt.connect(self._hear_spelt)
        self.view.clicked.connect(lambda _index: self._take())
        self.view.selectionModel().currentRowChanged.connect(lambda _now, _before: self._speak())
        owner.installEventFilter(self)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._hear_focus)
        self.hide()

    @property
    def is_searching(self) -> bool:
        """Whether the answer to what stands in the line is still to come."""
        return self._task is not None

    def open(self, front: str = "") -> None:
        """Shows what was opened recently except the document `front`, and waits for a text; once it is open, chooses
        the text in it."""
        if not self.isVisible():
            self._front = front
            self._before = QApplication.focusWidget()
            self._places = tuple(self._all_places())
            self._show_rows(())
            self.show()
            self.raise_()
            self._find()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def show_text(self, text: str) -> None:
        """Looks for a text as if it had been typed."""
        self.line.setText(text)
        self._find()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go through the lines while the text keeps the cursor, Enter takes one, Esc leaves everything as it
        was."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.view.step(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enters = self.is_searching
            if not self._enters:
                self._take()
        elif key == Qt.Key.Key_Escape:
            self._leave()

    def focusNextPrevChild(self, _next: bool) -> bool:
        """Tab stays in the line: there is nothing else to go to."""
        return True

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not self.isHidden():  # the owner went away, behind a lock: it comes back without this
            self.hide()
        self._cancel()
        self.line.clear()
        self._found, self._places = (), ()
        self._show_rows(())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _find(self) -> None:
        """Asks for what stands in the line; what was asked before is never shown any more."""
        self._cancel()
        text, reader, rules = self.line.text(), self._session.read, self._session.rules

        def work(_task: Task) -> tuple[FoundDocument, ...]:
            return reader.find(text, MOST_FOUND) if text.strip() else recent(reader, rules)

        self._task = self._session.run(self, work, then=partial(self._hear, text), failed=self._show_error)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._task, self._enters = None, False

    def _hear(self, text: str, found: tuple[FoundDocument, ...]) -> None:
        self._task = None
        self._show(text, found)
        if self._enters:
            self._take()

    def _hear_spelt(self) -> None:
        """Pages and commands can be found by their sound from now on; an answer that is still to come shows them."""
        if not self.is_searching:
            self._show(self.line.text(), self._found)

    def _show(self, text: str, found: tuple[FoundDocument, ...]) -> None:
        """The lines of a text: documents as they were found, pages and commands by their words in both languages."""
        self._found = found
        if text.strip():
            lines = [document_line(one, self._session) for one in found if one.family in FAMILIES]
            lines += [line for line in self._places if self._sounds.has(_key(line), text) and is_meant(text, line)]
            nothing = _("Nothing is found for “{text}”.").format(text=text.strip())
            self._show_rows(arranged(text, lines, MOST_FOUND), nothing)
        else:
            lines = [document_line(one, self._session, Group.RECENT) for one in found if one.id != self._front]
            self._show_rows(tuple(lines), _("What you open stands here the next time."))

    def _show_error(self, error: ProgramError) -> None:
        self._task = None
        self._show_rows((), error_message(error))

    def _show_rows(self, lines: tuple[FinderLine, ...], nothing: str = "") -> None:
        self.model.show_lines(lines)
        self.view.setVisible(bool(lines))
        self.said.setText("" if lines else nothing)
        self.said.setVisible(bool(self.said.text()))
        self.view.step(1)
        self._speak()
        self._place()

    def _speak(self) -> None:
        """A screen reader stays at the line, and is told there which line Enter takes."""
        current = self.view.current()
        self.line.setAccessibleDescription(current.spoken if current is not None else self.said.text())

    def _take(self) -> None:
        current = self.view.current()
        if current is not None:
            self._leave()
            self.chosen.emit(current.wish)

    def _leave(self) -> None:
        """Goes, and gives the keyboard back to where it was."""
        before, self._before = self._before, None
        self.hide()
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)

    def _hear_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self.isVisible() and new is not None and new is not self.line:
            self.hide()

    def _place(self) -> None:
        """In the middle at the top of the owner, as high as its rows and no higher than the owner."""
        room = self._owner.rect()
        self.view.setFixedHeight(min(self.view.wanted_height(), max(80, room.height() - 3 * _MARGIN)))
        width = min(_WIDTH * self.fontMetrics().horizontalAdvance("0"), room.width() - 2 * _MARGIN)
        self._column.activate()
        needed = max(
            self._column.totalHeightForWidth(width), self._column.totalSizeHint().height()
        )  # -1 without a wrap
        self.resize(width, needed)
        self.move((room.width() - width) // 2, _MARGIN)


def recent(reader: Reader, rules: Rulebook) -> tuple[FoundDocument, ...]:
    """The documents opened last that are still here, the last one first."""
    ids = opened_recently(reader)
    known = reader.documents(ids)
    living = [known[each] for each in ids if each in known and not known[each].deleted]
    return tuple(line_of(rules.book.forms[one.form], one) for one in living if one.form in rules.book.forms)


def _key(line: FinderLine) -> str:
    return " ".join((*line.names, line.aside))
