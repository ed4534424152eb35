"""What a person does to several rows of an items field at once: each is one edit and one step of undo."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex

from coo_desktop.domain.filling.assists import AssistContext
from coo_desktop.domain.filling.following import filled_in
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.views.fields.items_model import ItemsModel, Row


def set_same(model: ItemsModel, rows: Iterable[int], column: int, value: Any) -> None:
    """One value in the cells of a column, in each of these rows."""
    part = model.columns[column]
    cleaned = KINDS[part.kind].clean(value, part)

    def put(all_rows: list[Row]) -> None:
        for at in rows:
            all_rows[at] = {**all_rows[at], part.id: cleaned}

    if model.in_cell(part):
        model.edit_rows(put)


def fill_down(model: ItemsModel, selected: Sequence[QModelIndex]) -> None:
    """Repeats the first selected row's values in the selected rows under it."""
    first: dict[int, int] = {}
    for index in sorted(selected, key=lambda index: index.row()):
        first.setdefault(index.column(), index.row())
    copies = [
        (index.row(), index.column(), model.rows[first[index.column()]].get(model.columns[index.column()].id))
        for index in selected
        if index.row() != first[index.column()]
    ]
    if copies:
        model.put_cells(copies)


def clear(model: ItemsModel, selected: Sequence[QModelIndex]) -> None:
    """Empties cells."""
    if selected:
        model.put_cells([(index.row(), index.column(), "") for index in selected])


def fill_in(model: ItemsModel) -> None:
    """Writes into all rows what the program knows and nobody has typed."""
    item, around = model.spec.item_type, model.around
    if item is None or not model.rows:
        return
    values, context = around.values(), around.session.context(None)
    asked = [AssistContext(around.session.rules, around.form, values, row, item.by_id, context) for row in model.rows]
    fills = [{name: value for name, value in filled_in(one).items() if name not in model.fixed} for one in asked]
    filled = [{**row, **more} for row, more in zip(model.rows, fills, strict=True)]
    model.edit_rows(lambda rows: rows.__setitem__(slice(None), filled))
