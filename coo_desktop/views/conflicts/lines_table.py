"""The table of conflicts: a row for each place, base, mine, theirs and result beside each other, worked by keys."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from coo_desktop.domain.documents.comparing import CHANGED, Difference
from coo_desktop.domain.documents.conflict_lines import ConflictLine
from coo_desktop.domain.documents.document import Resolution
from coo_desktop.domain.language.differing import Piece, pieces, shortened
from coo_desktop.environment.words import N_, _
from coo_desktop.views.conflicts.marked_cells import ROLE, MarkedCells, MarkedText
from coo_desktop.views.document.comparison import field_text, row_text
from coo_desktop.views.fields.cells import value_text
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.page import Position
from coo_desktop.views.words.stages import local_time

FIELD, BASE, MINE, THEIRS, RESULT = range(5)
#: Key -> the answer that it gives to the row.
ANSWERS: Mapping[int, Resolution] = MappingProxyType(
    {
        Qt.Key.Key_1: Resolution.BASE,
        Qt.Key.Key_2: Resolution.MINE,
        Qt.Key.Key_3: Resolution.THEIRS,
        Qt.Key.Key_B: Resolution.BOTH,
    }
)
#: Resolution -> what stands beneath the result.
RESULTS: Mapping[Resolution, str] = MappingProxyType(
    {
        Resolution.BASE: N_("As before"),
        Resolution.MINE: N_("Mine"),
        Resolution.THEIRS: N_("Theirs"),
        Resolution.OWN: N_("Typed here"),
        Resolution.BOTH: N_("Stays here; mine goes into a draft of its own"),
    }
)
#: The columns of the sides, for the sign at the one that was taken.
SIDES: Mapping[Resolution, int] = MappingProxyType(
    {Resolution.BASE: BASE, Resolution.MINE: MINE, Resolution.THEIRS: THEIRS}
)


class ConflictsTable(QTableWidget):
    """`answered` carries what a key decides of the current row (None: nothing any more), `typing` asks for the editor
    of its result, `finishing` to carry out what was decided."""

    answered = Signal(object)
    typing = Signal()
    finishing = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, 5, parent)
        self.lines: tuple[ConflictLine, ...] = ()
        self.setHorizontalHeaderLabels([_("Field"), _("1 Before"), _("2 Mine"), _("3 Theirs"), _("Result")])
        self.setAccessibleName(_("Conflicts"))
        self.setItemDelegate(MarkedCells(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().setVisible(False)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.resizeSection(FIELD, 11 * self.fontMetrics().horizontalAdvance("国"))
        for column in (BASE, MINE, THEIRS, RESULT):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self._fit = QTimer(self)
        self._fit.setSingleShot(True)
        self._fit.setInterval(0)
        self._fit.timeout.connect(self.resizeRowsToContents)
        header.sectionResized.connect(lambda *_sizes: self._fit.start())

    @property
    def current(self) -> ConflictLine | None:
        """The line of the current row."""
        row = self.currentRow()
        return self.lines[row] if 0 <= row < len(self.lines) else None

    def show_lines(self, lines: Sequence[ConflictLine], around: Surroundings) -> None:
        """Draws the lines; the current one stays, or the next one where it is gone."""
        path, row = self.current.path if self.current else "", max(self.currentRow(), 0)
        self.blockSignals(True)
        self.lines = tuple(lines)
        self.setRowCount(len(lines))
        for place, line in enumerate(lines):
            for column, cell in enumerate(cells(line, around)):
                item = QTableWidgetItem(cell.plain)
                item.setData(ROLE, cell)
                self.setItem(place, column, item)
        self.blockSignals(False)
        paths = [line.path for line in lines]
        self.go_to(paths.index(path) if path in paths else min(row, len(lines) - 1))
        self._fit.start()

    def go_to(self, row: int) -> None:
        """Makes a row the current one."""
        if 0 <= row < self.rowCount():
            self.setCurrentCell(row, RESULT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in ANSWERS:
            self.answered.emit(ANSWERS[key])
        elif plain and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.answered.emit(None)
        elif plain and key == Qt.Key.Key_F2:
            self.typing.emit()
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finishing.emit()
        else:
            super().keyPressEvent(event)


class LinePosition(Position):
    """The row that a person stands on, by its path."""

    def __init__(self, table: ConflictsTable) -> None:
        super().__init__(table)
        self._table = table
        table.currentCellChanged.connect(lambda *_cells: self.moved.emit())

    def place(self) -> dict[str, str]:
        line = self._table.current
        return {"path": line.path} if line is not None else {}

    def show_place(self, place: Mapping[str, str]) -> None:
        paths = [line.path for line in self._table.lines]
        if place.get("path") in paths:
            self._table.go_to(paths.index(place["path"]))

    def show_start(self) -> None:
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)


def cells(line: ConflictLine, around: Surroundings) -> tuple[MarkedText, ...]:
    """The five cells of a line: of mine and theirs the words that are not in base are marked, of the result those that
    do not stand in the document."""
    decision = line.decision
    base, mine, theirs, stands, result = (
        text(line, value, around) for value in (line.base, line.mine[0], line.theirs, line.stands, line.result)
    )
    earlier = [_("Before that: {text}").format(text=text(line, value, around)) for value in line.mine[1:]]
    name = around.session.name_of(line.theirs_by) if line.theirs_by else ""
    who = [name, local_time(line.theirs_at)] if line.theirs_at else [name]
    taken = SIDES.get(decision.resolution) if decision is not None else None
    told = _(RESULTS[decision.resolution]) if decision is not None else _("Not decided. So it stands now.")
    return (
        MarkedText((Piece(label(line, around.session.language), False),)),
        MarkedText(marked(base, theirs if line.is_row and line.mine[0] is None else mine), "", taken == BASE),
        MarkedText(marked(mine, base), "\n".join(earlier), taken == MINE),
        MarkedText(marked(theirs, base), ", ".join(filter(None, who)), taken == THEIRS),
        MarkedText(marked(result, stands), told, decision is not None),
    )


def label(line: ConflictLine, language: str) -> str:
    """Where the line is, in the words of the form."""
    if line.field is None:
        return line.path
    return field_text(Difference(kind=CHANGED, field=line.field, part=line.part, row=line.row), language)


def text(line: ConflictLine, value: object, around: Surroundings) -> str:
    """A value of the line in plain words; a whole row by its parts."""
    if line.is_row and value is None:
        return _("(row deleted)")
    if line.field is not None and line.is_row and isinstance(value, Mapping):
        shown = _told_parts(line)
        return row_text(line.field, {name: part for name, part in value.items() if name in shown}, around)
    spec = line.part or line.field
    told = value_text(spec, value, around) if spec is not None else str(value if value is not None else "")
    return told or _("(empty)")


def marked(told: str, other: str) -> tuple[Piece, ...]:
    """A text with the words marked that another one does not have; what is no text of a document bears no marks."""
    aside = (_("(empty)"), _("(row deleted)"))
    return (Piece(told, False),) if told in aside else shortened(pieces(told, other))


def _told_parts(line: ConflictLine) -> set[str]:
    """The parts of a row that tell it from its other versions, and those that it is known by."""
    item = line.field.item_type if line.field is not None else None
    versions = [row for row in (line.base, *line.mine, line.theirs, line.stands) if isinstance(row, Mapping)]
    names = {name for row in versions for name in row if any(one.get(name) != row.get(name) for one in versions)}
    return names | {*(item.columns[:3] if item is not None else ()), "name"}
