"""Whether the goods originate as the certificate says; row numbers are those of the examiners' list of checks."""

from collections.abc import Iterator

from coo_desktop.domain.agreements import NON_PREFERENTIAL
from coo_desktop.domain.checks.goods import lines_with_products
from coo_desktop.domain.computed import is_own
from coo_desktop.domain.documents import Document, Values
from coo_desktop.domain.forms import Criterion, FormType
from coo_desktop.domain.origin.determination import Determination
from coo_desktop.domain.problems import Context, Finding, Severity
from coo_desktop.domain.reading import country_name, rows_of, text_of

FARM_AND_MINE = range(1, 28)


def criterion_in_list(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 34, verified: the criterion is one that the form prints."""
    for row in rows_of(values, "goods"):
        code = text_of(row, "criterion")
        if code and form.criterion(code) is None:
            facts = {"criterion": code, "known": ", ".join(criterion.id for criterion in form.criteria)}
            yield Finding("criterion_unknown", "goods", str(row.get("id")), "criterion", facts)


def wholly_obtained_is_farm_or_mine(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Rows 38b and 39: WO has no foreign material at all (block) and usually a code of chapters 1 to 27 (warn)."""
    for row, product in lines_with_products(values, context):
        if text_of(row, "criterion") != "WO":
            continue
        where = ("goods", str(row.get("id")), "criterion")
        if foreign := foreign_materials(product):
            yield Finding("wholly_obtained_with_foreign", *where, facts={"materials": foreign})
        chapter = text_of(row, "hs_code")[:2]
        if chapter.isdecimal() and int(chapter) not in FARM_AND_MINE:
            yield Finding("wholly_obtained_unlikely", *where, facts={"chapter": chapter})


def exclusive_has_no_foreign_materials(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 40, inferred from the definition: PE means that every material originates."""
    for row, product in lines_with_products(values, context):
        foreign = foreign_materials(product) if text_of(row, "criterion") == "PE" else ""
        if foreign:
            facts = {"materials": foreign}
            yield Finding("exclusive_with_foreign", "goods", str(row.get("id")), "criterion", facts)


def criterion_holds(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Rows 41 and 42: the chosen criterion holds by the product's rule, with tariff shift, tolerance and content."""
    for row, product in lines_with_products(values, context):
        chosen = form.criterion(text_of(row, "criterion"))
        found = context.determine(product, form.agreement or NON_PREFERENTIAL, text_of(values, "destination_country"))
        code, severity = _verdict(chosen, found) if chosen and found else ("", None)
        if chosen is None or found is None or not code:
            continue
        facts = {
            "criterion": chosen.id,
            "rule": found.rule.text if found.rule else "?",
            "missing": ", ".join(found.missing) or "?",
            "found": found.criterion or "?",
        }
        yield Finding(code, "goods", str(row.get("id")), "criterion", facts, severity)


def origin_is_chinese(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 43: a change of heading, 30 % of the ex-works price or a listed process make the good Chinese."""
    for row, product in lines_with_products(values, context):
        found = context.determine(product, NON_PREFERENTIAL, text_of(values, "destination_country"))
        if found is None or found.qualifies:
            continue
        code = "origin_undecided" if found.qualifies is None else "origin_fails"
        facts = {"missing": ", ".join(found.missing) or "?"}
        yield Finding(code, "goods", str(row.get("id")), "product", facts)


def rvc_needs_fob_and_percent(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 37, verified: with RVC the FOB value is printed and the imported content is told."""
    for row in rows_of(values, "goods"):
        criterion = form.criterion(text_of(row, "criterion"))
        if criterion is None:
            continue
        for wanted, part in ((criterion.needs_fob, "fob"), (criterion.needs_percent, "criterion_percent")):
            if wanted and row.get(part) in (None, ""):
                facts = {"criterion": criterion.id}
                yield Finding("needed_for_criterion", "goods", str(row.get("id")), part, facts)


def origin_country_is_a_party(form: FormType, values: Values, context: Context) -> Iterator[Finding]:
    """Row 44, verified: the country of origin is a party, China unless a tariff differential says otherwise."""
    for row in rows_of(values, "goods"):
        country = text_of(row, "origin_country")
        where = ("goods", str(row.get("id")), "origin_country")
        if country and country != "CN":
            code = "origin_country_differs" if country in form.members else "origin_country_outside"
            yield Finding(code, *where, facts={"country": country_name(form, country)})


def foreign_materials(product: Document) -> str:
    """The names of the materials that do not originate, for telling them."""
    rows = (row for row in rows_of(product.values, "materials") if not is_own(row))
    return ", ".join(text_of(row, "name_zh") or text_of(row, "name_en") or "?" for row in rows)


def _verdict(chosen: Criterion, found: Determination) -> tuple[str, Severity | None]:
    """The problem code of a chosen criterion, empty when it holds; what rests on an unverified rule only warns."""
    codes = chosen.determined or (chosen.id,)
    answers = [answer.holds for answer in found.criteria if answer.code in codes]
    if found.qualifies is False and (not answers or any(answers)):
        return "origin_fails", None
    if any(answers):
        return ("", None) if found.qualifies else ("criterion_unsure", None)
    if any(answer is False for answer in answers):
        return "criterion_fails", None
    if answers or found.rule is None:
        return "criterion_undecided", None
    return "criterion_not_of_rule", None if found.qualifies else "warn"


RULES = (
    criterion_in_list,
    wholly_obtained_is_farm_or_mine,
    exclusive_has_no_foreign_materials,
    criterion_holds,
    origin_is_chinese,
    rvc_needs_fob_and_percent,
    origin_country_is_a_party,
)
