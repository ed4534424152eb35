"""Value criteria: regional value content by every method the agreement has, the maximum foreign share, components."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from coo_desktop.domain.agreements import Formula, Price
from coo_desktop.domain.origin.case import Case, JudgedCriterion, price_of
from coo_desktop.domain.origin.notation import Value
from coo_desktop.domain.origin.reasons import Fact, Later, Reason
from coo_desktop.domain.origin.values import (
    left_at_least,
    left_percent,
    left_sum,
    share_at_least,
    share_at_most,
    share_percent,
    share_text,
    shown,
)

_METHODS = {
    "build_down": ("扣减法", "Build-down"),
    "build_up": ("累加法", "Build-up"),
    "ex_works": ("出厂价价值成分", "Ex-works value component"),
}
#: Which price a method measures against.
BASIS: Mapping[Formula, Price] = {"build_down": "fob", "build_up": "fob", "ex_works": "ex_works"}


@dataclass(frozen=True, slots=True)
class Values:
    """The value components, unrounded; None where something is missing or the agreement has no such formula.

    `content_percent` is what is left of the price by which the agreement measures.
    """

    vnm: Decimal | None
    vom: Decimal | None
    exw_component_percent: Decimal | None
    fob_component_percent: Decimal | None
    rvc_build_down_percent: Decimal | None
    content_percent: Decimal | None
    rvc_build_up_percent: Decimal | None


def regional_content(rule: Value, case: Case) -> JudgedCriterion:
    """RVC n: one method that reaches n is enough; all that can be known to miss it must miss it to fail."""
    percent = needed_content(rule, case)
    down = left_method(case)
    answers = [_left(rule, down, percent, case)] if down else []
    if "build_up" in case.agreement.formulas:
        answers.append(_build_up(rule, percent, case))
    if not answers:
        reason = Reason("no_formula", facts={"rule": str(rule)})
        return JudgedCriterion("RVC", str(rule), None, (reason,), ("formula",))
    for answer in answers:
        if answer.holds:
            return answer
    first = answers[0]
    if first.holds is False and len(answers) > 1 and answers[1].holds is None:
        source = case.agreement.articles.value
        return JudgedCriterion("RVC", str(rule), False, (*first.because, Reason("build_up_cannot_help", source)))
    return next((answer for answer in answers if answer.holds is None), first)


def left_method(case: Case) -> Formula | None:
    """The method of the agreement that takes foreign value off a price."""
    formulas = case.agreement.formulas
    return "build_down" if "build_down" in formulas else "ex_works" if "ex_works" in formulas else None


def maximum_foreign(rule: Value, case: Case) -> JudgedCriterion:
    """MaxNOM n: foreign value at most n % of the ex-works price."""
    price, source = case.product.ex_works_price, case.agreement.articles.value
    facts: dict[str, Fact] = {"needed": f"{rule.percent:f}", "foreign": Later(shown, case.vnm.known)}
    if price is not None and not share_at_most(price, case.vnm.known, rule.percent):
        return JudgedCriterion("MaxNOM", str(rule), False, (Reason("foreign_above", source, facts),))
    if price is None or case.vnm.missing:
        missing = case.vnm.missing + (("ex_works_price",) if price is None else ())
        return JudgedCriterion("MaxNOM", str(rule), None, (Reason("foreign_untold", source, facts),), missing)
    facts |= {"price": Later(shown, price), "percent": Later(share_text, price, case.vnm.known)}
    return JudgedCriterion("MaxNOM", str(rule), True, (Reason("foreign_within", source, facts),))


def built_up(case: Case) -> Decimal:
    """The part of the price that a build-up counts, as far as it is known (RCEP Art. 3.5.1(b))."""
    known = case.vom.known
    for part in case.product.cost.parts().values():
        known += part or 0
    return known


def missing_for_build_up(case: Case) -> tuple[str, ...]:
    cost = tuple(f"cost.{name}" for name, part in case.product.cost.parts().items() if part is None)
    return case.vom.missing + cost + (("fob_price",) if case.product.fob_price is None else ())


def contradictions(case: Case) -> tuple[Reason, ...]:
    """That a price is less than what is said to be in it; a build-up is worth nothing then (a note, no verdict)."""
    price = case.product.fob_price
    if price is None or "build_up" not in case.agreement.formulas:
        return ()
    part = built_up(case)
    if part + case.vnm.known <= price:
        return ()
    facts: dict[str, Fact] = {
        "part": Later(shown, part),
        "foreign": Later(shown, case.vnm.known),
        "price": Later(shown, price),
    }
    return (Reason("costs_exceed_price", case.agreement.articles.value, facts),)


def value_components(examined: Case) -> Values:
    """The value components of a case by the formulas of its agreement."""
    product, formulas = examined.product, examined.agreement.formulas
    vnm, by_fob = examined.vnm.whole, left_percent(product.fob_price, examined.vnm.whole)
    complete = "build_up" in formulas and not missing_for_build_up(examined)
    return Values(
        vnm=vnm,
        vom=examined.vom.whole,
        exw_component_percent=left_percent(product.ex_works_price, vnm),
        fob_component_percent=by_fob,
        rvc_build_down_percent=by_fob if "build_down" in formulas else None,
        content_percent=left_percent(product.ex_works_price, vnm) if "ex_works" in formulas else by_fob,
        rvc_build_up_percent=share_percent(product.fob_price, built_up(examined)) if complete else None,
    )


def needed_content(rule: Value, case: Case) -> Decimal:
    """The percentage of an RVC rule; more where the agreement asks more of cumulated content (APTA)."""
    cumulated = case.agreement.cumulation.content_percent
    return max(rule.percent, cumulated) if cumulated is not None and case.cumulated else rule.percent


def _left(rule: Value, method: Formula, needed: Decimal, case: Case) -> JudgedCriterion:
    """(price − VNM) ÷ price; materials whose value is unknown can only lower it."""
    key, price = price_of(case, BASIS[method])
    foreign = case.vnm
    facts = _facts(method, needed, case)
    if price is not None and not left_at_least(price, foreign.known, needed):
        if foreign.missing:
            return _answer(rule, False, "content_capped", case, facts)
        return _answer(rule, False, "content_missed", case, facts | {"sum": Later(_left_sum, price, foreign.known)})
    if price is None or foreign.missing:
        missing = foreign.missing + ((key,) if price is None else ())
        return _answer(rule, None, "content_untold", case, facts, missing)
    facts["sum"] = Later(_left_sum, price, foreign.known)
    general = case.agreement.general_rule
    is_open = case.general and general is not None and not general.boundary_settled
    if is_open and (price - foreign.known) * 100 == needed * price:
        return _answer(rule, None, "content_at_boundary", case, facts, ("boundary",))
    return _answer(rule, True, "content_reached", case, facts, percent=left_percent(price, foreign.known))


def _build_up(rule: Value, needed: Decimal, case: Case) -> JudgedCriterion:
    """(VOM + labour + overhead + profit + other) ÷ FOB; what is unknown can only raise it."""
    price, missing = case.product.fob_price, missing_for_build_up(case)
    facts = _facts("build_up", needed, case)
    if price is None:
        return _answer(rule, None, "content_untold", case, facts, missing)
    part = built_up(case)
    facts["sum"] = lambda: f"{shown(part)} ÷ {shown(price)} × 100 = {share_text(price, part)}"
    if share_at_least(price, part, needed):
        return _answer(rule, True, "content_reached", case, facts, percent=share_percent(price, part))
    if missing:
        return _answer(rule, None, "content_untold", case, facts, missing)
    return _answer(rule, False, "content_missed", case, facts)


def _answer(
    rule: Value,
    holds: bool | None,
    key: str,
    case: Case,
    facts: Mapping[str, Fact],
    missing: tuple[str, ...] = (),
    percent: Decimal | None = None,
) -> JudgedCriterion:
    reason = Reason(key, case.agreement.articles.value, facts)
    return JudgedCriterion("RVC", str(rule), holds, (reason,), missing, percent=percent)


def _facts(method: Formula, needed: Decimal, case: Case) -> dict[str, Fact]:
    zh, en = _METHODS[method]
    return {
        "method_zh": zh,
        "method_en": en,
        "needed": f"{needed:f}",
        "foreign": Later(shown, case.vnm.known),
    }


def _left_sum(price: Decimal, foreign: Decimal) -> str:
    return left_sum(price, foreign) or ""
