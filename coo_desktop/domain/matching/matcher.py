"""Finds the approved product of a goods line: what was decided before, its own item number, then name and HS code.

A name alone makes a match sure only when it has the same words, no figure and no code speaks against it, and no other
product comes near. Everything else that is near is offered as doubtful; what is far is not guessed.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from coo_desktop.domain.hs.codes import SHARED, OwnProduct, digits_of
from coo_desktop.domain.matching.match import Ground, Match, Wanted, item_key, name_key
from coo_desktop.domain.matching.pairs import Pairs

#: Likeness of two names, 0 to 100: the same words in any order; near enough to be offered; near enough where the
#: HS code is the same; too far for an item number to be believed.
SAME, NEAR, NEAR_WITH_CODE, FAR = 97, 72, 45, 30
#: A second product this near makes the first one doubtful.
_RIVAL = 4
_CODE_FITS, _SUBHEADING_DIFFERS, _HEADING_DIFFERS, _FIGURES_DIFFER = 6, -12, -25, -15
_HEADING = 4
_LOOKED_AT = 20
_LEAST_KEY = 3
#: A word of a name or specification that is an item number: letters, then figures, perhaps more of both.
_NUMBERED = re.compile(r"\b[A-Za-z]{1,6}[-_./ ]?\d{2,}[A-Za-z0-9]*(?:[-_/][A-Za-z0-9]+)*\b")
_FIGURES = re.compile(r"\d+(?:\.\d+)?")


class Likeness(Protocol):
    """Compares names; `RecordTools` does."""

    def nearest(self, name: str, among: Sequence[str], limit: int) -> Sequence[tuple[int, int]]:
        """Places of the names most like one, each with its likeness, 0 to 100; the best first."""

    def sounds(self, text: str) -> str:
        """The pinyin and the initials of the Chinese words of a text."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A product that a line may mean. `likeness` is of the names alone, `rank` also counts code and figures."""

    at: int
    likeness: int
    rank: int
    doubt: Ground | None
    fits_code: bool


class Matcher:
    """Made once for the products of a moment and one customer, asked for many lines."""

    def __init__(self, products: Sequence[OwnProduct], likeness: Likeness, pairs: Pairs | None = None) -> None:
        self._products, self._likeness, self._pairs = products, likeness, pairs or Pairs()
        self._names = [[name_key(one.name_en) for one in products], [name_key(one.title) for one in products]]
        self._sounds = [one.sounds.partition(" ")[0] for one in products]
        self._figures = [_figures(f"{one.name_en} {one.title} {one.model}") for one in products]
        self._by_number = _places((at, key) for at, one in enumerate(products) for key in _item_keys(one))
        self._by_code = _places((at, one.hs_code[:SHARED]) for at, one in enumerate(products))

    def match(self, wanted: Wanted) -> Match:
        """The product that a line means."""
        if not any((wanted.item_code, wanted.name_en, wanted.name_zh, wanted.hs_code)):
            return Match(Ground.NOTHING_SAID)
        return self._remembered(wanted) or self._numbered(wanted) or self._named(wanted)

    def _remembered(self, wanted: Wanted) -> Match | None:
        product = self._pairs.product(wanted)
        if any(one.id == product for one in self._products if product):
            return Match(Ground.REMEMBERED, product)
        again = next((one.id for one in self._products if product and one.replaces == product), "")
        return Match(Ground.DECLARED_ANEW, again) if again else None

    def _numbered(self, wanted: Wanted) -> Match | None:
        """By the product's own item number: in the line's column for it, else in its name, where the name fits too."""
        places, least = self._by_number.get(item_key(wanted.item_code), []), FAR
        if not places:
            keys = map(item_key, _NUMBERED.findall(f"{wanted.name_en} {wanted.name_zh}"))
            places, least = next((self._by_number[key] for key in keys if key in self._by_number), []), NEAR
        if not places:
            return None
        found = self._ranked(wanted, places, ())
        best, rivals = found[0], self._rivals(found)
        if rivals:
            return Match(Ground.RIVALS, self._products[best.at].id, rivals)
        if best.doubt is Ground.OTHER_CODE:
            return Match(Ground.OTHER_CODE, self._products[best.at].id)
        has_name = bool(wanted.name_en or wanted.name_zh)
        is_other = has_name and best.likeness < least and not best.fits_code
        return Match(Ground.OTHER_NAME if is_other else Ground.ITEM_NUMBER, self._products[best.at].id)

    def _named(self, wanted: Wanted) -> Match:
        code = digits_of(wanted.hs_code)[:SHARED]
        same_code = self._by_code.get(code, [])
        near = self._near(wanted)
        heard = self._heard(wanted) if max(near.values(), default=0) < SAME else ()
        places = {*near, *same_code, *(at for at, own in enumerate(self._sounds) if own in heard)}
        if not places:
            return Match(Ground.NOTHING_NEAR)
        found = self._ranked(wanted, sorted(places), heard)
        best, rivals = found[0], self._rivals(found)
        ground = self._judged(best, rivals, len(same_code) == 1)
        return Match(ground) if ground is Ground.NOTHING_NEAR else Match(ground, self._products[best.at].id, rivals)

    def _judged(self, best: _Candidate, rivals: Sequence[str], is_only: bool) -> Ground:
        """What the best candidate is worth."""
        needed = NEAR_WITH_CODE if best.fits_code else NEAR
        if best.likeness < needed:
            return Ground.ONLY_CODE if best.fits_code and is_only else Ground.NOTHING_NEAR
        if rivals:
            return Ground.RIVALS
        if best.doubt is not None:
            return best.doubt
        return Ground.NAME if best.likeness >= SAME else Ground.NEAR_NAME

    def _near(self, wanted: Wanted) -> dict[int, int]:
        found: dict[int, int] = {}
        for name, names in zip((wanted.name_en, wanted.name_zh), self._names, strict=True):
            for at, score in self._likeness.nearest(name_key(name), names, _LOOKED_AT) if name else ():
                found[at] = max(found.get(at, 0), score)
        return found

    def _heard(self, wanted: Wanted) -> Collection[str]:
        """What a line's name sounds like: its Chinese spelt out, its Latin words as they may spell Chinese."""
        spelt = self._likeness.sounds(wanted.name_zh).partition(" ")[0] if wanted.name_zh else ""
        return {spelt, item_key(wanted.name_en)} - {""}

    def _ranked(self, wanted: Wanted, places: Sequence[int], heard: Collection[str]) -> list[_Candidate]:
        """The products at these places, the best first; of equals the one made last."""
        likeness = dict.fromkeys(places, 0)
        for name, names in zip((wanted.name_en, wanted.name_zh), self._names, strict=True):
            own = [names[at] for at in places] if name else []
            for number, score in self._likeness.nearest(name_key(name), own, len(own)) if own else ():
                likeness[places[number]] = max(likeness[places[number]], score)
        found = [self._candidate(wanted, at, likeness[at], self._sounds[at] in heard) for at in places]
        return sorted(found, key=lambda one: -one.rank)

    def _candidate(self, wanted: Wanted, at: int, likeness: int, is_heard: bool) -> _Candidate:
        doubt, rank = None, likeness
        if is_heard and likeness < SAME:
            doubt, rank = Ground.SAME_SOUND, SAME
        likeness = rank
        code, own = digits_of(wanted.hs_code), self._products[at].hs_code
        length = min(len(code), len(own), SHARED)
        fits = length >= _HEADING and code[:length] == own[:length]
        if code and not fits:
            doubt = Ground.OTHER_CODE
            rank += _SUBHEADING_DIFFERS if code[:_HEADING] == own[:_HEADING] else _HEADING_DIFFERS
        rank += _CODE_FITS if fits and length == SHARED else 0
        said, figures = _figures(f"{wanted.name_en} {wanted.name_zh}"), self._figures[at]
        if said and figures and not (said <= figures or figures <= said):
            doubt, rank = doubt or Ground.OTHER_FIGURES, rank + _FIGURES_DIFFER
        elif said and said <= figures:
            rank += _RIVAL
        return _Candidate(at, likeness, rank, doubt, fits and length == SHARED)

    def _rivals(self, found: Sequence[_Candidate]) -> tuple[str, ...]:
        near = (one for one in found[1:] if found[0].rank - one.rank < _RIVAL)
        return tuple(self._products[one.at].id for one in near)


def _item_keys(product: OwnProduct) -> set[str]:
    """What a product's own item number may be: its specification, an item number in it, its number at the office."""
    told = [product.number, product.model, *_NUMBERED.findall(product.model)]
    keys = {item_key(text) for text in told}
    return {key for key in keys if len(key) >= _LEAST_KEY and any(sign.isdigit() for sign in key)}


def _figures(text: str) -> frozenset[str]:
    return frozenset(number.rstrip("0").rstrip(".") if "." in number else number for number in _FIGURES.findall(text))


def _places(found: Iterable[tuple[int, str]]) -> Mapping[str, list[int]]:
    """Where each key is found; without a key nothing is."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, key in found:
        if key:
            places[key].append(at)
    return dict(places)
