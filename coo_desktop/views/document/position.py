"""Where the cursor stands on the page of a document: a field, and in a grid the row and the column."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from coo_desktop.views.fields.items_table import ItemsEditor
from coo_desktop.views.fields.sections import FieldBox, Fields
from coo_desktop.views.page import Position

FIELD, ROW, PART = "field", "row", "part"


class FieldPosition(Position):
    """Remembers the last field that had the focus: another tab at the front takes the focus, not the place.

    `reveal` scrolls the page to a field.
    """

    def __init__(self, fields: Fields, reveal: Callable[[QWidget], object]) -> None:
        super().__init__(fields)
        self._fields, self._reveal = fields, reveal
        self._last = ""
        fields.left.connect(self._hear_left)
        for box in fields.boxes.values():
            if isinstance(box.editor, ItemsEditor):
                box.editor.view.selectionModel().currentChanged.connect(lambda *_indexes: self.moved.emit())

    def place(self) -> dict[str, str]:
        name = self._focused() or self._last
        if name not in self._fields.boxes:
            return {}
        editor = self._fields.boxes[name].editor
        return {FIELD: name, **(_cell(editor) if isinstance(editor, ItemsEditor) else {})}

    def show_place(self, place: Mapping[str, str]) -> None:
        box = self._fields.boxes.get(str(place.get(FIELD, "")))
        if box is None:
            return
        self._last = str(place[FIELD])
        self._reveal(box)
        box.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(box.editor, ItemsEditor):
            _show_cell(box.editor, str(place.get(ROW, "")), str(place.get(PART, "")))

    def show_start(self) -> None:
        """The first field that can be typed in; nowhere on a locked document, and where the person stood already."""
        boxes = self._fields.boxes.values()
        first = next((box.editor for box in boxes if not (box.editor.locked or box.editor.spec.is_computed)), None)
        if first is not None and not self.place():
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _hear_left(self, name: str) -> None:
        self._last = name
        self.moved.emit()

    def _focused(self) -> str:
        """The field that has the focus, "" when it is elsewhere."""
        widget = QApplication.focusWidget()
        while widget is not None and widget.parentWidget() is not self._fields:
            widget = widget.parentWidget()
        return widget.editor.spec.id if isinstance(widget, FieldBox) else ""


def _cell(editor: ItemsEditor) -> dict[str, str]:
    at = editor.view.currentIndex()
    if not at.isValid() or at.row() >= len(editor.model.rows):
        return {}
    return {ROW: str(editor.model.rows[at.row()].get("id", "")), PART: editor.model.columns[at.column()].id}


def _show_cell(editor: ItemsEditor, row_id: str, part: str) -> None:
    """Puts the cursor on a cell; a row that is gone leaves it where it is."""
    rows = [str(row.get("id", "")) for row in editor.model.rows]
    parts = [spec.id for spec in editor.model.columns]
    if row_id in rows:
        column = parts.index(part) if part in parts else 0
        editor.view.setCurrentIndex(editor.model.index(rows.index(row_id), column))
