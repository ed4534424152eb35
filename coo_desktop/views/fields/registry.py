"""One editor per kind of field: the same names as domain.kinds.KINDS, and a test compares the two tables."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtWidgets import QWidget

from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.views.fields.choice import FlagEditor
from coo_desktop.views.fields.editor import Editor, Surroundings
from coo_desktop.views.fields.items_table import ItemsEditor
from coo_desktop.views.fields.items_view import CELL_EDITORS
from coo_desktop.views.fields.parts import ComputedEditor, EvidenceEditor, LinkEditor, MarksEditor
from coo_desktop.views.fields.text import LinesEditor

EDITORS: Mapping[str, type[Editor]] = MappingProxyType(
    {
        **CELL_EDITORS,
        "lines": LinesEditor,
        "flag": FlagEditor,
        "items": ItemsEditor,
        "marks": MarksEditor,
        "evidence": EvidenceEditor,
        "link": LinkEditor,
        "computed": ComputedEditor,
    }
)


def make_editor(spec: FieldSpec, around: Surroundings, parent: QWidget) -> Editor:
    """The editor of a field, by its kind."""
    return EDITORS[spec.kind](spec, around, parent)
