"""What is sold and from which pre-review it comes; row numbers are those of the examiners' list of checks."""

import re
from collections.abc import Iterator

from coo_desktop.domain.checks.problems import Finding
from coo_desktop.domain.checks.row_rules import of_each
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import PRE_REVIEW, Document, Values
from coo_desktop.domain.documents.field_access import Row, is_chinese, row_id, rows_of, text_of, words_in
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.language.english import singular

_SMALL_WORDS = frozenset({"OF", "FOR", "AND", "WITH", "THE", "A", "IN", "TO"})


def _name_of_the_product(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    if _is_umbrella(text_of(values, "name_en"), context):
        yield Finding("umbrella_name", "name_en", facts={"name": text_of(values, "name_en")})


@of_each("goods", before=_name_of_the_product)
def goods_name_is_specific(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 28, verified: no umbrella word as the name of the goods, in a pre-review as on a certificate."""
    if _is_umbrella(text_of(row, "name_en"), context):
        yield Finding("umbrella_name", part="name_en", facts={"name": text_of(row, "name_en")})


@of_each("goods")
def products_are_approved(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 31, verified: every line comes from a pre-review that is approved and not void."""
    product_id = text_of(row, "product")
    if not product_id:
        return
    found = context.product(product_id)
    if found is None or found.family != PRE_REVIEW or found.deleted:
        yield Finding("product_unknown", part="product")
    elif found.stage != "approved":
        code = "product_voided" if found.stage == "voided" else "product_not_approved"
        yield Finding(code, part="product", facts={"name": text_of(found.values, "name_zh")})


@of_each("goods")
def products_are_of_the_current_hs(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 31, verified: the product's code is one of the HS edition in force, as far as the edition is known here."""
    product = product_of_line(row, context)
    if product is None:
        return
    code = text_of(product.values, "hs_code")
    if code and context.hs_current(code) is False:
        yield Finding("hs_edition_past", part="product", facts={"code": code})


@of_each("goods")
def hs_code_fits_the_form(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 30, verified: as many digits as the form prints: 8 across the strait, 6 on other preferential forms."""
    code = text_of(row, "hs_code")
    if code.isdecimal() and form.hs_digits and len(code) not in form.hs_digits:
        facts = {"digits": "/".join(map(str, form.hs_digits)), "length": len(code)}
        yield Finding("wrong_hs_length", part="hs_code", facts=facts)


@of_each("goods")
def hs_code_is_the_products(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Rows 29 to 31, verified: the line's HS code and name are those of its pre-reviewed product."""
    product = product_of_line(row, context)
    if product is None:
        return
    filed, code = text_of(product.values, "hs_code"), text_of(row, "hs_code")
    common = min(6, len(code))
    if filed and code and filed[:common] != code[:common]:
        yield Finding("hs_code_differs", part="hs_code", facts={"filed": filed})
    names = _words(text_of(product.values, "name_en")), _words(text_of(row, "name_en"))
    if all(names) and not names[0] & names[1]:
        facts = {"filed": text_of(product.values, "name_en")}
        yield Finding("name_unlike_product", part="name_en", facts=facts)


@of_each("goods", "hs_shown_digits")
def hs_code_is_long_enough(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 30, verified: a code has at least the digits that the certificate shows."""
    shown, code = text_of(values, "hs_shown_digits"), text_of(row, "hs_code")
    if code and shown.isdecimal() and len(code) < int(shown):
        yield Finding("hs_code_short", part="hs_code", facts={"digits": shown, "length": len(code)})


def item_limit(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 32, verified per form: what is over the limit goes onto a second certificate, or onto a continuation sheet
    where the form has one (`params.overflow = "continuation"`)."""
    count = len(rows_of(values, "goods"))
    if form.item_limit is None or count <= form.item_limit:
        return
    code = "items_continue" if form.params.get("overflow") == "continuation" else "items_over_limit"
    facts = {"limit": form.item_limit, "count": count, "over": count - form.item_limit}
    yield Finding(code, "goods", facts=facts)


@of_each("goods")
def item_numbers_have_no_gap(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 33, verified: items are numbered without a gap, so no line stays empty between them."""
    if not any(text_of(row, part) for part in ("product", "name_en", "name_zh", "hs_code", "description")):
        yield Finding("line_is_empty")


def goods_lines_differ(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 33, verified: another item is another type or model; the same goods twice are one item."""
    seen: set[tuple[str, ...]] = set()
    for row in rows_of(values, "goods"):
        parts = ("name_en", "name_zh", "hs_code", "description", "invoice_number", "producer")
        line = tuple(words_in(text_of(row, part)) for part in parts)
        if any(line) and line in seen:
            yield Finding("line_doubled", "goods", row_id(row), "description")
        seen.add(line)


@of_each("goods")
def goods_are_named_in_chinese(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 51, verified: the cross-strait certificate is in Chinese; English may stand beside it, never alone."""
    if not is_chinese(text_of(row, "name_zh")):
        yield Finding("chinese_missing", part="name_zh")
    described = text_of(row, "description")
    if described and not is_chinese(described):
        yield Finding("chinese_missing", part="description")


def product_of_line(row: Row, context: Context) -> Document | None:
    """The pre-review of a goods line, as far as it is known here."""
    product = context.product(text_of(row, "product")) if text_of(row, "product") else None
    return product if product is not None and product.family == PRE_REVIEW else None


def _is_umbrella(name: str, context: Context) -> bool:
    said, umbrellas = words_in(name).strip(" ."), context.phrases["umbrella_names"]
    return bool(said) and bool(umbrellas.found(said) or umbrellas.found(singular(said)))


def _words(name: str) -> set[str]:
    return {singular(word) for word in re.findall(r"[A-Z0-9]+", words_in(name))} - _SMALL_WORDS


RULES = (
    goods_name_is_specific,
    products_are_approved,
    products_are_of_the_current_hs,
    hs_code_fits_the_form,
    hs_code_is_the_products,
    hs_code_is_long_enough,
    item_limit,
    item_numbers_have_no_gap,
    goods_lines_differ,
    goods_are_named_in_chinese,
)
