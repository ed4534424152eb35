"""One product under one agreement: which materials count as originating there, and what they are worth."""

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, localcontext
from typing import Any

from coo_desktop.domain.agreements import Agreement
from coo_desktop.domain.origin.margin import Room
from coo_desktop.domain.origin.product import Material, Product, Role
from coo_desktop.domain.origin.reasons import Reason
from coo_desktop.domain.origin.values import EXACT, Sum, total

Placed = tuple[str, Material]


@dataclass(frozen=True, slots=True)
class JudgedCriterion:
    """One criterion answered: it holds, fails, or (None) lacks what `missing` names in the product file's words.

    `tolerated` tells that only the tolerance let it hold; `percent` is the content that was reached; `margins` tells,
    once somebody asks, how far it is from its thresholds.
    """

    code: str
    rule: str
    holds: bool | None
    because: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    tolerated: bool = False
    percent: Decimal | None = None
    margins: Callable[[], tuple[Room, ...]] = field(default=tuple, repr=False, compare=False)

    @property
    def rooms(self) -> tuple[Room, ...]:
        """How far the criterion is from its thresholds, by every way of measuring."""
        with localcontext(EXACT):
            return self.margins()


class Lending(enum.Enum):
    """Which materials of other parties count as originating: those declared so, none, or all that may be proven."""

    DECLARED = "declared"
    NONE = "none"
    PROVEN = "proven"


@dataclass(frozen=True, slots=True)
class Split:
    """A product's materials once it is known of which countries cumulated ones count as originating.

    `foreign` ones have to change classification; those `aside`, retail packing and accessories, only count for value.
    `shifts` keeps which foreign materials make a change of classification, by the change.
    """

    foreign: tuple[Placed, ...]
    aside: tuple[Placed, ...]
    own: tuple[Placed, ...]
    vnm: Sum
    vom: Sum
    cumulated: tuple[Material, ...]
    refused: tuple[Material, ...]
    shifts: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Case:
    """What every criterion looks at; `told` is false while nothing is said about materials."""

    product: Product
    agreement: Agreement
    general: bool
    told: bool
    split: Split
    vnm: Sum
    vom: Sum

    @property
    def foreign(self) -> tuple[Placed, ...]:
        return self.split.foreign

    @property
    def aside(self) -> tuple[Placed, ...]:
        return self.split.aside

    @property
    def cumulated(self) -> tuple[Material, ...]:
        return self.split.cumulated

    @property
    def refused(self) -> tuple[Material, ...]:
        return self.split.refused


_NOBODY = frozenset[str]()
#: What comes with the good without being a part of it: no change of classification is asked of it.
ASIDE = frozenset({Role.RETAIL_PACKING, Role.ACCESSORY})
_UNTOLD = Sum(Decimal(0), ("materials",))


def case(
    product: Product, agreement: Agreement, on: date, *, general: bool = False, lending: Lending = Lending.DECLARED
) -> Case:
    """Sort the materials; `general` tells that the agreement's general rule is applied, not a product's own."""
    split = _split(product, lenders(product, agreement, on, lending), lending)
    told = bool(product.materials) or product.wholly_obtained is True
    vnm, vom = (split.vnm, split.vom) if told else (_UNTOLD, _UNTOLD)
    return Case(product, agreement, general, told, split, vnm, vom)


def lenders(product: Product, agreement: Agreement, on: date, lending: Lending) -> frozenset[str]:
    """The countries of which a material counts as originating when it is declared cumulated, or as if all were."""
    origins = product.abroad if lending is Lending.PROVEN else product.declared
    if not origins or lending is Lending.NONE or agreement.cumulation.kind == "none":
        return _NOBODY
    return frozenset(origin for origin in origins if origin in agreement.parties and agreement.is_party(origin, on))


def _split(product: Product, lenders: frozenset[str], lending: Lending) -> Split:
    key = lenders if lending is Lending.DECLARED else (lending is Lending.PROVEN, lenders)
    kept: Split | None = product.splits.get(key)
    if kept is not None:
        return kept
    own, foreign, aside = list[Placed](), list[Placed](), list[Placed]()
    cumulated, refused = list[Material](), list[Material]()
    for at, material in enumerate(product.materials):
        if material.role is Role.SHIPPING_PACKING:
            continue
        declared = material.cumulated or lending is Lending.PROVEN
        lent = declared and material.origin in lenders
        home = material.origin == product.exporter
        part = material.role is Role.MATERIAL or material.role not in ASIDE
        kind = own if home or lent else foreign if part else aside
        kind.append((f"materials[{at}]", material))
        if declared and not home:
            (cumulated if lent else refused).append(material)
    with localcontext(EXACT):
        vnm, vom = total((*foreign, *aside)), total(own)
    told = tuple(refused) if lending is Lending.DECLARED else ()
    split = Split(tuple(foreign), tuple(aside), tuple(own), vnm, vom, tuple(cumulated), told)
    product.splits[key] = split
    return split


def listed(materials: Iterable[Material]) -> str:
    """Materials as an explanation names them: stainless steel strip (721934)."""
    return "; ".join(f"{material.name or '—'} ({material.hs_code or '—'}, {material.origin})" for material in materials)


def price_of(case: Case, basis: str) -> tuple[str, Decimal | None]:
    """The price a formula is based on, with its name in the product file."""
    if basis == "ex_works":
        return "ex_works_price", case.product.ex_works_price
    return "fob_price", case.product.fob_price
