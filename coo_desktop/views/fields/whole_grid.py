"""A grid of rows that takes the whole page for a while: everything else on the page is hidden, nothing is changed."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QScrollArea, QWidget

from coo_desktop.views.fields.items_table import ItemsEditor
from coo_desktop.views.fields.sections import Fields


class WholeGrid(QObject):
    """Gives the page to the grid that asks for it, and back when it asks again or another field is wanted."""

    def __init__(self, fields: Fields, scroll: QScrollArea, side: QWidget) -> None:
        super().__init__(scroll)
        self._fields, self._scroll, self._side = fields, scroll, side
        self._grid: ItemsEditor | None = None
        scroll.viewport().installEventFilter(self)
        for box in fields.boxes.values():
            if isinstance(box.editor, ItemsEditor):
                box.editor.whole_wanted.connect(lambda grid=box.editor: self._toggle(grid))

    @property
    def field(self) -> str:
        """The field that has the page, "" while all are shown."""
        return self._grid.spec.id if self._grid is not None else ""

    def leave_for(self, field: str) -> None:
        """Shows all fields again when one that is hidden is wanted."""
        if self._grid is not None and field != self.field:
            self._toggle(self._grid)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._grid is not None:
            self._fit()
        return super().eventFilter(watched, event)

    def _toggle(self, grid: ItemsEditor) -> None:
        is_taken = self._grid is None
        self._grid = grid if is_taken else None
        self._fields.show_alone(self.field)
        self._side.setVisible(not is_taken)
        if is_taken:
            self._fit()
        else:
            grid.view.fill(0)
            self._scroll.ensureWidgetVisible(grid)
        grid.view.setFocus()

    def _fit(self) -> None:
        """As high as the page, less what stands around the rows; asked from within, so that nothing is asked twice."""
        if self._grid is None:
            return
        view, whole = self._grid.view, self._fields
        needed = 0
        for widget in (self._grid, whole.boxes[self.field], whole):
            if (layout := widget.layout()) is not None:
                layout.invalidate()
                layout.activate()
                width = self._scroll.viewport().width()
                needed = max(layout.heightForWidth(width), layout.minimumSize().height())
        around = needed - view.sizeHint().height()
        view.fill(max(self._scroll.viewport().height() - around, 1))
