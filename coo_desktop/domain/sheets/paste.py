"""A block of cells that is pasted into rows of an item type: which column goes where, and what is set aside.

Titles tell the columns, in either language and by the words of the trade. Without titles the columns are counted from
the chosen cell over those that can be typed. What a person decided about a row of titles is known the next time.
Titles, totals and empty lines are no rows; they are told, as is what a column or a cell has that no part takes.
"""

import datetime as dt
import enum
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from coo_desktop.domain.forms.form_type import FieldSpec, ItemType
from coo_desktop.domain.forms.kinds import KINDS, is_blank
from coo_desktop.domain.sheets.cells import Page, is_empty, is_same_as_above, plain, texts_of
from coo_desktop.domain.sheets.draft import PARTS, UNIT_OF
from coo_desktop.domain.sheets.layouts import BlockColumns, layout_key
from coo_desktop.domain.sheets.lines import is_total_text
from coo_desktop.domain.sheets.titles import ColumnKind, SheetWords, measure_words, title_key

_TITLES_WITHIN = 8
_LEAST_TITLES = 2
#: No certificate has more lines than these digits can count; longer figures are codes.
_COUNTED = r"[0-9]{1,3}"
_NUMBER = re.compile(r"[\d.,\s%$¥€+\-]+")
#: Faults of a value that is none of its column's kind; a column of such values is likely another one.
_ALIEN = frozenset({"not_a_number", "not_a_date", "not_an_hs_code"})
#: Lines of a block that tell whether its columns are the right ones.
_TRIED = 50
#: Part -> the part that takes the unit which stands behind its figure or in its title.
_UNITS = {PARTS[figure]: unit for figure, unit in UNIT_OF.items()}
#: Parts that say what the goods of a row are, and the part that names their product.
_NAMING, _LINKED = frozenset({"name_en", "name_zh", "hs_code"}), frozenset({"product"})


class Doubt(enum.StrEnum):
    """Why the columns of a block are only proposed: a title means nothing, more columns came than can be typed, or most
    values of a column are none of its kind."""

    TITLES = "titles"
    WIDTH = "width"
    VALUES = "values"


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a block is which part; `first` is the first line under the titles, 0 without titles.

    `units` are the units that titles name, by column, `unknown` titles that no part has. `code` is the column of the
    customer's item numbers, -1 for none.
    """

    parts: Mapping[int, FieldSpec]
    first: int = 0
    unknown: tuple[str, ...] = field(default=())
    units: Mapping[int, str] = field(default_factory=dict)
    doubts: frozenset[Doubt] = frozenset()
    code: int = -1

    @property
    def is_certain(self) -> bool:
        return not self.doubts

    def decided(self, item: ItemType, chosen: BlockColumns, titles: Sequence[str] = ()) -> "Columns":
        """With the parts that a person chose for each column; the others, under these titles, are left out."""
        parts = {column: item.by_id[name] for column, name in chosen.items() if name in item.by_id}
        units = {column: unit for column, unit in self.units.items() if parts.get(column) is self.parts.get(column)}
        unknown = tuple(text for column, text in texts_of(titles) if column not in parts and column != self.code)
        return replace(self, parts=parts, units=units, unknown=unknown, doubts=frozenset())


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


def understood(
    block: Page,
    item: ItemType,
    typeable: Sequence[FieldSpec],
    words: SheetWords,
    today: dt.date,
    is_computed: bool = False,
) -> Pasted:
    """The rows of a block under the columns that are proposed for it."""
    return rows_under(block, proposed(block, item, typeable, words, today, is_computed), today)


def proposed(
    block: Page,
    item: ItemType,
    typeable: Sequence[FieldSpec],
    words: SheetWords,
    today: dt.date,
    is_computed: bool = False,
    known: Mapping[str, BlockColumns] = MappingProxyType({}),
) -> Columns:
    """The columns of a block; `typeable` are the columns of the grid from the chosen cell on that take what is typed.

    `is_computed` when the chosen cell is one that does not: running numbers in front of the block are then its. `known`
    are earlier decisions by the key of their titles.
    """
    titled = _titled(block, item, words)
    for number, line in enumerate(block.rows[:_TITLES_WITHIN]):
        if (chosen := known.get(layout_key(line))) is not None:
            read = titled if titled is not None and titled.first == number + 1 else Columns({}, number + 1)
            return read.decided(item, chosen, line)
    columns = titled or _with_unknown_titles(block) or _counted(block, typeable, is_computed)
    return replace(columns, doubts=frozenset(_doubts(block, columns, words, today)))


def rows_under(
    block: Page, columns: Columns, today: dt.date, go_on: Callable[[int], bool] = lambda _number: True
) -> Pasted:
    """The rows of a block under columns that are proposed or decided; `go_on(line)` is asked before each line."""
    rows, aside, left_out, codes = list[Mapping[str, Any]](), list[str](), list[str](), list[str]()
    for number, line in enumerate(block.rows):
        if is_empty(line):
            continue
        if not go_on(number):
            break
        if number < columns.first or (columns.first and _is_no_row(line)):
            aside.append(" ".join(text for _column, text in texts_of(line)))
            continue
        values, beside = _row(line, columns, rows[-1] if rows else {}, today)
        rows.append(values)
        codes.append(_code(line, columns.code, codes[-1] if codes else ""))
        left_out += beside
    told = tuple(dict.fromkeys(left_out))
    titles = _titles_text(block, columns)
    aside = [one for one in aside if not titles or one != titles]
    names = tuple(codes) if any(codes) or any(row.keys() & _NAMING for row in rows) else ()
    return Pasted(tuple(rows), columns.first > 0, columns.unknown, told, tuple(aside), names)


def _code(line: Sequence[str], column: int, above: str) -> str:
    text = line[column].strip() if 0 <= column < len(line) else ""
    return above if is_same_as_above(text) else plain(text)


def _titles_text(block: Page, columns: Columns) -> str:
    return " ".join(text for _column, text in texts_of(block.rows[columns.first - 1])) if columns.first else ""


def _titled(block: Page, item: ItemType, words: SheetWords) -> Columns | None:
    """The columns as a row of titles tells them; None where no row has as many as two."""
    labels = dict(_labels(item))
    ids = {title_key(name): spec for spec in item.fields for name in (spec.id, spec.wire_name)}
    for number, line in enumerate(block.rows[:_TITLES_WITHIN]):
        parts: dict[int, FieldSpec] = {}
        units, unknown, code = dict[int, str](), [], -1
        for column, text in ((column, plain(cell)) for column, cell in texts_of(line)):
            spec = labels.get(title_key(text)) or _by_trade(text, item, words) or ids.get(title_key(text))
            is_code = words.meaning(text) is ColumnKind.ITEM_CODE and code < 0 and _LINKED & item.by_id.keys()
            if is_code and not _is_numbered(block, column, number + 1):
                code = column
            if spec is not None and spec not in parts.values():
                parts[column] = spec
                units[column] = _unit_in(text, spec, item)
            elif code != column:
                unknown.append(text)
        if len(parts) >= _LEAST_TITLES and len(parts) > len(unknown):
            own = {spec.id for spec in parts.values()}
            units = {at: unit for at, unit in units.items() if unit and _UNITS[parts[at].id] not in own}
            return Columns(parts, number + 1, tuple(unknown), units, code=code)
    return None


def _with_unknown_titles(block: Page) -> Columns | None:
    """A first line of words alone above lines with figures: titles, of which none is known."""
    lines = [line for line in block.rows if not is_empty(line)]
    titles = [text for _column, text in texts_of(lines[0])] if len(lines) > 1 else []
    if len(titles) < _LEAST_TITLES or any(map(_has_digit, titles)):
        return None
    figured = [line for line in lines[1:] if any(map(_has_digit, line))]
    return Columns({}, block.rows.index(lines[0]) + 1, tuple(titles)) if len(figured) == len(lines) - 1 else None


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _labels(item: ItemType) -> Iterator[tuple[str, FieldSpec]]:
    for spec in reversed(item.fields):
        for name in (spec.label.zh_CN, spec.label.en):
            yield title_key(name), spec


def _by_trade(title: str, item: ItemType, words: SheetWords) -> FieldSpec | None:
    held = words.meaning(title)
    return item.by_id.get(PARTS[held]) if held in PARTS else None


def _unit_in(title: str, spec: FieldSpec, item: ItemType) -> str:
    """The unit that the title of a figure names, as its part stores it: "Cartons", "Qty (PCS)"; "" for none."""
    unit = item.by_id.get(_UNITS.get(spec.id, ""))
    codes = unit.code_list if unit is not None else None
    return next((code for word in measure_words(title) if (code := codes.meant(word))), "") if codes else ""


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


def _doubts(block: Page, columns: Columns, words: SheetWords, today: dt.date) -> Iterator[Doubt]:
    """A title that is known to be of no use here is none: it is only told."""
    if any(words.meaning(title) is None for title in columns.unknown):
        yield Doubt.TITLES
    least = min(columns.parts, default=0)
    if not columns.first and any(
        column >= least and column not in columns.parts for line in block.rows for column, _text in texts_of(line)
    ):
        yield Doubt.WIDTH
    tried = [line for line in block.rows[columns.first :] if not is_empty(line)][:_TRIED]
    if any(_is_alien(column, spec, tried, today) for column, spec in columns.parts.items()):
        yield Doubt.VALUES


def _is_alien(column: int, spec: FieldSpec, lines: Sequence[Sequence[str]], today: dt.date) -> bool:
    """Whether most values of a column are none of its kind."""
    kind = KINDS[spec.kind]
    if spec.is_computed or spec.locked or kind.column is None:
        return False
    texts = [line[column] for line in lines if column < len(line) and line[column].strip()]
    values = [
        kind.clean(kind.read(plain(text), spec, today).value, spec) for text in texts if not is_same_as_above(text)
    ]
    alien = [value for value in values if any(fault.code in _ALIEN for fault in kind.faults(value, spec))]
    return len(alien) * 2 > len(values)


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
        reading = kind.read(plain(text), spec, today)
        values[spec.id] = kind.clean(reading.value, spec)
        if column in columns.units and not is_blank(values[spec.id]):
            values[_UNITS[spec.id]] = columns.units[column]
        if reading.aside:
            left_out.append(reading.aside)
    return values, left_out
