"""Where a person stands in a list through any change of its rows: the row under the eye, the choice, the cursor."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QAbstractItemView, QTableView

from coo_desktop.views.lists.model import ListModel
from coo_desktop.views.lists.shifts import nearest

#: So many chosen rows are followed; of more nobody sees whether they are still the same, and the rest is let go.
MOST_FOLLOWED = 1000


@dataclass(frozen=True, slots=True)
class _Stand:
    """`stood` has the rows by their ids; `seen` and `chosen` are ids, `first` is the first row that is seen."""

    stood: Mapping[str, int]
    seen: tuple[str, ...]
    chosen: tuple[str, ...]
    current: str
    column: int
    first: int


class ListPlace:
    """Implements Follower. `is_own` while nothing but this desk has changed anything: its own new rows are shown where
    they come, those of others come without moving what somebody looks at."""

    def __init__(self, table: QTableView, model: ListModel) -> None:
        self.is_own = True
        self.is_moving = False
        self._table = table
        self._model = model
        self._chosen: tuple[str, ...] = ()
        self._sought = ""
        model.follower = self
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._find_again)

    def stood(self) -> Mapping[str, int]:
        """See Follower."""
        return self._stand().stood

    @property
    def wanted(self) -> frozenset[str]:
        """See Follower."""
        return frozenset({self._sought} - {""})

    def seek(self, document_id: str) -> None:
        """Goes to a document wherever it stands in the list, once that is known; nowhere if it is not there."""
        self._sought = document_id
        self._model.reread()

    def rows(self, most: int | None = None) -> list[int]:
        """The chosen rows from above, so many at most."""
        ranges = sorted((part.top(), part.bottom()) for part in self._table.selectionModel().selection().toList())
        found = dict.fromkeys(row for top, bottom in ranges for row in range(top, bottom + 1))
        return list(islice(found, most))

    @property
    def count(self) -> int:
        """How many rows are chosen."""
        return sum(part.height() for part in self._table.selectionModel().selection().toList())

    def land(self, places: Mapping[str, int], move: Callable[[Mapping[str, int]], frozenset[str]]) -> None:
        """See Follower."""
        before = self._stand()
        self.is_moving = True
        self._table.setAutoScroll(False)
        try:
            kept = move(before.stood)
            self._choose(before, places, kept)
            self._table.executeDelayedItemsLayout()
            self._table.updateGeometries()
            self._table.verticalScrollBar().setValue(self._first(before, places, kept))
            if self._sought in places:
                self._show(places[self._sought])
            self._sought = ""
        finally:
            self._table.setAutoScroll(True)
            self.is_moving, self.is_own = False, True
        self._table.selectionModel().selectionChanged.emit(QItemSelection(), QItemSelection())

    def choose(self, rows: Iterable[int]) -> None:
        """Chooses these rows and no others."""
        selection = QItemSelection()
        for low, high in _runs(sorted(rows)):
            selection.select(self._model.index(low, 0), self._model.index(high, 0))
        flags = QItemSelectionModel.SelectionFlag
        self._table.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)

    def go(self, row: int, column: int = 0) -> None:
        """Puts the cursor there and chooses nothing more."""
        index = self._model.index(row, column)
        self._table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _show(self, row: int) -> None:
        self.choose([row])
        self.go(row)
        self._table.scrollTo(self._model.index(row, 0), QAbstractItemView.ScrollHint.PositionAtCenter)

    def _stand(self) -> _Stand:
        table, count = self._table, self._model.rowCount()
        first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
        seen = range(max(first, 0), (last if last >= 0 else count - 1) + 1) if first >= 0 else range(0)
        chosen = self.rows(MOST_FOLLOWED)
        current = table.currentIndex()
        ids = {number: row.id for number in {*seen, *chosen, current.row()} - {-1} if (row := self._model.row(number))}
        stood = {row_id: number for number, row_id in ids.items()}
        at_eye, picked = (tuple(ids[one] for one in rows if one in ids) for rows in (seen, chosen))
        return _Stand(stood, at_eye, picked, ids.get(current.row(), ""), max(0, current.column()), max(first, 0))

    def _choose(self, before: _Stand, places: Mapping[str, int], kept: frozenset[str]) -> None:
        """What is still there stays chosen; where nothing is, the row that stood next to it."""
        rows = {places[one] for one in before.chosen if one in places}
        current = places.get(before.current, -1)
        if before.current and current < 0:
            current = min(rows) if rows else self._beside(before.stood[before.current], before, places, kept)
        if before.chosen and not rows:
            gone = before.stood[before.chosen[0]]
            rows = {self._beside(gone, before, places, kept) if before.current not in before.chosen else current}
        rows.discard(-1)
        if self.count != len(rows) or rows != set(self.rows()):
            self.choose(rows)
        if current >= 0 and current != self._table.currentIndex().row():
            self.go(current, before.column)

    def _beside(self, gone: int, before: _Stand, places: Mapping[str, int], kept: frozenset[str]) -> int:
        next_one = nearest(gone, before.stood, kept)
        return places[next_one] if next_one else min(gone, self._model.rowCount() - 1)

    def _first(self, before: _Stand, places: Mapping[str, int], kept: frozenset[str]) -> int:
        """The row at the top from now on: so far from a row under the eye as the one at the top was."""
        is_in_hand = before.current in before.seen and before.current in kept
        if before.first == 0 and (self.is_own or not is_in_hand):
            return 0
        eye = before.current if is_in_hand else next((one for one in before.seen if one in kept), "")
        return before.first + places[eye] - before.stood[eye] if eye else before.first

    def _remember(self) -> None:
        """Another query is shown: what is chosen stays so if it is among its first rows."""
        if not self.is_moving:
            self._chosen = self._stand().chosen

    def _find_again(self) -> None:
        if self.is_moving:
            return
        known = self._model.known_rows()
        found = [known[one] for one in self._chosen if one in known]
        self._table.scrollToTop()
        if found:
            self.choose(found)
            self.go(found[0])


def _runs(rows: list[int]) -> list[tuple[int, int]]:
    """(first, last) of each unbroken run of sorted numbers."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
