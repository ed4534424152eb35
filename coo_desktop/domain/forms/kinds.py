"""What a field can be: one row per kind says everything that the program does with one, but for its editor.

What a kind does is named by the columns of `Kind`; the functions they name are in `kind_values` and `kind_texts`.
Editors in `views` have one row per kind with the same keys; a test compares the two tables.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.forms import kind_readings as readings
from coo_desktop.domain.forms import kind_texts as texts
from coo_desktop.domain.forms import kind_values as values_of
from coo_desktop.domain.forms.form_type import FieldSpec, Words
from coo_desktop.domain.forms.kind_readings import Reading
from coo_desktop.domain.forms.kind_texts import TextContext
from coo_desktop.domain.forms.kind_values import Fault
from coo_desktop.domain.language.spelling import is_blank

__all__ = ["KINDS", "Align", "Column", "Fault", "Kind", "NumberCell", "TextContext", "clean", "is_blank"]

Text = Callable[[Any, FieldSpec, TextContext], str]


class Align(Enum):
    """The side of a cell that a kind's text stands at."""

    LEFT = "left"
    RIGHT = "right"


class NumberCell(Enum):
    """What a spreadsheet's cell of numbers is worth to a field: it has lost zeros in front and late digits."""

    EXACT = "exact"
    DOUBTFUL_IF_DIGITS = "doubtful_if_digits"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Column:
    """A kind that one cell of a spreadsheet can hold."""

    numbers: NumberCell = NumberCell.DOUBTFUL_IF_DIGITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """All that the program does with one kind of field.

    Value: `clean(raw, spec)` -> what is stored; `faults(value, spec)` -> what is wrong with it; `empty`; `repeats` for
    a list of rows; `needs` names the attribute of FieldSpec without which a field of the kind cannot be declared.
    Reading: `cell`, `console` and `paper` give the words of a value that is not blank; `align` its side in a table,
    `width` its share of a row of the form against others; `on_plain_paper` whether paper without boxes lists it;
    `holds_files` for values that name evidence.
    Typing: `in_cell` whether it is edited in a table's cell; `read(text, spec, today)` -> what typed or pasted text, or
    a spreadsheet's cell, means; `rewritten(text, spec)` -> text as it may stand while it is typed; `coded` wants no
    input method.
    Spreadsheets: `column`, None for what no cell can hold; `hint` tells how it is written there. Texts: `prose` of any
    wording, `multiline` with line breaks.
    Questionnaires: `asked` whether a question may be of the kind; `chooses` whether it then needs choices.
    """

    name: str
    clean: Callable[[Any, FieldSpec], Any]
    faults: Callable[[Any, FieldSpec], Iterator[Fault]]
    empty: Any = ""
    repeats: bool = False
    needs: str = ""
    cell: Text = texts.as_stored
    console: Text = texts.on_console
    paper: Text = texts.as_stored
    align: Align = Align.LEFT
    width: int = 1
    on_plain_paper: bool = True
    holds_files: bool = False
    in_cell: bool = False
    read: Callable[[str, FieldSpec, dt.date], Reading] = readings.as_written
    rewritten: Callable[[str, FieldSpec], str] = values_of.keep_signs
    coded: bool = False
    column: Column | None = None
    hint: Words | None = None
    prose: bool = False
    multiline: bool = False
    asked: bool = False
    chooses: bool = False

    def blank(self) -> Any:
        """A fresh empty value."""
        return [] if self.repeats else dict(self.empty) if isinstance(self.empty, dict) else self.empty


def _clean_items(raw: Any, spec: FieldSpec) -> Any:
    """Rows cleaned field by field; every row keeps or gets an id, so that two desks can merge their edits."""
    if not isinstance(raw, list) or spec.item_type is None:
        return [] if raw in (None, "") else raw
    rows: list[dict[str, Any]] = []
    seen: set[str] = set()
    for row in raw:
        if not isinstance(row, dict):
            return raw
        cleaned = {name: value for name, value in row.items() if name not in spec.item_type.by_id}
        cleaned["id"] = row["id"] if _is_new(row.get("id"), seen) else new_id()
        seen.add(cleaned["id"])
        for part in spec.item_type.fields:
            if part.id in row:
                cleaned[part.id] = KINDS[part.kind].clean(row[part.id], part)
        rows.append(cleaned)
    return rows


def _is_new(row_id: object, seen: set[str]) -> bool:
    """Whether it can tell a row from the others: merging two desks' rows goes by it."""
    return isinstance(row_id, str) and row_id != "" and row_id not in seen


def _items_faults(value: Any, spec: FieldSpec) -> Iterator[Fault]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        yield Fault("wrong_type")
    elif spec.max is not None and len(value) > spec.max:
        yield Fault("too_many_rows", {"limit": spec.max, "count": len(value)})


_TEXT = Kind(
    name="text",
    clean=values_of.clean_text,
    faults=values_of.text_faults,
    in_cell=True,
    column=Column(),
    prose=True,
    asked=True,
)
_LINES = Kind(
    name="lines",
    clean=values_of.clean_lines,
    faults=values_of.text_faults,
    column=Column(),
    prose=True,
    multiline=True,
    asked=True,
)
_INTEGER = Kind(
    name="integer",
    clean=values_of.clean_number,
    faults=values_of.integer_faults,
    cell=texts.number,
    align=Align.RIGHT,
    in_cell=True,
    read=readings.read_number,
    rewritten=values_of.narrow_figures,
    coded=True,
    column=Column(NumberCell.EXACT),
    hint=Words(zh_CN="数字，不带单位。", en="A number without its unit."),
    asked=True,
)
_DECIMAL = replace(_INTEGER, name="decimal", faults=values_of.number_faults)
_DATE = Kind(
    name="date",
    clean=values_of.clean_date,
    faults=values_of.date_faults,
    paper=texts.printed_date,
    in_cell=True,
    read=readings.read_day,
    rewritten=values_of.narrow_signs,
    coded=True,
    column=Column(),
    hint=Words(zh_CN="日期，如 2026-11-30。", en="A day, such as 2026-11-30."),
    asked=True,
)
_CHOICE = Kind(
    name="choice",
    clean=values_of.clean_choice,
    faults=values_of.choice_faults,
    cell=texts.choice,
    console=texts.choice,
    paper=texts.choice,
    in_cell=True,
    read=readings.read_choice,
    column=Column(),
    asked=True,
    chooses=True,
)
_CODE = Kind(
    name="code",
    clean=values_of.clean_code,
    faults=values_of.code_faults,
    console=texts.code_and_name,
    paper=texts.printed_code,
    in_cell=True,
    read=readings.read_code,
    rewritten=values_of.narrow_signs,
    coded=True,
    column=Column(NumberCell.DOUBTFUL),
)
_HS_CODE = Kind(
    name="hs_code",
    clean=values_of.clean_hs,
    faults=values_of.hs_faults,
    in_cell=True,
    read=readings.read_hs,
    rewritten=values_of.narrow_figures,
    coded=True,
    column=Column(NumberCell.DOUBTFUL),
)
_FLAG = Kind(
    name="flag",
    clean=values_of.clean_flag,
    faults=values_of.flag_faults,
    empty=False,
    read=readings.read_flag,
    cell=texts.yes_or_no,
    paper=texts.tick,
    column=Column(NumberCell.EXACT),
    asked=True,
)
_ITEMS = Kind(
    name="items",
    clean=_clean_items,
    faults=_items_faults,
    empty=(),
    repeats=True,
    needs="item_type",
    cell=texts.row_count,
    on_plain_paper=False,
)
_MARKS = Kind(
    name="marks",
    clean=values_of.clean_object,
    faults=values_of.marks_faults,
    empty={},
    cell=texts.marks,
    paper=texts.printed_marks,
    holds_files=True,
)
_EVIDENCE = Kind(
    name="evidence",
    clean=values_of.clean_list,
    faults=values_of.evidence_faults,
    empty=(),
    repeats=True,
    cell=texts.row_count,
    console=texts.nothing,
    paper=texts.file_names,
    holds_files=True,
)
_LINK = Kind(
    name="link",
    clean=values_of.clean_choice,
    faults=values_of.choice_faults,
    needs="family",
    cell=texts.linked,
    in_cell=True,
    paper=texts.nothing,
    width=2,
    on_plain_paper=False,
)
_COMPUTED = Kind(
    name="computed",
    clean=values_of.clean_choice,
    faults=values_of.no_faults,
    needs="compute",
    cell=texts.number,
    align=Align.RIGHT,
)

#: `computed` fields are derived by the function their `compute` names (see computed.py); they are never stored or sent.
KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        _TEXT, _LINES, _INTEGER, _DECIMAL, _DATE, _CHOICE, _CODE, _HS_CODE, _FLAG, _ITEMS, _MARKS, _EVIDENCE, _LINK,
        _COMPUTED,
    )
}  # fmt: skip


def clean(
    values: Mapping[str, Any], specs: Mapping[str, FieldSpec], stored: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Every known value cleaned by its kind; names that `specs` does not know are refused by the caller, not here. Rows
    that are as they are `stored` were cleaned when they came there."""
    known = stored or {}
    return {name: _cleaned(raw, specs[name], known.get(name)) for name, raw in values.items() if name in specs}


def _cleaned(raw: Any, spec: FieldSpec, stored: Any) -> Any:
    kind = KINDS[spec.kind]
    here, there = (_by_id(raw), _by_id(stored)) if kind.repeats and stored else (None, None)
    if here is None or there is None:
        return kind.clean(raw, spec)
    return [row if there.get(row_id) == row else kind.clean([row], spec)[0] for row_id, row in here.items()]


def _by_id(rows: Any) -> dict[str, Any] | None:
    """The rows of a list by their ids; None where one has no id of its own."""
    listed = rows if isinstance(rows, list) else []
    named = {row["id"]: row for row in listed if isinstance(row, dict) and isinstance(row.get("id"), str) and row["id"]}
    return named if named and len(named) == len(listed) else None
