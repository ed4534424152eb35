"""What a page says of succession: which document is to take this one's place, or keeps this one from a place."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from coo_desktop.domain.documents.document import Change, Document
from coo_desktop.domain.documents.summary import summary
from coo_desktop.domain.errors import Refused
from coo_desktop.domain.operations import succession
from coo_desktop.domain.operations.drafts import editable
from coo_desktop.domain.refusals import Rule
from coo_desktop.environment.words import N_, _
from coo_desktop.views.document.draft import Draft
from coo_desktop.views.document.header import FormHeader
from coo_desktop.views.document.side_panel import SidePanel
from coo_desktop.views.release.releasing import Releasing
from coo_desktop.views.session import Session
from coo_desktop.views.status.banners import Banners
from coo_desktop.views.words.errors import error_message
from coo_desktop.views.words.stages import stage_text

#: Keys of notices: what stands in the way, and why the page is locked.
NOTICE, LOCKED = "succession", "locked"
#: Stage of a document with a successor -> what its page says in place of what could be done with it.
SUCCEEDED = {
    "approved": N_("Locked: it is approved, and {name} is to take its place ({stage})."),
    "voided": N_("Locked: it is void, and {name} takes its place ({stage})."),
}
#: What a refusal's document is called on the button that opens it.
OFFERS = {
    Rule.PLACE_TAKEN: N_("Open theirs"),
    Rule.ORIGINAL_OVER: N_("Open the document in force"),
    Rule.LOSS_OPEN: N_("Open the original"),
    Rule.REPRINT_OPEN: N_("Open the original"),
}

#: The refusal that keeps a document from sending, and the id and stage of the one that is to take its place.
State = tuple[object, str, str]


def join(releasing: Releasing, draft: Draft, header: FormHeader, side: SidePanel) -> None:
    """Lets a page show how its document stands with a second pair of eyes, and store what is typed before a step."""
    releasing.saving.connect(draft.save)
    releasing.stands.connect(header.show_release)
    releasing.offered.connect(side.offer_release)
    releasing.opened.connect(side.show_release_tab)


class Standing(QObject):
    """Reads again whenever documents change; `changed` when the page has to be drawn anew, `opened` with an id."""

    changed = Signal()
    opened = Signal(str)

    def __init__(self, session: Session, notices: Banners, page: QObject) -> None:
        super().__init__(page)
        self._session, self._notices = session, notices
        self._document: Document | None = None
        self._shown: State = (None, "", "")
        session.changed.connect(self._hear)

    def show_document(self, document: Document) -> None:
        """Shows or closes what is to be told; the header has just said why a locked document is locked."""
        self._document, self._shown = document, self._state(document)
        if editable(document):
            self._show_obstacle(succession.why_not_sent(self._session.read, document))
        else:
            self._show_obstacle(None)
            self._show_successor(document)

    def refuse(self) -> bool:
        """Answers a try to send: whether something stands in the way, which is then said as the answer."""
        refusal = succession.why_not_sent(self._session.read, self._document) if self._document is not None else None
        if refusal is not None:
            self._show_obstacle(refusal, _("Not sent: {why}"))
        return refusal is not None

    def _show_obstacle(self, refusal: Refused | None, answer: str = "{why}") -> None:
        if refusal is None:
            self._notices.close_notice(NOTICE)
            return
        why, other = refusal.facts["why"], self._session.read.document(str(refusal.facts["document"]))
        assert isinstance(why, Rule)
        said = answer.format(why=error_message(refusal))
        if why is Rule.PLACE_TAKEN and other is not None:
            theirs = _("It is {name}, by {author} ({stage}).")
            said = f"{said}\n{theirs.format(author=self._session.name_of(other.author), **self._words(other))}"
        if said in self._notices.texts():
            return
        is_final = why in (Rule.PLACE_TAKEN, Rule.ORIGINAL_OVER)
        notice = self._notices.show_notice(NOTICE, "bad" if is_final else "warn", said)
        if other is not None and not other.deleted:
            notice.offer(_(OFFERS[why]), partial(self.opened.emit, other.id))

    def _show_successor(self, document: Document) -> None:
        successor = next(iter(self._session.read.successors(document.id)), None)
        if successor is not None and document.stage in SUCCEEDED:
            said = _(SUCCEEDED[document.stage]).format(**self._words(successor))
            notice = self._notices.show_notice(LOCKED, "info", said)
            notice.offer(_("Open its replacement"), partial(self.opened.emit, successor.id))
        elif document.stage == "approved" and (refusal := succession.why_not_begun(self._session.read, document)):
            said = _("Locked: it is approved. {why}").format(why=error_message(refusal))
            self._notices.show_notice(LOCKED, "info", said)

    def _words(self, other: Document) -> dict[str, str]:
        form = self._session.rules.book.forms.get(other.form)
        found = summary(form, other) if form is not None else {}
        name = found.get("number") or found.get("invoice") or found.get("title") or ""
        short = form.short.in_(self._session.language) if form is not None else other.form
        return {"name": f"{short} {name}".strip(), "stage": stage_text(other.stage, other.delivery)}

    def _state(self, document: Document) -> State:
        if editable(document):  # nobody is to take the place of what can still be changed
            refusal = succession.why_not_sent(self._session.read, document)
            return refusal and str(refusal), "", ""
        begun = next(iter(self._session.read.successors(document.id)), None)
        return None, begun.id if begun else "", begun.stage if begun else ""

    def _hear(self, change: Change) -> None:
        known = self._document
        if known is None or not (known.family in change.families or change.ids):
            return
        if self._state(known) != self._shown:
            self.changed.emit()
