"""Shows how certificates print: every form's sample on contact sheets, or one form with its boxes drawn over it.

`make paper-proof` writes a picture of each page and the contact sheets; `make paper-proof ARGS=FORM` (or a document
file) draws each box with its name and how many of its lines are used, red where text goes on to another sheet.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

from coo_desktop.cli.documents import read_document_file, rules
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.filling.printing import BoxFill
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.environment.assets import resource
from coo_desktop.paper.geometry import Geometry, geometry
from coo_desktop.paper.page import Place
from coo_desktop.paper.render import fill, pdf

DPI = 100
PIXELS_PER_MM = DPI / 25.4
ACROSS, DOWN = 4, 2
CALM, FULL = (30, 90, 200), (210, 30, 30)
ISSUED = {"number": "SPECIMEN00000001", "printNumber": "PN0000000000", "approvedAt": "2026-12-01T08:00:00+08:00"}


def main(arguments: list[str]) -> int:
    """Writes the pictures and says where they are."""
    parser = argparse.ArgumentParser(prog="paper-proof", description=__doc__)
    parser.add_argument("form", nargs="?", help="a form's id or a document file; without it, all forms")
    parser.add_argument("--out", type=Path, default=Path("paper-proof"))
    asked = parser.parse_args(arguments)
    asked.out.mkdir(parents=True, exist_ok=True)
    written = list(_one(asked.form, asked.out) if asked.form else _all(asked.out))
    print("\n".join(map(str, written)))
    return 0


def _all(out: Path) -> Iterator[Path]:
    """Every page of every form's sample, and the first pages side by side."""
    firsts = []
    for name, file in samples().items():
        form, document = issued(file)
        pages = pictures(pdf(form, document))
        firsts.append((name, pages[0]))
        for number, page in enumerate(pages, 1):
            page.save(out / f"{name}-{number}.png")
            yield out / f"{name}-{number}.png"
    for number, start in enumerate(range(0, len(firsts), ACROSS * DOWN), 1):
        _sheet(firsts[start : start + ACROSS * DOWN]).save(out / f"contact-sheet-{number}.png")
        yield out / f"contact-sheet-{number}.png"


def _one(asked: str, out: Path) -> Iterator[Path]:
    """The first page of one form with its boxes and the meter of each."""
    file = Path(asked) if asked.endswith(".json") else samples().get(asked)
    if file is None:
        raise SystemExit(f"no sample of {asked!r}; known: {', '.join(samples())}")
    form, document = issued(file)
    page = pictures(pdf(form, document))[0]
    fills = fill(form, document)
    _overlay(page, geometry(form), fills)
    target = out / f"{form.id}-boxes.png"
    page.save(target)
    for each in fills:
        print(f"box {each.box:>3}: {each.used} of {each.room} lines{'' if each.fits else ', goes on to another sheet'}")
    yield target


def samples() -> dict[str, Path]:
    """The smallest sample document of each certificate form, by the form's id."""
    forms = {each.id for each in rules().book.family("certificate")}
    found: dict[str, Path] = {}
    for file in sorted(resource("samples").glob("*.json"), key=lambda each: -each.stat().st_size):
        form = json.loads(file.read_text(encoding="utf-8")).get("form", "")
        if form in forms:
            found[form] = file
    return dict(sorted(found.items()))


def issued(file: Path) -> tuple[FormType, Document]:
    """A sample as if it were approved, so that number and code are printed."""
    given = read_document_file(file, rules())
    return given.form, replace(given.document, stage="approved", facts=ISSUED)


def pictures(content: bytes) -> list[Image.Image]:
    """The pages as images."""
    opened = pypdfium2.PdfDocument(content)
    try:
        return [page.render(scale=DPI / 72).to_pil().convert("RGB") for page in opened]
    finally:
        opened.close()


def _overlay(page: Image.Image, paper: Geometry, fills: tuple[BoxFill, ...]) -> None:
    drawing, meter = ImageDraw.Draw(page), {each.box: each for each in fills}
    for box in paper.boxes:
        if box.pages != "next":
            _outline(drawing, box.place, " ".join(filter(None, [box.no, box.id])), meter.get(box.no))
    if paper.goods is None:
        return
    for column, left in zip(paper.goods.columns, paper.goods.edges, strict=False):
        place = Place(left, paper.goods.y, column.width, paper.goods.height)
        _outline(drawing, place, " ".join(filter(None, [column.no, column.id])), meter.get(column.no))


def _outline(drawing: ImageDraw.ImageDraw, place: Place, name: str, meter: BoxFill | None) -> None:
    colour = CALM if meter is None or meter.fits else FULL
    left, top = place.x * PIXELS_PER_MM, place.y * PIXELS_PER_MM
    right, bottom = left + place.width * PIXELS_PER_MM, top + place.height * PIXELS_PER_MM
    drawing.rectangle((left, top, right, bottom), outline=colour)
    words = f"{name} {meter.used}/{meter.room}" if meter else name
    drawing.text((right - 2, bottom - 1), words, fill=colour, font=_font(9), anchor="rd")


def _sheet(firsts: list[tuple[str, Image.Image]]) -> Image.Image:
    width, height = (side * 2 // 3 for side in firsts[0][1].size)
    sheet = Image.new("RGB", (ACROSS * width, DOWN * (height + 20)), "white")
    drawing = ImageDraw.Draw(sheet)
    for at, (name, page) in enumerate(firsts):
        x, y = at % ACROSS * width, at // ACROSS * (height + 20)
        drawing.text((x + 8, y + 3), name, fill=CALM, font=_font(14))
        sheet.paste(page.resize((width, height), Image.Resampling.LANCZOS), (x, y + 20))
    return sheet


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(resource("fonts", "NotoSansSC-GB2312.ttf")), size)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
