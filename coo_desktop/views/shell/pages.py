"""The pages beside areas and documents: each declared once, and opened by name from a menu, a key or another page.

A page is a page.Page made with `(session, parent)`. It may have a signal `wanted` (the name of another page, or of
anything else the window's menus can ask for).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from PySide6.QtWidgets import QWidget

from coo_desktop.environment.words import N_
from coo_desktop.views.page import Page, PageBeside
from coo_desktop.views.target import CONFLICTS, HISTORY

#: What one may do; see documents.Person.
EVERYBODY = ("clerk", "admin")


@dataclass(frozen=True, slots=True)
class PageKind:
    """`load` imports the page's class when it is first opened, so that a window that never shows it never pays for it.

    `menu` is the one at whose end it stands (see menus.MENUS, which names itself what stands elsewhere: ""), `keys` its
    shortcut, `sign` its icon, `roles` who sees it.
    """

    key: str
    title: str
    load: Callable[[], Callable[[Any, QWidget], Page]]
    menu: str = N_("&Go")
    keys: str = ""
    sign: str = "open"
    roles: tuple[str, ...] = EVERYBODY


def _start() -> Callable[[Any, QWidget], Page]:
    from coo_desktop.views.start.page import StartPage

    return StartPage


def _outbox() -> Callable[[Any, QWidget], Page]:
    from coo_desktop.views.mail.outbox_page import OutboxPage

    return OutboxPage


def _notices() -> Callable[[Any, QWidget], Page]:
    from coo_desktop.views.mail.notices_page import NoticesPage

    return NoticesPage


def _workbooks() -> Callable[[Any, QWidget], Page]:
    from coo_desktop.views.workbooks.page import WorkbookPage

    return WorkbookPage


def _check() -> Callable[[Any, QWidget], Page]:
    from coo_desktop.views.check.page import CheckPage

    return CheckPage


def _hs_codes() -> Callable[[Any, QWidget], Page]:
    from coo_desktop.views.hs.browser import HsPage

    return HsPage


def _tariff() -> Callable[[Any, QWidget], Page]:
    from coo_desktop.views.tariff.page import TariffPage

    return TariffPage


def _recoding() -> Callable[[Any, QWidget], Page]:
    from coo_desktop.views.hs.recoding_page import RecodingPage

    return RecodingPage


def _packs() -> Callable[[Any, QWidget], Page]:
    from coo_desktop.views.packs.page import PacksPage

    return PacksPage


def _company() -> Callable[[Any, QWidget], Page]:
    from coo_desktop.views.company.page import CompanyPage

    return CompanyPage


def _signatories() -> Callable[[Any, QWidget], Page]:
    from coo_desktop.views.company.signatories_page import SignatoriesPage

    return SignatoriesPage


def _moves() -> Callable[[Any, QWidget], Page]:
    from coo_desktop.views.company.moves_page import MovesPage

    return MovesPage


def _cases() -> Callable[[Any, QWidget], Page]:
    from coo_desktop.views.mail.cases_page import CasesPage

    return CasesPage


def _surveys() -> Callable[[Any, QWidget], Page]:
    from coo_desktop.views.mail.surveys_page import SurveysPage

    return SurveysPage


def _settings() -> Callable[[Any, QWidget], Page]:
    from coo_desktop.views.shell.settings_page import SettingsPage

    return SettingsPage


def _exporting() -> Callable[[Any, QWidget], Page]:
    from coo_desktop.views.company.export_page import ExportingPage

    return ExportingPage


def _backups() -> Callable[[Any, QWidget], Page]:
    from coo_desktop.views.backups.page import BackupsPage

    return BackupsPage


def _cancelling() -> Callable[[Any, QWidget], Page]:
    from coo_desktop.views.account.cancellation_page import CancellingPage

    return CancellingPage


def _history() -> Callable[[Any, str, QWidget], PageBeside]:
    from coo_desktop.views.document.history_page import HistoryPage

    return HistoryPage


def _conflicts() -> Callable[[Any, str, QWidget], PageBeside]:
    from coo_desktop.views.conflicts.page import ConflictsPage

    return ConflictsPage


#: Pages beside a document, made with `(session, its id, parent)`.
BESIDE: Mapping[str, Callable[[], Callable[[Any, str, QWidget], PageBeside]]] = MappingProxyType(
    {HISTORY: _history, CONFLICTS: _conflicts}
)
PAGES: Mapping[str, PageKind] = MappingProxyType(
    {
        kind.key: kind
        for kind in (
            PageKind("start", N_("&To do"), _start, keys="Alt+Home", sign="attention"),
            PageKind("outbox", N_("&Outbox"), _outbox, keys="Ctrl+Shift+O", sign="waiting"),
            PageKind("notices", N_("&Notices"), _notices, keys="Ctrl+Shift+M", sign="bell"),
            PageKind("workbooks", N_("Excel &workbooks"), _workbooks, sign="kept"),
            PageKind("check", N_("&Check a certificate"), _check, sign="approved"),
            PageKind("hs_codes", N_("&HS codes"), _hs_codes, keys="Ctrl+Shift+H", sign="find"),
            PageKind("recoding", N_("&Version changes"), _recoding, keys="Ctrl+Shift+E", sign="amend"),
            PageKind("tariff", N_("Tariff &rates"), _tariff, keys="Ctrl+Shift+R", sign="compare"),
            PageKind("packs", N_("Reference &data packs"), _packs, sign="kept"),
            PageKind("settings", N_("&Settings"), _settings, menu=N_("&View"), keys="Ctrl+,", sign="program"),
            PageKind("cases", N_("&Verification from abroad"), _cases, menu=N_("Comp&any"), sign="attention"),
            PageKind("surveys", N_("&Questionnaires"), _surveys, menu=N_("Comp&any"), sign="draft"),
            PageKind("company", N_("Company &data"), _company, menu=N_("Comp&any"), sign="program"),
            PageKind("signatories", N_("&Signatories"), _signatories, menu=N_("Comp&any"), sign="program"),
            PageKind("moves", N_("&Move to another office"), _moves, menu=N_("Comp&any"), sign="submitted"),
            PageKind("exporting", N_("&Export everything"), _exporting, menu=N_("Comp&any"), sign="kept"),
            PageKind("backups", N_("&Backup, restore, move"), _backups, menu="", sign="kept"),
            PageKind("cancelling", N_("&Cancel the account"), _cancelling, menu=N_("Comp&any"), sign="discard"),
        )
    }
)


def pages_of(menu: str) -> Iterator[PageKind]:
    """The pages of a menu, in their order."""
    return (kind for kind in PAGES.values() if kind.menu == menu)
