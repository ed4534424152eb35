"""Shipping marks: text with its line count, or a picture with the width it prints at."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QImageReader, QPixmap
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from coo_desktop.dialogs.incoming_files import png_bytes, told_unfit
from coo_desktop.dialogs.question import QuestionDialog
from coo_desktop.domain.documents.document import Evidence
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.domain.language.spelling import decimal_of
from coo_desktop.domain.operations import drafts
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.fields.text import PlainTextBox
from coo_desktop.views.questions import MarksQuestion
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.style import Label

WIDTH_MM = "40"
MOST_MM, LEAST_MM = 90, 5
SHOWN_PIXELS = QSize(360, 240)


class MarksDialog(QuestionDialog[Mapping[str, Any]]):
    """Answers with marks as kinds.py describes them; a picture is taken in at once, the row names it afterwards."""

    def __init__(self, session: Session, question: MarksQuestion, owner: QWidget) -> None:
        spec = question.spec
        super().__init__(spec.label.in_(session.language), owner)
        self._session = session
        self._spec = spec
        self._begun = question.value or {}
        self._picture: dict[str, Any] = dict(self._begun) if self._begun.get("form") == "picture" else {}
        self.text_choice = QRadioButton(_("&Text"), self)
        self.picture_choice = QRadioButton(_("&Picture"), self)
        self.box = PlainTextBox(self)
        self.box.setAccessibleName(_("Text of the marks"))
        self.lines = Label("", self)
        self.shown = Label(_("No picture yet. PNG or JPEG, from a file or by Ctrl+V."), self, wraps=True)
        self.width_line = QLineEdit(str(self._picture.get("width_mm", WIDTH_MM)), self)
        self.width_line.setAccessibleName(_("Printed width in mm"))
        self.pages = QStackedWidget(self)
        self._lay_out()
        self.box.setPlainText(str(self._begun.get("text", "")))
        self._choose(bool(self._picture))
        if self._picture:
            self._show_picture()

    def answer(self) -> Mapping[str, Any] | None:
        if self.text_choice.isChecked():
            text = KINDS[self._spec.kind].rewritten(self.box.toPlainText(), self._spec).strip()
            return {"form": "text", "text": text} if text else {}
        width = decimal_of(self.width_line.text().strip())
        if not self._picture:
            self.warn(_("Choose a picture first."))
            return None
        if width is None or not LEAST_MM <= width <= MOST_MM:
            said = _("The printed width is a number from {least} to {most} mm.")
            self.warn(said.format(least=LEAST_MM, most=MOST_MM))
            return None
        return {**self._picture, "form": "picture", "width_mm": str(width)}

    def is_changed(self) -> bool:
        text = self.box.toPlainText() if self.text_choice.isChecked() else ""
        return text != str(self._begun.get("text", "")) or (
            self.picture_choice.isChecked() and self._picture.get("sha256") != self._begun.get("sha256")
        )

    def take_file(self, path: Path) -> None:
        """Takes a picture in; what is no fit picture is told here."""
        blobs = self._session.blobs
        self._take(lambda: blobs.take_in(path, ""))

    def paste(self) -> None:
        """Takes the picture that was copied, such as a screenshot."""
        image = QGuiApplication.clipboard().image()
        if image.isNull():
            self.warn(_("There is no picture on the clipboard."))
            return
        blobs = self._session.blobs
        self._take(lambda: blobs.take_bytes(png_bytes(image), "marks.png", "image/png"))

    def _take(self, take_in: Callable[[], Evidence]) -> None:
        self.warn("")
        self._session.run(self, lambda _task: take_in(), then=self._taken, failed=self._refused)

    def _taken(self, evidence: Evidence) -> None:
        if evidence.mime not in ("image/png", "image/jpeg"):
            self.warn(_("This is no picture: PNG or JPEG is needed."))
            return
        self._session.do(self, drafts.attach, evidence, then=lambda _change: self._attached(evidence))

    def _attached(self, evidence: Evidence) -> None:
        """Only now: an answer must not name a picture that the store does not have, or refused."""
        self._picture = {"form": "picture", "evidence": evidence.id, "sha256": evidence.sha256, "name": evidence.name}
        self._show_picture()

    def _refused(self, error: ProgramError) -> None:
        self.warn(told_unfit(error))

    def _show_picture(self) -> None:
        blobs, sha256 = self._session.blobs, str(self._picture.get("sha256", ""))

        def read(_task: object) -> QImage:
            with blobs.open(sha256) as stream:
                return picture(stream.read())

        self._session.run(self, read, then=self._draw, failed=lambda _error: self.shown.setText(_("The file is lost.")))

    def _draw(self, image: QImage) -> None:
        if image.isNull():
            self.shown.setText(_("This picture cannot be shown."))
        else:
            self.shown.setPixmap(QPixmap.fromImage(image))

    def _choose(self, is_picture: bool) -> None:
        self.text_choice.setChecked(not is_picture)
        self.picture_choice.setChecked(is_picture)
        self.pages.setCurrentIndex(int(is_picture))
        (self.width_line if is_picture else self.box).setFocus()

    def _count(self) -> None:
        text = self.box.toPlainText()
        count = len(text.splitlines())
        longest = max((len(line) for line in text.splitlines()), default=0)
        said = ngettext(
            "{count} line, longest {longest} characters", "{count} lines, longest {longest} characters", count
        )
        self.lines.setText(said.format(count=count, longest=longest))

    def _lay_out(self) -> None:
        choices = QHBoxLayout()
        for button in (self.text_choice, self.picture_choice):
            choices.addWidget(button)
        choices.addStretch()
        self.body.addLayout(choices)
        text, column = QWidget(self), QVBoxLayout()
        text.setLayout(column)
        column.addWidget(self.box)
        column.addWidget(self.lines)
        self.pages.addWidget(text)
        self.pages.addWidget(self._picture_page())
        self.body.addWidget(self.pages)
        self.resize(520, 420)
        self.box.textChanged.connect(self._count)
        self.picture_choice.toggled.connect(self._choose)
        self._count()

    def _picture_page(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.addWidget(self.shown, 1)
        line = QHBoxLayout()
        for word, act in ((_("&Choose a file…"), self._ask_file), (_("Paste picture"), self.paste)):
            button = QPushButton(word, page)
            button.setAutoDefault(False)
            button.clicked.connect(act)
            line.addWidget(button)
        line.addStretch()
        label = Label(_("Printed &width in mm"), page)
        label.setBuddy(self.width_line)
        line.addWidget(label)
        line.addWidget(self.width_line)
        column.addLayout(line)
        return page

    def _ask_file(self) -> None:
        dialog = QFileDialog(self, _("Choose a picture"), "", _("Pictures (*.png *.jpg *.jpeg)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.take_file(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()


def picture(content: bytes) -> QImage:
    """A picture at the size it is shown at; drawn on a worker."""
    buffer = QBuffer()
    buffer.setData(content)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setScaledSize(reader.size().scaled(SHOWN_PIXELS, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
