"""The tabs of the window: areas that stay, built when first shown, and documents that open and close."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabBar, QTabWidget, QVBoxLayout, QWidget

from coo_desktop.views.page import Page
from coo_desktop.views.target import Target
from coo_desktop.views.widgets.style import icon

LONGEST_TITLE = 24


class Tabs(QTabWidget):
    """`close_wanted` carries the page whose cross was pressed; nothing closes by itself."""

    close_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._factories: dict[QWidget, Callable[[QWidget], Page]] = {}
        self._pages: dict[Target, QWidget] = {}
        self.setDocumentMode(True)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)  # titles are cut to fit; the areas' names never are
        self.setTabsClosable(True)
        self.tabCloseRequested.connect(lambda number: self.close_wanted.emit(self.widget(number)))
        self.currentChanged.connect(self._build)

    def add_area(self, key: Target, title: str, factory: Callable[[QWidget], Page] | None = None) -> None:
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

    def add_page(self, key: Target, page: Page) -> None:
        """A page that can be closed, shown at once under its own title and icon."""
        self._pages[key] = page
        number = self.addTab(page, "")
        self._show_title(page)
        page.titled.connect(partial(self._show_title, page))
        self.setCurrentIndex(number)

    def page(self, key: Target) -> Page | None:
        """The page or the built area of a key."""
        place = self._pages.get(key.tab)
        if place is None or isinstance(place, Page):
            return place
        layout = place.layout()
        item = layout.itemAt(0) if layout is not None else None
        page = item.widget() if item is not None else None
        return page if isinstance(page, Page) else None

    def pages(self) -> Iterator[Page]:
        """Every page that is built, the one at the front first."""
        keys = sorted(self._pages, key=lambda key: key != self.key_of_current())
        return (page for key in keys if (page := self.page(key)) is not None)

    def show_page(self, key: Target) -> Page | None:
        """Brings a page to the front and gives it."""
        place = self._pages.get(key.tab)
        if place is not None:
            self.setCurrentWidget(place)
        return self.page(key)

    def show_holding(self, page: Page) -> None:
        """Brings the tab to the front that a page fills."""
        places = self._pages.values()
        self.setCurrentWidget(next(place for place in places if place is page or place.isAncestorOf(page)))

    def _show_title(self, page: Page) -> None:
        """A long title is shortened on the tab and whole in its hint."""
        number, title = self.indexOf(page), page.title
        short = title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"
        self.setTabText(number, short.replace("&", "&&"))
        self.setTabToolTip(number, title)
        self.setTabIcon(number, icon(page.icon))

    def key_of_current(self) -> Target | None:
        """The key of the page at the front."""
        here = self.currentWidget()
        return next((key for key, page in self._pages.items() if page is here), None)

    def current_page(self) -> Page | None:
        key = self.key_of_current()
        return self.page(key) if key is not None else None

    def open_pages(self) -> dict[Target, Page]:
        """Key -> page of all that can be closed."""
        return {key: page for key, page in self._pages.items() if isinstance(page, Page)}

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
            page = self._factories.pop(place)(place)
            page.show_as(self.tabText(number), page.icon)
            layout.addWidget(page)
