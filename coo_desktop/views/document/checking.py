"""Finds the problems of an open page some moments after typing, and which of them the person has had a chance at.

The rules run away from the screen, on the values as they were; what they find is shown while these still stand there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from coo_desktop.domain.checks.problems import Problem
from coo_desktop.domain.documents.document import Document, Values
from coo_desktop.domain.documents.lifecycle import PAST
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.filling.computed import Worked, worked_out
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.operations.drafts import editable
from coo_desktop.domain.repairs.products import successor_of
from coo_desktop.domain.repairs.repair import Repair, RepairContext
from coo_desktop.environment.words import _
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import CHECK, Task

SOON_MS = 150


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in the values of a page, what it can be put right with, and what follows from them; `document` is
    the stored one."""

    document: Document | None = None
    values: Values = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    repairs: tuple[Repair, ...] = ()
    worked: Worked = field(default_factory=lambda: Worked({}))


class Checking(QObject):
    """Debounced problems; `found` comes with each new list, of what stands on the page at that moment.

    One check runs at a time, and then the newest state: those between are never begun.
    """

    found = Signal()

    def __init__(self, session: Session, form: FormType, values: Callable[[], Values], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._form = form
        self._values = values
        self._reasons: tuple[Problem, ...] = ()
        self.last = Checked()
        self.document: Document | None = None
        self.everything = False
        self._visited: set[str] = set()
        self._running: Task | None = None
        self._is_waiting = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(self.look)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was found last."""
        return self.last.problems

    def show_document(self, document: Document) -> None:
        """The document whose facts the checks read, which is looked at anew; a page opens with its problems. The
        reasons of a returned one stand among them."""
        is_first, self.document = self.document is None, document
        self._reasons = reasons(self._form, document) if document.stage == "returned" else ()
        self.everything = self.everything or document.stage not in ("draft", "kept")
        (self.check if is_first else self.look)()

    def visit(self, name: str) -> None:
        """The person has been in this field: what is wrong there may be shown."""
        self._visited.add(name)

    def touch(self) -> None:
        """Something was typed: look soon."""
        self._soon.start()

    def look(self) -> None:
        """Checks away from the screen what stands there now; nobody puts a past certificate right."""
        self._soon.stop()
        if self.document is not None and self.document.stage == PAST:
            return
        if self._running is not None:
            self._is_waiting = True
            return
        work = partial(checked, self._session, self._form, self.document, self._values(), self._reasons)
        tasks = self._session.tasks
        self._running = tasks.run(self, lambda _task: work(), then=self._take, failed=self._fail, lane=CHECK)

    def check(self) -> tuple[Problem, ...]:
        """Checks now, where somebody waits for the answer."""
        self._soon.stop()
        if self.document is None or self.document.stage != PAST:
            self._show(checked(self._session, self._form, self.document, self._values(), self._reasons))
        return self.problems

    def _take(self, found: Checked) -> None:
        """Shows what was found, unless the page says something else by now: then that is looked at."""
        self._running, was_waiting, self._is_waiting = None, self._is_waiting, False
        if found.document is self.document and found.values == self._values():
            self._show(found)
        elif was_waiting:
            self.look()
        else:
            self.touch()

    def _fail(self, error: ProgramError) -> None:
        self._running, self._is_waiting = None, False
        self._session.failed.emit(error)

    def _show(self, found: Checked) -> None:
        self.last = found
        self.found.emit()

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


def checked(
    session: Session, form: FormType, document: Document | None, values: Values, told: tuple[Problem, ...]
) -> Checked:
    """What the rules find in these values after what was `told` already; asks the store, on any thread."""
    context = session.context(document, values)
    problems = (*told, *session.rules.problems(form, values, context))
    asked = RepairContext(session.rules, form, values, context, partial(successor_of, session.read))
    is_open = document is not None and editable(document)
    repairs = session.rules.repairs(asked, problems) if is_open else ()
    return Checked(document, values, problems, repairs, worked_out(form, form.fields, values))


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
