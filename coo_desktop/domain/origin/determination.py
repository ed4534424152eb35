"""Whether a product originates under an agreement: criteria, verdict, printed code, margin, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from coo_desktop.domain.agreements import Agreement
from coo_desktop.domain.origin import reasons
from coo_desktop.domain.origin.case import Case, JudgedCriterion, case, listed, price_of
from coo_desktop.domain.origin.content import built_up, contradictions, missing_for_build_up, needed_content
from coo_desktop.domain.origin.criteria import exclusively_originating, judge, wholly_obtained
from coo_desktop.domain.origin.notation import AllOf, AnyOf, Leaf, Rule, Value, leaves
from coo_desktop.domain.origin.product import Product
from coo_desktop.domain.origin.reasons import Later, Reason
from coo_desktop.domain.origin.rules import ProductRule
from coo_desktop.domain.origin.values import (
    EXACT,
    amount_text,
    foreign_allowed,
    left_percent,
    percent_text,
    price_floor,
    share_percent,
)

STRENGTH = ("WO", "PE", "CTC", "RVC", "MaxNOM", "CR", "DR", "PUR", "SP", "ALL")


@dataclass(frozen=True, slots=True)
class Values:
    """The value components, unrounded; None where something is missing or the agreement has no such formula."""

    vnm: Decimal | None
    vom: Decimal | None
    exw_component_percent: Decimal | None
    fob_component_percent: Decimal | None
    rvc_build_down_percent: Decimal | None
    rvc_build_up_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Margin:
    """How much foreign value the rule's value criterion still allows, and the lowest price that still meets it."""

    vnm_allowed: Decimal | None = None
    fob_floor: Decimal | None = None
    exw_floor: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Determination:
    """The answer for one agreement; `qualifies` is None where data or a rule is missing (`missing` names it)."""

    agreement: str
    hs_code: str
    rule: ProductRule | None
    verified: bool
    values: Values
    criteria: tuple[JudgedCriterion, ...]
    qualifies: bool | None
    criterion: str | None
    missing: tuple[str, ...]
    margin: Margin
    additions: tuple[str, ...] = ()
    notes: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class _Verdict:
    holds: bool | None
    support: tuple[Leaf, ...] = ()
    missing: tuple[str, ...] = ()


def determine(product: Product, agreement: Agreement, rule: ProductRule | None, on: date) -> Determination:
    """Apply a product rule, or without one the agreement's general rule where that decides by itself.

    Goods wholly obtained, or made of originating materials only, originate without any rule.
    """
    general = agreement.general_rule
    if rule is None and general is not None:
        rule = ProductRule(general.text, general.source, general.verified, kind="general")
    with localcontext(EXACT):
        examined = case(product, agreement, on, general=rule is not None and rule.kind == "general")
        tree = rule.tree if rule else None
        answers = {leaf: judge(leaf, examined) for leaf in (leaves(tree) if tree else ())}
        alone = _standalone(examined, answers)
        verdict = _verdict(tree, answers) if tree else _Verdict(None)
        linked = agreement.links(product.exporter, product.importer, on)
        qualifies, missing = _qualifies(examined, rule, verdict, alone, linked=linked)
        winner = _strongest(alone, verdict, answers) if qualifies else None
        return Determination(
            agreement=agreement.id,
            hs_code=product.hs_code,
            rule=rule,
            verified=rule is not None and rule.verified and not _edition_differs(product, rule),
            values=_values(examined),
            criteria=(*alone, *answers.values()),
            qualifies=qualifies,
            criterion=_printed(examined, winner) if winner else None,
            missing=missing,
            margin=_margin(examined, tree, answers),
            additions=_additions(examined, winner) if winner else (),
            notes=(*_notes(examined, "" if linked else on.isoformat()), *_rule_notes(examined, rule, needed=not alone)),
        )


def as_json(found: Determination) -> dict[str, object]:
    """The answer as the command line prints it, decimals as strings."""
    rule, values, margin = found.rule, found.values, found.margin
    margins = {"vnm_allowed": amount_text(margin.vnm_allowed), "fob_floor": amount_text(margin.fob_floor)}
    if margin.exw_floor is not None:
        margins["exw_floor"] = amount_text(margin.exw_floor)
    return {
        "agreement": found.agreement,
        "hs_code": found.hs_code,
        "rule": {"text": rule and rule.text, "source": rule and rule.source, "verified": found.verified},
        "values": {
            "vnm": amount_text(values.vnm),
            "vom": amount_text(values.vom),
            "exw_component_percent": percent_text(values.exw_component_percent),
            "fob_component_percent": percent_text(values.fob_component_percent),
            "rvc_build_down_percent": percent_text(values.rvc_build_down_percent),
            "rvc_build_up_percent": percent_text(values.rvc_build_up_percent),
        },
        "criteria": [
            {"code": answer.code, "holds": answer.holds, "because": [reasons.as_json(why) for why in answer.because]}
            for answer in found.criteria
        ],
        "qualifies": found.qualifies,
        "criterion": found.criterion,
        "missing": list(found.missing),
        "margin": margins,
        "additions": list(found.additions),
        "notes": [reasons.as_json(note) for note in found.notes],
    }


def _standalone(examined: Case, answers: Mapping[Leaf, JudgedCriterion]) -> tuple[JudgedCriterion, ...]:
    """WO and PE where they hold by themselves and the rule does not already ask for them."""
    able = {"WO": examined.product.wholly_obtained is True, "PE": not examined.foreign}
    if not any(able.values()):
        return ()
    asked = {answer.code for answer in answers.values()}
    routes = {"WO": wholly_obtained, "PE": exclusively_originating}
    found = (routes[code](examined) for code in examined.agreement.codes.standalone if able[code] and code not in asked)
    return tuple(answer for answer in found if answer.holds)


def _verdict(rule: Rule, answers: Mapping[Leaf, JudgedCriterion]) -> _Verdict:
    """Three-valued and/or over the tree; `support` holds the criteria on which a positive answer rests."""
    if not isinstance(rule, AllOf | AnyOf):
        answer = answers[rule]
        return _Verdict(answer.holds, (rule,) if answer.holds else (), answer.missing)
    parts = [_verdict(part, answers) for part in rule.parts]
    decisive = isinstance(rule, AnyOf)
    if any(part.holds is decisive for part in parts):
        return _Verdict(decisive, tuple(leaf for part in parts if part.holds for leaf in part.support))
    if any(part.holds is None for part in parts):
        unknown = (name for part in parts if part.holds is None for name in part.missing)
        return _Verdict(None, missing=tuple(dict.fromkeys(unknown)))
    return _Verdict(not decisive, tuple(leaf for part in parts for leaf in part.support))


def _qualifies(
    examined: Case, rule: ProductRule | None, verdict: _Verdict, alone: tuple[JudgedCriterion, ...], *, linked: bool
) -> tuple[bool | None, tuple[str, ...]]:
    if examined.product.minimal_operations or not linked:
        return False, ()
    if alone:
        return True, ()
    if not _decides(examined.agreement, rule):
        return None, ("product_rule",)
    return verdict.holds, verdict.missing if verdict.holds is None else ()


def _decides(agreement: Agreement, rule: ProductRule | None) -> bool:
    """What the user typed decides, a rule that stands on an official text, a general rule that is the law for all."""
    if rule is None or rule.kind == "typed":
        return rule is not None
    general = agreement.general_rule
    return rule.decides or (rule.kind == "general" and general is not None and general.decides)


def _strongest(
    alone: tuple[JudgedCriterion, ...], verdict: _Verdict, answers: Mapping[Leaf, JudgedCriterion]
) -> JudgedCriterion:
    holding = [*alone, *(answers[leaf] for leaf in verdict.support)]
    return min(holding, key=lambda answer: STRENGTH.index(answer.code))


def _printed(examined: Case, winner: JudgedCriterion) -> str | None:
    template = examined.agreement.codes.printed(
        winner.code, by_general_rule=examined.general, cumulated=bool(examined.cumulated)
    )
    return template.format(percent=int(winner.percent or 0)) if template else None


def _additions(examined: Case, winner: JudgedCriterion) -> tuple[str, ...]:
    used = {"ACU": bool(examined.cumulated), "DMI": winner.tolerated}
    return tuple(name for name in examined.agreement.codes.additions if used.get(name))


def _values(examined: Case) -> Values:
    product, formulas = examined.product, examined.agreement.formulas
    vnm, by_fob = examined.vnm.whole, left_percent(product.fob_price, examined.vnm.whole)
    complete = "build_up" in formulas and not missing_for_build_up(examined)
    return Values(
        vnm=vnm,
        vom=examined.vom.whole,
        exw_component_percent=left_percent(product.ex_works_price, vnm),
        fob_component_percent=by_fob,
        rvc_build_down_percent=by_fob if "build_down" in formulas else None,
        rvc_build_up_percent=share_percent(product.fob_price, built_up(examined)) if complete else None,
    )


def _margin(examined: Case, tree: Rule | None, answers: Mapping[Leaf, JudgedCriterion]) -> Margin:
    value = _value_needed(tree, answers) if tree else None
    if value is None:
        return Margin()
    ex_works = value.word == "MaxNOM" or examined.agreement.price == "ex_works"
    needed = 100 - value.percent if value.word == "MaxNOM" else needed_content(value, examined)
    _, price = price_of(examined, "ex_works" if ex_works else "fob")
    vnm = examined.vnm.whole
    floor = price_floor(vnm, needed) if vnm is not None else None
    return Margin(
        vnm_allowed=foreign_allowed(price, needed) if price is not None else None,
        fob_floor=None if ex_works else floor,
        exw_floor=floor if ex_works else None,
    )


def _value_needed(rule: Rule, answers: Mapping[Leaf, JudgedCriterion]) -> Value | None:
    """The value criterion that bounds foreign value: the easiest alternative whose other conditions can hold."""
    if isinstance(rule, Value):
        return rule
    if not isinstance(rule, AllOf | AnyOf):
        return None
    found = [value for part in rule.parts if (value := _value_needed(part, answers))]
    if not found:
        return None
    if isinstance(rule, AllOf):
        others = (part for part in rule.parts if _value_needed(part, answers) is None)
        failed = any(_verdict(part, answers).holds is False for part in others)
        return None if failed else min(found, key=_foreign_share)
    return max(found, key=_foreign_share)


def _foreign_share(value: Value) -> Decimal:
    return value.percent if value.word == "MaxNOM" else 100 - value.percent


def _rule_notes(examined: Case, rule: ProductRule | None, *, needed: bool) -> tuple[Reason, ...]:
    """What to know about the rule itself; nothing where the good originates without one."""
    if not needed:
        return ()
    if rule is None:
        return (Reason("no_rule"),)
    if rule.kind == "general" and not _decides(examined.agreement, rule):
        return (Reason("general_rule_unverified", rule.source),)
    notes = () if rule.verified else (_unverified(rule),)
    if not _edition_differs(examined.product, rule):
        return notes
    editions = {"rule_edition": ", ".join(rule.editions), "edition": examined.product.hs_edition}
    return (*notes, Reason("edition_differs", rule.source, editions))


def _unverified(rule: ProductRule) -> Reason:
    if not rule.quality:
        return Reason("rule_unverified", rule.source)
    zh, en = reasons.QUALITY_WORDS[rule.quality]
    return Reason("rule_of_quality", rule.source, {"quality_zh": zh, "quality_en": en})


def _notes(examined: Case, unlinked_on: str) -> tuple[Reason, ...]:
    """What to know about the countries, the working and the materials; `unlinked_on` is a day without preference."""
    product, agreement, notes = examined.product, examined.agreement, list[Reason]()
    if unlinked_on:
        link = {"agreement": agreement.name.en, "exporter": product.exporter, "importer": product.importer}
        notes.append(Reason("not_linked", agreement.source, link | {"on": unlinked_on}))
    if product.minimal_operations:
        notes.append(Reason("minimal_operations", agreement.articles.minimal_operations))
    if examined.cumulated:
        notes.append(Reason("cumulated", agreement.cumulation.source, {"materials": Later(listed, examined.cumulated)}))
    if examined.refused:
        notes.append(
            Reason("not_cumulated", agreement.cumulation.source, {"materials": Later(listed, examined.refused)})
        )
    return (*notes, *contradictions(examined))


def _edition_differs(product: Product, rule: ProductRule) -> bool:
    return bool(rule.editions) and product.hs_edition not in rule.editions
