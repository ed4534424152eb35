"""All HS codes: a search beside the tree, always at the same code, with its units and validity and where it is from."""

import datetime as dt
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSplitter, QWidget

from coo_desktop.domain.hs.codes import Listed
from coo_desktop.domain.hs.search import Offered, offered
from coo_desktop.domain.packs.manifest import Manifest
from coo_desktop.environment.words import N_, _, ngettext
from coo_desktop.views.fields.hs_hits import HitsModel, HitsView, dotted
from coo_desktop.views.fields.hs_suggestions import QUIET_MS
from coo_desktop.views.hs.tree import HsTree
from coo_desktop.views.page import Page
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import Task
from coo_desktop.views.widgets.scaffold import beneath
from coo_desktop.views.widgets.style import Label

MOST = 100
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
QUALITIES: Mapping[str, str] = MappingProxyType(
    {
        "official": N_("official"),
        "republished": N_("official, republished"),
        "third_party": N_("from a third party"),
        "user": N_("brought by the user"),
    }
)


class HsBrowser(QWidget):
    """`taken` carries the code that Enter or a double click chooses; `code` is the one being looked at."""

    taken = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._code = ""
        self._task: Task | None = None
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Search codes: digits, Chinese, English, pinyin or its initials"))
        self.search.setAccessibleName(_("Search"))
        self.search.setClearButtonEnabled(True)
        self.hits = HitsModel(session.language, self)
        self.results = HitsView(self.hits, self)
        self.results.setAccessibleName(_("Codes found"))
        self.tree = HsTree(session, self)
        self.tree.setAccessibleName(_("All codes"))
        self.found = Label("", self)
        self.details = Label("", self, wraps=True).selectable()
        self.source = Label("", self, wraps=True)
        self.source.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.search)
        self.tree.start()
        session.run(self, lambda _task: session.packs.nomenclature.manifests, then=self._show_source)

    def code(self) -> str:
        """The code being looked at, or ""."""
        return self._code

    def show_text(self, text: str) -> None:
        """Searches for a text as if it had been typed."""
        self.search.setText(text)
        self.search.selectAll()
        self._find()

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._is_searching or self.tree.is_reading

    @property
    def _is_searching(self) -> bool:
        return self._quiet.isActive() or self._task is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move among the hits while the search keeps the cursor; Enter takes."""
        if not self.search.hasFocus():
            super().keyPressEvent(event)
        elif Qt.Key(event.key()) in _STEPS:
            self.results.step(_STEPS[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._code and not self._is_searching:  # else it would take a code that the text no longer means
                self.taken.emit(self._code)
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        left = QWidget(self)
        beneath(left, (self.results, 1), self.found, margins=False)
        parts = QSplitter(self)
        parts.setChildrenCollapsible(False)
        parts.addWidget(left)
        parts.addWidget(self.tree)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        beneath(self, self.search, (parts, 1), self.details, self.source)

    def _connect(self) -> None:
        self.search.textEdited.connect(lambda _text: self._quiet.start())
        self.search.textChanged.connect(lambda text: self._find() if not text else None)
        self._quiet.timeout.connect(self._find)
        self.results.selectionModel().currentRowChanged.connect(lambda _now, _before: self._hear_hit())
        self.results.activated.connect(lambda _index: self.taken.emit(self.results.code()))
        self.tree.chosen.connect(self._look_at)
        self.tree.taken.connect(self.taken)

    def _find(self) -> None:
        self._quiet.stop()
        if self._task is not None:
            self._task.cancel()
        session, text = self._session, self.search.text()
        self._task = session.run(
            self,
            lambda _task: offered(session.packs.nomenclature, session.read.products, text, (), MOST),
            then=self._show_hits,
        )

    def _show_hits(self, hits: Sequence[Offered]) -> None:
        self._task = None
        self.hits.show_hits(hits)
        count = len(hits)
        said = ngettext("{count} code found", "{count} codes found", count).format(count=count)
        self.found.setText(said if self.search.text().strip() else "")
        if hits:
            self.results.selectRow(0)

    def _hear_hit(self) -> None:
        code = self.results.code()
        if code:
            self._look_at(code)
            self.tree.reveal(code)

    def _look_at(self, code: str) -> None:
        self._code = code
        packs = self._session.packs
        self._session.run(self, lambda _task: packs.nomenclature.find(code), then=self._show_details)

    def _show_details(self, listed: Listed | None) -> None:
        if listed is not None and listed.code == self._code:
            self.details.setText(details(listed, self._session.language))

    def _show_source(self, manifests: tuple[Manifest, ...]) -> None:
        self.source.setText("\n".join(source(manifest, self._session.today()) for manifest in manifests))


def details(listed: Listed, language: str) -> str:
    """A code in full, in lines: names, units, validity, and whether its name was put together here."""
    names = (listed.zh, listed.en) if language.startswith("zh") else (listed.en, listed.zh)
    first, *other = [name for name in names if name] or [""]
    told = [f"{dotted(listed.code)}  {first}", *other]
    facts = [_("Units: {units}").format(units=" / ".join(listed.units))] if listed.units else []
    if listed.valid_to:
        facts.append(_("Valid from {start} to {end}").format(start=listed.valid_from, end=listed.valid_to))
    elif listed.valid_from:
        facts.append(_("Valid since {start}").format(start=listed.valid_from))
    if listed.derived:
        facts.append(_("Named by the lines below it"))
    return "\n".join([*told, " · ".join(facts)])


def source(manifest: Manifest, today: dt.date) -> str:
    """Where a pack's codes are from, how old and how good they are."""
    years = manifest.age_days(today) // 365
    age = ngettext("{count} year old", "{count} years old", years).format(count=years) if years > 0 else ""
    told = _("HS {edition}, as of {day}").format(edition=manifest.edition, day=manifest.as_of)
    facts = (told, age, manifest.source, _(QUALITIES[manifest.quality]))
    return " · ".join(part for part in facts if part)


class HsPage(Page):
    """The browser fills the tab."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.browser = HsBrowser(session, self)
        beneath(self, self.browser, margins=False)
        self.search_line = self.browser.search
        self.setFocusProxy(self.browser)
        self.browser.taken.connect(self._copy)

    def _copy(self, code: str) -> None:
        QGuiApplication.clipboard().setText(code)
        self.browser.found.setText(_("{code} copied").format(code=dotted(code)))
