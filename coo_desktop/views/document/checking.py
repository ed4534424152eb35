"""Finds the problems of an open page some moments after typing, and which of them the person has had a chance at."""

import time
from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from coo_desktop.domain.checks.problems import Problem
from coo_desktop.domain.documents.document import Document, Values
from coo_desktop.domain.documents.lifecycle import PAST
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.environment.words import _
from coo_desktop.views.session import Session

SOON_MS = 150
#: A pause this many times as long as the last check took keeps the keys quick on a long document.
PAUSES = 20


class Checking(QObject):
    """Debounced problems; `found` comes with each new list."""

    found = Signal()

    def __init__(self, session: Session, form: FormType, values: Callable[[], Values], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._form = form
        self._values = values
        self._reasons: tuple[Problem, ...] = ()
        self.problems: tuple[Problem, ...] = ()
        self.document: Document | None = None
        self.everything = False
        self._visited: set[str] = set()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.check)

    def show_document(self, document: Document) -> None:
        """The document whose facts the checks read; the reasons of a returned one stand among the problems."""
        self.document = document
        self._reasons = reasons(self._form, document) if document.stage == "returned" else ()
        self.everything = self.everything or document.stage not in ("draft", "kept")

    def visit(self, field: str) -> None:
        """The person has been in this field: what is wrong there may be shown."""
        self._visited.add(field)

    def touch(self) -> None:
        """Something was typed: check soon."""
        self._soon.start()

    def check(self) -> tuple[Problem, ...]:
        """Checks now; nobody puts a past certificate right."""
        self._soon.stop()
        if self.document is not None and self.document.stage == PAST:
            return self.problems
        began, runs = time.monotonic(), self._session.rules.answers.runs
        values = self._values()
        context = self._session.context(self.document, values)
        self.problems = (*self._reasons, *self._session.rules.problems(self._form, values, context))
        if self._session.rules.answers.runs != runs:
            self._soon.setInterval(max(SOON_MS, int((time.monotonic() - began) * 1000) * PAUSES))
        self.found.emit()
        return self.problems

    def at_fields(self) -> Mapping[str, Problem]:
        """The worst problem to show at each field that was visited, or at every field once all was checked."""
        shown: dict[str, Problem] = {}
        for problem in self.problems:
            if not problem.row and (self.everything or problem.field in self._visited or problem in self._reasons):
                shown.setdefault(problem.field, problem)
        return shown

    def in_rows(self, field: str) -> Mapping[tuple[str, str], Problem]:
        """The worst problem in each cell of an items field, by (row id, part)."""
        if not self.everything and field not in self._visited:
            return {}
        marked: dict[tuple[str, str], Problem] = {}
        for problem in self.problems:
            if problem.field == field and problem.row:
                marked.setdefault((problem.row, problem.part), problem)
        return marked


def reasons(form: FormType, document: Document) -> tuple[Problem, ...]:
    """The examiner's reasons as lines of the problem list, at the fields they name."""
    rows = document.facts.get("reasons")
    return tuple(_reason(form, row) for row in rows if isinstance(row, dict)) if isinstance(rows, list | tuple) else ()


def _reason(form: FormType, row: Mapping[str, object]) -> Problem:
    field, row_id, part = (*str(row.get("field", "")).strip("/").split("/"), "", "")[:3]
    spec = form.by_id.get(field) or next((spec for spec in form.fields if spec.wire_name == field), None)
    text = _("Reason for return: {text}").format(text=row.get("text", ""))
    return Problem(
        severity="warn",
        code="returned",
        field=spec.id if spec else "",
        box=spec.box if spec else "",
        row=row_id,
        part=part,
        message_zh=text,
        message_en=text,
        source="",
    )
