"""One product under one agreement: which materials count as originating there, and what they are worth."""

import enum
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, localcontext
from typing import Any, NamedTuple

from coo_desktop.domain.agreements import Agreement
from coo_desktop.domain.origin.margin import Room
from coo_desktop.domain.origin.product import Material, Placed, Product, Role
from coo_desktop.domain.origin.reasons import Reason
from coo_desktop.domain.origin.values import EXACT, Sum, total


class JudgedCriterion(NamedTuple):
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
    margins: Callable[[], tuple[Room, ...]] = tuple

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
    `shifts` keeps which foreign materials do not make a change of classification, by the change.
    """

    foreign: tuple[Placed, ...]
    aside: tuple[Placed, ...]
    own: tuple[Placed, ...]
    vnm: Sum
    vom: Sum
    cumulated: tuple[Material, ...]
    refused: tuple[Material, ...]
    lenders: frozenset[str]
    proven: bool
    shifts: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def is_foreign(self, material: Material) -> bool:
        """Whether a material of another country has to change classification."""
        is_lent = (self.proven or material.cumulated) and material.origin in self.lenders
        return not is_lent and material.role not in ASIDE


class Case(NamedTuple):
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
    parties = agreement.parties
    return frozenset([origin for origin in origins if origin in parties and agreement.is_party(origin, on)])


def _split(product: Product, lenders: frozenset[str], lending: Lending) -> Split:
    key = lenders if lending is Lending.DECLARED else (lending is Lending.PROVEN, lenders)
    kept: Split | None = product.splits.get(key)
    if kept is not None:
        return kept
    lent, foreign, aside = list[_Valued](), list[_Valued](), list[_Valued]()
    refused, proven = list[Material](), lending is Lending.PROVEN
    with localcontext(EXACT):
        home, abroad = _divided(product)
        for row in abroad:
            material = row.placed[1]
            if proven or material.cumulated:
                if material.origin in lenders:
                    lent.append(row)
                    continue
                refused.append(material)
            (aside if material.role in ASIDE else foreign).append(row)
        split = Split(
            tuple([row.placed for row in foreign]),
            tuple([row.placed for row in aside]),
            tuple([row.placed for row in sorted((*home, *lent))] if lent else [row.placed for row in home]),
            _worth((*foreign, *aside)),
            _worth(sorted((*home, *lent)) if lent else home),
            tuple([row.placed[1] for row in lent]),
            tuple(refused) if lending is Lending.DECLARED else (),
            lenders,
            proven,
        )
    product.splits[key] = split
    return split


class _Valued(NamedTuple):
    """A material in its order, with its value; None where that is not told."""

    at: int
    placed: Placed
    value: Decimal | None


def _divided(product: Product) -> tuple[tuple[_Valued, ...], tuple[_Valued, ...]]:
    """The materials of the exporting country, and the others; packing for the way is neither. Once for a product."""
    kept: tuple[tuple[_Valued, ...], tuple[_Valued, ...]] | None = product.splits.get(_divided)
    if kept is None:
        rows = [
            _Valued(at, placed, placed[1].value)
            for at, placed in enumerate(product.placed)
            if placed[1].role is not Role.SHIPPING_PACKING
        ]
        home = product.exporter
        own = tuple([row for row in rows if row.placed[1].origin == home])
        kept = own, tuple([row for row in rows if row.placed[1].origin != home])
        product.splits[_divided] = kept
    return kept


def _worth(rows: Sequence[_Valued]) -> Sum:
    known = Decimal(0)
    for row in rows:
        if row.value is None:
            return total([each.placed for each in rows])
        known += row.value
    return Sum(known)


def listed(materials: Iterable[Material]) -> str:
    """Materials as an explanation names them: stainless steel strip (721934)."""
    return "; ".join(f"{material.name or '—'} ({material.hs_code or '—'}, {material.origin})" for material in materials)


def price_of(case: Case, basis: str) -> tuple[str, Decimal | None]:
    """The price a formula is based on, with its name in the product file."""
    if basis == "ex_works":
        return "ex_works_price", case.product.ex_works_price
    return "fob_price", case.product.fob_price
