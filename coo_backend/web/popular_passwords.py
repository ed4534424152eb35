"""Whether many people use a password: numbers and walks over the keyboard, pinyin of words and names, digits around.

The table is resources/passwords/popular.toml, which tells its source; `zxcvbn` beside it knows English and has none of
what is usual in China (it takes "woaini5201314" for strong). Read when it is first needed, some thousand short texts.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache

from coo_desktop.environment.assets import resource

#: So many digits or signs around one of the table leave it easy to guess: a year, a birthday, a room.
_MOST_AROUND, _MOST_BEHIND_WORD = 4, 8
_LONGEST_UNIT = 5
_EDGES = re.compile(r"^[^a-z]*|[^a-z]*$")
_NOT_LETTERS = re.compile(r"[^a-z]*")


@dataclass(frozen=True, slots=True)
class Table:
    """`all` holds everything but names; a name is one of `surnames` and one or two of `given`."""

    all: frozenset[str]
    surnames: frozenset[str]
    given: frozenset[str]

    def is_word(self, letters: str) -> bool:
        """Whether the letters are a word of the table, or a name."""
        return letters in self.all or self.is_name(letters)

    def is_name(self, letters: str) -> bool:
        """Whether they are a surname and a given name, as in wangxiaoming."""
        cuts = range(1, len(letters))
        return any(letters[:cut] in self.surnames and self._are_given(letters[cut:]) for cut in cuts)

    def _are_given(self, letters: str) -> bool:
        two = ((letters[:cut], letters[cut:]) for cut in range(1, len(letters)))
        return letters in self.given or any(first in self.given and second in self.given for first, second in two)


def folded(password: str) -> str:
    """Without what people take for a difference: capitals, full-width signs, spaces."""
    return "".join(unicodedata.normalize("NFKC", password).casefold().split())


def is_popular(password: str) -> bool:
    """Whether it is one of the table, or made of them in a way that everybody makes."""
    plain, known = folded(password), table()
    return plain in known.all or _is_repeated(plain) or _is_joined(plain, known) or _is_decorated(plain, known)


@cache
def table() -> Table:
    """The table as shipped."""
    text = resource("passwords", "popular.toml").read_text(encoding="utf-8")
    told = {name: frozenset(listed.split()) for name, listed in tomllib.loads(text).items()}
    return Table(told["keys"] | told["numbers"] | told["words"], told["surnames"], told["given"])


def _is_repeated(plain: str) -> bool:
    """A short unit over and over."""
    units = range(1, min(_LONGEST_UNIT, len(plain) // 2) + 1)
    return any(len(plain) % unit == 0 and plain == plain[:unit] * (len(plain) // unit) for unit in units)


def _is_joined(plain: str, known: Table) -> bool:
    """Two of the table behind one another, with a sign between them or none."""
    for cut in range(3, len(plain) - 2):
        tail = plain[cut:]
        if plain[:cut] in known.all and (tail in known.all or (not tail[0].isalnum() and tail[1:] in known.all)):
            return True
    return False


def _is_decorated(plain: str, known: Table) -> bool:
    """One of the table with digits and signs around it."""
    word = _EDGES.sub("", plain)
    if word and known.is_word(word) and len(plain) - len(word) <= _MOST_BEHIND_WORD:
        return True
    for left in range(min(_MOST_AROUND, len(plain)) + 1):
        for right in range(_MOST_AROUND - left + 1):
            core, around = plain[left : len(plain) - right], plain[:left] + plain[len(plain) - right :]
            if len(core) >= 5 and core in known.all and _NOT_LETTERS.fullmatch(around):
                return True
    return False
