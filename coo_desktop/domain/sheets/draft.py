"""What invoices and their packing list say, as the values of a form: invoice rows, goods rows, a report of each line.

A cell is read as typing would be. What belongs to another part (the unit behind a quantity, the kind of packages that a
title names) goes there; what fits nowhere is reported as left out. Nothing is computed but what the terms say: under
FOB the amount of a line is its FOB value.
"""

import datetime as dt
import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.forms.form_type import FormType, ItemType
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.domain.sheets.invoice import FoundInvoice
from coo_desktop.domain.sheets.lines import Line
from coo_desktop.domain.sheets.titles import ColumnKind

GOODS, INVOICES = "goods", "invoices"
#: Column -> the part of a goods row that takes it.
PARTS: dict[ColumnKind, str] = {
    ColumnKind.NAME: "name_en",
    ColumnKind.NAME_ZH: "name_zh",
    ColumnKind.HS_CODE: "hs_code",
    ColumnKind.QUANTITY: "quantity",
    ColumnKind.QUANTITY_UNIT: "quantity_unit",
    ColumnKind.UNIT_PRICE: "unit_price",
    ColumnKind.AMOUNT: "amount",
    ColumnKind.PACKAGES: "package_count",
    ColumnKind.PACKAGE_UNIT: "package_unit",
    ColumnKind.GROSS_WEIGHT: "gross_weight",
    ColumnKind.NET_WEIGHT: "net_weight",
    ColumnKind.INVOICE_NUMBER: "invoice_number",
}
#: The part that takes the unit which stands in a column of figures or in its title.
UNIT_OF = {ColumnKind.QUANTITY: "quantity_unit", ColumnKind.PACKAGES: "package_unit"}
#: What a packing list adds to the lines of an invoice.
PACKED = (ColumnKind.PACKAGES, ColumnKind.PACKAGE_UNIT, ColumnKind.GROSS_WEIGHT, ColumnKind.NET_WEIGHT)
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff][\u3000-\u303f\u3400-\u9fff\U00020000-\U0003ffff（），、0-9]*")


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One goods row and where it comes from: the row of the page (counted from 1), its item code, what was doubtful in
    it by part, and what was written there and fits no part."""

    row: int
    values: Mapping[str, Any]
    item_code: str = ""
    doubtful: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """The values that a file gives a form, the lines behind its goods, and lines of a packing list that found none."""

    values: Mapping[str, Any]
    lines: tuple[DraftLine, ...]
    unplaced: tuple[Line, ...] = ()


def draft_of(form: FormType, found: Sequence[FoundInvoice], today: dt.date) -> Draft:
    """The draft of one shipment: its invoices one after the other, with what packing lists add to their lines."""
    invoices = [one for one in found if not one.is_packing_list] or [found[0]]
    packings = [one for one in found if one.is_packing_list and one not in invoices]
    item = next((spec.item_type for spec in form.fields if spec.id == GOODS), None)
    lines = [(line, invoice) for invoice in invoices for line in invoice.table.lines]
    unplaced: list[Line] = []
    for packing in packings:
        packed, left = joined([line for line, _invoice in lines], packing)
        lines = [(line, invoice) for line, (_line, invoice) in zip(packed, lines, strict=True)]
        unplaced += left
    is_one = len(invoices) == 1
    drafted = [goods_row(item, line, invoice, is_one, today) for line, invoice in lines] if item is not None else []
    values: dict[str, Any] = {GOODS: [dict(one.values) for one in drafted]}
    if INVOICES in form.by_id:
        values[INVOICES] = [_invoice_row(form, invoice, today) for invoice in invoices]
    return Draft(values, tuple(drafted), tuple(unplaced))


def joined(lines: Sequence[Line], packing: FoundInvoice) -> tuple[list[Line], list[Line]]:
    """Invoice lines with packages and weights of a packing list, and the lines of the list that fit none.

    A line fits by its item code, else by its name; a list of as many lines without either goes by their order.
    """
    left = _Unfitted(packing.table.lines)
    by_order = not left.is_named and len(packing.table.lines) == len(lines)
    found: list[Line] = []
    for number, line in enumerate(lines):
        fitting = left.take(_keys(line), number if by_order else None)
        found.append(line if fitting is None else _with_packing(line, fitting, packing))
    return found, left.rest()


class _Unfitted:
    """The lines of a packing list that fit no line of the invoice yet, each found by what it may be known by."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines: dict[int, Line] = dict(enumerate(lines))
        self._places: dict[str, deque[int]] = {}
        for number, line in self._lines.items():
            for key in _keys(line):
                self._places.setdefault(key, deque()).append(number)

    @property
    def is_named(self) -> bool:
        return bool(self._places)

    def take(self, keys: Iterable[str], otherwise: int | None) -> Line | None:
        """The first line that has one of the keys, or the one at a place; nobody finds it again."""
        known = [places for key in keys if (places := self._places.get(key))]
        for places in known:
            while places and places[0] not in self._lines:
                places.popleft()
        first = min((places[0] for places in known if places), default=otherwise)
        return self._lines.pop(first, None) if first is not None else None

    def rest(self) -> list[Line]:
        return list(self._lines.values())


def _with_packing(line: Line, packed: Line, packing: FoundInvoice) -> Line:
    more = {held: packed.values[held] for held in PACKED if held in packed.values}
    measures = {held: unit for held in PACKED if (unit := _measure(packed, held, packing))}
    return replace(line, values={**line.values, **more}, measures={**line.measures, **measures})


def _keys(line: Line) -> set[str]:
    """What a line may be known by in another list: its item code, its name in either language."""
    told: list[tuple[str, str]] = [(ColumnKind.ITEM_CODE, line.values.get(ColumnKind.ITEM_CODE, ""))]
    told += _by_language(line.values.get(ColumnKind.NAME, ""))
    told.append((PARTS[ColumnKind.NAME_ZH], line.values.get(ColumnKind.NAME_ZH, "")))
    return {f"{held}:{' '.join(text.casefold().split())}" for held, text in told if text}


def _measure(line: Line, held: ColumnKind, invoice: FoundInvoice) -> str:
    """The unit of a figure: written in its cell, else in its title."""
    column = invoice.table.titles.of(held)
    in_title = invoice.table.titles.measures.get(column, "") if column is not None else ""
    return line.measures.get(held, "") or in_title


def goods_row(item: ItemType, line: Line, invoice: FoundInvoice, is_one: bool, today: dt.date) -> DraftLine:
    """What a line gives a goods row; with `is_one` its invoice is the only one and is not named in the row."""
    texts, doubtful = dict(_texts(line, invoice)), [PARTS[held] for held in line.doubtful if held in PARTS]
    if invoice.number and not is_one:
        texts.setdefault("invoice_number", invoice.number)
    if invoice.term == "FOB" and texts.get("amount"):
        texts.setdefault("fob", texts["amount"])
    values: dict[str, Any] = {"id": new_id()}
    left_out = []
    for part, text in texts.items():
        spec = item.by_id.get(part)
        if spec is None or spec.is_computed or KINDS[spec.kind].column is None:
            left_out.append(text)
            continue
        reading = KINDS[spec.kind].read(text, spec, today)
        values[part] = KINDS[spec.kind].clean(reading.value, spec)
        if reading.aside:
            left_out.append(reading.aside)
    return DraftLine(
        line.row + 1, values, line.values.get(ColumnKind.ITEM_CODE, ""), tuple(sorted(doubtful)), tuple(left_out)
    )


def _texts(line: Line, invoice: FoundInvoice) -> Iterator[tuple[str, str]]:
    """Part and text of everything in a line that a goods row can take."""
    for held, text in line.values.items():
        if held is ColumnKind.NAME:
            yield from _by_language(text)
        elif held in PARTS:
            yield PARTS[held], text
    for held, part in UNIT_OF.items():
        own = ColumnKind.QUANTITY_UNIT if held is ColumnKind.QUANTITY else ColumnKind.PACKAGE_UNIT
        if held in line.values and own not in line.values and (unit := _measure(line, held, invoice)):
            yield part, unit


def _by_language(name: str) -> Iterator[tuple[str, str]]:
    """A name in both languages parted into them; one in Chinese alone is the Chinese name."""
    chinese = " ".join(_HAN.findall(name))
    english = " ".join(_HAN.sub(" ", name).split()).strip(" /-|")
    if english:
        yield "name_en", english
    if chinese:
        yield "name_zh", chinese


def _invoice_row(form: FormType, invoice: FoundInvoice, today: dt.date) -> dict[str, Any]:
    item = form.by_id[INVOICES].item_type
    amount = invoice.table.totals.get(ColumnKind.AMOUNT) or invoice.table.sum_of(ColumnKind.AMOUNT)
    told = {
        "number": invoice.number,
        "date": invoice.day.isoformat() if invoice.day else "",
        "amount": str(amount) if amount else "",
        "currency": invoice.currency,
        "price_term": invoice.term,
        "place": invoice.place,
    }
    row: dict[str, Any] = {"id": new_id()}
    for part, text in told.items():
        if item is not None and text and part in item.by_id:
            spec = item.by_id[part]
            row[part] = KINDS[spec.kind].clean(KINDS[spec.kind].read(text, spec, today).value, spec)
    return row
