"""Codes that a search found, as a list of lines: code and name, own products marked, the same in popup and browser."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from coo_desktop.domain.hs.search import Offered
from coo_desktop.environment.words import _
from coo_desktop.views.fields.editor import plain_tip
from coo_desktop.views.widgets.style import icon
from coo_desktop.views.widgets.tables import show_whole_rows

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
CODE, NAME, OTHER_NAME = range(3)
_CODE_EM = 9


def dotted(code: str) -> str:
    """A code as tariffs print it: 9617, 9617.00, 9617.00.19; a section's numeral as it is."""
    if not code.isdigit():
        return code
    return ".".join(part for part in (code[:4], code[4:6], code[6:8], code[8:]) if part)


def names(offered: Offered, language: str) -> tuple[str, str]:
    """A code's name in the language of the screen and in the other; one without a Chinese name tells its heading's."""
    zh = offered.zh
    if not zh and offered.above:
        zh = _("under {heading}: {name}").format(heading=dotted(offered.code[:4]), name=offered.above)
    first, second = (zh, offered.en) if language.startswith("zh") else (offered.en, zh)
    return (first, second) if first else (second, "")


class HitsModel(QAbstractTableModel):
    """Offered codes; a line's own product stands before its name."""

    def __init__(self, language: str, parent: QObject) -> None:
        super().__init__(parent)
        self._language = language
        self.hits: tuple[Offered, ...] = ()

    def show_hits(self, hits: Sequence[Offered]) -> None:
        """Draws other hits."""
        self.beginResetModel()
        self.hits = tuple(hits)
        self.endResetModel()

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.hits)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        hit = self.hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(hit, index.column())
        if role == Qt.ItemDataRole.UserRole:
            return hit.code
        if role == Qt.ItemDataRole.DecorationRole and hit.own and index.column() == NAME:
            return icon("approved", "good")
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip("\n".join(self._text(hit, column) for column in range(3)))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return " ".join(self._text(hit, column) for column in (CODE, NAME))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation == Qt.Orientation.Vertical:
            return None
        chinese, english = _("Name in Chinese"), _("Name in English")
        both = (chinese, english) if self._language.startswith("zh") else (english, chinese)
        return (_("HS code"), *both)[section]

    def _text(self, hit: Offered, column: int) -> str:
        if column == CODE:
            return dotted(hit.code)
        text = names(hit, self._language)[column - NAME]
        if column == NAME and hit.own:
            return _("Own product: {product}").format(product=hit.own) + (f" · {text}" if text else "")
        return text


class HitsView(QTableView):
    """Lines of hits, one chosen at a time; columns share the width, long names end in dots."""

    def __init__(self, hits: HitsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(hits)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        show_whole_rows(self)
        self.setAlternatingRowColors(True)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(CODE, QHeaderView.ResizeMode.Fixed)
        self.setColumnWidth(CODE, _CODE_EM * self.fontMetrics().horizontalAdvance("0") + 24)

    def step(self, by: int) -> None:
        """Moves the choice, stopping at both ends."""
        last = self.model().rowCount() - 1
        if last >= 0:
            self.selectRow(max(0, min(last, self.currentIndex().row() + by)))

    def code(self) -> str:
        """The chosen code, or ""."""
        at = self.currentIndex()
        return str(at.data(Qt.ItemDataRole.UserRole)) if at.isValid() else ""
