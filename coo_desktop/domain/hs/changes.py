"""What became of a code when the edition of the Harmonized System changed, as the correlation tables tell it.

A table's target with a hundred sources or more says nothing about any one of them (waste of every machine, displays of
every apparatus): such a link is possible, not sure, and by itself no reason to recode a product.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from coo_desktop.domain.errors import NotFound, Refused
from coo_desktop.domain.refusals import Rule

#: What can become of a code. The first two leave every product where it is.
SAME, ABSORBED = "same", "absorbed_more"
ONE_TO_ONE, SPLIT, SPLIT_KEPT, MERGED, DELETED = "one_to_one", "split", "split_code_kept", "merged", "deleted"
#: As the command line tells it: what stays and what goes, without the finer kinds.
TOLD = {ABSORBED: SAME, SPLIT_KEPT: SPLIT}

_EDITIONS = re.compile(r"HS(\d{4})-HS(\d{4})")
_CODES = re.compile(r"\d{6}")


@dataclass(frozen=True, slots=True)
class Link:
    """A pair of codes that share goods; `broad` when the new one has too many sources to mean this one."""

    old: str
    new: str
    broad: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """The true targets of a code that a published table has wrong; not `sure` while they are still to be confirmed."""

    old: str
    targets: tuple[str, ...]
    sure: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class CodeChange:
    """What became of a code: `targets` are its successors, itself included where it stayed, `possible` the broad ones.

    Not `sure` where the table knows nothing better than broad targets or its correction is still to be confirmed.
    """

    code: str
    old: str
    new: str
    kind: str
    targets: tuple[str, ...]
    possible: tuple[str, ...] = ()
    sure: bool = True
    source: str = ""
    evidence: str = ""

    @property
    def is_current(self) -> bool:
        """Whether the code itself is still one."""
        return self.code in self.targets

    @property
    def reminds(self) -> bool:
        """Whether a product filed under the code has to be looked at."""
        return self.kind not in (SAME, ABSORBED)


@dataclass(frozen=True)
class Correlation:
    """The links of two editions in both directions, without the broad ones where there is another."""

    old: str
    new: str
    source: str
    forward: Mapping[str, frozenset[str]]
    back: Mapping[str, frozenset[str]]
    possible: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()
    evidence: Mapping[str, str] = field(default_factory=dict)

    def change(self, code: str) -> CodeChange:
        """What became of a 6-digit code; raises Refused(why="no_such_code") for one that the older edition lacks."""
        if code not in self.forward:
            raise Refused(why=Rule.NO_SUCH_CODE, code=code, edition=self.old)
        targets = self.forward[code]
        return CodeChange(
            code,
            self.old,
            self.new,
            self._kind(code, targets),
            tuple(sorted(targets)),
            tuple(sorted(self.possible.get(code, frozenset()) - targets)),
            code not in self.unsure,
            self.source,
            self.evidence.get(code, ""),
        )

    def turned(self) -> "Correlation":
        """The same from the newer edition to the older: what a code was before."""
        possible = _turned(self.possible)
        only = {code for code, sources in self.back.items() if not sources and code in possible}
        forward = {**self.back, **{code: possible[code] for code in only}}
        return Correlation(self.new, self.old, self.source, forward, self.forward, unsure=frozenset(only))

    def then(self, following: "Correlation") -> "Correlation":
        """Two steps as one, through the codes of the edition between them."""
        possible: dict[str, frozenset[str]] = {}
        unsure = set(self.unsure)
        evidence = dict(self.evidence)
        for code, middles in self.forward.items():
            further = (following.possible.get(middle, frozenset()) for middle in middles)
            possible[code] = frozenset().union(self.possible.get(code, frozenset()), *further)
            for middle in sorted(middles):
                if middle in following.unsure:
                    unsure.add(code)
                if middle in following.evidence:
                    evidence.setdefault(code, following.evidence[middle])
        return Correlation(
            self.old,
            following.new,
            "; ".join(dict.fromkeys((self.source, following.source))),
            _through(self.forward, following.forward),
            _through(following.back, self.back),
            possible,
            frozenset(unsure),
            evidence,
        )

    @cached_property
    def _broad(self) -> frozenset[str]:
        return frozenset[str]().union(*self.possible.values())

    def _kind(self, code: str, targets: frozenset[str]) -> str:
        if not targets:
            return DELETED
        others = {source for target in targets for source in self.back.get(target, ()) if source != code}
        alone = not others and not targets & self._broad
        if targets == {code}:
            return SAME if alone else ABSORBED
        if code in targets:
            return SPLIT_KEPT
        if len(targets) > 1:
            return SPLIT
        return ONE_TO_ONE if alone else MERGED


def correlate(
    old: str, new: str, source: str, links: Iterable[Link], corrections: Iterable[Correction] = ()
) -> Correlation:
    """A table with its corrections: a code's own continuation is never broad, and a broad link counts only alone."""
    certain: dict[str, set[str]] = {}
    possible: dict[str, set[str]] = {}
    for link in links:
        if link.broad:
            possible.setdefault(link.old, set()).add(link.new)
        if not link.broad or link.old == link.new:
            certain.setdefault(link.old, set()).add(link.new)
    fixed = {correction.old: correction for correction in corrections}
    certain |= {code: set(correction.targets) for code, correction in fixed.items()}
    only_broad = possible.keys() - certain.keys()
    unsure = only_broad | {code for code, correction in fixed.items() if not correction.sure}
    back: dict[str, set[str]] = {}
    for code, targets in [*certain.items(), *possible.items()]:
        for target in targets:
            sources = back.setdefault(target, set())
            if code not in unsure and target in certain.get(code, ()):
                sources.add(code)
    return Correlation(
        old,
        new,
        source,
        _frozen(certain) | _frozen({code: possible[code] for code in only_broad}),
        _frozen(back),
        _frozen(possible),
        frozenset(unsure),
        {code: correction.evidence for code, correction in fixed.items()},
    )


def read_corrections(rows: Iterable[tuple[str, str, str, str]], old: str, new: str) -> Iterator[Correction]:
    """The corrections of one pair of editions from rows (editions, old codes, corrected links, evidence).

    Links in plain codes are sure; words beside them ("or other", "to be confirmed") make them hints. Rows about other
    tables than the correlation of these editions are passed over.
    """
    for editions, codes, links, evidence in rows:
        found = _EDITIONS.fullmatch(editions)
        targets = tuple(_CODES.findall(links))
        if found is None or found.groups() != (old, new) or not targets:
            continue
        sure = not _CODES.sub("", links).strip()
        for code in _CODES.findall(codes):
            yield Correction(code, targets, sure, evidence)


class Correlations:
    """All tables of this computer as one way through the editions, each joined way kept once it was asked for."""

    def __init__(self, tables: Iterable[Correlation]) -> None:
        self._steps: dict[tuple[str, str], Correlation] = {}
        for table in tables:
            self._steps.setdefault((table.old, table.new), table)
        self._ways = dict(self._steps)

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions that a table begins or ends with, oldest first."""
        return tuple(sorted({edition for pair in self._steps for edition in pair}))

    def change(self, code: str, old: str, new: str) -> CodeChange:
        """What became of a code's first six digits; raises NotFound without a table, Refused for an unknown code."""
        way = self.way(old, new)
        if way is None:
            raise NotFound(id=f"{old}-{new}", what="correlation")
        return way.change(code[:6])

    def converted(self, code: str, old: str, new: str) -> tuple[str, ...] | None:
        """The codes of another edition for the goods of a code; None where no table tells, or not surely."""
        if old == new:
            return (code,)
        way = self.way(old, new)
        if way is None or code[:6] not in way.forward or code[:6] in way.unsure:
            return None
        return tuple(sorted(way.forward[code[:6]])) or None

    def ground(self) -> object:
        """The tables never change."""
        return self

    def newest_with(self, code: str, before: str) -> str:
        """The newest edition before another that had a code and leads there; "" when no table knows it."""
        for edition in reversed(self.editions):
            if edition < before and (way := self.way(edition, before)) is not None and code[:6] in way.forward:
                return edition
        return ""

    def way(self, old: str, new: str) -> Correlation | None:
        """The table from one edition to another, joined or turned round where there is none; None without one."""
        if (old, new) in self._ways:
            return self._ways[old, new]
        if old > new:
            turned = self.way(new, old)
            if turned is not None:
                self._ways[old, new] = turned.turned()
        else:
            for middle in self.editions:
                first = self._steps.get((old, middle))
                rest = self.way(middle, new) if first is not None and old < middle < new else None
                if first is not None and rest is not None:
                    self._ways[old, new] = first.then(rest)
                    break
        return self._ways.get((old, new))


def _frozen(links: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {code: frozenset(others) for code, others in links.items()}


def _turned(links: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    back: dict[str, set[str]] = {}
    for code, targets in links.items():
        for target in targets:
            back.setdefault(target, set()).add(code)
    return _frozen(back)


def _through(first: Mapping[str, frozenset[str]], second: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    return {
        code: frozenset().union(*(second.get(middle, frozenset()) for middle in middles))
        for code, middles in first.items()
    }
