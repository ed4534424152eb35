"""A person who answers questions as a test has arranged, without a dialog."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtWidgets import QWidget

from coo_desktop.views.questions import Question
from coo_desktop.views.session import Session

A = TypeVar("A")


class FakeAsker:
    """Implements the Asker port: keeps every question in `questions`; without an arranged answer it is cancelled."""

    def __init__(self) -> None:
        self.questions: list[Question[Any]] = []
        self._answers: dict[type[Question[Any]], Callable[[Any], Any]] = {}

    def ask(self, _session: Session, _owner: QWidget, question: Question[A], then: Callable[[A], None]) -> None:
        """Answers at once, or never."""
        self.questions.append(question)
        if (answer := self._answers.get(type(question))) is not None:
            then(answer(question))

    def answer(self, kind: type[Question[A]], answer: A) -> None:
        """Every question of this kind is answered so from now on."""
        self.answer_by(kind, lambda _question: answer)

    def answer_by(self, kind: type[Question[A]], answer: Callable[[Any], A]) -> None:
        """Every question of this kind is answered with `answer(question)` from now on."""
        self._answers[kind] = answer

    def forget(self, kind: type[Question[Any]]) -> None:
        """Questions of this kind are cancelled from now on."""
        self._answers.pop(kind, None)
