"""The texts that a document prints, as a person words them, and the checks that look at each of them alone."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeGuard

from coo_desktop.domain.checks.problems import Check, Finding
from coo_desktop.domain.checks.row_rules import InRows, RowCheck
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.documents.field_access import Row, row_id, text_of
from coo_desktop.domain.forms.form_type import FieldSpec, FormType
from coo_desktop.domain.forms.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Place:
    """A text that is printed, and the field, row and part in which it stands."""

    field: str
    row: str
    part: str
    spec: FieldSpec
    text: str


#: What a check finds in one text, given the document's fields beside it; the findings do not say where.
FindInText = Callable[[FormType, Values, Place, Context], Iterator[Finding]]


class OfEachText(RowCheck):
    """A check of every text of a box that a person words: of fields, the marks, and the parts of rows."""

    def __init__(self, find: FindInText, beside: tuple[str, ...] = (), before: Check | None = None) -> None:
        super().__init__(find, beside, before)
        self.find = find

    def fields(self, form: FormType) -> Collection[str]:
        return [name for name, spec in form.stored.items() if spec.box and spec.item_type is not None]

    def in_row(self, form: FormType, values: Values, field: str, row: Row, context: Context) -> Sequence[Finding]:
        return self._at(form, values, _texts_of_row(form.by_id[field], row), context)

    def _in_document(self, form: FormType, values: Values, context: Context, in_rows: InRows) -> Iterator[Finding]:
        seen = self.seen(values)
        for spec in form.stored.values():
            if (place := _text_of_field(spec, values)) is not None:
                yield from self._at(form, seen, (place,), context)
            elif spec.box and spec.item_type is not None:
                yield from in_rows(self, spec.id)

    def _at(self, form: FormType, values: Values, places: Iterable[Place], context: Context) -> Sequence[Finding]:
        return [
            replace(found, field=place.field, row=place.row, part=place.part)
            for place in places
            for found in self.find(form, values, place, context)
        ]


def of_each_text(*beside: str, before: Check | None = None) -> Callable[[FindInText], OfEachText]:
    """Makes a check of what is found in one printed text, given the document's fields `beside` it."""
    return lambda find: OfEachText(find, beside, before)


def _text_of_field(spec: FieldSpec, values: Values) -> Place | None:
    if not spec.box:
        return None
    value = values.get(spec.id)
    is_worded = KINDS[spec.kind].prose
    text = text_of(values, spec.id) if is_worded else text_of(value, "text") if _is_object(value) else ""
    return Place(spec.id, "", "", spec, text) if text else None


def _texts_of_row(spec: FieldSpec, row: Row) -> Iterator[Place]:
    for part in spec.item_type.fields if spec.item_type is not None else ():
        if KINDS[part.kind].prose and (said := text_of(row, part.id)):
            yield Place(spec.id, row_id(row), part.id, part, said)


def _is_object(value: object) -> TypeGuard[Values]:
    """Whether the value has members: marks, whose text stands in one."""
    return isinstance(value, Mapping)
