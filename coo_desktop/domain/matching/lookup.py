"""Approved products as somebody types them into a cell: by number, item number, name, its sound or HS code."""

from collections.abc import Sequence

from coo_desktop.domain.hs.codes import OwnProduct, digits_of
from coo_desktop.domain.matching.match import item_key, name_key

#: So many digits of an HS code are the beginning of one.
_LEAST_DIGITS = 4


class ProductLookup:
    """Made once for the products of a moment, asked at each key; `products` come the one made last first."""

    def __init__(self, products: Sequence[OwnProduct]) -> None:
        self._products = products
        self._numbers = [(item_key(one.number), item_key(one.model)) for one in products]
        self._words = [_words(one) for one in products]

    def find(self, typed: str, limit: int) -> tuple[OwnProduct, ...]:
        """The products that a text may mean: those with this very number first, then those whose number, code or name
        begins so, then those that have every word somewhere."""
        key, words, digits = item_key(typed), name_key(typed).split(), digits_of(typed)
        if not key:
            return ()
        ranked: list[tuple[int, int]] = []
        for at, (numbers, text) in enumerate(zip(self._numbers, self._words, strict=True)):
            rank = self._rank(at, key, digits, numbers)
            if rank is None and words and all(word in text for word in words):
                rank = 2 if text.startswith(words[0]) else 3
            if rank is not None:
                ranked.append((rank, at))
        return tuple(self._products[at] for _rank, at in sorted(ranked)[:limit])

    def _rank(self, at: int, key: str, digits: str, numbers: tuple[str, str]) -> int | None:
        if key in numbers:
            return 0
        is_code = len(digits) >= _LEAST_DIGITS and self._products[at].hs_code.startswith(digits)
        return 1 if is_code or any(number.startswith(key) for number in numbers) else None


def _words(product: OwnProduct) -> str:
    """Everything a product is found by; the name in front, so that a text that begins it counts before others."""
    names = name_key(f"{product.title} {product.name_en}")
    return f"{names} {name_key(product.model)} {item_key(product.number)} {product.sounds} {product.hs_code}"
