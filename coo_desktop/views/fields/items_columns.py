"""The columns of an items field: which ones a person chose and how wide, kept for the form and the field."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHeaderView, QMenu

from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.environment.words import _
from coo_desktop.views.fields.items_model import ItemsModel
from coo_desktop.views.fields.items_view import ItemsView
from coo_desktop.views.lists.arrangement import Arranged
from coo_desktop.views.lists.table import NARROWEST, WIDEST

LEAST_WIDTH, LINK_WIDTH = 96, 200


class ChoosingMenu(QMenu):
    """A menu of ticks that stays open while they are set: Space and a click turn one over, Enter does so and closes."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self.activeAction()
        if event.key() == Qt.Key.Key_Space and action in self.actions() and action.isCheckable():
            action.trigger()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        action = self.actionAt(event.position().toPoint())
        if action in self.actions() and action.isCheckable() and action.isEnabled():
            action.trigger()
            return
        super().mouseReleaseEvent(event)


class GridColumns(Arranged):
    """Shows the chosen columns at their widths, asks for others, and keeps both.

    The first column of text takes the room that is left until a person gives it a width.
    """

    def __init__(self, model: ItemsModel, view: ItemsView) -> None:
        super().__init__(model.around.session, view)
        self._setting = f"grid/{model.around.form.id}/{model.spec.id}"
        self._model, self._view = model, view
        self._header = view.horizontalHeader()
        self._usual = tuple(part.id for part in model.columns)
        self._widths: dict[str, int] = {}
        self._is_placing = False
        self._header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._header.setMinimumSectionSize(NARROWEST)
        self._header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._header.customContextMenuRequested.connect(lambda at: self.open_menu(self._header.mapToGlobal(at)))
        view.viewport().installEventFilter(self)
        self._restore()
        self._header.sectionResized.connect(self._hear_width)

    def arrangement(self) -> Mapping[str, Any]:
        """Implements Arranged; None where everything is as on the first day."""
        names = [part.id for part in self._model.columns]
        is_usual = tuple(names) == self._usual and not self._widths
        return {self._setting: None if is_usual else {"columns": names, "widths": dict(self._widths)}}

    def show_part(self, name: str, shown: bool) -> None:
        """Adds a column or takes it away; the last one stays."""
        names = [part.id for part in self._model.columns]
        self._show([*names, name] if shown else [one for one in names if one != name] or names)
        self.touch()

    def reset(self) -> None:
        """Columns and widths as on the first day."""
        self._widths = {}
        self._show(self._usual)
        self.touch()

    def open_at_head(self) -> None:
        """The list of columns beneath the head of the grid."""
        self.open_menu(self._header.mapToGlobal(self._header.rect().bottomLeft()))

    def open_menu(self, place: QPoint) -> None:
        """A tick for every part, and the way back to the first day."""
        menu = ChoosingMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        language, shown = self._model.around.session.language, {part.id for part in self._model.columns}
        for part in self._model.parts:
            action = menu.addAction(part.label.in_(language).replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(part.id in shown)
            action.toggled.connect(lambda on, name=part.id: self.show_part(name, on))
        menu.addSeparator()
        menu.addAction(_("Columns as they were at first")).triggered.connect(lambda: self.reset())
        menu.popup(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _restore(self) -> None:
        kept = self._session.read.setting(self._setting)
        names = kept.get("columns") if isinstance(kept, Mapping) else None
        widths = kept.get("widths") if isinstance(kept, Mapping) else None
        known = {part.id for part in self._model.parts}
        if isinstance(widths, Mapping):
            self._widths = {
                name: width
                for name, width in widths.items()
                if name in known and isinstance(width, int) and NARROWEST <= width <= WIDEST
            }
        chosen = [name for name in names if name in known] if isinstance(names, list) else []
        self._show(chosen or self._usual)

    def _show(self, names: tuple[str, ...] | list[str]) -> None:
        """Shows these columns; the cursor stays in its row, and in its column while that is there."""
        at = self._view.currentIndex()
        part = self._model.columns[at.column()].id if at.isValid() else ""
        self._model.show_columns(names)
        shown = [column.id for column in self._model.columns]
        if at.isValid():
            self._view.choose(at.row(), shown.index(part) if part in shown else 0)
        self._place()

    def _place(self) -> None:
        self._is_placing = True
        columns, widths = self._model.columns, []
        for number, part in enumerate(columns):
            least = LINK_WIDTH if part.family else LEAST_WIDTH
            usual = max(least, self._header.sectionSizeHint(number) + 12)
            widths.append(self._widths.get(part.id, usual))
        texts = [
            number for number, part in enumerate(columns) if KINDS[part.kind].prose and part.id not in self._widths
        ]
        if texts:
            widths[texts[0]] += max(0, self._view.viewport().width() - sum(widths))
        for number, width in enumerate(widths):
            self._header.resizeSection(number, width)
        self._is_placing = False
        self._view.updateGeometry()  # columns that do not fit bring a scroll bar, which takes room of its own

    def _hear_width(self, number: int, _old: int, width: int) -> None:
        """Only what a person drags is worth keeping."""
        if not self._is_placing and number < len(self._model.columns):
            self._widths[self._model.columns[number].id] = width
            self.touch()
