"""Whether the goods originate as the certificate says; row numbers are those of the examiners' list of checks."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from coo_desktop.domain.agreements import NON_PREFERENTIAL
from coo_desktop.domain.checks.goods import product_of_line
from coo_desktop.domain.checks.problems import Finding, Severity
from coo_desktop.domain.checks.row_rules import of_each
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Document, Values
from coo_desktop.domain.documents.field_access import Row, country_name, rows_of, text_of
from coo_desktop.domain.filling.computed import is_own, is_part
from coo_desktop.domain.forms.form_type import Criterion, FormType, Words
from coo_desktop.domain.language.spelling import decimal_of
from coo_desktop.domain.origin.determination import Determination
from coo_desktop.domain.origin.values import EXACT, percent_text
from coo_desktop.domain.origin.verdict import NEED_WORDS, Need, Standing

WHOLE = Decimal(100)
_CENT = Decimal("0.01")

FARM_AND_MINE = range(1, 28)


@of_each("goods")
def criterion_in_list(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 34, verified: the criterion is one that the form prints."""
    code = text_of(row, "criterion")
    if code and form.criterion(code) is None:
        facts = {"criterion": code, "known": ", ".join(criterion.id for criterion in form.criteria)}
        yield Finding("criterion_unknown", part="criterion", facts=facts)


@of_each("goods")
def wholly_obtained_is_farm_or_mine(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Rows 38b and 39: WO has no foreign material at all (block) and usually a code of chapters 1 to 27 (warn)."""
    product = product_of_line(row, context)
    if product is None:
        return
    chosen = form.criterion(text_of(row, "criterion"))
    if chosen is None or _meant(chosen) != ("WO",):
        return
    if foreign := foreign_materials(product):
        yield Finding("wholly_obtained_with_foreign", part="criterion", facts={"materials": foreign})
    chapter = text_of(row, "hs_code")[:2]
    if chapter.isdecimal() and int(chapter) not in FARM_AND_MINE:
        yield Finding("wholly_obtained_unlikely", part="criterion", facts={"chapter": chapter})


@of_each("goods")
def exclusive_has_no_foreign_materials(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 40, inferred from the definition: PE and WP mean that every material originates."""
    product = product_of_line(row, context)
    if product is None:
        return
    chosen = form.criterion(text_of(row, "criterion"))
    foreign = foreign_materials(product) if chosen is not None and _meant(chosen) == ("PE",) else ""
    if chosen is not None and foreign:
        facts = {"materials": foreign, "criterion": chosen.id}
        yield Finding("exclusive_with_foreign", part="criterion", facts=facts)


@of_each("goods", "destination_country")
def criterion_holds(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Rows 41 and 42: the chosen criterion holds by the product's rule, with tariff shift, tolerance and content."""
    product = product_of_line(row, context)
    if product is None:
        return
    chosen = form.criterion(text_of(row, "criterion"))
    found = context.determine(product, form.agreement or NON_PREFERENTIAL, text_of(values, "destination_country"))
    code, severity = _verdict(chosen, found) if chosen and found else ("", None)
    if chosen is None or found is None or not code or (code == "criterion_would_hold" and not form.agreement):
        return  # without preference the check of Chinese origin says it
    facts = {
        "criterion": chosen.id,
        "rule": found.rule.text if found.rule else "?",
        "missing": _missing(found),
        "found": found.criterion or "?",
    }
    yield Finding(code, part="criterion", facts=facts, severity=severity)


@of_each("goods", "destination_country")
def origin_is_chinese(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 43: a change of heading, 30 % of the ex-works price or a listed process make the good Chinese."""
    product = product_of_line(row, context)
    if product is None:
        return
    found = context.determine(product, NON_PREFERENTIAL, text_of(values, "destination_country"))
    if found is None or found.qualifies:
        return
    code = {Standing.WOULD_HOLD: "origin_would_hold", Standing.UNKNOWN: "origin_undecided"}.get(found.standing)
    facts = {"missing": _missing(found)}
    yield Finding(code or "origin_fails", part="product", facts=facts)


@of_each("goods")
def sub_rule_is_chosen(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 35, verified: a criterion with several rules behind it says by which one it is met, and only then."""
    chosen, sub_rule = form.criterion(text_of(row, "criterion")), text_of(row, "sub_rule")
    if chosen is None:
        return
    known = {rule.id for rule in chosen.sub_rules}
    if (known and sub_rule not in known) or (sub_rule and not known):
        code = "sub_rule_missing" if known else "sub_rule_idle"
        yield Finding(code, part="sub_rule", facts={"criterion": chosen.id})


@of_each("goods")
def rvc_needs_fob_and_percent(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Rows 37, 38 and 55, verified: the FOB value and the content, where the criterion or the form tells them."""
    chosen = form.criterion(text_of(row, "criterion"))
    if chosen is None:
        return
    by = text_of(row, "sub_rule")
    needs_fob = form.fob == "always" or chosen.shows_fob(by)
    for wanted, part in ((needs_fob, "fob"), (chosen.shows_percent(by), "criterion_percent")):
        if wanted and row.get(part) in (None, ""):
            facts = {"criterion": chosen.id}
            yield Finding("needed_for_criterion", part=part, facts=facts)


@of_each("goods")
def percent_meets_the_criterion(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 36, verified: a share between 0 and 100 with two decimals, and as large as the criterion asks."""
    chosen, percent = form.criterion(text_of(row, "criterion")), decimal_of(row.get("criterion_percent"))
    if chosen is None or percent is None or not chosen.needs_percent:
        return
    if not 0 <= percent <= WHOLE or percent != percent.quantize(_CENT, context=EXACT):
        yield Finding("percent_out_of_range", part="criterion_percent", facts={"percent": f"{percent:f}"})
        return
    originating = percent if chosen.percent_of == "originating" else WHOLE - percent
    least = decimal_of(chosen.least_percent)
    if least is not None and originating < least:
        facts = {"criterion": chosen.id, "least": f"{least:f}", "percent": f"{originating:f}"}
        yield Finding("percent_too_low", part="criterion_percent", facts=facts)


@of_each("goods", "destination_country")
def percent_is_the_products(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 42, inferred: the share told is no better than what the product's own materials and price give."""
    product = product_of_line(row, context)
    if product is None:
        return
    chosen, percent = form.criterion(text_of(row, "criterion")), decimal_of(row.get("criterion_percent"))
    if chosen is None or percent is None or not chosen.needs_percent:
        return
    found = context.determine(product, form.agreement or NON_PREFERENTIAL, text_of(values, "destination_country"))
    real = found.values.content_percent if found else None
    originating = percent if chosen.percent_of == "originating" else WHOLE - percent
    if real is not None and originating > real.quantize(_CENT, ROUND_HALF_UP, EXACT):
        facts = {"told": f"{originating:f}", "found": percent_text(real)}
        yield Finding("percent_above_product", part="criterion_percent", facts=facts)


@of_each("goods")
def origin_country_is_a_party(form: FormType, values: Values, row: Row, context: Context) -> Iterator[Finding]:
    """Row 44, verified: the country of origin is a party, China unless a tariff differential says otherwise."""
    country = text_of(row, "origin_country")
    if country and country != "CN":
        code = "origin_country_differs" if country in form.members else "origin_country_outside"
        yield Finding(code, part="origin_country", facts={"country": country_name(form, country)})


def foreign_materials(product: Document) -> str:
    """The names of the materials that do not originate, for telling them; packing and accessories are none."""
    rows = (row for row in rows_of(product.values, "materials") if not is_own(row) and is_part(row))
    return ", ".join(text_of(row, "name_zh") or text_of(row, "name_en") or "?" for row in rows)


def _missing(found: Determination) -> Words:
    """What would settle an open answer; without a rule it is that."""
    named = [NEED_WORDS[need] for need in found.needs or (Need.RULE,)]
    return Words(zh_CN="、".join(zh for zh, _ in named), en=", ".join(en for _, en in named))


def _meant(criterion: Criterion) -> tuple[str, ...]:
    """The engine's criteria behind a printed one: FORM P says P for wholly obtained, others WP for PE."""
    return criterion.determined or (criterion.id,)


def _verdict(chosen: Criterion, found: Determination) -> tuple[str, Severity | None]:
    """The problem code of a chosen criterion, empty when it holds; what rests on an unverified rule only warns."""
    codes = _meant(chosen)
    answers = [answer.holds for answer in found.criteria if answer.code in codes]
    unsure: Severity | None = "warn" if found.rule and found.rule.applies and not found.rule.verified else None
    if found.qualifies is False and (not answers or any(answers)):
        return "origin_fails", unsure
    if any(answers):
        unlisted = Need.LIST in found.needs
        return ("", None) if found.qualifies else ("criterion_would_hold" if unlisted else "criterion_unsure", None)
    if any(answer is False for answer in answers):
        return "criterion_fails", unsure
    if answers or found.rule is None:
        return "criterion_undecided", None
    return "criterion_not_of_rule", None if found.qualifies else "warn"


RULES = (
    criterion_in_list,
    wholly_obtained_is_farm_or_mine,
    exclusive_has_no_foreign_materials,
    criterion_holds,
    origin_is_chinese,
    sub_rule_is_chosen,
    rvc_needs_fob_and_percent,
    percent_meets_the_criterion,
    percent_is_the_products,
    origin_country_is_a_party,
)
