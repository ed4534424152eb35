"""The document behind an open page: saves what is typed, takes in what others changed, and loses neither.

The screen is compared with `agreed`, what screen and store last had in common; only fields that differ are saved.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from coo_desktop.domain.documents.document import Change, Document, Values
from coo_desktop.domain.documents.merge import merge
from coo_desktop.domain.errors import Outdated, ProgramError
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.domain.operations import drafts, keeping
from coo_desktop.views.session import Session

QUIET_MS = 800


class Draft(QObject):
    """Saves after 800 ms of quiet, on losing focus and when asked.

    `saved` comes when screen and store agree again, `changed` when the document's own facts did (stage, delivery,
    conflicts), `redrawn` with values that the screen must show, `refused` with an error that kept the typing unsaved,
    `gone` when the document was deleted.
    """

    saved = Signal()
    changed = Signal()
    redrawn = Signal(object)
    refused = Signal(object)
    gone = Signal()

    def __init__(
        self, session: Session, document: Document, typed: Callable[[], dict[str, Any]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self.document = document
        self._session = session
        self._form = session.rules.form(document.form)
        self._typed = typed
        self._agreed: dict[str, Any] = {}
        self._sent: dict[str, Any] | None = None
        self._waiting: list[Callable[[], None]] = []
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self.save)
        session.changed.connect(self._hear)

    def agree(self) -> None:
        """The screen has just drawn the stored values: what it holds now counts as unchanged."""
        self._agreed = self._typed()

    @property
    def edits(self) -> dict[str, Any]:
        """The fields whose typed value is not stored yet."""
        return {name: value for name, value in self._typed().items() if value != self._agreed.get(name)}

    @property
    def is_editable(self) -> bool:
        return drafts.editable(self.document)

    def touch(self) -> None:
        """Something was typed: save once nobody types."""
        self._quiet.start(QUIET_MS)

    def save_soon(self) -> None:
        """A field was left: saves without waiting for quiet, once the screen has dealt with the change of focus."""
        if self.edits:
            self._quiet.start(0)

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Stores what differs; `then` is called once screen and store agree, and not at all when that fails."""
        self._quiet.stop()
        if then is not None:
            self._waiting.append(then)
        if self._sent is not None:
            return
        edits = self.edits
        if not edits:
            self._settle()
            return
        self._sent = edits
        self._session.do(
            self,
            drafts.save,
            self.document.id,
            edits,
            self.document.revision,
            then=self._take_saved,
            failed=self._take_refusal,
        )

    def _take_saved(self, change: Change) -> None:
        sent, self._sent = self._sent or {}, None
        self._agreed.update(sent)
        if change.document is not None:
            self.document = change.document
        self.changed.emit()
        if self.edits:
            self.save()
        else:
            self._settle()

    def _settle(self) -> None:
        waiting, self._waiting = self._waiting, []
        self.saved.emit()
        for then in waiting:
            then()

    def _take_refusal(self, error: ProgramError) -> None:
        self._sent = None
        fresh = self._session.read.document(self.document.id)
        if isinstance(error, Outdated) and fresh is not None:
            self._take_in(fresh)
            self.save()
            return
        self._waiting.clear()
        self.refused.emit(error)
        if fresh is not None and fresh.revision != self.document.revision:
            self._take_in(fresh)

    def _hear(self, change: Change) -> None:
        """Own saves come back with the revision already known; while one is on its way its answer settles the rest."""
        if self.document.id not in change.ids or self._sent is not None:
            return
        fresh = self._session.read.document(self.document.id)
        if fresh is None or fresh.deleted:
            self._quiet.stop()
            self.gone.emit()
        elif fresh != self.document:
            self._take_in(fresh)

    def _take_in(self, fresh: Document) -> None:
        """Draws what the store holds now, with what was typed meanwhile on top; a true clash is kept as a conflict."""
        theirs = whole(self._form, fresh.values)
        now = self._typed()
        merged = merge(self._agreed, now, theirs)
        self.document = fresh
        self._agreed = {name: theirs.get(name) for name in now}
        if merged.values != now:
            self.redrawn.emit(merged.values)
        if merged.clashes:
            self._session.do(self, keeping.remember, self.document.id, merged.clashes)
        self.changed.emit()
        if self.edits:
            self.touch()


def whole(form: FormType, values: Values) -> dict[str, Any]:
    """Every stored field, empty ones as their editors give them, so that nothing empty looks like an edit."""
    empty = {name: [] if KINDS[spec.kind].repeats else KINDS[spec.kind].empty for name, spec in form.stored.items()}
    return {**empty, **{name: value for name, value in values.items() if name in empty and value is not None}}
