"""What a page offers because of its form: goods over the form's limit go onto further certificates, and a draft of a
former edition goes over to the newest one.
"""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal

from coo_desktop.domain.checks.problems import Problem
from coo_desktop.domain.documents.document import Change, Document
from coo_desktop.domain.office.release import Release, release_of
from coo_desktop.domain.operations import certificates, editions
from coo_desktop.domain.operations.editions import Misfit, Newest
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.session import Session
from coo_desktop.views.status.banners import Banners

NOTICE, EDITION = "over_limit", "newer_edition"
CODE = "items_over_limit"

#: Stores what is typed and then calls what it is given, so that nothing typed is left out.
Save = Callable[[Callable[[], None]], None]


class FormOffers(QObject):
    """Both offers of one page; `opened` carries what they made, one by one."""

    opened = Signal(str)

    def __init__(self, session: Session, notices: Banners, save: Save, page: QObject) -> None:
        super().__init__(page)
        self._splitting = Splitting(session, notices, save, self)
        self._moving = Moving(session, notices, save, self)
        for part in (self._splitting, self._moving):
            part.opened.connect(self.opened)

    def show_document(self, document: Document, problems: Iterable[Problem], *, is_open: bool) -> None:
        """Shows or closes what is offered for a document with these problems."""
        self._splitting.show_problems(document.id, problems if is_open else ())
        self._moving.show_document(document)


class Splitting(QObject):
    """A notice with a button while a document has too many goods lines; `opened` carries what it made, one by one."""

    opened = Signal(str)

    def __init__(self, session: Session, notices: Banners, save: Save, page: QObject) -> None:
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


class Moving(QObject):
    """A notice with a button on a draft of a former edition: what differs, and what of the draft would not stand as it
    does; `opened` carries the id of the draft that took its place."""

    opened = Signal(str)

    def __init__(self, session: Session, notices: Banners, save: Save, page: QObject) -> None:
        super().__init__(page)
        self._session, self._notices, self._save = session, notices, save
        self._document_id, self._told = "", ""

    def show_document(self, document: Document) -> None:
        """Shows or closes the notice; one that says the same already, or was closed by a person, is left alone."""
        self._document_id = document.id
        newest = editions.newest_for(self._session.rules, document)
        told = moving_text(newest, document, self._session.language) if newest is not None else ""
        if told == self._told:
            return
        self._told = told
        if not told:
            self._notices.close_notice(EDITION)
            return
        notice = self._notices.show_notice(EDITION, "warn", told)
        notice.offer(_("Move to the new edition"), lambda: self._save(self._move))

    def _move(self) -> None:
        self._session.do(self, editions.move, self._document_id, then=self._open)

    def _open(self, change: Change) -> None:
        if change.document is not None:
            self.opened.emit(change.document.id)


def moving_text(newest: Newest, document: Document, language: str) -> str:
    """What moving to the newest edition means for a draft, line by line."""
    form = newest.form
    name = f"{form.short.in_(language)} {form.edition}"
    lines = [_("There is a newer edition of this form: {name}.").format(name=name)]
    lines += [form.changes.in_(language)] if form.changes is not None else []
    lines += [_lost_text(lost, language) for lost in newest.lost]
    lines.append(_("Everything else is taken over into a new draft, and this one is discarded with its history."))
    if release_of(document.facts) != Release():
        lines.append(_("Colleagues' notes and the state of the check do not come along; ask for a check again."))
    if document.stage == "returned":
        lines.append(_("The examiner's reasons stay with this draft; note them down before."))
    return "\n".join(lines)


def _lost_text(lost: Misfit, language: str) -> str:
    label = lost.field.label.in_(language)
    where = _("{field}, line {row}").format(field=label, row=lost.row) if lost.row else label
    if lost.is_dropped:
        return _("{field}: has no place on the new form and is dropped.").format(field=where)
    return _("{field}: {value} is not on the new form; choose anew.").format(field=where, value=lost.value)
