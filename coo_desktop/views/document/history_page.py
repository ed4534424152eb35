"""历史: what a document went through, any two of its versions side by side, and an earlier one back as a new draft."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from coo_desktop.domain.documents.document import Change, Document
from coo_desktop.domain.documents.history import BACKEND, KEPT_VERSIONS, Version, as_of
from coo_desktop.domain.documents.summary import summary
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.operations import drafts
from coo_desktop.environment.words import _
from coo_desktop.views.document.comparison import Comparison, Pair, Side
from coo_desktop.views.page import PageBeside
from coo_desktop.views.session import Session
from coo_desktop.views.widgets.scaffold import beneath, beside
from coo_desktop.views.widgets.style import Label, heading, icon
from coo_desktop.views.widgets.tables import plain_table
from coo_desktop.views.words.stages import local_time, print_text, stage_icon, stage_text

REREAD_MS = 50
STATE_COLUMN = 3


class HistoryPage(PageBeside):
    """The versions of one document; `opened` carries the id of a document to open, `gone` comes when it was purged."""

    def __init__(self, session: Session, document_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._id = document_id
        self._document: Document | None = None
        self.versions: tuple[Version, ...] = ()
        self._heading = heading("", self)
        self.table = _table(self)
        self.comparison = Comparison(session, self)
        self.restoring = QPushButton(icon("new"), "", self)
        self.opening = QPushButton(icon("open"), _("&Open the document"), self)
        self._lay_out()
        self._reread = QTimer(self)
        self._reread.setSingleShot(True)
        self._reread.setInterval(REREAD_MS)
        self._reread.timeout.connect(self.refresh)
        session.changed.connect(self._hear)
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self.restoring.clicked.connect(self._restore)
        self.opening.clicked.connect(lambda: self.opened.emit(self._id))
        self.refresh()
        self.table.selectRow(0)

    @property
    def form(self) -> FormType | None:
        """The document's form; None while only a newer program knows it."""
        return self._session.rules.book.forms.get(self._document.form) if self._document else None

    def refresh(self) -> None:
        """Reads the versions again; the chosen ones stay chosen."""
        self._document = self._session.read.document(self._id)
        if self._document is None or self._document.deleted:
            self.gone.emit()
            return
        chosen = {version.number for version in self.chosen()}
        self.versions = self._session.read.versions(self._id)
        self.show_as(_("History of {title}").format(title=self._name()), "history")
        self._heading.setText(self.title)
        self.table.blockSignals(True)
        self.table.setRowCount(len(self.versions))
        for at, version in enumerate(self.versions):
            self._draw(at, version)
        self.table.clearSelection()
        for at, version in enumerate(self.versions):
            if version.number in chosen:
                index = self.table.model().index(at, 0)
                flag = self.table.selectionModel().SelectionFlag
                self.table.selectionModel().select(index, flag.Select | flag.Rows)
        self.table.blockSignals(False)
        self._show_chosen()

    def chosen(self) -> list[Version]:
        """The versions of the chosen lines, newest first."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.versions[row] for row in rows if row < len(self.versions)]

    def _lay_out(self) -> None:
        said = _(
            "One line shows what that version changed; two lines (Ctrl+click or Shift+arrow) stand side by side. "
            "The newest {count} versions are kept on this computer, as long as the document is."
        )
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(self.table)
        split.addWidget(self.comparison)
        split.setSizes([580, 720])
        split.setChildrenCollapsible(False)
        lead = Label(said.format(count=KEPT_VERSIONS), self, wraps=True)
        beneath(self, self._heading, lead, beside(self.opening, self.restoring, None), (split, 1))

    def _name(self) -> str:
        form, document = self.form, self._document
        if form is None or document is None:
            return self._id
        found = summary(form, document)
        told = (form.short.in_(self._session.language), found["number"] or found["invoice"] or found["title"])
        return " ".join(dict.fromkeys(filter(None, told)))

    def _draw(self, at: int, version: Version) -> None:
        older = self.versions[at + 1] if at + 1 < len(self.versions) else None
        texts = (
            str(version.number),
            local_time(version.at),
            who(version, self._session.name_of),
            state(version, older),
            self._changed(version, older),
        )
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            if column == STATE_COLUMN:
                item.setIcon(icon(*stage_icon(version.stage)))
            self.table.setItem(at, column, item)

    def _changed(self, version: Version, older: Version | None) -> str:
        """The labels of the fields that a version changed, in the order of the form."""
        if older is None:
            return _("What it began as") if version.number == 1 else _("The oldest version kept")
        form, language = self.form, self._session.language
        order = list(form.by_id) if form else []
        names = sorted(version.changed, key=lambda name: order.index(name) if name in order else len(order))
        labels = [form.by_id[name].label.in_(language) if form and name in form.by_id else name for name in names]
        return ("、" if language.startswith("zh") else ", ").join(labels)

    def _show_chosen(self) -> None:
        chosen = self.chosen()
        self.restoring.setEnabled(bool(chosen))
        number = chosen[-1].number if chosen else ""
        self.restoring.setText(_("&Restore version {number} as a new draft").format(number=number))
        if not chosen or self._document is None or self.form is None:
            self.comparison.clear()
            return
        now = chosen[0]
        at = self.versions.index(now)
        was = chosen[-1] if len(chosen) > 1 else self.versions[at + 1] if at + 1 < len(self.versions) else None
        self.comparison.show_pair(Pair(self.form, self._side(was), self._side(now), self._name()))

    def _side(self, version: Version | None) -> Side:
        if version is None or self._document is None:
            return Side(_("Before it began"), {})
        title = _("Version {number}, {time}").format(number=version.number, time=local_time(version.at))
        return Side(title, as_of(self._document, self.versions, version).values)

    def _restore(self) -> None:
        chosen = self.chosen()
        if chosen:
            self._session.do(self, drafts.restore, self._id, chosen[-1].number, then=self._open_restored)

    def _open_restored(self, change: Change) -> None:
        if change.document is not None:
            self.opened.emit(change.document.id)

    def _hear(self, change: Change) -> None:
        if self._id in change.ids or "person" in change.families:
            self._reread.start()


def who(version: Version, name_of: Callable[[str], str]) -> str:
    """Who left it so, by name; what came from the backend says so."""
    name = name_of(version.by) if version.by else ""
    if version.source == BACKEND:
        return _("{name} (synced)").format(name=name) if name else _("CCPIT (synced)")
    return name or _("This computer")


def state(version: Version, older: Version | None) -> str:
    """The stage, and the print state where that is what moved."""
    if older is not None and older.print_state != version.print_state:
        return f"{stage_text(version.stage)} · {print_text(version.print_state)}"
    return stage_text(version.stage)


def _table(parent: QWidget) -> QTableWidget:
    titles = (_("No."), _("When"), _("Who"), _("Stage"), _("Changed fields"))
    table = plain_table(_("Versions"), titles, (4, 10, 8, 11), (4,), parent)
    table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    return table
