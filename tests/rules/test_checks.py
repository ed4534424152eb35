"""The examiners' list is covered: every row has its check, every check its good and bad documents and its words."""

import re

import pytest

from coo_desktop.domain.checks import CHECKS
from coo_desktop.domain.checks.problems import Check
from tests.domain.checks import (
    test_declaration,
    test_goods,
    test_invoices,
    test_origin,
    test_packing,
    test_parties,
    test_product,
    test_transport,
    test_wording,
)
from tests.domain.given import rules

TABLES = (
    test_parties,
    test_transport,
    test_invoices,
    test_packing,
    test_goods,
    test_origin,
    test_declaration,
    test_product,
    test_wording,
)
FAULTS = [fault for table in TABLES for fault in table.FAULTS]
ROWS = {str(number) for number in range(1, 71)} | {"38a", "38b"}
ELSEWHERE = {
    "59": "each field refuses signs that its script does not have; domain/forms/kinds.py, not_latin and unprintable",
    "63": "a document with a missing field stays a draft, which cannot be sent; domain/operations/drafts.py",
}


def rows_of(check: Check) -> set[str]:
    """The rows of the examiners' list that a check's docstring names: Row 32, Rows 3 and 4, Rows 29 to 31."""
    told = re.match(r"Rows? ([^:]*?)(?:,? (?:verified|inferred|from general)|:)", check.__doc__ or "")
    text = told[1] if told else ""
    rows = set(re.findall(r"\d+[ab]?", text))
    for first, last in re.findall(r"(\d+) to (\d+)", text):
        rows |= {str(number) for number in range(int(first), int(last) + 1)}
    return rows


def test_every_row_of_the_examiners_list_is_checked():
    covered = set().union(*(rows_of(check) for check in CHECKS.values()))
    assert ROWS - covered == set(ELSEWHERE)


def test_at_least_seventy_rules_are_checked():
    assert len(CHECKS) >= 70


@pytest.mark.parametrize("name", CHECKS)
def test_every_check_has_a_failing_document(name):
    """The table's own test proves that the unchanged sample passes the check."""
    assert name in {check for check, *_ in FAULTS}


@pytest.mark.parametrize("code", rules().words)
def test_what_blocks_or_warns_says_how_to_mend_it(code):
    told = rules().words[code]
    assert told.severity == "info" or (told.fix is not None and told.fix.zh_CN and told.fix.en)


def test_what_an_examiner_checks_names_its_source():
    found = {code for *_, code in FAULTS} - {"needed", "wrong_hs_length"}
    assert not {code for code in found if not rules().words[code].source}
