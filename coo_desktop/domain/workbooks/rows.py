"""What the columns of a workbook's page mean, and its rows read by them; what is wrong is noted, not guessed."""

import datetime as dt
import enum
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.domain.records.tables import is_doubtful
from coo_desktop.domain.sheets.cells import Page, is_error, plain, texts_of
from coo_desktop.domain.sheets.lines import is_total_text
from coo_desktop.domain.workbooks.columns import DOCUMENT, KEY, SPECIAL, BookLayout, Column

_TITLES_WITHIN = 10
_FIGURE = re.compile(r"[\d.,\s%+\-]+")


class RowFault(enum.StrEnum):
    """Why a row, or a cell of it, is not taken, or has to be looked at."""

    ERROR_CELL = "error_cell"
    DOUBTFUL = "doubtful"
    CONTRADICTS = "contradicts"
    DUPLICATE = "duplicate"
    NO_OWNER = "no_owner"
    NO_KEY = "no_key"
    NO_DAY = "no_day"
    HIDDEN = "hidden"
    TOTAL = "total"


#: Remarks that only ask for a look: the value is taken as it stands.
MERE_DOUBTS = frozenset({RowFault.DOUBTFUL})


@dataclass(frozen=True, slots=True)
class Remark:
    """What is wrong with a row: its sheet, its line as a spreadsheet counts, the column's title, what stands there."""

    page: str
    line: int
    why: RowFault
    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class FittedPage:
    """A page with the meaning of its columns; `titles_at` is the row of its titles."""

    page: Page
    columns: Mapping[int, Column]
    titles_at: int
    unknown: tuple[str, ...]

    @property
    def has_documents(self) -> bool:
        return any(not items and spec.id not in SPECIAL for items, spec in self.columns.values())

    @property
    def lists(self) -> tuple[str, ...]:
        """The lists that stand in it, the one with most columns first: its rows are the lines."""
        found = [items for items, _spec in self.columns.values() if items]
        return tuple(sorted(dict.fromkeys(found), key=lambda items: -found.count(items)))

    @property
    def key_at(self) -> int | None:
        return next((at for at, (_items, spec) in self.columns.items() if spec.id == KEY), None)


def fit(layout: BookLayout, page: Page) -> FittedPage:
    """What the columns of a page mean: its titles are the row, of the first ten, that names most."""
    tried = (_fit_row(layout, page, at) for at in range(min(_TITLES_WITHIN, len(page.rows))))
    return max(tried, key=lambda one: len(one.columns), default=FittedPage(page, {}, 0, ()))


def _fit_row(layout: BookLayout, page: Page, at: int) -> FittedPage:
    told = {column: layout.meant(page.cell(at, column)) for column, _text in texts_of(page.rows[at])}
    own = _own_list(layout, page, told)
    columns, unknown = dict[int, Column](), list[str]()
    for column, candidates in told.items():
        fitting = [one for one in candidates if own is None or one[0] == own or one[1].id in SPECIAL]
        free = next((one for one in fitting if one not in columns.values()), None)
        if free is not None:
            columns[column] = free
        else:
            unknown.append(" ".join(page.cell(at, column).split()))
    return FittedPage(page, columns, at, tuple(unknown))


def _own_list(layout: BookLayout, page: Page, told: Mapping[int, Sequence[Column]]) -> str | None:
    """The list whose rows are all that a page holds: it is called so, or has columns of this list and none that only a
    document has; None for a page of documents."""
    if (named := layout.sheet_named(page.name)) is not None:
        return named.items or None
    only = [next(iter(lists)) for one in told.values() if len(lists := _lists_of(one)) == 1]
    if not only or "" in only:
        return None
    return max(dict.fromkeys(only), key=only.count)


def _lists_of(candidates: Iterable[Column]) -> set[str]:
    return {items for items, spec in candidates if spec.id not in SPECIAL}


class BookRow:
    """One row of a page, its cells read as typing would be."""

    def __init__(self, fitted: FittedPage, cells: Sequence[str], at: int, today: dt.date) -> None:
        self.at = at
        self._fitted = fitted
        self._cells = cells
        self._values: dict[str, dict[str, Any]] = {}
        self.remarks: list[Remark] = []
        self.special: dict[str, str] = {}
        for column, (items, spec) in fitted.columns.items():
            self._read(column, items, spec, today)

    @property
    def key(self) -> str:
        return self.special.get(KEY, "")

    @property
    def first(self) -> str:
        """The first text of the row, as a person finds it by."""
        return next((text for _column, text in texts_of(self._cells)), "")

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it beyond what merged cells lend it."""
        own = self._fitted.page.rows[self.at]
        return not any(column in self._fitted.columns for column, _text in texts_of(own))

    @property
    def is_total(self) -> bool:
        words = [text for _column, text in texts_of(self._cells) if not _FIGURE.fullmatch(text)]
        is_named = not any(is_total_text(text) for text in (self.key,)) and bool(self.key)
        return not is_named and not self.special.get(DOCUMENT) and len(words) == 1 and is_total_text(words[0])

    def values_of(self, items: str) -> Mapping[str, Any]:
        return self._values.get(items, {})

    def remark(self, why: RowFault, title: str = "", text: str = "") -> Remark:
        return Remark(self._fitted.page.name, self.at + 1, why, title, text)

    def _read(self, column: int, items: str, spec: FieldSpec, today: dt.date) -> None:
        cell = self._cells[column] if column < len(self._cells) else ""
        title = " ".join(self._fitted.page.cell(self._fitted.titles_at, column).split())
        if is_error(cell):
            self.remarks.append(self.remark(RowFault.ERROR_CELL, title, cell.strip()))
        if is_error(cell) or not cell.strip():
            return
        kind = KINDS[spec.kind]
        value = kind.clean(kind.read(plain(cell), spec, today).value, spec)
        if spec.id in SPECIAL:
            self.special[spec.id] = str(value)
            return
        if is_doubtful(cell, spec) and not (spec.digits and len(str(value)) in spec.digits):
            self.remarks.append(self.remark(RowFault.DOUBTFUL, title, cell))
        self._values.setdefault(items, {})[spec.id] = value
