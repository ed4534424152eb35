"""Which pages are open, in which order, and where the person stands on each: kept when it changes, and there again at
the next start. Only the page at the front is built then; the others are when they are shown.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from coo_desktop.domain.desk import OPEN_TABS
from coo_desktop.domain.operations import settings
from coo_desktop.environment.words import ngettext
from coo_desktop.views.autosave import Autosave, Failed
from coo_desktop.views.session import Session
from coo_desktop.views.shell.pages import PAGES
from coo_desktop.views.shell.window import MainWindow
from coo_desktop.views.target import AREAS, OF_DOCUMENT, Target

#: Setting: `tabs` in their order, each a Target's words with `title`, `icon` and `cursor`; `areas`, place -> cursor;
#: `front`, the Target at the front.
KEPT = OPEN_TABS
#: The page to begin on where nothing is kept.
START = Target("start")

Kept = dict[str, Any]


class OpenTabs(QObject):
    """Watches one window; keeps nothing before it was resumed, so that a locked window forgets nothing.

    `go(target)` opens a page as a person would.
    """

    def __init__(self, session: Session, window: MainWindow, go: Callable[[Target], object], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._window, self._go = session, window, go
        self._kept: Kept = {}
        self._places: dict[Target, Mapping[str, str]] = {}
        self._is_resumed = False
        self._autosave = Autosave(self, session.ports.clock.monotonic_s, self)
        window.tabs.built.connect(self._hear_built)
        window.tabs.arranged.connect(self._touch)
        window.leaving.connect(self._leave)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._hear_focus)
        for area in AREAS:
            if window.tabs.page(Target(area)) is not None:
                self._hear_built(Target(area))

    @property
    def edits(self) -> Mapping[str, Any]:
        """What of the arrangement the store does not have yet; see autosave.Source."""
        now = self.arrangement()
        return {} if now is None or now == self._kept else now

    def store(self, edits: Mapping[str, Any], done: Callable[[], None], failed: Failed) -> None:
        def keep() -> None:
            self._kept = dict(edits)
            done()

        self._session.do(
            self,
            settings.keep_preference,
            KEPT,
            dict(edits),
            then=lambda _change: keep(),
            failed=failed,
        )

    def arrangement(self) -> Kept | None:
        """How it stands now, as it is kept; None while nothing was resumed, or nothing is to be kept any more."""
        if not self._is_resumed:
            return None
        tabs = self._window.tabs
        front = tabs.key_of_current()
        return {
            "tabs": [
                {**_kept_target(key), "title": title, "icon": icon, "cursor": self._place(key)}
                for key, (title, icon) in tabs.closable().items()
            ],
            "areas": {area: self._place(Target(area)) for area in AREAS},
            "front": _kept_target(front) if front is not None else {},
        }

    def resume(self, kept: Any = None) -> None:
        """Opens what is kept, or what `kept` says; a second time nothing. What is gone meanwhile is told."""
        if self._is_resumed:
            return
        kept = self._session.read.setting(KEPT) if kept is None else kept
        if isinstance(kept, Mapping):
            self._show(kept)
        else:
            self._go(START)
        self._is_resumed = True
        self._touch()

    def close(self) -> None:
        """The window goes, and another one may follow: nothing of this one is kept from now on."""
        self._is_resumed = False
        self._autosave.rest()

    def _show(self, kept: Mapping[str, Any]) -> None:
        tabs, gone = self._window.tabs, 0
        for entry in _entries(kept.get("tabs")):
            target = _target(entry)
            if not self._is_here(target):
                gone += target.place in OF_DOCUMENT
                continue
            self._places[target] = _texts(entry.get("cursor"))
            tabs.add_later(target, str(entry.get("title", "")), str(entry.get("icon", "")), partial(self._go, target))
        areas = kept.get("areas")
        for area in AREAS:
            self._places[Target(area)] = _texts(areas.get(area) if isinstance(areas, Mapping) else None)
            if tabs.page(Target(area)) is not None:
                self._hear_built(Target(area))
        tabs.show_page(next(map(_target, _entries([kept.get("front")])), START))
        if gone:
            told = ngettext(
                "{count} document that was open is no longer here.",
                "{count} documents that were open are no longer here.",
                gone,
            )
            self._window.notices.show_notice("gone", "info", told.format(count=gone))

    def _is_here(self, target: Target) -> bool:
        if target.place not in OF_DOCUMENT:
            return target.place in PAGES
        document = self._session.read.document(target.document)
        return document is not None and not document.deleted

    def _place(self, key: Target) -> dict[str, str]:
        """Where the person stands on a page, or stood when it was shown last."""
        page = self._window.tabs.page(key)
        if page is None:
            return dict(self._places.get(key, {}))
        return page.position.place() if page.position is not None else {}

    def _hear_built(self, key: Target) -> None:
        page = self._window.tabs.page(key)
        if page is None or page.position is None:
            return
        page.position.moved.connect(self._touch)
        if place := self._places.pop(key, {}):
            page.position.show_place(place)

    def _hear_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self._window.tabs.isAncestorOf(new):
            self._touch()

    def _leave(self) -> None:
        self._autosave.save()

    def _touch(self) -> None:
        if self._is_resumed:
            self._autosave.touch()


def _kept_target(key: Target) -> dict[str, str]:
    return {"place": key.place, "document": key.document}


def _target(entry: Mapping[str, Any]) -> Target:
    return Target(str(entry.get("place", "")), document=str(entry.get("document", "")))


def _entries(kept: object) -> Iterator[Mapping[str, Any]]:
    return (one for one in kept if isinstance(one, Mapping)) if isinstance(kept, list) else iter(())


def _texts(kept: object) -> dict[str, str]:
    return {str(name): str(text) for name, text in kept.items()} if isinstance(kept, Mapping) else {}
