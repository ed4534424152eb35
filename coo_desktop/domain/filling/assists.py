"""What the program can fill in beside a field: a field's `assists` name functions that offer values with their reasons.

An assist that is `at_once` fills in as soon as its field is edited; any other waits for the person to take the offer.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from coo_desktop.domain.agreements import NON_PREFERENTIAL
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Document, Values
from coo_desktop.domain.documents.field_access import country_name, marks_text, text_of
from coo_desktop.domain.filling.computed import PACKINGS, package_text
from coo_desktop.domain.forms.form_type import Criterion, FieldSpec, FormType, Words
from coo_desktop.domain.forms.kinds import is_blank
from coo_desktop.domain.language.english import BULK, with_country
from coo_desktop.domain.origin.case import JudgedCriterion
from coo_desktop.domain.origin.determination import Determination
from coo_desktop.domain.origin.margin import Room
from coo_desktop.domain.origin.reasons import Reason
from coo_desktop.domain.origin.values import percent_text
from coo_desktop.domain.origin.verdict import Standing, figures_missing
from coo_desktop.domain.tariff.country import SOURCE as COUNTRY_SOURCE
from coo_desktop.domain.tariff.country import Claim, Country

_NUMBERS = (("contract_no", "CONTRACT NO."), ("lc_no", "L/C NO."))


class Determining(Protocol):
    """Who can tell the origin of a product: the rulebook, which names the assists and so cannot be imported here."""

    def determination(self, product: Document, agreement: str, importer: str, on: dt.date) -> Determination | None: ...
    def country(self, product: Document, agreement: str, importer: str, on: dt.date) -> Country | None: ...


@dataclass(frozen=True)
class AssistContext:
    """What an assist looks at: the form and its values, the row it fills, and the specs of that row.

    An assist of a field of the document itself gets the document's values as its row.
    """

    rules: Determining
    form: FormType
    values: Values
    row: Values
    specs: Mapping[str, FieldSpec]
    context: Context


@dataclass(frozen=True)
class Offer:
    """Values a person may take. `standing` tells whether the reasons speak for it, `margin` how far it is from its
    threshold, `take` what taking it does where that is not plain."""

    fills: Mapping[str, Any]
    title: Words
    standing: Standing = Standing.HOLDS
    because: tuple[Words, ...] = ()
    source: str = ""
    verified: bool = True
    margin: tuple[Words, ...] = ()
    take: Words | None = None


@dataclass(frozen=True)
class Assist:
    """One named help: `kind` is at_once, button (one offer on a button) or choice (offers shown with their reasons)."""

    kind: str
    label: Words
    offers: Callable[[AssistContext], Iterator[Offer]]


def from_product(asked: AssistContext) -> Iterator[Offer]:
    """Carries the names, the code and the unit of the chosen pre-review into the goods line."""
    product = asked.context.product(text_of(asked.row, "product"))
    if product is None:
        return
    fills = {name: value for name, value in product_facts(product, asked.specs).items() if value}
    yield Offer(fills, Words(zh_CN="带入预审商品资料", en="Take the product's facts"))


def product_facts(product: Document, specs: Mapping[str, FieldSpec]) -> dict[str, str]:
    """The parts of a goods line that a pre-review fixes, the code cut to a length that the form prints."""
    values = product.values
    facts = {
        "name_zh": text_of(values, "name_zh"),
        "name_en": text_of(values, "name_en"),
        "hs_code": text_of(values, "hs_code"),
        "quantity_unit": text_of(values, "unit"),
    }
    lengths = [length for length in _code_lengths(specs) if length <= len(facts["hs_code"])]
    if lengths:
        facts["hs_code"] = facts["hs_code"][: max(lengths)]
    return {name: value for name, value in facts.items() if name in specs}


def _code_lengths(specs: Mapping[str, FieldSpec]) -> tuple[int, ...]:
    return specs["hs_code"].digits if "hs_code" in specs else ()


def packages_into_description(asked: AssistContext) -> Iterator[Offer]:
    """自动填充: the package count in words and figures and its unit, in front of what was typed."""
    opening = package_text(asked.form, asked.values, asked.row)[0]
    typed, name = text_of(asked.row, "description"), text_of(asked.row, "name_en")
    if not opening:
        return
    if not typed or typed in (name, text_of(asked.row, "name_zh")) or asked.form.language != "en":
        text = opening
    elif opening.endswith(BULK):
        text = typed if typed.upper().endswith(BULK) else f"{typed} {BULK}"
    else:
        text = opening.removesuffix(name) + _without_opening(typed)
    yield Offer({"description": text}, Words(zh_CN="自动填充", en="Auto-fill"))


def _without_opening(typed: str) -> str:
    """A description without the packages an earlier auto-fill wrote before it: up to OF after figures in brackets or
    after NUDE CARGO and its like."""
    head, parted, tail = typed.partition(" OF ")
    is_opening = head.rpartition("(")[2].partition(")")[0].isdecimal() or head in PACKINGS.values()
    return tail if parted and is_opening else typed


def no_marks(asked: AssistContext) -> Iterator[Offer]:
    """N/M, while there are no marks: the box is never blank."""
    marks = asked.values.get("marks")
    if not marks_text(asked.values) and not (isinstance(marks, dict) and marks.get("form") == "picture"):
        yield Offer({"marks": {"form": "text", "text": "N/M"}}, Words(zh_CN="无唛头（N/M）", en="No marks (N/M)"))


def country_suffix(asked: AssistContext) -> Iterator[Offer]:
    """The country at the end of the consignee's address, where it is missing."""
    address, code = text_of(asked.values, "consignee_address"), text_of(asked.values, "consignee_country")
    text = with_country(address, country_name(asked.form, code)) if code and asked.form.language == "en" else address
    if text != address:
        yield Offer({"consignee_address": text}, Words(zh_CN="在地址末尾加国家", en="Add the country"))


def to_order(asked: AssistContext) -> Iterator[Offer]:
    """TO ORDER for a consignee who is not known yet, on forms that take it."""
    if asked.form.params.get("to_order") and not text_of(asked.values, "consignee_name"):
        yield Offer({"consignee_name": "TO ORDER"}, Words(zh_CN="凭指示（TO ORDER）", en="TO ORDER"))


def exporter_address_as_filed(asked: AssistContext) -> Iterator[Offer]:
    """The exporter's address as it was filed, with its country."""
    company = asked.context.company
    filed = with_country(company.address_en, "CHINA") if asked.form.language == "en" else company.address_zh
    if filed and filed != text_of(asked.values, "exporter_address"):
        yield Offer({"exporter_address": filed}, Words(zh_CN="用备案地址", en="Take the filed address"))


def clause_of_numbers(asked: AssistContext) -> Iterator[Offer]:
    """Contract and letter of credit below the finishing mark, where banks look for them."""
    clause = text_of(asked.values, "special_clause")
    told = [(words, text_of(asked.values, name)) for name, words in _NUMBERS]
    missing = [f"{words} {number}" for words, number in told if number and number not in clause]
    if missing:
        text = "\n".join(filter(None, [clause, *missing]))
        yield Offer({"special_clause": text}, Words(zh_CN="加入合同号、信用证号", en="Add contract and L/C number"))


def origin_criteria(asked: AssistContext) -> Iterator[Offer]:
    """The criteria of the form that the product's origin determination names, the ones that hold first."""
    product = asked.context.product(text_of(asked.row, "product"))
    if product is None:
        return
    agreement = asked.form.agreement or NON_PREFERENTIAL
    importer = text_of(asked.values, "destination_country")
    found = asked.rules.determination(product, agreement, importer, asked.context.today)
    if found is not None:
        yield from criterion_offers(asked.form, found, asked.specs)


def rcep_country(asked: AssistContext) -> Iterator[Offer]:
    """Box 11: the party that the good counts as coming from, and what the importer may claim instead."""
    product = asked.context.product(text_of(asked.row, "product"))
    importer = text_of(asked.values, "destination_country")
    if product is None or not importer or not asked.form.agreement:
        return
    found = asked.rules.country(product, asked.form.agreement, importer, asked.context.today)
    if found is None:
        return
    fills = {"origin_country": found.country, "highest_rate": "0"} if found.country else {}
    because = tuple(in_words(reason) for reason in found.because)
    title = Words(zh_CN="RCEP 原产国", en="RCEP country of origin")
    if found.country:
        title = Words(zh_CN=f"RCEP 原产国 {found.country}", en=f"RCEP country of origin {found.country}")
    yield Offer(
        fills, title, Standing.HOLDS if found.country else Standing.UNKNOWN, because, COUNTRY_SOURCE, verified=False
    )
    for claim in found.claims:
        yield _claim_offer(claim)


def _claim_offer(claim: Claim) -> Offer:
    countries = ", ".join(claim.countries)
    said = Words(
        zh_CN=f"最高税率 {claim.percent}%：{countries}。", en=f"The highest rate is {claim.percent} %: {countries}."
    )
    label = Words(zh_CN=f"改按最高税率申报（{claim.mark}）", en=f"Claim the highest rate instead ({claim.mark})")
    fills = {"origin_country": claim.countries[0], "highest_rate": str(len(claim.mark))}
    return Offer(fills, label, Standing.UNKNOWN, (said,), COUNTRY_SOURCE, verified=False)


def judged_criteria(form: FormType, found: Determination) -> list[tuple[Criterion, JudgedCriterion]]:
    """The form's criteria that were judged, the ones that hold first."""
    order = {True: 0, None: 1, False: 2}
    pairs = [
        (criterion, judged)
        for judged in found.criteria
        for criterion in form.criteria
        if judged.code in criterion.determined
    ]
    return sorted(pairs, key=lambda pair: order[pair[1].holds])


def criterion_offers(form: FormType, found: Determination, specs: Mapping[str, FieldSpec]) -> Iterator[Offer]:
    """One offer for each criterion that was judged and that the form prints; none prints: the verdict alone."""
    notes = tuple(in_words(note) for note in found.notes)
    pairs = judged_criteria(form, found)
    for criterion, judged in pairs:
        yield Offer(
            _criterion_fills(criterion, found, specs),
            Words(zh_CN=_titled(criterion, "zh_CN"), en=_titled(criterion, "en")),
            _standing(found, judged),
            (*(in_words(reason) for reason in judged.because), *notes),
            _source(found, judged),
            found.verified,
            tuple(in_words(room) for room in judged.rooms),
        )
    if not pairs and notes:
        yield Offer({}, Words(zh_CN="原产判定", en="Origin determination"), found.standing, notes, "", found.verified)


def _standing(found: Determination, judged: JudgedCriterion) -> Standing:
    """How one criterion stands: as the whole answer where it holds or only an unverified figure keeps it open."""
    if judged.holds is None and found.standing is Standing.WOULD_HOLD and figures_missing(judged):
        return Standing.WOULD_HOLD
    return found.standing if judged.holds else Standing.of(judged.holds)


def _criterion_fills(criterion: Criterion, found: Determination, specs: Mapping[str, FieldSpec]) -> dict[str, Any]:
    fills: dict[str, Any] = {"criterion": criterion.id}
    originating = found.values.content_percent
    if criterion.needs_percent and "criterion_percent" in specs and originating is not None:
        share = originating if criterion.percent_of == "originating" else 100 - originating
        fills["criterion_percent"] = percent_text(share) or ""
    return {name: value for name, value in fills.items() if name in specs}


def _titled(criterion: Criterion, language: str) -> str:
    label = criterion.label.in_(language)
    return label if label.startswith(criterion.id) else f"{criterion.id} {label}"


def in_words(reason: Reason | Room) -> Words:
    """A sentence of the engine in both languages."""
    return Words(zh_CN=reason.text_zh, en=reason.text_en)


def _source(found: Determination, judged: JudgedCriterion) -> str:
    sources = [reason.source for reason in judged.because if reason.source]
    if found.rule is not None:
        sources.insert(0, f"{found.rule.text} ({found.rule.source})")
    return "; ".join(dict.fromkeys(sources))


ASSISTS: Mapping[str, Assist] = {
    "from_product": Assist("at_once", Words(zh_CN="带入预审商品资料", en="Take the product's facts"), from_product),
    "packages_into_description": Assist("button", Words(zh_CN="自动填充", en="Auto-fill"), packages_into_description),
    "origin_criteria": Assist("choice", Words(zh_CN="原产判定", en="Origin determination"), origin_criteria),
    "rcep_country": Assist("choice", Words(zh_CN="RCEP 原产国", en="RCEP country of origin"), rcep_country),
    "no_marks": Assist("button", Words(zh_CN="无唛头（N/M）", en="No marks (N/M)"), no_marks),
    "country_suffix": Assist("button", Words(zh_CN="加国家", en="Add the country"), country_suffix),
    "to_order": Assist("button", Words(zh_CN="凭指示（TO ORDER）", en="TO ORDER"), to_order),
    "exporter_address_as_filed": Assist(
        "button", Words(zh_CN="用备案地址", en="Take the filed address"), exporter_address_as_filed
    ),
    "clause_of_numbers": Assist(
        "button", Words(zh_CN="加入合同号、信用证号", en="Add contract and L/C number"), clause_of_numbers
    ),
}


def completed(asked: AssistContext) -> dict[str, Any]:
    """What the buttons of a row would fill into its parts that are empty; in a pasted row nobody presses them."""
    found: dict[str, Any] = {}
    for part in asked.specs.values():
        for assist in (ASSISTS[name] for name in part.assists if ASSISTS[name].kind == "button"):
            for offer in assist.offers(asked) if is_blank(asked.row.get(part.id)) else ():
                found |= {name: value for name, value in offer.fills.items() if is_blank(asked.row.get(name))}
    return found
