"""The two tables of version changes: the codes that have to be looked at, and the candidates for the chosen one."""

from collections.abc import Iterator

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem, QWidget

from coo_desktop.domain.operations.recoding import Affected, Recoding
from coo_desktop.environment.words import _
from coo_desktop.views.hs.recoding_words import chinese_name, kind_text, new_text, old_text
from coo_desktop.views.widgets.style import icon
from coo_desktop.views.widgets.tables import dress
from coo_desktop.views.words.stages import stage_icon, stage_text

#: More are not shown at once: what was given its code leaves room for the rest.
MOST = 1000
TICK, NEW, STAGE = 0, 5, 6
_WIDTHS_EM = (2, 15, 9, 17, 14, 15, 8)
_CANDIDATE_WIDTHS_EM = (10, 24, 24, 6)


class AffectedTable(QTableWidget):
    """A line for each code, with a tick and the new code that was chosen; `edited` when either changes."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        titles = ("", _("Product"), _("Material"), _("Old code"), _("What happened"), _("New code"), _("Stage"))
        super().__init__(0, len(titles), parent)
        dress(self, _("Codes to look at"), titles, _WIDTHS_EM, stretched=(1, 3, 5))
        self._found: tuple[Affected, ...] = ()
        self._new: dict[tuple[str, str], str] = {}
        self.itemChanged.connect(lambda item: self.edited.emit() if item.column() == TICK else None)

    def show_found(self, found: tuple[Affected, ...]) -> None:
        """Draws the codes; what was chosen for one that is still there stays, a single sure successor is chosen."""
        chosen, place = self.chosen(), self.currentRow()
        known = self._new
        self._found = found[:MOST]
        self._new = {_key(each): known.get(_key(each), each.found.proposed) for each in self._found}
        with QSignalBlocker(self):
            self.setRowCount(len(self._found))
            for number, each in enumerate(self._found):
                self._draw(number, each)
        keys = [_key(each) for each in self._found]
        self.setCurrentCell(keys.index(_key(chosen)) if chosen and _key(chosen) in keys else max(0, place), 1)

    def chosen(self) -> Affected | None:
        """The code of the line at the cursor."""
        row = self.currentRow()
        return self._found[row] if 0 <= row < len(self._found) else None

    def new_code(self, affected: Affected) -> str:
        """What was chosen for a code, or ""."""
        return self._new.get(_key(affected), "")

    def choose(self, code: str) -> None:
        """Puts a new code into the line at the cursor and ticks it."""
        affected = self.chosen()
        if affected is not None and affected.changeable:
            self._new[_key(affected)] = code
            with QSignalBlocker(self):
                self._draw(self.currentRow(), affected)
            self.edited.emit()

    def ticked(self) -> Iterator[Recoding]:
        """What would be put in: every ticked line that has a new code; a search leaves out what it does not show."""
        for number, each in enumerate(self._found):
            item = None if self.isRowHidden(number) else self.item(number, TICK)
            if item is not None and item.checkState() == Qt.CheckState.Checked and self.new_code(each):
                yield Recoding(each.document, each.path, each.found.code, self.new_code(each))

    def _draw(self, number: int, each: Affected) -> None:
        new = self.new_code(each)
        title = each.title or each.document
        texts = (
            "",
            title,
            each.part,
            old_text(each.found),
            kind_text(each.found),
            new_text(each.found, new),
            stage_text(each.stage),
        )
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self.setItem(number, column, item)
        tick, stage = self.item(number, TICK), self.item(number, STAGE)
        assert tick is not None
        assert stage is not None
        stage.setIcon(icon(*stage_icon(each.stage)))
        if each.changeable and new:
            tick.setFlags(tick.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            tick.setCheckState(Qt.CheckState.Checked)
            tick.setToolTip(_("Put the new code in with the others that are ticked"))


class CandidatesTable(QTableWidget):
    """The codes that could take an outdated one's place, best first; `picked` carries the one a person chose."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        titles = (_("HS code"), _("Chinese name"), _("English name"), _("Likeness"))
        super().__init__(0, len(titles), parent)
        dress(self, _("Candidates for the new code"), titles, _CANDIDATE_WIDTHS_EM, stretched=(1, 2))
        self._codes: list[str] = []
        self.itemSelectionChanged.connect(self._pick)

    def show_candidates(self, affected: Affected | None, new: str, *, broad: bool = False) -> None:
        """Draws the candidates with the chosen one marked, the broad ones after them when asked for; never signals."""
        candidates = affected.found.candidates if affected else ()
        candidates += affected.found.possible if affected and broad else ()
        old = affected.found.code if affected else ""
        # A candidate that the old code begins with is the code itself, however many digits of it the list knows.
        self._codes = [old if old.startswith(each.code) else each.code for each in candidates]
        with QSignalBlocker(self):
            self.clearSelection()
            self.setRowCount(len(candidates))
            for number, each in enumerate(candidates):
                code = _("{code} (keep)").format(code=old) if self._codes[number] == old else each.code
                likeness = f"{each.likeness} %" if each.likeness else ""
                for column, text in enumerate((code, chinese_name(each), each.en, likeness)):
                    item = QTableWidgetItem(text)
                    item.setToolTip(text)
                    self.setItem(number, column, item)
            if new in self._codes:
                self.selectRow(self._codes.index(new))

    def _pick(self) -> None:
        rows = self.selectionModel().selectedRows()
        if rows:
            self.picked.emit(self._codes[rows[0].row()])


def _key(affected: Affected) -> tuple[str, str]:
    return affected.document, affected.path
