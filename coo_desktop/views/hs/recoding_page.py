"""转版: the products whose codes changed, the candidates side by side, and the new codes put in together."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QPushButton, QSplitter, QWidget

from coo_desktop.domain.documents.document import PRE_REVIEW, Change
from coo_desktop.domain.operations import recoding
from coo_desktop.domain.operations.recoding import Affected, Recoding
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.hs.recoding_tables import AffectedTable, CandidatesTable
from coo_desktop.views.hs.recoding_watch import look_through, mark_now
from coo_desktop.views.hs.recoding_words import whole_text
from coo_desktop.views.page import Page
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.scaffold import beneath, beside, scaffold
from coo_desktop.views.widgets.search_line import SearchLine
from coo_desktop.views.widgets.style import Label, icon

#: Several changes in a row are looked through once.
REREAD_MS = 300


class RecodingPage(Page):
    """`opened` carries the id of a product to look at or to edit."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._is_stale = False
        self._steps: list[tuple[tuple[Recoding, ...], tuple[str, ...]]] = []
        self._state = Label(_("Looking through the products…"), self, wraps=True)
        self._what = Label("", self, wraps=True).selectable()
        self.table = AffectedTable(self)
        self.candidates = CandidatesTable(self)
        self.search = SearchLine(session, self, self.table)
        self.search_line = self.search
        self.applying = QPushButton(icon("approved"), _("&Put in the ticked codes"), self)
        self.adjusting = QPushButton(icon("amend"), _("Ad&just now"), self)
        self.undoing = QPushButton(icon("returned"), _("&Undo"), self)
        self.looking = QPushButton(icon("find"), _("&Look again"), self)
        self.broad = QCheckBox(_("Show &broad candidates, too"), self)
        self.broad.setToolTip(_("Codes that took in goods of a hundred others, such as electrical waste"))
        self._reread = QTimer(self)
        self._reread.setSingleShot(True)
        self._reread.setInterval(REREAD_MS)
        self._lay_out()
        self._connect()
        self._show_chosen()
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._reread.start()

    def refresh(self) -> None:
        """Looks all products through, on a worker; behind another tab it waits until somebody looks."""
        session = self._session
        self._is_stale = False
        session.run(self, lambda task: look_through(session.ports, task), then=self._show_found)

    def _lay_out(self) -> None:
        row = beside(self.applying, self.adjusting, self.undoing, None, self.looking)
        below = QWidget(self)
        beneath(below, self._what, self.broad, (self.candidates, 1), margins=False)
        parts = QSplitter(Qt.Orientation.Vertical, self)
        parts.addWidget(self.table)
        parts.addWidget(below)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        parts.setChildrenCollapsible(False)
        scaffold(self, _("Version changes of HS codes"), self._state, row, self.search, (parts, 1))

    def _connect(self) -> None:
        self._reread.timeout.connect(self.refresh)
        self._session.changed.connect(self._hear)
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self.table.edited.connect(self._show_buttons)
        self.search.narrowed.connect(self._show_chosen)
        self.table.itemDoubleClicked.connect(lambda _item: self._open())
        self.candidates.picked.connect(self._pick)
        self.broad.toggled.connect(lambda _on: self._show_chosen())
        self.applying.clicked.connect(self._apply)
        self.adjusting.clicked.connect(self._adjust)
        self.undoing.clicked.connect(self._undo)
        self.looking.clicked.connect(self.refresh)

    def _hear(self, change: Change) -> None:
        self._is_stale = self._is_stale or PRE_REVIEW in change.families or change.by == "sync"
        if self._is_stale and self.isVisible():
            self._reread.start()

    def _show_found(self, found: tuple[Affected, ...] | None) -> None:
        self.table.show_found(found or ())
        self._state.setText(_state_text(found))
        self._show_chosen()
        if found is not None and len(found) != self._session.read.setting(recoding.FOUND, {}).get("count"):
            self._session.do(self, recoding.note, found, mark_now(self._session.ports))

    def _show_chosen(self) -> None:
        chosen = self.table.chosen()
        self._what.setText(whole_text(chosen.found) if chosen else "")
        self._what.setVisible(chosen is not None)
        new = self.table.new_code(chosen) if chosen else ""
        self.candidates.show_candidates(chosen, new, broad=self.broad.isChecked())
        self.broad.setVisible(chosen is not None and bool(chosen.found.possible))
        self.candidates.setEnabled(chosen is not None and chosen.changeable)
        self._show_buttons()

    def _show_buttons(self) -> None:
        chosen = self.table.chosen()
        self.applying.setEnabled(any(True for _each in self.table.ticked()))
        self.adjusting.setEnabled(chosen is not None)
        self.undoing.setEnabled(bool(self._steps))

    def _pick(self, code: str) -> None:
        self.table.choose(code)

    def _apply(self) -> None:
        self._recode(tuple(self.table.ticked()))

    def _adjust(self) -> None:
        """Opens the product, or the adjusting copy of an approved one, with the chosen or the likest code in it."""
        chosen = self.table.chosen()
        if chosen is None:
            return
        candidates = chosen.found.candidates
        code = self.table.new_code(chosen) or (candidates[0].code if candidates else "")
        if not chosen.changeable or code in ("", chosen.found.code):
            self.opened.emit(chosen.document)
            return
        wanted = (Recoding(chosen.document, chosen.path, chosen.found.code, code),)
        self._recode(wanted, lambda change: self.opened.emit(change.ids[0]))

    def _recode(self, wanted: tuple[Recoding, ...], after: Callable[[Change], object] = lambda _change: None) -> None:
        def done(change: Change) -> None:
            self._steps.append((wanted, change.ids))
            self.refresh()
            after(change)

        if wanted:
            self.applying.setEnabled(False)
            self._session.do(self, recoding.recode, wanted, then=done)

    def _undo(self) -> None:
        wanted, ids = self._steps[-1]

        def done(_change: Change) -> None:
            self._steps.pop()
            self.refresh()

        self.undoing.setEnabled(False)
        self._session.do(self, recoding.undo, wanted, ids, then=done)

    def _open(self) -> None:
        chosen = self.table.chosen()
        if chosen is not None:
            self.opened.emit(chosen.document)


def _state_text(found: Sequence[Affected] | None) -> str:
    if found is None:
        return _("No table of version changes or of national lines is installed here. Add one under reference packs.")
    if not found:
        return _("Every stored product has a code in force.")
    products, count = len({each.document for each in found}), len(found)
    said = ngettext(
        "{count} code of {products} products has to be looked at. Choose a candidate below, then put the codes in.",
        "{count} codes of {products} products have to be looked at. Choose a candidate below, then put the codes in.",
        count,
    )
    return said.format(count=count, products=products)
