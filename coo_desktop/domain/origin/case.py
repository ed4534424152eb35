"""One product under one agreement: which materials count as originating there, and what they are worth."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, localcontext
from typing import Any

from coo_desktop.domain.agreements import Agreement
from coo_desktop.domain.origin.margin import Room
from coo_desktop.domain.origin.product import Material, Product
from coo_desktop.domain.origin.reasons import Reason
from coo_desktop.domain.origin.values import EXACT, Sum, total

Placed = tuple[str, Material]


@dataclass(frozen=True, slots=True)
class JudgedCriterion:
    """One criterion answered: it holds, fails, or (None) lacks what `missing` names in the product file's words.

    `tolerated` tells that only the tolerance let it hold; `percent` is the content that was reached; `rooms` how far it
    is from its thresholds.
    """

    code: str
    rule: str
    holds: bool | None
    because: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    tolerated: bool = False
    percent: Decimal | None = None
    rooms: tuple[Room, ...] = ()


@dataclass(frozen=True, slots=True)
class Split:
    """A product's materials once it is known of which countries cumulated ones count as originating.

    `shifts` keeps which foreign materials make a change of classification, by the change.
    """

    foreign: tuple[Placed, ...]
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
    def cumulated(self) -> tuple[Material, ...]:
        return self.split.cumulated

    @property
    def refused(self) -> tuple[Material, ...]:
        return self.split.refused


_NOBODY = frozenset[str]()
_UNTOLD = Sum(Decimal(0), ("materials",))


def case(product: Product, agreement: Agreement, on: date, *, general: bool = False) -> Case:
    """Sort the materials; `general` tells that the agreement's general rule is applied, not a product's own."""
    split = _split(product, _lenders(product, agreement, on))
    told = bool(product.materials) or product.wholly_obtained is True
    vnm, vom = (split.vnm, split.vom) if told else (_UNTOLD, _UNTOLD)
    return Case(product, agreement, general, told, split, vnm, vom)


def _lenders(product: Product, agreement: Agreement, on: date) -> frozenset[str]:
    """The countries of which a material that is declared cumulated counts as originating."""
    if not product.declared or agreement.cumulation.kind == "none":
        return _NOBODY
    return frozenset(
        origin for origin in product.declared if origin in agreement.parties and agreement.is_party(origin, on)
    )


def _split(product: Product, lenders: frozenset[str]) -> Split:
    kept: Split | None = product.splits.get(lenders)
    if kept is not None:
        return kept
    own, foreign = list[Placed](), list[Placed]()
    cumulated, refused = list[Material](), list[Material]()
    for at, material in enumerate(product.materials):
        lent = material.cumulated and material.origin in lenders
        home = material.origin == product.exporter
        (own if home or lent else foreign).append((f"materials[{at}]", material))
        if material.cumulated and not home:
            (cumulated if lent else refused).append(material)
    with localcontext(EXACT):
        vnm, vom = total(foreign), total(own)
    split = Split(tuple(foreign), tuple(own), vnm, vom, tuple(cumulated), tuple(refused))
    product.splits[lenders] = split
    return split


def listed(materials: Iterable[Material]) -> str:
    """Materials as an explanation names them: stainless steel strip (721934)."""
    return "; ".join(f"{material.name or '—'} ({material.hs_code or '—'}, {material.origin})" for material in materials)


def price_of(case: Case, basis: str) -> tuple[str, Decimal | None]:
    """The price a formula is based on, with its name in the product file."""
    if basis == "ex_works":
        return "ex_works_price", case.product.ex_works_price
    return "fob_price", case.product.fob_price
