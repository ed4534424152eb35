"""印章与签名: the company's seal and one's own signature, chosen from a file and seen on paper at their real size."""

from decimal import Decimal
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFileDialog, QGridLayout, QGroupBox, QLineEdit, QPushButton, QWidget

from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.language.spelling import decimal_of
from coo_desktop.domain.office.people import ADMIN
from coo_desktop.domain.office.stamps import (
    LEAST_MM,
    MOST_MM,
    STAMPS,
    CompanyStamps,
    ElectronicSeals,
    Stamp,
    StampKind,
    StampPicture,
    content_setting,
    from_parts,
    size_fault,
    stamps_of,
)
from coo_desktop.environment.words import N_, _
from coo_desktop.views.company.stamp_sample import Sample
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import Task
from coo_desktop.views.widgets.scaffold import Message, beneath, beside
from coo_desktop.views.widgets.style import Label, icon
from coo_desktop.views.words.errors import error_message, problem_words
from coo_desktop.views.words.stages import local_time

NAMES = {StampKind.SEAL: N_("Company seal"), StampKind.SIGNATURE: N_("My signature")}
USUAL_MM = {StampKind.SEAL: "42", StampKind.SIGNATURE: "30"}
POLICIES = {
    ElectronicSeals.NONE: N_(
        "Your CCPIT office takes no electronic seals: sign and stamp the printed certificate by hand."
    ),
    ElectronicSeals.ALLOWED: N_(
        "Your CCPIT office takes electronic seals: what is filed here is printed in the declaration."
    ),
    ElectronicSeals.REQUIRED: N_("Your CCPIT office asks for electronic seals: file your seal and signature here."),
}


class StampRow(QWidget):
    """One picture: `chosen` carries a file, `filed` and `removed` come with the buttons, `edited` with a width."""

    chosen = Signal(object)
    filed = Signal()
    removed = Signal()
    edited = Signal()

    def __init__(self, kind: StampKind, parent: QWidget) -> None:
        super().__init__(parent)
        self.kind = kind
        self.picture: StampPicture | None = None
        self._stamp: Stamp | None = None
        self.state = Label("", self, wraps=True)
        self.width_mm = QLineEdit(USUAL_MM[kind], self)
        self.width_mm.setMaximumWidth(self.fontMetrics().averageCharWidth() * 12)
        self.width_mm.setAccessibleName(_("{what}: printed width in mm").format(what=_(NAMES[kind])))
        self.choosing = QPushButton(icon("open"), _("Choose a picture…"), self)
        self.filing = QPushButton(icon("submitted"), _("File it"), self)
        self.removing = QPushButton(icon("discard"), _("Remove"), self)
        for button in (self.choosing, self.filing, self.removing):
            button.setAccessibleName(f"{button.text()} {_(NAMES[kind])}")
        width = Label(_("Width in mm"), self)
        width.setBuddy(self.width_mm)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        name = Label(_(NAMES[kind]), self)
        name.setMinimumWidth(self.fontMetrics().averageCharWidth() * 15)
        grid.addWidget(name, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.state, 0, 1)
        grid.addLayout(beside(width, self.width_mm, self.choosing, self.filing, self.removing, None), 1, 1)
        self.choosing.clicked.connect(self._ask_file)
        self.filing.clicked.connect(self.filed)
        self.removing.clicked.connect(self.removed)
        self.width_mm.textEdited.connect(lambda _text: self.edited.emit())

    def show_stamp(self, stamp: Stamp | None, who: str) -> None:
        """What is filed; a picture that was chosen meanwhile stays."""
        if stamp is not None and stamp != self._stamp and self.picture is None:
            self.width_mm.setText(stamp.width_mm)
        self._stamp = stamp
        said = _("Filed on {when} by {who}.").format(when=local_time(stamp.changed_at), who=who) if stamp else ""
        if self.picture is not None:
            said = _("Chosen, not filed yet.")
        self.state.setText(said or _("Nothing is filed."))

    def show_may(self, may: bool) -> None:
        """Which buttons can be pressed."""
        self.choosing.setEnabled(may)
        self.width_mm.setEnabled(may)
        self.filing.setEnabled(may and self.picture is not None)
        self.removing.setEnabled(may and self._stamp is not None)

    @property
    def chosen_mm(self) -> Decimal | None:
        """The width that stands there, None while it is none or too large for the picture."""
        width = decimal_of(self.width_mm.text().strip())
        picture = self.picture
        if width is None or not LEAST_MM <= width <= MOST_MM[self.kind][0]:
            return None
        return None if picture is not None and size_fault(self.kind, str(width), picture) else width

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, _("Choose a picture"), "", _("Pictures (*.png *.jpg *.jpeg)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.chosen.emit(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()


class StampsPanel(QGroupBox):
    """`put` carries kind, picture and width, `remove` a kind: the page asks the office."""

    put = Signal(object, object, object)
    remove = Signal(object)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(_("Electronic seal and signature"), parent)
        self._session = session
        self._waiting = False
        self._drawn: Sample | None = None
        self.policy = Label("", self, wraps=True)
        self.rows = {kind: StampRow(kind, self) for kind in StampKind}
        self.message = Message(self).selectable()
        self.sample = Label("", self)
        self.sample.setAccessibleName(_("Declaration of a certificate at its real size"))
        hint = _("PNG with a transparent ground is best. Measure the stamp itself: an empty margin is cut off.")
        self._hint = Label(hint, self, wraps=True)
        beneath(self, self.policy, *self.rows.values(), self._hint, self.message, self.sample)
        for kind, row in self.rows.items():
            row.chosen.connect(partial(self.take_file, kind))
            row.filed.connect(partial(self._file, kind))
            row.removed.connect(partial(self.remove.emit, kind))
            row.edited.connect(self._draw)
        self.refresh()

    @property
    def stamps(self) -> CompanyStamps:
        """As they were told last."""
        return stamps_of(self._session.read.setting(STAMPS))

    def refresh(self) -> None:
        """Reads what is filed, and draws it."""
        stamps, me = self.stamps, self._session.read.person()
        self.policy.setText(_(POLICIES[stamps.wanted]))
        filed = {StampKind.SEAL: stamps.seal, StampKind.SIGNATURE: stamps.signature(me.account)}
        for kind, row in self.rows.items():
            stamp = filed[kind]
            row.setVisible(stamps.is_taken)
            row.show_stamp(stamp, self._session.name_of(stamp.changed_by) if stamp else "")
            row.show_may(not self._waiting and (kind is StampKind.SIGNATURE or me.role == ADMIN))
        for part in (self._hint, self.sample):
            part.setVisible(stamps.is_taken)
        if stamps.is_taken:
            self._draw()

    def show_waiting(self, waiting: bool) -> None:
        self._waiting = waiting
        self.refresh()

    def take_file(self, kind: StampKind, file: Path) -> None:
        """Has a picture examined, and shows it on the paper; what is none is told here."""
        stamps = self._session.ports.office.stamps

        def work(_task: Task) -> StampPicture:
            return stamps.read_picture(file)

        self.message.say("")
        self._session.run(self, work, then=partial(self._taken, kind), failed=self.show_error)

    def show_done(self, kind: StampKind, text: str) -> None:
        """It is filed or removed: what was chosen is no longer in doubt."""
        self.rows[kind].picture = None
        self.refresh()
        self.message.say(text, "good")

    def show_error(self, error: ProgramError) -> None:
        words = " ".join(filter(None, (problem_words(error, field) for field in ("kind", "content", "widthMm"))))
        self.message.say(words or error_message(error))

    def _taken(self, kind: StampKind, picture: StampPicture) -> None:
        self.rows[kind].picture = picture
        self.refresh()

    def _file(self, kind: StampKind) -> None:
        row = self.rows[kind]
        if row.picture is None:
            return
        width = row.chosen_mm
        if width is None:
            widest, highest = MOST_MM[kind]
            said = _("{what} prints {least} to {widest} mm wide and at most {highest} mm high.")
            self.message.say(said.format(what=_(NAMES[kind]), least=LEAST_MM, widest=widest, highest=highest))
            row.width_mm.setFocus()
            return
        self.message.say("")
        self.put.emit(kind, row.picture, width)

    def _draw(self) -> None:
        """The declaration with what is chosen, else what is filed."""
        sample = Sample(self._session.read.company(), self._session.today().isoformat(), tuple(self._pictures()))
        if sample == self._drawn:
            return
        self._drawn = sample
        rules, ratio = self._session.rules, self.devicePixelRatioF()
        dots = self.logicalDpiX() * ratio

        def work(_task: Task) -> QImage:
            return sample.image(rules, dots)

        def then(image: QImage) -> None:
            if sample is not self._drawn:
                return  # another picture or width was chosen meanwhile
            image.setDevicePixelRatio(ratio)
            self.sample.setPixmap(QPixmap.fromImage(image))

        self._session.run(self, work, then=then, failed=self.show_error)

    def _pictures(self) -> "list[tuple[StampKind, StampPicture, Decimal]]":
        stamps, me = self.stamps, self._session.read.person().account
        filed = {StampKind.SEAL: stamps.seal, StampKind.SIGNATURE: stamps.signature(me)}
        found = []
        for kind, row in self.rows.items():
            stamp = filed[kind]
            if row.picture is not None:
                found.append((kind, row.picture, row.chosen_mm or Decimal(USUAL_MM[kind])))
            elif stamp is not None:
                content = from_parts(self._session.read.setting(content_setting(stamp.sha256)))
                if content:
                    found.append((kind, StampPicture(content, stamp.mime, 1, 1), Decimal(stamp.width_mm)))
        return found
