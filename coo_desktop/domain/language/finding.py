"""Whether a text is what somebody looks for: every typed word stands in it, or in what its Chinese sounds like.

What a text sounds like (its pinyin and its initials) is spelt elsewhere, where a dictionary may be loaded.
"""

import unicodedata

#: So much of a text is searched through: every word of a certificate with a hundred goods.
TEXT_LIMIT = 10_000
#: So much of what is typed or pasted is looked for, and so many words of it.
QUERY_LIMIT = 400
TERM_LIMIT = 20


def folded(text: str) -> str:
    """Full-width, half-width, upper and lower case made one; what is not a character is dropped."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(character if _is_kept(character) else " " for character in plain)[:TEXT_LIMIT]


def terms(query: str) -> tuple[str, ...]:
    """What a typed query asks for: its words, every one of which has to be found; bounded."""
    return tuple(dict.fromkeys(folded(query[:QUERY_LIMIT]).split()))[:TERM_LIMIT]


def is_found(wanted: str, text: str, sounds: str = "") -> bool:
    """Whether all words of a typed query stand in a text or in its sounds; a query without a word finds everything."""
    key = f"{folded(text)} {sounds}"
    return all(term in key for term in terms(wanted))


def may_be_sounds(typed: str) -> bool:
    """Whether a typed text has letters that could be pinyin or initials; only then are sounds worth spelling.

    Spelling loads a dictionary of tens of megabytes, which a search for a number or for characters does without.
    """
    return any(sign.isascii() and sign.isalpha() for sign in folded(typed))


def _is_kept(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cs", "Cn"}
