"""Tables as files: text cells only, whole or not at all, and read back to the same texts."""

import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coo_desktop.domain.errors import FileUnwritable, Refused, Unreadable
from coo_desktop.domain.records.tables import MOST_CHARACTERS
from coo_desktop.domain.sheets.cells import FilledSheet, Page
from coo_desktop.store.sheets.pages import table_file, workbook_pages
from coo_desktop.store.sheets.writing import text_table, workbook, write_sheet

ODD = (
    "=1+1",
    "'",
    "007",
    "1e5",
    " a ",
    "a\nb",
    "a\r\nb",
    "_x0041_",
    "\t",
    "宁波㐂",
    "😀",
    "http://a.example",
    "\ufeff",
)


def padded(rows):
    """As many cells in each row, as a table has them; the last is never empty, so that no row is cut off."""
    most = max(map(len, rows))
    return tuple((*row, *("" for _ in range(most - len(row))), "|") for row in rows)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_odd_texts_come_back_as_they_were(tmp_path, ending):
    sheet = Page("进口商/[x]", padded((("Name",), *((text, text) for text in ODD))))
    write_sheet(tmp_path / f"a.{ending}", sheet)
    assert table_file((tmp_path / f"a.{ending}").read_bytes(), f"a.{ending}").readings[0].pages[0].rows == sheet.rows
    assert [file.name for file in tmp_path.iterdir()] == [f"a.{ending}"]


cells = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=5))
def test_any_text_comes_back_from_both_kinds_of_file(rows):
    sheet = Page("a", padded(rows))
    assert table_file(text_table(sheet), "a.csv").readings[0].pages[0].rows == sheet.rows
    assert workbook_pages(workbook((FilledSheet(sheet),)))[1][0][1] == [list(row) for row in sheet.rows]


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(tmp_path):
    write_sheet(tmp_path / "a.xlsx", Page("a", (("=1+1", "http://a.example"),)))
    with zipfile.ZipFile(tmp_path / "a.xlsx") as package:
        page = package.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in page
    assert "hyperlink" not in page


def test_a_cell_too_long_for_a_spreadsheet_is_refused_before_anything_is_written(tmp_path):
    with pytest.raises(Unreadable):
        write_sheet(tmp_path / "a.xlsx", Page("a", (("a" * (MOST_CHARACTERS + 1),),)))
    assert not any(tmp_path.iterdir())


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(Refused):
        write_sheet(tmp_path / "a.xlsm", Page("a", (("a",),)))


def test_what_cannot_be_written_leaves_the_older_file(tmp_path):
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(FileUnwritable):
        write_sheet(tmp_path / "a.csv", Page("a", (("a",),)))
    assert (tmp_path / "a.csv").is_dir()
