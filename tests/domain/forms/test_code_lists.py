"""Code lists: read, searched, and good as data."""

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.forms.code_lists import read_list
from tests.domain.given import rules

LISTS = ("countries", "ports", "units", "packages", "currencies", "incoterms", "trade_modes")


@pytest.mark.parametrize("name", LISTS)
def test_every_list_has_unique_codes_with_both_names(name):
    codes = rules().code_list(name).codes
    assert len({code.code for code in codes}) == len(codes)
    assert all(code.code == code.code.strip().upper() and code.en and code.zh for code in codes)


def test_every_port_belongs_to_a_country_and_says_so_in_its_code():
    countries = rules().code_list("countries").by_code
    for port in rules().code_list("ports").codes:
        assert port.more["country"] in countries
        assert port.code.startswith(port.more["country"])


def test_every_agreement_partner_is_a_known_country_with_a_port():
    ports = {port.more["country"] for port in rules().code_list("ports").codes}
    countries = rules().code_list("countries").by_code
    agreements = tuple(rules().agreements)
    parties = {party for agreement in agreements for party in agreement.parties}
    assert parties <= set(countries)
    served = {party for agreement in agreements if agreement.form for party in agreement.parties} - {"LI"}
    assert not {party for party in served if party not in ports}


def test_names_that_certificates_print_are_latin():
    for name in LISTS:
        for code in rules().code_list(name).codes:
            assert (code.more.get("print", "") + code.en).isascii()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ningbo", "CNNGB"),
        ("宁波", "CNNGB"),
        ("CNSZ", "CNSZX"),
        ("tokyo", "JPTYO"),
        ("桑托斯", "BRSSZ"),
        ("xm", "CNXMN"),
    ],
)
def test_a_port_is_found_by_code_and_both_names(typed, first):
    assert next(rules().code_list("ports").search(typed)).code == first


def test_what_starts_with_the_text_comes_before_what_contains_it():
    found = [code.en for code in rules().code_list("countries").search("korea")]
    assert found == ["KOREA", "DPR KOREA"]


@pytest.mark.parametrize("name", LISTS)
def test_a_code_typed_in_full_is_found_first(name):
    codes = rules().code_list(name)
    assert [code.code for code in codes.codes if next(codes.search(code.code)) is not code] == []


def test_a_name_typed_in_full_is_found_before_one_that_begins_with_it():
    countries = rules().code_list("countries")
    names = {code.en: code for code in countries.codes}
    assert [name for name, code in names.items() if next(countries.search(name)) is not code] == []


def test_a_search_is_limited():
    assert len(list(rules().code_list("ports").search("", 7))) == 7


@pytest.mark.parametrize(
    ("text", "line"), [("code,en\nA,B\n", 1), ("code,en,zh\nA,B\n", 2), ("code,en,zh\nA,B,C,D\n", 2), ("", 1)]
)
def test_a_broken_list_names_its_line(text, line):
    with pytest.raises(Unreadable) as broken:
        read_list("ports", text)
    assert broken.value.facts["line"] == line
