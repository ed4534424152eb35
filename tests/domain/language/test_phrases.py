"""Phrases as data: each list finds the variants that people write and leaves what only looks like them."""

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.language.phrases import read_phrases
from tests.domain.given import rules

FOUND = [
    ("marks_elsewhere", "AS PER INV.", "AS PER INV"),
    ("marks_elsewhere", "AS PER INVOICE", "AS PER INVOICE"),
    ("marks_elsewhere", "MARKS AS ADDRESS", "AS ADDRESS"),
    ("marks_elsewhere", "SEE PACKING LIST", "SEE PACKING LIST"),
    ("marks_elsewhere", "COLOUR LABEL", "COLOUR LABEL"),
    ("marks_elsewhere", "NIL", "NIL"),
    ("marks_elsewhere", "N/A", "N/A"),
    ("marks_attached", "I/S", "I/S"),
    ("to_order", "TO THE ORDER OF FICTIVE BANK", "TO THE ORDER"),
    ("to_order", "ORDER OF SHIPPER", "ORDER OF"),
    ("offshore", "FICTIVE TRADING (HK) LTD.", "(HK)"),
    ("offshore", "FICTIVE TRADING(H.K.)", "(H.K.)"),
    ("offshore", "UNIT 5, KWUN TONG, HK", "HK"),
    ("offshore", "FICTIVE HONGKONG LIMITED", "HONGKONG"),
    ("on_behalf", "A LTD. O/B B LTD.", "O/B"),
    ("no_vessel", "BY SEA", "BY SEA"),
    ("no_vessel", "TO BE ADVISED", "TO BE ADVISED"),
    ("producer_phrases", "AVAILABLE TO THE AUTHORITY UPON REQUEST", "AVAILABLE TO THE AUTHORITY UPON REQUEST"),
    ("third_party", "THIRD-PARTY INVOICING", "THIRD-PARTY"),
    ("third_party_in_full", "THIRD PARTY OPERATOR: X", "THIRD PARTY OPERATOR"),
    ("totals", "SAY TOTAL: TEN CARTONS", "SAY TOTAL"),
    ("retroactive", "Issued retroactively", "Issued retroactively"),
]
LEFT = [
    ("marks_elsewhere", "N/M"),
    ("marks_elsewhere", "NO MARKS"),
    ("marks_elsewhere", "NILE TRADING"),
    ("marks_elsewhere", "AS INVERTER"),
    ("marks_elsewhere", "INVOICE NO. 5\nPERTH"),
    ("to_order", "BORDER OFFICE LTD."),
    ("to_order", "TORDER LTD."),
    ("offshore", "H.K. PORTER COMPANY INC."),
    ("offshore", "9 HONG KONG MIDDLE ROAD, QINGDAO"),
    ("offshore", "THK CO., LTD."),
    ("offshore", "ROOM 2, HK BUILDING, OSAKA"),
    ("on_behalf", "OVIATT TRADING"),
    ("no_vessel", "BYRON STAR V.1"),
    ("no_vessel", "TBA EXPRESS"),
    ("producer_phrases", "SAMEER FACTORY LTD."),
    ("third_party_in_full", "THIRD PARTY TESTED"),
    ("totals", "TOTAL GROSS WEIGHT"),
    ("retroactive", "RETRO ACTIVE SPEAKERS"),
]


@pytest.mark.parametrize(("name", "text", "phrase"), FOUND)
def test_a_phrase_is_found_as_people_write_it(name, text, phrase):
    assert rules().phrases[name].found(text) == phrase


@pytest.mark.parametrize(("name", "text"), LEFT)
def test_what_only_looks_like_a_phrase_is_left(name, text):
    assert rules().phrases[name].found(text) == ""


def test_phrases_are_taken_out_of_a_text():
    assert rules().phrases["retroactive"].without("A, ISSUED RETROACTIVELY") == "A, "


def test_a_list_that_the_data_lacks_finds_nothing():
    assert read_phrases("")["offshore"].found("HONG KONG") == ""


@pytest.mark.parametrize("text", ['[a]\nwords = ["AS {b}"]', '[a]\nword = ["A"]'])
def test_a_slip_in_the_data_is_told(text):
    with pytest.raises(Unreadable):
        read_phrases(text)


def test_traditional_characters_have_their_simplified_ones():
    assert "臺北紡織區".translate(rules().phrases.simplified) == "台北纺织区"
    assert "台北后里乾坤".translate(rules().phrases.simplified) == "台北后里乾坤"
