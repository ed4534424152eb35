"""What looks alike: names without their legal form, and records that are probably the same one twice."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from coo_desktop.domain.documents.document import Document, Values
from coo_desktop.domain.documents.field_access import text_of
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.language.party_names import bare_name
from coo_desktop.domain.records.uses import keys
from coo_desktop.store.database.search import sounds

#: Names from here on are the same name mistyped; addresses the same place told differently.
NAME_SCORE, PLACE_SCORE = 88, 60
_NO_CHINESE = re.compile("[a-z0-9]")


def alike(
    form: FormType,
    documents: Sequence[Document],
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[tuple[Document, ...], ...]:
    """Groups of records that are probably the same, the larger first; no group once it was cancelled.

    Names alike count only where nothing speaks against them: two countries, or two addresses that are not alike.
    Chinese names that sound the same may be one in two kinds of characters (臺, 台), or two: an address decides.
    """
    told = [_comparable(form, document.values) for document in documents]
    by_name, by_code = _places(one.names for one in told), _places(one.codes for one in told)
    groups = list(range(len(documents)))
    for places in by_code.values():
        _join(groups, ((places[0], place) for place in places[1:]))
    for places in _places(one.sounds for one in told).values():
        placed = [at for at in places if told[at].place]
        both = ((one, other) for number, one in enumerate(placed) for other in placed[:number])
        _join(groups, (pair for pair in both if _may_be_one(told[pair[0]], told[pair[1]])))
    for pairs in _near(by_name, progress, cancelled):
        _join(groups, (pair for pair in pairs if _may_be_one(told[pair[0]], told[pair[1]])))
    found = _places((_head(groups, at),) for at in range(len(groups)))
    several = (tuple(documents[at] for at in places) for places in found.values() if len(places) > 1)
    return () if cancelled() else tuple(sorted(several, key=len, reverse=True))


def nearest(name: str, among: Sequence[str], limit: int) -> list[tuple[int, int]]:
    """Places of the names most like one, each with its likeness in whole numbers up to 100; the best first.

    Half of it counts the same words in any order, half the words that both have.
    """
    if not name:
        return []
    scorers = (fuzz.token_sort_ratio, fuzz.token_set_ratio)
    found = (process.extract(name, among, scorer=scorer, limit=limit, score_cutoff=1) for scorer in scorers)
    places = {at for hits in found for _name, _score, at in hits}
    scored = [(at, round(sum(scorer(name, among[at]) for scorer in scorers) / 2)) for at in places]
    return sorted(scored, key=lambda one: (-one[1], one[0]))[:limit]


@dataclass(frozen=True, slots=True)
class _Told:
    """What a record says of itself, made comparable."""

    names: tuple[str, ...]
    codes: tuple[str, ...]
    place: str
    country: str
    sounds: tuple[str, ...]


def _comparable(form: FormType, values: Values) -> _Told:
    params, country = form.params, form.summary.destination
    names = tuple(params.get("names", (form.summary.title,)))
    bare = tuple(dict.fromkeys(filter(None, (bare_name(text_of(values, name)) for name in names))))
    return _Told(
        bare,
        tuple(key for key in keys(form, values) if key.partition("=")[0] not in names),
        bare_name(text_of(values, str(params.get("place", "")))),
        text_of(values, country) if country else "",
        tuple(filter(None, (sounds(name) for name in bare if not _NO_CHINESE.search(name)))),
    )


def _near(
    by_name: Mapping[str, Sequence[int]], progress: Callable[[int, int], None], cancelled: Callable[[], bool]
) -> Iterator[Iterable[tuple[int, int]]]:
    """The pairs of records with the same or nearly the same name, name by name."""
    names = list(by_name)
    for number, name in enumerate(names):
        if cancelled():
            return
        before = names[:number]
        near = process.extract(name, before, scorer=fuzz.ratio, score_cutoff=NAME_SCORE, limit=None)
        others = [at for _name, _score, place in near for at in by_name[names[place]]]
        own = by_name[name]
        yield ((one, other) for number_of, one in enumerate(own) for other in (*others, *own[:number_of]))
        progress(number + 1, len(names))


def _may_be_one(one: _Told, other: _Told) -> bool:
    if one.country and other.country and one.country != other.country:
        return False
    return not one.place or not other.place or fuzz.token_set_ratio(one.place, other.place) >= PLACE_SCORE


def _places(found: Iterable[Iterable[Hashable]]) -> Mapping[Any, list[int]]:
    """Where each key is found, in order."""
    places: Mapping[Any, list[int]] = defaultdict(list)
    for at, own in enumerate(found):
        for key in own:
            places[key].append(at)
    return places


def _join(groups: list[int], pairs: Iterable[tuple[int, int]]) -> None:
    for one, other in pairs:
        groups[_head(groups, other)] = _head(groups, one)


def _head(groups: list[int], at: int) -> int:
    """The member that stands for a group; each is written down with the one before it."""
    while groups[at] != at:
        groups[at] = groups[groups[at]]
        at = groups[at]
    return at
