"""The verdict on a product under one agreement: what holds, what would hold, and what one thing would settle it.

A rule that no list or text confirms never makes a good hold; it makes it one that would hold, with what to look up.
"""

import enum
import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from coo_desktop.domain.agreements import Agreement, Scope
from coo_desktop.domain.origin.case import Case, JudgedCriterion, Lending, case
from coo_desktop.domain.origin.criteria import exclusively_originating, judge, wholly_obtained
from coo_desktop.domain.origin.notation import BRANCHES, AnyOf, Leaf, Named, Rule, leaves
from coo_desktop.domain.origin.product import Product
from coo_desktop.domain.origin.rules import Listing, ProductRule

STRENGTH = ("WO", "PE", "SET", "CTC", "RVC", "MaxNOM", "CR", "DR", "PUR", "SP", "ALL")
_SET = Named("SET")


class Standing(enum.Enum):
    """How a product stands under an agreement, the best first; what would hold needs something looked up or proven."""

    HOLDS = "holds"
    WOULD_HOLD = "would_hold"
    UNKNOWN = "unknown"
    FAILS = "fails"

    @property
    def rank(self) -> int:
        return _RANKS[self]

    @classmethod
    def of(cls, verdict: bool | None) -> "Standing":
        return cls.UNKNOWN if verdict is None else cls.HOLDS if verdict else cls.FAILS


_RANKS = {standing: rank for rank, standing in enumerate(Standing)}


class Need(enum.Enum):
    """What would settle an answer that is open."""

    LIST = "list"
    RULE = "rule"
    TEXT = "text"
    PROOF = "proof"
    PRICE = "price"
    MATERIALS = "materials"
    PROCESSES = "processes"
    CODE = "code"
    WEIGHT = "weight"
    COST = "cost"
    OBTAINED = "obtained"


#: In Chinese and English, as they follow "missing:" or "one thing settles it:".
NEED_WORDS: Mapping[Need, tuple[str, str]] = {
    Need.LIST: ("受产品特定规则约束的货物清单", "the list of goods with rules of their own"),
    Need.RULE: ("产品规则", "a product rule"),
    Need.TEXT: ("协定现行文本", "the agreement's text in force"),
    Need.PROOF: ("材料的原产地证明", "a material's proof of origin"),
    Need.PRICE: ("价格", "a price"),
    Need.MATERIALS: ("原材料资料", "facts of the materials"),
    Need.PROCESSES: ("加工工序", "the processes"),
    Need.CODE: ("HS 编码", "the HS code"),
    Need.WEIGHT: ("净重", "the net weight"),
    Need.COST: ("成本", "the costs"),
    Need.OBTAINED: ("是否完全获得", "whether it is wholly obtained"),
}
#: The first part of what a criterion misses, by the names of the product file.
_MISSING = {
    "product_rule": Need.RULE,
    "fob_price": Need.PRICE,
    "ex_works_price": Need.PRICE,
    "materials": Need.MATERIALS,
    "processes": Need.PROCESSES,
    "product": Need.CODE,
    "hs_code": Need.CODE,
    "net_weight_kg": Need.WEIGHT,
    "cost": Need.COST,
    "wholly_obtained": Need.OBTAINED,
}
#: What is missing while a figure of the agreement is known and not verified: it would hold by that figure.
_UNVERIFIED = frozenset({"tolerance", "set_share"})


class Judgement(NamedTuple):
    """A product judged with some materials lent; `support` holds the criteria that a positive answer rests on."""

    lending: Lending
    examined: Case
    rule: ProductRule | None
    tree: Rule | None
    answers: Mapping[Leaf, JudgedCriterion]
    alone: tuple[JudgedCriterion, ...]
    qualifies: bool | None
    standing: Standing
    support: tuple[JudgedCriterion, ...] = ()
    missing: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()

    @property
    def strongest(self) -> JudgedCriterion | None:
        """The strongest criterion by which it holds or would hold."""
        if len(self.support) < 2:
            return self.support[0] if self.support else None
        return min(self.support, key=lambda answer: STRENGTH.index(answer.code))


class _Answer(NamedTuple):
    holds: bool | None
    support: tuple[JudgedCriterion, ...] = ()
    missing: tuple[str, ...] = ()


def judged(
    product: Product, agreement: Agreement, rule: ProductRule | None, on: date, listing: Listing, lending: Lending
) -> Judgement:
    """The verdict by a product's rule, or without one by the agreement's general rule, with materials lent so."""
    rule = applied(agreement, rule, listing)
    general = rule is not None and rule.kind == "general"
    examined = case(product, agreement, on, general=general, lending=lending)
    tree = _SET if product.is_set else rule.tree if rule else None
    answers = {leaf: judge(leaf, examined) for leaf in (leaves(tree) if tree else ())}
    alone = _standalone(examined, answers)
    known = (lending, examined, rule, tree, answers, alone)
    linked = agreement.links(product.exporter, product.importer, on)
    if product.minimal_operations or not linked or listing is Listing.OUTSIDE:
        return Judgement(*known, False, Standing.FAILS)
    found = holding(tree, answers) if tree else _Answer(None)
    if alone:
        return Judgement(*known, True, Standing.HOLDS, (*alone, *found.support))
    if product.is_set or decides(agreement, rule, listing):
        if found.holds is not None:
            return Judgement(*known, found.holds, Standing.of(found.holds), found.support if found.holds else ())
        return Judgement(*known, None, *_open(found, tree, answers, ()))
    general = rule is not None and rule.kind == "general"
    return Judgement(*known, None, *_open(found, tree, answers, (Need.LIST if general else Need.RULE,)))


_Open = tuple[Standing, tuple[JudgedCriterion, ...], tuple[str, ...], tuple[Need, ...]]


def _open(
    found: _Answer, tree: Rule | None, answers: Mapping[Leaf, JudgedCriterion], lookup: tuple[Need, ...]
) -> _Open:
    """What is known of an answer that does not stand: whether it would, what is missing, and what would settle it.

    `lookup` is what keeps the rule itself from deciding.
    """
    rule_missing = ("product_rule",) if lookup else ()
    hoped = holding(tree, answers, hopeful=True) if tree and found.holds is None else found
    if hoped.holds is False:
        return Standing.UNKNOWN, (), rule_missing, (Need.RULE,)
    missing = tuple(dict.fromkeys((*rule_missing, *found.missing)))
    if hoped.holds:
        return Standing.WOULD_HOLD, hoped.support, missing, (*lookup, *(() if found.holds else (Need.TEXT,)))
    return Standing.UNKNOWN, (), missing, _needs(lookup, found.missing)


def applied(agreement: Agreement, rule: ProductRule | None, listing: Listing) -> ProductRule | None:
    """The rule that is the law for the good, as far as known: a general one for every good has nothing beside it."""
    general = agreement.general_rule
    if general is None or (general.scope is not Scope.EVERY and (rule is not None or listing is Listing.LISTED)):
        return rule
    return ProductRule(general.text, general.source, general.verified, kind="general")


def _needs(lookup: tuple[Need, ...], missing: tuple[str, ...]) -> tuple[Need, ...]:
    named = (_MISSING.get(re.split(r"[.\[]", name)[0], Need.TEXT) for name in missing)
    return tuple(dict.fromkeys((*lookup, *named)))


def decides(agreement: Agreement, rule: ProductRule | None, listing: Listing) -> bool:
    """Whether a rule decides: what the user typed, one of an official text, a general one that is the law."""
    if rule is None or rule.kind == "typed":
        return rule is not None
    if rule.kind != "general":
        return rule.decides
    general = agreement.general_rule
    return listing is Listing.UNLISTED or (general is not None and general.scope is Scope.EVERY)


def figures_missing(answer: JudgedCriterion) -> bool:
    """Whether only a figure of the agreement that is not verified keeps a criterion from holding."""
    return bool(answer.missing) and _UNVERIFIED.issuperset(answer.missing)


def holding(rule: Rule, answers: Mapping[Leaf, JudgedCriterion], *, hopeful: bool = False) -> _Answer:
    """Three-valued and/or over the tree; `hopeful` counts what only an unverified figure keeps open as holding."""
    if not isinstance(rule, BRANCHES):
        answer = answers[rule]
        holds = answer.holds
        if hopeful and holds is None and figures_missing(answer):
            holds = True
        return _Answer(holds, (answer,) if holds else (), answer.missing)
    parts = [holding(part, answers, hopeful=hopeful) for part in rule.parts]
    decisive, held = isinstance(rule, AnyOf), [part.holds for part in parts]
    if decisive in held:
        return _Answer(decisive, tuple([each for part in parts if part.holds for each in part.support]))
    if None in held:
        unknown = (name for part in parts if part.holds is None for name in part.missing)
        return _Answer(None, missing=tuple(dict.fromkeys(unknown)))
    return _Answer(not decisive, tuple([each for part in parts for each in part.support]))


def _standalone(examined: Case, answers: Mapping[Leaf, JudgedCriterion]) -> tuple[JudgedCriterion, ...]:
    """WO and PE where they hold by themselves and the rule does not already ask for them."""
    obtained, exclusive = examined.product.wholly_obtained is True, not examined.foreign and not examined.aside
    if not obtained and not exclusive:
        return ()
    able = {"WO": obtained, "PE": exclusive}
    asked = {answer.code for answer in answers.values()}
    routes = {"WO": wholly_obtained, "PE": exclusively_originating}
    found = (routes[code](examined) for code in examined.agreement.codes.standalone if able[code] and code not in asked)
    return tuple(answer for answer in found if answer.holds)
