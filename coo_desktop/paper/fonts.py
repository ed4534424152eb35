"""The chain of embedded fonts: which font draws which character, how wide it is, and which characters none can draw."""

import unicodedata
from functools import cache
from itertools import groupby
from threading import Lock

from reportlab.pdfbase import pdfmetrics, ttfonts

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.refusals import Rule
from coo_desktop.environment.assets import resource

CHAIN = ("NotoSansSC-GB2312", "NotoSansSC-Regular", "NotoSansKR-Regular", "Fallback-Rare")
"""Tried in this order for each character; the first is small and quick to load, the others load when it lacks one."""

FIRST = CHAIN[0]
UNITS_PER_EM = 1000
"""The unit of `advances`; reportlab scales every font's own units to it."""

ASCENT = 0.88
"""Where the em box of a Han character stands around the baseline, in parts of the font size."""

STAND_IN = "□"
"""Drawn on a proof for a character that no font has; a certificate is never printed with one."""

# Marks and joining controls would need a shaper: drawn one by one they land beside their letters. Bidi controls,
# surrogates, private and unassigned characters have no look of their own at all.
_NEVER = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn", "Mc", "Me"})
_CONJOINING_JAMO = range(0x1100, 0x1200)

_loading = Lock()


def runs(text: str) -> list[tuple[str, str]]:
    """`text` as (font, characters) pairs in order; raises Unreadable naming the characters that no font has."""
    if covers(FIRST).issuperset(text):
        return [(FIRST, text)] if text else []
    lacking = missing(text)
    if lacking:
        raise Unreadable(reason=Rule.GLYPH_MISSING, characters=[name_of(each) for each in lacking])
    return [(str(font), "".join(part)) for font, part in groupby(text, key=font_of)]


def missing(text: str) -> str:
    """The characters of `text` that cannot be printed, each once, in order; line breaks are not among them."""
    if covers(FIRST).issuperset(text):
        return ""
    return "".join(dict.fromkeys(each for each in text if each != "\n" and font_of(each) is None))


def name_of(character: str) -> str:
    """A character as a message can show it, even when nothing can draw it: "U+D800", "𠀀 U+20000"."""
    code = f"U+{ord(character):04X}"
    return f"{character} {code}" if character.isprintable() and not character.isspace() else code


def printable(text: str) -> str:
    """`text` with STAND_IN for what cannot be printed, so that a proof can be drawn while it is being typed."""
    lacking = missing(text)
    return text.translate(dict.fromkeys(map(ord, lacking), STAND_IN)) if lacking else text


def font_of(character: str) -> str | None:
    """The first font of the chain that draws `character`, or None."""
    return next((font for font in CHAIN if character in covers(font)), None)


def advances(text: str) -> list[int]:
    """How far each character moves the pen, in 1/1000 of the font size; raises Unreadable as `runs` does."""
    widths: list[int] = []
    for font, part in runs(text):
        face = loaded(font).face
        widths += [face.charWidths.get(ord(each), face.defaultWidth) for each in part]
    return widths


def width_pt(text: str, size: float) -> float:
    """The width of `text` set in one line at `size` points."""
    return sum(advances(text)) * size / UNITS_PER_EM


@cache
def covers(font: str) -> frozenset[str]:
    """Every character that `font` can draw correctly without shaping."""
    return frozenset(chr(code) for code in loaded(font).face.charToGlyph if _stands_alone(code))


@cache
def loaded(font: str) -> ttfonts.TTFont:
    """A font of the chain, read from disk and known to reportlab once per process."""
    with _loading:  # the cache alone lets two threads read the same font, and reportlab would keep both
        if font not in pdfmetrics.getRegisteredFontNames():
            ttfonts.makeToUnicodeCMap = to_unicode_cmap
            pdfmetrics.registerFont(ttfonts.TTFont(font, str(resource("fonts", f"{font}.ttf"))))
        return pdfmetrics.getFont(font)


def to_unicode_cmap(name: str, subset: list[int]) -> str:
    """The table by which a reader turns drawn codes back into text.

    Replaces reportlab's own, which writes a character beyond U+FFFF as five hexadecimal digits where the format asks
    for UTF-16: 𠮷 came out as another character and rubbish. The format also allows at most 100 entries in a block.
    """
    pairs = [f"<{code:02X}> <{_utf16(value)}>" for code, value in enumerate(subset) if value]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{len(subset) - 1:02X}>",
        "endcodespacerange",
    ]
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join([*lines, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"])


def _stands_alone(code: int) -> bool:
    return unicodedata.category(chr(code)) not in _NEVER and code not in _CONJOINING_JAMO


def _utf16(code: int) -> str:
    return chr(code).encode("utf-16-be").hex().upper()
