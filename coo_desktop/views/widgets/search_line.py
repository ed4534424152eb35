"""The search above the lists of a page: what is typed, in Chinese, pinyin or initials, leaves the rows that have it."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListView, QTableView, QWidget

from coo_desktop.environment.words import _
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.scaffold import beneath, beside
from coo_desktop.views.widgets.sound_keys import SoundKeys
from coo_desktop.views.widgets.style import Label

_WIDTH_EM = 22
#: Keys that lead from the line into the list.
_INTO_THE_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchLine(QWidget):
    """Hides the rows that do not have every typed word; all rows keep their numbers. `narrowed` comes after it.

    A hidden row is never chosen: in a list the first one that is left is chosen instead, in a table none.
    """

    narrowed = Signal()

    def __init__(self, session: Session, parent: QWidget, *views: QTableView | QListView) -> None:
        super().__init__(parent)
        self._views = views
        self.line = QLineEdit(self)
        self.line.setAccessibleName(_("Search"))
        self.line.setPlaceholderText(_("Search: words, pinyin or initials"))
        self.line.setClearButtonEnabled(True)
        self.line.setFixedWidth(self.fontMetrics().horizontalAdvance("国") * _WIDTH_EM)
        self.line.installEventFilter(self)
        self._said = Label("", self, wraps=True)
        beneath(self, beside(self.line, (self._said, 1)), margins=False)
        self.setFocusProxy(self.line)
        QWidget.setTabOrder(self.line, views[0])  # which is made first, but stands beneath
        self._sounds = SoundKeys(session, self.line, self._texts)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._narrow)
        self.line.textChanged.connect(lambda _typed: self._narrow())
        self._sounds.spelt.connect(self._narrow)
        for view in views:
            for told in (view.model().dataChanged, view.model().rowsInserted, view.model().rowsRemoved):
                told.connect(self._hear)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _INTO_THE_LIST:
            return self._go_into_list()
        return False

    def _hear(self) -> None:
        """The page draws its rows anew, cell by cell: they are looked through once it has done so."""
        if self.line.text():
            self._sounds.hear(self.line.text())
            self._later.start(0)

    def _narrow(self) -> None:
        wanted, left = self.line.text(), 0
        for view in self._views:
            for row in range(view.model().rowCount()):
                is_left = self._sounds.has(_text(view, row), wanted)
                view.setRowHidden(row, not is_left)
                left += is_left
            _choose_what_is_left(view)
        is_none = bool(wanted.strip()) and not left
        self._said.setText(_("Nothing is found for “{text}”.").format(text=wanted.strip()) if is_none else "")
        self.narrowed.emit()

    def _texts(self) -> Iterator[str]:
        for view in self._views:
            for row in range(view.model().rowCount()):
                yield _text(view, row)

    def _go_into_list(self) -> bool:
        for view in self._views:
            row = _first_left(view)
            if view.isVisible() and row >= 0:
                view.setFocus(Qt.FocusReason.TabFocusReason)
                view.setCurrentIndex(view.model().index(row, 0))
                return True
        return False


def _text(view: QTableView | QListView, row: int) -> str:
    """All that a row shows."""
    model = view.model()
    columns = 1 if isinstance(view, QListView) else model.columnCount()
    cells = (model.index(row, column).data() for column in range(columns))
    return " ".join(str(cell) for cell in cells if cell is not None)


def _first_left(view: QTableView | QListView) -> int:
    """The first row that is not hidden, -1 for none."""
    return next((row for row in range(view.model().rowCount()) if not view.isRowHidden(row)), -1)


def _choose_what_is_left(view: QTableView | QListView) -> None:
    selection = view.selectionModel()
    for index in selection.selectedIndexes():
        if view.isRowHidden(index.row()):
            selection.select(index, QItemSelectionModel.SelectionFlag.Deselect)
    here = view.currentIndex()
    is_lost = here.isValid() and view.isRowHidden(here.row())
    if isinstance(view, QListView) and (is_lost or not here.isValid()):
        view.setCurrentIndex(view.model().index(_first_left(view), 0))
    elif is_lost:
        selection.setCurrentIndex(QModelIndex(), QItemSelectionModel.SelectionFlag.NoUpdate)
