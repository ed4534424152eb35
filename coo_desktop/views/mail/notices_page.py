"""通知中心: what CCPIT and the program have told this person, the newest first, and what can be done about each."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import Change, Document
from coo_desktop.domain.office.notices import NOTICE, UNREAD, Notice
from coo_desktop.domain.operations import notices
from coo_desktop.domain.operations.settings import PREFERENCES
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.page import Page
from coo_desktop.views.session import Session
from coo_desktop.views.target import UNREAD_ONLY, Target
from coo_desktop.views.widgets.scaffold import beside, scaffold
from coo_desktop.views.widgets.search_line import SearchLine
from coo_desktop.views.widgets.style import Label, icon
from coo_desktop.views.widgets.tables import plain_table
from coo_desktop.views.words.notices import about, said, words_of
from coo_desktop.views.words.stages import local_time

#: Older ones are found by what they are about.
MOST = 500
REREAD_MS = 50
#: Whoever looks at a notice for so long has read it; walking past with the arrow keys marks nothing.
READ_MS = 1200
WIDTHS_EM = (15, 20, 26, 8, 13)
MESSAGE_COLUMN = 2


class NoticesPage(Page):
    """`opened` carries the id of a document to look at or to edit."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._notices: tuple[Notice, ...] = ()
        self._state = Label("", self, wraps=True)
        self.unread_only = QCheckBox(_("&Unread only"), self)
        self.opening = QPushButton(icon("open"), _("&Open document"), self)
        self.redeclaring = QPushButton(icon("returned"), _("&Declare again"), self)
        self.reading = QPushButton(icon("approved"), _("Mark as &read"), self)
        self.reading_all = QPushButton(_("Mar&k all as read"), self)
        self.table = _table(self)
        self.search_line = SearchLine(session, self, self.table)
        self.whole = _Whole(self)
        self._lay_out()
        self._reread = self._timer(REREAD_MS, self.refresh)
        self._looked = self._timer(READ_MS, self._read)
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Reads the notices again; the chosen one stays chosen, and in the list although it is read by now."""
        chosen = self.chosen()
        self._notices = self._found(chosen)
        self.table.blockSignals(True)
        self.table.setRowCount(len(self._notices))
        for number, notice in enumerate(self._notices):
            self._draw(number, notice)
        ids = [notice.id for notice in self._notices]
        self.table.clearSelection()
        if chosen is not None and chosen.id in ids:
            self.table.selectRow(ids.index(chosen.id))
        self.table.blockSignals(False)
        self._show_chosen()

    def navigate(self, target: Target) -> None:
        if target.filters:
            self.unread_only.setChecked(UNREAD_ONLY in target.filters)

    def chosen(self) -> Notice | None:
        """The notice of the chosen line."""
        rows = self.table.selectionModel().selectedRows()
        return self._notices[rows[0].row()] if rows and rows[0].row() < len(self._notices) else None

    def _found(self, chosen: Notice | None) -> tuple[Notice, ...]:
        only = self.unread_only.isChecked()
        found = self._session.read.notices.newest(MOST, unread_only=only)
        kept = self._session.read.notices.find(chosen.id) if only and chosen is not None else None
        if kept is None or kept in found:
            return found
        return tuple(sorted((*found, kept), key=lambda notice: (notice.at, notice.id), reverse=True))

    def _lay_out(self) -> None:
        row = beside(self.opening, self.redeclaring, self.reading, self.reading_all, None, self.unread_only)
        scaffold(self, _("Notices"), self._state, row, self.search_line, (self.table, 1), self.whole)

    def _timer(self, after_ms: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after_ms)
        timer.timeout.connect(act)
        return timer

    def _connect(self) -> None:
        self._session.changed.connect(self._hear)  # a method's connection ends with its page
        self.table.itemSelectionChanged.connect(self._choose)
        self.table.itemActivated.connect(lambda _item: self._open())
        self.unread_only.toggled.connect(lambda _on: self.refresh())
        self.opening.clicked.connect(self._open)
        self.redeclaring.clicked.connect(self._redeclare)
        self.reading.clicked.connect(self._read)
        self.reading_all.clicked.connect(lambda: self._session.do(self, notices.mark_all_read))

    def _hear(self, change: Change) -> None:
        if change.families != {PREFERENCES}:
            self._reread.start()

    def _draw(self, number: int, notice: Notice) -> None:
        words, document = words_of(notice), self._document(notice)
        texts = (
            _(words.title),
            about(notice, document, self._session.rules, self._session.language),
            " ".join(said(notice, document).split()),
            self._session.name_of(notice.by) if notice.by else _("This program"),
            local_time(notice.at),
        )
        font = QFont(self.table.font())
        font.setBold(notice.mark == UNREAD)
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setFont(font)
            item.setToolTip(text)
            if column == 0:
                item.setIcon(icon(words.icon, words.meaning))
                unread = _("Unread") if notice.mark == UNREAD else _("Read")
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{unread}: {text}")
            self.table.setItem(number, column, item)

    def _choose(self) -> None:
        self._show_chosen()
        self._looked.start()

    def _show_chosen(self) -> None:
        notice, unread = self.chosen(), self._session.read.notices.unread()
        told = ngettext("{count} notice is unread.", "{count} notices are unread.", unread).format(count=unread)
        self._state.setText(told if unread else _("Everything is read."))
        document = self._document(notice) if notice is not None else None
        self.opening.setEnabled(document is not None)
        self.redeclaring.setEnabled(document is not None and self._may_redeclare(document))
        self.reading.setEnabled(notice is not None and notice.mark == UNREAD)
        self.reading_all.setEnabled(bool(unread))
        self.whole.show_notice(notice, document)

    def _may_redeclare(self, document: Document) -> bool:
        return "redeclare" in lifecycle.events(document.family, document.stage, self._session.role)

    def _document(self, notice: Notice) -> Document | None:
        found = self._session.read.document(notice.document) if notice.document else None
        return None if found is None or found.deleted else found

    def _read(self) -> None:
        notice = self.chosen()
        if notice is not None and notice.mark == UNREAD:
            self._session.do(self, notices.mark_read, (notice.id,))

    def _open(self) -> None:
        notice = self.chosen()
        if notice is not None and self._document(notice) is not None:
            self._read()
            self.opened.emit(notice.document)

    def _redeclare(self) -> None:
        notice = self.chosen()
        if notice is not None:
            self._session.do(self, notices.redeclare, notice.id, then=self._redeclared)

    def _redeclared(self, change: Change) -> None:
        if change.document is not None:
            self.opened.emit(change.document.id)


class _Whole(QFrame):
    """The chosen notice in full, its text open to copying."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.title = Label("", self)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.text = Label("", self, wraps=True).selectable()
        self.text.setAccessibleName(_("Content"))
        column = QVBoxLayout(self)
        column.addWidget(self.title)
        column.addWidget(self.text)
        self.setMinimumHeight(self.fontMetrics().height() * 5)

    def show_notice(self, notice: Notice | None, document: Document | None) -> None:
        self.title.setText(_(words_of(notice).title) if notice else "")
        self.text.setText(said(notice, document) if notice else _("Choose a notice to read it whole."))


def _table(parent: QWidget) -> QTableWidget:
    titles = (_("What"), _("About"), _("Content"), _("From"), _("When"))
    return plain_table(_("Notices"), titles, WIDTHS_EM, (MESSAGE_COLUMN,), parent)


class Bell(QToolButton):
    """Counts again whenever notices come or are read."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        session.changed.connect(self._hear)
        self.show_count(session.read.notices.unread())

    def show_count(self, count: int) -> None:
        """Shows how many are unread; none makes the bell quiet."""
        told = ngettext("{count} unread notice", "{count} unread notices", count).format(count=count)
        self.setText(str(count) if count else "")
        self.setIcon(icon("bell", "bad" if count else "quiet"))
        self.setToolTip(told if count else _("No unread notices"))
        self.setAccessibleName(self.toolTip())

    def _hear(self, change: Change) -> None:
        if NOTICE in change.families:
            self.show_count(self._session.read.notices.unread())
