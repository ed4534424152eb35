"""What helps beside the fields of a document: records offered while typing, and values that a press fills in."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QPushButton

from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.filling.assists import ASSISTS, AssistContext, Offer
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.records.uses import offering
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.fields.sections import Fields
from coo_desktop.views.records.help import RecordHelp
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import CHECK, Task
from coo_desktop.views.widgets.style import icon

SOON_MS = 200


class FieldHelp(QObject):
    """A field's declared assists as buttons beneath it, each shown while it has something to offer."""

    def __init__(self, around: Surroundings, fields: Fields) -> None:
        super().__init__(fields)
        self._around, self._fields = around, fields
        self.records = RecordHelp(around.session, fields, offering(around.form), around.values, self)
        self.buttons: dict[str, QPushButton] = {}
        self._running: Task | None = None
        for spec in around.form.fields:
            for name in spec.assists:
                if ASSISTS[name].kind == "button" and spec.id in fields.boxes:
                    self._add(spec.id, name)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self._look)
        fields.edited.connect(lambda _name: self._soon.start())
        fields.left.connect(lambda _name: self._soon.start())
        self._soon.start()

    def refresh(self) -> None:
        """Shows what can be filled in as the document stands, and hides the rest."""
        self._show(self._asking()())

    def _look(self) -> None:
        """The same away from the screen, where what an assist asks of the store keeps nobody waiting."""
        if self._running is not None:
            self._running.cancel()
        work = self._asking()
        self._running = self._around.session.tasks.run(self, lambda _task: work(), then=self._show, lane=CHECK)

    def _asking(self) -> Callable[[], Mapping[str, Offer | None]]:
        """What finds the offer of every button for the values as they stand now."""
        around = self._around
        return partial(
            first_offers, around.session, around.form, around.document_id, around.values(), tuple(self.buttons)
        )

    def _show(self, offers: Mapping[str, Offer | None]) -> None:
        self._running = None
        for name, offer in offers.items():
            is_offered = offer is not None and not any(self._is_locked(field) for field in offer.fills)
            self.buttons[name].setVisible(is_offered)

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
        offer = self._asking()()[name]
        for field, value in offer.fills.items() if offer is not None else ():
            if not self._is_locked(field):
                editor = self._fields.editor(field)
                editor.show_value(value)
                editor.edited.emit()
        self.refresh()

    def _is_locked(self, field: str) -> bool:
        return field not in self._fields.boxes or self._fields.editor(field).locked


def first_offers(
    session: Session, form: FormType, document_id: str, values: Values, names: Iterable[str]
) -> Mapping[str, Offer | None]:
    """The first offer of each of these assists of the document's own fields; on any thread."""
    context = session.context(session.read.document(document_id))
    asked = AssistContext(session.rules, form, values, values, form.by_id, context)
    return {name: next(iter(ASSISTS[name].offers(asked)), None) for name in names}
