"""查验: whether a paper is authentic, by the numbers that stand on it; somebody of the customs sees all of it.

What is typed stays whatever the network does: the person asks again. At a desk it outlives the page, too.
"""

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QLineEdit, QPushButton, QWidget

from coo_desktop.domain.errors import Busy, Offline, ProgramError, SignInNeeded, SyncTrouble
from coo_desktop.domain.office.certificate_check import LONGEST, PaperFacts, Verdict, asked_of
from coo_desktop.environment.words import N_, _, ngettext
from coo_desktop.views.check.customs_bar import CustomsBar
from coo_desktop.views.check.whole_certificate import WholeCertificate
from coo_desktop.views.input_drafts import InputDrafts
from coo_desktop.views.page import Page
from coo_desktop.views.session import Asker, Ports, Session
from coo_desktop.views.tasks import NET, Tasks
from coo_desktop.views.widgets.scaffold import Message, beneath, beside, scaffold
from coo_desktop.views.widgets.style import Label, colour, heading, icon
from coo_desktop.views.words.errors import error_message


class PaperState(NamedTuple):
    """How an authentic certificate stands: the heading of the answer, its facts' word, icon, meaning of its colour."""

    heading: str
    words: str
    sign: str
    meaning: str


STATES: Mapping[str, PaperState] = MappingProxyType(
    {
        "valid": PaperState(N_("Authentic and valid"), N_("Valid"), "approved", "good"),
        "copy": PaperState(
            N_("The original is lost: only the certified copy is valid"),
            N_("The original was reported lost; the certified copy is valid."),
            "attention",
            "wait",
        ),
        "replaced": PaperState(
            N_("Replaced: this certificate is no longer valid"),
            N_("No longer valid: replaced by an amended certificate."),
            "amend",
            "bad",
        ),
        "voided": PaperState(
            N_("Void: this certificate is no longer valid"), N_("No longer valid: voided by CCPIT."), "voided", "bad"
        ),
    }
)
#: A state that only a newer program knows is never taken for a good one.
UNKNOWN = PaperState(N_("Issued, but its state is not known to this program"), N_("Unknown"), "problem", "bad")
NONE = PaperState(N_("There is no such certificate"), "", "problem", "bad")
FIELDS_EM = 22
#: The setting that keeps the numbers that are typed, and their name there.
DRAFTS, NUMBERS = "check_drafts", "numbers"


class CheckPage(Page):
    """Fields above, the answer below; works without a sign-in, and needs the network."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._checking = session.ports.office.checking
        self._length = 0  # of the text that was typed last
        self.number, self.print_number, self.invoice = (self._field() for _number in range(3))
        self.asking = QPushButton(icon("find"), _("Check this &certificate"), self)
        self.clearing = QPushButton(_("C&lear"), self)
        self.message = Message(self).selectable()
        self.message.setAccessibleName(_("Message"))
        self.answer = Answer(self)
        self.customs = CustomsBar(session, self)
        self.whole = WholeCertificate(session, self)
        self._lay_out()
        self._drafts = InputDrafts(session, DRAFTS, self) if session.read.person().account else None
        if self._drafts is not None:
            for name, field in self._fields().items():
                field.setText(str(self._drafts.of(NUMBERS).get(name, "")))
        self.asking.clicked.connect(self.check)
        self.clearing.clicked.connect(self.clear)
        self.customs.changed.connect(self._forget_answer)
        self._forget_answer()
        self.setFocusProxy(self.number)

    def check(self) -> None:
        """Asks about what is typed; a link in a field is read for its numbers."""
        if not self.asking.isEnabled():
            return  # asked already, and no answer yet
        asked = next(filter(None, map(asked_of, self._texts())), None) or self._typed()
        self._forget_answer()
        if not asked.number or not asked.print_number:
            self.message.say(_("Write the certificate number and the print number as they stand on the paper."))
            (self.print_number if asked.number else self.number).setFocus()
            return
        self._show(asked)
        self.asking.setEnabled(False)
        checking, rules = self._checking, self._session.rules
        self._session.run(
            self,
            lambda _task: checking.check(asked, rules),
            then=partial(self._answer, asked),
            failed=self._refuse,
            lane=NET,
        )

    def clear(self) -> None:
        """Empties the fields for the next paper."""
        self._show(PaperFacts("", ""))
        self._forget_answer()
        self.number.setFocus()

    def _field(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setMaxLength(LONGEST * 10)  # room for a pasted link
        field.returnPressed.connect(self.check)
        field.textEdited.connect(self._read_link)
        return field

    def _lay_out(self) -> None:
        fields = QFormLayout()
        for label, field in (
            (_("Certificate &number"), self.number),
            (_("&Print number"), self.print_number),
            (_("&Invoice number (may stay empty)"), self.invoice),
        ):
            field.setMinimumWidth(self.fontMetrics().horizontalAdvance("国") * FIELDS_EM)
            fields.addRow(label, field)
        fields.addRow(beside(self.asking, self.clearing, None))
        hint = _("The numbers stand on the paper. The link of its QR code can be pasted into any field.")
        above = beside(fields, None, self.customs)
        parts = (above, self.message, self.answer, (self.whole, 10), None)
        scaffold(self, _("Check a certificate of origin"), *parts, lead=hint)

    def _typed(self) -> PaperFacts:
        return PaperFacts(*(text.strip()[:LONGEST] for text in self._texts()))

    def _fields(self) -> dict[str, QLineEdit]:
        return {"number": self.number, "print_number": self.print_number, "invoice": self.invoice}

    def _texts(self) -> list[str]:
        return [field.text() for field in self._fields().values()]

    def _keep(self) -> None:
        """Another language or look draws the page anew; at the gate, where nobody is signed in, nothing is kept."""
        if self._drafts is not None:
            self._drafts.write(NUMBERS, {name: field.text() for name, field in self._fields().items()})

    def _show(self, asked: PaperFacts) -> None:
        self.number.setText(asked.number)
        self.print_number.setText(asked.print_number)
        self.invoice.setText(asked.invoice)
        self._keep()

    def _read_link(self, text: str) -> None:
        """A link that was pasted fills the fields; one that comes key by key is read when it is asked about.

        Whatever is typed, the answer to other numbers goes off the screen.
        """
        is_pasted = len(text) - self._length > 1
        self._length = len(text)
        self._forget_answer()
        asked = asked_of(text) if is_pasted else None
        if asked is not None:
            self._show(asked)
        self._keep()

    def _answer(self, asked: PaperFacts, verdict: Verdict) -> None:
        self.asking.setEnabled(True)
        self.answer.show_verdict(asked, verdict)
        is_whole = verdict.document is not None or bool(verdict.paper)
        self.whole.setVisible(is_whole)
        if is_whole:
            self.whole.show_verdict(verdict)

    def _refuse(self, error: ProgramError) -> None:
        self.asking.setEnabled(True)
        self.customs.refresh()
        self.message.say(refusal_text(error))

    def _forget_answer(self) -> None:
        self.message.say("")
        self.answer.setVisible(False)
        self.whole.setVisible(False)


class Answer(QFrame):
    """The state in one heading and its colour, and the key facts: nothing that is not on the paper."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.title = heading("", self)
        self.facts = Label("", self, wraps=True).selectable()
        self._sign = Label("", self)
        beneath(self, beside(self._sign, (self.title, 1)), self.facts)

    def show_verdict(self, asked: PaperFacts, verdict: Verdict) -> None:
        """How the certificate stands, or that there is none, and what its paper has to say; names the numbers asked."""
        state = STATES.get(verdict.status, UNKNOWN) if verdict.is_authentic else NONE
        self._sign.setPixmap(icon(state.sign, state.meaning).pixmap(24, 24))
        self.title.setText(_(state.heading))
        self.title.setStyleSheet(f"color: {colour(state.meaning).name()}")
        if verdict.is_authentic:
            lines = [
                _("Status: {status}").format(status=_(state.words)),
                _("Issued on: {day}").format(day=verdict.issued_on),
                _("Destination: {place}").format(place=verdict.destination or "—"),
            ]
        else:
            lines = [
                _("These numbers do not belong together. Compare them with the paper; if they are right, ask CCPIT.")
            ]
        about = _("Certificate {number}, print number {print_number}")
        lines.insert(0, about.format(number=asked.number, print_number=asked.print_number))
        self.facts.setText("\n".join(lines))
        self.setAccessibleName(f"{self.title.text()}. {self.facts.text()}")
        self.setVisible(True)


def refusal_text(error: ProgramError) -> str:
    """Why there is no answer, and what to do: nothing was decided about the paper."""
    match error:
        case Busy():
            after_s = error.facts.get("after_s")
            minutes = max(1, -(-int(after_s) // 60)) if isinstance(after_s, float | int) else 1
            return ngettext(
                "Too many questions came from this network. Ask again in {count} minute.",
                "Too many questions came from this network. Ask again in {count} minutes.",
                minutes,
            ).format(count=minutes)
        case SignInNeeded():
            return _("The customs session has ended. Sign in again to see the whole certificate.")
        case Offline():
            return _("There is no network, so nothing was asked. What you typed stays here; check again later.")
        case SyncTrouble():
            return _("No answer that can be trusted came. Nothing is known about this paper; check again later.")
        case _:
            return error_message(error)


class CheckGate(Page):
    """`left` when the person wants to sign in after all."""

    left = Signal()

    def __init__(self, ports: Ports, tasks: Tasks, asker: Asker, parent: QWidget) -> None:
        super().__init__(parent)
        self.page = CheckPage(Session(ports, tasks, asker, self), self)
        self.going_back = QPushButton(_("&Back to the sign-in"), self)
        self.going_back.clicked.connect(self.left)
        beneath(self, beside(self.going_back, None), (self.page, 1))
        self.setFocusProxy(self.page)
