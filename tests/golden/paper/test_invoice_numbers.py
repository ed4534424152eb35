"""The number of an invoice stands on one line on every form: smaller letters first, then a break at - or /, which is
told; a number never goes over a page."""

import re
from itertools import takewhile

import pytest

from coo_desktop.domain.documents.document import Document
from coo_desktop.paper.geometry import Column, geometry
from coo_desktop.paper.ink import texts
from coo_desktop.paper.render import fill
from coo_desktop.paper.subject import Subject
from coo_desktop.paper.table import Rest, Rolls, Set, is_whole, set_table
from tests.golden.paper.issued import FORMS, form_of, issued

REAL = "CI-LF-20261015-01"
LONG = "CI-LANFENG/20261015-VACUUMFLASKS/SHIPMENT-01"
#: One word wider than a column in the smallest letters.
SOLID = "W" * 40


def numbered(form: str, *numbers: str) -> Document:
    """The sample with these invoices, the first one that of its goods."""
    sample = issued(form)
    bill = sample.values["invoices"][0]
    bills = [{**bill, "id": f"i{at}", "number": number} for at, number in enumerate(numbers)]
    goods = [{**row, "invoice_number": numbers[0]} for row in sample.values["goods"]]
    return issued(form, invoices=bills, goods=goods)


def placed(told: Document) -> Set:
    paper = geometry(form_of(told))
    assert paper.goods is not None
    return set_table(paper.goods, Subject(form_of(told), told), paper.next.height, {})


def column_of(found: Set) -> tuple[int, Column]:
    """The column that tells the numbers of invoices; Peru's values stand in one of their own."""
    return next((at, column) for at, column in enumerate(found.table.columns) if is_whole(column))


def said(found: Set) -> list[list[str]]:
    """The lines of that column, page by page."""
    index, _column = column_of(found)
    pages = (found.rolls.pages[page].get(index, []) for page in range(found.count))
    return [[line for _top, lines in runs for line in lines] for runs in pages]


@pytest.mark.parametrize("form", FORMS)
def test_a_number_of_17_signs_stands_on_one_line_in_letters_that_can_be_read(form: str) -> None:
    told = numbered(form, REAL)
    found = placed(told)
    index, column = column_of(found)
    assert REAL in said(found)[0]
    assert found.sizes[index] >= 6
    assert found.torn == frozenset()
    assert not any(each.is_torn for each in fill(form_of(told), told))
    assert any(REAL in text.lines and text.size >= 6 for text in texts(found.ink(0, 100, 100)))
    assert column.no


@pytest.mark.parametrize("form", FORMS)
def test_a_longer_number_is_broken_at_its_signs_alone_and_that_is_told(form: str) -> None:
    told = numbered(form, LONG)
    found = placed(told)
    _index, column = column_of(found)
    lines = said(found)[0]
    first = next(at for at, line in enumerate(lines) if LONG.startswith(line))
    parts = [lines[first], *takewhile(lambda line: isinstance(line, Rest), lines[first + 1 :])]
    assert "".join(parts) == LONG
    assert len(parts) > 1
    assert all(re.fullmatch(r".*[-/]", part) for part in parts[:-1])
    [torn] = [each for each in fill(form_of(told), told) if each.is_torn]
    assert (torn.box, torn.fits) == (column.no, False)
    assert "invoices" in torn.fields


@pytest.mark.parametrize("form", FORMS)
def test_a_number_without_signs_is_whole_on_its_page_and_told(form: str) -> None:
    told = numbered(form, SOLID)
    assert SOLID in "".join(said(placed(told))[0])
    assert [each.fits for each in fill(form_of(told), told) if each.is_torn] == [False]


@pytest.mark.parametrize("form", FORMS)
def test_no_number_goes_over_a_page(form: str) -> None:
    numbers = [f"CI-LANFENG/20261015-VACUUMFLASKS/SHIPMENT-{at:02}" for at in range(40)]
    pages = said(placed(numbered(form, *numbers)))
    assert len(pages) > 1
    whole = ["".join(page) for page in pages]
    assert [sum(number in page for page in whole) for number in numbers] == [1] * len(numbers)


@pytest.mark.parametrize("height_mm", range(8, 40, 4))
def test_lines_that_belong_together_turn_the_page_together(height_mm: int) -> None:
    lines = [line for at in range(9) for line in (f"{at}a", Rest(f"{at}b"), f"{at}c")]
    rolls = Rolls(height_mm, height_mm, 4)
    rolls.place([lines])
    pages = [[line for _top, run in page.get(0, []) for line in run] for page in rolls.pages]
    assert [line for page in pages for line in page] == lines
    assert not any(isinstance(page[0], Rest) for page in pages if page)
