"""What the files of a shipment give a document: rows for its goods and invoices, packages and weights for rows it has.

Nothing that stands there is replaced: rows come behind those that hold something, a packing list fills what is empty,
and where it says something else than a row does, that is told.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.documents.field_access import Row, rows_of, text_of
from coo_desktop.domain.filling.assists import AssistContext, completed
from coo_desktop.domain.filling.fills import filled_row
from coo_desktop.domain.filling.following import product_followed
from coo_desktop.domain.forms.form_type import FieldSpec, FormType, ItemType
from coo_desktop.domain.forms.kinds import is_blank
from coo_desktop.domain.sheets.draft import GOODS, INVOICES, PACKED, DraftLine, draft_of, goods_row, joined
from coo_desktop.domain.sheets.invoice import FoundInvoice
from coo_desktop.domain.sheets.lines import Line
from coo_desktop.domain.sheets.titles import NAMES, ColumnKind

#: What makes an invoice this one and no other.
_OWN = ("number", "date", "amount")
#: Completes a goods row with what the program can write into its empty parts.
Complete = Callable[[Row], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A part of a goods row, counted from 1, that holds something else than a packing list says."""

    row: int
    part: FieldSpec
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Taken:
    """The fields that a shipment changes, whole, and what a person has to be told of it.

    `added` counts new goods rows and `packed` rows that got packages or weights, `by_order` when nothing but the order
    told which. `lines` are the drafts of new rows, `unplaced` lines of a packing list that no row fits, `repeated` the
    numbers of invoices that the document has already. `codes` is the item code of each row by its id.
    """

    fills: Mapping[str, Any] = field(default_factory=dict)
    added: int = 0
    packed: int = 0
    by_order: bool = False
    lines: tuple[DraftLine, ...] = ()
    unplaced: tuple[Line, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
    repeated: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict)


def takes_goods(form: FormType) -> bool:
    """Whether a document of the form has rows that goods of an invoice go into."""
    return GOODS in form.by_id and form.by_id[GOODS].item_type is not None


def taken(asked: AssistContext, found: Sequence[FoundInvoice], codes: Mapping[str, str]) -> Taken:
    """What a shipment gives the document of `asked`; `codes` has the item codes of rows that came from an invoice."""
    goods = asked.form.by_id[GOODS]
    rows = [row for row in rows_of(asked.values, GOODS) if not _is_empty(goods, row)]
    if rows and all(one.is_packing_list for one in found):
        return _packed(asked, rows, found, codes)
    draft = draft_of(asked.form, found, asked.context.today)
    complete = _completer(asked, goods)
    fresh = [complete(filled_row(goods, line.values)) for line in draft.lines]
    fills: dict[str, Any] = {GOODS: [*map(dict, rows), *fresh]}
    repeated: list[str] = []
    if INVOICES in draft.values:
        fills[INVOICES], repeated = _with_invoices(asked.form, asked.values, draft.values[INVOICES])
    return Taken(
        fills=fills,
        added=len(fresh),
        lines=draft.lines,
        unplaced=draft.unplaced,
        repeated=tuple(repeated),
        codes={row["id"]: line.item_code for row, line in zip(fresh, draft.lines, strict=True) if line.item_code},
    )


def _completer(asked: AssistContext, goods: FieldSpec) -> Complete:
    specs = goods.item_type.by_id if goods.item_type else {}
    return lambda row: {**row, **completed(replace(asked, row=row, specs=specs))}


def _with_invoices(form: FormType, values: Values, fresh: Iterable[Row]) -> tuple[list[Row], list[str]]:
    """The invoice rows with the new ones behind them, and the numbers that stood there already.

    A row that a template began, with terms and currency alone, takes the first new invoice in.
    """
    spec = form.by_id[INVOICES]
    rows = [row for row in rows_of(values, INVOICES) if not _is_empty(spec, row)]
    known = {text_of(row, "number").casefold() for row in rows} - {""}
    begun = [at for at, row in enumerate(rows) if not any(text_of(row, part) for part in _OWN)]
    repeated: list[str] = []
    for row in fresh:
        if text_of(row, "number").casefold() in known:
            repeated.append(text_of(row, "number"))
        elif begun and set(row) > {"id"}:
            at = begun.pop(0)
            rows[at] = {**rows[at], **{part: value for part, value in row.items() if part != "id"}}
        elif set(row) > {"id"}:
            rows.append(filled_row(spec, row))
    return rows, repeated


def _is_empty(spec: FieldSpec, row: Row) -> bool:
    """Whether a row holds nothing but what the program puts into a new one."""
    given = filled_row(spec, {"id": new_id()})
    return all(name == "id" or is_blank(value) or given.get(name) == value for name, value in row.items())


def with_product(asked: AssistContext, product: str) -> dict[str, Any]:
    """The row with an approved product, and what this brings to the parts that the row leaves empty."""
    row = {**asked.row, "product": product}
    row |= product_followed(lambda: asked.context.product, asked.specs, asked.row, row)
    return {**row, **completed(replace(asked, row=row))}


# -- a packing list for rows that are there


def _packed(
    asked: AssistContext, rows: Sequence[Row], found: Sequence[FoundInvoice], codes: Mapping[str, str]
) -> Taken:
    goods = asked.form.by_id[GOODS]
    item = goods.item_type
    assert item is not None
    complete = _completer(asked, goods)
    now, unplaced, disagreements, is_ordered = [dict(row) for row in rows], list[Line](), list[Disagreement](), False
    for packing in found:
        lines = [_line(number, row, codes) for number, row in enumerate(now)]
        fitting, left, by_order = _fitting(lines, packing)
        is_ordered |= by_order
        unplaced += left
        for number, (line, packed) in enumerate(zip(lines, fitting, strict=True)):
            if packed is not line:
                told = _packing_values(item, packed, packing, asked)
                now[number], more = _merged(item, now[number], told, number)
                disagreements += more
    changed = [number for number, row in enumerate(now) if row != rows[number]]
    for number in changed:
        now[number] = complete(now[number])
    return Taken(
        fills={GOODS: now} if changed else {},
        packed=len(changed),
        by_order=is_ordered,
        unplaced=tuple(unplaced),
        disagreements=tuple(disagreements),
    )


def _line(number: int, row: Row, codes: Mapping[str, str]) -> Line:
    """A goods row as the line of an invoice that it may have been."""
    told = {
        ColumnKind.ITEM_CODE: codes.get(text_of(row, "id"), ""),
        ColumnKind.NAME: text_of(row, "name_en"),
        ColumnKind.NAME_ZH: text_of(row, "name_zh"),
    }
    return Line(number, {held: text for held, text in told.items() if text})


def _fitting(lines: Sequence[Line], packing: FoundInvoice) -> tuple[list[Line], list[Line], bool]:
    """As `draft.joined`; where nothing fits and both have as many lines, by their order, and True."""
    fitting, left = joined(lines, packing)
    if len(left) == len(lines) and all(one is other for one, other in zip(lines, fitting, strict=True)):
        bare = [replace(line, values=_nameless(line)) for line in packing.table.lines]
        table = replace(packing.table, lines=tuple(bare))
        return (*joined(lines, replace(packing, table=table)), True)
    return fitting, left, False


def _nameless(line: Line) -> dict[ColumnKind, str]:
    return {held: text for held, text in line.values.items() if held not in NAMES}


def _packing_values(item: ItemType, packed: Line, packing: FoundInvoice, asked: AssistContext) -> dict[str, Any]:
    """The packages and weights of a line, as the parts of a goods row."""
    only = replace(packed, values={held: text for held, text in packed.values.items() if held in PACKED})
    values = goods_row(item, only, packing, True, asked.context.today).values
    return {part: value for part, value in values.items() if part != "id"}


def _merged(item: ItemType, row: Row, told: Values, number: int) -> tuple[dict[str, Any], list[Disagreement]]:
    """The row with what it lacks, and where it says something else."""
    merged, disagreements = dict(row), list[Disagreement]()
    for part, value in told.items():
        spec, here = item.by_id[part], row.get(part)
        if is_blank(here) or here == spec.default:
            merged[part] = value
        elif here != value and not is_blank(value):
            disagreements.append(Disagreement(number + 1, spec, str(here), str(value)))
    return merged, disagreements
