"""In which encoding a text table is written, where its bytes do not say so: judged by the letters that come out.

Every office of East Asia has an encoding of its own, and most bytes of one are letters of the others, too. The letters
tell: text of a language is made of its common letters, and read wrongly it is full of rare ones. Own code, because
charset-normalizer, which judges running text, put another encoding first in 34 of 75 tables in GB 18030 that held one
to four names or addresses.
"""

import enum
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType


class Encoding(enum.StrEnum):
    """The encodings that offices write; the values are Python's names."""

    UTF_8 = "utf-8-sig"
    UTF_16 = "utf-16"
    GB_18030 = "gb18030"
    BIG5 = "cp950"
    SHIFT_JIS = "cp932"
    EUC_KR = "cp949"
    WESTERN = "cp1252"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text read in an encoding, and how much it looks like a text written in it, from 0 to 100."""

    encoding: Encoding
    text: str
    likeness: int = 100

    @property
    def sample(self) -> str:
        """The first line by which a person can tell whether the text was read as it was written."""
        return next((line.strip() for line in self.text.splitlines() if not line.isascii()), "")


UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
#: One whose likeness is within so much of the best may be the right one; under the second, none is.
DOUBT = 18
_UNLIKELY = 25
#: Wide brackets and the like are in every encoding.
_SIGNS_ONLY = 50
#: So many letters tell much; the first of them are enough.
_LETTERS = 4_000
#: Chinese of so many letters has some from the later half of the alphabet, where GB 2312 has no Korean syllables.
_CHINESE_VARIES = 8
_TOLD: Mapping[str, Encoding] = MappingProxyType(
    {
        **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk"), Encoding.GB_18030),
        **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5"), Encoding.BIG5),
        **dict.fromkeys(("shift_jis", "shift-jis", "x-sjis", "windows-31j", "sjis"), Encoding.SHIFT_JIS),
        **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "korean", "windows-949"), Encoding.EUC_KR),
        **dict.fromkeys(("windows-1252", "iso-8859-1", "latin1", "us-ascii"), Encoding.WESTERN),
    }
)
_UNSAID = (Encoding.GB_18030, Encoding.BIG5, Encoding.SHIFT_JIS, Encoding.EUC_KR, Encoding.WESTERN)


def decodings(content: bytes, told: str = "") -> tuple[Decoded, ...]:
    """The texts that bytes may stand for, the likeliest first; several where they are in doubt, none for no text.

    `told` is the name of the encoding that the file itself tells, which counts where the bytes allow it.
    """
    if content.startswith(UTF_16_MARKS):
        return _read(content, (Encoding.UTF_16,))
    if found := _read(content, (Encoding.UTF_8,)):
        return found
    if (known := _TOLD.get(told.casefold())) and (found := _read(content, (known,))):
        return found
    judged = [Decoded(one.encoding, one.text, _likeness(one)) for one in _read(content, _UNSAID)]
    judged = [one for one in judged if one.likeness]
    judged.sort(key=lambda one: -one.likeness)
    least = max(judged[0].likeness - DOUBT, _UNLIKELY) if judged else 0
    return tuple(one for one in judged if one.likeness >= least) or tuple(judged)


def _read(content: bytes, encodings: Iterable[Encoding]) -> tuple[Decoded, ...]:
    found = []
    for encoding in encodings:
        try:
            found.append(Decoded(encoding, content.decode(encoding)))
        except UnicodeDecodeError:
            continue
    return tuple(found)


def _likeness(read: Decoded) -> int:
    if read.encoding is Encoding.WESTERN:
        return _western(read.text)
    signs = [sign for sign in read.text if not sign.isascii()][:_LETTERS]
    letters = [sign for sign in signs if _category(sign) == "L"]
    if not letters:
        return 0 if any(_category(sign) == "C" for sign in signs) else _SIGNS_ONLY
    codes = [sign.encode(read.encoding) for sign in letters]
    common = sum(map(_COMMON[read.encoding], codes)) // len(codes)
    if read.encoding is Encoding.GB_18030 and len(codes) >= _CHINESE_VARIES and all(code[0] < 0xC9 for code in codes):
        common = common * 7 // 10
    return common


def _category(sign: str) -> str:
    return unicodedata.category(sign)[0]


def _western(text: str) -> int:
    """Letters with marks stand alone among others; what is several in a row was something else."""
    marked = told = 0
    for before, sign, after in zip(" " + text, text, text[1:] + " ", strict=False):
        if not sign.isascii() and (sign.isalpha() or not (before.isascii() and after.isascii())):
            marked += 1
            told += before.isascii() and after.isascii() and (before.isalpha() or after.isalpha())
    return 100 * told // marked if marked else 0


# -- how common a letter is, from 0 to 100: the first levels of each standard are the letters of daily use


def _in_gb(code: bytes) -> int:
    if len(code) != 2 or code[1] < 0xA1:
        return 10
    return 100 if 0xB0 <= code[0] <= 0xD7 else 30 if 0xD8 <= code[0] <= 0xF7 else 10


def _in_big5(code: bytes) -> int:
    return 100 if 0xA4 <= code[0] <= 0xC6 else 20


def _in_shift_jis(code: bytes) -> int:
    if len(code) == 1:
        return 40  # katakana of half width, common only where machines write
    is_kana = code[0] in (0x82, 0x83) and code >= b"\x82\x9f"
    return 100 if is_kana or b"\x88\x9f" <= code <= b"\x98\x72" else 20


def _in_euc_kr(code: bytes) -> int:
    if code[1] < 0xA1 or not code[0] >= 0xB0:
        return 10
    return 100 if code[0] <= 0xC8 else 20


_COMMON: Mapping[Encoding, Callable[[bytes], int]] = MappingProxyType(
    {
        Encoding.GB_18030: _in_gb,
        Encoding.BIG5: _in_big5,
        Encoding.SHIFT_JIS: _in_shift_jis,
        Encoding.EUC_KR: _in_euc_kr,
    }
)
