"""Counts as people write them in descriptions: number words, figures and a kind of packages, in any usual order.

TWO THOUSAND (2000) CARTONS, TWO THOUSAND(2,000) CTNS, 2000 (TWO THOUSAND) CARTONS and 2000 CTNS all say one thing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coo_desktop.domain.language.english import number_words

_SMALL = {number_words(number): number for number in (*range(1, 21), *range(30, 100, 10))} | {
    "A": 1,
    "AN": 1,
    "FOURTY": 40,
}
_SCALES = {"THOUSAND": 1_000, "MILLION": 1_000_000}
_WORD = "|".join(sorted({*_SMALL, *_SCALES, "HUNDRED"} - {"A", "AN"}, key=len, reverse=True))
_WORDS = rf"(?:AN? (?=HUNDRED|THOUSAND|DOZEN))?(?:{_WORD})S?(?:[ ,\-]+(?:AND[ \-]+)?(?:{_WORD})S?)*"
_FIGURES = r"\d{1,3}(?:,\d{3})+|\d+"
_COUNT = re.compile(
    rf"(?<![A-Z0-9.,])(?:(?P<words>{_WORDS})(?![A-Z])(?:\s*\(?\s*(?P<figures>{_FIGURES})(?![\d.]))?"
    rf"|(?P<first>{_FIGURES})(?![\d.])(?:\s*\(\s*(?P<then>{_WORDS})\s*\))?)\s*\)?\s*"
)

_WHOLE = re.compile(r"[A-Z][A-Z()/ .,;:\-]*")


@dataclass(frozen=True, slots=True)
class Count:
    """What a text says of packages: the number in words, in figures, each None where it is not said, and the kind."""

    words: int | None
    figures: int | None
    kind: str

    def agrees(self, count: int) -> bool:
        """Whether nothing that is said is another number."""
        return {self.words, self.figures} <= {count, None}

    @property
    def is_whole(self) -> bool:
        """Whether the number is said twice, in words and in figures."""
        return None not in (self.words, self.figures)


def number_said(text: str) -> int | None:
    """The number that English words stand for (TWO HUNDRED AND FIFTY, A HUNDRED), None for anything else."""
    total, group = 0, 0
    words = [word for word in re.split(r"[ ,\-]+", text.strip().upper()) if word and word != "AND"]
    for word in words:
        bare = word if word in _SMALL else word.removesuffix("S")
        if bare in _SMALL:
            group += _SMALL[bare]
        elif bare == "HUNDRED":
            group = (group or 1) * 100
        elif bare in _SCALES:
            total, group = total + (group or 1) * _SCALES[bare], 0
        else:
            return None
    return total + group if words else None


def counts_said(text: str, spelled: Mapping[str, str]) -> Iterator[Count]:
    """Every count of packages in a text of capitals; `spelled` has each way to write a kind with what stands for it."""
    longest = max(map(len, spelled))
    for match in _COUNT.finditer(text):
        said = _WHOLE.match(text, match.end(), match.end() + longest + 1)
        found = _named(said[0] if said else "", spelled)
        if found:
            words, figures = match["words"] or match["then"], match["figures"] or match["first"]
            yield Count(
                number_said(words) if words else None,
                int(figures.replace(",", "")) if figures else None,
                found,
            )


def _named(text: str, spelled: Mapping[str, str]) -> str:
    """The kind that the beginning of a text names in its longest words, "" for none."""
    words = text.split(" ")
    ways = (" ".join(words[:count]).rstrip(".,;:") for count in range(len(words), 0, -1))
    return next((spelled[bare] for way in ways for bare in (way, way.rstrip(")")) if bare in spelled), "")
