"""Product rules as Chinese annexes write them, read into the notation: 从任何其他品目改变至此 is CTH.

A sentence is read piece by piece from its beginning. Whatever no piece fits leaves the whole sentence unread: half a
rule is another rule.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

_LEVELS = {"章": "CC", "品目": "CTH", "税目": "CTH", "子目": "CTSH"}
_DIGITS = {"两": "CC", "二": "CC", "2": "CC", "四": "CTH", "4": "CTH", "六": "CTSH", "6": "CTSH"}
_LEVEL = "章|品目|税目|子目"
#: One code with the words around it, and a list of them with ranges.
_CODE = r"(?:第?\d{1,2}章|(?:品目|税目|子目|章)?第?(?:\d{2,4}\.\d{1,2}(?:\.\d{1,2})?|\d{2}(?:\d{2}){0,3})号?)"
_CODES = rf"{_CODE}(?:(?:至|到|-|~|、|,|和|及|或|以及){_CODE})*"
_GOODS = r"(?:的(?:任何)?(?:货物|货品|产品|材料|非原产材料))?"
_TO = rf"(?:改变|变化|转变)?(?:至|到|为)?(?:此|该|本)?(?:{_LEVEL})?(?:{_CODES})?{_GOODS}"
_LIST = re.compile(_CODE)


@dataclass
class _Reading:
    """What was read of a sentence: criteria with the words between them."""

    parts: list[str] = field(default_factory=list)
    joins: list[str] = field(default_factory=list)
    is_open: bool = True  # a criterion comes next

    def add(self, criterion: str) -> bool:
        if not self.is_open:
            return False
        self.parts.append(criterion)
        self.is_open = False
        return True

    def join(self, word: str) -> bool:
        if self.is_open:
            return False
        self.joins.append(word)
        self.is_open = True
        return True

    def exclude(self, codes: str) -> bool:
        """An exception belongs to the change of classification before it."""
        if self.is_open or self.parts[-1] not in ("CC", "CTH", "CTSH"):
            return False
        self.parts[-1] += f" except {_codes(codes)}"
        return True


_Piece = Callable[[re.Match[str], _Reading], bool]
_PIECES: tuple[tuple[re.Pattern[str], _Piece], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), piece)
    for pattern, piece in (
        (
            rf"(?:由|从|自)?(?:任何|任一)?(?:其他|其它|另一)(?P<level>{_LEVEL}){_GOODS}{_TO}",
            lambda found, read: read.add(_LEVELS[found["level"]]),
        ),
        (rf"(?P<level>{_LEVEL})(?:发生)?(?:改变|变化)", lambda found, read: read.add(_LEVELS[found["level"]])),
        (
            r"(?:税则归类)?税号前(?P<digits>[两二四六246])位(?:数)?(?:级)?(?:发生)?(?:改变|变化)",
            lambda found, read: read.add(_DIGITS[found["digits"]]),
        ),
        (r"(?P<word>CTSH|CTH|CC|WO|PE|CR)(?![A-Z])", lambda found, read: read.add(found["word"].upper())),
        (
            rf"[,;(]?(?:但)?(?:不包括|除)(?:从|由|自)?(?P<codes>{_CODES}){_GOODS}(?:改变至此|改变)?(?:的)?"
            r"(?:除外|以外|之外|外)?\)?",
            lambda found, read: read.exclude(found["codes"]),
        ),
        (
            rf"[,;(]?(?:但)?(?:从|由|自)?(?P<codes>{_CODES}){_GOODS}(?:改变|变化)?(?:至|到)?(?:此|该|本)?(?:{_LEVEL})?"
            r"(?:的)?除外\)?",
            lambda found, read: read.exclude(found["codes"]),
        ),
        (
            r"(?:区域|本地)?(?:区域)?价值成分(?:\(?RVC\)?)?(?:比例|百分比|标准)?(?:应|须|必须)?"
            r"(?:不少于|不低于|不小于|至少(?:为|达到)?|达到|大于或?等于|>=|≥|为)?(?:FOB价?格?的)?"
            r"(?P<percent>\d{1,3}(?:\.\d+)?)%?(?:以上|或以上)?",
            lambda found, read: read.add(f"RVC{found['percent']}"),
        ),
        (
            r"RVC\(?(?:不少于|不低于|>=|≥)?(?P<percent>\d{1,3}(?:\.\d+)?)%?\)?",
            lambda found, read: read.add(f"RVC{found['percent']}"),
        ),
        (
            r"(?:所用|使用的|全部)*非原产材料(?:的)?(?:总)?(?:价值|价格)(?:之和)?(?:不超过|不高于|不大于|最高为?|至多为?)"
            r"(?:产品|货物|成品)?(?:的)?出厂价格?(?:的)?(?P<percent>\d{1,3}(?:\.\d+)?)%",
            lambda found, read: read.add(f"MaxNOM{found['percent']}"),
        ),
        (
            r"(?:在(?:缔约)?(?:一方|双方|任一方|成员方|中国|一国)(?:境内)?)?完全(?:获得|原产)(?:或(?:者)?(?:生产|获得))?"
            r"(?:的)?(?:货物|产品|标准)?",
            lambda _found, read: read.add("WO"),
        ),
        (
            r"[,;]?(?:并且|而且|同时(?:须|应)?|且|加上|\+)(?:须|应|需)?(?:满足|符合)?",
            lambda _found, read: read.join("and"),
        ),
        (r"[,;]?(?:或者|或|/)(?:须|应|需)?(?:满足|符合)?", lambda _found, read: read.join("or")),
    )
)


def read_sentence(text: str) -> str | None:
    """The rule of a sentence in the notation; None where a piece of it says something else."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).rstrip("。.;,")
    read, at = _Reading(), 0
    while at < len(plain):
        for pattern, piece in _PIECES:
            found = pattern.match(plain, at)
            if found and found.end() > at and piece(found, read):
                at = found.end()
                break
        else:
            return None
    if read.is_open or not read.parts or _is_ambiguous(read.joins):
        return None
    words = [read.parts[0]]
    for join, part in zip(read.joins, read.parts[1:], strict=True):
        words += [join, part]
    return " ".join(words)


def _is_ambiguous(joins: list[str]) -> bool:
    """A 且 after a 或 may hold for all that was said before it."""
    return "or" in joins and "and" in joins[joins.index("or") :]


def _codes(text: str) -> str:
    """A list of codes as the notation writes it."""
    written, at = "", 0
    for found in _LIST.finditer(text):
        between = text[at : found.start()]
        at = found.end()
        digits = re.sub(r"\D", "", found[0])
        code = digits.zfill(2) if len(digits) < 3 else digits
        dash = "-" if between in ("至", "到", "-", "~") else ", "
        written += code if not written else dash + code
    return written
