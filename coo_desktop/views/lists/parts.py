"""The parts of a list page that know nothing of it: its table, and menus of form types."""

import re
from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QMenu, QTableView, QWidget

from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.environment.words import _
from coo_desktop.views.lists.model import ListModel
from coo_desktop.views.page import Position
from coo_desktop.views.widgets.tables import show_whole_rows


def form_menu(
    forms: tuple[FormType, ...], language: str, chosen: Callable[[str], None], parent: QWidget, first: str = ""
) -> QMenu:
    """A menu of form types; the one with the id `first` stands above all groups."""
    menu = QMenu(parent)
    for form in (form for form in forms if form.id == first):
        _add_form(menu, form, language, chosen)
    add_forms(menu, tuple(form for form in forms if form.id != first), language, chosen)
    return menu


def add_forms(menu: QMenu, forms: tuple[FormType, ...], language: str, chosen: Callable[[str], None]) -> None:
    """Adds form types; preferential certificates and others under headings of their own."""
    groups = (
        (_("Preferential certificates"), [form for form in forms if form.agreement]),
        (_("General certificates"), [form for form in forms if not form.agreement]),
    )
    for title, members in groups:
        if members and all(group for _name, group in groups):
            menu.addSection(title)
        for form in members:
            _add_form(menu, form, language, chosen)


def _add_form(menu: QMenu, form: FormType, language: str, chosen: Callable[[str], None]) -> None:
    action = menu.addAction(form.title.in_(language))
    action.setData(form.id)
    action.triggered.connect(partial(_choose, chosen, form.id))


def _choose(chosen: Callable[[str], None], form_id: str, *_checked: object) -> None:
    chosen(form_id)


def plain(words: str) -> str:
    """The words of a button without its access key."""
    return re.sub(r"\(&.\)", "", words).replace("&", "")


def list_table(model: ListModel, parent: QWidget) -> QTableView:
    table = QTableView(parent)
    table.setModel(model)
    show_whole_rows(table)
    table.setAlternatingRowColors(True)
    table.setAccessibleName(_("Documents"))
    header = table.horizontalHeader()
    em = table.fontMetrics().horizontalAdvance("国")
    for number, column in enumerate(model.columns):
        header.resizeSection(number, max(column.width_em * em * 4 // 5, header.sectionSizeHint(number)))
    header.setStretchLastSection(True)
    orders = [column.order for column in model.columns]
    shown = orders.index(model.query.order) if model.query.order in orders else -1
    order = Qt.SortOrder.DescendingOrder if model.query.descending else Qt.SortOrder.AscendingOrder
    header.setSortIndicator(shown, order)
    table.setSortingEnabled(shown >= 0)
    if shown < 0:
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.sortIndicatorChanged.connect(model.sort)
    table.setCurrentIndex(QModelIndex())
    return table


class RowPosition(Position):
    """The current row of a list, by the id of its document; `choose` puts it there."""

    def __init__(self, table: QTableView, model: ListModel, choose: Callable[[str], None]) -> None:
        super().__init__(table)
        self._table, self._model, self._choose = table, model, choose
        table.selectionModel().currentChanged.connect(lambda *_indexes: self.moved.emit())

    def place(self) -> dict[str, str]:
        at = self._table.currentIndex()
        row = self._model.row(at.row()) if at.isValid() else None
        return {"row": row.id} if row is not None else {}

    def show_place(self, place: Mapping[str, str]) -> None:
        if place.get("row"):
            self._choose(str(place["row"]))
