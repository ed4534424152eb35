"""Origin determinations with all their explanations, against a plain loop that only compares prepared numbers.

`python -m tests.benchmarks.origin [ROUNDS]` determines 500 products of 40 materials under 20 agreements and one product
under the same 20, and prints the ratios; the aim is 6.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from coo_desktop.domain.agreements import Agreement, read_agreements
from coo_desktop.domain.origin.determination import determine
from coo_desktop.domain.origin.product import Cost, Material, Product
from coo_desktop.domain.origin.rules import ProductRule
from coo_desktop.environment.assets import resource

ON = date(2026, 11, 23)
PRODUCTS, AGREEMENTS, MATERIALS = 500, 20, 40
RULES = ("CTH", "CTH or RVC40", "CC", "CTSH and RVC45", "RVC40", "CTH except 72.19 or RVC50", "CC or RVC60")
ORIGINS = ("CN", "CN", "CN", "CN", "JP", "KR", "TH", "US", "DE", "unknown")


Pair = tuple[Product, Agreement, ProductRule]


@dataclass(frozen=True)
class Plain:
    """What the plain loop needs of one product under one agreement: codes and values as they are compared."""

    good: str
    level: int
    content: Decimal
    price: Decimal
    parties: frozenset[str]
    rows: tuple[tuple[str, str, bool, Decimal], ...]


def main(rounds: int) -> None:
    draw = random.Random(20261123)
    files = resource("agreements").glob("*.toml")
    known = read_agreements({file.name: file.read_text(encoding="utf-8") for file in files})
    agreements = [agreement for agreement in known if agreement.preferential and not agreement.importers][:AGREEMENTS]
    products = [_product(draw) for _ in range(PRODUCTS)]
    rules = [ProductRule(text, "Annex", verified=True) for text in RULES]
    pairs = [
        (product, agreement, rules[at % len(rules)]) for at, product in enumerate(products) for agreement in agreements
    ]
    plain = [_prepared(product, agreement, rule) for product, agreement, rule in pairs]
    print(f"{len(products)} products x {len(agreements)} agreements, {MATERIALS} materials each")
    _report("all", rounds, pairs, plain)
    _report("one product", rounds * 20, pairs[: len(agreements)], plain[: len(agreements)])


def _product(draw: random.Random) -> Product:
    materials = tuple(
        Material(
            name=f"part {at}",
            hs_code=f"{draw.randrange(1, 97):02}{draw.randrange(1, 30):02}{draw.randrange(10, 99)}",
            origin=draw.choice(ORIGINS),
            quantity=Decimal(draw.randrange(1, 400)) / 100,
            unit_price=Decimal(draw.randrange(1, 500)) / 100,
            cumulated=draw.random() < 0.2,
        )
        for at in range(MATERIALS)
    )
    return Product(
        hs_code=f"{draw.randrange(25, 97):02}{draw.randrange(1, 30):02}{draw.randrange(10, 99)}",
        fob_price=Decimal(draw.randrange(10_000, 40_000)) / 100,
        ex_works_price=Decimal(draw.randrange(9_000, 30_000)) / 100,
        wholly_obtained=False,
        cost=Cost(Decimal(5), Decimal(2), Decimal(3), Decimal(1)),
        materials=materials,
    )


def _prepared(product: Product, agreement: Agreement, rule: ProductRule) -> Plain:
    rows = tuple(
        (row.hs_code, row.origin, row.cumulated, (row.quantity or Decimal(0)) * (row.unit_price or Decimal(0)))
        for row in product.materials
    )
    level = {"CC": 2, "CTH": 4, "CTSH": 6}.get(rule.text.split()[0], 4)
    price = product.ex_works_price if agreement.price == "ex_works" else product.fob_price
    return Plain(product.hs_code, level, Decimal(40), price or Decimal(1), frozenset(agreement.parties), rows)


def _compare(cases: Sequence[Plain]) -> int:
    """The change of classification, its tolerance, foreign and own value, and the content of every case."""
    qualifying = 0
    for case in cases:
        foreign = own = offending = Decimal(0)
        for code, origin, cumulated, value in case.rows:
            if origin == "CN" or (cumulated and origin in case.parties):
                own += value
                continue
            foreign += value
            if code[: case.level] == case.good[: case.level]:
                offending += value
        shifted = offending * 100 <= 10 * case.price
        content = (case.price - foreign) * 100 >= case.content * case.price
        built_up = (own + 11) * 100 >= case.content * case.price
        qualifying += shifted or content or built_up
    return qualifying


def _determine(pairs: Sequence[Pair]) -> int:
    """Every answer whole, its explanations with it; like a screen, nobody keeps ten thousand of them at once."""
    return sum(determine(product, agreement, rule, ON).qualifies is True for product, agreement, rule in pairs)


def _report(name: str, rounds: int, pairs: Sequence[Pair], plain: Sequence[Plain]) -> None:
    """Both in turns: a machine that does other things at the same time is late for both."""
    ours, theirs, count = [], [], len(pairs)
    for _round in range(rounds):
        ours.append(_seconds(_determine, _unasked(pairs)))
        theirs.append(_seconds(_compare, plain))
    own, other = statistics.median(ours), statistics.median(theirs)
    each = [f"{seconds / count * 1e6:7.1f} µs" for seconds in (own, other)]
    ratio = statistics.median(one / two for one, two in zip(ours, theirs, strict=True))
    print(f"{name:12} engine {each[0]}  plain loop {each[1]}  ratio {ratio:5.2f}")


def _unasked(pairs: Sequence[Pair]) -> list[Pair]:
    """The same products as if nobody had asked about them yet."""
    products = {id(product): replace(product) for product, _, _ in pairs}
    return [(products[id(product)], agreement, rule) for product, agreement, rule in pairs]


def _seconds(work: Callable[[Any], object], given: object) -> float:
    began = time.perf_counter()
    work(given)
    return time.perf_counter() - began


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
