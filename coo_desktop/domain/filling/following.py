"""Parts of a row that are filled from others and follow them until a person types another value.

Nothing remembers who wrote a value: a part that is empty, or still holds what the row's former state gives, is the
program's and follows; any other is a person's and stays. A part that is typed in the very step is never touched.
"""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from coo_desktop.domain.documents.document import Document, Values
from coo_desktop.domain.documents.field_access import Row, rows_of, text_of
from coo_desktop.domain.filling.assists import AssistContext, packages_into_description, product_facts
from coo_desktop.domain.filling.computed import package_text
from coo_desktop.domain.filling.verdicts import criterion_offer
from coo_desktop.domain.forms.form_type import FieldSpec, FormType
from coo_desktop.domain.forms.kinds import is_blank
from coo_desktop.domain.language.spelling import decimal_of
from coo_desktop.domain.origin.values import EXACT

_CENT = Decimal("0.01")
#: The price term whose amount is the FOB value itself.
_FOB = "FOB"


def line_amount(form: FormType, values: Values, row: Row) -> str:
    """Unit price × quantity, to the cent as invoices state it; "" while one of them is missing."""
    price, quantity = decimal_of(row.get("unit_price")), decimal_of(row.get("quantity"))
    if price is None or quantity is None:
        return ""
    with localcontext(EXACT):
        return f"{(price * quantity).quantize(_CENT, ROUND_HALF_UP):f}"


def line_fob(form: FormType, values: Values, row: Row) -> str:
    """The amount of a line that is sold FOB; "" under any other term, or under several when its invoice is not said."""
    amount = decimal_of(row.get("amount"))
    return f"{row['amount']}" if amount is not None and _terms(values, row) == {_FOB} else ""


def _terms(values: Values, row: Row) -> set[str]:
    """The price terms that the line may be sold under: its own invoice's, else all."""
    invoices, number = rows_of(values, "invoices"), text_of(row, "invoice_number")
    own = [invoice for invoice in invoices if number and text_of(invoice, "number") == number]
    return {text_of(invoice, "price_term").upper() for invoice in own or invoices}


def line_description(form: FormType, values: Values, row: Row) -> str:
    """The packages in words and the name."""
    return package_text(form, values, row)[0]


#: Part -> what it follows from; a later one sees what an earlier one has filled.
FOLLOWING: Mapping[str, Callable[[FormType, Values, Row], str]] = {
    "amount": line_amount,
    "fob": line_fob,
    "description": line_description,
}


def followed(form: FormType, specs: Mapping[str, FieldSpec], values: Values, before: Row, after: Row) -> dict[str, Any]:
    """What has to change in the edited row `after`, which was `before`: the parts whose sources have."""
    row = dict(after)
    for name in _followers(specs):
        old, new = FOLLOWING[name](form, values, before), FOLLOWING[name](form, values, row)
        is_typed = not _is_same(before.get(name, ""), after.get(name, ""))
        is_ours = is_blank(row.get(name)) or (old != "" and _is_same(row.get(name), old))
        if new and new != old and is_ours and not is_typed:
            row[name] = new
    return {name: value for name, value in row.items() if value != after.get(name)}


def product_followed(
    products: Callable[[], Callable[[str], Document | None]], specs: Mapping[str, FieldSpec], before: Row, after: Row
) -> dict[str, Any]:
    """What the product of a row brings along when another one was chosen: names, code and unit where the row has none,
    or still those of the product before; what was written otherwise stays. `products` is asked only then."""
    chosen = text_of(after, "product")
    if "product" not in specs or not chosen or chosen == text_of(before, "product"):
        return {}
    find = products()
    product, former = find(chosen), find(text_of(before, "product"))
    facts = product_facts(product, specs) if product is not None else {}
    former_facts = product_facts(former, specs) if former is not None else {}
    return {
        name: value
        for name, value in facts.items()
        if value
        and (is_blank(after.get(name)) or after.get(name) == former_facts.get(name) == before.get(name))
        and value != after.get(name)
    }


def kept_parts(product: Document, specs: Mapping[str, FieldSpec], row: Row) -> tuple[str, ...]:
    """The parts of a row that say something else than its product."""
    facts = product_facts(product, specs)
    return tuple(name for name, fact in facts.items() if fact and not is_blank(row.get(name)) and row[name] != fact)


def filled_in(asked: AssistContext) -> dict[str, Any]:
    """What a person asks for in all rows at once: the criterion that the product meets, the packages before each
    description, whose own words stay, and the parts that are empty and follow from others."""
    row = dict(asked.row)
    if (offer := criterion_offer(asked)) is not None:
        row |= {name: value for name, value in offer.fills.items() if is_blank(row.get(name))}
    for name in _followers(asked.specs):
        if is_blank(row.get(name)) and (value := FOLLOWING[name](asked.form, asked.values, row)):
            row[name] = value
    if "description" in asked.specs and asked.form.language == "en":
        for offer in packages_into_description(asked):
            row |= offer.fills
    return {name: value for name, value in row.items() if value != asked.row.get(name)}


def _followers(specs: Mapping[str, FieldSpec]) -> list[str]:
    return [name for name in FOLLOWING if name in specs and not (specs[name].is_computed or specs[name].locked)]


def _is_same(one: object, other: object) -> bool:
    """Whether two values are the same text, or the same number however it is written."""
    number = decimal_of(one)
    return one == other or (number is not None and number == decimal_of(other))
