"""Which words of a text another one does not have: what a person has to look at, at a glance."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Latin words and numbers stay whole; every other sign, Chinese ones among them, is a word by itself.
_WORD = re.compile(r"[A-Za-z0-9]+(?:[.,'’\-/][A-Za-z0-9]+)*|\s+|.", re.DOTALL)
#: Comparing costs the product of both lengths (in words); beyond this all that is not the same at either end differs.
MOST_PAIRS = 1_000_000
#: What is the same and longer than `LONG` is shown by so many signs at its ends.
LONG, SHOWN = 160, 60


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: `differs` when the other text does not have them here."""

    text: str
    differs: bool


def pieces(text: str, other: str) -> tuple[Piece, ...]:
    """The text in runs of words that are the same in the other one or not."""
    mine, theirs = _WORD.findall(text), _WORD.findall(other)
    if not theirs:
        return (Piece(text, True),) if text else ()
    head = _same(mine, theirs)
    tail = _same(mine[head:][::-1], theirs[head:][::-1])
    middle, there = mine[head : len(mine) - tail], theirs[head : len(theirs) - tail]
    runs = [("".join(mine[:head]), False), *_runs(middle, there), ("".join(mine[len(mine) - tail :]), False)]
    return tuple(Piece(run, differs) for run, differs in runs if run)


def shortened(known: Sequence[Piece]) -> tuple[Piece, ...]:
    """The same with long runs that do not differ cut to their ends, where something differs at all."""
    if not any(piece.differs for piece in known):
        return tuple(known)
    return tuple(
        Piece(f"{_whole(piece.text[:SHOWN])} … {_whole(piece.text[-SHOWN:][::-1])[::-1]}", False)
        if not piece.differs and len(piece.text) > LONG
        else piece
        for piece in known
    )


def _runs(mine: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[str, bool]]:
    if len(mine) * len(theirs) > MOST_PAIRS:
        yield "".join(mine), True
        return
    for kind, start, end, _there, _end in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        yield "".join(mine[start:end]), kind != "equal"


def _whole(text: str) -> str:
    """The text without the word that its end cuts, where it has others."""
    return text.rpartition(" ")[0] or text


def _same(mine: Sequence[str], theirs: Sequence[str]) -> int:
    """How many words are the same from the start."""
    pairs = zip(mine, theirs, strict=False)
    return next((place for place, (one, other) in enumerate(pairs) if one != other), min(len(mine), len(theirs)))
