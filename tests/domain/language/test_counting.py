"""Counts of packages are read as people write them; only another number or another kind is wrong."""

import pytest

from coo_desktop.domain.language.counting import Count, counts_said, number_said
from coo_desktop.domain.language.english import number_words
from tests.domain.given import rules

PACKAGES = rules().code_list("packages").counted


@pytest.mark.parametrize(
    "number", [1, 12, 20, 21, 99, 100, 105, 250, 1000, 1005, 1200, 2000, 12_345, 999_999, 1_000_001]
)
def test_the_programs_own_words_are_read_back(number):
    assert number_said(number_words(number)) == number_said(number_words(number, thousand_and=False)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("two hundred fifty", 250),
        ("A HUNDRED AND ONE", 101),
        ("ONE THOUSAND, TWO HUNDRED", 1200),
        ("TWENTY ONE", 21),
        ("FORTY-FIVE", 45),
        ("FOURTY FIVE", 45),
        ("", None),
        ("TEN CARTONS", None),
    ],
)
def test_other_ways_to_say_a_number(text, number):
    assert number_said(text) == number


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        ("TWO THOUSAND(2000) CTNS OF FLASKS", "CARTON", Count(2000, 2000, "CARTON")),
        ("TWO THOUSAND ( 2,000 ) CARTONS OF FLASKS", "CTNS", Count(2000, 2000, "CARTON")),
        ("2000 (TWO THOUSAND) CARTON(S) FLASKS", "CARTONS", Count(2000, 2000, "CARTON")),
        ("TEN (10 CTNS) OF FLASKS", "CARTON", Count(10, 10, "CARTON")),
        ("TEN PLTS OF FLASKS", "PALLET", Count(10, None, "PALLET")),
        ("250 CARTONS OF FLASKS", "CARTON", Count(None, 250, "CARTON")),
        ("TEN (10) WOODEN CASES OF VALVES", "CASE", Count(10, 10, "WOODEN CASE")),
        ("TEN (10) LIFT VANS OF CHAIRS", "LIFT VAN", Count(10, 10, "LIFT VAN")),
    ],
)
def test_a_count_is_read(text, kind, count):
    assert list(counts_said(text, {**PACKAGES, f"{kind}S": kind})) == [count]


@pytest.mark.parametrize(
    "text", ["FLASKS 500 ML", "ONE PIECE SWIMSUITS 1.5 CARTON", "MODEL X250 CARTONS", "CANNED BEANS"]
)
def test_what_counts_no_packages_is_left(text):
    assert [each for each in counts_said(text, PACKAGES) if each.kind == "CARTON"] == []
