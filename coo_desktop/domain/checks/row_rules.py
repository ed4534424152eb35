"""Rules that look at one row of a document alone: what they find in it needs no other row.

Such a rule is a check like others. It sees the form, the row, the document's fields that it names as standing `beside`
the row, no others, and a context. So what it found in a row holds for an equal row wherever that stands (see
`row_memory`).
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import update_wrapper
from itertools import chain

from coo_desktop.domain.checks.problems import Check, Finding
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.documents.field_access import Row, row_id, rows_of
from coo_desktop.domain.forms.form_type import FormType

#: What a rule finds in a row, given the document's fields beside it; the findings name a part, no field and no row.
FindInRow = Callable[[FormType, Values, Row, Context], Iterator[Finding]]


class RowRule(ABC):
    """What can be asked about one row; of the document's fields it sees those `beside` the rows."""

    beside: tuple[str, ...] = ()

    @abstractmethod
    def fields(self, form: FormType) -> Collection[str]:
        """The fields whose rows the rule looks at."""

    @abstractmethod
    def in_row(self, form: FormType, values: Values, field: str, row: Row, context: Context) -> Sequence[Finding]:
        """What the rule finds in a row of a field; `values` are those that it sees."""

    def seen(self, values: Values) -> Values:
        """What the rule sees of the document's values."""
        return {name: values[name] for name in self.beside if name in values}


#: What a rule finds in the rows of a field, in their order.
InRows = Callable[[RowRule, str], Iterable[Finding]]


class RowCheck(RowRule):
    """A named check that looks at each row alone, after what its check `before` finds in the document itself."""

    __name__: str

    def __init__(self, find: Callable[..., Iterator[Finding]], beside: tuple[str, ...], before: Check | None) -> None:
        update_wrapper(self, find)
        self.beside = beside
        self._before = before

    def __call__(self, form: FormType, values: Values, context: Context) -> Iterator[Finding]:
        """What the check finds in a document, each row looked at now."""
        seen = self.seen(values)

        def in_rows(_rule: RowRule, field: str) -> Iterable[Finding]:
            rows = rows_of(values, field)
            return chain.from_iterable(self.in_row(form, seen, field, row, context) for row in rows)

        return self.among(form, values, context, in_rows)

    def among(self, form: FormType, values: Values, context: Context, in_rows: InRows) -> Iterator[Finding]:
        """What the check finds in a document, of whose rows `in_rows` knows what is found in them."""
        if self._before is not None:
            yield from self._before(form, values, context)
        yield from self._in_document(form, values, context, in_rows)

    def _in_document(self, form: FormType, values: Values, context: Context, in_rows: InRows) -> Iterator[Finding]:
        for field in self.fields(form):
            yield from in_rows(self, field)


class OfEachRow(RowCheck):
    """A check of the rows of one field."""

    def __init__(self, field: str, find: FindInRow, beside: tuple[str, ...] = (), before: Check | None = None) -> None:
        super().__init__(find, beside, before)
        self.field = field
        self.find = find

    def fields(self, form: FormType) -> Collection[str]:
        return (self.field,)

    def in_row(self, form: FormType, values: Values, field: str, row: Row, context: Context) -> Sequence[Finding]:
        found = list(self.find(form, values, row, context))
        return [replace(each, field=field, row=row_id(row)) for each in found] if found else found


def of_each(field: str, *beside: str, before: Check | None = None) -> Callable[[FindInRow], OfEachRow]:
    """Makes a check of what is found in one row of `field`, given the document's fields `beside` it."""
    return lambda find: OfEachRow(field, find, beside, before)
