"""The busy mark in the status bar: what is being done once it takes 200 ms, with a cancel after 2 s."""

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from coo_desktop.environment.words import _
from coo_desktop.views.tasks import Task, Tasks
from coo_desktop.views.widgets.style import Label


class BusyMark(QWidget):
    """Shows the newest piece of work that has taken its time."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._turns: list[Task] = []
        self._said = Label("", self)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(80)
        self._bar.setAccessibleName(_("Working"))
        self.cancelling = QPushButton(_("Cancel"), self)
        self.cancelling.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self._said, self._bar, self.cancelling):
            row.addWidget(part)
        self.setVisible(False)
        tasks.busy.connect(self._show)
        tasks.slow.connect(self._offer_cancel)
        tasks.ended.connect(self._end)

    def _show(self, task: Task) -> None:
        self._turns.append(task)
        self._draw(slow=False)

    def _offer_cancel(self, task: Task) -> None:
        if task in self._turns:
            self._draw(slow=task.stoppable)

    def _end(self, task: Task) -> None:
        if task in self._turns:
            self._turns.remove(task)
        self._draw(slow=False)

    def _draw(self, slow: bool) -> None:
        self.setVisible(bool(self._turns))
        self._said.setText(self._turns[-1].said if self._turns else "")
        self.cancelling.setVisible(slow)

    def _cancel(self) -> None:
        for task in [task for task in self._turns if task.stoppable]:
            task.cancel()
            self._end(task)
