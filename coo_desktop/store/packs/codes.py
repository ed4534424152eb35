"""Reading a pack of codes: search as somebody types, the tree, one code. No row is ranked while searching.

A query is tried from its most to its least certain meaning: what a chapter or a code is mainly called, what its name
lists, words of its name, words beginning so, words spelt nearly so, at last a part of what was typed. Within each, rows
come by the number they were given when the pack was built, which is their usefulness.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from pathlib import Path

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.hs import codes
from coo_desktop.domain.hs.codes import Hit, Listed
from coo_desktop.domain.packs.faults import PackFault
from coo_desktop.domain.packs.manifest import Manifest
from coo_desktop.store.packs.file import manifest_of, open_pack, reading

VERY, LISTED, ENDS, WHOLE, BEGINS, PREFIX, BELOW, NEAR, PART = 100, 95, 90, 80, 70, 60, 50, 40, 30
MOST = 200
_EDGE, _CHAPTER_EDGE = (
    "\ue000",
    "\ue001",
)  # as in `tokens`, which only building imports: it loads the pinyin of every character
_MATCHING = "SELECT rowid FROM token WHERE token MATCH ? ORDER BY rowid LIMIT ?"
_BEGINNING = (
    "SELECT code, zh, en FROM code WHERE code >= ? AND code < ? AND valid_to = '' ORDER BY length(code), code LIMIT ?"
)
#: Of so many words each selection is tried, of more only those that stand together.
_MOST_COMBINED = 5
#: Last characters that say of no thing what it is.
_VAGUE = frozenset("器机品具料件物材剂片板条块体类")
#: Rows read by one statement; it has always so many blanks, so SQLite prepares it once.
_AT_ONCE = 50
_PADDING = (0,) * _AT_ONCE
_NUMBERED = f"SELECT id, code, zh, en FROM code WHERE id IN ({', '.join('?' * _AT_ONCE)})"


class CodePack:
    """An open pack of codes."""

    def __init__(self, path: Path) -> None:
        """Raises Unreadable for a file that is no such pack."""
        self._path = path
        self._connection = open_pack(path)
        self.manifest: Manifest = manifest_of(self._connection, path)
        if self.manifest.kind != "codes":
            self._connection.close()
            raise Unreadable(file=path.name, reason=PackFault.KIND, kind=self.manifest.kind)

    def close(self) -> None:
        self._connection.close()

    def find(self, code: str) -> Listed | None:
        """One code, also one that is no longer valid."""
        found = self._listed("code = ?", code)
        return found[0] if found else None

    def children(self, code: str) -> tuple[Listed, ...]:
        """The codes one level below; below "" the sections, or the uppermost codes of a pack without them."""
        first_below = "(SELECT min(below.code) FROM code below WHERE below.parent = code.code)"
        return self._listed(f"parent = ? AND valid_to = '' ORDER BY ifnull({first_below}, code)", code)

    def search(self, text: str, limit: int = 50) -> list[Hit]:
        """What a typed text finds, best first; never raises for what was typed."""
        limit = max(0, min(limit, MOST))
        asked = codes.asked(text)
        with reading(self._path):
            if asked.digits:
                return self._by_digits(asked.digits, limit)
            found = self._by_words(asked.terms, limit)
            return self._rows(found, list(found)[:limit])

    def _by_digits(self, digits: str, limit: int) -> list[Hit]:
        """Codes beginning so, shortest first; when there are none, those above that agree furthest.

        A code whose first 0 was lost comes behind those that begin so, and before those that agree less.
        """
        padded = codes.with_lost_zero(digits)
        for length in range(len(digits), 1, -1):
            rows = self._beginning(digits[:length], limit)
            if lost := self._beginning(padded[: length + 1], limit) if padded else []:
                rows = [*rows[: max(1, limit - len(lost), limit // 2)], *lost][:limit]
            if rows:
                below = PREFIX if length == len(digits) else PART
                edition = self.manifest.edition
                return [Hit(row[0], edition, row[1], row[2], VERY if row[0] == digits else below) for row in rows]
        return []

    def _beginning(self, digits: str, limit: int) -> list[tuple[str, str, str]]:
        return self._connection.execute(_BEGINNING, (digits, digits + ":", limit)).fetchall()

    def _by_words(self, terms: tuple[str, ...], limit: int) -> dict[int, int]:
        """The rows that a query means and how surely, best first."""
        if not terms:
            return {}
        found = self._matches(limit, _certain(terms))
        if not found and (near := self._near(terms)):
            found = self._matches(limit, ((NEAR, near),))
        for fewer in () if found else _fewer(terms):
            found = self._matches(limit, ((PART, expression) for _score, expression in fewer))
            if found:
                break
        return found

    def _matches(self, limit: int, tries: Iterable[tuple[int, str]]) -> dict[int, int]:
        """The rows of each expression in turn, a row once; numbers only, so that a row found twice is read once."""
        found: dict[int, int] = {}
        for score, expression in tries:
            for (number,) in self._connection.execute(_MATCHING, (expression, limit)):
                found.setdefault(number, score)
            if len(found) >= limit:
                break
        return found

    def _rows(self, found: Mapping[int, int], numbers: Sequence[int]) -> list[Hit]:
        """The codes of the numbered rows, in the given order."""
        edition, rows = self.manifest.edition, {}
        for start in range(0, len(numbers), _AT_ONCE):
            some = numbers[start : start + _AT_ONCE]
            for row in self._connection.execute(_NUMBERED, (*some, *_PADDING[len(some) :])):
                rows[row[0]] = row
        hits = []
        for number in numbers:
            _number, code, zh, en = rows[number]
            hits.append(Hit(code, edition, zh, en, found[number]))
        return hits

    def _near(self, terms: tuple[str, ...]) -> str:
        """The terms, each unknown one as the known words spelt nearly so; "" when there is nothing to correct."""
        groups = [_either(term, self._words_near(term)) for term in terms]
        return " AND ".join(groups) if any(" OR " in group for group in groups) else ""

    def _words_near(self, term: str) -> list[str]:
        """The words of the index that a term may have been meant for; none for a word that it has."""
        if codes.is_wide(term) or len(term) < 4 or term.isdigit():
            return []
        place = bisect_left(self._vocabulary, term)
        if place < len(self._vocabulary) and self._vocabulary[place].startswith(term):
            return []
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        # Hardly anybody mistakes the first letter, and it leaves a tenth of the words to compare.
        alike = self._vocabulary[
            bisect_left(self._vocabulary, term[0]) : bisect_left(self._vocabulary, term[0] + "\uffff")
        ]
        most = 1 if len(term) < 7 else 2
        near = process.extract(term, alike, scorer=OSA.distance, score_cutoff=most, limit=8)
        return [word for word, _distance, _place in near]

    @cached_property
    def _vocabulary(self) -> list[str]:
        return [word for (word,) in self._connection.execute("SELECT word FROM vocabulary ORDER BY word")]

    def _listed(self, where: str, code: str) -> tuple[Listed, ...]:
        columns = "code, parent, zh, en, unit1, unit2, valid_from, valid_to, derived"
        with reading(self._path):
            rows = self._connection.execute(f"SELECT {columns} FROM code WHERE {where}", (code,)).fetchall()
        return tuple(
            Listed(code, parent, zh, en, tuple(unit for unit in units if unit), valid_from, valid_to, bool(derived))
            for code, parent, zh, en, *units, valid_from, valid_to, derived in rows
        )


def _certain(terms: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """The expressions of a query, from the most to the least certain meaning."""
    phrase = "".join(terms)
    yield VERY, f'chief : "{_CHAPTER_EDGE}{phrase}{_CHAPTER_EDGE}"'
    yield VERY, f'chief : "{_EDGE}{phrase}{_EDGE}"'
    yield LISTED, f'lead : "{_EDGE}{phrase}{_EDGE}"'
    if codes.is_wide(terms[-1]):
        yield ENDS, f'{{chief lead}} : "{phrase}{_EDGE}"'
    yield WHOLE, " AND ".join(_phrase(term) for term in terms)
    if not codes.is_wide(terms[-1]):
        yield BEGINS, f'{{chief lead}} : "{_EDGE}{phrase}"*'
        yield PREFIX, " AND ".join(_phrase(term, prefix=not codes.is_wide(term)) for term in terms)


def _fewer(terms: tuple[str, ...]) -> Iterator[Iterable[tuple[int, str]]]:
    """What a query means of which no code has all: in parts, then with fewer words, the last one, which in both
    languages names the thing, for the longest."""
    if len(terms) == 1 and codes.is_wide(terms[0]):
        word = terms[0]
        parts = [(word[:at], word[at:]) for at in range(2, len(word))]
        yield ((PART, f"({_phrase(first)} AND {_phrase(then)})") for first, then in reversed(parts))
        ends = [word[start:] for start in range(1, len(word))]
        yield from (_certain((end,)) for end in ends if end not in _VAGUE)
        yield from (_certain((word[:end],)) for end in range(len(word) - 1, 1, -1))
        return
    for size in range(len(terms) - 1, 0, -1):
        yield from (_certain(some) for some in _kept(terms, size))


def _kept(terms: tuple[str, ...], size: int) -> Iterator[tuple[str, ...]]:
    """So many of the terms, in their order; those with the last ones first."""
    if len(terms) <= _MOST_COMBINED:
        yield from reversed(list(combinations(terms, size)))
    else:
        yield from (terms[start : start + size] for start in range(len(terms) - size, -1, -1))


def _either(term: str, near: Sequence[str]) -> str:
    """The term as it is or any of the words near it, as one group."""
    forms = [f'"{word}"' for word in near] + [_phrase(term, prefix=not codes.is_wide(term))]
    return f"({' OR '.join(forms)})"


def _phrase(term: str, prefix: bool = False) -> str:
    """A term's tokens as an FTS5 phrase; nothing in it can be syntax, a term holds letters and digits only."""
    return f'"{" ".join(term) if codes.is_wide(term) else term}"' + ("*" if prefix else "")
