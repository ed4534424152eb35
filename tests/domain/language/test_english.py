"""Number words, dates, packages and totals in the English of issued certificates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.language.english import (
    LARGEST,
    Wording,
    counted,
    departure_text,
    english_date,
    number_words,
    packages_text,
    plural,
    route_text,
    singular,
    total_line,
    two_leg_route,
    with_country,
)

SAY_TOTAL = Wording(total="SAY TOTAL", total_figures=False)
BARE_HUNDREDS = Wording(thousand_and=False)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "ONE"),
        (8, "EIGHT"),
        (10, "TEN"),
        (12, "TWELVE"),
        (19, "NINETEEN"),
        (20, "TWENTY"),
        (21, "TWENTY-ONE"),
        (40, "FORTY"),
        (99, "NINETY-NINE"),
        (100, "ONE HUNDRED"),
        (101, "ONE HUNDRED AND ONE"),
        (115, "ONE HUNDRED AND FIFTEEN"),
        (150, "ONE HUNDRED AND FIFTY"),
        (200, "TWO HUNDRED"),
        (250, "TWO HUNDRED AND FIFTY"),
        (999, "NINE HUNDRED AND NINETY-NINE"),
        (1000, "ONE THOUSAND"),
        (1005, "ONE THOUSAND AND FIVE"),
        (1021, "ONE THOUSAND AND TWENTY-ONE"),
        (1200, "ONE THOUSAND AND TWO HUNDRED"),
        (1250, "ONE THOUSAND TWO HUNDRED AND FIFTY"),
        (10_000, "TEN THOUSAND"),
        (12_340, "TWELVE THOUSAND THREE HUNDRED AND FORTY"),
        (120_350, "ONE HUNDRED AND TWENTY THOUSAND THREE HUNDRED AND FIFTY"),
        (999_999, "NINE HUNDRED AND NINETY-NINE THOUSAND NINE HUNDRED AND NINETY-NINE"),
        (1_000_000, "ONE MILLION"),
        (1_000_200, "ONE MILLION AND TWO HUNDRED"),
        (2_500_000, "TWO MILLION FIVE HUNDRED THOUSAND"),
        (3_000_007, "THREE MILLION AND SEVEN"),
    ],
)
def test_a_number_is_worded(number: int, words: str) -> None:
    assert number_words(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1200, "ONE THOUSAND TWO HUNDRED"),
        (3900, "THREE THOUSAND NINE HUNDRED"),
        (4400, "FOUR THOUSAND FOUR HUNDRED"),
        (1005, "ONE THOUSAND AND FIVE"),
        (1250, "ONE THOUSAND TWO HUNDRED AND FIFTY"),
    ],
)
def test_a_form_may_leave_out_the_and_before_round_hundreds(number: int, words: str) -> None:
    assert number_words(number, thousand_and=False) == words


@pytest.mark.parametrize("number", [0, -1, LARGEST + 1])
def test_a_number_without_words_is_an_error(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        number_words(number)


@given(st.integers(1, LARGEST), st.integers(1, LARGEST), st.booleans())
def test_different_numbers_have_different_words(one: int, other: int, thousand_and: bool) -> None:
    same = number_words(one, thousand_and=thousand_and) == number_words(other, thousand_and=thousand_and)
    assert same == (one == other)


@given(st.integers(1, LARGEST))
def test_words_are_capitals_single_spaced(number: int) -> None:
    words = number_words(number).replace("-", " ").split(" ")
    assert all(word.isalpha() and word.isupper() for word in words)


@pytest.mark.parametrize(
    ("unit", "one", "many"),
    [
        ("CARTON", "CARTON", "CARTONS"),
        ("CARTONS", "CARTON", "CARTONS"),
        ("CARTON(S)", "CARTON", "CARTONS"),
        ("carton", "CARTON", "CARTONS"),
        ("CASE", "CASE", "CASES"),
        ("CASES", "CASE", "CASES"),
        ("WOODEN  CASE", "WOODEN CASE", "WOODEN CASES"),
        ("BOX", "BOX", "BOXES"),
        ("BOX(ES)", "BOX", "BOXES"),
        ("BOXES", "BOX", "BOXES"),
        ("BUNCH", "BUNCH", "BUNCHES"),
        ("TRAYS", "TRAY", "TRAYS"),
        ("BODY", "BODY", "BODIES"),
        ("PACKAGE", "PACKAGE", "PACKAGES"),
        ("PC", "PC", "PCS"),
        ("PCS", "PC", "PCS"),
        ("PKGS", "PKG", "PKGS"),
        ("PCS IN NUDE", "PC IN NUDE", "PCS IN NUDE"),
        ("NUDE CARGO", "NUDE CARGO", "NUDE CARGO"),
        ("HANGING GARMENTS", "HANGING GARMENT", "HANGING GARMENTS"),
        ("GLASS", "GLASS", "GLASSES"),
        ("20' CONTAINER", "20' CONTAINER", "20' CONTAINERS"),
    ],
)
def test_a_unit_is_known_in_each_spelling(unit: str, one: str, many: str) -> None:
    assert (singular(unit), plural(unit)) == (one, many)


@pytest.mark.parametrize(
    ("count", "unit", "goods", "text"),
    [
        (250, "CARTON", "STAINLESS STEEL VACUUM FLASKS, 500 ML",
         "TWO HUNDRED AND FIFTY (250) CARTONS OF STAINLESS STEEL VACUUM FLASKS, 500 ML"),
        (200, "CARTONS", "PRUNING SHEARS", "TWO HUNDRED (200) CARTONS OF PRUNING SHEARS"),
        (150, "CARTON(S)", "WORKING GLOVES", "ONE HUNDRED AND FIFTY (150) CARTONS OF WORKING GLOVES"),
        (1200, "CARTON", "PORCELAIN DINNER SETS",
         "ONE THOUSAND AND TWO HUNDRED (1200) CARTONS OF PORCELAIN DINNER SETS"),
        (1, "CASE", "DRILLING MACHINE", "ONE (1) CASE OF DRILLING MACHINE"),
        (None, "IN BULK", "AMMONIUM SULPHATE", "AMMONIUM SULPHATE IN BULK"),
        (7, "in bulk", "SOYA BEANS", "SOYA BEANS IN BULK"),
        (None, "NUDE CARGO", "STEEL PIPES", "NUDE CARGO OF STEEL PIPES"),
        (20, "PCS IN NUDE", "STEEL PIPES", "TWENTY (20) PCS IN NUDE OF STEEL PIPES"),
        (300, "HANGING GARMENTS", "LADIES' COATS", "THREE HUNDRED (300) HANGING GARMENTS OF LADIES' COATS"),
        (None, "HANGING GARMENTS", "LADIES' COATS", "HANGING GARMENTS OF LADIES' COATS"),
    ],
)  # fmt: skip
def test_packages_open_the_description(count: int | None, unit: str, goods: str, text: str) -> None:
    assert packages_text(count, unit, goods) == text


def test_the_form_decides_the_words_of_its_packages() -> None:
    assert counted(3900, "PACKAGE", BARE_HUNDREDS) == "THREE THOUSAND NINE HUNDRED (3900) PACKAGES"


@pytest.mark.parametrize(
    ("packages", "wording", "line"),
    [
        ([(200, "CARTON")], Wording(), "TOTAL: TWO HUNDRED (200) CARTONS ONLY"),
        ([(1, "CASE"), (1, "CASES")], Wording(), "TOTAL: TWO (2) CASES ONLY"),
        ([(1200, "CARTON")], SAY_TOTAL, "SAY TOTAL: ONE THOUSAND AND TWO HUNDRED CARTONS ONLY"),
        ([(4400, "CARTON")], Wording(thousand_and=False, total="SAY TOTAL", total_figures=False),
         "SAY TOTAL: FOUR THOUSAND FOUR HUNDRED CARTONS ONLY"),
        ([(200, "CARTON"), (50, "BAG")], Wording(), "TOTAL: TWO HUNDRED (200) CARTONS AND FIFTY (50) BAGS ONLY"),
        ([(1, "BAG"), (2, "BOX"), (3, "DRUM")], SAY_TOTAL, "SAY TOTAL: ONE BAG, TWO BOXES AND THREE DRUMS ONLY"),
        ([(None, "IN BULK")], Wording(), ""),
        ([(None, "IN BULK"), (5, "BAG")], Wording(), "TOTAL: FIVE (5) BAGS ONLY"),
        ([], Wording(), ""),
    ],
)  # fmt: skip
def test_the_total_line_says_the_sum(packages: list[tuple[int | None, str]], wording: Wording, line: str) -> None:
    assert total_line(packages, wording) == line


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 10, 15), "OCT. 15, 2026"),
        (date(2026, 9, 8), "SEP. 08, 2026"),
        (date(2026, 6, 12), "JUN. 12, 2026"),
        (date(2027, 5, 1), "MAY 01, 2027"),
        (date(2028, 2, 29), "FEB. 29, 2028"),
    ],
)
def test_a_date_prints_month_day_year(day: date, text: str) -> None:
    assert english_date(day) == text


def test_a_departure_is_expected_until_the_ship_has_sailed() -> None:
    day = date(2026, 10, 18)
    assert departure_text(day, sailed=False) == "ON/AFTER OCT. 18, 2026"
    assert departure_text(day, sailed=True) == "ON OCT. 18, 2026"


def test_a_route_names_its_ports_and_means() -> None:
    assert route_text("NINGBO, CHINA", "TOKYO, JAPAN", "SEA") == "FROM NINGBO, CHINA TO TOKYO, JAPAN BY SEA"
    assert (
        route_text("SHANGHAI, CHINA", "BUSAN, KOREA", "AIR", via=["BANGKOK"])
        == "FROM SHANGHAI, CHINA TO BUSAN, KOREA VIA BANGKOK BY AIR"
    )


def test_a_transhipment_is_told_as_two_legs():
    legs = two_leg_route("SHANGHAI, CHINA", "ROTTERDAM, NETHERLANDS", "SEA", ["SINGAPORE"], "ON OCT. 18, 2026")
    assert legs == (
        "ON OCT. 18, 2026 FROM SHANGHAI, CHINA TO SINGAPORE BY SEA, THENCE TRANSHIPPED TO ROTTERDAM, NETHERLANDS BY SEA"
    )
    assert two_leg_route("NINGBO, CHINA", "TOKYO, JAPAN", "AIR", []) == "FROM NINGBO, CHINA TO TOKYO, JAPAN BY AIR"


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("MINATO-KU, TOKYO", "MINATO-KU, TOKYO, JAPAN"),
        ("MINATO-KU, TOKYO,", "MINATO-KU, TOKYO, JAPAN"),
        ("MINATO-KU, TOKYO, JAPAN", "MINATO-KU, TOKYO, JAPAN"),
        ("MINATO-KU, TOKYO, Japan.", "MINATO-KU, TOKYO, Japan."),
        ("", ""),
    ],
)
def test_an_address_ends_with_its_country(address, text):
    assert with_country(address, "JAPAN") == text
