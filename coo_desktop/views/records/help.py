"""What reference data do for the fields of a page or a row: records offered while typing, and a new name kept."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton

from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.forms.form_type import FieldSpec, RecordUse
from coo_desktop.domain.operations import drafts
from coo_desktop.domain.records.uses import filled, keys, named
from coo_desktop.environment.words import _
from coo_desktop.views.fields.sections import Fields
from coo_desktop.views.fields.text import LinesEditor, TextEditor
from coo_desktop.views.records.offers import RecordBooks, RecordOffers, line_replaced
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.style import icon


class RecordHelp(QObject):
    """Watches the fields that declare `from_record`. `values` gives what stands in the page or the row."""

    def __init__(
        self,
        session: Session,
        fields: Fields,
        specs: Mapping[str, FieldSpec],
        values: Callable[[], Values],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._fields, self._specs, self._values = session, fields, specs, values
        self.books = RecordBooks.shared(session)
        self.offers: dict[str, RecordOffers] = {}
        self.keeping: dict[str, QPushButton] = {}
        for name, spec in specs.items():
            editor = fields.boxes[name].editor if name in fields.boxes else None
            if spec.from_record is not None and isinstance(editor, TextEditor | LinesEditor):
                self._help(name, spec.from_record, editor)
        self.books.read.connect(self._show_keeping)  # a method: the books outlive the page
        fields.left.connect(self._hear_left)

    def _help(self, name: str, use: RecordUse, editor: TextEditor | LinesEditor) -> None:
        offers = RecordOffers(self.books, use.record, editor.box if isinstance(editor, LinesEditor) else editor.line)
        offers.chosen.connect(partial(self._fill, name, use))
        button = QPushButton(icon("kept"), "", self._fields)
        button.setAutoDefault(False)
        button.setFlat(True)
        button.setStyleSheet("text-align: left; padding: 2px")
        button.clicked.connect(partial(self._keep, use))
        button.hide()
        self._fields.boxes[name].add_beneath(button)
        self.offers[name], self.keeping[name] = offers, button

    def _fill(self, name: str, use: RecordUse, record: Values) -> None:
        """Each field is one step of undo; in a box of several lines the record takes the place of the typed one."""
        for target, text in filled(use, record, self._specs).items():
            box = self._fields.boxes.get(target)
            if box is None or box.editor.locked:
                continue
            if target == name and isinstance(box.editor, LinesEditor):
                text = line_replaced(box.editor.box, text)
            box.editor.show_value(text)
            box.editor.edited.emit()
        self._show_keeping()

    def _hear_left(self, name: str) -> None:
        if any(name in use.fills for use in self._uses().values()):
            self._show_keeping()

    def _uses(self) -> Mapping[str, RecordUse]:
        return {name: use for name in self.offers if (use := self._specs[name].from_record) is not None}

    def _show_keeping(self, _form: str = "") -> None:
        """Offers to keep a name that no record has; until the records were read nobody can tell."""
        for name, use in self._uses().items():
            button, form = self.keeping[name], self._session.rules.form(use.record)
            books = self.books.of(use.record) if self._named_values(use) else None
            own = keys(form, self._named_values(use))
            is_new = books is not None and bool(own) and not books.has(own)
            words = _("Keep in reference data: {kind}").format(kind=form.short.in_(self._session.language))
            button.setText(words.replace("&", "&&"))
            button.setVisible(is_new)

    def _named_values(self, use: RecordUse) -> Mapping[str, str]:
        return named(use, self._values(), self._specs, self._session.rules.form(use.record))

    def _keep(self, use: RecordUse, _checked: bool = False) -> None:
        told = self._named_values(use)
        if told:
            self._session.do(self, drafts.start, use.record, told)
