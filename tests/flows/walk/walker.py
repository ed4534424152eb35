"""Whoever walks a row: the clerk's window and keys, whole programs, the examiner in the browser, and the way there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.ports import Packs
from coo_desktop.environment.words import _
from coo_desktop.views.document.page import FormPage
from coo_desktop.views.lists.page import ListPage
from coo_desktop.views.shell.application import Application
from coo_desktop.views.shell.pages import PAGES
from tests.backend.process import BackendProcess
from tests.console.pages import Visit
from tests.domain.given import PRE_REVIEW, RCEP, values_of
from tests.flows.keyboard import CONTROL, Key, Keyboard
from tests.flows.office import approve, certificate_of
from tests.flows.screen import NETWORK_MS, Screen

#: The window of the guide's pictures; the smallest screen that clerks still have.
WIDTH, HEIGHT = 1366, 768
AREAS = {"pre_review": 1, "certificate": 2, "record": 3}


class Walker:
    """Everything a row needs; what it opens is closed with it."""

    def __init__(self, qtbot: Any, backend: BackendProcess, folder: Path, fixture: Callable[[str], Any]) -> None:
        self.qtbot, self.backend, self.folder, self._fixture = qtbot, backend, folder, fixture
        self.keys = Keyboard(qtbot)
        self._visits: list[Visit] = []
        self._front: Any = None

    def sit_down(self, account: str = "demo", sample: str = RCEP, packs: Packs | None = None) -> Screen:
        """The window of a clerk, on the day of a sample, with the codes that ship or with these packs."""
        screen: Screen = self._fixture("screens")(sample, account, packs or self._fixture("shipped_packs"))
        screen.window.resize(WIDTH, HEIGHT)
        self._front = screen.window
        return screen

    def colleague(self, account: str = "clerk2") -> Any:
        """Another desk without a window."""
        return self._fixture("desks")(account)

    def start(self, name: str) -> Application:
        """The whole program on the profile of this name."""
        program: Application = self._fixture("programs").start(name)
        program.window.resize(WIDTH, HEIGHT)
        self._front = program
        return program

    def end(self, program: Application) -> None:
        self._fixture("programs").end(program)
        self._front = None

    def look_at(self, window: QWidget) -> None:
        """Another window than the last one is what the person sees now."""
        self._front = window

    def office(self, account: str = "examiner") -> Visit:
        """Somebody of the office in the console."""
        self._visits.append(Visit(self.backend.url, account))
        return self._visits[-1]

    def decide(self, document_id: str, *events: str, account: str = "examiner", **fields: str) -> Visit:
        """The examiner takes these steps on the document's page in the console."""
        examiner, page = self.office(account), f"/console/documents/{document_id}"
        for event in events:
            assert examiner.open(page).ok, f"{event}: the page of the document answers {examiner.page.status_code}"
            answer = examiner.send(f"{page}/{event}", **{"reason": "", **fields})
            assert answer.ok, f"{event}: {answer.status_code}"
        return examiner

    def product(self, screen: Screen, sample: str = PRE_REVIEW) -> Document:
        """An approved product that this desk has."""
        made = screen.clerk.write(values_of(sample), form="pre_review")
        return self._approved(screen, made)

    def written(self, screen: Screen, invoice: str = "LF-WALK-1", product: Document | None = None) -> Document:
        """A complete RCEP certificate that was not sent yet."""
        filed = product or self.product(screen)
        return screen.clerk.write(certificate_of(RCEP, filed, invoice), form="rcep_2022")

    def sent(self, screen: Screen, invoice: str = "LF-WALK-1") -> Document:
        """An RCEP certificate that waits for the office."""
        made = self.written(screen, invoice)
        screen.clerk.submit(made.id)
        screen.sync()
        assert screen.clerk.document(made.id).stage == "submitted"
        return screen.clerk.document(made.id)

    def issued(self, screen: Screen, invoice: str = "LF-WALK-1") -> Document:
        """An approved RCEP certificate."""
        return self._approved(screen, self.written(screen, invoice))

    def _approved(self, screen: Screen, made: Document) -> Document:
        """Sent, approved and heard of in passes of the window, so that its pages know."""
        screen.clerk.submit(made.id)
        screen.sync()
        approve(self.backend, made.id)
        screen.sync()
        assert screen.clerk.document(made.id).stage == "approved", screen.clerk.outbox()
        return screen.clerk.document(made.id)

    def list(self, screen: Screen, area: str) -> ListPage:
        """The list of an area, by Ctrl and its number."""
        self.keys.press(Key(Key.Key_0 + AREAS[area]), CONTROL)
        page = screen.window.tabs.current_page()
        assert isinstance(page, ListPage), page
        return page

    def choose(self, page: ListPage, document_id: str) -> None:
        """Goes down in a list to a document."""
        self.qtbot.waitUntil(lambda: not page._reread.isActive() and document_id in page.model.known_rows())
        self.keys.to_row(page.table, page.model.known_rows()[document_id])
        assert [row.id for row in page.rows()] == [document_id]

    def take(self, page: ListPage, action: str, *entries: str) -> None:
        """Takes an action on the chosen rows from the menu of the list, as whoever has no mouse does, and these entries
        of the menus that follow."""
        entry = page.bar.actions_by_name[action]

        def is_offered() -> None:
            assert entry.isEnabled(), entry.toolTip()

        self.qtbot.waitUntil(is_offered)
        self.keys.choose(self.keys.ask_for_menu, entry.text(), *entries)

    def option(self, field: Any, data: str) -> None:
        """Goes down in a choice to the line that stands for this."""
        self.keys.to(field)
        self.keys.press(Key.Key_Home)
        for _line in range(field.count()):
            if field.currentData() == data:
                return
            self.keys.press(Key.Key_Down)
        raise AssertionError(f"{field.accessibleName()} has no line of {data}")

    def opened(self, screen: Screen, fact: Callable[[Document], object]) -> FormPage:
        """Waits for the page of a document of which this is so."""
        tabs = screen.window.tabs
        self.wait(lambda: isinstance(tabs.currentWidget(), FormPage) and fact(screen.page.document))
        return screen.page

    def page(self, screen: Screen, name: str) -> Any:
        """A page of the menus, by its shortcut or else through its menu."""
        kind = PAGES[name]
        if kind.keys:
            self.keys.shortcut(kind.keys)
        else:
            letter = QKeySequence.mnemonic(_(kind.menu))
            self.keys.choose(lambda: self.keys.shortcut(letter), _(kind.title))
        page = screen.window.tabs.current_page()
        assert isinstance(page, kind.load()), page  # type: ignore[arg-type]  # a page's class is what makes it
        return page

    def wait(self, fact: Callable[[], object]) -> None:
        """Waits for something that the network may take a while for."""
        self.qtbot.waitUntil(lambda: bool(fact()), timeout=NETWORK_MS)

    def take_picture(self, file: Path) -> None:
        """What the person sees now: the dialog at the front, else the window."""
        window = QApplication.activeModalWidget() or self._window()
        if window is not None:
            window.grab().save(str(file))

    def _window(self) -> QWidget | None:
        return self._front.window if isinstance(self._front, Application) else self._front

    def close(self) -> None:
        for visit in self._visits:
            visit.close()
