"""What is sold and from which pre-review it comes; row numbers are those of the examiners' list of checks."""

import re
from collections.abc import Iterator

from coo_desktop.domain.checks.problems import Finding
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import PRE_REVIEW, Document, Values
from coo_desktop.domain.documents.field_access import Row, is_chinese, rows_of, text_of, words_in
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.language.english import singular

_SMALL_WORDS = frozenset({"OF", "FOR", "AND", "WITH", "THE", "A", "IN", "TO"})


def goods_name_is_specific(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 28, verified: no umbrella word as the name of the goods, in a pre-review as on a certificate."""
    if _is_umbrella(text_of(values, "name_en"), context):
        yield Finding("umbrella_name", "name_en", facts={"name": text_of(values, "name_en")})
    for row in rows_of(values, "goods"):
        if _is_umbrella(text_of(row, "name_en"), context):
            facts = {"name": text_of(row, "name_en")}
            yield Finding("umbrella_name", "goods", str(row.get("id")), "name_en", facts)


def products_are_approved(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 31, verified: every line comes from a pre-review that is approved and not void."""
    for row in rows_of(values, "goods"):
        product_id = text_of(row, "product")
        if not product_id:
            continue
        found = context.product(product_id)
        if found is None or found.family != PRE_REVIEW or found.deleted:
            yield Finding("product_unknown", "goods", str(row.get("id")), "product")
        elif found.stage != "approved":
            code = "product_voided" if found.stage == "voided" else "product_not_approved"
            yield Finding(code, "goods", str(row.get("id")), "product", {"name": text_of(found.values, "name_zh")})


def products_are_of_the_current_hs(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 31, verified: the product's code is one of the HS edition in force, as far as the edition is known here."""
    for row, product in lines_with_products(values, context):
        code = text_of(product.values, "hs_code")
        if code and context.hs_current(code) is False:
            yield Finding("hs_edition_past", "goods", str(row.get("id")), "product", {"code": code})


def hs_code_fits_the_form(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 30, verified: as many digits as the form prints: 8 across the strait, 6 on other preferential forms."""
    for row in rows_of(values, "goods"):
        code = text_of(row, "hs_code")
        if code.isdecimal() and form.hs_digits and len(code) not in form.hs_digits:
            facts = {"digits": "/".join(map(str, form.hs_digits)), "length": len(code)}
            yield Finding("wrong_hs_length", "goods", str(row.get("id")), "hs_code", facts)


def hs_code_is_the_products(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Rows 29 to 31, verified: the line's HS code and name are those of its pre-reviewed product."""
    for row, product in lines_with_products(values, context):
        filed, code = text_of(product.values, "hs_code"), text_of(row, "hs_code")
        common = min(6, len(code))
        if filed and code and filed[:common] != code[:common]:
            yield Finding("hs_code_differs", "goods", str(row.get("id")), "hs_code", {"filed": filed})
        names = _words(text_of(product.values, "name_en")), _words(text_of(row, "name_en"))
        if all(names) and not names[0] & names[1]:
            facts = {"filed": text_of(product.values, "name_en")}
            yield Finding("name_unlike_product", "goods", str(row.get("id")), "name_en", facts)


def hs_code_is_long_enough(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 30, verified: a code has at least the digits that the certificate shows."""
    shown = text_of(values, "hs_shown_digits")
    for row in rows_of(values, "goods"):
        code = text_of(row, "hs_code")
        if code and shown.isdecimal() and len(code) < int(shown):
            facts = {"digits": shown, "length": len(code)}
            yield Finding("hs_code_short", "goods", str(row.get("id")), "hs_code", facts)


def item_limit(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 32, verified per form: what is over the limit goes onto a second certificate, or onto a continuation sheet
    where the form has one (`params.overflow = "continuation"`)."""
    count = len(rows_of(values, "goods"))
    if form.item_limit is None or count <= form.item_limit:
        return
    code = "items_continue" if form.params.get("overflow") == "continuation" else "items_over_limit"
    facts = {"limit": form.item_limit, "count": count, "over": count - form.item_limit}
    yield Finding(code, "goods", facts=facts)


def item_numbers_have_no_gap(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 33, verified: items are numbered without a gap, so no line stays empty between them."""
    for row in rows_of(values, "goods"):
        if not any(text_of(row, part) for part in ("product", "name_en", "name_zh", "hs_code", "description")):
            yield Finding("line_is_empty", "goods", str(row.get("id")))


def goods_lines_differ(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 33, verified: another item is another type or model; the same goods twice are one item."""
    seen: set[tuple[str, ...]] = set()
    for row in rows_of(values, "goods"):
        parts = ("name_en", "name_zh", "hs_code", "description", "invoice_number", "producer")
        line = tuple(words_in(text_of(row, part)) for part in parts)
        if any(line) and line in seen:
            yield Finding("line_doubled", "goods", str(row.get("id")), "description")
        seen.add(line)


def goods_are_named_in_chinese(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 51, verified: the cross-strait certificate is in Chinese; English may stand beside it, never alone."""
    for row in rows_of(values, "goods"):
        if not is_chinese(text_of(row, "name_zh")):
            yield Finding("chinese_missing", "goods", str(row.get("id")), "name_zh")
        described = text_of(row, "description")
        if described and not is_chinese(described):
            yield Finding("chinese_missing", "goods", str(row.get("id")), "description")


def lines_with_products(values: Values, context: Context) -> Iterator[tuple[Row, Document]]:
    """The goods lines whose pre-review is known here, with it."""
    for row in rows_of(values, "goods"):
        product = context.product(text_of(row, "product")) if text_of(row, "product") else None
        if product is not None and product.family == PRE_REVIEW:
            yield row, product


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
