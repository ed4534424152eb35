"""Remembers how a person arranged a screen: the columns of a list, its order, and how a page is shared by its parts."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QSplitter, QTableView

from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.operations import settings
from coo_desktop.environment.words import _
from coo_desktop.views.autosave import Autosave, Failed
from coo_desktop.views.lists.model import ListModel
from coo_desktop.views.lists.table import NARROWEST, columns_setting, place_columns, restore_columns
from coo_desktop.views.session import Session

#: A drag tells of every pixel; it is kept once it is over.
QUIET_S = 0.4
LEAST_SHARE, MOST_SHARE = 10, 90


class Arranged(QObject):
    """What a person moves on a screen: `arrangement` gives settings and their values, kept once the moving is over."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._is_moved = False
        self._autosave = Autosave(self, session.ports.clock.monotonic_s, self, QUIET_S)

    def arrangement(self) -> Mapping[str, Any]:
        """Setting -> its value as the screen stands; each screen says what."""
        raise NotImplementedError

    @property
    def is_waiting(self) -> bool:
        """Whether something was moved that is not kept yet."""
        return self._is_moved

    def touch(self) -> None:
        """Something was moved."""
        self._is_moved = True
        self._autosave.touch()

    @property
    def edits(self) -> Mapping[str, Any]:
        """Implements Source."""
        if not self._is_moved:
            return {}
        now = self.arrangement().items()
        return {name: value for name, value in now if value != self._session.read.setting(name)}

    def store(self, edits: Mapping[str, Any], done: Callable[[], None], failed: Failed) -> None:
        """Implements Source; an arrangement that cannot be kept is no reason to hold anybody up."""
        self._is_moved = False

        def refuse(error: ProgramError) -> None:
            failed(error)
            self._session.failed.emit(error)

        self._session.do(self, settings.keep_preferences, edits, then=lambda _change: done(), failed=refuse)


class Columns(Arranged):
    """Widths, places and order of a list's columns, kept by their names: a column that comes later finds its place."""

    def __init__(self, session: Session, name: str, table: QTableView, model: ListModel) -> None:
        super().__init__(session, table)
        self._setting = columns_setting(name)
        self._model = model
        self._names = [column.name for column in model.columns]
        self._header = header = table.horizontalHeader()
        self._usual = {name: header.sectionSize(number) for number, name in enumerate(self._names)}
        header.setSectionsMovable(True)
        header.setMinimumSectionSize(NARROWEST)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._open_menu)
        self._restore()
        header.sectionResized.connect(self._hear_width)
        for signal in (header.sectionMoved, header.sortIndicatorChanged):
            signal.connect(lambda *_: self.touch())

    def reset(self) -> None:
        """The columns as on the first day; the order of the rows stays."""
        place_columns(self._header, self._names, self._names, self._usual)
        self._session.do(self._session, settings.keep_preference, self._setting, None)
        self._is_moved = False
        self._autosave.rest()

    def _hear_width(self, number: int, *_widths: int) -> None:
        """The last column follows the window; only what a person drags is worth keeping."""
        if self._header.visualIndex(number) < self._header.count() - 1:
            self.touch()

    def _restore(self) -> None:
        kept = self._session.read.setting(self._setting)
        if not isinstance(kept, Mapping):
            return
        restore_columns(self._header, self._names, kept)
        if (sort := kept.get("sort")) in self._names:
            falls = Qt.SortOrder.DescendingOrder if kept.get("descending") is True else Qt.SortOrder.AscendingOrder
            self._header.setSortIndicator(self._names.index(sort), falls)
            self._model.sort(self._names.index(sort), falls)

    def arrangement(self) -> Mapping[str, Any]:
        header, count = self._header, range(len(self._names))
        order = [self._names[header.logicalIndex(place)] for place in count]
        widths = {name: header.sectionSize(number) for number, name in enumerate(self._names)}
        widths.pop(order[-1])  # the last one takes what is left, whatever it was given
        sort = header.sortIndicatorSection()
        kept = {
            "order": order,
            "widths": widths,
            "sort": self._names[sort] if sort in count else "",
            "descending": header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder,
        }
        return {self._setting: kept}

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self._header)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Columns as they were at first")).triggered.connect(lambda: self.reset())
        menu.popup(self._header.mapToGlobal(at))


class Share(Arranged):
    """How much of a splitter its second part takes, in percent, kept by what is shown there."""

    def __init__(self, session: Session, name: str, split: QSplitter) -> None:
        super().__init__(session, split)
        self._name = name
        self._split = split
        self._what = ""
        split.splitterMoved.connect(lambda *_: self.touch())

    def show_part(self, what: str, usual: int) -> None:
        """Gives the second part what it had the last time, `usual` percent the first time."""
        if self.is_waiting:
            self._autosave.save()  # the share of the part before, under its own name
        self._what = what
        kept = self._session.read.setting(self._setting)
        share = kept if isinstance(kept, int) and LEAST_SHARE <= kept <= MOST_SHARE else usual
        whole = max(self._split.width(), 1000)  # before it is shown only the proportion counts
        self._split.setSizes([whole - whole * share // 100, whole * share // 100])

    def arrangement(self) -> Mapping[str, Any]:
        first, second = self._split.sizes()[:2]
        return {self._setting: round(100 * second / (first + second))} if self._what and first + second else {}

    @property
    def _setting(self) -> str:
        return f"share/{self._name}/{self._what}"
