"""What the lines of goods add up to, beside what the invoices say: the sum row of the grid and the check of totals."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext

from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.documents.field_access import Row, rows_of, text_of
from coo_desktop.domain.language.spelling import decimal_of
from coo_desktop.domain.origin.values import EXACT

#: The field whose rows are added up.
LINES = "goods"

#: Unit, as stored and "" where none is said, -> sum; in the order of the lines.
ByUnit = dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class LineSums:
    """Sums over the numbers that are there; None where no line has one.

    `agrees` compares the lines' amounts with the invoices': None while an amount is missing, there is nothing to
    compare, or the invoices are in several currencies.
    """

    packages: ByUnit
    quantities: ByUnit
    gross: Decimal | None
    net: Decimal | None
    amount: Decimal | None
    invoiced: Decimal | None
    currency: str
    agrees: bool | None


def sums_of(values: Values) -> LineSums:
    """Adds up the lines and the invoices of a document."""
    lines, invoices = rows_of(values, LINES), rows_of(values, "invoices")
    currencies = {text_of(invoice, "currency") for invoice in invoices}
    with localcontext(EXACT):
        amount, invoiced = _total(lines, "amount"), _total(invoices, "amount")
        is_whole = all(decimal_of(row.get("amount")) is not None for row in (*lines, *invoices))
        is_comparable = bool(lines) and is_whole and len(currencies) <= 1
        return LineSums(
            _by_unit(lines, "package_count", "package_unit"),
            _by_unit(lines, "quantity", "quantity_unit"),
            _total(lines, "gross_weight"),
            _total(lines, "net_weight"),
            amount,
            invoiced,
            currencies.pop() if len(currencies) == 1 else "",
            (amount or 0) == (invoiced or 0) if is_comparable else None,
        )


def _total(rows: Iterable[Row], part: str) -> Decimal | None:
    numbers = [number for row in rows if (number := decimal_of(row.get(part))) is not None]
    return sum(numbers, Decimal(0)) if numbers else None


def _by_unit(rows: Iterable[Row], count: str, unit: str) -> ByUnit:
    sums: ByUnit = {}
    for row in rows:
        number = decimal_of(row.get(count))
        if number is not None:
            sums[text_of(row, unit)] = sums.get(text_of(row, unit), Decimal(0)) + number
    return sums
