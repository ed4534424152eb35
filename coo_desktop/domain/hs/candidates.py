"""Which code a product could have now: the successors of its code in the order a person should read them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from coo_desktop.domain.hs.codes import folded


@dataclass(frozen=True, slots=True)
class Candidate:
    """A code that a product could have now, with its names and why it stands where it stands in the list.

    `heading_zh` is the Chinese name of its heading where no list here has a Chinese name of the code itself.
    """

    code: str
    zh: str = ""
    en: str = ""
    sure: bool = True
    likeness: int = 0
    heading_zh: str = ""


def ranked(
    candidates: Iterable[Candidate], code: str, names: Iterable[str], former: Iterable[str] = ()
) -> tuple[Candidate, ...]:
    """Candidates as a person should read them: sure before possible, the likest name first.

    What counts is how like a name is to the product's `names`; of equals, to the `former` names of its old code, which
    all successors of one code resemble; of equals again, the same heading comes first.
    """
    known, old = [name for name in names if name], [name for name in former if name]

    def place(candidate: Candidate) -> tuple[bool, int, int, bool, str]:
        before = _likest(candidate, old)
        return not candidate.sure, -candidate.likeness, -before, candidate.code[:4] != code[:4], candidate.code

    return tuple(sorted((replace(each, likeness=_likest(each, known)) for each in candidates), key=place))


def _likest(candidate: Candidate, names: Sequence[str]) -> int:
    own = (candidate.zh or candidate.heading_zh, candidate.en)
    return max((likeness(name, text) for name in names for text in own if text), default=0)


def likeness(one: str, other: str) -> int:
    """How much two names have in common, in percent of their pairs of neighbouring characters."""
    mine, theirs = _pairs(one), _pairs(other)
    return 200 * len(mine & theirs) // (len(mine) + len(theirs)) if mine and theirs else 0


@lru_cache(maxsize=10_000)
def _pairs(name: str) -> frozenset[str]:
    plain = "".join(folded(name).split())
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))
