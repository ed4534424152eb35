"""The page of reference data: the packs of this computer, newer ones of the office, one more from a file, one back."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.packs.catalog import DAMAGED, IN_USE, PREVIOUS, SET_ASIDE, Offers, PackOffer, Shelved
from coo_desktop.domain.packs.manifest import Report
from coo_desktop.environment.words import _
from coo_desktop.views.packs.controller import PACKS, PackController
from coo_desktop.views.packs.table import offer_table, offered_line, pack_table, shelved_line
from coo_desktop.views.page import Page
from coo_desktop.views.session import Session
from coo_desktop.views.status.banners import SEVERITIES
from coo_desktop.views.tasks import Task
from coo_desktop.views.widgets.progress import ProgressWithCancel
from coo_desktop.views.widgets.scaffold import beside, scaffold
from coo_desktop.views.widgets.search_line import SearchLine
from coo_desktop.views.widgets.style import Label, icon
from coo_desktop.views.words.packs import rejected_text

MOST_REJECTED = 1000


class PacksPage(Page):
    """Packs that are here and packs that are offered, and what can be done with them."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._packs: tuple[Shelved, ...] = ()
        self._offers: tuple[PackOffer, ...] = ()
        self._task: Task | None = None
        self.doing = PackController(session, self)
        self.table, self.offers = pack_table(self), offer_table(self)
        self.search_line = SearchLine(session, self, self.offers, self.table)
        self.looking = QPushButton(icon("syncing"), _("&Look for newer packs"), self)
        self.adding = QPushButton(icon("new"), _("&Install from a file…"), self)
        self.going_back = QPushButton(icon("history"), _("Go &back to the one before"), self)
        self.using_again = QPushButton(icon("kept"), _("&Use again"), self)
        self.removing = QPushButton(icon("discard"), _("&Remove the file"), self)
        self.fetching = QPushButton(icon("approved", "good"), _("F&etch and use all of them"), self)
        self.progress = ProgressWithCancel(_("Progress"), _("&Stop"), self)
        self.progress.stopping.setIcon(icon("close"))
        self.said = Label("", self, wraps=True).selectable()
        self._sign = Label("", self)
        self.rejected = QPlainTextEdit(self)
        self._lay_out()
        self._connect()
        self._draw_buttons()
        self._say("info", _("Reading the packs of this computer"))
        self.refresh()

    def refresh(self) -> None:
        """Reads again what is here."""
        self._session.run(self, lambda _task: self._session.packs.shelf.packs(), then=self._show_packs)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self._take([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])

    def _lay_out(self) -> None:
        self.setAcceptDrops(True)
        self.rejected.setReadOnly(True)
        self.rejected.setAccessibleName(_("Lines left out"))
        height = self.fontMetrics().height()
        self.offers.setMaximumHeight(height * 12)
        self.rejected.setMaximumHeight(height * 8)
        about = _(
            "The codes, rules and rates that the program checks with. Drop a .pack file or an official table here."
        )
        scaffold(
            self,
            _("Reference data packs"),
            beside(self.looking, self.adding, self.going_back, self.using_again, self.removing, None),
            beside(self._sign, (self.said, 1)),
            self.progress,
            self.search_line,
            (self.offers, 1),
            beside(self.fetching, None),
            (self.rejected, 1),
            (self.table, 2),
            lead=about,
        )
        for part in (self.offers, self.fetching, self.rejected):
            part.hide()

    def _connect(self) -> None:
        doing = self.doing
        self._session.changed.connect(self._hear)  # a method's connection ends with its page
        doing.said.connect(self._say)
        doing.offered.connect(self._show_offers)
        doing.reported.connect(self._show_report)
        doing.began.connect(self._begin)
        doing.stepped.connect(self.progress.report)
        doing.ended.connect(self._end)
        self.table.itemSelectionChanged.connect(self._draw_buttons)
        self.looking.clicked.connect(doing.look)
        self.adding.clicked.connect(self._ask_for_files)
        self.fetching.clicked.connect(lambda: doing.fetch(self._offers))
        self.going_back.clicked.connect(lambda: self._with_chosen(lambda pack: doing.go_back(_name(pack))))
        self.using_again.clicked.connect(lambda: self._with_chosen(lambda pack: doing.use_again(pack.file)))
        self.removing.clicked.connect(lambda: self._with_chosen(lambda pack: doing.remove(pack.file)))
        self.progress.stop_wanted.connect(self._stop)

    def _hear(self, change: Change) -> None:
        if PACKS in change.families:
            self.refresh()

    def _show_packs(self, packs: tuple[Shelved, ...]) -> None:
        if not self._packs:
            self._say("info", _("Choose a pack to see what can be done with it."))
        self._packs = packs
        today = self._session.today()
        self.table.show_lines([shelved_line(pack, today) for pack in packs])
        self._draw_buttons()

    def _show_offers(self, offers: Offers | None) -> None:
        """The newer packs of the office; None once they were fetched."""
        self._offers = offers.newer if offers else ()
        self.offers.show_lines([offered_line(offer) for offer in self._offers])
        self.offers.setVisible(bool(self._offers))
        self.fetching.setVisible(bool(self._offers))

    def _show_report(self, report: Report) -> None:
        """The lines that were left out, each with its reason, and the rules that a person has to judge."""
        lines = [rejected_text(each) for each in (*report.rejected, *report.worded)[:MOST_REJECTED]]
        self.rejected.setPlainText("\n".join(lines))
        self.rejected.setVisible(bool(lines))

    def _draw_buttons(self) -> None:
        """What can be done with the chosen pack; what cannot is not shown."""
        pack = self._chosen()
        state = pack.state if pack else ""
        has_earlier = (
            any(each.state == PREVIOUS and _name(each) == _name(pack) for each in self._packs) if pack else False
        )
        self.going_back.setEnabled(state == IN_USE and has_earlier)
        self.using_again.setVisible(state == SET_ASIDE)
        self.removing.setVisible(state == DAMAGED)

    def _chosen(self) -> Shelved | None:
        at = self.table.chosen()
        return self._packs[at] if 0 <= at < len(self._packs) else None

    def _with_chosen(self, act: Callable[[Shelved], None]) -> None:
        pack = self._chosen()
        if pack is not None:
            act(pack)

    def _ask_for_files(self) -> None:
        dialog = QFileDialog(self, _("Install from a file"), "", _("Packs and tables (*.pack *.csv)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._take)
        dialog.open()

    def _take(self, files: list[str]) -> None:
        self.rejected.hide()
        self.doing.take([Path(file) for file in files])

    def _begin(self, words: str, task: Task) -> None:
        self._task = task
        self._say("info", words)
        self.progress.begin()

    def _end(self) -> None:
        self._task = None
        self.progress.end()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._say("info", _("Stopped. What was in use stays in use; a fetch goes on from there the next time."))
        self._end()

    def _say(self, severity: str, words: str) -> None:
        name, meaning = SEVERITIES[severity]
        self._sign.setPixmap(icon(name, meaning).pixmap(16, 16))
        self.said.setText(words)


def _name(pack: Shelved) -> str:
    return pack.manifest.name if pack.manifest else ""
