"""All pages of a file are read, with what is merged and hidden; a file that could do harm is refused."""

import zipfile
from pathlib import Path

import pypdfium2
import pytest
import xlsxwriter

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.refusals import SheetFault
from coo_desktop.domain.sheets.cells import NO_VALUE, MergedCells, Page
from coo_desktop.domain.sheets.encodings import Encoding
from coo_desktop.domain.sheets.printed import Text
from coo_desktop.store.sheets.pages import read_pages, table_file


def workbook(folder: Path) -> Path:
    file = folder / "两页.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        first, second, hidden = (book.add_worksheet(name) for name in ("Cover", "Goods", "Old"))
        first.write(0, 0, "Dear Sir")
        second.write_column(0, 0, ["A", "B", "C"])
        second.merge_range(0, 1, 2, 1, "JP")
        second.set_row(1, None, None, {"hidden": True})
        hidden.write(0, 0, "secret")
        hidden.hide()
    return file


def test_every_sheet_that_is_shown_is_a_page(tmp_path):
    first, second = read_pages(workbook(tmp_path))
    assert isinstance(first, Page)
    assert isinstance(second, Page)
    assert (first.name, first.rows) == ("Cover", (("Dear Sir",),))
    assert (second.name, second.merged, second.hidden) == ("Goods", (MergedCells(0, 1, 2, 1),), frozenset({1}))
    assert [row[0] for row in second.rows] == ["A", "B", "C"]


def test_a_table_in_html_under_the_name_of_a_workbook_is_read(tmp_path):
    file = tmp_path / "a.xls"
    file.write_text("<table><tr><th colspan=2>A &amp; B</th></tr><tr><td>1<br>2</td><td>3</td></tr></table>", "utf-8")
    [page] = read_pages(file)
    assert isinstance(page, Page)
    assert page.rows == (("A & B", ""), ("1\n2", "3"))


def test_a_text_table_is_one_page(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes("品名,数量\n杯,5\n".encode("gb18030"))
    [page] = read_pages(file)
    assert isinstance(page, Page)
    assert page.rows == (("品名", "数量"), ("杯", "5"))


def test_a_pdf_gives_its_texts_with_their_places(tmp_path):
    from reportlab.pdfgen.canvas import Canvas

    file = tmp_path / "a.pdf"
    canvas = Canvas(str(file))
    canvas.drawString(50, 700, "CUP")
    canvas.drawString(300, 700, "5")
    canvas.showPage()
    canvas.drawString(50, 700, "POT")
    canvas.save()
    texts = [one for one in read_pages(file) if isinstance(one, Text)]
    assert [one.text for one in texts] == ["CUP", "5", "POT"]
    assert texts[0].middle == pytest.approx(texts[1].middle, abs=300)
    assert texts[2].middle > texts[0].middle


def blank_pdf() -> bytes:
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    from io import BytesIO

    file = BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.pdf", blank_pdf(), SheetFault.NO_TEXT),
        ("a.pdf", b"%PDF-1.7 nothing", SheetFault.BROKEN),
        ("a.xls", b"<html><p>no table</p></html>", SheetFault.EMPTY),
        ("a.xlsx", b"PK\x03\x04nothing", SheetFault.BROKEN),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", None),
        ("a.doc", b"text", SheetFault.SHEET_TYPE),
        ("a.csv", b"", SheetFault.EMPTY),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(tmp_path, name: str, content: bytes, reason: SheetFault | None):
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(Unreadable) as refused:
        read_pages(file)
    assert reason is None or refused.value.facts["reason"] == reason


def test_a_formula_that_failed_or_was_never_computed_shows_in_its_cell(tmp_path):
    file = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        book.add_worksheet("Empty")
        page = book.add_worksheet("Goods")
        page.write_row(0, 0, ["Name", "Phone", "Fax"])
        page.write_formula(1, 1, "=Gone!A1", None, "#REF!")
        page.write_formula(3, 27, "=1+1", None, "2")
        page.write_formula(4, 2, "=NA()", None, "#N/A")
    _empty, goods = read_pages(file)
    assert isinstance(goods, Page)
    assert (goods.cell(1, 1), goods.cell(3, 27), goods.cell(4, 2)) == ("#REF!", "2", "#N/A")
    without = tmp_path / "b.xlsx"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(without, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<v>2</v>", b""))
    assert read_pages(without)[1].cell(3, 27) == NO_VALUE


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_text_table_under_the_name_of_a_workbook_is_read(tmp_path, encoding: str):
    file = tmp_path / "a.xls"
    file.write_bytes("品名\t数量\n不锈钢保温杯\t5\n".encode(encoding))
    [page] = read_pages(file)
    assert isinstance(page, Page)
    assert page.rows[1] == ("不锈钢保温杯", "5")


def test_html_is_read_in_the_encoding_that_it_tells(tmp_path):
    file = tmp_path / "a.xls"
    text = "<html><head><meta charset=euc-kr></head><table><tr><td>김철수</td></tr></table></html>"
    file.write_bytes(text.encode("euc-kr"))
    [page] = read_pages(file)
    assert isinstance(page, Page)
    assert page.rows == (("김철수",),)


def test_a_text_in_doubt_is_read_in_each_encoding(tmp_path):
    found = table_file("Name,Contact\nACME,김철수\n".encode("euc-kr"), "a.csv")
    assert len(found.readings) > 1
    [korean] = [one for one in found.readings if one.encoding is Encoding.EUC_KR]
    assert (korean.sample, korean.pages[0].cell(1, 1)) == ("ACME,김철수", "김철수")
