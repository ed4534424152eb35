"""Whom a printed rate is for, and which of several counts."""

from datetime import date

import pytest

from coo_desktop.domain.tariff.rates import by_line, newest, reach
from tests.domain.tariff_rows import agreements, rate

KNOWN = agreements()


@pytest.mark.parametrize(
    ("named", "exporter", "found"),
    [
        ("", "CN", True),
        ("*", "CN", True),
        ("CN", "CN", True),
        ("CN", "KR", None),
        ("ASEAN", "VN", True),
        ("ASEAN", "CN", None),
        ("ASEAN+AU+NZ", "AU", True),
        ("APTA", "CN", True),
        ("APTA", "JP", None),
        ("somebody", "CN", None),
    ],
)
def test_a_rate_reaches_the_exporters_it_names(named, exporter, found):
    assert reach(rate("961700000", "rcep", "1.8", exporter=named), exporter, KNOWN) is found


def test_an_excluded_exporter_is_told_from_one_that_is_not_meant():
    told = rate("10059010", "acfta", "0", condition="(-ID,TH,CN)")
    assert reach(told, "CN", KNOWN) is False
    assert reach(told, "VN", KNOWN) is True


def test_a_rate_for_named_exporters_counts_before_one_for_everybody():
    everybody, named = rate("961700000", "rcep", "3"), rate("961700000", "rcep", "1.8", exporter="CN")
    assert newest(everybody.line, "rcep", [everybody, named]) == (named, ())


def test_a_rate_without_data_never_covers_one_with():
    none, known = rate("961700000", "rcep", "no_data", as_of="2026-12-01"), rate("961700000", "rcep", "1.8")
    assert newest(known.line, "rcep", [none, known])[0] is known
    assert newest(known.line, "rcep", [none])[0].kind == "no_data"


def test_of_two_sources_of_one_day_the_better_counts():
    own, official = rate("961700000", "rcep", "9", quality="user"), rate("961700000", "rcep", "1.8", quality="official")
    assert newest(own.line, "rcep", [own, official])[0] is official


def test_two_rows_of_one_line_are_one_line():
    told = [rate("961700000", "mfn", "3.9", position=1), rate("961700000", "rcep", "1.8", position=2)]
    ((line, found),) = by_line(told, date(2026, 11, 23))
    assert (line.code, len(found)) == ("961700000", 2)


def test_narrowing_to_a_line_that_is_not_there_keeps_all():
    told = [rate("961700100", "mfn", "3.9", position=1), rate("961700200", "mfn", "0", position=2)]
    assert len(by_line(told, date(2026, 11, 23), "961700200")) == 1
    assert len(by_line(told, date(2026, 11, 23), "96170019")) == 2
