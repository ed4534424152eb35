"""The first lines of a copied block with a choice above each column, shown before the block is taken."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFrame, QPushButton, QTableWidget, QTableWidgetItem, QWidget

from coo_desktop.environment.words import _
from coo_desktop.views.widgets.scaffold import beneath, beside
from coo_desktop.views.widgets.style import Label, icon

_SHOWN = 5
_CHOICES = 0
_WIDEST = 220


class BlockStrip(QFrame):
    """Hidden until a block is shown. `taken` carries number of a column -> name of the part it goes to, without those
    that are left out; `left` comes when nothing is to be taken."""

    taken = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.said = Label("", self, wraps=True)
        self.table = QTableWidget(0, 0, self)
        self.table.setAccessibleName(_("First lines of what was copied"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setWordWrap(False)
        for header in (self.table.horizontalHeader(), self.table.verticalHeader()):
            header.hide()
        self.choices: list[QComboBox] = []
        self.taking = QPushButton(icon("approved"), _("&Take these rows"), self)
        self.leaving = QPushButton(_("&Leave it"), self)
        self.taking.clicked.connect(self.take)
        self.leaving.clicked.connect(self.leave)
        beneath(self, self.said, self.table, beside(None, self.taking, self.leaving))
        for key, act in (
            (Qt.Key.Key_Return, self.take),
            (Qt.Key.Key_Enter, self.take),
            (Qt.Key.Key_Escape, self.leave),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self.setVisible(False)

    def show_block(
        self,
        said: str,
        lines: Sequence[Sequence[str]],
        titles: int,
        parts: Sequence[tuple[str, str]],
        proposed: Mapping[int, str],
    ) -> None:
        """Shows the first lines, `titles` of which stand above the rows; `parts` are (name, words) to choose from. The
        cursor goes to the first column that nothing is proposed for."""
        shown = lines[: titles + _SHOWN]
        width = max(map(len, shown), default=0)
        self.said.setText(said)
        self.table.clear()
        self.table.setRowCount(len(shown) + 1)
        self.table.setColumnCount(width)
        for number, line in enumerate(shown, 1):
            for column, text in enumerate(line):
                self.table.setItem(number, column, _cell(text, number <= titles))
        self.choices = [self._choice(column, parts, proposed.get(column, "")) for column in range(width)]
        self._fit()
        self._show_ready()
        self.setVisible(True)
        (next((one for one in self.choices if not one.currentData()), None) or self.choices[0]).setFocus()

    def take(self) -> None:
        """What Enter does: the columns as they are chosen now."""
        here = self.focusWidget()
        if isinstance(here, QComboBox):
            self._settle(here)
        if self.taking.isEnabled():
            self.setVisible(False)
            chosen = {at: choice.currentData() for at, choice in enumerate(self.choices)}
            self.taken.emit({at: name for at, name in chosen.items() if name})

    def leave(self) -> None:
        """What Esc does."""
        self.setVisible(False)
        self.left.emit()

    def _choice(self, column: int, parts: Sequence[tuple[str, str]], proposed: str) -> QComboBox:
        choice = QComboBox(self.table)
        choice.setAccessibleName(_("Where column {number} goes").format(number=column + 1))
        choice.addItem(_("(leave out)"), "")
        for name, words in parts:
            choice.addItem(words, name)
        choice.setCurrentIndex(max(0, choice.findData(proposed)))
        choice.currentIndexChanged.connect(self._show_ready)
        choice.installEventFilter(self)
        self.table.setCellWidget(_CHOICES, column, choice)
        return choice

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and isinstance(watched, QComboBox):
            self._settle(watched)
        return super().eventFilter(watched, event)

    def _settle(self, chosen: QComboBox) -> None:
        """A part takes one column: another one that had it is left out, once this one is done with. Whoever goes down
        the list with the arrow keys passes parts of other columns."""
        for other in self.choices:
            if other is not chosen and chosen.currentData() and other.currentData() == chosen.currentData():
                other.setCurrentIndex(0)

    def _show_ready(self) -> None:
        self.taking.setEnabled(any(choice.currentData() for choice in self.choices))

    def _fit(self) -> None:
        """As high as its lines, each column as wide as its texts."""
        table = self.table
        table.resizeColumnsToContents()
        for column, choice in enumerate(self.choices):
            width = max(table.columnWidth(column), choice.sizeHint().width() + 8)
            table.setColumnWidth(column, min(width, _WIDEST))
        table.setRowHeight(_CHOICES, self.choices[0].sizeHint().height() + 4)
        heights = sum(table.rowHeight(row) for row in range(table.rowCount()))
        bar = table.horizontalScrollBar().sizeHint().height()
        table.setFixedHeight(heights + bar + 2 * table.frameWidth())


def _cell(text: str, is_title: bool) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    font = QFont(item.font())
    font.setBold(is_title)
    item.setFont(font)
    return item
