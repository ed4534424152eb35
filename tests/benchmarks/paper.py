"""A certificate of twenty lines on paper: warm (e1), first in a fresh process (e2), a hundred (e3) and shown (e4).

The anchors draw what stands on our own three sheets, each text and each line of them: Qt's PDF writer with the same
font, and a bare content stream beside a font that was cut before (`raw_page`), which is the limit. Neither lays
anything out, which is a third of ours, nor makes a QR code.
"""

import io
import itertools
import json
import os
import pickle
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pypdfium2
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication, QPageSize, QPainter, QPdfWriter

from coo_desktop.domain.documents.document import Document
from coo_desktop.environment.assets import resource
from coo_desktop.paper.render import pdf
from coo_desktop.views.printing.pdf_pages import page_image
from tests.benchmarks.raw_page import Box, CutFont, Drawing, Page, Text, written
from tests.benchmarks.table import Row, in_turns, main
from tests.domain.given import TWENTY, rules, sample, values_of

FONT = "NotoSansSC-GB2312.ttf"
ISSUED = {"number": "SPECIMEN00000001", "printNumber": "PN0000000000", "approvedAt": "2026-12-01T08:00:00+08:00"}
BATCH, PART = 100, 20
DOTS_PER_INCH = 96
_A4_HEIGHT = 841.89
#: Reads its document, and only then what draws it; says the processor's seconds of that.
_FIRST = """
import pickle, sys, time
form, document = pickle.load(open(sys.argv[1], "rb"))
began = time.process_time()
from coo_desktop.paper.render import pdf
pdf(form, document)
print(time.process_time() - began)
"""


def rows(rounds: int) -> Iterator[Row]:
    application = QGuiApplication.instance() or QGuiApplication([])
    form = rules().form(sample(TWENTY)["form"])
    whole = Document(id="x", form=form.id, family=form.family, values=values_of(TWENTY), stage="approved", facts=ISSUED)
    numbers = itertools.count()

    def draw() -> bytes:
        return pdf(form, replace(whole, facts={**ISSUED, "number": f"SPECIMEN{next(numbers):08}"}))

    drawn = draw()
    drawing = _drawing_of(drawn)
    qt = _qt_writer(drawing)
    yield from _warm({"ours": draw, "qt": qt, "raw": lambda: written(drawing)}, rounds)
    yield _first(drawing, pickle.dumps((form, whole)), rounds)
    yield _batch(draw, qt, rounds)
    yield _shown(drawn, rounds)
    application.processEvents()


def _warm(works: dict[str, Callable[[], bytes]], rounds: int) -> Iterator[Row]:
    taken = in_turns({name: _often(work, 20) for name, work in works.items()}, rounds)
    ours, raw = taken["ours"].cpu, taken["raw"].cpu
    note = f"{ours * 50:.1f} ms"
    yield Row("e1 one certificate, warm", "Qt's PDF writer", 0.65, ours / taken["qt"].cpu, note=note)
    yield Row("e1 one certificate, warm", "a raw content stream", 5, ours / raw, note=f"raw {raw * 50:.1f} ms")


def _first(drawing: Drawing, told: bytes, rounds: int) -> Row:
    """The form is read beforehand, as it is in the program before anybody prints."""
    ours: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        page, document = Path(name) / "page.json", Path(name) / "document"
        page.write_text(json.dumps(drawing), encoding="utf-8")
        document.write_bytes(told)

        def own() -> None:
            ours.append(float(_python("-c", _FIRST, str(document))))

        works: dict[str, Callable[[], object]] = {
            "ours": own,
            "raw": lambda: _python("-m", "tests.benchmarks.raw_page", str(page)),
            "bare": lambda: _python("-c", "pass"),
        }
        taken = in_turns(works, rounds)
    first = sorted(ours)[len(ours) // 2]
    note = f"{first * 1000:.0f} ms on top of a bare interpreter"
    ratio = (taken["bare"].cpu + first) / taken["raw"].cpu
    return Row("e2 first certificate", "a raw one, fresh process", 3, ratio, note=note)


def _batch(draw: Callable[[], bytes], qt: Callable[[], bytes], rounds: int) -> Row:
    works = {
        "start": _often(draw, PART),
        "middle": _often(draw, BATCH - 2 * PART),
        "end": _often(draw, PART),
        "qt": _often(qt, BATCH),
    }
    taken = {name: cost.cpu for name, cost in in_turns(works, min(rounds, 3)).items()}
    ours = taken["start"] + taken["middle"] + taken["end"]
    growth, note = taken["end"] / taken["start"], f"the last {PART} against the first"
    ratio = ours / taken["qt"]
    return Row(f"e3 {BATCH} certificates", "Qt's PDF writer", 0.65, ratio, growth=growth, growth_aim=1.2, note=note)


def _shown(drawn: bytes, rounds: int) -> Row:
    def bare() -> object:
        document = pypdfium2.PdfDocument(drawn)
        try:
            return document[0].render(scale=DOTS_PER_INCH / 72)
        finally:
            document.close()

    works = {"ours": _often(lambda: page_image(drawn, 0, DOTS_PER_INCH), 10), "bare": _often(bare, 10)}
    taken = in_turns(works, rounds)
    return Row("e4 first page shown", "bare pypdfium2", 1.1, taken["ours"].cpu / taken["bare"].cpu)


def _often(work: Callable[[], object], times: int) -> Callable[[], object]:
    def repeated() -> None:
        for _ in range(times):
            work()

    return repeated


def _python(*arguments: str) -> bytes:
    command = [sys.executable, *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=Path(__file__).parents[2]).stdout


def _drawing_of(content: bytes) -> Drawing:
    """What stands on the pages of a PDF, with a font cut to it."""
    document = pypdfium2.PdfDocument(content)
    try:
        pages = [_page_of(page) for page in document]
    finally:
        document.close()
    return {"pages": pages, "font": _cut("".join(text for page in pages for *_, text in page["texts"]))}


def _page_of(page: pypdfium2.PdfPage) -> Page:
    told, texts = page.get_textpage(), list[Text]()
    for at in range(told.count_rects()):
        left, bottom, right, top = told.get_rect(at)
        text = " ".join(told.get_text_bounded(left, bottom, right, top).split())
        texts.append((left, bottom, top - bottom, text))
    bounds = [each.get_bounds() for each in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH])]
    boxes: list[Box] = [(left, bottom, right - left, top - bottom) for left, bottom, right, top in bounds]
    return {"texts": texts, "boxes": boxes}


def _cut(text: str) -> CutFont:
    font = TTFont(resource("fonts", FONT))
    cutter = Subsetter(Options(layout_features=[], hinting=False, name_IDs=[]))
    cutter.populate(text=text)
    cutter.subset(font)
    kept = io.BytesIO()
    font.save(kept)
    whole, scale = kept.getvalue(), 1000 / font["head"].unitsPerEm
    glyphs = {chr(code): font.getGlyphID(name) for code, name in font.getBestCmap().items()}
    widths = [round(font["hmtx"][name][0] * scale) for name in font.getGlyphOrder()]
    known = {each: glyphs.get(each, 0) for each in sorted(set(text))}
    return {"packed": zlib.compress(whole).decode("latin-1"), "length": len(whole), "glyphs": known, "widths": widths}


def _qt_writer(drawing: Drawing) -> Callable[[], bytes]:
    """Draws the same texts and lines by Qt's own means."""
    family = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(resource("fonts", FONT))))[0]
    fonts: dict[float, QFont] = {}
    for page in drawing["pages"]:
        for _, _, size, _ in page["texts"]:
            fonts.setdefault(size, QFont(family)).setPointSizeF(size)

    def write() -> bytes:
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setResolution(72)
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF())
        painter = QPainter(writer)
        for at, page in enumerate(drawing["pages"]):
            if at:
                writer.newPage()
            for x, y, width, height in page["boxes"]:
                painter.drawRect(QRectF(x, _A4_HEIGHT - y - height, width, height))
            for x, y, size, text in page["texts"]:
                painter.setFont(fonts[size])
                painter.drawText(QPointF(x, _A4_HEIGHT - y), text)
        painter.end()
        return bytes(buffer.data().data())

    return write


if __name__ == "__main__":
    sys.exit(main(rows))
