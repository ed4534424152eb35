"""Goods over the form's limit: offers to put them onto further certificates, where the limit is told."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from coo_desktop.domain.checks.problems import Problem
from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.operations import certificates
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.session import Session
from coo_desktop.views.status.banners import Banners

NOTICE = "over_limit"
CODE = "items_over_limit"


class Splitting(QObject):
    """A notice with a button while a document has too many goods lines; `opened` carries what it made, one by one.

    `save` stores what is typed and then calls what it is given, so that no line is left out.
    """

    opened = Signal(str)

    def __init__(
        self, session: Session, notices: Banners, save: Callable[[Callable[[], None]], None], page: QObject
    ) -> None:
        super().__init__(page)
        self._session, self._notices, self._save = session, notices, save
        self._document_id, self._told = "", ""

    def show_problems(self, document_id: str, problems: Iterable[Problem]) -> None:
        """Shows or closes the notice; one that says the same already is left alone."""
        self._document_id = document_id
        problem = next((found for found in problems if found.code == CODE), None)
        told = problem.message(self._session.language) if problem else ""
        if told == self._told:
            return
        self._told = told
        if not told:
            self._notices.close_notice(NOTICE)
            return
        notice = self._notices.show_notice(NOTICE, "warn", told)
        notice.offer(_("Split onto further certificates"), lambda: self._save(self._split))

    def _split(self) -> None:
        self._session.do(self, certificates.split, self._document_id, then=self._tell)

    def _tell(self, change: Change) -> None:
        further = change.ids[1:]
        said = ngettext(
            "{count} further certificate was made for the goods over the limit.",
            "{count} further certificates were made for the goods over the limit.",
            len(further),
        )
        notice = self._notices.show_notice("split", "good", said.format(count=len(further)))
        notice.offer(_("Open them"), lambda: self._open(further))

    def _open(self, further: tuple[str, ...]) -> None:
        for made in further:
            self.opened.emit(made)
