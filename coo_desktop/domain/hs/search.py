"""What a field for an HS code offers for what is typed: the company's own products first, then what the packs know.

A field takes codes of some lengths only, so what is found is brought to them: a heading becomes the subheadings below
it, a national line the subheading above it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from coo_desktop.domain.hs import codes
from coo_desktop.domain.hs.codes import Listed, NamedCodes, OwnProduct, ProductReads

MOST_OWN = 5
#: Own products looked at for one text, newest first: enough to find a handful of codes among any number of products.
_LOOKED_AT = 20
_SHORTEST_DECLARED = 6


@dataclass(frozen=True, slots=True)
class Offered:
    """A code to choose. `own` names the company's product that carries it; `above` is the Chinese name of the heading
    for a code that has none of its own."""

    code: str
    zh: str
    en: str
    own: str = ""
    above: str = ""

    def name(self, language: str) -> str:
        """Its name in a language, or in the other one when it has none in that."""
        return (self.zh or self.en) if language.startswith("zh") else (self.en or self.zh)


def offered(
    nomenclature: NamedCodes, products: ProductReads, text: str, digits: Sequence[int] = (), limit: int = 50
) -> tuple[Offered, ...]:
    """What a text offers at the wanted lengths, best first; every length when `digits` is empty."""
    if not text.strip():
        return ()
    hits = (fit for hit in nomenclature.search(text, limit) for fit in _fitting(nomenclature, hit.code, digits))
    found: dict[str, Offered] = {}
    for each in chain(own_products(nomenclature, products, text, digits), (_named(nomenclature, *hit) for hit in hits)):
        found.setdefault(each.code, each)
        if len(found) >= limit:
            break
    return tuple(found.values())


def described(nomenclature: NamedCodes, code: str) -> Offered | None:
    """A code with its names, or None when no pack knows it."""
    listed = nomenclature.find(code)
    return _named(nomenclature, code, listed) if listed else None


def is_whole(text: str, digits: Sequence[int]) -> bool:
    """Whether a typed text is a code of a wanted length already, however it is written."""
    typed = codes.digits_of(text)
    return bool(typed) and (len(typed) in digits if digits else codes.is_code(typed))


def own_products(
    nomenclature: NamedCodes, products: ProductReads, text: str, digits: Sequence[int] = ()
) -> Iterator[Offered]:
    """The codes of approved own products that have the text in their name, or whose code begins so."""
    typed = codes.digits_of(text)
    wanted = typed or text.strip()
    if len(wanted) < 2 and not codes.is_wide(wanted):
        return  # one letter stands in every name
    told: set[str] = set()
    for product in products.meant(wanted, _LOOKED_AT):
        code = product.hs_code
        if len(told) == MOST_OWN:
            return
        if code in told or not code.isdigit():
            continue
        if code.startswith(typed) if typed else _is_named(product, wanted):
            told.add(code)
            for fit, listed in islice(_fitting(nomenclature, code, digits), 1):
                yield _named(nomenclature, fit, listed, product.title)


def _is_named(own: OwnProduct, text: str) -> bool:
    """Whether a product's name has, or sounds like, every word of a text; the store looks at maker and number, too."""
    names = codes.folded(f"{own.title} {own.name_en} {own.sounds}")
    return all(word in names for word in codes.folded(text).split())


def _fitting(nomenclature: NamedCodes, code: str, digits: Sequence[int]) -> Iterator[tuple[str, Listed | None]]:
    """A code at the wanted lengths: itself, the one above it, or those below it."""
    shorter = [length for length in digits if length < len(code)]
    if not digits or len(code) in digits:
        yield code, nomenclature.find(code)
    elif shorter:
        yield code[: max(shorter)], nomenclature.find(code[: max(shorter)])
    else:
        yield from ((listed.code, listed) for listed in _below(nomenclature, nomenclature.find(code), digits))


def _below(nomenclature: NamedCodes, listed: Listed | None, digits: Sequence[int]) -> Iterator[Listed]:
    """The codes of a wanted length below one; where no pack goes so deep, the deepest, which typing completes."""
    if listed is None:
        return
    children = () if len(listed.code) in digits else nomenclature.children(listed.code)
    if not children and len(listed.code) >= min(_SHORTEST_DECLARED, *digits):
        yield listed
    for child in children:
        yield from _below(nomenclature, child, digits)


def _named(nomenclature: NamedCodes, code: str, listed: Listed | None, own: str = "") -> Offered:
    if listed is None:
        return Offered(code, "", "", own)
    heading = nomenclature.find(code[:4]) if not listed.zh and len(code) > 4 else None
    return Offered(code, listed.zh, listed.en, own, heading.zh if heading else "")
