"""Spreadsheets and text tables: what is read, and what is refused before or while it is opened."""

import io
import zipfile

import pytest
import xlsxwriter

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.records.tables import MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS, NumberText
from coo_desktop.store.files import sandbox
from coo_desktop.store.sheets import reading
from coo_desktop.store.sheets.pages import read_table, table_file, workbook_pages
from coo_desktop.store.sheets.reading import number_text, package_fault

SHEET = "xl/worksheets/sheet1.xml"


def read_content(content, name):
    """The rows of the first page, as they are most likely read."""
    return table_file(content, name).readings[0].pages[0].rows


def workbook(*rows, hidden=False):
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        if hidden:
            book.add_worksheet("secret").hide()
        page = book.add_worksheet("shown")
        if hidden:
            page.activate()
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                page.write(at, column, cell)
    return made.getvalue()


def package(extra=(), replaced=None):
    """A good workbook's archive with more parts, or with parts replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["Name"], ["ACME"]))) as old, zipfile.ZipFile(made, "w", 8) as new:
        for part in old.infolist():
            new.writestr(part, (replaced or {}).get(part.filename, old.read(part)), zipfile.ZIP_DEFLATED)
        for name, content in extra:
            new.writestr(name, content)
    return made.getvalue()


def link():
    part = zipfile.ZipInfo("xl/link")
    part.external_attr = 0o120777 << 16
    return part


def sheet_xml(cells):
    return (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + cells
        + "</sheetData></worksheet>"
    )


def with_lying_size():
    content = bytearray(package([("xl/big.bin", b"0" * 50_000)]))
    at = content.rindex(b"PK\x01\x02")  # the directory's line of the part put in last
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(content)


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_a_text_table_is_read_with_any_common_separator(bom, separator):
    text = separator.join(["名称", "Address"]) + "\r\n" + separator.join(['"A ""B"" C"', "1 ROAD"])
    assert read_content(bom + text.encode(), "a.csv") == (("名称", "Address"), ('A "B" C', "1 ROAD"))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_text_table_is_read_in_the_encodings_that_offices_write(encoding):
    assert read_content("名称,地址\n宁波太阳能,镕基路㐂\n".encode(encoding), "a.csv")[1] == ("宁波太阳能", "镕基路㐂")


def test_the_line_by_which_excel_tells_the_separator_is_obeyed():
    assert read_content(b"sep=;\r\na,b;c\r\n", "a.csv") == (("a,b", "c"),)


@pytest.mark.parametrize("separator", [";", "\t", "|", ","])
@pytest.mark.parametrize("heading", ["Customers, exported 2026-11-30, page 1, all", "a;b;c;d", "A | B", "Customers"])
def test_the_separator_is_told_by_many_lines_and_not_by_a_heading(separator, heading):
    lines = [["Name", "Address", "Remarks"], ["A LTD.", "1 ROAD TOKYO JAPAN", "a"], ["B LTD.", "2 ROAD", ""]]
    text = "\n".join([heading.replace(separator, " "), *(separator.join(line) for line in lines)])
    assert read_content(text.encode(), "a.csv")[1:] == tuple(map(tuple, lines))


def test_commas_inside_the_cells_of_a_table_with_semicolons_stay():
    text = "Name;Address\nA;1 ROAD, CHUO, TOKYO\nB;2 ROAD, OSAKA, JAPAN\n"
    assert read_content(text.encode(), "a.csv")[2] == ("B", "2 ROAD, OSAKA, JAPAN")


def test_line_breaks_inside_quotes_stay():
    assert read_content(b'a,b\r\n"1\r\n2",c\r\n', "a.csv")[1] == ("1\r\n2", "c")


def test_a_workbook_is_read_as_texts_and_numbers_are_told_apart():
    rows = read_content(workbook(["Name", "Phone", "Paid"], ["ACME", 2187654321, True], ["B", 0.5, False]), "a.xlsx")
    assert rows == (("Name", "Phone", "Paid"), ("ACME", "2187654321", "true"), ("B", "0.5", "false"))
    assert isinstance(rows[1][1], NumberText)
    assert not isinstance(rows[1][0], NumberText)


def test_a_formula_is_never_run_and_counts_for_what_was_computed():
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet().write_formula(0, 0, '=HYPERLINK("http://evil.example")', None, "seen")
    assert read_content(made.getvalue(), "a.xlsx") == (("seen",),)


def test_a_hidden_sheet_is_passed_over():
    assert read_content(workbook(["shown"], hidden=True), "a.xlsx") == (("shown",),)


REFUSED = {
    "bomb of blanks": (lambda: package([("xl/b.bin", b" " * 60_000_000)]), "a.xlsx", "bomb"),
    "bomb of parts": (lambda: package([(f"xl/{n}", b"") for n in range(300)]), "a.xlsx", "bomb"),
    "size that lies": (with_lying_size, "a.xlsx", "broken"),
    "way out": (lambda: package([("../../evil.xml", b"")]), "a.xlsx", "hostile_names"),
    "absolute": (lambda: package([("/etc/passwd", b"")]), "a.xlsx", "hostile_names"),
    "backslashes": (lambda: package([("..\\evil.xml", b"")]), "a.xlsx", "hostile_names"),
    "drive": (lambda: package([("C:evil.xml", b"")]), "a.xlsx", "hostile_names"),
    "link": (lambda: package([(link(), b"/etc/passwd")]), "a.xlsx", "hostile_names"),
    "archive inside": (lambda: package([("xl/inner.zip", b"PK")]), "a.xlsx", "nested"),
    "archive in disguise": (lambda: package([("xl/inner.bin", package())]), "a.xlsx", "nested"),
    "entities": (
        lambda: package(replaced={SHEET: b'<!DOCTYPE x [<!ENTITY a "b">]>' + sheet_xml("").encode()}),
        "a.xlsx",
        "entities",
    ),
    "cut off": (lambda: workbook(["a"])[:-200], "a.xlsx", "broken"),
    "no workbook": (lambda: b"PK\x03\x04 nothing", "a.xlsx", "broken"),
    "old and broken": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xls", "broken"),
    "locked": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xlsx", "encrypted"),
    "too long": (lambda: workbook(["a"], *[[1]] * (MOST_ROWS + 1)), "a.xlsx", "too_many_rows"),
    "too wide": (lambda: workbook(["a"] * (MOST_COLUMNS + 1)), "a.xlsx", "too_many_columns"),
    "far corner": (
        lambda: package(replaced={SHEET: sheet_xml('<row r="9"><c r="A9"><v>1</v></c><c r="XFD9"><v>1</v></c></row>')}),
        "a.xlsx",
        "too_many_columns",
    ),
    "text too long": (lambda: b"a\n" * (MOST_ROWS + 2), "a.csv", "too_many_rows"),
    "a million columns": (lambda: b"a," * 1_000_000, "a.csv", "too_many_columns"),
    "long cell": (lambda: b"a" * (MOST_CHARACTERS + 1), "a.csv", "cell_too_long"),
    "nothing": (lambda: b"", "a.csv", "empty"),
    "only blanks": (lambda: b",,\n,,\n", "a.csv", "empty"),
    "NUL": (lambda: b"a\0b,c\n", "a.csv", "binary"),
    "NUL in UTF-16": (lambda: "a\0b".encode("utf-16"), "a.csv", "binary"),
    "no encoding": (lambda: b"\xff\xff\xff,a\n", "a.csv", "encoding"),
    "open quote": (lambda: b'"a,b\n', "a.csv", "broken"),
    "program": (lambda: b"MZ", "a.exe", "sheet_type"),
    "macros": (lambda: package(), "a.xlsm", "sheet_type"),
    "workbook called text": (lambda: package(), "a.csv", "type_mismatch"),
    "text called workbook": (lambda: b"a,b\n", "a.xlsx", "type_mismatch"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_or_unfit_table_is_refused_with_its_reason(name):
    make, file, reason = REFUSED[name]
    with pytest.raises(Unreadable) as caught:
        read_content(make(), file)
    assert (caught.value.facts["reason"], caught.value.facts["file"]) == (reason, file)


def test_a_sheet_whose_corners_span_the_world_ends_its_process_at_most():
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(Unreadable) as caught:
        read_content(package(replaced={SHEET: sheet_xml(cells)}), "a.xlsx")
    assert caught.value.facts["reason"] in ("broken", "too_many_rows")


def test_a_reader_that_does_not_come_back_is_ended(monkeypatch):
    monkeypatch.setattr(sandbox, "CEILING_S", 0.0)
    with pytest.raises(Unreadable) as caught:
        read_content(workbook(["a"]), "a.xlsx")
    assert caught.value.facts["reason"] == "too_slow"


def test_a_good_workbook_passes_without_a_process_apart():
    assert package_fault(package()) == ""
    assert workbook_pages(package()) == ("", [("shown", [["Name"], ["ACME"]], [], [])])


def test_a_file_too_large_is_not_even_read(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 3)
    file = tmp_path / "a.csv"
    file.write_bytes(b"a,b\n")
    with pytest.raises(Unreadable) as caught:
        read_table(file)
    assert caught.value.facts["reason"] == "sheet_too_large"


@pytest.mark.parametrize(("make", "reason"), [(lambda p: p, "not_a_file"), (lambda p: p / "gone.csv", "not_a_file")])
def test_what_is_no_file_is_refused(tmp_path, make, reason):
    with pytest.raises(Unreadable) as caught:
        read_table(make(tmp_path))
    assert caught.value.facts["reason"] == reason


@pytest.mark.parametrize(
    ("number", "text"),
    [(85414300.0, "85414300"), (0.1, "0.1"), (-5.0, "-5"), (1e-7, "0.0000001"), (1e22, "1" + "0" * 22)],
)
def test_a_number_is_told_in_plain_digits(number, text):
    assert number_text(number) == text


def test_an_open_document_table_is_read():
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in ("名称", "Address")
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        new.writestr("META-INF/manifest.xml", "<manifest/>")
        new.writestr(
            "content.xml",
            f'<office:document-content {names}><office:body><office:spreadsheet><table:table table:name="a">'
            f"<table:table-row>{cells}</table:table-row></table:table></office:spreadsheet></office:body>"
            "</office:document-content>",
        )
    assert read_content(made.getvalue(), "a.ods") == (("名称", "Address"),)
