"""Named sets of filters, one menu per list: taken with two clicks, renamed, deleted; the last ones back at a start."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from coo_desktop.domain.operations import settings
from coo_desktop.environment.words import _
from coo_desktop.views.lists.table import filters_at_start, filters_setting, sane_filters
from coo_desktop.views.questions import ConfirmQuestion, TextQuestion
from coo_desktop.views.session import Session

Chosen = dict[str, str]
LONGEST_NAME = 40


class SavedFilters(QToolButton):
    """`taken` carries the filters of the set that a person chose. `shown` gives what the bar holds now."""

    taken = Signal(object)

    def __init__(self, session: Session, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._setting = filters_setting(name)
        self.shown: Chosen = {}
        self.setText(_("Saved filters"))
        self.setAccessibleName(_("Saved filters"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)

    @property
    def sets(self) -> dict[str, Chosen]:
        """Name -> filters, in the order they were kept."""
        kept = self._kept.get("sets")
        return {str(name): sane_filters(one) for name, one in kept.items()} if isinstance(kept, Mapping) else {}

    @property
    def at_start(self) -> Chosen:
        """What the list begins with: what was shown last, if the person wants that."""
        return filters_at_start(self._kept)

    @property
    def resumes(self) -> bool:
        return self._kept.get("resumes") is True

    def show_filters(self, shown: Chosen) -> None:
        """Hears what the bar holds now, to keep it for the next start."""
        self.shown = shown
        if self.resumes and shown != sane_filters(self._kept.get("last")):
            self._keep(last=shown)

    def save_as(self, name: str) -> None:
        """Keeps what is shown under a name; a name that is taken gets the new filters."""
        if name := _named(name):
            self._keep(sets={**self.sets, name: self.shown})

    def rename(self, old: str, new: str) -> None:
        """The set under another name, at its place."""
        if new := _named(new):
            kept = {name: one for name, one in self.sets.items() if name != new or name == old}
            self._keep(sets={new if name == old else name: one for name, one in kept.items()})

    def forget(self, name: str) -> None:
        self._keep(sets={known: one for known, one in self.sets.items() if known != name})

    def set_resumes(self, wanted: bool) -> None:
        """Whether the next start begins with the filters of this one."""
        self._keep(resumes=wanted, last=self.shown)

    def _fill(self) -> None:
        self._menu.clear()
        for name, one in self.sets.items():
            self._menu.addAction(name.replace("&", "&&")).triggered.connect(partial(self._take, one))
        if self.sets:
            self._menu.addSeparator()
        keeping = self._menu.addAction(_("&Keep these filters as…"))
        keeping.setEnabled(bool(self.shown))
        keeping.triggered.connect(self._ask_name)
        renaming, deleting = QMenu(_("&Rename"), self._menu), QMenu(_("&Delete"), self._menu)
        for menu, act in ((renaming, self._ask_new_name), (deleting, self._ask_forget)):
            self._menu.addMenu(menu)
            menu.setEnabled(bool(self.sets))
            for name in self.sets:
                menu.addAction(name.replace("&", "&&")).triggered.connect(partial(act, name))
        self._menu.addSeparator()
        resuming = self._menu.addAction(_("&Begin with the last filters"))
        resuming.setCheckable(True)
        resuming.setChecked(self.resumes)
        resuming.toggled.connect(self.set_resumes)

    def _take(self, one: Chosen, *_checked: object) -> None:
        self.taken.emit(one)

    def _ask_name(self, *_checked: object) -> None:
        self._session.ask(self, TextQuestion(_("Keep filters"), _("A name for these filters")), self.save_as)

    def _ask_new_name(self, name: str, *_checked: object) -> None:
        question = TextQuestion(_("Rename filters"), _("Another name for “{name}”").format(name=name))
        self._session.ask(self, question, partial(self.rename, name))

    def _ask_forget(self, name: str, *_checked: object) -> None:
        text = _("Delete the filters “{name}”? No document is touched.").format(name=name)
        self._session.ask(self, ConfirmQuestion(_("Delete filters"), text), lambda _yes: self.forget(name))

    @property
    def _kept(self) -> Mapping[str, object]:
        kept = self._session.read.setting(self._setting, {})
        return kept if isinstance(kept, Mapping) else {}

    def _keep(self, **changes: object) -> None:
        self._session.do(self._session, settings.merge_preference, self._setting, changes)


def _named(name: str) -> str:
    return " ".join(name.split())[:LONGEST_NAME]
