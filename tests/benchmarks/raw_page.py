"""The least that a certificate on paper costs: its texts and lines as a content stream beside a font cut before.

Imports nothing that a document does not need: `python -m tests.benchmarks.raw_page FILE` is the limit of a first
document in a fresh process. `FILE` holds the drawing as JSON.
"""

import json
import sys
import zlib
from pathlib import Path
from typing import TypedDict

#: x, y of the baseline, size and text; in points from the lower left corner, as all of a page.
Text = tuple[float, float, float, str]
#: x, y, width and height of a line or a frame.
Box = tuple[float, float, float, float]


class Page(TypedDict):
    """What stands on a page."""

    texts: list[Text]
    boxes: list[Box]


class CutFont(TypedDict):
    """A font with the glyphs of a drawing alone: its file, compressed and spelt in Latin-1, and what PDF asks of it."""

    packed: str
    length: int
    glyphs: dict[str, int]
    widths: list[int]


class Drawing(TypedDict):
    """Pages of A4 and their font."""

    pages: list[Page]
    font: CutFont


_SIZE = "0 0 595.28 841.89"
_FIRST_PAGE = 8


def written(drawing: Drawing) -> bytes:
    """The drawing as PDF, with a font that a reader can turn back into text."""
    font, count = drawing["font"], len(drawing["pages"])
    kids = " ".join(f"{_FIRST_PAGE + 2 * at} 0 R" for at in range(count))
    packed = font["packed"].encode("latin-1")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {count}/Kids[{kids}]/MediaBox[{_SIZE}]/Resources<</Font<</F 3 0 R>>>>>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/Cut/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 7 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Cut/FontDescriptor 5 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        + f"/W[0[{' '.join(map(str, font['widths']))}]]>>".encode(),
        b"<</Type/FontDescriptor/FontName/Cut/Flags 4/FontBBox[0 -300 1000 900]/ItalicAngle 0/Ascent 880/Descent -120"
        b"/CapHeight 730/StemV 80/FontFile2 6 0 R>>",
        _stream(packed, f"/Filter/FlateDecode/Length1 {font['length']}"),
        _stream(zlib.compress(_meaning(font["glyphs"])), "/Filter/FlateDecode"),
    ]
    for at, page in enumerate(drawing["pages"]):
        objects.append(f"<</Type/Page/Parent 2 0 R/Contents {_FIRST_PAGE + 2 * at + 1} 0 R>>".encode())
        objects.append(_stream(zlib.compress(_content(page, font["glyphs"])), "/Filter/FlateDecode"))
    return _file(objects)


def _content(page: Page, glyphs: dict[str, int]) -> bytes:
    drawn = ["0.5 w"]
    drawn += [f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re S" for x, y, width, height in page["boxes"]]
    drawn.append("BT")
    for x, y, size, text in page["texts"]:
        spelt = "".join([f"{glyphs[each]:04x}" for each in text])
        drawn.append(f"/F {size:.2f} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{spelt}> Tj")
    drawn.append("ET")
    return "\n".join(drawn).encode()


def _meaning(glyphs: dict[str, int]) -> bytes:
    told = "\n".join(f"<{glyph:04x}> <{each.encode('utf-16-be').hex()}>" for each, glyph in glyphs.items())
    return (
        "/CIDInit /ProcSet findresource begin begincmap /CMapName /Cut def 1 begincodespacerange <0000> <ffff>"
        f" endcodespacerange {len(glyphs)} beginbfchar\n{told}\nendbfchar endcmap end"
    ).encode()


def _stream(content: bytes, told: str) -> bytes:
    return f"<<{told}/Length {len(content)}>>stream\n".encode() + content + b"\nendstream"


def _file(objects: list[bytes]) -> bytes:
    whole, places = bytearray(b"%PDF-1.7\n"), []
    for number, each in enumerate(objects, 1):
        places.append(len(whole))
        whole += f"{number} 0 obj\n".encode() + each + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Root 1 0 R/Size {len(objects) + 1}>>\n"
    return bytes(whole) + f"{end}startxref\n{len(whole)}\n%%EOF\n".encode()


if __name__ == "__main__":
    sys.stdout.buffer.write(written(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
