"""Fills the window for one open desk: lists in their tabs, documents and the outbox as tabs that open and close."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, RECORD, Change
from coo_desktop.domain.office.sync_state import SyncState
from coo_desktop.environment.words import _
from coo_desktop.views.backups.watch import BackupWatch
from coo_desktop.views.hs.recoding_watch import RecodingWatch
from coo_desktop.views.lists.kinds import CERTIFICATES, PRE_REVIEWS, ListKind
from coo_desktop.views.lists.page import ListPage
from coo_desktop.views.lists.parts import plain
from coo_desktop.views.mail.notices_page import Bell
from coo_desktop.views.page import Page
from coo_desktop.views.records.page import RecordsPage
from coo_desktop.views.session import Session
from coo_desktop.views.shell.finder import Finder
from coo_desktop.views.shell.leaving import leave
from coo_desktop.views.shell.pages import BESIDE, PAGES, PageKind
from coo_desktop.views.shell.shipment_desk import ShipmentDesk
from coo_desktop.views.shell.window import MainWindow
from coo_desktop.views.status.account_watch import StandingWatch
from coo_desktop.views.status.deletion_watch import DeletionWatch
from coo_desktop.views.status.document_notices import show_error, tell_deletion
from coo_desktop.views.status.pass_watches import ClockWatch, ContactWatch
from coo_desktop.views.target import DOCUMENT, HISTORY, Command, Target, Wish
from coo_desktop.views.tasks import NET


class MainWindowController(QObject):
    """Joins a desk to the window; `sign_in_wanted` when the person wants to send again."""

    sign_in_wanted = Signal()

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self.window = window
        self.session = session
        self._light = ""
        self._finder = Finder(session, window)
        tabs = window.tabs
        tabs.add_area(Target(PRE_REVIEW), "", partial(self._list, PRE_REVIEWS))
        tabs.add_area(Target(CERTIFICATE), "", partial(self._list, CERTIFICATES))
        tabs.add_area(Target(RECORD), "", self._records)
        tabs.close_wanted.connect(self.close)
        window.wanted.connect(self.act)
        session.changed.connect(self._hear)
        session.synced.connect(self._show_state)
        session.failed.connect(partial(show_error, window.notices, self.open))
        session.announced.connect(window.notices.show_notice)
        bell = Bell(session, window)
        bell.clicked.connect(partial(self.act, Target("notices")))
        window.statusBar().addPermanentWidget(bell)
        for watch in (BackupWatch, ContactWatch, ClockWatch):
            watch(session, window.notices, self)
        RecodingWatch(session, window.notices, partial(self.act, Target("recoding")), self)
        DeletionWatch(session, window.notices, partial(self.act, Target("outbox")), self)
        StandingWatch(session, window.notices, window.wanted.emit, self)
        ShipmentDesk(session, window, self.open, self)
        self._show_person()
        self._show_state(session.state)

    def act(self, wish: Wish) -> None:
        """Does what a menu, a key or a page asks for; what is not the desk's is for the program."""
        acts: dict[Wish, Callable[[], object]] = {
            Command.NEW: self._new,
            Command.FIND: lambda: seek(self.window.tabs.current_page(), lambda: self._on_list(ListPage.seek)),
            Command.FIND_ANYTHING: self._finder.open,
            Command.SMART_CREATE: self._smart_create,
            Command.CLOSE: self._close_current,
            Command.SYNC: self.session.try_now,
            Command.SIGN_OUT: self._sign_out,
        }
        if isinstance(wish, Target):
            self.go(wish)
        elif wish in acts:
            acts[wish]()

    def go(self, target: Target) -> None:
        """Brings a page to the front, made when it is not open yet, and has it show what the target asks for."""
        if target.place == DOCUMENT:
            page = self.open(target.document)
        elif target.place in BESIDE:
            page = self.show_beside(target.place, target.document)
        elif target.place in PAGES:
            page = self.show_page(PAGES[target.place])
        else:
            page = self.window.tabs.show_page(target)
        if page is not None:
            page.navigate(target)

    def open(self, document_id: str) -> Page | None:
        """The page of a document, at the front; None when the document is not here."""
        target = Target(DOCUMENT, document=document_id)
        known = self.window.tabs.show_page(target)
        if known is not None:
            return known
        document = self.session.read.document(document_id)
        if document is None or document.deleted:
            self.window.notices.show_notice("missing", "warn", _("This document is no longer here."))
            return None
        from coo_desktop.views.document.page import FormPage  # built for the first document, not for the window

        page = FormPage(self.session, document, self.window.tabs)
        page.gone.connect(partial(tell_deletion, self.window.notices, self.open, page))
        page.gone.connect(partial(self._remove, page))
        page.opened.connect(self.open)
        page.wanted.connect(self.window.wanted)
        self.window.tabs.add_page(target, page)
        return page

    def preview(self, document_id: str) -> None:
        """Opens a document with its paper beside it."""
        from coo_desktop.views.document.page import FormPage

        page = self.open(document_id)
        if isinstance(page, FormPage):
            page.act("preview")

    def save_dossier(self, document_id: str) -> None:
        """Asks where a certificate's dossier goes, and writes it there."""
        from coo_desktop.views.printing.dossier_errand import DossierErrand

        certificate = self.session.read.document(document_id)
        if certificate is not None:
            say = partial(self.window.notices.show_notice, "dossier")
            DossierErrand(self.session, self.window, say).choose_place(certificate)

    def show_beside(self, place: str, document_id: str) -> Page:
        """The versions of a document, or its conflicts, on a page beside it."""
        target = Target(place, document=document_id)
        known = self.window.tabs.show_page(target)
        if known is not None:
            return known
        page = BESIDE[place]()(self.session, document_id, self.window.tabs)
        page.opened.connect(self.open)
        page.gone.connect(partial(self._remove, page))
        self.window.tabs.add_page(target, page)
        return page

    def show_page(self, kind: PageKind) -> Page:
        """A page at the front, made when it is not open yet."""
        target = Target(kind.key)
        known = self.window.tabs.show_page(target)
        if known is not None:
            return known
        page = kind.load()(self.session, self.window.tabs)
        page.opened.connect(self.open)
        page.wanted.connect(self.window.wanted)
        page.show_as(plain(_(kind.title)), kind.sign)
        self.window.tabs.add_page(target, page)
        return page

    def close(self, page: Page) -> None:
        """Saves what is typed on a page, then takes it away; what cannot be saved stays on the screen."""
        page.flush(partial(self._remove, page))

    def _list(self, kind: ListKind, parent: QWidget) -> Page:
        page = ListPage(self.session, kind, parent)
        page.opened.connect(self.open)
        page.wanted.connect(self.window.wanted)
        page.previewed.connect(self.preview)
        page.dossier_wanted.connect(self.save_dossier)
        page.history_wanted.connect(partial(self.show_beside, HISTORY))
        return page

    def _records(self, parent: QWidget) -> Page:
        page = RecordsPage(self.session, parent)
        page.opened.connect(self.open)
        page.history_wanted.connect(partial(self.show_beside, HISTORY))
        return page

    def _on_list(self, act: Callable[[ListPage], None]) -> None:
        """Does something on the list at the front; from a document on the list of its family."""
        tabs = self.window.tabs
        page = list_of(tabs.current_page())
        if page is None:
            here = tabs.key_of_current()
            document = self.session.read.document(here.document) if here is not None else None
            page = list_of(tabs.show_page(Target(document.family if document else CERTIFICATE)))
        if page is not None:
            act(page)

    def _new(self) -> None:
        self._on_list(lambda page: page.start())

    def _smart_create(self) -> None:
        page = self.window.tabs.show_page(Target(CERTIFICATE))
        if isinstance(page, ListPage):
            page.smart_create()

    def _close_current(self) -> None:
        page = self.window.tabs.currentWidget()
        if isinstance(page, Page):
            self.close(page)

    def _sign_out(self) -> None:
        """The account's keys go with the session, so what is typed is stored before."""
        account, signed_out = self.session.account, self.sign_in_wanted.emit

        def sign_out() -> None:
            self.session.run(self, lambda _task: account.sign_out(), then=lambda _none: signed_out(), lane=NET)

        leave(self.window, sign_out)

    def _remove(self, page: Page, *_why: object) -> None:
        if self.window.tabs.indexOf(page) >= 0:
            self.window.tabs.remove(page)

    def _hear(self, change: Change) -> None:
        if change.families & {"company", "person"} or change.by == "sync":
            self._show_person()

    def _show_person(self) -> None:
        person, company = self.session.read.person(), self.session.read.company()
        name = company.name_zh if self.session.language.startswith("zh") else company.name_en or company.name_zh
        self.window.who.setText(" · ".join(filter(None, (person.name or person.account, name))))

    def _show_state(self, state: SyncState) -> None:
        self.window.light.show_light(state.light, state.waiting, state.last_heard_at, state.cause)
        was, self._light = self._light, state.light
        if state.light == "signed_out" and was != "signed_out":
            said = _("You are not signed in. You can go on working; documents are sent after the next sign-in.")
            notice = self.window.notices.show_notice("signed_out", "info", said)
            notice.offer(_("Sign in"), self.sign_in_wanted.emit)
        elif state.light != "signed_out":
            self.window.notices.close_notice("signed_out")


def seek(page: Page | None, otherwise: Callable[[], object]) -> None:
    """Puts the cursor into a page's search, what is typed there chosen; a page without one does the other thing."""
    if page is None or page.search_line is None:
        otherwise()
    else:
        page.search_line.setFocus(Qt.FocusReason.ShortcutFocusReason)


def list_of(page: Page | None) -> ListPage | None:
    """The list that a page is, or shows at its front."""
    if isinstance(page, ListPage):
        return page
    return page.current() if isinstance(page, RecordsPage) else None
