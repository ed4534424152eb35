"""A rule of one row is a check of all of them, and sees nothing else."""

from collections.abc import Iterator
from typing import Any

from coo_desktop.domain.checks.problems import Finding
from coo_desktop.domain.checks.row_rules import of_each
from coo_desktop.domain.context import Context
from tests.domain.given import RCEP, context_of, rules

FORM = rules().form("rcep_2022")


def untitled(_form: Any, values: Any, _context: Context) -> Iterator[Finding]:
    if not values.get("contract_no"):
        yield Finding("needed", "contract_no")


@of_each("goods", "remarks", before=untitled)
def says_the_remarks(_form: Any, values: Any, row: Any, _context: Context) -> Iterator[Finding]:
    """Row 99, verified: a line repeats the remarks."""
    if values.get("remarks") != row["name_en"]:
        yield Finding("needed", part="name_en", facts={"seen": sorted(values)})


def test_what_is_found_stands_in_its_row_after_what_is_found_in_the_document():
    goods = [{"id": "a", "name_en": "A"}, {"id": "b", "name_en": "B"}, "no row", {"name_en": "C"}]
    found = list(says_the_remarks(FORM, {"goods": goods, "remarks": "B", "vessel": "V"}, context_of(RCEP)))
    assert [(each.field, each.row, each.part) for each in found] == [
        ("contract_no", "", ""),
        ("goods", "a", "name_en"),
        ("goods", "", "name_en"),
    ]


def test_of_the_document_it_sees_the_fields_that_it_names():
    values = {"goods": [{"id": "a", "name_en": "A"}], "remarks": "B", "contract_no": "C"}
    [found] = says_the_remarks(FORM, values, context_of(RCEP))
    assert found.facts == {"seen": ["remarks"]}


def test_it_is_named_and_told_as_its_function_is():
    assert says_the_remarks.__name__ == "says_the_remarks"
    assert says_the_remarks.__doc__ == "Row 99, verified: a line repeats the remarks."
