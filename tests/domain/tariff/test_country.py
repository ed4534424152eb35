"""The RCEP country of origin: where the importer's rates differ, and what box 11 may say instead."""

from dataclasses import replace
from decimal import Decimal

import pytest

from coo_desktop.domain.agreements import Agreements
from coo_desktop.domain.origin.determination import determine
from coo_desktop.domain.origin.product import Product
from coo_desktop.domain.origin.rules import typed_rule
from coo_desktop.domain.tariff.country import Claim, Country, Tariff, country_of_origin, party_rates
from coo_desktop.domain.tariff.rates import Rate, TariffLine
from tests.domain.given import rules
from tests.domain.origin.goods import ON, good, material


@pytest.fixture(scope="module")
def agreements() -> Agreements:
    return rules().agreements


PARTIES = frozenset({"CN", "KR", "TH", "AU"})
FLAT = Tariff(dict.fromkeys(PARTIES, Decimal(3)), PARTIES)
DIFFERENT = Tariff({"CN": Decimal(5), "KR": Decimal(8), "TH": Decimal(0), "AU": Decimal(9)}, PARTIES)


def made(*, own: str = "1", korean: str = "1", thai: str = "1", foreign: str = "1", **more: object) -> Product:
    """A good of 10 with materials of China, of Korea and Thailand (cumulated) and of nowhere known."""
    rows = (
        material("392350", "CN", price=own),
        material("721934", "KR", price=korean, cumulated=True),
        material("401693", "TH", price=thai, cumulated=True),
        material("320890", "unknown", price=foreign),
    )
    return good(*(row for row in rows if row.unit_price), **more)


def country(agreements, product: Product, tariff: Tariff, rule: str = "CTH") -> Country:
    rcep = agreements.get("rcep")
    return country_of_origin(product, rcep, determine(product, rcep, typed_rule(rule), ON), tariff, ON)


def keys(found: Country) -> list[str]:
    return [reason.key for reason in found.because]


def test_one_rate_for_all_parties_leaves_the_exporter(agreements):
    found = country(agreements, made(), FLAT)
    assert (found.country, keys(found), found.claims) == ("CN", ["country_without_differential"], ())


def test_a_good_that_the_importer_does_not_list_comes_from_where_it_was_made(agreements):
    found = country(agreements, made(korean="9", own="0.1", thai="0.1"), replace(DIFFERENT, listed=False))
    assert (found.country, keys(found)) == ("CN", ["country_of_production"])


@pytest.mark.parametrize(("korean", "expected"), [("6", "CN"), ("6.01", "KR")])
def test_a_listed_good_needs_a_fifth_of_its_value_from_the_exporter(agreements, korean, expected):
    """Exactly 20 % are enough; with a cent less the party of the most valuable materials counts."""
    found = country(agreements, made(korean=korean), replace(DIFFERENT, listed=True))
    assert found.country == expected


def test_the_exporters_own_materials_take_part_in_the_comparison(agreements):
    listed = replace(DIFFERENT, listed=True)
    mostly_own = made(own="5", korean="4", thai="0.5", foreign="4")
    assert country(agreements, mostly_own, listed).country == "CN"
    equal = country(agreements, made(own="4", korean="4", thai="0.5", foreign="4"), listed)
    assert (equal.country, equal.missing) == (None, ("contributions",))
    assert "CN 4.00; KR 4.00; TH 0.50" in equal.because[-1].text_en


def test_a_fifth_of_the_value_decides_though_rates_and_list_are_unknown(agreements):
    found = country(agreements, made(), Tariff({}, PARTIES))
    assert (found.country, keys(found)) == ("CN", ["country_added_enough"])
    assert "70.00" in found.because[0].text_zh


@pytest.mark.parametrize(
    ("tariff", "missing"),
    [
        (DIFFERENT, ("differential_list",)),
        (Tariff({}, PARTIES), ("differential_list",)),
        (Tariff({"CN": Decimal(5)}, PARTIES, listed=True), ("party_rates",)),
    ],
)
def test_what_is_not_known_is_named_and_nothing_is_chosen(agreements, tariff, missing):
    found = country(agreements, made(korean="9"), tariff)
    assert (found.country, found.missing) == (None, missing)


def test_a_value_or_a_price_that_is_missing_is_asked_for(agreements):
    listed = replace(DIFFERENT, listed=True)
    unpriced = good(
        material("721934", "KR", price=None, cumulated=True), material("320890", "US", price="1"), fob_price=Decimal(10)
    )
    found = country(agreements, unpriced, listed)
    assert (found.country, found.missing) == (None, ("materials[0].unit_price",))
    assert country(agreements, made(fob_price=None), listed).missing == ("fob_price",)


def test_a_good_that_does_not_originate_has_no_country(agreements):
    found = country(agreements, made(foreign="2"), DIFFERENT, rule="RVC90")
    assert (found.country, keys(found), found.claims) == (None, ["country_not_originating"], ())
    undecided = country(agreements, made(), DIFFERENT, rule="CR")
    assert (undecided.country, undecided.missing) == (None, ("processes",))


def test_the_importer_may_claim_the_highest_rate_of_contributors_or_of_all(agreements):
    found = country(agreements, made(), DIFFERENT)
    assert found.claims == (Claim("*", ("KR",), Decimal(8)), Claim("**", ("AU",), Decimal(9)))


def test_a_claim_needs_every_rate_that_it_compares(agreements):
    known = Tariff({"CN": Decimal(5), "KR": Decimal(8), "TH": Decimal(0)}, PARTIES)
    assert [claim.mark for claim in country(agreements, made(), known).claims] == ["*"]
    assert country(agreements, made(), Tariff({"CN": Decimal(5)}, PARTIES)).claims == ()


def rate(code: str, exporter: str, percent: str | None, **more: object) -> Rate:
    e4 = None if percent is None else int(Decimal(percent) * 10_000)
    kind = "complex" if percent is None else "ad_valorem"
    line = TariffLine("JP", "2022", "961700", code, "")
    made = Rate(line, "rcep", exporter, "2026-04-01", "", kind, e4, "", "", "2026-07-09", "official", "a test", "p")
    return made._replace(**more)


def test_rates_of_parties_are_read_from_a_tariff(agreements):
    told = [rate("961700010", "CN", "3.9"), rate("961700010", "KR", "5"), rate("961700010", "AU+NZ", "0")]
    found = party_rates(told, agreements.get("rcep"), agreements, ON)
    assert found == {"CN": Decimal("3.9"), "KR": Decimal(5), "AU": Decimal(0), "NZ": Decimal(0)}


def test_a_party_whose_lines_differ_or_pay_no_percentage_stays_unknown(agreements):
    lines = [rate("961700010", "CN", "3.9"), rate("961700020", "CN", "5", position=1)]
    specific = [rate("961700010", "KR", None), rate("961700020", "KR", None, position=1)]
    assert party_rates([*lines, *specific], agreements.get("rcep"), agreements, ON) == {}
    assert party_rates([], agreements.get("rcep"), agreements, ON) == {}


def test_another_agreements_rate_tells_nothing(agreements):
    other = rate("961700010", "CN", "3.9", agreement="acfta")
    assert party_rates([other], agreements.get("rcep"), agreements, ON) == {}
