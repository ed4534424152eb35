"""Steps of undo for a page: each puts one field back; letters typed in one field in one go are one step."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from coo_desktop.views.fields.sections import Fields


class FieldStep(QUndoCommand):
    """One field's value before and after; steps with the same `run` above 0 are taken together."""

    def __init__(self, text: str, put: Callable[[object], None], before: object, after: object, run: int = -1) -> None:
        super().__init__(text)
        self._put = put
        self._before = before
        self._after = after
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
        self._put, self._before, self._after = _put_nothing, None, None

    def undo(self) -> None:
        self._done = False
        self._put(self._before)

    def redo(self) -> None:
        if not self._done:
            self._done = True
            self._put(self._after)


def _put_nothing(_value: object) -> None:
    """What a step does that was taken into another."""


class Steps(QObject):
    """The undo stack of a page: hears what is edited, puts fields back; `stepped` comes after each change."""

    stepped = Signal(str)

    def __init__(self, fields: Fields, language: str, parent: QObject) -> None:
        super().__init__(parent)
        self.stack = QUndoStack(self)
        self._fields = fields
        self._language = language
        self._last: dict[str, object] = {}
        self._run = 0
        fields.edited.connect(self._hear)
        fields.left.connect(self._end_run)

    def start(self) -> None:
        """The fields were drawn from the store: steps taken before would put old values back over them."""
        self.stack.clear()
        self._last = self._fields.values()

    def put(self, text: str, fills: Mapping[str, object]) -> None:
        """Puts values into fields at a person's word, all of them as one step."""
        before = {name: self._fields.editor(name).value() for name in fills}
        self._end_run("")
        self.stack.push(FieldStep(text, self._put_all, before, dict(fills)))
        self._put_all(fills)

    def _hear(self, name: str) -> None:
        editor = self._fields.editor(name)
        before, after = self._last.get(name), editor.value()
        if before == after:
            return
        self._last[name] = after
        run = hash((self._run, name)) & 0x7FFFFFFF if editor.typed else -1
        label = editor.spec.label.in_(self._language)
        self.stack.push(FieldStep(label, lambda value: self._put(name, value), before, after, run))
        self.stepped.emit(name)

    def _put(self, name: str, value: object) -> None:
        self._last[name] = value
        self._fields.editor(name).show_value(value)
        self.stepped.emit(name)

    def _put_all(self, fills: object) -> None:
        for name, value in fills.items() if isinstance(fills, Mapping) else ():
            self._put(name, value)

    def _end_run(self, _name: str) -> None:
        self._run += 1
