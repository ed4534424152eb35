"""A block of cells that is pasted into rows of an item type: which column goes where, and what is set aside.

Titles tell the columns, in either language and by the words of the trade. Without titles the columns are counted from
the chosen cell over those that can be typed. Titles, totals and empty lines are no rows; they are told, as is what a
column or a cell has that no part takes.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from coo_desktop.domain.forms.form_type import FieldSpec, ItemType
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.domain.sheets.cells import Page, is_empty, is_same_as_above, texts_of
from coo_desktop.domain.sheets.draft import PARTS
from coo_desktop.domain.sheets.lines import is_total_text
from coo_desktop.domain.sheets.titles import ColumnKind, SheetWords, title_key

_TITLES_WITHIN = 8
_LEAST_TITLES = 2
#: No certificate has more lines than these digits can count; longer figures are codes.
_COUNTED = r"[0-9]{1,3}"
_NUMBER = re.compile(r"[\d.,\s%$¥€+\-]+")
#: Parts that say what the goods of a row are, and the part that names their product.
_NAMING, _LINKED = frozenset({"name_en", "name_zh", "hs_code"}), frozenset({"product"})


@dataclass(frozen=True, slots=True)
class Pasted:
    """The rows of a block by part. `titled` when titles told the columns; `unknown` are titles that no part has,
    `left_out` what stood in cells beside their values, `aside` the lines that are no rows, as a person reads them.

    `codes` are the item numbers of rows that name their goods, "" for a row without one; empty for any other block.
    """

    rows: tuple[Mapping[str, Any], ...]
    titled: bool = False
    unknown: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a block is which part; `first` is the first line under the titles, `code` the column of the
    customer's item numbers, -1 for none."""

    parts: Mapping[int, FieldSpec]
    first: int = 0
    unknown: tuple[str, ...] = field(default=())
    code: int = -1


def understood(
    block: Page,
    item: ItemType,
    typeable: Sequence[FieldSpec],
    words: SheetWords,
    today: dt.date,
    is_computed: bool = False,
) -> Pasted:
    """The rows of a block; `typeable` are the columns of the grid from the chosen cell on that take what is typed.

    `is_computed` when the chosen cell is one that does not: running numbers in front of the block are then its.
    """
    titled = _titled(block, item, words)
    columns = titled or _counted(block, typeable, is_computed)
    rows, aside, left_out, codes = list[Mapping[str, Any]](), list[str](), list[str](), list[str]()
    for number, line in enumerate(block.rows):
        if is_empty(line):
            continue
        if number < columns.first or (titled is not None and _is_no_row(line)):
            aside.append(" ".join(text for _column, text in texts_of(line)))
            continue
        values, beside = _row(line, columns, rows[-1] if rows else {}, today)
        rows.append(values)
        codes.append(line[columns.code].strip() if 0 <= columns.code < len(line) else "")
        left_out += beside
    told = tuple(dict.fromkeys(left_out))
    headings = (
        aside[columns.first :] if titled is None else [one for one in aside if one != _titles_text(block, columns)]
    )
    names = tuple(codes) if any(codes) or any(row.keys() & _NAMING for row in rows) else ()
    return Pasted(tuple(rows), titled is not None, columns.unknown, told, tuple(headings), names)


def _titles_text(block: Page, columns: Columns) -> str:
    return " ".join(text for _column, text in texts_of(block.rows[columns.first - 1])) if columns.first else ""


def _titled(block: Page, item: ItemType, words: SheetWords) -> Columns | None:
    """The columns as a row of titles tells them; None where no row has as many as two."""
    labels, ids = (
        dict(_labels(item)),
        {title_key(name): spec for spec in item.fields for name in (spec.id, spec.wire_name)},
    )
    for number, line in enumerate(block.rows[:_TITLES_WITHIN]):
        parts: dict[int, FieldSpec] = {}
        unknown, code = [], -1
        for column, text in texts_of(line):
            spec = labels.get(title_key(text)) or _by_trade(text, item, words) or ids.get(title_key(text))
            is_code = words.meaning(text) is ColumnKind.ITEM_CODE and code < 0 and _LINKED & item.by_id.keys()
            if is_code and not _is_numbered(block, column, number + 1):
                code = column
            if spec is not None and spec not in parts.values():
                parts[column] = spec
            elif code != column:
                unknown.append(text)
        if len(parts) >= _LEAST_TITLES and len(parts) > len(unknown):
            return Columns(parts, number + 1, tuple(unknown), code)
    return None


def _labels(item: ItemType) -> Iterator[tuple[str, FieldSpec]]:
    for spec in reversed(item.fields):
        for name in (spec.label.zh_CN, spec.label.en):
            yield title_key(name), spec


def _by_trade(title: str, item: ItemType, words: SheetWords) -> FieldSpec | None:
    held = words.meaning(title)
    return item.by_id.get(PARTS[held]) if held in PARTS else None


def _counted(block: Page, typeable: Sequence[FieldSpec], is_computed: bool) -> Columns:
    """Columns by their places. Running numbers in front count the lines and are none, where the chosen cell takes none
    or more columns come than are left."""
    skip = 1 if _is_numbered(block) and (is_computed or block.width > len(typeable)) else 0
    return Columns({column + skip: spec for column, spec in enumerate(typeable) if column + skip < block.width})


def _is_numbered(block: Page, column: int = 0, start: int = 0) -> bool:
    """Whether a column counts the lines from its row `start` on."""
    first = [line[column].strip() for line in block.rows[start:] if len(line) > column]
    if block.width < 2 or not first or not re.fullmatch(_COUNTED, first[0]):
        return False
    return first == [str(int(first[0]) + at) for at in range(len(first))]


def _is_no_row(line: Iterable[str]) -> bool:
    """A total: its words say so, and beside them are only figures."""
    texts = [text for _column, text in texts_of(tuple(line))]
    words = [text for text in texts if not _NUMBER.fullmatch(text)]
    return bool(words) and is_total_text(words[0]) and len(words) <= 2


def _row(
    line: Sequence[str], columns: Columns, above: Mapping[str, Any], today: dt.date
) -> tuple[dict[str, Any], list[str]]:
    values: dict[str, Any] = {}
    left_out = []
    for column, spec in columns.parts.items():
        text = line[column] if column < len(line) else ""
        if is_same_as_above(text) and spec.id in above:
            values[spec.id] = above[spec.id]
            continue
        kind = KINDS[spec.kind]
        if spec.is_computed or spec.locked or kind.column is None:
            continue
        reading = kind.read(text, spec, today)
        values[spec.id] = kind.clean(reading.value, spec)
        if reading.aside:
            left_out.append(reading.aside)
    return values, left_out
