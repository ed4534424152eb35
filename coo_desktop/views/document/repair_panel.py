"""The repairs that a problem list has, beneath it: a button for each, with what it would change in plain words."""

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from coo_desktop.domain.checks.problems import Problem
from coo_desktop.domain.documents.comparing import MOVED, REMOVED, Difference, differences
from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.repairs.repair import Repair
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.fields.cells import value_text
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.widgets.scaffold import beneath
from coo_desktop.views.widgets.style import Label, icon

#: More repairs than this stand there once the first ones are taken.
MOST = 4
#: Lines of changes beneath a button, and in the message of what was done.
SHOWN, TOLD = 3, 6


class RepairPanel(QWidget):
    """`wanted` carries the repair that a person takes."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.repairs: tuple[Repair, ...] = ()
        self.buttons: list[QPushButton] = []
        self._parts: list[QWidget] = []
        self._column: QVBoxLayout = beneath(self, margins=False)
        self.setVisible(False)

    def show_repairs(self, repairs: Sequence[Repair], around: Surroundings) -> None:
        """Draws the repairs; the same ones again are left alone, with the focus where it is."""
        if tuple(repairs) == self.repairs:
            return
        self.repairs = tuple(repairs)
        for part in self._parts:
            self._column.removeWidget(part)
            part.setVisible(False)
            part.deleteLater()
        self.buttons = [self._button(repair, around.session.language) for repair in repairs[:MOST]]
        said = ["\n".join(effects(repair, around, SHOWN)) for repair in repairs[:MOST]]
        self._parts = []
        for button, text in zip(self.buttons, said, strict=True):
            button.setAccessibleDescription(text)
            self._parts += [button, Label(text, self, wraps=True)]
        for part in self._parts:
            self._column.addWidget(part)
        self.setVisible(bool(self._parts))

    def repair_of(self, problem: Problem | None) -> Repair | None:
        """The first repair of a problem; without one, the first that there is."""
        answering = (repair for repair in self.repairs if problem in repair.solves)
        return next(answering, self.repairs[0] if self.repairs and problem is None else None)

    def _button(self, repair: Repair, language: str) -> QPushButton:
        text = repair.said.in_(language)
        button = QPushButton(icon("magic"), text.replace("&", "&&"), self)
        button.setAutoDefault(False)
        button.setAccessibleName(text)
        button.setToolTip(_("Puts it right in one step (F8); Ctrl+Z takes it back."))
        button.setStyleSheet("text-align: left; padding: 4px")
        button.clicked.connect(partial(self._want, repair))
        return button

    def _want(self, repair: Repair, _checked: bool = False) -> None:
        self.wanted.emit(repair)


def effects(repair: Repair, around: Surroundings, most: int) -> list[str]:
    """What a repair changes, alike changes of several rows in one line, then what a person has to look at."""
    values = around.values()
    after: Values = {**values, **repair.fills}
    grouped: dict[str, list[int]] = {}
    for line in differences(around.form, values, after):
        grouped.setdefault(_change(line, around), []).append(line.row)
    said = [_with_rows(text, rows, around.session.language) for text, rows in grouped.items()]
    more = len(said) - most
    if more > 0:
        said[most:] = [ngettext("and {count} more change", "and {count} more changes", more).format(count=more)]
    return [*said, *(note.in_(around.session.language) for note in repair.notes)]


def _change(line: Difference, around: Surroundings) -> str:
    """One difference without its row: what it is about, and both values."""
    language = around.session.language
    if line.part is None and line.row:
        name = line.field.label.in_(language)
        return _("{field}: removed").format(field=name) if line.kind == REMOVED else name
    spec = line.part or line.field
    label = spec.label.in_(language)
    if line.kind == MOVED:
        return label
    old, new = (value_text(spec, value, around).replace("\n", " ") or "—" for value in (line.old, line.new))
    return _("{label}: {old} → {new}").format(label=label, old=old, new=new)


def _with_rows(text: str, rows: Iterable[int], language: str) -> str:
    numbers = [row for row in rows if row]
    if not numbers:
        return text
    said = ngettext("Row {rows} · {text}", "Rows {rows} · {text}", len(numbers))
    return said.format(rows=_ranges(numbers, language), text=text)


def _ranges(numbers: Sequence[int], language: str) -> str:
    """1–3, 5 for 1, 2, 3, 5."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    told = [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]
    return ("、" if language.startswith("zh") else ", ").join(told)
