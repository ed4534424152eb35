"""Which code a product could have now: the successors of its code in the order a person should read them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from coo_desktop.domain.hs import folded


@dataclass(frozen=True, slots=True)
class Candidate:
    """A code that a product could have now, with its names and why it stands where it stands in the list."""

    code: str
    zh: str = ""
    en: str = ""
    sure: bool = True
    likeness: int = 0


def ranked(candidates: Iterable[Candidate], code: str, names: Iterable[str]) -> tuple[Candidate, ...]:
    """Candidates as a person should read them: sure before possible, the same heading first, then the likest name."""
    known = [name for name in names if name]

    def like(candidate: Candidate) -> Candidate:
        own = (candidate.zh, candidate.en)
        best = max((likeness(name, text) for name in known for text in own if text), default=0)
        return replace(candidate, likeness=best)

    def place(candidate: Candidate) -> tuple[bool, bool, int, str]:
        return not candidate.sure, candidate.code[:4] != code[:4], -candidate.likeness, candidate.code

    return tuple(sorted(map(like, candidates), key=place))


def likeness(one: str, other: str) -> int:
    """How much two names have in common, in percent of their pairs of neighbouring characters."""
    mine, theirs = _pairs(one), _pairs(other)
    return 200 * len(mine & theirs) // (len(mine) + len(theirs)) if mine and theirs else 0


@lru_cache(maxsize=10_000)
def _pairs(name: str) -> frozenset[str]:
    plain = "".join(folded(name).split())
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))
