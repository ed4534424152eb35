"""Looking a rule up in the edition in which it is written: the product's code is converted, never the annex.

Where a code was split or merged between the editions several rules may apply; they are all returned and none is chosen.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from coo_desktop.domain.hs.codes import EDITIONS
from coo_desktop.domain.origin.product import Material, Product
from coo_desktop.domain.origin.rules import Found, ProductRule, Rules

_SHARED = 6


class Conversion(Protocol):
    """What knows the codes of another edition; see hs_changes.Correlations."""

    def converted(self, code: str, old: str, new: str) -> tuple[str, ...] | None:
        """The codes of the edition `new` for the goods of a code of `old`; None where no table surely tells."""

    def ground(self) -> object:
        """What the answers rest on: while it is the very same object, they stay the same."""


class Unconverted:
    """Stands where no correlation tables are."""

    def converted(self, code: str, old: str, new: str) -> tuple[str, ...] | None:
        return (code,) if old == new else None

    def ground(self) -> object:
        return self


UNCONVERTED = Unconverted()


@dataclass(frozen=True, slots=True)
class Converted:
    """A rule, or the parts to choose from, and the codes under which they were found in the rule's edition."""

    found: Found
    edition: str
    codes: tuple[str, ...]


def find(rules: Rules, conversion: Conversion, agreement: str, product: Product, on: date) -> Converted:
    """The product's rule on a day: of its own edition, else by its codes in the nearest edition that has one.

    A rule of another edition that was found by the unconverted code stays only where no table tells better, and
    decides nothing.
    """
    own = rules.find(agreement, product.hs_code, on, product.hs_edition)
    if _rules(own) and _is_of(own, product.hs_edition):
        return Converted(own, product.hs_edition, (product.hs_code,))
    contradicted = False
    for edition in _nearest(product.hs_edition):
        codes = conversion.converted(product.hs_code, product.hs_edition, edition)
        if codes is None:
            continue
        by_code = {code: rules.find(agreement, _as_long(product.hs_code, code), on, edition) for code in codes}
        found = {code: each for code, each in by_code.items() if _rules(each) and _is_of(each, edition)}
        if found:
            return Converted(_joined(found, len(codes), edition), edition, codes)
        contradicted = contradicted or any(edition in rule.editions for rule in _rules(own))
    return Converted(Found() if contradicted else _undecided(own), product.hs_edition, (product.hs_code,))


def good_in(product: Product, conversion: Conversion, known: Converted) -> tuple[Product, tuple[Material, ...]]:
    """The product in the edition of the rule, and the materials whose codes have no single counterpart there.

    A product with several codes in that edition is judged by its own: all that was found for it says the same.
    """
    if known.edition == product.hs_edition:
        return product, ()
    materials, doubtful = list[Material](), list[Material]()
    for material in product.materials:
        codes = conversion.converted(material.hs_code, product.hs_edition, known.edition)
        if codes is not None and len(codes) == 1:
            material = replace(material, hs_code=_as_long(material.hs_code, codes[0]))
        elif material.hs_code:
            doubtful.append(material)
        materials.append(material)
    code = known.codes[0] if len(known.codes) == 1 else product.hs_code
    good = replace(
        product,
        hs_code=_as_long(product.hs_code, code),
        hs_edition=known.edition,
        materials=tuple(materials),
    )
    return good, tuple(doubtful)


def _joined(found: dict[str, Found], count: int, edition: str) -> Found:
    """What was found under each code as one: a rule where every code has the same, else all of them as parts."""
    first = next(iter(found.values()))
    texts = {each.rule.text if each.rule else "" for each in found.values()}
    if len(found) == count and len(texts) == 1 and first.rule is not None:
        return first
    if count == 1:
        return first
    return Found(parts=tuple(_labelled(found, edition)))


def _labelled(found: dict[str, Found], edition: str) -> Iterator[ProductRule]:
    for code, each in found.items():
        for rule in _rules(each):
            yield replace(rule, part=f"HS {edition} {code}" + (f", {rule.part}" if rule.part else ""))


def _undecided(found: Found) -> Found:
    """What was found by a code that may have meant something else: shown, and no answer rests on it."""
    rule = found.rule and replace(found.rule, verified=False, applies=False)
    return Found(rule, tuple(replace(part, verified=False, applies=False) for part in found.parts))


def _rules(found: Found) -> tuple[ProductRule, ...]:
    return (found.rule,) if found.rule is not None else found.parts


def _is_of(found: Found, edition: str) -> bool:
    return all(not rule.editions or edition in rule.editions for rule in _rules(found))


def _nearest(edition: str) -> list[str]:
    """The other editions, the one before or after first."""
    known = [str(first) for first in EDITIONS]
    place = known.index(edition) if edition in known else 0
    return sorted((each for each in known if each != edition), key=lambda each: abs(known.index(each) - place))


def _as_long(code: str, converted: str) -> str:
    """The converted code, with the further digits of one that did not change."""
    return code if code[:_SHARED] == converted else converted
