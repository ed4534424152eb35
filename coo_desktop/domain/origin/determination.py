"""Whether a product originates under an agreement: criteria, verdict, printed code, margin, and why."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal, localcontext
from functools import partial
from typing import NamedTuple

from coo_desktop.domain.agreements import Agreement, CitedFact
from coo_desktop.domain.origin import reasons
from coo_desktop.domain.origin.case import Case, JudgedCriterion, Lending, lenders, listed, price_of
from coo_desktop.domain.origin.content import Values, contradictions, needed_content, value_components
from coo_desktop.domain.origin.notation import BRANCHES, AllOf, Leaf, Rule, Value
from coo_desktop.domain.origin.product import Material, Product
from coo_desktop.domain.origin.reasons import Fact, Later, Reason
from coo_desktop.domain.origin.rules import Listing, ProductRule
from coo_desktop.domain.origin.values import CENT, EXACT, foreign_allowed, price_floor
from coo_desktop.domain.origin.verdict import Judgement, Need, Standing, decides, holding, judged

_PROMISING = (Standing.HOLDS, Standing.WOULD_HOLD)
_ANY_LIST = ("受产品特定规则约束的货物清单", "the list of goods with rules of their own")


@dataclass(frozen=True, slots=True)
class Margin:
    """How much foreign value the rule's value criterion still allows, and the lowest price that still meets it."""

    vnm_allowed: Decimal | None = None
    fob_floor: Decimal | None = None
    exw_floor: Decimal | None = None


class Determination(NamedTuple):
    """The answer for one agreement; `qualifies` is None where data or a rule is missing (`missing` names it).

    `standing` also knows what would hold, and `needs` what would settle it: where that is a proof of origin, what is
    declared so far need not qualify; `proven` are the places of the materials that have to come with one. `values` and
    `margin` are worked out from the `verdict` once somebody reads them.
    """

    agreement: str
    hs_code: str
    rule: ProductRule | None
    verified: bool
    verdict: Judgement
    criteria: tuple[JudgedCriterion, ...]
    qualifies: bool | None
    criterion: str | None
    missing: tuple[str, ...]
    additions: tuple[str, ...] = ()
    notes: tuple[Reason, ...] = ()
    standing: Standing = Standing.UNKNOWN
    needs: tuple[Need, ...] = ()
    proven: tuple[int, ...] = ()

    @property
    def values(self) -> Values:
        with localcontext(EXACT):
            return value_components(self.verdict.examined)

    @property
    def margin(self) -> Margin:
        """Nothing where no criterion was put to the good."""
        with localcontext(EXACT):
            return _margin(self.verdict) if self.criteria else Margin()


def determine(
    product: Product, agreement: Agreement, rule: ProductRule | None, on: date, listing: Listing = Listing.UNTOLD
) -> Determination:
    """Apply a product rule, or without one the agreement's general rule; `listing` is what whole lists say of the code.

    Goods wholly obtained, or made of originating materials only, originate without any rule.
    """
    with localcontext(EXACT):
        question = partial(judged, product, agreement, rule, on, listing)
        verdict = question(Lending.DECLARED)
        if agreement.cumulation.content_percent is not None and verdict.examined.cumulated:
            verdict = min(question(Lending.NONE), verdict, key=lambda each: each.standing.rank)
        proof = _with_proof(verdict, question, on)
        notes = [*_notes(verdict, on, listing), *contradictions(verdict.examined), *_rule_notes(verdict, listing)]
        if proof is None:
            return _determined(verdict, notes)
        places = tuple(at for at, row in enumerate(product.materials) if row in proof.examined.cumulated)
        lent = tuple(at for at in places if not product.materials[at].cumulated)
        named = [product.materials[at] for at in lent]
        notes.append(_naming("proof_would_turn", agreement.cumulation.source, named))
        needs = (Need.PROOF, *proof.needs)
        return _determined(verdict, notes)._replace(standing=Standing.WOULD_HOLD, needs=needs, proven=lent)


def _determined(verdict: Judgement, notes: Sequence[Reason]) -> Determination:
    examined, rule, product = verdict.examined, verdict.rule, verdict.examined.product
    winner = verdict.strongest if verdict.qualifies else None
    return Determination(
        agreement=examined.agreement.id,
        hs_code=product.hs_code,
        rule=rule,
        verified=rule is not None and rule.verified and not _edition_differs(product, rule),
        verdict=verdict,
        criteria=(*verdict.alone, *verdict.answers.values()),
        qualifies=verdict.qualifies,
        criterion=_printed(examined, winner) if winner else None,
        missing=verdict.missing,
        additions=_additions(examined, winner) if winner else (),
        notes=tuple(notes),
        standing=verdict.standing,
        needs=verdict.needs,
    )


def _with_proof(verdict: Judgement, question: Callable[[Lending], Judgement], on: date) -> Judgement | None:
    """The verdict if materials of parties came with proofs of origin; None where these would not turn it."""
    product, agreement = verdict.examined.product, verdict.examined.agreement
    if verdict.standing in _PROMISING or not product.abroad:
        return None
    able = lenders(product, agreement, on, Lending.PROVEN)
    if not any(row.origin in able for _, row in (*verdict.examined.foreign, *verdict.examined.aside)):
        return None
    proven = question(Lending.PROVEN)
    return proven if proven.standing in _PROMISING else None


def _printed(examined: Case, winner: JudgedCriterion) -> str | None:
    template = examined.agreement.codes.printed(
        winner.code, by_general_rule=examined.general, cumulated=bool(examined.cumulated)
    )
    if not template or "{" not in template:
        return template or None
    return template.format(percent=int(winner.percent or 0))


def _additions(examined: Case, winner: JudgedCriterion) -> tuple[str, ...]:
    if not examined.agreement.codes.additions:
        return ()
    mixed = examined.product.fungible and any(material.fungible for _, material in examined.split.own)
    used = {"ACU": bool(examined.cumulated), "DMI": winner.tolerated, "FG": mixed}
    return tuple(name for name in examined.agreement.codes.additions if used.get(name))


def _margin(verdict: Judgement) -> Margin:
    examined, tree = verdict.examined, verdict.tree
    value = _value_needed(tree, verdict.answers) if tree else None
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
    if not isinstance(rule, BRANCHES):
        return None
    found = [value for part in rule.parts if (value := _value_needed(part, answers))]
    if not found:
        return None
    if isinstance(rule, AllOf):
        others = (part for part in rule.parts if _value_needed(part, answers) is None)
        failed = any(holding(part, answers).holds is False for part in others)
        return None if failed else min(found, key=_foreign_share)
    return max(found, key=_foreign_share)


def _foreign_share(value: Value) -> Decimal:
    return value.percent if value.word == "MaxNOM" else 100 - value.percent


def _rule_notes(verdict: Judgement, listing: Listing) -> Sequence[Reason]:
    """What to know about the rule itself; nothing where the good originates without one."""
    examined, rule = verdict.examined, verdict.rule
    if verdict.alone or examined.product.is_set:
        return ()
    if rule is None:
        return (Reason("rule_listed" if listing is Listing.LISTED else "no_rule"),)
    notes = list[Reason]()
    if rule.kind == "general" and not decides(examined.agreement, rule, listing):
        notes.append(_general_note(verdict, rule))
    elif not rule.verified:
        notes.append(_unverified(rule))
        if verdict.standing is Standing.WOULD_HOLD:
            notes.append(Reason("rule_would_hold", rule.source))
    general = examined.agreement.general_rule
    if rule.kind == "general" and general is not None and not general.verified and not rule.quality:
        zh, en = reasons.WORDING_WORDS[general.wording]
        notes.append(Reason("general_rule_wording", rule.source, {"wording_zh": zh, "wording_en": en}))
    if _edition_differs(examined.product, rule):
        editions = {"rule_edition": ", ".join(rule.editions), "edition": examined.product.hs_edition}
        notes.append(Reason("edition_differs", rule.source, editions))
    return notes


def _general_note(verdict: Judgement, rule: ProductRule) -> Reason:
    """What the general rule would say, and the list that the code must not be on for it to say so."""
    general = verdict.examined.agreement.general_rule
    zh, en = _ANY_LIST if general is None or general.listed is None else (general.listed.zh_CN, general.listed.en)
    facts: dict[str, Fact] = {"rule": rule.text, "listed_zh": zh, "listed_en": en}
    if verdict.standing is not Standing.WOULD_HOLD:
        missed = verdict.needs == (Need.RULE,)
        return Reason("general_rule_missed" if missed else "general_rule_open", rule.source, facts)
    reached = next((each.percent for each in verdict.support if each.percent is not None), None)
    share = f"{reached.quantize(CENT, ROUND_FLOOR, EXACT).normalize(EXACT):f}" if reached is not None else ""
    facts |= {"share_zh": f"（{share}%）" if share else "", "share_en": f" at {share} %" if share else ""}
    return Reason("would_hold_unlisted", rule.source, facts)


def _unverified(rule: ProductRule) -> Reason:
    if not rule.quality:
        return Reason("rule_unverified", rule.source)
    zh, en = reasons.QUALITY_WORDS[rule.quality]
    return Reason("rule_of_quality", rule.source, {"quality_zh": zh, "quality_en": en})


def _notes(verdict: Judgement, on: date, listing: Listing) -> Sequence[Reason]:
    """What to know about the countries, the working and the materials."""
    examined, notes = verdict.examined, list[Reason]()
    product, agreement = examined.product, examined.agreement
    if verdict.qualifies is False and not agreement.links(product.exporter, product.importer, on):
        link = {"agreement": agreement.name.en, "exporter": product.exporter, "importer": product.importer}
        notes.append(Reason("not_linked", agreement.source, link | {"on": on.isoformat()}))
    if listing is Listing.OUTSIDE:
        names = {"agreement_zh": agreement.name.zh_CN, "agreement_en": agreement.name.en}
        notes.append(Reason("outside_list", agreement.source, names))
    if product.minimal_operations:
        notes.append(Reason("minimal_operations", agreement.articles.minimal_operations))
    if product.declared:
        notes += _cumulation_notes(verdict)
    if examined.aside:
        notes.append(_naming("packing_aside", _cited(agreement, "packing"), [row for _, row in examined.aside]))
    if product.fungible:
        mixed = [material for material in product.materials if material.fungible]
        notes.append(_naming("stock_method", _cited(agreement, "fungible"), mixed))
    return notes


def _cumulation_notes(verdict: Judgement) -> list[Reason]:
    """How the materials were counted that are declared cumulated."""
    split, source, notes = verdict.examined.split, verdict.examined.agreement.cumulation.source, list[Reason]()
    if verdict.lending is Lending.NONE:
        declared = [row for row in verdict.examined.product.materials if row.cumulated]
        notes.append(_naming("cumulation_not_needed", source, declared))
    if split.cumulated:
        notes.append(_naming("cumulated", source, split.cumulated))
    if split.refused:
        notes.append(_naming("not_cumulated", source, split.refused))
    return notes


def _cited(agreement: Agreement, fact: CitedFact) -> str:
    return agreement.sources[fact].source if fact in agreement.sources else ""


def _naming(key: str, source: str, materials: Sequence[Material]) -> Reason:
    return Reason(key, source, {"materials": Later(listed, tuple(materials))})


def _edition_differs(product: Product, rule: ProductRule) -> bool:
    return bool(rule.editions) and product.hs_edition not in rule.editions
