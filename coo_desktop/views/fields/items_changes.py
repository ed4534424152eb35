"""What a person does to several rows of an items field at once: each is one edit and one step of undo."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex

from coo_desktop.domain.filling.assists import AssistContext
from coo_desktop.domain.filling.following import filled_in
from coo_desktop.domain.filling.verdicts import criterion_offer
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.environment.words import ngettext
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


def fill_in(model: ItemsModel) -> str:
    """Writes into all rows what the program knows and nobody has typed; the words for criteria that are not certain."""
    item, around = model.spec.item_type, model.around
    if item is None or not model.rows:
        return ""
    free = {name: part for name, part in item.by_id.items() if name not in model.fixed}
    values, context = around.values(), around.session.context(None)
    asked = [AssistContext(around.session.rules, around.form, values, row, free, context) for row in model.rows]
    filled = [{**one.row, **filled_in(one)} for one in asked]
    doubted = sum(offer is not None and not offer.verified for offer in map(criterion_offer, asked))
    model.edit_rows(lambda rows: rows.__setitem__(slice(None), filled))
    words = ngettext(
        "The criterion of {count} row rests on a rule that could not be verified.",
        "The criteria of {count} rows rest on rules that could not be verified.",
        doubted,
    )
    return words.format(count=doubted) if doubted else ""
