"""The list of what is wrong: worst first, each line with its box and a way to the field."""

from difflib import SequenceMatcher

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from coo_desktop.domain.checks.problems import Problem
from coo_desktop.environment import words
from coo_desktop.environment.words import N_, _, ngettext
from coo_desktop.views.document.repair_panel import RepairPanel
from coo_desktop.views.fields.editor import plain_tip
from coo_desktop.views.widgets.severity_icons import SIGNS
from coo_desktop.views.widgets.style import Label, icon

#: Lines of the list; nobody reads more at a time, and each takes its time to be drawn.
LISTED = 200
SEVERITIES = {"block": N_("Blocks sending"), "warn": N_("Probably wrong"), "info": N_("Hint")}


class ProblemPanel(QWidget):
    """`wanted` carries the problem whose field the person wants to go to."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problems: tuple[Problem, ...] = ()
        self.count = Label("", self)
        self.list = ProblemList(self)
        self.repairs = RepairPanel(self)
        self.list.setWordWrap(True)
        self.list.setAccessibleName(_("Problems"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.count)
        column.addWidget(self.list, 1)
        column.addWidget(self.repairs)
        self.list.taken.connect(self._want)
        self.show_problems(())

    def show_problems(self, problems: tuple[Problem, ...]) -> None:
        """Draws the lines that differ from those of before; the line that was current stays so while its problem is
        there. Of very many problems the worst are listed, and the count says of all."""
        self.count.setText(_counted(problems))
        problems, current = problems[:LISTED], self.current
        if problems == self._problems and self.list.count() == len(problems):
            return
        if self.list.count() != len(self._problems):
            self.list.clear()
        shown = self._problems if self.list.count() else ()
        for said, at, to, first, last in reversed(SequenceMatcher(None, shown, problems, autojunk=False).get_opcodes()):
            if said == "equal":
                continue
            for _gone in range(at, to):
                self.list.takeItem(at)
            for place, problem in enumerate(problems[first:last], at):
                self.list.insertItem(place, _line(problem))
        self._problems = problems
        self.list.setCurrentRow(problems.index(current) if current in problems else -1)

    def step(self, by: int) -> None:
        """Goes to the next or the previous problem, round the end."""
        if self._problems:
            row = self.list.currentRow()
            at = (row + by) % len(self._problems) if row >= 0 else (0 if by > 0 else len(self._problems) - 1)
            self.list.setCurrentRow(at)
            self.wanted.emit(self._problems[at])

    def first(self) -> None:
        """Goes to the first problem."""
        self.list.setCurrentRow(-1)
        self.step(1)

    @property
    def current(self) -> Problem | None:
        """The problem that the list stands on."""
        row = self.list.currentRow()
        return self._problems[row] if 0 <= row < len(self._problems) else None

    def _want(self) -> None:
        problem = self.current
        if problem is not None:
            self.wanted.emit(problem)


class ProblemList(QListWidget):
    """A list whose Enter and double click take the current line."""

    taken = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.taken.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: object) -> None:
        super().mouseReleaseEvent(event)  # type: ignore[arg-type]  # Qt's own event, passed on
        if self.currentIndex() != QModelIndex():
            self.taken.emit()


def problem_text(problem: Problem) -> str:
    """What is wrong and, on a second line, the way out."""
    language = words.language()
    fix = problem.fix_zh if language.startswith("zh") else problem.fix_en
    return "\n".join(part for part in (problem.message(language), fix) if part)


def _line(problem: Problem) -> QListWidgetItem:
    box = _("[{box}]").format(box=problem.box) + " " if problem.box else ""
    item = QListWidgetItem(icon(*SIGNS[problem.severity]), box + problem_text(problem))
    told = [_(SEVERITIES[problem.severity]), problem.source, "" if problem.verified else _("unverified")]
    item.setToolTip(plain_tip(" · ".join(part for part in told if part)))
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{told[0]}: {item.text()}")
    return item


def _counted(problems: tuple[Problem, ...]) -> str:
    more = len(problems) - LISTED
    left = ngettext("{count} more is listed after these", "{count} more are listed after these", more)
    return " · ".join([_blocks(problems), *([left.format(count=more)] if more > 0 else [])])


def _blocks(problems: tuple[Problem, ...]) -> str:
    blocks = sum(problem.severity == "block" for problem in problems)
    if blocks:
        return ngettext("{count} problem blocks sending", "{count} problems block sending", blocks).format(count=blocks)
    return _("Nothing blocks sending")
