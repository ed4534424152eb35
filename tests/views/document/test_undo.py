"""Steps of undo: what is typed in one go is one step, and no step keeps a page that is gone."""

import gc
import weakref
from collections.abc import Mapping

import pytest
from PySide6.QtGui import QUndoStack

from coo_desktop.views.document.undo import FieldStep


class Place:
    """Where a step puts a value."""

    def __init__(self) -> None:
        self.values: dict[str, object] = {}

    def put(self, values: Mapping[str, object]) -> None:
        self.values.update(values)


def typed(stack: QUndoStack, place: Place, word: str, run: int) -> None:
    for end in range(len(word)):
        stack.push(FieldStep("", place.put, {"name": word[:end]}, {"name": word[: end + 1]}, run))


def test_letters_of_one_go_are_one_step(qapp):
    stack, place = QUndoStack(), Place()
    typed(stack, place, "FLASK", 1)
    assert stack.count() == 1
    stack.undo()
    assert place.values == {"name": ""}
    stack.redo()
    assert place.values == {"name": "FLASK"}


@pytest.mark.parametrize("run", [1, -1], ids=["one go", "each for itself"])
def test_steps_that_are_given_up_hold_no_page(qapp, run):
    stack, place = QUndoStack(), Place()
    typed(stack, place, "FLASK", run)
    gone = weakref.ref(place)
    del place
    stack.clear()
    gc.collect()
    assert gone() is None
