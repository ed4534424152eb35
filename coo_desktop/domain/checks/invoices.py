"""Invoices, amounts and weights; row numbers are those of the examiners' list of checks."""

import re
from collections.abc import Iterator
from decimal import Decimal, localcontext

from coo_desktop.domain.checks.invoice_numbers import invoice_key
from coo_desktop.domain.checks.problems import Finding, Severity
from coo_desktop.domain.checks.row_rules import of_each
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.documents.field_access import Row, row_id, rows_of, text_of
from coo_desktop.domain.filling.line_sums import sums_of
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.language.spelling import date_of, decimal_of, named_sign
from coo_desktop.domain.origin.values import EXACT

#: Price terms whose amount holds more than the FOB value.
ABOVE_FOB = frozenset({"CIF", "CFR", "CIP", "CPT", "DAP", "DPU", "DDP"})
_DOUBTFUL = re.compile(r"\s|(?<=\d)O|O(?=\d)|[^\x21-\x7e]", re.IGNORECASE)
#: The invoice number of the customs message.
NUMBERS_CHARACTERS = 50
_CENT = Decimal("0.01")


@of_each("invoices")
def invoice_number_clean(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 16, verified: blanks, wide signs and the letter O beside digits make a public query find nothing."""
    found = _DOUBTFUL.search(text_of(row, "number"))
    if found:
        facts = {"sign": named_sign(found[0]) if found[0] != " " else "␣"}
        yield Finding("invoice_number_doubtful", part="number", facts=facts)


def invoice_numbers_differ(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 15, verified: every invoice is listed once."""
    seen: set[str] = set()
    for row in rows_of(values, "invoices"):
        number = invoice_key(text_of(row, "number"))
        if number and number in seen:
            yield Finding("invoice_doubled", "invoices", row_id(row), "number")
        seen.add(number)


def invoices_fit_their_field(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Rows 15 and 60, inferred: where one field carries all invoice numbers, they fit into it together."""
    numbers = ",".join(text_of(row, "number") for row in rows_of(values, "invoices"))
    if len(numbers) > NUMBERS_CHARACTERS:
        facts = {"limit": NUMBERS_CHARACTERS, "length": len(numbers)}
        yield Finding("invoice_numbers_too_long", "invoices", facts=facts)


@of_each("invoices")
def invoice_is_not_ahead(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Rows 14 and 15, verified: an invoice is not of a day to come."""
    day = date_of(row.get("date"))
    if day is not None and day > context.today:
        facts = {"today": context.today.isoformat()}
        yield Finding("invoice_ahead", part="date", facts=facts)


@of_each("invoices")
def invoice_value_is_given(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Rows 53 and 54, verified: a form that prints the invoiced value needs the price really paid and its currency."""
    for part in ("amount", "currency") if form.issuing.invoice_value else ():
        if row.get(part) in (None, ""):
            yield Finding("invoice_value_missing", part=part)


def invoices_share_a_currency(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 57, inferred: amounts of several currencies do not add up to one value."""
    known = {currency for row in rows_of(values, "invoices") if (currency := text_of(row, "currency"))}
    if len(known) > 1:
        yield Finding("currencies_differ", "invoices", facts={"currencies": ", ".join(sorted(known))})


@of_each("invoices")
def invoice_not_used_twice(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 18, verified: one invoice usually carries one certificate; the treaty allows more, so this only warns."""
    number = text_of(row, "number")
    other = context.invoice_used(number) if number else ""
    if other:
        yield Finding("invoice_used", part="number", facts={"other": other})


def invoice_of_each_line(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Section 3.2, verified: with several invoices every line says which one is its own, and it is one of them."""
    listed = [number for row in rows_of(values, "invoices") if (number := text_of(row, "number"))]
    numbers = frozenset(listed)
    if not numbers:
        return
    for row in rows_of(values, "goods"):
        number = text_of(row, "invoice_number")
        if number and number not in numbers:
            yield Finding("invoice_unknown", "goods", row_id(row), "invoice_number", {"text": number})
        elif not number and len(listed) > 1:
            severity: Severity = "block" if form.agreement else "warn"
            where = ("goods", row_id(row), "invoice_number")
            yield Finding("invoice_of_line_missing", *where, severity=severity)


def _beside_invoices(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 57, inferred: the lines add up to the invoices, FOB stays within the amount where their term is above it."""
    sums = sums_of(values)
    if sums.agrees is False:
        zero = Decimal(0)
        facts = {"goods": f"{sums.amount or zero:,f}", "invoices": f"{sums.invoiced or zero:,f}"}
        yield Finding("amounts_differ", "goods", facts=facts)
    terms = {text_of(row, "price_term") for row in rows_of(values, "invoices")}
    for row in rows_of(values, "goods") if terms and terms <= ABOVE_FOB else ():
        fob, amount = decimal_of(row.get("fob")), decimal_of(row.get("amount"))
        if fob is not None and amount is not None and fob > amount:
            yield Finding("fob_above_amount", "goods", row_id(row), "fob", {"amount": f"{amount:,f}"})


@of_each("goods", before=_beside_invoices)
def value_sums(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 57, inferred: price times quantity is the line's amount."""
    with localcontext(EXACT):
        yield from _line_differs(row)


@of_each("goods")
def net_within_gross(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 58, inferred: the net weight is within the gross weight."""
    net, gross = decimal_of(row.get("net_weight")), decimal_of(row.get("gross_weight"))
    if net is not None and gross is not None and net > gross:
        yield Finding("net_above_gross", part="net_weight", facts={"gross": f"{gross:,f}"})


def _line_differs(row: Row) -> Iterator[Finding]:
    price, quantity, amount = (decimal_of(row.get(name)) for name in ("unit_price", "quantity", "amount"))
    if price is None or quantity is None or amount is None:
        return
    if abs(price * quantity - amount) > _CENT:
        facts = {"product": f"{price * quantity:,f}"}
        yield Finding("line_amount_differs", part="amount", facts=facts)


RULES = (
    invoice_number_clean,
    invoice_numbers_differ,
    invoices_fit_their_field,
    invoice_is_not_ahead,
    invoice_value_is_given,
    invoices_share_a_currency,
    invoice_not_used_twice,
    invoice_of_each_line,
    value_sums,
    net_within_gross,
)
