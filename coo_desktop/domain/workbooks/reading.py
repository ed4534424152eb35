"""The documents of a workbook: rows of several sheets, or of one, put together by their key; what is none is set aside.

Nothing is guessed and nothing is dropped in silence: a row is part of a document, or a remark says why not.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.forms.kinds import is_blank
from coo_desktop.domain.language.spelling import date_of
from coo_desktop.domain.records.tables import TableFile, TableReading
from coo_desktop.domain.refusals import SheetFault
from coo_desktop.domain.sheets.cells import Page
from coo_desktop.domain.workbooks.columns import DOCUMENT, ISSUED, KEY, BookLayout, join_key
from coo_desktop.domain.workbooks.rows import MERE_DOUBTS, BookRow, FittedPage, Remark, RowFault, fit


@dataclass(frozen=True, slots=True)
class BookEntry:
    """A document as the rows of a workbook tell it; `page` and `line` are where it begins.

    `document` is the id that an export wrote, `issued` the day of issue as it was told. `rows` counts its lines.
    """

    key: str
    page: str
    line: int
    values: Mapping[str, Any]
    document: str = ""
    issued: str = ""
    rows: int = 0
    remarks: tuple[Remark, ...] = ()

    @property
    def is_faulty(self) -> bool:
        """Whether something of it could not be taken."""
        return any(one.why not in MERE_DOUBTS for one in self.remarks)


@dataclass(frozen=True, slots=True)
class Book:
    """What a workbook holds: its documents, the rows that are set aside, and by sheet the titles of no known meaning.

    A sheet that has nothing of it is among `passed_over`.
    """

    entries: tuple[BookEntry, ...]
    aside: tuple[Remark, ...] = ()
    unknown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    passed_over: tuple[str, ...] = ()


def read_book(layout: BookLayout, pages: Sequence[Page], today: dt.date, file: str = "") -> Book:
    """The documents of these sheets; raises Unreadable(reason="no_columns") where none has what names them: a product's
    name, or the number of a certificate."""
    fitted = [fit(layout, page) for page in pages]
    known = [one for one in fitted if one.has_documents or (one.lists and one.key_at is not None)]
    needed = layout.key if layout.key.id == _naming(layout) else layout.form.by_id[_naming(layout)]
    if not any(_names_documents(layout, one) for one in known):
        raise Unreadable(file=file, reason=SheetFault.NO_COLUMNS, needed=needed.label)
    reader = _Reader(layout, today)
    for one in sorted(known, key=lambda each: not each.has_documents):
        reader.read(one)
    return Book(
        reader.entries(),
        tuple(reader.aside),
        {one.page.name: one.unknown for one in known if one.unknown},
        tuple(one.page.name for one in fitted if one not in known and any(map(any, one.page.rows))),
    )


def read_file(layout: BookLayout, file: TableFile, today: dt.date) -> Book:
    """The documents of a file; a text table in doubt is read in the encoding whose titles are understood best, the
    likeliest of those."""

    def understood(reading: TableReading) -> int:
        return sum(len(fit(layout, page).columns) for page in reading.pages)

    best = max(file.readings, key=understood)
    return read_book(layout, best.pages, today, file.name)


def _naming(layout: BookLayout) -> str:
    """The column without which there is no document."""
    return KEY if layout.form.family == "certificate" else layout.form.summary.title


def _names_documents(layout: BookLayout, one: FittedPage) -> bool:
    return any(not items and spec.id == _naming(layout) for items, spec in one.columns.values()) and (
        one.has_documents or layout.form.family == "certificate"
    )


@dataclass(slots=True)
class _Group:
    """A document while its rows are put together."""

    entry: BookEntry
    values: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    told: dict[str, set[tuple[tuple[str, Any], ...]]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    special: dict[str, str] = field(default_factory=dict)


class _Reader:
    """Puts rows together; pages of documents come before those of lists alone."""

    def __init__(self, layout: BookLayout, today: dt.date) -> None:
        self._layout = layout
        self._today = today
        self._groups: dict[str, _Group] = {}
        self.aside: list[Remark] = []

    def entries(self) -> tuple[BookEntry, ...]:
        return tuple(map(self._whole, self._groups.values()))

    def read(self, fitted: FittedPage) -> None:
        """Takes every row beneath the titles, or sets it aside."""
        spread = fitted.page.spread(at for at, (items, _spec) in fitted.columns.items() if not items)
        last: _Group | None = None
        for at in range(fitted.titles_at + 1, len(spread.rows)):
            row = BookRow(fitted, spread.rows[at], at, self._today)
            if not row.is_empty:
                last = self._take(fitted, row, last)

    def _take(self, fitted: FittedPage, row: BookRow, last: _Group | None) -> _Group | None:
        """The document that the row belongs to; the one before it where it is set aside."""
        why = self._why_none(fitted, row, last)
        if why is not None:
            self.aside.append(row.remark(why, text=row.key or row.first))
            return last
        group = self._group_of(fitted, row, last)
        _put(row, group, fitted.lists)
        return group

    def _why_none(self, fitted: FittedPage, row: BookRow, last: _Group | None) -> RowFault | None:
        if row.at in fitted.page.hidden:
            return RowFault.HIDDEN
        if row.is_total:
            return RowFault.TOTAL
        known = self._groups.get(join_key(row.key)) if row.key else last
        if not fitted.has_documents:
            return None if known is not None else RowFault.NO_OWNER
        if row.key and known is not None and not fitted.lists:
            return RowFault.DUPLICATE
        begins = any(not is_blank(value) for value in row.values_of("").values())
        if not row.key and not (last is not None and not begins) and self._layout.form.family == "certificate":
            return RowFault.NO_KEY
        return RowFault.NO_OWNER if not row.key and not begins and last is None else None

    def _group_of(self, fitted: FittedPage, row: BookRow, last: _Group | None) -> _Group:
        key = join_key(row.key)
        begins = fitted.has_documents and any(not is_blank(value) for value in row.values_of("").values())
        if not key and last is not None and (not begins or _agrees(last.values, row.values_of(""))):
            return last
        key = key or f"\0{fitted.page.name}\0{row.at}"
        if key not in self._groups:
            self._groups[key] = _Group(BookEntry(row.key, fitted.page.name, row.at + 1, {}))
        return self._groups[key]

    def _whole(self, group: _Group) -> BookEntry:
        issued = group.special.get(ISSUED, "")
        remarks = list(group.remarks)
        if issued and date_of(issued) is None:
            remarks.append(Remark(group.entry.page, group.entry.line, RowFault.NO_DAY, text=issued))
        return replace(
            group.entry,
            values={**group.values, **group.lists},
            document=group.special.get(DOCUMENT, ""),
            issued=issued,
            rows=max((len(rows) for rows in group.lists.values()), default=0),
            remarks=tuple(remarks),
        )


def _agrees(known: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    """Whether a row without a key repeats what the document above it says, as exports of other programs do."""
    return all(is_blank(value) or known.get(name) == value for name, value in told.items())


def _put(row: BookRow, group: _Group, lists: Sequence[str]) -> None:
    """Adds what the row tells; a field that was told otherwise before keeps its value, and a remark says so."""
    group.remarks += row.remarks
    for name, value in row.values_of("").items():
        if is_blank(value):
            continue
        if group.values.setdefault(name, value) != value:
            group.remarks.append(row.remark(RowFault.CONTRADICTS, name, str(value)))
    for name, text in row.special.items():
        if text:
            group.special.setdefault(name, text)
    for number, items in enumerate(lists):
        told = {name: value for name, value in row.values_of(items).items() if not is_blank(value)}
        if told and (not number or _is_new(group, items, told)):
            group.lists.setdefault(items, []).append({"id": new_id(), **told})


def _is_new(group: _Group, items: str, told: Mapping[str, Any]) -> bool:
    """Whether a row beside the lines says something new: an invoice stands beside each of its goods."""
    words = tuple(sorted((name, str(value)) for name, value in told.items()))
    known = group.told.setdefault(items, set())
    is_new = words not in known
    known.add(words)
    return is_new
