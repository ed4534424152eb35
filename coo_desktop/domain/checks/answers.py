"""The last answers of the checks, given again while nothing that they read has changed.

An answer remembers the values and every question that its run asked the context, with what came back. It holds for
equal values in a context that answers the same; so nobody has to tell of a change, and none is missed.
"""

from collections import deque
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Protocol

from coo_desktop.domain.checks.asked import Asked, facts_of
from coo_desktop.domain.checks.problems import Problem, Told
from coo_desktop.domain.checks.row_memory import RowMemory
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.forms.kinds import is_blank

#: The pages somebody works on at once, and the rows in their dialogs.
KEPT = 8

Run = Callable[[FormType, Values, Context], tuple[Problem, ...]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the checks found in these values, in a context of these facts."""

    form: FormType
    values: Values
    facts: tuple[object, ...]
    asked: Asked
    problems: tuple[Problem, ...]

    def holds(self, form: FormType, values: Values, context: Context) -> bool:
        is_same = self.form is form and self.values == values and self.facts == facts_of(context)
        return is_same and self.asked.holds(context)


class Turns(Protocol):
    """Who may look at the same thing when, where several threads check documents; the domain itself knows no thread."""

    def alone(self, mine: object) -> AbstractContextManager[None]:
        """Waits until nobody else is alone with something equal to `mine`."""


class SingleThread:
    """Turns where nobody else is there."""

    def alone(self, mine: object) -> AbstractContextManager[None]:
        return nullcontext()


class Answers:
    """The newest answers, for all threads; `runs` counts how often the rules themselves had to run.

    What they found in single rows is in `rows`: values that differ in one row are judged anew in that row alone.
    """

    def __init__(self, turns: Turns | None = None) -> None:
        self.runs = 0
        self.rows = RowMemory()
        self.told = Told()
        self._turns = turns or SingleThread()
        self._kept: deque[Answer] = deque(maxlen=KEPT)

    def problems(self, form: FormType, values: Values, context: Context, run: Run) -> tuple[Problem, ...]:
        """What `run` finds in the values without their blanks, which a page has and a stored document has not.

        A save and a page that come with the same values at the same time do not both run the rules: one waits.
        """
        shown: Values = _without_unticked(form, _filled(values))
        with self._turns.alone((form.id, shown)):
            for answer in tuple(self._kept):
                if answer.holds(form, shown, context):
                    return answer.problems
            asked = Asked()
            found = run(form, shown, asked.listening(context))
            self.runs += 1
            self._kept.appendleft(Answer(form, shown, facts_of(context), asked, found))
            return found


def _without_unticked(form: FormType, values: Values) -> Values:
    """The values without flags that are not ticked: a page has every one of its form, a stored document may not. Where
    an answer is needed, no and no answer differ."""
    unticked = {name for name, value in values.items() if value is False}
    free = {name for name in unticked if name in form.by_id and not form.by_id[name].needed}
    return {name: value for name, value in values.items() if name not in free}


def _filled(value: Any) -> Any:
    """A copy that nobody else changes, without the blank members of values, rows and parts."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {
            name: part if isinstance(part, str) else _filled(part)
            for name, part in value.items()
            if part or not is_blank(part)
        }
    return [_filled(part) for part in value] if isinstance(value, list | tuple) else value
