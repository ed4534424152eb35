"""Value arithmetic of origin: foreign and originating value, their shares of a price, and the margin left.

Formulas: RCEP Art. 3.5 (build-down, build-up) and the cost sheet of the pre-review. Comparisons never divide, so
they use the unrounded value; only what is shown is rounded, half up to two decimals.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Context, Decimal, InvalidOperation, localcontext

from coo_desktop.domain.origin.product import UNKNOWN, Material, Role, role_of

EXACT = Context(prec=80)
CENT = Decimal("0.01")
_HUNDRED = Decimal(100)
_LARGEST = Decimal(10) ** 20
_FINEST = 12


@dataclass(frozen=True, slots=True)
class Sum:
    """A total of what is known, and the names of what is missing from it; complete only without gaps."""

    known: Decimal
    missing: tuple[str, ...] = ()

    @property
    def whole(self) -> Decimal | None:
        return None if self.missing else self.known


def total(places: Iterable[tuple[str, Material]]) -> Sum:
    """The value of materials, each with its place in the product file for naming what it lacks."""
    known, missing = Decimal(0), []
    for place, material in places:
        value = material.value
        if value is not None:
            known += value
            continue
        for key in ("quantity", "unit_price"):
            if getattr(material, key) is None:
                missing.append(f"{place}.{key}")
    return Sum(known, tuple(missing))


def left_percent(price: Decimal | None, foreign: Decimal | None) -> Decimal | None:
    """(price − foreign) ÷ price × 100: build-down on FOB, the value component on any price."""
    return None if foreign is None else share_percent(price, price - foreign if price else None)


def share_percent(price: Decimal | None, part: Decimal | None) -> Decimal | None:
    """part ÷ price × 100; None where a value is missing or the price is not positive."""
    if price is None or part is None or price <= 0:
        return None
    return EXACT.divide(part * _HUNDRED, price)


def left_at_least(price: Decimal, foreign: Decimal, percent: Decimal) -> bool:
    """Whether (price − foreign) ÷ price reaches `percent`, decided without division."""
    return (price - foreign) * _HUNDRED >= percent * price


def share_at_most(price: Decimal, part: Decimal, percent: Decimal) -> bool:
    """Whether part ÷ price stays within `percent`, decided without division."""
    return part * _HUNDRED <= percent * price


def share_at_least(price: Decimal, part: Decimal, percent: Decimal) -> bool:
    return part * _HUNDRED >= percent * price


def foreign_allowed(price: Decimal, percent: Decimal) -> Decimal:
    """The highest foreign value with which the good still reaches `percent`: price × (1 − percent/100)."""
    return price * (_HUNDRED - percent) / _HUNDRED


def price_floor(foreign: Decimal, percent: Decimal) -> Decimal | None:
    """The lowest price, up to the next cent, at which the good still reaches `percent`; None when none does."""
    if percent >= _HUNDRED:
        return None
    return EXACT.divide(foreign * _HUNDRED, _HUNDRED - percent).quantize(CENT, ROUND_CEILING, EXACT)


def percent_text(percent: Decimal | None) -> str | None:
    return None if percent is None else str(percent.quantize(CENT, ROUND_HALF_UP, EXACT))


def amount_text(amount: Decimal | None) -> str | None:
    """An amount in full, with at least two decimals: 0.735, 0.30, 8.66."""
    if amount is None:
        return None
    whole, _, part = f"{amount:f}".partition(".")
    return f"{whole}.{part.rstrip('0').ljust(2, '0')}"


def shown(amount: Decimal) -> str:
    """An amount that is known, as `amount_text` writes it."""
    return amount_text(amount) or ""


def share_text(price: Decimal, part: Decimal) -> str:
    """The share of a part as it is shown, "" where there is none."""
    return percent_text(share_percent(price, part)) or ""


@dataclass(frozen=True, slots=True)
class Components:
    """The live value components of a pre-review; None where something is missing, percentages unrounded."""

    vnm: Decimal | None
    vom: Decimal | None
    exw_component_percent: Decimal | None
    fob_component_percent: Decimal | None
    exw_sum: str | None
    fob_sum: str | None


def components(values: Mapping[str, object]) -> Components:
    """The components of a pre-review's values: `ex_works_price`, `fob_price` and `materials` rows.

    A row whose origin is neither China's nor declared cumulated counts as non-originating, also when it is unknown;
    packing for the way counts for nothing.
    """
    with localcontext(EXACT):
        rows = values.get("materials")
        mappings = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list | tuple) else []
        rows_ = [_row(row) for row in mappings if any(row.get(key) for key in _ROW_KEYS)]
        materials = [row for row in rows_ if row.role is not Role.SHIPPING_PACKING]
        own = total(("", row) for row in materials if row.origin == "CN" or row.cumulated)
        foreign = total(("", row) for row in materials if row.origin != "CN" and not row.cumulated)
        vnm, vom = (foreign.whole, own.whole) if materials else (None, None)
        ex_works, fob = amount(values.get("ex_works_price")), amount(values.get("fob_price"))
        return Components(
            vnm=vnm,
            vom=vom,
            exw_component_percent=left_percent(ex_works, vnm),
            fob_component_percent=left_percent(fob, vnm),
            exw_sum=left_sum(ex_works, vnm),
            fob_sum=left_sum(fob, vnm),
        )


def left_sum(price: Decimal | None, foreign: Decimal | None) -> str | None:
    """The sum as it is printed beside a component: (38.00 − 8.66) ÷ 38.00 × 100 = 77.21."""
    percent = left_percent(price, foreign)
    if percent is None:
        return None
    shown = amount_text(price)
    return f"({shown} − {amount_text(foreign)}) ÷ {shown} × 100 = {percent_text(percent)}"


def amount(value: object) -> Decimal | None:
    """The amount of a form field; None while it is empty, half typed or out of any reasonable range."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return None
    try:
        number = Decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation:
        return None
    if not number.is_finite() or not 0 <= number < _LARGEST:
        return None
    return number if int(number.as_tuple().exponent) >= -_FINEST else None


_ROW_KEYS = ("name_zh", "name_en", "hs_code", "unit_price", "quantity")


def _row(row: Mapping[str, object]) -> Material:
    origin = str(row.get("origin") or UNKNOWN).strip().upper()
    return Material(
        name=str(row.get("name_zh") or row.get("name_en") or ""),
        hs_code=str(row.get("hs_code") or ""),
        origin=origin,
        quantity=amount(row.get("quantity")),
        unit_price=amount(row.get("unit_price")),
        cumulated=row.get("cumulated") is True and origin != UNKNOWN.upper(),
        role=role_of(row.get("role")),
    )
