"""The search tokens of a code's names: characters, pinyin, initials, English words; made when a pack is built."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from coo_desktop.domain.hs import codes
from coo_desktop.store.pinyin import syllables

#: Ends a phrase that by itself means the code: the phrase is one token, found without comparing places.
EDGE = "\ue000"
#: Ends a word that first of all means a whole chapter.
CHAPTER_EDGE = "\ue001"
SYLLABLES = 6


def spelled(words: Iterable[str]) -> str:
    """Words as tokens: every Chinese character one, every other word one."""
    return " ".join(" ".join(word) if codes.is_wide(word) else word for word in words)


def whole(words: Iterable[str]) -> str:
    """The words of a phrase as the one token that stands for the phrase."""
    return f"{EDGE}{''.join(words)}{EDGE}"


def chapter_tokens(phrases: Iterable[str]) -> str:
    """Each phrase that means a chapter, in characters and pinyin, as one token; initials mean too many things."""
    told = ("".join(word) for phrase in phrases for word in (codes.words(phrase), _heard(phrase)) if word)
    return " ".join(dict.fromkeys(f"{CHAPTER_EDGE}{word}{CHAPTER_EDGE}" for word in told))


def lead_tokens(phrases: Iterable[str]) -> str:
    """Each phrase as one token, in characters, pinyin and initials, and each ending of a Chinese one."""
    return " ".join(dict.fromkeys(token for phrase in phrases for token in _leads(phrase)))


def word_tokens(texts: Iterable[str]) -> str:
    """Every word of the texts, and pinyin and initials from each syllable on."""
    words = list(dict.fromkeys(word for text in texts for word in codes.words(text)))
    sounds = dict.fromkeys(sound for word in words if codes.is_wide(word) for sound in _sounds(word))
    return " ".join((spelled(words), *sounds))


def vocabulary(phrases: Iterable[str], texts: Iterable[str]) -> set[str]:
    """The words that a misspelt one may have meant: English words, and phrases in pinyin."""
    english = {word for text in texts for word in codes.words(text) if not codes.is_wide(word) and not word.isdigit()}
    pinyin = {"".join(_syllables(phrase)) for phrase in phrases if _is_chinese(phrase)}
    return {word for word in english | pinyin if len(word) > 3}


def _leads(phrase: str) -> Iterator[str]:
    yield whole(codes.words(phrase))
    if _is_chinese(phrase):
        syllables = _syllables(phrase)
        yield whole(syllables)
        yield whole(syllable[0] for syllable in syllables)
        yield from (f"{phrase[start:]}{EDGE}" for start in range(1, len(phrase)))


def _heard(phrase: str) -> tuple[str, ...]:
    return _syllables(phrase) if _is_chinese(phrase) else ()


def _sounds(word: str) -> Iterator[str]:
    syllables = _syllables(word)
    for start in range(len(syllables)):
        heard = syllables[start : start + SYLLABLES]
        yield "".join(heard)
        yield "".join(syllable[0] for syllable in heard)


def _is_chinese(phrase: str) -> bool:
    return all(codes.is_wide(character) for character in phrase)


@lru_cache(maxsize=50_000)
def _syllables(word: str) -> tuple[str, ...]:
    return tuple(syllable for syllable in syllables(word, errors="ignore") if syllable)
