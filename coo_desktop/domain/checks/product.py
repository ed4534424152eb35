"""The pre-review: its materials, prices and rule; row numbers are those of the examiners' list of checks."""

from collections.abc import Iterator
from decimal import Decimal, localcontext

from coo_desktop.domain.checks.origin import foreign_materials
from coo_desktop.domain.checks.problems import Finding, Severity
from coo_desktop.domain.checks.row_rules import of_each
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Document, Values
from coo_desktop.domain.documents.field_access import Row, rows_of, text_of
from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.filling.computed import is_own, is_part
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.hs.codes import SHARED
from coo_desktop.domain.language.spelling import decimal_of
from coo_desktop.domain.origin.prereview_product import rule_of
from coo_desktop.domain.origin.values import EXACT, amount_text, components

#: Waste explains some of the weight of the materials above the product's, not five times of it.
MOST_WASTE = 5


def hs_fits_the_cross_strait_form(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 30, verified: 8 digits for the cross-strait certificate, 6 for all others."""
    digits = 8 if values.get("cross_strait") is True else 6
    length = len(text_of(values, "hs_code"))
    if length in (6, 8) and length != digits:
        yield Finding("wrong_hs_length", "hs_code", facts={"digits": digits, "length": length})


def materials_are_listed(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 67, verified: all materials are listed, unless the good was wholly obtained."""
    if not rows_of(values, "materials") and values.get("wholly_obtained") is not True:
        yield Finding("materials_missing", "materials")


def wholly_obtained_has_no_foreign_materials(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 39, inferred: what was wholly obtained holds nothing from elsewhere."""
    held = Document(id="", form=form.id, family=form.family, values=values)
    foreign = foreign_materials(held) if values.get("wholly_obtained") is True else ""
    if foreign:
        yield Finding("wholly_obtained_with_foreign", "wholly_obtained", facts={"materials": foreign})


@of_each("materials")
def foreign_materials_have_hs_codes(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 67, verified: a material that does not originate in China has an HS code, one of the edition in force.

    Packing and accessories, of which no change of classification is asked, need none.
    """
    code = text_of(row, "hs_code")
    if text_of(row, "origin") in ("", "CN") or not is_part(row):
        return
    if not code:
        yield Finding("material_hs_missing", part="hs_code")
    elif context.hs_current(code[:SHARED]) is False:
        yield Finding("material_hs_past", part="hs_code", facts={"code": code})


@of_each("materials")
def chinese_materials_have_a_place(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Section 3.1, verified: Chinese materials name the place they come from."""
    if text_of(row, "origin") == "CN" and not text_of(row, "place"):
        yield Finding("material_place_missing", part="place")


@of_each("materials")
def cumulated_materials_are_foreign(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Cumulation: only a material whose origin in another party is known and proven can be cumulated."""
    if row.get("cumulated") is True and text_of(row, "origin") in ("", "CN", "UNKNOWN"):
        severity: Severity = "warn" if text_of(row, "origin") == "CN" else "block"
        yield Finding("cumulated_in_vain", part="cumulated", severity=severity)


def materials_fit_the_unit(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 67, verified: quantities are per unit of the product; a unit that weighs far more was counted otherwise."""
    weight = decimal_of(values.get("net_weight"))
    if weight is None or weight <= 0:
        return
    with localcontext(EXACT):
        total = sum(
            (decimal_of(row.get("weight_kg")) or Decimal(0) for row in rows_of(values, "materials")), start=Decimal(0)
        )
        if total > weight * MOST_WASTE:
            facts = {"materials": f"{total:f}", "product": f"{weight:f}"}
            yield Finding("materials_too_heavy", "materials", facts=facts)


def prices_stand_in_order(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 68, inferred: foreign value within the ex-works price, and that within the FOB price."""
    ex_works, fob = decimal_of(values.get("ex_works_price")), decimal_of(values.get("fob_price"))
    vnm = components(values).vnm
    if vnm is not None and ex_works is not None and vnm > ex_works:
        yield Finding("foreign_above_price", "ex_works_price", facts={"vnm": amount_text(vnm)})
    if ex_works is not None and fob is not None and ex_works > fob:
        yield Finding("ex_works_above_fob", "fob_price", facts={"ex_works": f"{ex_works:f}"})


def materials_within_price(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 68, inferred: all materials together rarely cost more than the product."""
    found, ex_works = components(values), decimal_of(values.get("ex_works_price"))
    if found.vnm is None or found.vom is None or ex_works is None:
        return
    if found.vnm <= ex_works < found.vnm + found.vom and any(is_own(row) for row in rows_of(values, "materials")):
        yield Finding("materials_above_price", "materials", facts={"total": amount_text(found.vnm + found.vom)})


def rule_can_be_read(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """A rule typed in is written in the notation that the origin engine reads."""
    try:
        rule_of(values)
    except Unreadable:
        yield Finding("rule_unreadable", "product_rule", facts={"text": text_of(values, "product_rule")[:60]})


def adjusted_original_stands(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Manual row 1.3.2.2: an adjustment replaces an approved pre-review, so that one must still be approved."""
    link = str(context.links.get("adjusts") or "")
    original = context.product(link) if link else None
    if original is not None and original.stage != "approved":
        yield Finding("original_not_approved", facts={"stage": original.stage})


RULES = (
    hs_fits_the_cross_strait_form,
    materials_are_listed,
    wholly_obtained_has_no_foreign_materials,
    foreign_materials_have_hs_codes,
    chinese_materials_have_a_place,
    cumulated_materials_are_foreign,
    materials_fit_the_unit,
    prices_stand_in_order,
    materials_within_price,
    rule_can_be_read,
    adjusted_original_stands,
)
