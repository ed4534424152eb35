"""Rows of an items field and the clipboard: a block that is pasted, cells and whole rows that are copied out."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex

from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.domain.sheets.clipboard import block_of, block_text
from coo_desktop.domain.sheets.paste import Pasted, understood
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.fields.items_model import ItemsModel

#: Characters of what was set aside that are told above the rows.
LONGEST_TOLD = 200


def paste(model: ItemsModel, text: str, at: QModelIndex, selected: Sequence[QModelIndex]) -> Pasted | None:
    """Puts a copied block at a cell and below; one value fills the selection. None where nothing was copied."""
    block, item = block_of(text), model.spec.item_type
    row = max(at.row(), 0)
    if not block.rows or item is None:
        return None
    if len(block.rows) == block.width == 1:
        chosen = [(index.row(), index.column()) for index in selected] or [(row, max(at.column(), 0))]
        cells = [cell for cell in chosen if _takes_text(model, model.columns[cell[1]])]
        model.put_cells([(*cell, block.rows[0][0]) for cell in cells])
        left_out = (block.rows[0][0],) if len(cells) < len(chosen) else ()
        return Pasted(tuple({} for _row in {row for row, _column in cells}), left_out=left_out)
    typeable = [part for part in model.columns[max(at.column(), 0) :] if _takes_text(model, part)]
    is_computed = not at.isValid() or not _takes_text(model, model.columns[at.column()])
    session = model.around.session
    found = understood(block, item, typeable, session.rules.sheet_words, session.today(), is_computed)
    model.put_rows(row, found.rows)
    return found


def start_column(model: ItemsModel, at: int) -> int:
    """Where a block without titles begins: the chosen column, or the next one that is typed in its cell."""
    typed = (number for number, part in enumerate(model.columns) if number >= at and _takes_text(model, part))
    return next(typed, max(at, 0))


def _takes_text(model: ItemsModel, part: FieldSpec) -> bool:
    """Whether a pasted text may go into a column: a product is chosen, no text names one for sure."""
    return model.in_cell(part) and KINDS[part.kind].column is not None


def copied(model: ItemsModel, selected: Sequence[QModelIndex]) -> str:
    """The selected cells as a spreadsheet takes them. Whole rows bring every part with its title, and so do cells among
    which are computed ones, so that they find back to their columns."""
    rows = sorted({index.row() for index in selected})
    columns = sorted({index.column() for index in selected})
    item, language = model.spec.item_type, model.around.session.language
    if item is not None and len(columns) == len(model.columns) > 1:
        parts = [spec for spec in item.fields if KINDS[spec.kind].column is not None or spec.compute]
        return block_text(
            [[part.label.in_(language) for part in parts], *([model.text(row, part) for part in parts] for row in rows)]
        )
    chosen = {(index.row(), index.column()) for index in selected}
    lines = [[model.text(row, model.columns[column]) for column in columns if (row, column) in chosen] for row in rows]
    parts = [model.columns[column] for column in columns]
    is_titled = len(parts) > 1 and not all(_takes_text(model, part) for part in parts)
    return block_text([*([[part.label.in_(language) for part in parts]] if is_titled else []), *lines])


def pasted_words(found: Pasted) -> str:
    """What of a block was not taken, in words; "" where all of it was."""
    parts = []
    if found.unknown:
        parts.append(_("No column for: {names}.").format(names=", ".join(found.unknown)))
    if found.aside:
        parts.append(_("Set aside: {lines}.").format(lines="; ".join(found.aside)[:LONGEST_TOLD]))
    if found.left_out:
        parts.append(_("Left out: {text}").format(text=", ".join(found.left_out)))
    taken = ngettext("{count} row pasted.", "{count} rows pasted.", len(found.rows)).format(count=len(found.rows))
    return " ".join((taken, *parts)) if parts else ""
