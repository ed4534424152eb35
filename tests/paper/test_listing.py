"""A table over several sheets: every cell is read back whole, heads stand on each sheet."""

import dataclasses

from coo_desktop.paper.listing import Listing, ListingColumn, listing_pdf
from tests.paper.printing import page_count
from tests.paper.reading import by_pdfium, by_poppler, ink

COLUMNS = (ListingColumn("差异", 1), ListingColumn("Field", 2), ListingColumn("Before", 3), ListingColumn("After", 3))


def listing(rows, title="对比 Comparison"):
    return Listing(title, ("第 1 版 ↔ 第 2 版", "2 differences"), COLUMNS, rows, "Page {page} of {pages}")


def test_every_cell_is_read_back_by_two_readers(tmp_path):
    rows = [("修改", "[7] 货物描述", "VACUUM FLASKS <b>&amp;", "保温杯 500 ML"), ("新增", "Remark", "", "L/C NO. 7")]
    made = listing_pdf(listing(rows))
    assert made == listing_pdf(listing(rows))
    for text in (by_pdfium(made), by_poppler(made, tmp_path)):
        for cell in ("对比Comparison", "第1版↔第2版", *(ink(each) for row in rows for each in row)):
            assert cell in ink(text)


def test_heads_stand_on_every_sheet_and_no_row_is_lost():
    rows = [("修改", f"FIELD-{number}", "was\n" * 4, f"NOW-{number}") for number in range(60)]
    made = listing_pdf(listing(rows))
    text = by_pdfium(made)
    assert page_count(made) > 1
    assert text.count("Before") == page_count(made)
    assert all(f"NOW-{number}" in text for number in range(60))
    assert f"Page {page_count(made)} of {page_count(made)}" in text


def test_a_cell_taller_than_a_sheet_goes_on_and_what_no_font_draws_stands_in():
    made = listing_pdf(listing([("修改", "Remark", "\n".join(f"LINE-{n}" for n in range(200)), "\U000e0001 x")]))
    text = by_pdfium(made)
    assert page_count(made) > 2
    assert all(f"LINE-{number}" in text for number in range(200))


def test_a_comparison_without_rows_says_so():
    assert "2 differences" in by_pdfium(listing_pdf(listing(())))


def test_the_last_cell_of_a_strong_row_stands_out():
    rows = [("修改", "Remark", "A", "B")]
    plain = listing_pdf(listing(rows))
    strong = listing_pdf(dataclasses.replace(listing(rows), strong=frozenset({0})))
    assert strong != plain
    assert by_pdfium(strong) == by_pdfium(plain)
