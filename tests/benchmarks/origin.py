"""Origin determinations with all their explanations, against a plain loop that only compares prepared numbers.

500 products of 40 materials under 20 agreements (h1), and one product under the same 20, as after an edit of it (h2).
The growth is that of twice the products, and of twice the materials.
"""

import gc
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from coo_desktop.domain.agreements import Agreement, read_agreements
from coo_desktop.domain.origin.determination import determine
from coo_desktop.domain.origin.product import Cost, Material, Product
from coo_desktop.domain.origin.rules import ProductRule
from coo_desktop.environment.assets import resource
from tests.benchmarks.table import Row, in_turns, main

ON = date(2026, 11, 23)
PRODUCTS, AGREEMENTS, MATERIALS = 500, 20, 40
EDITS = 100  # in a round: one is done too soon to be timed
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


def rows(rounds: int) -> Iterator[Row]:
    draw = random.Random(20261123)
    files = resource("agreements").glob("*.toml")
    known = read_agreements({file.name: file.read_text(encoding="utf-8") for file in files})
    agreements = [agreement for agreement in known if agreement.preferential and not agreement.importers][:AGREEMENTS]
    products = [_product(draw, MATERIALS) for _ in range(PRODUCTS)]
    large = [_product(draw, MATERIALS * 2)]
    ratio, whole = _compared(_cases(products, agreements), 1, rounds)
    half = _compared(_cases(products[: PRODUCTS // 2], agreements), 1, rounds)[1]
    name = f"h1 {PRODUCTS * AGREEMENTS:,} decisions"
    yield Row(name, "a plain loop", 6, ratio, growth=whole / half, growth_aim=2.2, note="twice the products")
    ratio, one = _compared(_cases(products[:1], agreements), EDITS, rounds)
    growth = _compared(_cases(large, agreements), EDITS, rounds)[1] / one
    name = f"h2 one edited product, {AGREEMENTS} agreements"
    yield Row(name, "a plain loop", 1.5, ratio, growth=growth, growth_aim=2, note="twice the materials")


def _cases(products: Sequence[Product], agreements: Sequence[Agreement]) -> list[Pair]:
    rules = [ProductRule(text, "Annex", verified=True) for text in RULES]
    return [(product, each, rules[at % len(rules)]) for at, product in enumerate(products) for each in agreements]


def _compared(pairs: Sequence[Pair], often: int, rounds: int) -> tuple[float, float]:
    """The engine in plain loops, by the processor's time, and its seconds; each work is done so often in a round."""
    plain = [_prepared(*pair) for pair in pairs]
    unasked = iter([[_unasked(pairs) for _ in range(often)] for _round in range(rounds)])
    gc.freeze()  # a collector that goes through what is prepared here would be counted as the engine's
    works: dict[str, Callable[[], object]] = {
        "engine": lambda: [_determine(each) for each in next(unasked)],
        "plain": lambda: [_compare(plain) for _ in range(often)],
    }
    found = in_turns(works, rounds)
    return found["engine"].cpu / found["plain"].cpu, found["engine"].cpu


def _product(draw: random.Random, count: int) -> Product:
    materials = tuple(
        Material(
            name=f"part {at}",
            hs_code=f"{draw.randrange(1, 97):02}{draw.randrange(1, 30):02}{draw.randrange(10, 99)}",
            origin=draw.choice(ORIGINS),
            quantity=Decimal(draw.randrange(1, 400)) / 100,
            unit_price=Decimal(draw.randrange(1, 500)) / 100,
            cumulated=draw.random() < 0.2,
        )
        for at in range(count)
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


def _unasked(pairs: Sequence[Pair]) -> list[Pair]:
    """The same products as if nobody had asked about them yet."""
    products = {id(product): replace(product) for product, _, _ in pairs}
    return [(products[id(product)], agreement, rule) for product, agreement, rule in pairs]


if __name__ == "__main__":
    sys.exit(main(rows))
