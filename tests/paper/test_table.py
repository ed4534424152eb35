"""Goods flow down their table without being lost, split in vain or run into each other."""

from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.paper.geometry import geometry
from coo_desktop.paper.ink import texts
from coo_desktop.paper.subject import Subject
from coo_desktop.paper.table import Rolls, Set, set_table
from tests.paper.printing import TOY_PAPER, document, toy_rules

FORM = toy_rules(TOY_PAPER).form("toy")
TABLE = geometry(FORM).goods


def goods(*names: str, marks: str = "") -> Set:
    assert TABLE is not None
    rows = [{"id": f"g{n}", "name_en": name} for n, name in enumerate(names)]
    subject = Subject(FORM, document("toy", {"goods": rows}))
    return set_table(TABLE, subject, 60, {1: (marks, 0)})


def pages(found: Set) -> list[list[str]]:
    return [
        [line for text in texts(found.ink(page, 40, 60 if page else 30)) if text.size == 8 for line in text.lines]
        for page in range(found.count)
    ]


def test_a_table_without_goods_is_one_page() -> None:
    assert goods().count == 1
    assert goods().rows.used == 0


def test_a_line_that_does_not_fit_below_the_last_starts_the_next_page() -> None:
    tall = "\n".join("ABCD")
    assert pages(goods("ONE", "TWO", tall)) == [["ONE", "TWO"], list("ABCD")]


def test_a_line_taller_than_a_page_is_split() -> None:
    tall = [str(number) for number in range(40)]
    found = pages(goods("ONE", "\n".join(tall)))
    assert [line for page in found for line in page] == ["ONE", *tall]
    assert found[0][0] == "ONE"
    assert len(found[0]) > 1  # it begins where there is room, for it is split anyway


def test_a_column_of_the_document_runs_past_the_goods() -> None:
    marks = [f"C/NO. {number}" for number in range(30)]
    found = goods("ONE", marks="\n".join(marks))
    assert found.count > 1
    assert [line for page in pages(found) for line in page if line != "ONE"] == marks
    assert (found.columns[1].used, found.columns[1].fits, found.rows.fits) == (30, False, True)


@given(st.lists(st.integers(0, 40), max_size=30), st.integers(10, 60), st.integers(10, 60))
def test_every_line_is_placed_once_within_its_page(heights: list[int], first_mm: int, next_mm: int) -> None:
    rolls = Rolls(first_mm, next_mm, 4)
    told = [[f"{row}.{line}" for line in range(height)] for row, height in enumerate(heights)]
    for lines in told:
        rolls.place([lines, lines[:1]])
    placed = []
    for page, columns in enumerate(rolls.pages):
        below = 0.0
        for top, lines in columns.get(0, []):
            assert top >= below
            below = top + len(lines) * 4
            assert below <= (next_mm if page else first_mm) + 0.01
            placed += lines
    assert placed == [line for lines in told for line in lines]
