"""The tabs of the window: areas that stay, built when first shown, and documents that open and close."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabBar, QTabWidget, QVBoxLayout, QWidget

from coo_desktop.views.widgets.style import icon

LONGEST_TITLE = 24


class Tabs(QTabWidget):
    """`close_wanted` carries the page whose cross was pressed; nothing closes by itself."""

    close_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._factories: dict[QWidget, Callable[[QWidget], QWidget]] = {}
        self._pages: dict[str, QWidget] = {}
        self.setDocumentMode(True)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)  # titles are cut to fit; the areas' names never are
        self.setTabsClosable(True)
        self.tabCloseRequested.connect(lambda number: self.close_wanted.emit(self.widget(number)))
        self.currentChanged.connect(self._build)

    def add_area(self, key: str, title: str, factory: Callable[[QWidget], QWidget] | None = None) -> None:
        """An area that stays; `factory(parent)` builds it when it is first shown. Naming it again gives it one."""
        place = self._pages.get(key)
        if place is None:
            place = QWidget(self)
            column = QVBoxLayout(place)
            column.setContentsMargins(0, 0, 0, 0)
            self._pages[key] = place
            number = self.addTab(place, title)
            for side in (QTabBar.ButtonPosition.LeftSide, QTabBar.ButtonPosition.RightSide):
                self.tabBar().setTabButton(number, side, None)  # None takes the cross away
        if factory is not None:
            self._factories[place] = factory
            self._build(self.currentIndex())

    def add_page(self, key: str, title: str, page: QWidget, sign: str) -> None:
        """A page that can be closed, shown at once."""
        self._pages[key] = page
        number = self.addTab(page, icon(sign), "")
        self.show_title(page, title)
        self.setCurrentIndex(number)

    def page(self, key: str) -> QWidget | None:
        """The page or the built area of a key."""
        place = self._pages.get(key)
        if place is None or self.is_closable(place):
            return place
        layout = place.layout()
        item = layout.itemAt(0) if layout is not None else None
        return item.widget() if item is not None else None

    def show_page(self, key: str) -> QWidget | None:
        """Brings a page to the front and gives it."""
        place = self._pages.get(key)
        if place is not None:
            self.setCurrentWidget(place)
        return self.page(key)

    def show_title(self, page: QWidget, title: str) -> None:
        """A long title is shortened on the tab and whole in its hint."""
        number = self.indexOf(page)
        short = title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"
        self.setTabText(number, short.replace("&", "&&"))
        self.setTabToolTip(number, title)

    def key_of_current(self) -> str:
        """The key of the page at the front."""
        here = self.currentWidget()
        return next((key for key, page in self._pages.items() if page is here), "")

    def current_page(self) -> QWidget | None:
        return self.page(self.key_of_current())

    def open_pages(self) -> dict[str, QWidget]:
        """Key -> page of all that can be closed."""
        return {key: page for key, page in self._pages.items() if self.is_closable(page)}

    def is_closable(self, page: QWidget) -> bool:
        bar, number = self.tabBar(), self.indexOf(page)
        sides = (QTabBar.ButtonPosition.LeftSide, QTabBar.ButtonPosition.RightSide)
        return any(bar.tabButton(number, side) is not None for side in sides)

    def remove(self, page: QWidget) -> None:
        """Takes a page away for good."""
        self._pages = {key: known for key, known in self._pages.items() if known is not page}
        self.removeTab(self.indexOf(page))
        page.deleteLater()

    def _build(self, number: int) -> None:
        place = self.widget(number)
        if place is None or place not in self._factories:
            return
        layout = place.layout()
        if layout is not None:
            layout.addWidget(self._factories.pop(place)(place))
