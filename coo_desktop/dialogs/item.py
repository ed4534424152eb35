"""One row of an items field: its fields as the item type lays them out, what is wrong, what can be filled in."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QWidget

from coo_desktop.dialogs.question import QuestionDialog
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.filling.assists import ASSISTS, AssistContext, Offer
from coo_desktop.domain.forms.form_type import FieldSpec, Section, Words
from coo_desktop.views.document.checking import SOON_MS
from coo_desktop.views.document.metering import Metering, show_meters
from coo_desktop.views.document.offers_panel import OffersPanel
from coo_desktop.views.document.problem_panel import problem_text
from coo_desktop.views.document.undo import Steps
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.fields.sections import Fields
from coo_desktop.views.questions import ItemQuestion
from coo_desktop.views.records.help import RecordHelp
from coo_desktop.views.session import Session

UNTITLED = Words(zh_CN="", en="")


class ItemDialog(QuestionDialog[dict[str, Any]]):
    """Edits one row and answers with it; the document hears of it only when it is accepted."""

    def __init__(self, session: Session, question: ItemQuestion, owner: QWidget) -> None:
        spec = question.spec
        super().__init__((spec.item_type or spec).label.in_(session.language), owner)
        self._session = session
        self._question = question
        self._specs = spec.item_type.by_id if spec.item_type else {}
        around = Surroundings(session, question.form, self.values, self.row, question.document)
        self.fields = Fields(self._specs, around, self)
        self.offers = OffersPanel(session.language, self)
        self.metering = Metering(session, question.form, self)
        self._visited: set[str] = set()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._lay_out(spec.item_type.rows if spec.item_type else ())
        self.records = RecordHelp(session, self.fields, self._specs, self.row, self)
        self.fields.show_values(question.row)
        self._begun = self.fields.values()
        self.steps = Steps(self.fields, session.language, self)
        self.steps.start()
        self._connect()
        self._focus(question.part)
        self.check()

    def row(self) -> dict[str, Any]:
        """The row as it stands in the dialog, with what its fields do not show."""
        return {**self._question.row, **self.fields.values()}

    def values(self) -> dict[str, Any]:
        """The document as it would be with this row accepted."""
        spec, values = self._question.spec, self._question.values
        row, rows = self.row(), [dict(row) for row in values.get(spec.id) or ()]
        at = next((number for number, old in enumerate(rows) if old.get("id") == row["id"]), len(rows))
        return {**values, spec.id: [*rows[:at], row, *rows[at + 1 :]]}

    def answer(self) -> dict[str, Any] | None:
        return None if self.is_locked else self.row()

    def is_changed(self) -> bool:
        return not self.is_locked and self.fields.values() != self._begun

    @property
    def is_locked(self) -> bool:
        return self._question.locked

    def check(self) -> None:
        """Shows what is wrong with this row, and what the assists offer for it."""
        self._soon.stop()
        self.fields.show_computed(self.values())
        context = self._session.context(self._session.read.document(self._question.document))
        shown: dict[str, tuple[str, str]] = {}
        for problem in self._session.rules.problems(self._question.form, self.values(), context):
            if problem.row == self._question.row["id"] and problem.part in self._visited:
                shown.setdefault(problem.part, (problem.severity, problem_text(problem)))
        for name, box in self.fields.boxes.items():
            box.show_problem(*shown.get(name, ("", "")))
        self.metering.measure(self._measurable(), self.values())
        if self._named("choice"):
            self.offers.show_offers([offer for name in self._named("choice") for offer in self._offers(name)])

    def take(self, fills: Mapping[str, Any]) -> None:
        """Puts offered values into their fields, each one step of undo."""
        for name, value in fills.items():
            box = self.fields.boxes.get(name)
            if box is not None and not self.is_locked:
                box.editor.show_value(value)
                box.editor.edited.emit()

    def _lay_out(self, rows: tuple[tuple[str, ...], ...]) -> None:
        self.fields.lay_out([Section(id="row", title=UNTITLED, rows=rows)])
        scroll = QScrollArea(self)
        scroll.setWidget(self.fields)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        beside = QHBoxLayout()
        beside.addWidget(scroll, 3)
        beside.addWidget(self.offers, 2)
        self.body.addLayout(beside)
        judged = bool(self._named("choice"))
        self.offers.setVisible(judged)
        fixed = self._question.fixed
        self.fields.set_locked(lambda spec: self.is_locked or spec.locked or spec.id in fixed)
        self.accepting.setVisible(not self.is_locked)
        for spec in self._specs.values():
            for name in spec.assists:
                if ASSISTS[name].kind == "button":
                    self._add_button(spec, name)
        self.resize(1040 if judged else 720, 680 if judged else 520)

    def _add_button(self, spec: FieldSpec, name: str) -> None:
        box = self.fields.boxes[spec.id]
        button = QPushButton(ASSISTS[name].label.in_(self._session.language), box)
        button.setAutoDefault(False)
        button.setEnabled(not self.is_locked)
        button.clicked.connect(partial(self._take_first, name))
        box.add_beneath(button)

    def _connect(self) -> None:
        self._soon.timeout.connect(self.check)
        self.metering.measured.connect(
            lambda fills: show_meters(self.fields, self._specs, fills, self._question.spec.id)
        )
        self.steps.stepped.connect(self._hear)
        self.fields.left.connect(self._hear_left)
        self.offers.taken.connect(self.take)
        for key, act in (
            ("Ctrl+Z", self.steps.stack.undo),
            ("Ctrl+Y", self.steps.stack.redo),
            ("Ctrl+Shift+Z", self.steps.stack.redo),
        ):
            QShortcut(QKeySequence(key), self, act)

    def _hear(self, name: str) -> None:
        """A field changed: what is known from it at once is filled in, the rest is worked out soon."""
        for assist in self._specs[name].assists:
            if ASSISTS[assist].kind == "at_once":
                self._take_first(assist)
        self._soon.start()

    def _hear_left(self, name: str) -> None:
        self._visited.add(name)
        self._soon.start()

    def _focus(self, part: str) -> None:
        """The cursor starts in the part that was asked for, else in the first field that can be typed in."""
        open_parts = [
            name
            for name, spec in self._specs.items()
            if name in self.fields.boxes and not spec.is_computed and not spec.locked
        ]
        if part in self.fields.boxes:
            self._visited |= set(self._specs)
        first = part if part in open_parts else min(open_parts, key=list(self.fields.boxes).index, default="")
        if first:
            self.fields.editor(first).focus_widget().setFocus()

    def _measurable(self) -> Document:
        """The stored document, for what its paper tells beside the values; a blank one where it is not stored yet."""
        question = self._question
        known = self._session.read.document(question.document)
        return known or Document(id=question.document, form=question.form.id, family=question.form.family, values={})

    def _named(self, kind: str) -> list[str]:
        return [name for spec in self._specs.values() for name in spec.assists if ASSISTS[name].kind == kind]

    def _offers(self, name: str) -> list[Offer]:
        asked = AssistContext(
            self._session.rules,
            self._question.form,
            self.values(),
            self.row(),
            self._specs,
            self._session.context(None),
        )
        return list(ASSISTS[name].offers(asked))

    def _take_first(self, name: str, _on: bool = False) -> None:
        for offer in self._offers(name)[:1]:
            self.take(offer.fills)
