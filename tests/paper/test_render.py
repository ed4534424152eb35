"""Printed documents, read back by engines that did not write them: whole, in place, and the same every time."""

import subprocess
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.errors import Refused, Unreadable
from coo_desktop.domain.filling.printing import COPY, ORIGINAL, PROOF, TRUE_COPY, Fit
from coo_desktop.paper.fonts import FIRST, covers, missing
from coo_desktop.paper.geometry import geometry
from coo_desktop.paper.page import Place
from coo_desktop.paper.render import fill, pdf
from tests.paper.printing import (
    APPROVED,
    TOY_PAPER,
    changed,
    characters,
    counted,
    document,
    holds,
    inside,
    lines,
    page_count,
    rules,
    sample,
    toy_rules,
)
from tests.paper.reading import by_pdfium, by_poppler, ink

RCEP_BOXES = {
    "1": "NINGBO LANFENG HOUSEWARE CO., LTD. NO. 88 XINGHAI ROAD, BEILUN DISTRICT, NINGBO, ZHEJIANG, CHINA",
    "2": "SAKURA TABLEWARE TRADING K.K. 3-5-12 HIGASHI-SHINBASHI, MINATO-KU, TOKYO, JAPAN",
    "3": "NINGBO HENGTAI METAL PRODUCTS FACTORY, NO. 15 GONGYE ROAD, NINGBO, CHINA",
    "4": "DEPARTURE DATE: ON/AFTER OCT. 18, 2026 VESSEL: FICTIVE STAR V.2641E PORT OF DISCHARGE: TOKYO, JAPAN"
    " FROM NINGBO, CHINA TO TOKYO, JAPAN BY SEA",
    "6": "1",
    "7": "SAKURA TOKYO C/NO. 1-250 MADE IN CHINA",
    "8": "TWO HUNDRED AND FIFTY (250) CARTONS OF STAINLESS STEEL VACUUM FLASKS, 500 ML ***",
    "9": "9617.00",
    "10": "CTC",
    "11": "CHINA",
    "12": "6000 PCS",
    "13": "LF2026-1015 OCT. 15, 2026",
    "14": "",
    "15": "JAPAN (importing country) NINGBO, CHINA OCT. 16, 2026 Place and date, and signature of authorised signatory",
}
CO_BOXES = {
    "1": "CHAOZHOU MINGYAO CERAMICS CO., LTD. FENGXI DISTRICT, CHAOZHOU, GUANGDONG, CHINA"
    " VIA ORIENTAL BRIDGE (HK) LTD., 18 CANTON ROAD, KOWLOON, HONG KONG",
    "2": "CASA BELA IMPORTADORA LTDA. RUA DAS FLORES 455, SAO PAULO, BRAZIL",
    "3": "FROM SHENZHEN, CHINA TO SANTOS, BRAZIL BY SEA",
    "4": "BRAZIL",
    "5": "",
    "6": "CASA BELA SANTOS NO. 1-1200",
    "7": "ONE THOUSAND AND TWO HUNDRED (1200) CARTONS OF PORCELAIN DINNER SETS"
    " SAY TOTAL: ONE THOUSAND AND TWO HUNDRED CARTONS ONLY *** L/C NO. LC2026BR77",
    "8": "6911.10",
    "9": "4800 SETS",
    "10": "MY-2026-0612 JUN. 12, 2026",
    "11": "CHAOZHOU, CHINA JUN. 15, 2026 Place and date, signature and stamp of authorized signatory",
}


def printed(told: Document, **how: Any) -> bytes:
    return pdf(rules().form(told.form), told, **how)


def box_places(form: str) -> dict[str, Place]:
    """Each numbered box's place below its printed title, and each column's below its head."""
    paper = geometry(rules().form(form))
    found = {}
    for box in paper.boxes:
        if box.no and box.pages != "next":
            top = max(text.bottom for text in box.heading)
            found[box.no] = Place(box.x, top, box.width, box.y + box.height - top)
    table = paper.goods
    assert table is not None
    for column, left in zip(table.columns, table.edges, strict=False):
        found[column.no] = Place(left, table.y + table.head, column.width, table.height - table.head)
    return found


@pytest.mark.parametrize(("name", "boxes"), [("rcep_6_1", RCEP_BOXES), ("co_6_3", CO_BOXES)])
def test_every_box_of_a_worked_sample_holds_its_value_and_nothing_else(name: str, boxes: dict[str, str]) -> None:
    told = sample(name)
    made = printed(told)
    places = box_places(told.form)
    assert {no: inside(made, places[no]) for no in boxes} == {no: ink(text) for no, text in boxes.items()}


@pytest.mark.parametrize("name", ["rcep_6_1", "co_6_3"])
def test_the_number_and_the_code_stand_on_an_approved_certificate(name: str) -> None:
    made = printed(changed(sample(name)))
    assert "RC26330200010001" in inside(made, Place(105, 10, 70, 20))
    opened = pypdfium2.PdfDocument(made)
    picture = opened[0].render(scale=300 / 72).to_pil()
    opened.close()
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == "RC26330200010001 PN0000012345"


@pytest.mark.parametrize("name", ["rcep_6_1", "co_6_3"])
@pytest.mark.parametrize("count", [1, 2, 20, 21, 60])
def test_any_number_of_goods_prints_without_loss_or_overlap(name: str, count: int, tmp_path: Path) -> None:
    told = lines(sample(name), count)
    made = printed(told)
    text = ink(by_poppler(made, tmp_path))
    assert [text.count(f"Q{n:03d}Z") for n in range(count)] == [1] * count
    assert text.count("***") == 1
    for page in range(page_count(made)):
        stand_apart(made, told.form, page)


def stand_apart(made: bytes, form: str, page: int) -> None:
    """Every character of the goods stands wholly in one column, and lines of a column do not touch."""
    paper = geometry(rules().form(form))
    table = paper.goods
    assert table is not None
    y, height = (paper.next.y, paper.next.height) if page else (table.y, table.height)
    body = Place(table.x, y + table.head, table.width, height - table.head)
    columns = [Place(left, body.y, c.width, body.height) for left, c in zip(table.edges, table.columns, strict=False)]
    spots = [spot for _, spot in characters(made, page) if holds(body, spot, slack=1)]
    assert all(sum(holds(column, spot) for column in columns) == 1 for spot in spots)
    for column in columns:
        below = [spot for spot in spots if holds(column, spot)]
        rows = sorted({round(spot.y + spot.height, 1) for spot in below if spot.height > 1.5})
        assert all(after - before > 2.5 or after - before < 1 for before, after in pairwise(rows))


def test_twenty_lines_get_a_continuation_sheet_that_names_its_certificate() -> None:
    told = sample("rcep_20_lines")
    made = printed(document(told.form, dict(told.values), **APPROVED))
    count = page_count(made)
    assert count > 1
    for page in range(1, count):
        sheet = inside(made, Place(0, 0, 210, 297), page)
        assert "CONTINUATIONSHEET" in sheet
        assert "RC26330200010001" in sheet
        assert "8.Numberandkindofpackages" in sheet
        assert ink(f"Page {page + 1} of {count}") in sheet
    numbers = [
        inside(made, Place(10, 130 if page == 0 else 64, 12, 66 if page == 0 else 148), page) for page in range(count)
    ]
    assert "".join(numbers) == "".join(map(str, range(1, 21)))


def test_a_long_address_goes_on_an_attachment_and_nothing_is_lost() -> None:
    address = " ".join(f"STREET{n:03d}" for n in range(200))
    assert len(address) >= 1999
    made = printed(changed(sample("rcep_6_1"), consignee_address=address))
    text = ink(by_pdfium(made))
    assert [text.count(word) for word in address.split()] == [1] * 200
    assert "SEEATTACHMENT" in inside(made, box_places("rcep_2022")["2"])
    assert ink("Box 2 (continued)") in text


def test_a_word_wider_than_its_box_is_broken_not_clipped() -> None:
    made = printed(changed(sample("rcep_6_1"), consignee_name="W" * 300, marks={"form": "text", "text": "M" * 300}))
    text = by_pdfium(made)
    assert counted(text)["W"] >= 300
    assert counted(text)["M"] >= 300
    stand_apart(made, "rcep_2022", 0)


@pytest.mark.parametrize("text", ["A & B <Co> &amp; </b>", "贸易公司", "𠮷野家", "한국"])
def test_text_is_printed_as_it_stands(text: str, tmp_path: Path) -> None:
    made = printed(changed(sample("rcep_6_1"), consignee_name=text, remarks=text))
    assert ink(text) in ink(by_poppler(made, tmp_path))
    assert ink(text) in inside(made, box_places("rcep_2022")["14"])


def test_a_character_without_a_glyph_is_refused_by_name_and_stands_in_on_a_proof() -> None:
    told = changed(sample("rcep_6_1"), consignee_name="SHOP \U0001f600")
    with pytest.raises(Unreadable) as refused:
        printed(told)
    assert refused.value.facts["reason"] == "glyph_missing"
    assert refused.value.facts["characters"] == ["😀 U+1F600"]
    assert "SHOP□" in inside(printed(told, paper=PROOF), box_places("rcep_2022")["2"])
    assert fill(rules().form(told.form), told)


@pytest.mark.parametrize("form", list(rules().book.forms))
def test_a_proof_says_so_on_every_page_and_carries_no_code(form: str) -> None:
    values = {"goods": [{"id": f"g{n}", "name_en": "CUPS\n" * 9} for n in range(9)], "remarks": "R"}
    known = {name: value for name, value in values.items() if name in rules().form(form).by_id}
    made = printed(document(form, known, **APPROVED), paper=PROOF)
    for page in range(page_count(made)):
        assert "草稿" in inside(made, Place(0, 0, 210, 297), page)
    opened = pypdfium2.PdfDocument(made)
    assert zxingcpp.read_barcodes(opened[0].render(scale=200 / 72).to_pil()) == []
    opened.close()


@pytest.mark.parametrize("paper", [ORIGINAL, COPY, PROOF])
@pytest.mark.parametrize("form", ["rcep_2022", "co_general", "pre_review"])
def test_a_void_document_says_so_on_every_paper_and_carries_no_code(form: str, paper: str) -> None:
    made = printed(document(form, {}, **{**APPROVED, "stage": "voided"}), paper=paper)
    assert "已作废" in inside(made, Place(0, 0, 210, 297))
    opened = pypdfium2.PdfDocument(made)
    assert zxingcpp.read_barcodes(opened[0].render(scale=200 / 72).to_pil()) == []
    opened.close()


def test_a_copy_says_so_and_a_lost_original_is_printed_as_a_copy_alone() -> None:
    told = changed(sample("co_6_3"))
    assert "ORIGINAL" in ink(by_pdfium(printed(told)))
    assert "副本" in ink(by_pdfium(printed(told, paper=COPY)))
    assert "ORIGINAL" not in ink(by_pdfium(printed(told, paper=COPY)))
    lost = document(told.form, dict(told.values), **APPROVED, print_state="copy_only")
    assert printed(lost, paper=COPY)
    with pytest.raises(Refused) as refused:
        printed(lost)
    assert refused.value.facts["why"] == "copy_only"


def test_picture_marks_are_fetched_by_their_digest() -> None:
    file = BytesIO()
    Image.new("L", (40, 20)).save(file, "PNG")
    told = changed(sample("rcep_6_1"), marks={"form": "picture", "sha256": "ab", "width_mm": "20"})
    asked = []

    def evidence(sha256: str) -> bytes:
        asked.append(sha256)
        return file.getvalue()

    made = printed(told, evidence=evidence)
    assert asked == ["ab"]
    opened = pypdfium2.PdfDocument(made)
    assert [type(part).__name__ for part in opened[0].get_objects(filter=[3])] == ["PdfImage"]
    opened.close()
    with pytest.raises(Refused) as refused:
        printed(told)
    assert refused.value.facts["why"] == "picture_needed"
    assert printed(told, paper=PROOF)


def test_the_same_document_gives_the_same_bytes() -> None:
    told = lines(sample("rcep_6_1"), 30)
    assert printed(told) == printed(told)
    assert printed(told) != printed(told, paper=COPY)


@pytest.mark.parametrize(("right", "down", "percent"), [("3", "-2", "100"), ("-1.5", "4.2", "101.5"), ("0", "0", "98")])
def test_a_fit_moves_and_stretches_everything_from_the_top_left(right: str, down: str, percent: str) -> None:
    told = sample("rcep_6_1")
    before = characters(printed(told))
    after = characters(printed(told, fit=Fit(Decimal(right), Decimal(down), Decimal(percent))))
    assert [c for c, _ in before] == [c for c, _ in after]
    scale = float(percent) / 100
    for (_, old), (_, new) in zip(before, after, strict=True):
        assert (new.x, new.y) == pytest.approx((old.x * scale + float(right), old.y * scale + float(down)), abs=0.05)


@pytest.mark.parametrize("form", [name for name, form in rules().book.forms.items() if form.family == "certificate"])
def test_a_certified_true_copy_says_so_in_its_forms_words(form: str) -> None:
    marks = rules().form(form).params["paper_marks"]
    text = ink(by_pdfium(printed(document(form, {}, **APPROVED), paper=TRUE_COPY)))
    assert ink(marks["true_copy"]) in text
    assert "SEEATTACHMENT" not in text


@pytest.mark.parametrize("name", ["rcep_6_1", "co_6_3"])
def test_an_overprint_has_the_documents_text_at_its_place_and_nothing_of_the_form(name: str) -> None:
    told = changed(sample(name))
    whole, over = characters(printed(told)), characters(printed(told, fit=Fit(overprint=True)))
    left = [(character, round(spot.x, 1), round(spot.y, 1)) for character, spot in whole]
    assert all((character, round(spot.x, 1), round(spot.y, 1)) in left for character, spot in over)
    text = "".join(character for character, _ in over)
    assert ink(str(told.values["consignee_name"])) in text
    assert "CERTIFICATEOFORIGIN" not in text
    assert "Consignee" not in text
    assert "ORIGINAL" not in text


def test_further_sheets_of_an_overprint_are_whole() -> None:
    made = printed(lines(sample("rcep_6_1"), 20), fit=Fit(overprint=True))
    assert "8.Numberandkindofpackages" in inside(made, Place(0, 0, 210, 297), page=1)


def test_every_font_is_embedded(tmp_path: Path) -> None:
    file = tmp_path / "fonts.pdf"
    file.write_bytes(printed(changed(sample("rcep_6_1"), remarks="𠮷 한국 贸")))
    told = subprocess.run(["pdffonts", str(file)], capture_output=True, check=True, text=True).stdout.splitlines()[2:]
    assert len(told) >= 3
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in told)


def test_a_toy_form_needs_no_python() -> None:
    goods = [{"id": f"g{n}", "name_en": f"TOY Q{n}Z"} for n in range(30)]
    told = document("toy", {"maker": "THE TOY MILL", "goods": goods, "marks": {"form": "text", "text": "N/M"}})
    for paper in ("", TOY_PAPER):
        known = toy_rules(paper)
        text = ink(by_pdfium(pdf(known.form("toy"), told)))
        for word in ("THETOYMILL", "N/M", *(f"Q{n}Z" for n in range(30))):
            assert text.count(word) == 1


def test_the_meter_tells_what_goes_on_another_sheet() -> None:
    told = lines(sample("rcep_6_1"), 20)
    fills = {each.box: each for each in fill(rules().form(told.form), told)}
    assert not fills["8"].fits
    assert fills["8"].used > fills["8"].room
    assert fills["1"].fits
    assert {each.fits for each in fill(rules().form("rcep_2022"), sample("rcep_6_1"))} == {True}


LONG = st.text(st.sampled_from("ΩЖ贸易公司 AB,.&<>\n"), max_size=1500)
TEXTS = st.text(st.sampled_from([*sorted(covers(FIRST)), "\n"]), max_size=80) | LONG
ROWS = st.lists(
    st.fixed_dictionaries({"description": TEXTS, "quantity": TEXTS, "hs_code": TEXTS, "criterion": TEXTS}),
    min_size=1,
    max_size=12,
)


@pytest.mark.parametrize("name", ["rcep_6_1", "co_6_3"])
@settings(max_examples=40)
@given(data=st.data())
def test_a_document_prints_whole(name: str, data: st.DataObject) -> None:
    texts = data.draw(st.fixed_dictionaries({"consignee_name": TEXTS, "remarks": TEXTS}))
    goods = [{"id": f"g{n}", **row} for n, row in enumerate(data.draw(ROWS))]
    marks = data.draw(TEXTS)
    made = printed(changed(sample(name), **texts, goods=goods, marks={"form": "text", "text": marks}))
    columns = ("description", "quantity", "hs_code") if name == "co_6_3" else tuple(goods[0])[1:]
    typed = counted("".join([*texts.values(), marks, *(row[column] for row in goods for column in columns)]))
    found, printed_anyway = counted(by_pdfium(made)), counted(by_pdfium(printed(sample(name))))
    for character in typed.keys() - printed_anyway.keys():
        assert found[character] == typed[character], character


@given(st.text(st.characters(exclude_categories=()), min_size=1, max_size=5))
def test_what_cannot_be_printed_is_refused_with_a_code(text: str) -> None:
    told = changed(sample("co_6_3"), consignee_name=text)
    if missing(text.strip().expandtabs()):
        with pytest.raises(Unreadable):
            printed(told)
    else:
        assert printed(told)
    assert printed(told, paper=PROOF)
