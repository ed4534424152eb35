"""Names of firms as they are compared: one firm written in two ways is one, two firms are never taken for one.

A name is what a firm is called and its legal form. Case, width, signs and accents say nothing, nor does it matter how
a form is written or where it stands (CO., LTD. and Company Limited, ㈜ and 주식회사), or in which Chinese characters. A
town in brackets, a group and another legal form make another firm.
"""

import re
import tomllib
import unicodedata
from functools import cache

from coo_desktop.environment.assets import resource

_WORDS = re.compile(r"[^\W_]+")
_ACCENTS = re.compile(r"(?<=[a-z])[\u0300-\u036f]+")
_SILENT = frozenset({"the", "and"})
#: Words of legal forms as they are written out, and as they are compared.
_SHORT = {
    **{"company": "co", "limited": "ltd", "incorporated": "inc", "corporation": "corp", "coltd": "co ltd"},
    **{"private": "pvt", "proprietary": "pty", "berhad": "bhd", "sendirian": "sdn"},
}
_WRITTEN_OUT = (
    (re.compile(r"\bl l c\b|\blimited liability (?:company|co)\b"), "llc"),
    (re.compile(r"\bkabushiki (?:kaisha|gaisha)\b|\bk k\b"), "kk"),
    (re.compile(r"\bgesellschaft mit beschrankter haftung\b"), "gmbh"),
)
#: What ends a name as its legal form; and what may stand before one.
_LAST = frozenset(
    {
        *("co", "corp", "inc", "ltd", "llc", "llp", "lp", "plc", "pte", "pvt", "pty", "sdn", "bhd", "kk", "tbk"),
        *("gmbh", "ag", "kg", "sa", "sas", "sarl", "srl", "spa", "bv", "nv", "ab", "as", "oy", "aps", "jsc", "ooo"),
        *("lda", "ltda"),
    }
)
_FIRST = frozenset({"pt", "cv", "ooo", "jsc", "pjsc", "llc"})
#: Forms of East Asia, which stand before a name or behind it without a blank; the short ones in brackets.
_JOINED = tuple(
    (re.compile(rf"^\s*(?:{form}|\({short}\))|(?:{form}|\({short}\))\s*$"), form)
    for form, short in (
        *(("株式会社", "株"), ("有限会社", "有"), ("合同会社", "同")),
        *(("주식회사", "주"), ("유한책임회사", "유책"), ("유한회사", "유"), ("합자회사", "자"), ("합명회사", "명")),
    )
)
_CHINESE = re.compile(r"(股份有限公司|有限公司|公司)\s*$")


def party_key(name: str) -> str:
    """A firm's name as the one spelling under which something is kept; "" for a text without a word.

    Words have one blank between them: A B LTD and AB LTD are two firms.
    """
    called, form = _parts(name)
    return f"{called} {form}".strip()


def same_party(one: str, other: str) -> bool:
    """Whether two names are of one firm; a name without a legal form may be that of a firm with one."""
    (called, form), (called_there, form_there) = _parts(one), _parts(other)
    return bool(called) and called == called_there and (form == form_there or not form or not form_there)


def bare_name(name: str) -> str:
    """What a firm is called, without its legal form; a name that is nothing but legal form stays whole."""
    return _parts(name)[0]


def _parts(name: str) -> tuple[str, str]:
    """What a firm is called and its legal form, either in words with one blank between them."""
    plain = _plain(name)
    forms: list[str] = []
    for pattern, form in (*_JOINED, (_CHINESE, "")):
        if (found := pattern.search(plain)) and _WORDS.search(pattern.sub(" ", plain)):
            plain, forms = pattern.sub(" ", plain), [*forms, form or found[1]]
    text = " ".join(_WORDS.findall(plain))
    for pattern, short in _WRITTEN_OUT:
        text = pattern.sub(short, text)
    words = " ".join(_SHORT.get(word, word) for word in text.split()).split()
    start, end = 0, len(words)
    while end > 1 and words[end - 1] in _LAST:
        end -= 1
    while start < end - 1 and words[start] in _FIRST:
        start += 1
    called = [word for word in words[start:end] if word not in _SILENT]
    if all(word in _LAST for word in words):
        return " ".join(words), ""
    return " ".join(called), " ".join((*forms, *words[:start], *words[end:]))


def _plain(name: str) -> str:
    """Without case, width, accents of Latin letters and dots; in simplified characters, Korean syllables whole."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name)).casefold()
    plain = unicodedata.normalize("NFC", _ACCENTS.sub("", plain)).translate(_simplified())
    return plain.replace(".", "").replace("&", " and ").replace("有限责任公司", "有限公司")


@cache
def _simplified() -> dict[int, str]:
    pairs = tomllib.loads(resource("shared", "traditional.toml").read_text(encoding="utf-8"))["pairs"]
    return {ord(pair[0]): pair[1] for pair in pairs.split()}
