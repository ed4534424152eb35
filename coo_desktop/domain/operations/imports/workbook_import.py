"""A workbook of a company's documents: what each of them would do, then a commit for each block of them.

Products become drafts of pre-reviews, certificates become history. What is here already is told and never written
again or over: a person may have edited or sent it since.
"""

import enum
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coo_desktop.domain.checks.problems import blocking
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import CERTIFICATE, Change, Document, Values
from coo_desktop.domain.documents.field_access import text_of
from coo_desktop.domain.filling.fills import filled
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.forms.kinds import is_blank
from coo_desktop.domain.language.spelling import date_of
from coo_desktop.domain.operations import drafts
from coo_desktop.domain.operations.imports import past_certificates
from coo_desktop.domain.operations.imports.past_certificates import Issued
from coo_desktop.domain.ports import Reader, Unit
from coo_desktop.domain.records.uses import same_text
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.domain.workbooks.columns import join_key
from coo_desktop.domain.workbooks.reading import Book, BookEntry

#: So many documents are one commit.
BLOCK = 50
#: The fields by which two pre-reviews are of the same product.
_SAME_PRODUCT = ("name_zh", "specification", "hs_code")


class EntryState(enum.StrEnum):
    """What a document of a workbook would do."""

    NEW = "new"
    SAME = "same"
    OTHER = "other"
    REPEAT = "repeat"
    NAMELESS = "nameless"


@dataclass(frozen=True, slots=True)
class BookLine:
    """A document of a workbook: what it would do, and the one `document` that is here already ("" for none).

    `blocking` counts what is still to be filled in before it could be sent; nobody counts it for a past certificate.
    """

    entry: BookEntry
    state: EntryState
    document: str = ""
    blocking: int = 0

    @property
    def is_taken(self) -> bool:
        """Whether it is taken unless a person says otherwise."""
        return self.state is EntryState.NEW and not self.entry.is_faulty


@dataclass(frozen=True, slots=True)
class BookPlan:
    """What every document of a workbook would do, and the workbook as it was read."""

    lines: tuple[BookLine, ...]
    book: Book

    def chosen(self, with_faulty: bool = False) -> list[BookLine]:
        """The lines that would be stored."""
        return [one for one in self.lines if one.is_taken or (with_faulty and one.state is EntryState.NEW)]


def plan(
    reader: Reader,
    rules: Rulebook,
    form: FormType,
    book: Book,
    context: Context,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> BookPlan:
    """Holds every document of the workbook against what is here; belongs on a worker."""
    known = _Known(reader, form)
    lines = list[BookLine]()
    for number, entry in enumerate(book.entries, 1):
        lines.append(_planned(rules, form, entry, known, context))
        progress(number, len(book.entries))
    return BookPlan(tuple(lines), book)


def take_in(unit: Unit, form_id: str, lines: Sequence[BookLine]) -> Change:
    """Stores these documents, all or none: products as drafts, certificates as history."""
    form = unit.rules.form(form_id)
    issues = [Issued(line.entry.key, date_of(line.entry.issued)) for line in lines]
    places = [new_id(issue.day if form.family == CERTIFICATE else None) for issue in issues]
    unit.expect(places)
    stored = [
        _store(unit, form, line.entry, issue, place) for line, issue, place in zip(lines, issues, places, strict=True)
    ]
    return Change(ids=tuple(one.id for one in stored), families=frozenset({form.family}))


def blocks(lines: Sequence[BookLine]) -> Iterator[Sequence[BookLine]]:
    """The lines, a commit's worth at a time."""
    return (lines[start : start + BLOCK] for start in range(0, len(lines), BLOCK))


def _store(unit: Unit, form: FormType, entry: BookEntry, issue: Issued, document_id: str) -> Document:
    if form.family == CERTIFICATE:
        return past_certificates.keep(unit, form.id, entry.values, issue, document_id)
    stored = drafts.start(unit, form.id, entry.values, document_id=document_id).document
    assert stored is not None
    return stored


def _planned(rules: Rulebook, form: FormType, entry: BookEntry, known: "_Known", context: Context) -> BookLine:
    if not known.names(entry):
        return BookLine(entry, EntryState.NAMELESS)
    found = known.find(entry)
    if found is not None:
        state = EntryState.SAME if _tells_the_same(found.values, entry.values) else EntryState.OTHER
        return BookLine(entry, state, found.id)
    if known.repeats(entry):
        return BookLine(entry, EntryState.REPEAT)
    if form.family == CERTIFICATE:
        return BookLine(entry, EntryState.NEW)
    left = blocking(rules.problems(form, filled(form, entry.values, context), context))
    return BookLine(entry, EntryState.NEW, blocking=left)


class _Known:
    """The documents that are here, each found by its id or by what tells it apart, and those of the workbook so far."""

    def __init__(self, reader: Reader, form: FormType) -> None:
        self._form = form
        self._is_history = form.family == CERTIFICATE
        here = reader.whole.of(form.family, "" if self._is_history else form.id)
        self._ids, self._named = dict[str, Document](), dict[str, Document]()
        for document in here:
            self._ids[document.id] = document
            number = past_certificates.issue_of(document).number
            name = join_key(number) if self._is_history else _product_key(document.values)
            self._named.setdefault(name, document)
        self._said = set[str]()

    def names(self, entry: BookEntry) -> bool:
        """Whether an entry says what it is: a certificate's number, a product's name."""
        return bool(entry.key.strip() if self._is_history else text_of(entry.values, self._form.summary.title))

    def find(self, entry: BookEntry) -> Document | None:
        return self._ids.get(entry.document) or self._named.get(self._key(entry))

    def repeats(self, entry: BookEntry) -> bool:
        """Whether an entry before it is of the same product or number."""
        key = self._key(entry)
        is_said = key in self._said
        self._said.add(key)
        return is_said

    def _key(self, entry: BookEntry) -> str:
        return join_key(entry.key) if self._is_history else _product_key(entry.values)


def _product_key(values: Values) -> str:
    return "\n".join(same_text(text_of(values, name)) for name in _SAME_PRODUCT)


def _tells_the_same(kept: Values, told: Values) -> bool:
    """Whether a document holds everything that a workbook says of it; rows count by what they say, not by their id."""
    return all(_bare(kept.get(name)) == _bare(value) for name, value in told.items() if not is_blank(value))


def _bare(value: Any) -> Any:
    return [_row_without_id(row) for row in value] if isinstance(value, list) else value or ""


def _row_without_id(row: Any) -> Any:
    if not isinstance(row, Mapping):
        return row
    return {name: part for name, part in row.items() if name != "id" and not is_blank(part) and part is not False}
