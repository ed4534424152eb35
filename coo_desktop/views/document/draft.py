"""The document behind an open page: saves what is typed, takes in what others changed, and loses neither.

The screen is compared with `agreed`, what screen and store last had in common; only fields that differ are saved.
"""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from coo_desktop.domain.documents.document import Change, Document, Values
from coo_desktop.domain.documents.merge import merge
from coo_desktop.domain.errors import Outdated, ProgramError
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.domain.operations import conflicts, copies, drafts
from coo_desktop.views.autosave import Autosave, Failed
from coo_desktop.views.session import Session


class Draft(QObject):
    """Saves while somebody types, on losing focus and when asked.

    `saved` comes when screen and store agree again, `changed` when the document's own facts did (stage, delivery,
    conflicts), `redrawn` with values that the screen must show, `refused` with an error that kept the typing unsaved,
    `gone` when the document was deleted: whether elsewhere, and the id of the draft that keeps its text, "" for none.
    """

    saved = Signal()
    changed = Signal()
    redrawn = Signal(object)
    refused = Signal(object)
    gone = Signal(bool, str)

    def __init__(
        self, session: Session, document: Document, typed: Callable[[], dict[str, Any]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self.document = document
        self._session = session
        self._form = session.rules.form(document.form)
        self._typed = typed
        self._agreed: dict[str, Any] = {}
        self._autosave = Autosave(self, session.ports.clock.monotonic_s, self, is_open=lambda: self.is_editable)
        self._autosave.saved.connect(self.saved)
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
        """Something was typed."""
        self._autosave.touch()

    def save_soon(self) -> None:
        """A field was left: saves without waiting for quiet."""
        if self.edits:
            self._autosave.save_soon()

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Stores what differs; `then` is called once screen and store agree, and not at all when that fails."""
        self._autosave.save(then)

    def store(self, edits: Mapping[str, Any], done: Callable[[], None], failed: Failed) -> None:
        """Implements Source; a save that was looking at an older revision takes the newer one in and goes on."""

        def take(change: Change) -> None:
            self._agreed.update(edits)
            if change.document is not None:
                self.document = change.document
            self.changed.emit()
            done()

        def refuse(error: ProgramError) -> None:
            fresh = self._session.read.document(self.document.id)
            if isinstance(error, Outdated) and fresh is not None:
                self._take_in(fresh)
                done()
                return
            failed(error)
            self.refused.emit(error)
            if fresh is not None and fresh.revision != self.document.revision:
                self._take_in(fresh)

        id_, revision = self.document.id, self.document.revision
        self._session.do(self, drafts.save, id_, edits, revision, then=take, failed=refuse)

    def refresh(self) -> None:
        """Takes in at once what the store holds by now; a save that is on its way does so with its answer."""
        fresh = self._session.read.document(self.document.id)
        if fresh is not None and not fresh.deleted and fresh != self.document and not self._autosave.is_storing:
            self._take_in(fresh)

    def _hear(self, change: Change) -> None:
        """Own saves come back with the revision already known; while one is on its way its answer settles the rest."""
        if self.document.id not in change.ids or self._autosave.is_storing:
            return
        fresh = self._session.read.document(self.document.id)
        if fresh is None or fresh.deleted:
            self._go(change)
        elif fresh != self.document:
            self._take_in(fresh)

    def _go(self, change: Change) -> None:
        """The document is no more. What a colleague's deletion met unsaved goes where the rest of the text went."""
        self._autosave.rest()
        read, is_elsewhere = self._session.read, change.by == "sync"
        found = filter(None, map(read.document, change.ids))
        copy = next((one.id for one in found if one.links.get("copied_from") == self.document.id), "")
        edits, seen = self.edits if self.is_editable else {}, self.document
        self.document = dataclasses.replace(seen, deleted=True)  # no save of its page comes any more
        if not (is_elsewhere and edits):
            self.gone.emit(is_elsewhere, copy)
            return

        def tell(kept: Change) -> None:
            self.gone.emit(True, kept.ids[0])

        self._session.do(self, copies.keep_typed, seen, copy, edits, then=tell)

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
            self._session.do(self, conflicts.remember, self.document.id, merged.clashes)
        self.changed.emit()
        if self.edits:
            self.touch()


def whole(form: FormType, values: Values) -> dict[str, Any]:
    """Every stored field, empty ones as their editors give them, so that nothing empty looks like an edit."""
    empty = {name: KINDS[spec.kind].blank() for name, spec in form.stored.items()}
    return {**empty, **{name: value for name, value in values.items() if name in empty and value is not None}}
