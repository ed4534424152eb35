"""The tree of codes: sections, chapters, headings, subheadings, national lines; branches are read when they open."""

from collections.abc import Iterator

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from coo_desktop.domain.hs import codes
from coo_desktop.domain.hs.codes import Listed
from coo_desktop.domain.ports import Nomenclature
from coo_desktop.views.fields.editor import plain_tip
from coo_desktop.views.fields.hs_hits import dotted
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import Task

#: A code, and those one level below it, each with whether it has some of its own.
Branch = tuple[str, list[tuple[Listed, bool]]]
_CODE = Qt.ItemDataRole.UserRole
#: Down to here every code has others below it.
_SURE = 4


class HsTree(QTreeWidget):
    """`chosen` carries the code that a person moves to, `taken` the one that Enter or a double click takes."""

    chosen = Signal(str)
    taken = Signal(str)

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._items: dict[str, QTreeWidgetItem] = {}
        self._read: set[str] = set()
        self._wanted = ""
        self._task: Task | None = None
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.itemExpanded.connect(lambda item: self._open(str(item.data(0, _CODE))))
        self.currentItemChanged.connect(lambda _item, _before: self.chosen.emit(self.code()))
        self.itemActivated.connect(lambda item: self.taken.emit(str(item.data(0, _CODE))))

    @property
    def is_reading(self) -> bool:
        return self._task is not None

    def start(self) -> None:
        """Shows the sections."""
        self.reveal("")

    def reveal(self, code: str) -> None:
        """Opens the branches that lead to a code and goes to it; never signals. The latest one wins."""
        self._wanted = code
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if code in self._items:
            self._go(code)
            return
        packs, known = self._session.packs, frozenset(self._read)
        self._task = self._session.run(
            self, lambda _task: list(_branches(packs.nomenclature, code, known)), then=self._grow
        )

    def code(self) -> str:
        """The code under the cursor, or ""."""
        item = self.currentItem()
        return str(item.data(0, _CODE)) if item else ""

    def _open(self, code: str) -> None:
        if code in self._read:
            return
        packs = self._session.packs
        self._session.run(self, lambda _task: [_branch(packs.nomenclature, code)], then=self._add)

    def _grow(self, branches: list[Branch]) -> None:
        self._task = None
        self._add(branches)
        self._go(self._wanted)

    def _add(self, branches: list[Branch]) -> None:
        with QSignalBlocker(self):
            for above, children in branches:
                parent = self._items.get(above, self.invisibleRootItem()) if above else self.invisibleRootItem()
                if above in self._read:
                    continue
                self._read.add(above)
                for listed, opens in children:
                    self._items[listed.code] = self._item(listed, parent, opens)

    def _item(self, listed: Listed, parent: QTreeWidgetItem, opens: bool) -> QTreeWidgetItem:
        zh_first = self._session.language.startswith("zh")
        name = (listed.zh or listed.en) if zh_first else (listed.en or listed.zh)
        item = QTreeWidgetItem(parent, [f"{dotted(listed.code)}  {name}"])
        item.setData(0, _CODE, listed.code)
        item.setToolTip(0, plain_tip("\n".join(part for part in (listed.zh, listed.en) if part)))
        if opens:
            item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
        return item

    def _go(self, code: str) -> None:
        item = self._items.get(code)
        if item is None:
            return
        with QSignalBlocker(self):
            above = item.parent()
            while above is not None:
                above.setExpanded(True)
                above = above.parent()
            self.setCurrentItem(item)
        self.scrollToItem(item, QTreeWidget.ScrollHint.PositionAtCenter)


def _branches(nomenclature: Nomenclature, code: str, known: frozenset[str]) -> Iterator[Branch]:
    """The branches from the root to a code that are not read yet, each with everything in it."""
    path = [""]
    while code:
        path.insert(1, code)
        listed = nomenclature.find(code)
        code = listed.parent if listed else codes.parent(code)
    for above in path[:-1] or path:
        if above not in known:
            yield _branch(nomenclature, above)


def _branch(nomenclature: Nomenclature, code: str) -> Branch:
    below = nomenclature.children(code)
    return code, [(each, len(each.code) <= _SURE or bool(nomenclature.children(each.code))) for each in below]
