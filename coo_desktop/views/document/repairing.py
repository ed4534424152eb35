"""Repairs of a page: offers what its problems can be put right with, puts one in as one step, says what it changed."""

from collections.abc import Mapping

from PySide6.QtCore import QObject

from coo_desktop.domain.operations.drafts import editable
from coo_desktop.domain.repairs.repair import Repair
from coo_desktop.environment.words import _
from coo_desktop.views.document.checking import Checking
from coo_desktop.views.document.repair_panel import TOLD, effects
from coo_desktop.views.document.side_panel import SidePanel
from coo_desktop.views.document.undo import Steps
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.fields.items_table import ItemsEditor
from coo_desktop.views.fields.sections import Fields
from coo_desktop.views.status.banners import Banners

NOTICE = "repaired"


class Repairing(QObject):
    """Stands between a page's checking, its problem panel, its fields and its steps of undo."""

    def __init__(
        self,
        around: Surroundings,
        fields: Fields,
        steps: Steps,
        notices: Banners,
        checking: Checking,
        side: SidePanel,
    ) -> None:
        super().__init__(fields)
        self._around, self._fields, self._steps, self._notices = around, fields, steps, notices
        self._checking, self._panel = checking, side.problems
        checking.found.connect(self.show_repairs)
        self._panel.repairs.wanted.connect(self.take)
        side.origins.taken.connect(self._put_offer)

    def show_repairs(self) -> None:
        """Offers the repairs of what was found, where the document may take them as it stands."""
        found = tuple(repair for repair in self._checking.last.repairs if self._may_put(repair))
        self._panel.repairs.show_repairs(found, self._around)

    def _put_offer(self, fills: Mapping[str, object]) -> None:
        """Puts in what the origin determination offers: the materials of which a proof of origin is at hand."""
        if self._checking.document is None or not editable(self._checking.document):
            return
        said = _("Marked as cumulated: keep the proofs of origin.")
        self._steps.put(said, fills)
        self._tell(said, "good")

    def take_current(self) -> None:
        """Takes the repair of the problem that the list stands on, or the first one (F8)."""
        repair = self._panel.repairs.repair_of(self._panel.current)
        if repair is not None:
            self.take(repair)

    def take(self, wanted: Repair) -> None:
        """Puts a repair in, as the page stands now: what was typed a moment ago is in its values.

        Nothing is done where the page has no such repair any more.
        """
        self._checking.check()
        repair = next((each for each in self._panel.repairs.repairs if each.said == wanted.said), None)
        if repair is None:
            return
        language = self._around.session.language
        said = [repair.said.in_(language), *effects(repair, self._around, TOLD)]
        self._steps.put(said[0], repair.fills)
        self._tell("\n".join(said), "warn" if repair.notes else "good")

    def _tell(self, said: str, meaning: str) -> None:
        """Checks the page anew and says what was put in, with a way back."""
        self._checking.check()
        at = self._steps.stack.index()
        self._notices.show_notice(NOTICE, meaning, said).offer(_("Undo"), lambda: self._take_back(at))

    def _take_back(self, at: int) -> None:
        """Undoes the repair while it is the newest step; later steps are a person's and stay."""
        if self._steps.stack.index() == at:
            self._steps.stack.undo()
        else:
            said = _("Something else was changed since. Ctrl+Z takes the steps back one by one.")
            self._notices.show_notice(NOTICE, "info", said)

    def _may_put(self, repair: Repair) -> bool:
        return all(self._may_fill(name, value) for name, value in repair.fills.items())

    def _may_fill(self, name: str, value: object) -> bool:
        """Whether a field may hold this: what an amendment keeps stays; what the program alone fills it may fill."""
        box = self._fields.boxes.get(name)
        if box is None:
            return False
        if isinstance(box.editor, ItemsEditor) and box.editor.model.fixed:
            return _kept(box.editor, box.editor.value()) == _kept(box.editor, value)
        return not box.editor.locked or box.editor.spec.locked


def _kept(editor: ItemsEditor, rows: object) -> list[tuple[object, ...]]:
    """The parts of rows that stay as they are."""
    parts = ("id", *sorted(editor.model.fixed))
    listed = rows if isinstance(rows, list) else []
    return [tuple(row.get(part) for part in parts) for row in listed if isinstance(row, dict)]
