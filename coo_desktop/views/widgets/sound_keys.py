"""Texts that are filtered on the screen itself, found by pinyin and initials as well: spelt when letters are typed.

Spelling loads much and takes a while, so it is done on a worker, and only once somebody types a letter.
"""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit

from coo_desktop.domain.language.finding import is_found, may_be_sounds
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import Task


class SoundKeys(QObject):
    """What the texts of one list are found by; `spelt` comes when more can be found than a moment before."""

    spelt = Signal()

    def __init__(self, session: Session, line: QLineEdit, texts: Callable[[], Iterable[str]]) -> None:
        """`line` is where somebody types; `texts` gives what is filtered, as it is at the moment."""
        super().__init__(line)
        self._session, self._texts = session, texts
        self._known: dict[str, str] = {}
        self._task: Task | None = None
        line.textChanged.connect(self.hear)

    def has(self, text: str, wanted: str) -> bool:
        """Whether every word that is wanted stands in a text, or in what it sounds like."""
        return is_found(wanted, text, self._known.get(text, ""))

    def hear(self, typed: str) -> None:
        """Spells what has not been spelt yet; called when something is typed, and by whoever filters new texts."""
        if self._task is not None or not may_be_sounds(typed):
            return
        new = [text for text in self._texts() if text not in self._known and not text.isascii()]
        if not new:
            return
        sounds = self._session.ports.records.sounds

        def work(_task: Task) -> dict[str, str]:
            return {text: sounds(text) for text in new}

        self._task = self._session.run(self, work, then=self._keep, failed=lambda _error: self._keep({}))

    def _keep(self, found: dict[str, str]) -> None:
        self._task = None
        self._known |= found
        self.spelt.emit()
