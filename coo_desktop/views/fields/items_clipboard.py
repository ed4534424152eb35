"""Rows of an items field and the clipboard: a block that is pasted, cells and whole rows that are copied out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtWidgets import QWidget

from coo_desktop.domain.filling.assists import AssistContext
from coo_desktop.domain.filling.pasting import Grid, put_block
from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.domain.operations import settings
from coo_desktop.domain.sheets.cells import Page, plain
from coo_desktop.domain.sheets.clipboard import block_of, block_text
from coo_desktop.domain.sheets.layouts import BLOCK_LAYOUTS, BlockLayouts
from coo_desktop.domain.sheets.paste import Columns, Doubt, Pasted, proposed, rows_under
from coo_desktop.environment.words import N_, _, ngettext
from coo_desktop.views.fields.items_model import ItemsModel, Row
from coo_desktop.views.tasks import Task
from coo_desktop.views.widgets.block_strip import BlockStrip
from coo_desktop.views.widgets.progress import ProgressWithCancel

#: Characters of what was set aside that are told above the rows.
LONGEST_TOLD = 200
#: Characters of a block that are read on the screen's thread: some hundred lines.
AT_ONCE = 30_000
#: Cells that are put in on the screen's thread.
MOST_CELLS_AT_ONCE = 2_000
#: Lines between two reports of how far it is.
_STEP = 100

DOUBTS: Mapping[Doubt, str] = {
    Doubt.TITLES: N_("Some of the titles are not known."),
    Doubt.WIDTH: N_("More columns were copied than can be typed from this cell on."),
    Doubt.VALUES: N_("Values of a column are none of its kind."),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A copied block, where it goes, and what its columns are taken for."""

    block: Page
    row: int
    columns: Columns


class Pasting(QObject):
    """Reads a copied block, a long one on a worker; one that is in doubt is shown above the rows before it is taken.

    `taken` carries what was pasted and the row it begins in; by then the model has it. `left` comes when a shown block
    is not taken. `above` puts a widget above the rows.
    """

    taken = Signal(object, int)
    left = Signal()

    def __init__(self, model: ItemsModel, above: Callable[[QWidget], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._above, self._parent = model, above, parent
        self.strip: BlockStrip | None = None
        self.progress: ProgressWithCancel | None = None
        self._shown: Proposal | None = None
        self._task: Task | None = None

    def paste(self, text: str, at: QModelIndex, selected: Sequence[QModelIndex]) -> None:
        """Puts a copied block at a cell and below, as one step; one value fills the selection."""
        model, session = self._model, self._model.around.session
        item, row = model.spec.item_type, max(at.row(), 0)
        if item is None or not text:
            return
        self._shown = None
        if not set(text.rstrip("\r\n")) & set("\t\r\n"):
            self._fill(text, at, selected)
            return
        typeable = [part for part in model.columns[max(at.column(), 0) :] if _takes_text(model, part)]
        is_computed = not at.isValid() or not _takes_text(model, model.columns[at.column()])
        known = BlockLayouts.of(session.read.setting(BLOCK_LAYOUTS)).known.get(item.id, {})
        words, today = session.rules.sheet_words, session.today()

        def read(_task: Task | None = None) -> Proposal:
            block = block_of(text)
            return Proposal(block, row, proposed(block, item, typeable, words, today, is_computed, known))

        if len(text) <= AT_ONCE:
            self._propose(read())
        else:
            session.run(self, read, then=self._propose)

    def _fill(self, text: str, at: QModelIndex, selected: Sequence[QModelIndex]) -> None:
        row, value = max(at.row(), 0), plain(block_of(text).cell(0, 0))
        chosen = [(index.row(), index.column()) for index in selected] or [(row, max(at.column(), 0))]
        cells = [cell for cell in chosen if _takes_text(self._model, self._model.columns[cell[1]])]
        self._model.put_cells([(*cell, value) for cell in cells])
        left_out = (value,) if len(cells) < len(chosen) else ()
        self.taken.emit(Pasted(tuple({} for _row in {row for row, _column in cells}), left_out=left_out), row)

    def _propose(self, found: Proposal) -> None:
        if found.block.rows and found.columns.is_certain:
            self._take(found)
        elif found.block.rows:
            self._show(found)

    def _show(self, found: Proposal) -> None:
        item, language, columns = self._model.spec.item_type, self._model.around.session.language, found.columns
        if item is None:
            return
        if self.strip is None:
            self.strip = BlockStrip(self._parent)
            self.strip.taken.connect(self._decide)
            self.strip.left.connect(self._leave)
            self._above(self.strip)
        self._shown = found
        doubts = " ".join(_(DOUBTS[doubt]) for doubt in Doubt if doubt in columns.doubts)
        said = _("{doubts} Say above each column where it goes. Enter takes the rows, Esc leaves them.")
        parts = [(part.id, part.label.in_(language)) for part in item.fields if _is_taken(part, self._model)]
        chosen = {column: part.id for column, part in columns.parts.items()}
        self.strip.show_block(said.format(doubts=doubts), found.block.rows, columns.first, parts, chosen)

    def _decide(self, chosen: Mapping[int, str]) -> None:
        """Takes the shown block as it was decided, which is remembered for blocks with the same titles."""
        found, item = self._shown, self._model.spec.item_type
        if found is None or item is None:
            return
        self._shown = None
        session, first = self._model.around.session, found.columns.first
        titles = found.block.rows[first - 1] if first else ()
        layouts = BlockLayouts.of(session.read.setting(BLOCK_LAYOUTS)).with_decision(item.id, titles, chosen)
        if first:
            session.do(self, settings.keep_preference, BLOCK_LAYOUTS, layouts.kept())
        self._take(replace(found, columns=found.columns.decided(item, chosen, titles)))

    def _leave(self) -> None:
        self._shown = None
        self.left.emit()

    def _take(self, found: Proposal) -> None:
        """Works the rows out, those of a long block on a worker."""
        model = self._model
        if model.locked:
            return
        rows, grid, today = model.rows, grid_of(model), model.around.session.today()
        if len(found.block.rows) * max(1, len(found.columns.parts)) <= MOST_CELLS_AT_ONCE:
            pasted = rows_under(found.block, found.columns, today)
            self._put(found, rows, (pasted, put_block(grid, found.row, pasted.rows)))
            return
        progress = self._show_progress()

        def work(task: Task) -> tuple[Pasted, list[Row]]:
            count = len(found.block.rows)
            pasted = rows_under(found.block, found.columns, today, partial(_go_on, task, 0, 2 * count))
            return pasted, put_block(grid, found.row, pasted.rows, partial(_go_on, task, count, 2 * count))

        self._task = model.around.session.run(
            self,
            work,
            then=partial(self._put, found, rows),
            failed=lambda _error: progress.end(),
            progress=progress.report,
        )

    def _show_progress(self) -> ProgressWithCancel:
        if self.progress is None:
            self.progress = ProgressWithCancel(_("Reading the copied rows"), _("Stop"), self._parent)
            self.progress.stop_wanted.connect(self._stop)
            self._above(self.progress)
        self.progress.begin()
        return self.progress

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
        if self.progress is not None:
            self.progress.end()
        self.left.emit()

    def _put(self, found: Proposal, before: list[Row], made: tuple[Pasted, list[Row]]) -> None:
        """Puts the rows in; where others stand by now the block is put into those."""
        if self.progress is not None:
            self.progress.end()
        if self._model.rows is not before:
            self._take(found)
            return
        pasted, rows = made
        self._model.set_rows(rows)
        self.taken.emit(pasted, found.row)


def grid_of(model: ItemsModel) -> Grid:
    """The rows as they stand, and what is around them; nothing of it is the screen's."""
    around = model.around
    asked = AssistContext(around.session.rules, around.form, around.values(), {}, {}, around.session.context(None))
    return Grid(model.spec, tuple(model.rows), frozenset(model.fixed), asked)


def _is_taken(part: FieldSpec, model: ItemsModel) -> bool:
    """Whether a column of a block can go to a part."""
    return KINDS[part.kind].column is not None and not (part.is_computed or part.locked or part.id in model.fixed)


def _go_on(task: Task, before: int, total: int, number: int) -> bool:
    if number % _STEP == 0:
        task.report(before + number, total)
    return not task.cancelled()


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
