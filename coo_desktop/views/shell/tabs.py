"""The tabs of the window: areas that stay, documents that open and close; both may be built when first shown."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QApplication, QLayout, QTabBar, QTabWidget, QVBoxLayout, QWidget

from coo_desktop.views.page import Page
from coo_desktop.views.target import Target
from coo_desktop.views.widgets.style import icon

LONGEST_TITLE = 24


@dataclass(frozen=True, slots=True)
class _Later:
    """A page that is built when it is first shown."""

    title: str
    icon: str
    build: Callable[[], object]


class Tabs(QTabWidget):
    """`close_wanted` carries the page whose cross was pressed; nothing closes by itself.

    `built` carries the key of a page that is there from now on, `arranged` comes when tabs came, went or changed place.
    """

    close_wanted = Signal(object)
    built = Signal(object)
    arranged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._factories: dict[QWidget, Callable[[QWidget], Page]] = {}
        self._later: dict[QWidget, _Later] = {}
        self._pages: dict[Target, QWidget] = {}
        self.setDocumentMode(True)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)  # titles are cut to fit; the areas' names never are
        self.setTabsClosable(True)
        self.tabCloseRequested.connect(self._close)
        self.currentChanged.connect(self._build)
        self.currentChanged.connect(lambda _number: self.arranged.emit())

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

    def stand_in(self, key: Target, widget: QWidget) -> None:
        """Shows something in the place of an area at the front until the area is built."""
        place = self._pages[key]
        layout = place.layout()
        assert layout is not None
        layout.addWidget(widget)
        self.setCurrentWidget(place)

    def add_page(self, key: Target, page: Page) -> None:
        """A page that can be closed, shown at once under its own title and icon, in the place kept for it if any."""
        kept = self._pages.get(key)
        with QSignalBlocker(self):
            number = self.count() if kept is None else self.indexOf(kept)
            if kept is not None:
                self.removeTab(number)
                kept.deleteLater()
            self._pages[key] = page
            self.insertTab(number, page, "")
        self._show_title(page)
        page.titled.connect(partial(self._show_title, page))
        self.setCurrentIndex(number)
        self.built.emit(key)
        if page.position is not None:  # unless a place of an earlier day was gone to
            page.position.show_start()
        self.arranged.emit()

    def add_later(self, key: Target, title: str, icon_name: str, build: Callable[[], object]) -> None:
        """Keeps a place for a page that can be closed; when it is first shown, `build` adds the page, or adds none."""
        place = QWidget(self)
        self._pages[key], self._later[place] = place, _Later(title, icon_name, build)
        with QSignalBlocker(self):
            number = self.addTab(place, "")
        self._write(number, title, icon_name)

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
            self._build(self.currentIndex())
        return self.page(key)

    def show_holding(self, page: Page) -> None:
        """Brings the tab to the front that a page fills."""
        places = self._pages.values()
        self.setCurrentWidget(next(place for place in places if place is page or place.isAncestorOf(page)))

    def _show_title(self, page: Page) -> None:
        """A long title is shortened on the tab and whole in its hint."""
        self._write(self.indexOf(page), page.title, page.icon)

    def _write(self, number: int, title: str, icon_name: str) -> None:
        short = title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"
        self.setTabText(number, short.replace("&", "&&"))
        self.setTabToolTip(number, title)
        self.setTabIcon(number, icon(icon_name))

    def key_of_current(self) -> Target | None:
        """The key of the page at the front."""
        here = self.currentWidget()
        return next((key for key, page in self._pages.items() if page is here), None)

    def current_page(self) -> Page | None:
        key = self.key_of_current()
        return self.page(key) if key is not None else None

    def open_pages(self) -> dict[Target, Page]:
        """Key -> page of all that can be closed and are built."""
        return {key: page for key, page in self._pages.items() if isinstance(page, Page)}

    def closable(self) -> dict[Target, tuple[str, str]]:
        """Key -> title and icon's name of all that can be closed, built or not, in the order of their tabs."""
        shown = {place: key for key, place in self._pages.items() if isinstance(place, Page) or place in self._later}
        places = [place for number in range(self.count()) if (place := self.widget(number)) in shown]
        told = [place if isinstance(place, Page) else self._later[place] for place in places]
        return {shown[place]: (one.title, one.icon) for place, one in zip(places, told, strict=True)}

    def remove(self, page: QWidget) -> None:
        """Takes a page away for good; its cursor goes to where the person stood on the page that follows."""
        focus = QApplication.focusWidget()
        is_lost = focus is None or focus is self.tabBar() or page.isAncestorOf(focus)
        self._pages = {key: known for key, known in self._pages.items() if known is not page}
        self._later.pop(page, None)
        self.removeTab(self.indexOf(page))
        page.deleteLater()
        follows = self.current_page()
        if is_lost and follows is not None and follows.position is not None:
            follows.position.show_place(follows.position.place())
            follows.position.show_start()
        self.arranged.emit()

    def _build(self, number: int) -> None:
        place = self.widget(number)
        layout = place.layout() if place is not None else None
        if layout is not None and place in self._factories:
            page = self._factories.pop(place)(place)
            page.show_as(self.tabText(number), page.icon)
            clear(layout)
            layout.addWidget(page)
            self.built.emit(next(key for key, known in self._pages.items() if known is place))
        elif place in self._later:
            self._later.pop(place).build()
            if place in self._pages.values():  # nothing could be built
                self.remove(place)

    def _close(self, number: int) -> None:
        place = self.widget(number)
        if place in self._later:
            self.remove(place)
        else:
            self.close_wanted.emit(place)


def clear(layout: QLayout) -> None:
    """Takes away what stands in a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
