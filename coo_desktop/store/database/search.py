"""Finding a typed text anywhere in a document's words, from the first Chinese character on.

A row matches when every typed term stands in its folded text (`LIKE` decides). `words` and `expression` make an index
in front of that which never misses a row: every Chinese character is a token of its own, every other run of letters and
digits leaves all its endings, so any piece of it is the beginning of one.
"""

import re
from functools import lru_cache

from coo_desktop.domain.language.finding import folded

_TOKEN_LIMIT = 24
_WIDE_FROM = 0x2E80  # CJK radicals: from here on no spaces stand between words
#: Stand before the sounds of a row's names and of its partner, and after both; no text that is typed has them.
NAMES, PARTNER, END = "\ue001", "\ue002", "\ue003"
#: So many Chinese characters of a row are spelt: a hundred goods with ten each.
_SPELT_LIMIT = 1000
_CHINESE = re.compile(r"[\u3400-\u9fff]+")


def spelt(text: str, partner: str) -> str:
    """A folded text with what its Chinese sounds like at its end, the partner's apart: both are searched as one."""
    theirs = folded(partner).strip()
    own = text.replace(theirs, " ", 1) if theirs else text
    parts = [sounds(" ".join(_CHINESE.findall(part))[:_SPELT_LIMIT]) for part in (own, theirs)]
    return f"{text} {NAMES} {parts[0]} {PARTNER} {parts[1]} {END}" if any(parts) else text


def sounds_of_names(text: str) -> str:
    """What the names in a `spelt` text sound like, without those of the partner."""
    return text.partition(NAMES)[2].partition(PARTNER)[0].strip()


def words(text: str) -> str:
    """The index tokens of a folded text, separated by spaces."""
    tokens: list[str] = []
    for run in _runs(text):
        if _is_wide(run):
            tokens.extend(run)
        else:
            tokens.extend(run[start : start + _TOKEN_LIMIT] for start in range(len(run)))
    return " ".join(tokens)


def expression(wanted: tuple[str, ...]) -> str:
    """The full-text expression that finds every row with these terms, perhaps a few more; "" when it cannot help."""
    phrases = []
    for run in (run for term in wanted for run in _runs(term)):
        if _is_wide(run):
            phrases.append('"' + " ".join(run) + '"')
        else:
            phrases.append(f'"{run[:_TOKEN_LIMIT]}"*')
    return " AND ".join(dict.fromkeys(phrases))


@lru_cache(maxsize=512)
def sounds(text: str) -> str:
    """The pinyin and the initials of the Chinese words of a text, for what is typed without an input method."""
    if not (words := _CHINESE.findall(text)):
        return ""
    from pypinyin import lazy_pinyin  # 57 MB of phrases, for the first Chinese text that has to be spelt

    syllables = [lazy_pinyin(word) for word in words]
    whole = "".join("".join(each) for each in syllables)
    return f"{whole} {''.join(syllable[0] for each in syllables for syllable in each)}"


def pattern(term: str) -> str:
    r"""The LIKE pattern, escaped with `\`, of a term anywhere in a text."""
    return "%" + re.sub(r"([\\%_])", r"\\\1", term) + "%"


def partner_pattern(term: str) -> str:
    r"""The LIKE pattern, escaped with `\`, of a `spelt` text whose partner sounds so."""
    return f"%{PARTNER}{pattern(term)}{END}%"


def _runs(text: str) -> list[str]:
    """Runs of wide characters and runs of other letters and digits, in order; everything else parts them."""
    runs: list[str] = []
    before = ""
    for character in text:
        kind = ("wide" if ord(character) >= _WIDE_FROM else "narrow") if character.isalnum() else ""
        if kind and kind == before:
            runs[-1] += character
        elif kind:
            runs.append(character)
        before = kind
    return runs


def _is_wide(run: str) -> bool:
    return ord(run[0]) >= _WIDE_FROM
