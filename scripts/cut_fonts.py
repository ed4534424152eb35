"""Cuts the shipped fonts out of their published files: `python scripts/cut_fonts.py NotoSansSC.ttf LXGWWenKai.ttf`."""

import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"

LATIN_AND_SIGNS = (
    (0x0020, 0x024F),  # Latin with the diacritics of every European partner
    (0x02B0, 0x02FF),
    (0x0370, 0x045F),  # Greek and Cyrillic, both in GB 2312
    (0x1E00, 0x1EFF),  # Vietnamese
    (0x2000, 0x22FF),  # punctuation, currencies, numerals, arrows, mathematics
    (0x2460, 0x24FF),  # ① and its kin, used for marks
    (0x2500, 0x26FF),  # boxes, shapes, ☑ and ☒
    (0x3000, 0x33FF),  # CJK punctuation, kana, ㎡ and other squared units
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),  # full-width forms
)
HAN = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x323AF))


def gb2312() -> set[int]:
    """Every character that the GB 2312 code table holds."""
    rows = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return {ord(letter) for letter in (code.decode("gb2312", errors="ignore") for code in rows) if letter}


def within(ranges: Iterable[tuple[int, int]]) -> set[int]:
    """All code points of the ranges, both ends included."""
    return {point for first, last in ranges for point in range(first, last + 1)}


def cut(source: Path, target: Path, points: set[int], family: str) -> int:
    """Write the part of a font that draws these points, under a family name of its own; answer its characters.

    Tables for shaping and hinting are left out: the paper places every character itself.
    """
    font = TTFont(source)
    # A fixed date in the head table: the same source gives the same bytes.
    font.recalcTimestamp = False
    options = subset.Options(
        hinting=False,
        layout_features=[],
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        notdef_outline=True,
        glyph_names=False,
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points & set(font.getBestCmap()))
    cutter.subset(font)
    spelling = family.replace(" ", "")
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6):
            record.string = spelling + "-Regular" if record.nameID in (3, 6) else family
    font.save(target)
    return len(font.getBestCmap())


def main(arguments: list[str]) -> int:
    """Cut both fonts and print their sizes."""
    if len(arguments) != 2:
        print(__doc__)
        return 2
    chinese, rare = (Path(argument) for argument in arguments)
    covered = set(TTFont(chinese, lazy=True).getBestCmap())
    jobs = (
        (chinese, "NotoSansSC-GB2312.ttf", gb2312() | within(LATIN_AND_SIGNS), "Noto Sans SC GB2312 Cut"),
        # Its licence reserves the names of the original, so the cut has a name of its own.
        (rare, "Fallback-Rare.ttf", within(HAN) - covered, "Fallback Rare Han"),
    )
    for source, name, points, family in jobs:
        characters = cut(source, FONTS / name, points, family)
        print(f"{name}: {characters} characters, {(FONTS / name).stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
