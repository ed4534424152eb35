"""The busy mark in the status bar: what is being done once it takes 200 ms, with a cancel after 2 s."""

from PySide6.QtWidgets import QWidget

from coo_desktop.environment.words import _
from coo_desktop.views.tasks import Task, Tasks
from coo_desktop.views.widgets.progress import ProgressWithCancel
from coo_desktop.views.widgets.scaffold import beneath, beside
from coo_desktop.views.widgets.style import Label


class BusyMark(QWidget):
    """Shows the newest piece of work that has taken its time."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks: list[Task] = []
        self._said = Label("", self)
        self.progress = ProgressWithCancel(_("Working"), _("Cancel"), self)
        self.progress.bar.setTextVisible(False)
        self.progress.bar.setFixedWidth(80)
        self.progress.stop_wanted.connect(self._cancel)
        beneath(self, beside(self._said, self.progress), margins=False)
        self.setVisible(False)
        tasks.busy.connect(self._show)
        tasks.slow.connect(self._offer_cancel)
        tasks.ended.connect(self._end)

    def _show(self, task: Task) -> None:
        self._tasks.append(task)
        self._draw(slow=False)

    def _offer_cancel(self, task: Task) -> None:
        if task in self._tasks:
            self._draw(slow=task.stoppable)

    def _end(self, task: Task) -> None:
        if task in self._tasks:
            self._tasks.remove(task)
        self._draw(slow=False)

    def _draw(self, slow: bool) -> None:
        self.setVisible(bool(self._tasks))
        self._said.setText(self._tasks[-1].label if self._tasks else "")
        self.progress.begin(can_stop=slow)

    def _cancel(self) -> None:
        for task in [task for task in self._tasks if task.stoppable]:
            task.cancel()
            self._end(task)
