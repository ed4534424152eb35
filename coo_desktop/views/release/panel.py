"""The tab of the second pair of eyes: the state, what can be done about it, and every note with its field."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QPushButton, QWidget

from coo_desktop.domain.office.release import LONGEST_NOTE, Note, ReleaseStep
from coo_desktop.environment.words import N_, _
from coo_desktop.views.fields.editor import plain_tip
from coo_desktop.views.widgets.scaffold import Message, beneath, beside
from coo_desktop.views.widgets.style import Label, icon

#: Deciding step -> word and icon of its button.
STEPS = {
    ReleaseStep.ASK: (N_("Ask for a check"), "in_review"),
    ReleaseStep.RELEASE: (N_("Release"), "ready"),
    ReleaseStep.GIVE_BACK: (N_("Give back"), "returned"),
}


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A note with its place and itself in words."""

    note: Note
    place: str
    text: str


class ReleasePanel(QWidget):
    """`decided` carries a step about the content, `noted` a text, `answered` a note's id and a text, `cleared` an id;
    `wanted` the note to whose field the person wants to go."""

    decided = Signal(object)
    noted = Signal(str)
    answered = Signal(str, str)
    cleared = Signal(str)
    wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._notes: tuple[ShownNote, ...] = ()
        self._is_open = False
        self.state = Label("", self, wraps=True).selectable()
        self.buttons = {step: QPushButton(icon(sign), _(word), self) for step, (word, sign) in STEPS.items()}
        self.list = QListWidget(self)
        self.list.setWordWrap(True)
        self.list.setAccessibleName(_("Notes"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.place = Label("", self, wraps=True)
        self.text = QLineEdit(self)
        self.text.setMaxLength(LONGEST_NOTE)
        self.text.setPlaceholderText(_("Write a note or an answer…"))
        self.text.setAccessibleName(_("Note or answer"))
        self.noting = QPushButton(_("Put the note"), self)
        self.answering = QPushButton(_("Answer"), self)
        self.clearing = QPushButton(_("Clear"), self)
        self.message = Message(self).selectable()
        keys = beside(self.noting, self.answering, self.clearing, None)
        decisions = beside(*self.buttons.values(), None)
        beneath(self, self.state, decisions, (self.list, 1), self.place, self.text, keys, self.message)
        self._connect()

    def show_state(self, text: str, offered: Sequence[ReleaseStep], own: bool) -> None:
        """The state in words and the steps that are open to this person; one's `own` request is taken back."""
        self.state.setText(text)
        for step, button in self.buttons.items():
            button.setVisible(step in offered)
        back = _("Take the request back") if own else _(STEPS[ReleaseStep.GIVE_BACK][0])
        self.buttons[ReleaseStep.GIVE_BACK].setText(back)

    def show_notes(self, notes: Sequence[ShownNote], is_open: bool) -> None:
        """The notes in the order they came; the current one stays so. Only an `is_open` document takes steps."""
        current, self._is_open = self.current, is_open
        if tuple(notes) != self._notes:
            self._notes = tuple(notes)
            self.list.clear()
            for shown in notes:
                item = QListWidgetItem(icon("note", "wait"), f"{shown.place}\n{shown.text}")
                item.setToolTip(plain_tip(shown.text))
                self.list.addItem(item)
            ids = [shown.note.id for shown in notes]
            if current is not None and current.id in ids:
                self.list.setCurrentRow(ids.index(current.id))
        self.text.setEnabled(is_open)
        self._show_may()

    def show_place(self, text: str) -> None:
        """Where the next note goes: to the field where the cursor stands or stood last."""
        self.place.setText(_("The note goes to: {place}").format(place=text))

    def show_taken(self, text: str) -> None:
        """This text is stored; what was typed since stays."""
        if self.text.text() == text:
            self.text.clear()
        self.message.say("")

    @property
    def current(self) -> Note | None:
        """The note that the list stands on."""
        row = self.list.currentRow()
        return self._notes[row].note if 0 <= row < len(self._notes) else None

    def _connect(self) -> None:
        for step, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, step=step: self.decided.emit(step))
        self.list.currentRowChanged.connect(lambda _row: self._show_may())
        self.list.itemActivated.connect(lambda _item: self.wanted.emit(self.current))
        self.text.textEdited.connect(lambda _text: self._show_may())
        self.text.returnPressed.connect(self._note)
        self.noting.clicked.connect(self._note)
        self.answering.clicked.connect(self._answer)
        self.clearing.clicked.connect(self._clear)

    def _show_may(self) -> None:
        is_written, is_chosen = bool(self.text.text().strip()), self.current is not None
        self.noting.setEnabled(self._is_open and is_written)
        self.answering.setEnabled(self._is_open and is_written and is_chosen)
        self.clearing.setEnabled(self._is_open and is_chosen)

    def _note(self) -> None:
        if self.noting.isEnabled():
            self.noted.emit(self.text.text())

    def _answer(self) -> None:
        if self.current is not None:
            self.answered.emit(self.current.id, self.text.text())

    def _clear(self) -> None:
        if self.current is not None:
            self.cleared.emit(self.current.id)
