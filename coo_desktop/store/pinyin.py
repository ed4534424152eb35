"""How Chinese is spelt in Latin letters, by pypinyin with the phrases that matter.

Of its 47,000 phrases most are read as their characters are one by one; only the others are loaded (重庆 is chongqing,
not zhongqing). All of them would take 57 MB and hold the interpreter for a tenth of a second; these take half of
that, and spell alike. Which ones matter is kept prepared under the digest of pypinyin's own tables.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from coo_desktop.environment.prepared import prepared

#: pypinyin reads them when it is imported: no phrases of its own, and no second copy of its characters.
_SPARING = ("PYPINYIN_NO_PHRASES", "PYPINYIN_NO_DICT_COPY")
_CHARACTERS, _PHRASES = "pinyin_dict.json", "phrases_dict.json"


def syllables(text: str, errors: str = "default") -> list[str]:
    """The syllables of a Chinese text without tones, one a character, ü as v; what is not Chinese stays as it is.

    With `errors` "ignore" it is left out.
    """
    found: list[str] = _speller()(text, errors=errors)
    return found


@cache
def _speller() -> Callable[..., list[str]]:
    with _said(_SPARING):
        import pypinyin  # for the first Chinese text that has to be spelt
    folder = Path(pypinyin.__file__).parent
    contents = [(folder / name).read_bytes() for name in (_CHARACTERS, _PHRASES)]
    phrases = prepared("phrases", contents, lambda: _differing(*map(json.loads, contents)))
    shared: dict[str, list[str]] = {}  # a syllable is one list, however many phrases have it
    for readings in phrases.values():
        readings[:] = (shared.setdefault(",".join(one), one) for one in readings)
    pypinyin.load_phrases_dict(phrases)
    spell: Callable[..., list[str]] = pypinyin.lazy_pinyin
    return spell


@contextmanager
def _said(names: Iterable[str]) -> Iterator[None]:
    """These are set in the surroundings, where nobody set them, while the block runs: no other process is told."""
    ours = [name for name in names if name not in os.environ]
    os.environ.update(dict.fromkeys(ours, "1"))
    try:
        yield
    finally:
        for name in ours:
            del os.environ[name]


def _differing(characters: dict[str, str], phrases: dict[str, list[list[str]]]) -> dict[str, list[list[str]]]:
    """The phrases that are read otherwise than their characters, tones aside, and those that keep such a one from being
    found where it only seems to stand: they hold it, or end as it begins (生长 before 长调)."""
    from pypinyin.contrib.tone_convert import to_normal

    plain = cache(to_normal)
    alone = {chr(int(code)): plain(readings.split(",")[0]) for code, readings in characters.items()}
    differing = {
        phrase
        for phrase, readings in phrases.items()
        if [plain(one[0]) for one in readings] != [alone.get(character) for character in phrase]
    }

    begins = {phrase[:end] for phrase in differing for end in range(1, len(phrase))}

    def matters(phrase: str) -> bool:
        ends = range(1, len(phrase) + 1)
        holds = any(phrase[start:end] in differing for end in ends for start in range(end))
        return holds or any(phrase[start:] in begins for start in range(1, len(phrase)))

    return {phrase: readings for phrase, readings in phrases.items() if matters(phrase)}
