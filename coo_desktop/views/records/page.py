"""制单资料: one list for every kind of reference record that the data files declare."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from coo_desktop.domain.documents.document import RECORD
from coo_desktop.environment.words import _
from coo_desktop.views.lists.page import ListPage
from coo_desktop.views.page import Page, Position
from coo_desktop.views.records.kind_page import RecordKindPage
from coo_desktop.views.session import Session
from coo_desktop.views.target import Target


class RecordsPage(Page):
    """Fills the tab of reference data with a list per kind; `opened` and `history_wanted` carry the id of one."""

    history_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kinds = QTabWidget(self)
        self.kinds.setAccessibleName(_("Kinds of reference data"))
        self._forms = session.rules.book.family(RECORD)
        for form in self._forms:
            page = RecordKindPage(session, form, self)
            page.opened.connect(self.opened)
            page.history_wanted.connect(self.history_wanted)
            self.kinds.addTab(page, form.title.in_(session.language))
        self.position = KindPosition(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self.kinds)

    def show_kind(self, form_id: str) -> None:
        """Brings the list of one kind to the front."""
        forms = [form.id for form in self._forms]
        if form_id in forms:
            self.kinds.setCurrentIndex(forms.index(form_id))

    def navigate(self, target: Target) -> None:
        self.show_kind(target.form)
        current = self.current()
        if current is not None:
            current.navigate(target)

    @property
    def kind(self) -> str:
        """The form id of the kind at the front."""
        return self._forms[self.kinds.currentIndex()].id

    def current(self) -> ListPage | None:
        """The list at the front."""
        page = self.kinds.currentWidget()
        return page.list if isinstance(page, RecordKindPage) else None


class KindPosition(Position):
    """The kind at the front, and the current row of its list."""

    def __init__(self, page: RecordsPage) -> None:
        super().__init__(page)
        self._page = page
        page.kinds.currentChanged.connect(lambda _number: self.moved.emit())
        for number in range(page.kinds.count()):
            kind = page.kinds.widget(number)
            if isinstance(kind, RecordKindPage) and kind.list.position is not None:
                kind.list.position.moved.connect(self.moved)

    def place(self) -> dict[str, str]:
        front = self._page.current()
        row = front.position.place() if front is not None and front.position is not None else {}
        return {"kind": self._page.kind, **row}

    def show_place(self, place: Mapping[str, str]) -> None:
        self._page.show_kind(str(place.get("kind", "")))
        front = self._page.current()
        if front is not None and front.position is not None:
            front.position.show_place(place)
