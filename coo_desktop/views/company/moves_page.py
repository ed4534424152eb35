"""贸促会迁移: the wish to be served by another office of the CCPIT, where it stands, and what the office answered."""

from functools import partial

from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from coo_desktop.domain.errors import ProgramError, Refused
from coo_desktop.domain.office.correspondence import MoveState, OfficeMove, OfficePlace
from coo_desktop.domain.office.people import ADMIN
from coo_desktop.environment.words import N_, _
from coo_desktop.views.company.online_page import OnlinePage
from coo_desktop.views.fields.text import PlainTextBox
from coo_desktop.views.input_drafts import InputDrafts
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.scaffold import beneath, beside
from coo_desktop.views.widgets.style import Label, colour, icon
from coo_desktop.views.words.stages import local_time

STATES = {
    MoveState.OPEN: (N_("Waiting for the office"), "wait"),
    MoveState.APPROVED: (N_("Approved"), "good"),
    MoveState.REFUSED: (N_("Refused"), "bad"),
    MoveState.TAKEN_BACK: (N_("Taken back"), "quiet"),
}
LONGEST_REASON = 500
#: The setting that keeps the request that is being written, and its name there.
DRAFTS, REQUEST = "move_drafts", "request"


class MovesPage(OnlinePage):
    """The form above, every request so far below."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        lead = _("Once the new office approves, what is not sent yet goes there; what was sent stays with the old one.")
        super().__init__(session, _("Move to another CCPIT office"), lead, parent)
        self._offices: tuple[OfficePlace, ...] = ()
        self._open = ""
        self._drafts = InputDrafts(session, DRAFTS, self)
        self.here = Label("", self)
        self.place, self.office = QComboBox(self), QComboBox(self)
        self.place.setAccessibleName(_("Place"))
        self.office.setAccessibleName(_("Office"))
        self.reason = PlainTextBox(self)
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setMaximumHeight(self.fontMetrics().lineSpacing() * 5)
        self.sending = QPushButton(icon("submitted"), _("&Send the request"), self)
        self.taking_back = QPushButton(icon("withdrawn"), _("Take the request &back"), self)
        self.history = QVBoxLayout()
        self._lay_out()
        self.reason.setPlainText(str(self._drafts.of(REQUEST).get("reason", "")))
        self.place.currentIndexChanged.connect(self._show_offices)
        self.reason.textChanged.connect(self._hear)
        for choice in (self.place, self.office):
            choice.activated.connect(self._hear)
        self.sending.clicked.connect(self._send)
        self.taking_back.clicked.connect(self._take_back)
        self._show_buttons()
        self.load()

    def load(self) -> None:
        """Asks for the offices and the requests."""
        office = self.session.ports.office

        def work() -> tuple[tuple[OfficePlace, ...], tuple[OfficeMove, ...]]:
            office.company()  # it may have moved since
            return office.letters.offices(), office.letters.moves()

        self.ask(work, self._loaded)

    def _loaded(self, told: tuple[tuple[OfficePlace, ...], tuple[OfficeMove, ...]]) -> None:
        self.tell_company()
        self._show(*told)

    def show_waiting(self, waiting: bool) -> None:
        self._show_buttons()

    def _hear(self) -> None:
        """What is being written outlives the page: another language or look draws it anew."""
        chosen = {"place": self.place.currentText(), "office": self.office.currentData()}
        self._drafts.write(REQUEST, {"reason": self.reason.toPlainText(), **chosen})
        self._show_buttons()

    def _lay_out(self) -> None:
        fields = QFormLayout()
        fields.addRow(_("Office now"), self.here)
        fields.addRow(_("&Place"), self.place)
        fields.addRow(_("&Office"), self.office)
        fields.addRow(_("R&eason"), self.reason)
        self.column.addLayout(fields)
        self.column.addLayout(beside(self.sending, self.taking_back, None))
        inner = QWidget(self)
        beneath(inner, self.history, None)
        scroll = QScrollArea(self)
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        self.column.addWidget(scroll, 1)

    def _show(self, offices: tuple[OfficePlace, ...], moves: tuple[OfficeMove, ...]) -> None:
        mine = self.session.read.company().office
        draft = self._drafts.of(REQUEST)
        kept = (
            self.place.currentText() or str(draft.get("place", "")),
            self.office.currentData() or draft.get("office"),
        )
        self._offices = offices
        self.here.setText(self._name(mine))
        self.place.clear()
        self.place.addItems(list(dict.fromkeys(each.place for each in offices if each.office != mine)))
        self.place.setCurrentText(kept[0])
        self._show_offices()
        self.office.setCurrentIndex(max(0, self.office.findData(kept[1])))
        self._open = next((move.id for move in moves if move.state == MoveState.OPEN), "")
        while (item := self.history.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for move in moves:
            self.history.addWidget(self._entry(move))
        self._show_buttons()

    def _entry(self, move: OfficeMove) -> QWidget:
        frame = QFrame(self)
        frame.setFrameShape(QFrame.Shape.StyledPanel)
        column = QVBoxLayout(frame)
        words, meaning = STATES[move.state]
        state = Label(_(words), frame)
        state.setStyleSheet(f"color: {colour(meaning).name()}; font-weight: bold")
        route = f"{self._name(move.office_from)} → {self._name(move.office_to)}"
        asked = _("{route}, asked on {when} by {who}")
        column.addWidget(state)
        told = asked.format(route=route, when=local_time(move.asked_at), who=move.asked_by)
        column.addWidget(Label(told, frame, wraps=True))
        column.addWidget(Label(move.reason, frame, wraps=True).selectable())
        if move.answer:
            said = _("The office's answer: {text}").format(text=move.answer)
            column.addWidget(Label(said, frame, wraps=True).selectable())
        return frame

    def _name(self, office: str) -> str:
        found = next((each for each in self._offices if each.office == office), None)
        return f"{found.place} {found.name(self.session.language)}" if found else office

    def _show_offices(self) -> None:
        mine = self.session.read.company().office
        self.office.clear()
        for each in self._offices:
            if each.place == self.place.currentText() and each.office != mine:
                self.office.addItem(each.name(self.session.language), each.office)
        self._show_buttons()

    def _show_buttons(self) -> None:
        may = self.session.role == ADMIN and not self.is_waiting
        text = self.reason.toPlainText().strip()
        self.sending.setEnabled(may and not self._open and bool(text) and self.office.currentData() is not None)
        self.taking_back.setVisible(bool(self._open))
        self.taking_back.setEnabled(may)
        hint = "" if self.session.role == ADMIN else _("Only the administrator of the company can ask for it.")
        self.sending.setToolTip(hint)

    def _send(self) -> None:
        if not self.is_taken():
            return
        reason = self.reason.toPlainText().strip()
        if len(reason) > LONGEST_REASON:
            self.say(_("The reason takes at most {count} characters.").format(count=LONGEST_REASON))
            return
        letters, office = self.session.ports.office.letters, self.office.currentData()
        self.act(partial(letters.move, office, reason), letters.moves, partial(self._sent, reason), self._refuse)

    def _sent(self, reason: str, moves: tuple[OfficeMove, ...]) -> None:
        if self.reason.toPlainText().strip() == reason:  # what was typed since is no part of the request
            self.reason.clear()
        self._after(moves, _("The request is sent. The office's answer will show here."))

    def _take_back(self) -> None:
        if not self.is_taken():
            return
        letters = self.session.ports.office.letters

        def then(moves: tuple[OfficeMove, ...]) -> None:
            self._after(moves, _("The request is taken back."))

        self.act(partial(letters.stay, self._open), letters.moves, then, self._refuse)

    def _after(self, moves: tuple[OfficeMove, ...], said: str) -> None:
        self._show(self._offices, moves)
        self.say(said, "good")

    def _refuse(self, error: ProgramError) -> None:
        """The office may have answered meanwhile: everything is asked for again, and the reason stays."""
        if isinstance(error, Refused):
            self.load()
        self.show_error(error)
