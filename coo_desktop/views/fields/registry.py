"""One editor per kind of field: the same names as domain.kinds.KINDS, and a test compares the two tables."""

from PySide6.QtWidgets import QWidget

from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.views.fields.choice import ChoiceEditor, CodeEditor, FlagEditor
from coo_desktop.views.fields.editor import Editor, MakeEditor, Surroundings
from coo_desktop.views.fields.hs_editor import HsCodeEditor
from coo_desktop.views.fields.items_table import ItemsEditor
from coo_desktop.views.fields.parts import ComputedEditor, EvidenceEditor, LinkEditor, MarksEditor
from coo_desktop.views.fields.product_cell import ProductCell
from coo_desktop.views.fields.text import DateEditor, LinesEditor, NumberEditor, TextEditor


def make_editor(spec: FieldSpec, around: Surroundings, parent: QWidget) -> Editor:
    """The editor of a field, by its kind."""
    return EDITORS[spec.kind](spec, around, parent)


def make_in_cell(spec: FieldSpec, around: Surroundings, parent: QWidget) -> Editor:
    """The editor of a part of a row in a cell of its table."""
    return IN_CELL.get(spec.kind, EDITORS[spec.kind])(spec, around, parent)


def _items_editor(spec: FieldSpec, around: Surroundings, parent: QWidget) -> Editor:
    return ItemsEditor(spec, around, parent, make_in_cell)


#: Kinds that are typed otherwise in a cell than in a form.
IN_CELL: dict[str, MakeEditor] = {"link": ProductCell}
EDITORS: dict[str, MakeEditor] = {
    "text": TextEditor,
    "lines": LinesEditor,
    "integer": NumberEditor,
    "decimal": NumberEditor,
    "date": DateEditor,
    "choice": ChoiceEditor,
    "code": CodeEditor,
    "hs_code": HsCodeEditor,
    "flag": FlagEditor,
    "items": _items_editor,
    "marks": MarksEditor,
    "evidence": EvidenceEditor,
    "link": LinkEditor,
    "computed": ComputedEditor,
}
