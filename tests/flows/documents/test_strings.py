"""Whatever text is pasted comes back as it was, through every place it passes, or the field says why it does not.

Texts of every writing, of signs that nobody sees and of none: through a real field, the encrypted store, the wire to a
colleague's computer, both kinds of exported table, and the PDF, read by an engine that did not write it. `make faults`
takes 100,000.
"""

import random
import unicodedata
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.domain.language.spelling import storable
from coo_desktop.domain.sheets.cells import Page, guarded, plain
from coo_desktop.paper.fonts import missing
from coo_desktop.paper.render import pdf
from coo_desktop.store.sheets.pages import read_table
from coo_desktop.store.sheets.writing import write_sheet
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.fields.registry import make_editor
from tests.lengths import times
from tests.paper.printing import document, toy_rules
from tests.paper.reading import by_pdfium, ink
from tests.rulebooks import shipped
from tests.views.fields.test_registry import spec_of

pytestmark = [pytest.mark.machinery, pytest.mark.timeout(1200)]

TEXTS = times(1_200, 100_000)
ROWS = 400
LONGEST = 40
#: Letters of Hangul without a shape.
FILLERS = set("\u115f\u1160\u3164\uffa0")
#: What PDFium reads where a hyphen ends a line.
HYPHEN_AT_END = "\x02"
#: First and last code points of what people paste, and of what nobody means to.
SIGNS = (
    *((0x20, 0x7E),) * 6,
    *((0xA0, 0x24F), (0x370, 0x3FF), (0x400, 0x4FF), (0x590, 0x6FF), (0x900, 0x97F), (0xE00, 0xE7F)),
    *((0x1E00, 0x1EFF), (0x2000, 0x206F), (0x20A0, 0x20BF), (0x2100, 0x22FF), (0x3000, 0x30FF)),
    *((0x4E00, 0x9FFF),) * 4,
    *((0xAC00, 0xD7A3), (0x300, 0x36F), (0xE000, 0xE0FF), (0xFE00, 0xFE0F), (0xFF00, 0xFFEF)),
    *((0x1F300, 0x1F6FF), (0x20000, 0x2A6DF), (0x00, 0x1F), (0x7F, 0x9F), (0xFDD0, 0xFDEF), (0xFFF9, 0xFFFD)),
)
#: What programs read as something else than a text.
TRAPS = (
    *(
        "=1+1",
        "+86",
        "-",
        "@SUM(A1)",
        "'",
        "''",
        '"',
        "〃",
        "#REF!",
        "TRUE",
        "1e999",
        "0012",
        "00.10",
        "1,234.5",
        "NULL",
    ),
    *("_x000D_", "_x0041_", "x_x005F_x", "<b>&amp;</b>", "]]>", "{{7*7}}", "${x}", "%s", "\\u0041", "a\tb", "a\r\nb"),
    *(
        "\ufeffBOM",
        "a\u2028b",
        "\ud800",
        "\udfff x",
        "e\u0301",
        "\u202eRTL",
        "2026-10-15",
        "15/10/2026",
        "10%",
        " . ",
        ";",
    ),
)


def texts(count: int, seed: int = 14) -> Iterator[str]:
    dice = random.Random(seed)
    for _ in range(count):
        if dice.random() < 0.1:
            yield whole(dice.choice(TRAPS) + dice.choice(("", " ", dice.choice(TRAPS))))
        else:
            first, last = dice.choice(SIGNS)
            others = dice.choice(SIGNS)
            span = [(first, last)] * 3 + [others]
            yield "".join(chr(dice.randint(*dice.choice(span))) for _ in range(dice.randint(1, LONGEST)))


def whole(text: str) -> str:
    """Two halves of a sign that have come together are that sign, for Qt as for everybody."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def parts(found: Iterator[str], size: int) -> Iterator[list[str]]:
    while part := list(islice(found, size)):
        yield part


@pytest.fixture
def pasted(qtbot: Any, screens: Any) -> Iterator[Callable[[str], tuple[str, str]]]:
    """What two real fields keep of a text from the clipboard: a line and a box."""
    page = QWidget()
    qtbot.addWidget(page)
    around = Surroundings(screens().session, shipped().form("rcep_2022"), dict)
    line, box = (make_editor(spec_of(kind), around, page) for kind in ("text", "lines"))

    def paste(text: str) -> tuple[str, str]:
        QApplication.clipboard().setText(text)
        line.line.clear()
        line.line.paste()
        box.box.clear()
        box.box.paste()
        return line.value(), box.value()

    yield paste
    page.close()


def seen(text: str) -> str:
    """What a field has to keep of a text: everything but blanks, and signs that nobody sees or no file can hold."""
    dropped = {sign for sign in text if not storable(sign)}
    assert {unicodedata.category(sign) for sign in dropped - FILLERS} <= {"Cc", "Cf", "Cs", "Cn"}
    return unicodedata.normalize("NFC", "".join(sign for sign in text if sign not in dropped and not sign.isspace()))


def test_a_field_keeps_every_sign(pasted, record_property):
    record_property("random texts through a field", TEXTS)
    for text in texts(TEXTS):
        line, box = pasted(text)
        for kind, kept in (("text", line), ("lines", box)):
            assert ascii(seen(kept)) == ascii(seen(text))
            assert KINDS[kind].clean(kept, spec_of(kind)) == kept, f"{text!a} changes again when it is read"
            assert not list(KINDS[kind].faults(kept, spec_of(kind))), ascii(text)


def stored(text: str) -> str:
    return str(KINDS["text"].clean(text, spec_of("text")))


def test_a_text_is_the_same_in_the_store_and_at_a_colleagues(desks, record_property):
    """Through the encrypted store, the wire, the backend's database, the feed, and another desk's store."""
    record_property("random texts through store and wire", TEXTS)
    mine, theirs = desks(), desks("clerk2")
    written = {}
    for part in parts(texts(TEXTS), ROWS):
        rows = [{"id": f"g{at}", "name": stored(text)} for at, text in enumerate(part)]
        made = mine.write({"consignee": "SAKURA", "goods": rows})
        written[made.id] = rows
    mine.sync()
    theirs.sync()
    for document_id, rows in written.items():
        for desk in (mine, theirs):
            assert desk.document(document_id).values["goods"] == rows


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_text_is_the_same_after_it_was_exported_and_read_again(tmp_path, ending, record_property):
    record_property("random texts through csv and xlsx", TEXTS)
    for at, part in enumerate(parts(filter(None, map(stored, texts(TEXTS))), 5_000)):
        file = tmp_path / f"{at}{ending}"
        write_sheet(file, Page("texts", (("text", "more"), *((guarded(text), "x") for text in part))))
        page = read_table(file).readings[0].pages[0]
        assert [plain(row[0]) for row in page.rows[1:]] == part


def mark(at: int) -> str:
    """What no text of these has in it."""
    return f"WORD{at:03}WORD"


def test_a_text_that_a_font_has_stands_in_the_pdf_and_another_is_refused_at_its_field(record_property):
    record_property("random texts through the PDF", TEXTS)
    form, printed, refused = toy_rules().form("toy"), 0, 0
    for part in parts(map(stored, texts(TEXTS)), ROWS):
        shown = [text for text in part if text and not missing(text)]
        refused += len(part) - len(shown)
        printed += len(shown)
        goods = [{"id": f"g{at}", "name_en": f"{mark(at)}[{text}]{mark(at)}"} for at, text in enumerate(shown)]
        read = ink(by_pdfium(pdf(form, document("toy", {"goods": goods}))).replace(HYPHEN_AT_END, "-"))
        for at, text in enumerate(shown):
            found = read.partition(f"{mark(at)}[")[2].partition(f"]{mark(at)}")[0]
            assert unicodedata.normalize("NFC", found) == unicodedata.normalize("NFC", ink(text)), ascii(text)
    assert printed > TEXTS // 4
    assert refused > TEXTS // 20
