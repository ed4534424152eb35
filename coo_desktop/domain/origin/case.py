"""One product under one agreement: which materials count as originating there, and what they are worth."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from coo_desktop.domain.agreements import Agreement
from coo_desktop.domain.origin.product import Material, Product
from coo_desktop.domain.origin.reasons import Reason
from coo_desktop.domain.origin.values import Sum, total

Placed = tuple[str, Material]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion answered: it holds, fails, or (None) lacks what `missing` names in the product file's words.

    `tolerated` tells that only the tolerance let it hold; `percent` is the content that was reached.
    """

    code: str
    rule: str
    holds: bool | None
    because: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    tolerated: bool = False
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What every criterion looks at; `told` is false while nothing is said about materials."""

    product: Product
    agreement: Agreement
    general: bool
    told: bool
    foreign: tuple[Placed, ...]
    vnm: Sum
    vom: Sum
    cumulated: tuple[Material, ...]
    refused: tuple[Material, ...]


def case(product: Product, agreement: Agreement, on: date, *, general: bool = False) -> Case:
    """Sort the materials; `general` tells that the agreement's general rule is applied, not a product's own."""
    placed = [(f"materials[{at}]", material) for at, material in enumerate(product.materials)]
    cumulated = tuple(material for _, material in placed if _is_cumulated(material, product, agreement, on))
    refused = tuple(
        material
        for _, material in placed
        if material.cumulated and material.origin != product.exporter and material not in cumulated
    )
    foreign = tuple(row for row in placed if row[1].origin != product.exporter and row[1] not in cumulated)
    own = (row for row in placed if row[1].origin == product.exporter or row[1] in cumulated)
    told = bool(placed) or product.wholly_obtained is True
    untold = Sum(Decimal(0), ("materials",))
    return Case(
        product=product,
        agreement=agreement,
        general=general,
        told=told,
        foreign=foreign,
        vnm=total(foreign) if told else untold,
        vom=total(own) if told else untold,
        cumulated=cumulated,
        refused=refused,
    )


def _is_cumulated(material: Material, product: Product, agreement: Agreement, on: date) -> bool:
    return (
        material.cumulated
        and agreement.cumulation.kind != "none"
        and material.origin != product.exporter
        and material.origin in agreement.parties
        and agreement.is_party(material.origin, on)
    )


def listed(materials: Iterable[Material]) -> str:
    """Materials as an explanation names them: stainless steel strip (721934)."""
    return "; ".join(f"{material.name or '—'} ({material.hs_code or '—'}, {material.origin})" for material in materials)


def price_of(case: Case, basis: str) -> tuple[str, Decimal | None]:
    """The price a formula is based on, with its name in the product file."""
    if basis == "ex_works":
        return "ex_works_price", case.product.ex_works_price
    return "fob_price", case.product.fob_price
