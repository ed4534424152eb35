"""What helps beside the fields of a document: records offered while typing, and values that a press fills in."""

from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QPushButton

from coo_desktop.domain.filling.assists import ASSISTS, AssistContext, Offer
from coo_desktop.domain.records.uses import offering
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.fields.sections import Fields
from coo_desktop.views.records.help import RecordHelp
from coo_desktop.views.widgets.style import icon

SOON_MS = 200


class FieldHelp(QObject):
    """A field's declared assists as buttons beneath it, each shown while it has something to offer."""

    def __init__(self, around: Surroundings, fields: Fields) -> None:
        super().__init__(fields)
        self._around, self._fields = around, fields
        self.records = RecordHelp(around.session, fields, offering(around.form), around.values, self)
        self.buttons: dict[str, QPushButton] = {}
        for spec in around.form.fields:
            for name in spec.assists:
                if ASSISTS[name].kind == "button" and spec.id in fields.boxes:
                    self._add(spec.id, name)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.refresh)
        fields.edited.connect(lambda _name: self._soon.start())
        fields.left.connect(lambda _name: self._soon.start())
        self._soon.start()

    def refresh(self) -> None:
        """Shows what can be filled in as the document stands, and hides the rest."""
        asked = self._asked()
        for name, button in self.buttons.items():
            offer = _first(name, asked)
            button.setVisible(offer is not None and not any(self._is_locked(field) for field in offer.fills))

    def _add(self, field: str, name: str) -> None:
        button = QPushButton(icon("magic"), ASSISTS[name].label.in_(self._around.session.language), self._fields)
        button.setAutoDefault(False)
        button.setFlat(True)
        button.setStyleSheet("text-align: left; padding: 2px")
        button.clicked.connect(partial(self._take, name))
        button.hide()
        self._fields.boxes[field].add_beneath(button)
        self.buttons[name] = button

    def _take(self, name: str, _checked: bool = False) -> None:
        """Each field is one step of undo."""
        offer = _first(name, self._asked())
        for field, value in offer.fills.items() if offer is not None else ():
            if not self._is_locked(field):
                editor = self._fields.editor(field)
                editor.show_value(value)
                editor.edited.emit()
        self.refresh()

    def _asked(self) -> AssistContext:
        session, values = self._around.session, self._around.values()
        context = session.context(session.read.document(self._around.document_id))
        return AssistContext(session.rules, self._around.form, values, values, self._around.form.by_id, context)

    def _is_locked(self, field: str) -> bool:
        return field not in self._fields.boxes or self._fields.editor(field).locked


def _first(name: str, asked: AssistContext) -> Offer | None:
    return next(iter(ASSISTS[name].offers(asked)), None)
