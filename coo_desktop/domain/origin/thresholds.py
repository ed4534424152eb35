"""The margins of a criterion: computed exactly, so that it holds at each figure and no more one unit beyond it.

What may still come in is rounded down, the lowest price up, the highest down, to the unit of the price: a cent, finer
where the price is. Nothing is told where a value is unknown, nor by a tolerance that is not verified, for the engine
rests no answer on one.
"""

from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from coo_desktop.domain.agreements import Tolerance
from coo_desktop.domain.origin.case import Case, price_of
from coo_desktop.domain.origin.content import BASIS, built_up, left_method, missing_for_build_up, needed_content
from coo_desktop.domain.origin.margin import Measure, Room
from coo_desktop.domain.origin.notation import Leaf, Shift, Value
from coo_desktop.domain.origin.product import Placed
from coo_desktop.domain.origin.shift import failing, same_subheading, within_chapters
from coo_desktop.domain.origin.values import CENT, EXACT, foreign_allowed, total

_GRAM = Decimal("0.001")
_HUNDRED = Decimal(100)


def rooms(leaf: Leaf, case: Case) -> tuple[Room, ...]:
    """The margins of one criterion, by every way of measuring it that the agreement has and the data allows."""
    if isinstance(leaf, Shift):
        return tuple(_tolerated(leaf, case))
    if isinstance(leaf, Value):
        return tuple(_content(leaf, case) if leaf.word == "RVC" else _maximum(leaf, case))
    return ()


def _content(rule: Value, case: Case) -> Iterator[Room]:
    needed, method = needed_content(rule, case), left_method(case)
    if method is not None:
        basis = BASIS[method]
        measure = Measure.EX_WORKS if method == "ex_works" else Measure.BUILD_DOWN
        price = price_of(case, basis)[1]
        yield from _foreign(measure, basis, price, case.vnm.whole, _HUNDRED - needed, open_end=_is_open(case))
    price, part = case.product.fob_price, built_up(case)
    if "build_up" in case.agreement.formulas and price is not None and not missing_for_build_up(case):
        unit = _unit(price)
        spare = _down(part - needed * price / _HUNDRED, unit)
        bound = _down(EXACT.divide(part * _HUNDRED, needed), unit) if needed > 0 and part > 0 else None
        yield Room(Measure.BUILD_UP, spare, bound, unit)


def _maximum(rule: Value, case: Case) -> Iterator[Room]:
    price = case.product.ex_works_price
    yield from _foreign(Measure.MAX_FOREIGN, "ex_works", price, case.vnm.whole, rule.percent)


def _foreign(
    measure: Measure,
    basis: str,
    price: Decimal | None,
    worth: Decimal | None,
    percent: Decimal,
    *,
    open_end: bool = False,
) -> Iterator[Room]:
    """Room of a value that may be `percent` of a price; with an `open_end` the exact limit itself is not enough."""
    if price is None or worth is None:
        return
    unit = _unit(price)
    spare = _down(foreign_allowed(price, _HUNDRED - percent) - worth, unit, open_end=open_end)
    yield Room(measure, spare, _floor(worth, percent, unit, open_end=open_end), unit, basis)


def _tolerated(rule: Shift, case: Case) -> Iterator[Room]:
    """By value, and by weight where the agreement has that, for materials that miss the change; all while none does."""
    tolerance = case.agreement.tolerance
    if tolerance is None or not tolerance.verified or not case.told:
        return
    offenders, unclear = failing(rule, case)
    if unclear or not _may_be_tolerated(case, tolerance, offenders):
        return
    price, worth = price_of(case, tolerance.basis)[1], total(offenders).whole
    yield from _foreign(Measure.TOLERANCE, tolerance.basis, price, worth, tolerance.value_percent)
    by_weight = within_chapters(case.product.hs_code, tolerance.weight_chapters)
    if tolerance.weight_percent is not None and by_weight:
        yield from _by_weight(case, tolerance.weight_percent, offenders)


def _may_be_tolerated(case: Case, tolerance: Tolerance, offenders: Sequence[Placed]) -> bool:
    """In some chapters only a material of another subheading is tolerated at all; which one comes next is not known."""
    if tolerance.subheading_change_chapters is None:
        return True
    if not offenders:
        return not within_chapters(case.product.hs_code, tolerance.subheading_change_chapters)
    return not any(same_subheading(case, tolerance, material.hs_code) for _, material in offenders)


def _by_weight(case: Case, percent: Decimal, offenders: Sequence[Placed]) -> Iterator[Room]:
    whole = case.product.net_weight_kg
    weights = [material.weight_kg for _, material in offenders]
    if whole is None or None in weights:
        return
    weight = sum((each for each in weights if each is not None), Decimal(0))
    spare = _down(percent * whole / _HUNDRED - weight, _GRAM)
    yield Room(Measure.TOLERANCE_WEIGHT, spare, _floor(weight, percent, _GRAM), _GRAM, "net_weight")


def _floor(worth: Decimal, percent: Decimal, unit: Decimal, *, open_end: bool = False) -> Decimal | None:
    """The lowest price of which a value is `percent`; None for no value, which every price allows, and for 0 %."""
    if worth <= 0 or percent <= 0:
        return None
    exact = EXACT.divide(worth * _HUNDRED, percent)
    floor = exact.quantize(unit, ROUND_CEILING, EXACT)
    return floor + unit if open_end and floor == exact else floor


def _down(amount: Decimal, unit: Decimal, *, open_end: bool = False) -> Decimal:
    floor = amount.quantize(unit, ROUND_FLOOR, EXACT)
    return floor - unit if open_end and floor == amount else floor


def _unit(price: Decimal) -> Decimal:
    """A cent, or what the price is told in when that is finer."""
    return min(CENT, Decimal(1).scaleb(int(price.normalize(EXACT).as_tuple().exponent)))


def _is_open(case: Case) -> bool:
    """Whether it is not settled that the exact threshold of the agreement's general rule is enough."""
    general = case.agreement.general_rule
    return case.general and general is not None and not general.boundary_settled
