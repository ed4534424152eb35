"""What is typed on a page that has no document of its own: kept on this computer until it is sent or cleared."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.operations import settings
from coo_desktop.views.autosave import Autosave, Failed
from coo_desktop.views.session import Session

Draft = Mapping[str, Any]


class InputDrafts(QObject):
    """Drafts under one setting, each by the name of what it is for, saved while somebody types; what is not on the disk
    yet counts already."""

    def __init__(self, session: Session, setting: str, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._setting = setting
        self._unsaved: dict[str, Draft] = {}
        self._autosave = Autosave(self, session.ports.clock.monotonic_s, self)

    def of(self, asked: str) -> Draft:
        """The draft of one answer; empty when nothing was written."""
        kept: Mapping[str, Draft] = self._session.read.setting(self._setting, {})
        return {**kept, **self._unsaved}.get(asked, {})

    def write(self, asked: str, draft: Draft) -> None:
        """A draft as it stands after another key."""
        self._unsaved[asked] = draft
        self._autosave.touch()

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Stores now what is not stored; see Autosave."""
        self._autosave.save(then)

    @property
    def edits(self) -> Mapping[str, Draft]:
        """Implements Source: the drafts that are not stored as they stand."""
        return dict(self._unsaved)

    def store(self, edits: Mapping[str, Any], done: Callable[[], None], failed: Failed) -> None:
        """Implements Source; what could not be stored stays here, is shown, and goes with the next key."""

        def take(_change: Change) -> None:
            for asked, draft in edits.items():
                if self._unsaved.get(asked) is draft:
                    del self._unsaved[asked]
            done()

        def refuse(error: ProgramError) -> None:
            failed(error)
            self._session.failed.emit(error)

        self._session.do(self, settings.merge_preference, self._setting, edits, then=take, failed=refuse)
