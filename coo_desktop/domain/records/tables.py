"""Tables of records: which column is which field, what a cell stands for, and how a record is written so that it
comes back byte by byte.

A cell that a spreadsheet would run as a formula is written with an apostrophe in front; reading takes exactly one away.
A number is no formula, whatever its sign, and stays a number for the spreadsheet.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.forms.form_type import FieldSpec, FormType, Words
from coo_desktop.domain.forms.kinds import KINDS, NumberCell
from coo_desktop.domain.language.spelling import label_key
from coo_desktop.domain.sheets.cells import Page, guarded, plain

#: No table is read beyond these; see also store/sheets/reading.py for what is refused before it is opened.
MOST_ROWS = 20_000
MOST_COLUMNS = 256
MOST_CHARACTERS = 32_767  # what a cell of a spreadsheet holds
ID_TITLE = Words(zh_CN="记录编号（请勿改）", en="Record id (do not change)")
_TITLES_WITHIN = 10
_IN_BRACKETS = re.compile(r"\(.*?\)")


class NumberText(str):
    """The text of a cell that held a number: zeros in front of it, and digits beyond the fifteenth, are gone."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Fitting:
    """Which column holds which field; `titles_at` is the row of titles, `of_id` the column of record ids, `unknown`
    the titles that fit no field."""

    fields: Mapping[int, FieldSpec]
    titles_at: int = 0
    of_id: int | None = None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """One line of a table as values of a record; `doubtful` names the fields whose number may have lost digits."""

    line: int
    values: Mapping[str, object]
    record: str = ""
    doubtful: tuple[str, ...] = field(default=())


def cell_fields(form: FormType) -> tuple[FieldSpec, ...]:
    """The fields of a form that one cell can hold."""
    return tuple(spec for spec in form.stored.values() if KINDS[spec.kind].column is not None)


def fitting(form: FormType, sheet: Page) -> Fitting:
    """Finds the columns by label in either language, by the field's id or by its wire name.

    Tables made by hand have headings above their titles: the titles are the row, of the first few, that names most.
    """
    tried = (_fitting_of(form, row, at) for at, row in enumerate(sheet.rows[:_TITLES_WITHIN]))
    return max(tried, key=lambda found: len(found.fields), default=Fitting({}))


def _fitting_of(form: FormType, titles: Sequence[str], at: int) -> Fitting:
    names = {name: spec for spec in reversed(cell_fields(form)) for name in _names(spec) if name}
    fields: dict[int, FieldSpec] = {}
    of_id, unknown = None, list[str]()
    for column, title in enumerate(titles):
        spec = names.get(label_key(title))
        if spec is not None and spec.id not in {known.id for known in fields.values()}:
            fields[column] = spec
        elif of_id is None and label_key(title) in _ID_NAMES:
            of_id = column
        elif title.strip():
            unknown.append(title.strip())
    return Fitting(fields, at, of_id, tuple(unknown))


def entries(sheet: Page, columns: Fitting, today: dt.date) -> Iterator[RecordEntry]:
    """The lines of a table, cleaned as typing would be; a line without anything in a known column is passed over."""
    for at, row in enumerate(sheet.rows[columns.titles_at + 1 :], columns.titles_at + 2):
        values, doubtful = dict[str, object](), list[str]()
        for column, spec in columns.fields.items():
            cell = row[column] if column < len(row) else ""
            if is_doubtful(cell, spec):
                doubtful.append(spec.id)
            values[spec.id] = _read(plain(cell), spec, today)
        if any(value not in ("", False) for value in values.values()):
            of_id = columns.of_id
            record = row[of_id].strip() if of_id is not None and of_id < len(row) else ""
            yield RecordEntry(at, values, record, tuple(doubtful))


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
