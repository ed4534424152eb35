"""The second pair of eyes at one document: reads how it stands, shows it at the page, and does what a person wants.

Where the company wants no release nothing of it is shown.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import Change, Document, Values
from coo_desktop.domain.documents.field_access import rows_of
from coo_desktop.domain.errors import Outdated, ProgramError, Refused
from coo_desktop.domain.office import release
from coo_desktop.domain.office.intent_reasons import reason_of
from coo_desktop.domain.office.release import Note, Release, ReleaseState, ReleaseStep
from coo_desktop.domain.operations import releasing
from coo_desktop.domain.operations.drafts import editable
from coo_desktop.domain.refusals import Rule
from coo_desktop.environment.words import _
from coo_desktop.views.fields.items_table import ItemsEditor
from coo_desktop.views.fields.sections import Fields
from coo_desktop.views.page import Position
from coo_desktop.views.release.panel import ReleasePanel, ShownNote
from coo_desktop.views.release.words import note_text, place_text, sentence, state_text
from coo_desktop.views.session import Session
from coo_desktop.views.status.banners import Banner, Banners
from coo_desktop.views.words.errors import error_message
from coo_desktop.views.words.intents import reason_lines

#: Keys of notices: how the document stands, and what the backend did not take.
NOTICE, NOT_TAKEN = "release", "release_refused"
#: Step -> the operation on one document id and the revision that the person sees.
DECISIONS = {
    ReleaseStep.ASK: releasing.ask,
    ReleaseStep.RELEASE: releasing.let_go,
    ReleaseStep.GIVE_BACK: releasing.give_back,
}


class Releasing(QObject):
    """`stands` carries the state in a few words, "" for nothing to say, `offered` whether the tab is there; `saving`
    asks the page to store what is typed and to call back; `opened` asks for the tab."""

    stands = Signal(str)
    offered = Signal(bool)
    saving = Signal(object)
    opened = Signal()

    def __init__(
        self, session: Session, fields: Fields, position: Position, panel: ReleasePanel, notices: Banners
    ) -> None:
        super().__init__(panel)
        self._session, self._fields, self._position = session, fields, position
        self._panel, self._notices = panel, notices
        self._document: Document | None = None
        panel.decided.connect(self.decide)
        panel.noted.connect(self._note)
        panel.answered.connect(lambda note, text: self._do(releasing.answer_note, text, note, text))
        panel.cleared.connect(lambda note: self._do(releasing.clear_note, "", note))
        position.moved.connect(self._show_place)
        session.changed.connect(self._hear)

    @property
    def is_offered(self) -> bool:
        """Whether the page shows anything of it."""
        document = self._document
        if document is None or not releasing.is_needed(self._session.read, document):
            return False
        return document.stage in lifecycle.EDITABLE or bool(release.release_of(document.facts).notes)

    def show_document(self, document: Document) -> None:
        """Shows how the document stands by now."""
        self._document = document
        stands = self._standing()
        self._show_notes(stands)
        is_open = self.is_offered and document.stage in lifecycle.EDITABLE
        self.offered.emit(self.is_offered)
        self.stands.emit(state_text(stands) if is_open else "")
        me = self._session.read.person().account
        own = stands.state is ReleaseState.ASKED and stands.asked_by == me
        told = sentence(stands, self._session.name_of) if is_open else ""
        self._panel.show_state(told, self._steps(document, stands) if is_open else (), own)
        self._show_place()
        self._show_notice(stands if is_open else Release())

    def refuse(self, edits: Values) -> bool:
        """Answers a try to send: whether a release is lacking for what stands on the page, which is then said."""
        document = self._document
        if document is None or not releasing.is_needed(self._session.read, document):
            return False
        form = self._session.rules.form(document.form)
        content = release.digest(form, {**document.values, **edits}, document.extra)
        if release.is_released(self._standing(), content):
            return False
        said = _("Not sent: {why}").format(why=error_message(Refused(why=Rule.NOT_RELEASED)))
        notice = self._notices.show_notice(NOTICE, "warn", said)
        if ReleaseStep.ASK in self._steps(document, self._standing()) or edits:
            notice.offer(_("Ask for a check"), partial(self.decide, ReleaseStep.ASK))
        return True

    def decide(self, step: ReleaseStep) -> None:
        """Stores what is typed, then takes the step on what the person sees."""

        def act() -> None:
            document = self._document
            if document is not None:
                self._session.do(self, DECISIONS[step], document.id, document.revision, failed=self._refuse)

        self.saving.emit(act)

    def _standing(self) -> Release:
        document = self._document
        return releasing.standing(self._session.read, self._session.rules, document) if document else Release()

    def _steps(self, document: Document, stands: Release) -> tuple[ReleaseStep, ...]:
        """What this person may do with the document as it stands."""
        me, is_settled = self._session.read.person().account, not (document.conflicts or document.needs_review)
        steps = {
            ReleaseStep.ASK: is_settled and stands.state not in (ReleaseState.ASKED, ReleaseState.RELEASED),
            ReleaseStep.RELEASE: is_settled and release.may_release(document, stands, me),
            ReleaseStep.GIVE_BACK: stands.state in (ReleaseState.ASKED, ReleaseState.RELEASED),
        }
        return tuple(step for step, may in steps.items() if may and editable(document))

    def _show_notes(self, stands: Release) -> None:
        shown = [self._shown(note) for note in stands.notes] if self.is_offered else []
        self._panel.show_notes(shown, self.is_offered and self._document is not None and editable(self._document))
        at_fields: dict[str, list[str]] = {}
        for one in shown:
            at_fields.setdefault(one.note.field, []).append(f"{one.place}\n{one.text}")
        for name, box in self._fields.boxes.items():
            box.show_note("\n\n".join(at_fields.get(name, ())))
            if isinstance(box.editor, ItemsEditor):
                cells: dict[tuple[str, str], str] = {}
                for one in (one for one in shown if one.note.field == name):
                    at = (one.note.row, one.note.part)
                    cells[at] = "\n".join(filter(None, (cells.get(at, ""), one.text)))
                box.editor.model.show_marks(replace(box.editor.model.marks, notes=cells))

    def _shown(self, note: Note) -> ShownNote:
        place = self._place_text(note.field, note.row, note.part)
        return ShownNote(note, place, note_text(note, self._session.name_of))

    def _place_text(self, field: str, row: str, part: str) -> str:
        document = self._document
        assert document is not None
        form = self._session.rules.form(document.form)
        ids = [str(each.get("id")) for each in rows_of(document.values, field)] if row else []
        number = ids.index(row) + 1 if row in ids else 0
        return place_text(form, self._session.language, field, number, part)

    def _show_place(self) -> None:
        if self.is_offered:
            place = self._position.place()
            texts = (str(place.get(name, "")) for name in ("field", "row", "part"))
            self._panel.show_place(self._place_text(*texts))

    def _show_notice(self, stands: Release) -> None:
        """What the person at this desk has to know now; what is only so stands beside the stage."""
        me = self._session.read.person().account
        is_asked = stands.state is ReleaseState.ASKED and self._document is not None
        if is_asked and self._document is not None and release.may_release(self._document, stands, me):
            self._tell("info", stands).offer(_("Open the check"), self.opened.emit)
        elif stands.state is ReleaseState.GIVEN_BACK and stands.by != me:
            self._tell("warn", stands).offer(_("Open the notes"), self.opened.emit)
        elif stands.state is ReleaseState.CHANGED:
            self._tell("warn", stands).offer(_("Ask for a check"), partial(self.decide, ReleaseStep.ASK))
        else:
            self._notices.close_notice(NOTICE)
        self._show_not_taken()

    def _tell(self, severity: str, stands: Release) -> Banner:
        return self._notices.show_notice(NOTICE, severity, sentence(stands, self._session.name_of))

    def _show_not_taken(self) -> None:
        """What the backend refused of this desk's steps, until the person has read it."""
        document = self._document
        if document is None or not self.is_offered:
            self._notices.close_notice(NOT_TAKEN)
            return
        intents = self._session.read.intents(document.id, states=("refused",))
        refused = [intent for intent in intents if release.wish_of(intent) is not None]
        if not refused:
            self._notices.close_notice(NOT_TAKEN)
            return
        said = "\n".join(reason_lines(reason_of(refused[-1].problem), self._session.language))
        if said not in self._notices.texts():
            forget = partial(self._session.do, self, releasing.withdraw_refused, document.id)
            self._notices.show_notice(NOT_TAKEN, "bad", said).offer(_("I have read it"), forget)

    def _note(self, text: str) -> None:
        place = self._position.place()
        field, row, part = (str(place.get(name, "")) for name in ("field", "row", "part"))
        self._do(releasing.put_note, text, field, text, row, part)

    def _do(self, operation: Callable[..., Change], text: str, *given: str) -> None:
        def done(_change: Change) -> None:
            self._panel.show_taken(text)

        if self._document is not None:
            self._session.do(self, operation, self._document.id, *given, then=done, failed=self._refuse)

    def _refuse(self, error: ProgramError) -> None:
        outdated = _("It was changed elsewhere meanwhile. Look at the new state first.")
        self._panel.message.say(outdated if isinstance(error, Outdated) else error_message(error))

    def _hear(self, change: Change) -> None:
        """A step of this desk leaves the document as it is; the company may want something else by now."""
        known = self._document
        if known is None or not (known.id in change.ids or "company" in change.families):
            return
        fresh = self._session.read.document(known.id)
        if fresh is not None and not fresh.deleted and fresh.revision == known.revision:
            self.show_document(fresh)
