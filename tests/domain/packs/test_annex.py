"""Lists of product rules as customs print them: merged cells, codes that became numbers, lines filled forward."""

import pytest

from coo_desktop.domain.packs.annex import AnnexLine, annex_rows
from coo_desktop.domain.packs.faults import FaultKind


def rows(*lines: tuple[str, str, str, str]) -> list[tuple[str, str]]:
    """(code, rule), or ("", kind of fault) of a line that gives none."""
    found = annex_rows(AnnexLine(at, line[:3], line[3]) for at, line in enumerate(lines, 2))
    return [(row.code, row.rule) if row.fault is None else ("", row.fault.kind.name) for row in found]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("1", "", ""), "01"),
        (("1.0", "", ""), "01"),
        (("第88章", "", ""), "88"),
        (("", "01.01", ""), "0101"),
        (("", "101.0", ""), "0101"),
        (("", "101", ""), "0101"),
        (("", "84.1", ""), "8410"),
        (("", "０１０１", ""), "0101"),
        (("", "", "0101.21"), "010121"),
        (("", "", "101.21"), "010121"),
        (("", "", "8703.1"), "870310"),
        (("", "", "8703.0"), "870300"),
        (("", "", "10121.0"), "010121"),
        (("", "", "870310"), "870310"),
        (("", "87.03", "10"), "870310"),
        (("", "8701-8703", ""), "8701-8703"),
        (("", "", "8703.10至8703.90"), "870310-870390"),
        (("87", "87.03", ""), "8703"),
    ],
)
def test_a_code_is_read_as_a_spreadsheet_may_have_it(cells, code):
    if cells == ("", "87.03", "10"):
        assert rows(("", "87.03", "", ""), ("", "", "10", "CTH")) == [(code, "CTH")]
    else:
        assert rows((*cells, "CTH")) == [(code, "CTH")]


@pytest.mark.parametrize("cells", [("", "x", ""), ("", "", "87031123"), ("", "870310", ""), ("86", "87.03", "")])
def test_what_is_no_code_of_its_column_is_left_out(cells):
    assert rows((*cells, "CTH")) == [("", FaultKind.MISFIT.name)]


def test_a_merged_rule_reaches_the_lines_of_its_heading_and_no_other():
    assert rows(
        ("87", "", "", ""),
        ("", "8703", "", ""),
        ("", "", "8703.10", "CTH"),
        ("", "", "8703.20", ""),
        ("", "8704", "", ""),
        ("", "", "8704.10", ""),
    ) == [("870310", "CTH"), ("870320", "CTH")]


def test_a_heading_filled_forward_from_the_line_above_gives_no_rule():
    assert rows(
        ("", "", "8703.90", "RVC50"),
        ("", "8704", "", "RVC50"),
        ("", "", "8704.10", "CTH"),
        ("", "8705", "", "CTH"),
    ) == [("870390", "RVC50"), ("", FaultKind.FILLED.name), ("870410", "CTH"), ("8705", "CTH")]


def test_a_rule_without_a_code_is_told_and_an_empty_line_is_not():
    assert rows(("", "", "", ""), ("", "", "", "CTH")) == [("", FaultKind.EMPTY.name)]
