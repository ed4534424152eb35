"""Tables of records: which column is which field, what a cell stands for, and how a record is written so that it
comes back byte by byte.

A cell that a spreadsheet would run as a formula is written with an apostrophe in front; reading takes exactly one away.
A number is no formula, whatever its sign, and stays a number for the spreadsheet.
"""

import datetime as dt
import enum
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.forms.form_type import FieldSpec, FormType, Words
from coo_desktop.domain.forms.kinds import KINDS, NumberCell
from coo_desktop.domain.language.spelling import label_key
from coo_desktop.domain.sheets.cells import Page, guarded, is_error, plain, texts_of
from coo_desktop.domain.sheets.encodings import Encoding
from coo_desktop.domain.sheets.lines import is_total_text
from coo_desktop.domain.sheets.titles import title_key, title_parts

#: No table is read beyond these; see also store/sheets/reading.py for what is refused before it is opened.
MOST_ROWS = 20_000
MOST_COLUMNS = 256
MOST_CHARACTERS = 32_767  # what a cell of a spreadsheet holds
ID_TITLE = Words(zh_CN="记录编号（请勿改）", en="Record id (do not change)")
_TITLES_WITHIN = 10
_FIGURE = re.compile(r"[\d.,\s%+\-]+")
_IN_BRACKETS = re.compile(r"\(.*?\)")


class NumberText(str):
    """The text of a cell that held a number: zeros in front of it, and digits beyond the fifteenth, are gone."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class TableReading:
    """The pages of a file; of a text, as they are in one encoding, with a line to judge by that it is the right one."""

    pages: tuple[Page, ...]
    encoding: Encoding | None = None
    sample: str = ""


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file of tables, in each way that it can be read, the likeliest first: several for a text in doubt."""

    name: str
    readings: tuple[TableReading, ...]


@dataclass(frozen=True, slots=True)
class Fitting:
    """Which column holds which field; `titles_at` is the row of titles, `of_id` the column of record ids, `unknown`
    the titles that fit no field, by column."""

    fields: Mapping[int, FieldSpec]
    titles_at: int = 0
    of_id: int | None = None
    unknown: Mapping[int, str] = field(default_factory=dict)

    def with_columns(self, chosen: Mapping[int, FieldSpec]) -> "Fitting":
        """With the fields that a person gave to columns."""
        kept = {at: spec for at, spec in self.fields.items() if spec not in chosen.values()}
        return replace(self, fields={**kept, **chosen})


class LeftOut(enum.StrEnum):
    """Why a line is probably no record, though it stands in the table."""

    TOTAL = "total"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """One line of a table as values of a record.

    `doubtful` names the fields whose number may have lost digits, `errors` what stands in cells where a formula failed:
    they have no value. `left_out` says why the line is probably no record.
    """

    line: int
    values: Mapping[str, object]
    record: str = ""
    doubtful: tuple[str, ...] = field(default=())
    errors: Mapping[str, str] = field(default_factory=dict)
    left_out: LeftOut | None = None


def cell_fields(form: FormType) -> tuple[FieldSpec, ...]:
    """The fields of a form that one cell can hold."""
    return tuple(spec for spec in form.stored.values() if KINDS[spec.kind].column is not None)


def fitting(form: FormType, page: Page) -> Fitting:
    """Finds the columns by label in either language, by the field's id or wire name, or by what other programs call
    them (`params.titles` of the record's declaration).

    Tables made by hand have headings above their titles: the titles are the row, of the first few, that names most.
    """
    names = _Names(form)
    tried = (_fitting_of(names, row, at) for at, row in enumerate(page.rows[:_TITLES_WITHIN]))
    return max(tried, key=lambda found: len(found.fields), default=Fitting({}))


def best_page(form: FormType, pages: Sequence[Page]) -> int:
    """The place of the page that holds the records: with the field that names them, then with most columns."""
    found = [fitting(form, page) for page in pages]
    named = [any(spec.id == form.summary.title for spec in one.fields.values()) for one in found]
    return max(range(len(pages)), key=lambda at: (named[at], len(found[at].fields), -at))


class _Names:
    """The fields of a form by what their columns may be called."""

    def __init__(self, form: FormType) -> None:
        specs = cell_fields(form)
        self._labels = {name: spec for spec in reversed(specs) for name in _names(spec) if name}
        told: Mapping[str, Sequence[str]] = form.params.get("titles", {})
        self._words = {title_key(word): spec for spec in reversed(specs) for word in told.get(spec.id, ())}

    def meant(self, title: str) -> FieldSpec | None:
        """The field that a title names, as a whole or, in a title of two languages, in one of them."""
        if found := self._labels.get(label_key(title)) or self._words.get(title_key(title)):
            return found
        parts = [part for part in title_parts(title) if part]
        return next((spec for part in parts if (spec := self._labels.get(part) or self._words.get(part))), None)


def _fitting_of(names: _Names, titles: Sequence[str], at: int) -> Fitting:
    fields: dict[int, FieldSpec] = {}
    of_id, unknown = None, dict[int, str]()
    for column, title in enumerate(titles):
        spec = names.meant(title)
        if spec is not None and spec not in fields.values():
            fields[column] = spec
        elif of_id is None and label_key(title) in _ID_NAMES:
            of_id = column
        elif title.strip():
            unknown[column] = " ".join(title.split())
    return Fitting(fields, at, of_id, unknown)


def entries(page: Page, columns: Fitting, today: dt.date) -> Iterator[RecordEntry]:
    """The lines of a table, cleaned as typing would be; a line without anything in a known column is passed over.

    The value of merged cells is that of every row they stand in.
    """
    spread = page.spread(columns.fields)
    for at in range(columns.titles_at + 1, len(page.rows)):
        entry = _entry(spread.rows[at], at, columns, today)
        own = any(page.cell(at, column).strip() for column in columns.fields)
        if own and (entry.errors or any(value not in ("", False) for value in entry.values.values())):
            yield replace(entry, left_out=_left_out(page, at, entry))


def _entry(row: Sequence[str], at: int, columns: Fitting, today: dt.date) -> RecordEntry:
    values, doubtful, errors = dict[str, object](), list[str](), dict[str, str]()
    for column, spec in columns.fields.items():
        cell = row[column] if column < len(row) else ""
        if is_error(cell):
            errors[spec.id] = cell.strip()
            continue
        if is_doubtful(cell, spec):
            doubtful.append(spec.id)
        values[spec.id] = _read(plain(cell), spec, today)
    of_id = columns.of_id
    record = row[of_id].strip() if of_id is not None and of_id < len(row) else ""
    return RecordEntry(at + 1, values, record, tuple(doubtful), errors)


def _left_out(page: Page, at: int, entry: RecordEntry) -> LeftOut | None:
    """A total says so, and beside it are only figures; a record that its id names is none."""
    words = [text for _column, text in texts_of(page.rows[at]) if not _FIGURE.fullmatch(text)]
    if not entry.record and len(words) == 1 and is_total_text(words[0]):
        return LeftOut.TOTAL
    return LeftOut.HIDDEN if at in page.hidden else None


def table(form: FormType, documents: Iterable[Document], language: str) -> Page:
    """Every field of every record, and its id, as a table that `entries` reads back to the same values."""
    specs = cell_fields(form)
    titles = (*(spec.label.in_(language) for spec in specs), ID_TITLE.in_(language))
    rows = tuple(
        (*(guarded(_cell_text(document.values.get(spec.id))) for spec in specs), document.id) for document in documents
    )
    return Page(form.title.in_(language), (titles, *rows))


def is_doubtful(cell: str, spec: FieldSpec) -> bool:
    """Whether a text field got a number, which may have lost the zeros it began with or its last digits."""
    column = KINDS[spec.kind].column
    if not isinstance(cell, NumberText) or column is None or column.numbers is NumberCell.EXACT:
        return False
    return column.numbers is NumberCell.DOUBTFUL or cell.isdigit()


def _read(text: str, spec: FieldSpec, today: dt.date) -> object:
    """What a person means by a cell (a choice's label, the name of a code, yes or no), cleaned as typing would be."""
    kind = KINDS[spec.kind]
    return kind.clean(kind.read(text, spec, today).value, spec)


def _cell_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else "" if value is None else str(value)


def _names(spec: FieldSpec) -> Iterator[str]:
    """What a column of the field may be called; what a label says in brackets may be left out."""
    labels = (spec.label.zh_CN, spec.label.en)
    yield from map(label_key, (*labels, spec.id, spec.wire_name))
    yield from (_IN_BRACKETS.sub("", label_key(label)) for label in labels)


_ID_NAMES = frozenset(map(label_key, ("id", "record_id", "记录编号", ID_TITLE.zh_CN, ID_TITLE.en)))
