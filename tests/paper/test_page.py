"""What was put on a sheet is found on it again, by readers that share no code with the writer."""

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.filling.printing import Fit
from coo_desktop.paper import fonts
from coo_desktop.paper.page import Place, Sheet
from coo_desktop.paper.text import fit
from tests.paper.reading import by_pdfium, by_poppler, ink, unligated

PRINTABLE = st.text(
    alphabet=st.one_of(
        st.deferred(lambda: st.sampled_from(sorted(set().union(*map(fonts.covers, fonts.CHAIN))))),
        st.sampled_from("NINGBO & <Co> 'Ltd' 宁波蓝风𠮷𬱖한국 Việt Nam ①㎡"),
    ),
    min_size=1,
    max_size=120,
)
SAMPLE = """
import hashlib
from io import BytesIO
from PIL import Image
from coo_desktop.paper.page import Place, Sheet
from coo_desktop.paper.text import fit
picture = BytesIO()
Image.new("RGBA", (30, 20), (200, 0, 0, 128)).save(picture, "PNG")
sheet = Sheet("FORM RCEP R269900000010001", subject="原产地证书")
for number in (1, 2):
    sheet.watermark("SPECIMEN 样本")
    sheet.box(Place(10, 10, 90, 30))
    sheet.block(11, 11, fit("A & B <Co> Ltd 宁波𠮷한국 Việt Nam", 88, 28))
    sheet.text(105, 60, "CERTIFICATE OF ORIGIN", size=14, bold=True, align="centre")
    sheet.tick_box(20, 80, ticked=True)
    sheet.picture(Place(20, 100, 40, 20), picture.getvalue())
    sheet.qr(160, 10, 30, "https://verify.example/c#a")
    sheet.footer("R269900000010001", f"Page {number} of 2")
    if number == 1:
        sheet.next_page()
pdf = sheet.finish()
"""


def sample() -> bytes:
    space: dict[str, bytes] = {}
    exec(SAMPLE, space)  # the same text runs in another process below
    return space["pdf"]


def line_on_paper(text: str) -> bytes:
    sheet = Sheet("LINE")
    sheet.block(10, 10, fit(text, 190, 270))
    return sheet.finish()


@settings(max_examples=150, deadline=None)
@given(PRINTABLE)
def test_pdfium_reads_what_was_written(text: str) -> None:
    assert ink(by_pdfium(line_on_paper(text))) == unligated(ink(text))


def test_poppler_reads_every_character_of_the_chain(tmp_path: Path) -> None:
    everything = sorted(set().union(*map(fonts.covers, fonts.CHAIN)))
    sheet = Sheet("ALL")
    for start in range(0, len(everything), 2000):
        sheet.block(10, 10, fit("".join(everything[start : start + 2000]), 190, 280, largest=7, smallest=4))
        sheet.next_page()
    assert set(ink(by_poppler(sheet.finish(), tmp_path))) == set(ink("".join(everything)))


@pytest.mark.parametrize("text", ["A & B <Co> Ltd", "<b>x", '<img src="file:///etc/passwd">', "&amp;", "\\(a\\) %PDF"])
def test_markup_is_only_text(text: str, tmp_path: Path) -> None:
    pdf = line_on_paper(text)
    assert by_poppler(pdf, tmp_path).strip() == text
    assert by_pdfium(pdf).strip() == text


def test_the_same_document_has_the_same_bytes() -> None:
    assert sample() == sample()


def test_another_process_writes_the_same_bytes() -> None:
    asked = f"{SAMPLE}\nprint(hashlib.sha256(pdf).hexdigest())"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, text=True)
    assert answer.stdout.strip() == hashlib.sha256(sample()).hexdigest()


def test_sheets_drawn_at_once_do_not_disturb_each_other() -> None:
    alone = sample()
    with ThreadPoolExecutor(4) as lanes:
        assert all(pdf == alone for pdf in lanes.map(lambda _: sample(), range(12)))


def test_every_font_is_embedded_and_readable(tmp_path: Path) -> None:
    (tmp_path / "sample.pdf").write_bytes(sample())
    listing = subprocess.run(
        ["pdffonts", str(tmp_path / "sample.pdf")], capture_output=True, check=True, text=True
    ).stdout
    rows = [row.split() for row in listing.splitlines()[2:]]
    assert len(rows) >= 3
    assert all(row[-5:-2] == ["yes", "yes", "yes"] for row in rows), listing


def test_the_title_is_in_the_file() -> None:
    document = pypdfium2.PdfDocument(sample())
    facts = document.get_metadata_dict()
    document.close()
    assert (facts["Title"], facts["Subject"]) == ("FORM RCEP R269900000010001", "原产地证书")


def test_pages_are_a4() -> None:
    document = pypdfium2.PdfDocument(sample())
    sizes = [tuple(round(side * 25.4 / 72, 2) for side in document.get_page_size(number)) for number in (0, 1)]
    document.close()
    assert sizes == [(210, 297), (210, 297)]


def test_text_stands_where_it_was_put() -> None:
    sheet = Sheet("PLACES")
    sheet.text(50, 100, "LEFT")
    sheet.text(150, 100, "RIGHT", align="right")
    sheet.text(105, 120, "MIDDLE", align="centre", bold=True)
    places = _places(sheet.finish(), "LEFT", "RIGHT", "MIDDLE")
    assert places["LEFT"][:2] == pytest.approx((50, 100), abs=0.5)
    assert places["RIGHT"][2] == pytest.approx(150, abs=0.5)
    left, _, right = places["MIDDLE"]
    assert (left + right) / 2 == pytest.approx(105, abs=0.5)


def test_a_calibrated_sheet_moves_everything() -> None:
    sheet = Sheet("SHIFT", fit=Fit(Decimal(2), Decimal(-3)))
    sheet.text(50, 100, "FIRST")
    sheet.next_page()
    sheet.text(50, 100, "SECOND")
    pdf = sheet.finish()
    assert _places(pdf, "FIRST")["FIRST"][:2] == pytest.approx((52, 97), abs=0.5)
    assert _places(pdf, "SECOND", page=1)["SECOND"][:2] == pytest.approx((52, 97), abs=0.5)


def test_a_ticked_box_says_so_to_a_reader() -> None:
    sheet = Sheet("TICKS")
    sheet.tick_box(20, 20, ticked=False)
    assert ink(by_pdfium(sheet.finish())) == ""
    sheet = Sheet("TICKS")
    sheet.tick_box(20, 20, ticked=True)
    assert ink(by_pdfium(sheet.finish())) == "√"


def test_a_picture_keeps_its_proportions() -> None:
    file = BytesIO()
    Image.new("RGB", (200, 100), (255, 0, 0)).save(file, "JPEG")
    sheet = Sheet("MARKS")
    sheet.picture(Place(50, 50, 40, 40), file.getvalue())
    document = pypdfium2.PdfDocument(sheet.finish())
    image = document[0].render(scale=10 * 25.4 / 72).to_pil()  # ten pixels to the millimetre
    document.close()
    painted = Image.eval(image.getchannel("G"), lambda value: 255 - value).getbbox()
    assert painted is not None
    assert [round(side / 10) for side in painted] == [50, 60, 90, 80]


@pytest.mark.parametrize("text", ["\ud800", "x\udfff", "𠀀", "a\u0301"])
def test_text_without_a_glyph_is_refused_not_dropped(text: str) -> None:
    sheet = Sheet("REFUSED")
    with pytest.raises(Unreadable):
        sheet.text(10, 10, text)
    with pytest.raises(Unreadable):
        Sheet(text)


def _places(pdf: bytes, *words: str, page: int = 0) -> dict[str, tuple[float, float, float]]:
    """Left, baseline and right of each word in millimetres from the top left, as pdfium finds them."""
    document = pypdfium2.PdfDocument(pdf)
    reader = document[page].get_textpage()
    text = reader.get_text_bounded()
    found = {}
    for word in words:
        first = text.index(word)
        left, bottom, _, _ = reader.get_charbox(first)
        _, _, right, _ = reader.get_charbox(first + len(word) - 1)
        scale = 25.4 / 72
        found[word] = (left * scale, 297 - bottom * scale, right * scale)
    reader.close()
    document.close()
    return found
