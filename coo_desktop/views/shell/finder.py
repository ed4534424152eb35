"""What Ctrl+K finds of the window itself, its pages and commands, and which documents were opened last."""

from collections.abc import Iterator

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence

from coo_desktop.domain.documents.document import RECORD
from coo_desktop.domain.operations import settings
from coo_desktop.environment.words import LANGUAGES, SOURCE_LANGUAGE, _, catalogue
from coo_desktop.views.finder.lines import FinderLine, Group
from coo_desktop.views.finder.popup import FinderPopup
from coo_desktop.views.lists.parts import plain
from coo_desktop.views.session import Session
from coo_desktop.views.shell import menus
from coo_desktop.views.shell.pages import PAGES
from coo_desktop.views.shell.window import AREAS, MainWindow
from coo_desktop.views.target import DOCUMENT, Choice, Command, Target, Wish


class Finder(QObject):
    """The popup of one window, made when it is first asked for; remembers which document comes to the front."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._front = ""
        self._popup: FinderPopup | None = None
        window.tabs.arranged.connect(self._hear_front)

    def open(self) -> None:
        """Shows the popup with the cursor in its line."""
        if self._popup is None:
            self._popup = FinderPopup(self._session, self._places, self._window.tabs)
            self._popup.chosen.connect(self._window.wanted)
        self._popup.open(self._document_at_front())

    def _places(self) -> Iterator[FinderLine]:
        """The areas, the lists of reference data, and what the menus offer now."""
        for number, (key, title) in enumerate(AREAS, 1):
            yield _line(Group.PAGES, title, Target(key), f"Ctrl+{number}")
        for form in self._session.rules.book.family(RECORD):
            names = tuple(form.title.in_(language) for language in LANGUAGES)
            text, place = form.title.in_(self._session.language), Target(RECORD, form=form.id)
            yield FinderLine(Group.PAGES, text, place, _("Reference data"), names=names)
        for entry in menus.enabled(self._window):
            if isinstance(entry.wish, Target):
                yield _line(Group.PAGES, entry.words, entry.wish, entry.keys, PAGES[entry.wish.place].sign)
            elif entry.wish is not None and entry.wish is not Command.FIND_ANYTHING:
                yield _line(Group.COMMANDS, entry.words, entry.wish, entry.keys, "program")

    def _document_at_front(self) -> str:
        key = self._window.tabs.key_of_current()
        return key.document if key is not None and key.place == DOCUMENT else ""

    def _hear_front(self) -> None:
        opened = self._document_at_front()
        if opened and opened != self._front:
            # What was opened is a help to remember: that it could not be kept is told by everything else first.
            self._session.do(self, settings.remember_opened, opened, failed=lambda _error: None)
        self._front = opened or self._front


def _line(group: Group, words: str, wish: Wish, keys: str, sign: str = "open") -> FinderLine:
    """A line that is found by its words in every language, and by its keys."""
    shown = plain(words if isinstance(wish, Choice) else _(words))
    others = (catalogue(language).get(words, words) for language in LANGUAGES if language != SOURCE_LANGUAGE)
    names = (plain(words), *map(plain, others))
    native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return FinderLine(group, shown, wish, aside=native, sign=(sign, ""), names=names)
