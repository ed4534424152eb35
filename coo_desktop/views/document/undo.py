"""Steps of undo for a page: each puts fields back; letters typed in one field in one go are one step."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from coo_desktop.views.fields.sections import Fields

Values = Mapping[str, object]


class FieldStep(QUndoCommand):
    """Values of fields before and after; steps with the same `run` above 0 are taken together."""

    def __init__(self, text: str, put: Callable[[Values], None], before: Values, after: Values, run: int = -1) -> None:
        super().__init__(text)
        self._put = put
        self._before = dict(before)
        self._after = dict(after)
        self._run = run
        self._done = True  # the person did it already: the first redo, which pushing calls, must not do it again

    def id(self) -> int:
        return self._run

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, FieldStep) or other._run != self._run:
            return False
        self._after = other._after
        other._let_go()
        return True

    def _let_go(self) -> None:
        """Qt deletes a step that was taken into another, but its Python half stays: it must hold no page alive."""
        self._put, self._before, self._after = _put_nothing, {}, {}

    def extend(self, before: Values, after: Values) -> None:
        """Takes in what followed from the step, so that both go back together."""
        self._before = {**before, **self._before}
        self._after |= after

    def undo(self) -> None:
        self._done = False
        self._put(self._before)

    def redo(self) -> None:
        if not self._done:
            self._done = True
            self._put(self._after)


def _put_nothing(_values: Values) -> None:
    """What a step does that was taken into another."""


class Steps(QObject):
    """The undo stack of a page: hears what is edited, puts fields back; `stepped` comes after each change.

    `last` is the step that was taken last; a later one of these may follow from it.
    """

    stepped = Signal(str)

    def __init__(self, fields: Fields, language: str, parent: QObject) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self.last: FieldStep | None = None
        self._fields = fields
        self._language = language
        self._last: dict[str, object] = {}
        self._run = 0
        fields.edited.connect(self._hear)
        fields.left.connect(self._end_run)

    def start(self) -> None:
        """The fields were drawn from the store: steps taken before would put old values back over them."""
        self.last = None
        self.stack.clear()
        self._last = self._fields.values()

    def put(self, text: str, fills: Values, after: object = None) -> None:
        """Puts values into fields at a person's word, all of them as one step.

        With `after` they follow from that step, and are part of it while nothing else was done since.
        """
        before = {name: self._fields.editor(name).value() for name in fills}
        self._end_run("")
        last = self.last if self.stack.index() == self.stack.count() else None
        if last is not None and last is after:
            last.extend(before, fills)
        else:
            self._push(FieldStep(text, self._put_all, before, fills))
        self._put_all(fills)

    def _push(self, step: FieldStep) -> None:
        self.last = step
        self.stack.push(step)

    def _hear(self, name: str) -> None:
        editor = self._fields.editor(name)
        before, after = self._last.get(name), editor.value()
        if before == after:
            return
        self._last[name] = after
        run = hash((self._run, name)) & 0x7FFFFFFF if editor.typed else -1
        label = editor.spec.label.in_(self._language)
        self._push(FieldStep(label, self._put_all, {name: before}, {name: after}, run))
        self.stepped.emit(name)

    def _put_all(self, fills: Values) -> None:
        for name, value in fills.items():
            self._last[name] = value
            self._fields.editor(name).show_value(value)
            self.stepped.emit(name)

    def _end_run(self, _name: str) -> None:
        self._run += 1
