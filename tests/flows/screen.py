"""A clerk's desk with its real window: lists, pages, dialogs and heartbeat over a store of its own."""

from typing import Any

from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from coo_desktop.bootstrap.drawing import Drawing
from coo_desktop.dialogs.asker import DialogAsker
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.filling.printing import AS_IT_STANDS, BoxFill, Look
from coo_desktop.domain.ports import Packs
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.paper.fonts import missing
from coo_desktop.store.record_tools import StoredRecordTools
from coo_desktop.store.sheets.pages import StoredShipmentFiles
from coo_desktop.views.document.page import FormPage
from coo_desktop.views.session import Ports
from coo_desktop.views.session import Session as ScreenDesk
from coo_desktop.views.shell.controller import MainWindowController
from coo_desktop.views.shell.window import MainWindow
from coo_desktop.views.status.heartbeat import Heartbeat
from coo_desktop.views.tasks import Tasks
from tests.fakes.backups import FakeBackups
from tests.fakes.packs import NoPacks
from tests.flows.keyboard import CONTROL, Key, Keyboard
from tests.sync.desk import Desk, toy_rules

LONG_S = 36_000
NETWORK_MS = 20_000


#: The tasks of windows that are closed: a thread that is still at work answers to them, and they hold nothing else.
_answered_to: list[Tasks] = []


class Screen:
    """The window of one clerk and the keyboard before it."""

    def __init__(self, qtbot: Any, clerk: Desk, rules: Rulebook | None = None, packs: Packs | None = None) -> None:
        self._qtbot = qtbot
        self.clerk = clerk
        self.rules = rules or toy_rules()
        self.keys = Keyboard(qtbot)
        ports = Ports(
            clerk.store,
            self.rules,
            clerk.engine,
            clerk.account,
            clerk.clock,
            packs or NoPacks(),
            clerk.office,
            missing,
            self.paper,
            records=StoredRecordTools(),
            fill=self.fill,
            backups=FakeBackups(),
            shipments=StoredShipmentFiles(),
        )
        self.session = ScreenDesk(ports, Tasks(), DialogAsker())
        self.window = MainWindow(self.session.tasks)
        self.workplace = MainWindowController(self.window, self.session)
        self.heartbeat = Heartbeat(self.session, LONG_S)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()

    @property
    def page(self) -> FormPage:
        """The document at the front."""
        page = self.window.tabs.currentWidget()
        assert isinstance(page, FormPage), f"no document is at the front but {page}"
        return page

    def new(self, area: int, form_id: str) -> FormPage:
        """Ctrl+N in an area; where several form types can be chosen, the arrow keys choose in the menu."""
        self.keys.press(Key(Key.Key_0 + area), CONTROL)
        before, form = self.window.tabs.currentWidget(), self.rules.form(form_id)
        if len(self.rules.book.family(form.family)) > 1:
            self.keys.choose(lambda: self.keys.press(Key.Key_N, CONTROL), form.title.in_(self.session.language))
        else:
            self.keys.press(Key.Key_N, CONTROL)
        self._qtbot.waitUntil(lambda: self.window.tabs.currentWidget() is not before)
        assert self.page.form is form
        return self.page

    def opened(self, form_id: str) -> FormPage:
        """Waits for the page of a new document of this form type."""
        tabs = self.window.tabs
        self._qtbot.waitUntil(lambda: isinstance(tabs.currentWidget(), FormPage) and self.page.form.id == form_id)
        return self.page

    def offered(self, form_id: str) -> None:
        """Waits until the open smart-create dialog stands on this form type."""
        dialog: Any = QApplication.activeModalWidget()
        title = self.rules.form(form_id).title.in_(self.session.language)
        here = dialog.list.currentItem
        self._qtbot.waitUntil(lambda: here() is not None and here().text().startswith(title))

    def to_column(self, name: str, part: str) -> None:
        """Goes right in the table that has the cursor, to the column of a part."""
        items: Any = self.page.fields.editor(name)
        wanted = [column.id for column in items.model.columns].index(part)
        if not items.view.currentIndex().isValid():
            self.keys.press(Key.Key_Home, CONTROL)
        while items.view.currentIndex().column() < wanted:
            self.keys.press(Key.Key_Right)

    def checked(self) -> None:
        """Checks at once what the page would check a moment after typing."""
        self.page.checking.check()

    def open(self, document_id: str) -> FormPage:
        """The page of a document, at the front, with the cursor in its first field."""
        self.workplace.open(document_id)
        self.keys.go_to(self.page.form.sections[0].rows[0][0])
        return self.page

    def saved(self) -> Document:
        """The document at the front, once everything typed on it is stored."""
        page = self.page
        self._qtbot.waitUntil(lambda: not page.draft.edits and self.session.tasks.is_idle)
        return self.clerk.document(page.document.id)

    def sync(self) -> None:
        """F5, until both sides hold the same."""
        self._qtbot.waitUntil(lambda: self.session.tasks.is_idle and not self.heartbeat.is_running)
        self.keys.press(Key.Key_F5)
        assert self.heartbeat.is_running
        self._qtbot.waitUntil(lambda: not self.heartbeat.is_running, timeout=NETWORK_MS)

    def settled(self) -> None:
        """Waits until the pass that somebody asked for is over, and every screen has heard of it."""
        self._qtbot.waitUntil(lambda: self.session.tasks.is_idle and not self.heartbeat.is_running, timeout=NETWORK_MS)

    def send(self) -> Document:
        """Ctrl+Enter, the question answered with Enter, and a pass."""
        self.saved()
        self.keys.asked(lambda: self.keys.press(Key.Key_Return, CONTROL))
        self.keys.enter()
        self._qtbot.waitUntil(lambda: bool(self.clerk.document(self.page.document.id).delivery))
        self.sync()
        assert self.session.state.light == "synced", (self.session.state, self.clerk.outbox())
        return self.clerk.document(self.page.document.id)

    def paper(self, document: Document, look: Look = AS_IT_STANDS) -> bytes:
        """The document as PDF, as the program draws it."""
        return Drawing(self.clerk.store, self.rules)(document, look)

    def fill(self, document: Document) -> tuple[BoxFill, ...]:
        """How full the boxes of its paper are."""
        return Drawing(self.clerk.store, self.rules).fill(document)

    def close(self) -> None:
        """Ends it as the program does: what is typed is saved before the workers go."""
        self.heartbeat.stop()
        for page in self.window.tabs.open_pages().values():
            if isinstance(page, FormPage):
                page.flush()
        self._qtbot.waitUntil(lambda: self.session.tasks.is_idle)
        self.window.close()
        self.session.tasks.close()
        delete(self.window)
        _answered_to.append(self.session.tasks)
        self.session.deleteLater()


def shown_problems(page: FormPage) -> list[tuple[str, str]]:
    """(severity, code) of everything the page has found."""
    return [(problem.severity, problem.code) for problem in page.checking.problems]
