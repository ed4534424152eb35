"""Every agreement's rate side by side: the traps that stand in real tariffs, each with the line that sets it.

Korean lines are of the Korea Customs Service's tariff of 2026-02-11, Japanese ones of Japan Customs' tariff of
2026-07-09, both as republished; the Vietnamese ones of the ASEAN-China tariff of 2026, as compiled by a third party.
"""

from datetime import date
from decimal import Decimal

import pytest

from coo_desktop.domain.hs.changes import Link, correlate
from coo_desktop.domain.tariff.comparison import Comparison, Question, Span, compare, look_up
from coo_desktop.domain.tariff.rates import MFN
from tests.domain.tariff_rows import agreements, rate
from tests.fakes.packs import FewRates, NoPacks

KNOWN = agreements()
DAY = date(2026, 11, 23)


def compared(*rates, exporter: str = "CN", day: date = DAY, line: str = "", importer: str = "KR") -> Comparison:
    importer, code = (rates[0].line.importer, rates[0].line.hs6) if rates else (importer, "961700")
    return compare(Question(exporter, importer, code, day, line), rates, KNOWN)


@pytest.mark.parametrize(
    ("importer", "code", "mfn", "preferences"),
    [
        ("KR", "8549110000", "0", {"korea": "1.3", "rcep": "3.3"}),
        ("KR", "9031909000", "0", {"apta": "1.4", "rcep": "4.0"}),
        ("KR", "9032819000", "0", {"apta": "1.4", "rcep": "4.0"}),
        ("VN", "87033144", "20", {"acfta": "50"}),
        ("JP", "121120900", "3", {"rcep": "5.5"}),
    ],
)
def test_a_preference_above_mfn_says_use_mfn(importer, code, mfn, preferences):
    told = [rate(code, name, duty, importer=importer) for name, duty in {MFN: mfn, **preferences}.items()]
    found = compared(*told)
    assert found.best == {MFN}
    assert found.offers[0].agreement == MFN
    for name in preferences:
        assert found.offer(name).benefit == "no_benefit"
        assert found.offer(name).saving(Decimal(1000)) == Span(Decimal(0), Decimal(0))


def test_a_preference_equal_to_mfn_brings_nothing():
    found = compared(rate("6203120000", MFN, "13"), rate("6203120000", "korea", "13"))
    assert found.offer("korea").benefit == "no_benefit"
    assert found.best == {MFN}


@pytest.mark.parametrize(
    ("code", "korea", "rcep", "best"),
    [
        ("6110301000", "13.0", "6.5", "rcep"),
        ("6114200000", "0", "6.5", "korea"),
        ("6110200000", "5.2", "8.7", "korea"),
    ],
)
def test_the_winner_differs_from_line_to_line(code, korea, rcep, best):
    found = compared(rate(code, MFN, "13"), rate(code, "korea", korea), rate(code, "rcep", rcep))
    assert found.best == {best}
    assert found.offers[0].agreement == best


@pytest.mark.parametrize(
    ("code", "mfn", "offers", "best"),
    [
        ("7106911000", "3", {"korea": "0", "rcep": "none"}, "korea"),
        ("8544492012", "8", {"apta": "5.6", "korea": "none", "rcep": "none"}, "apta"),
        ("6201401010", "13", {"korea": "13", "rcep": "none"}, MFN),
    ],
)
def test_no_concession_under_one_agreement_says_nothing_of_another(code, mfn, offers, best):
    found = compared(*(rate(code, name, duty) for name, duty in {MFN: mfn, **offers}.items()))
    assert found.best == {best}
    for name, duty in offers.items():
        if duty == "none":
            assert (found.offer(name).state, found.offer(name).benefit) == ("none", "no_benefit")


def test_an_excluded_party_gets_no_preference():
    told = rate("10059010", MFN, "30", importer="VN"), rate("10059010", "acfta", "excluded", importer="VN")
    found = compared(*told)
    assert found.offer("acfta").state == "excluded"
    assert found.offer(MFN).span == Span(Decimal(30), Decimal(30))
    assert found.best == {MFN}


def test_a_condition_that_excludes_a_party_holds_for_that_party_alone():
    told = (
        rate("10059010", MFN, "30", importer="VN"),
        rate("10059010", "acfta", "0", importer="VN", condition="(-ID,TH,CN)"),
    )
    assert compared(*told).offer("acfta").state == "excluded"
    assert compared(*told, exporter="MY").offer("acfta").span == Span(Decimal(0), Decimal(0))


@pytest.mark.parametrize(
    ("day", "shown"),
    [(date(2025, 5, 1), "7.5"), (date(2026, 3, 31), "7.5"), (date(2026, 4, 1), "6.8"), (date(2027, 4, 1), None)],
)
def test_a_staged_rate_is_the_printed_one_of_the_day(day, shown):
    """Year 6 is 10/16 of a base of 10.9, which is 6.8125; the tariff prints 6.8."""
    stages = (("7.5", "2025-04-01", "2026-03-31"), ("6.8", "2026-04-01", "2027-03-31"))
    told = [rate("420221200", MFN, "10.9", importer="JP")]
    told += [
        rate("420221200", "rcep", duty, importer="JP", valid_from=since, valid_to=until)
        for duty, since, until in stages
    ]
    offer = compared(*told, day=day).offer("rcep")
    assert offer.span == (Span(Decimal(shown), Decimal(shown)) if shown else None)
    assert offer.state == ("rate" if shown else "no_data")


@pytest.mark.parametrize(
    ("importer", "printed", "effective"),
    [
        ("KR", {"general": "8", "wto": "0"}, "0"),
        ("KR", {"general": "13", "wto": "35"}, "13"),
        ("JP", {"general": "4.6", "wto": "3.9"}, "3.9"),
        ("JP", {"general": "20", "temporary": "0", "wto": "12"}, "0"),
        ("JP", {"general": "106円/kg", "temporary": "25", "wto": "12.5"}, "12.5"),
        ("JP", {"general": "3"}, "3"),
        ("JP", {"general": "466円/kg", "temporary": "◎無税", "wto": "0", "mfn": "0"}, "0"),
        ("JP", {"general": "4,000,000円/頭", "wto": "3,400,000円/頭"}, "3,400,000円/頭"),
    ],
)
def test_the_normal_duty_is_the_lower_of_general_and_wto_unless_a_temporary_one_is_set(importer, printed, effective):
    code = "010121290" if importer == "JP" else "4802400000"
    (shown,) = compared(*(rate(code, name, duty, importer=importer) for name, duty in printed.items())).offers[0].rates
    assert shown.text.removesuffix("%") == effective


def test_a_normal_duty_that_nobody_can_tell_shows_both():
    told = rate("020329210", "general", "4.3", importer="JP"), rate("020329210", "wto", "361円/kg", importer="JP")
    (shown,) = compared(*told).offer(MFN).rates
    assert (shown.kind, shown.written) == ("complex", "general: 4.3%; wto: 361円/kg")


def test_lines_that_differ_are_shown_as_a_range_with_the_lines():
    told = []
    for code, mfn, rcep in (("7901110000", "3", "0"), ("7901120000", "5", "2.5")):
        told += [rate("790111" + code[6:], MFN, mfn, pack=code), rate("790111" + code[6:], "rcep", rcep, pack=code)]
    told += [rate("7901119000", MFN, "5", pack="c"), rate("7901119000", "rcep", "2.5", pack="c")]
    found = compared(*told)
    assert [line.code for line in found.lines] == ["7901110000", "7901119000"]
    assert found.offer("rcep").span == Span(Decimal(0), Decimal("2.5"))
    assert found.offer("rcep").span.text == "0-2.5"
    assert found.offer("rcep").saving(Decimal(1000)) == Span(Decimal("25.00"), Decimal("30.00"))
    narrowed = compared(*told, line="7901119000")
    assert narrowed.offer("rcep").span.text == "2.5"


def test_a_preference_that_helps_some_lines_says_so():
    told = []
    for number, (mfn, korea) in enumerate((("0", "1.3"), ("8", "0"))):
        code = f"854911000{number}"
        told += [rate(code, MFN, mfn, position=number), rate(code, "korea", korea, position=number)]
    found = compared(*told)
    assert found.offer("korea").benefit == "some_lines"
    assert found.best == frozenset()
    assert found.offer("korea").saving(Decimal(100)) == Span(Decimal(0), Decimal(8))


def test_a_specific_duty_stays_as_written():
    told = rate("220421020", MFN, "182円/l", importer="JP"), rate("220421020", "rcep", "91円/l", importer="JP")
    found = compared(*told)
    offer = found.offer("rcep")
    assert offer.rates[0].text == "91円/l"
    assert (offer.state, offer.span, offer.duty(Decimal(1000)), offer.benefit) == ("complex", None, None, "saves")
    assert found.best == {"rcep"}


def test_no_data_is_neither_no_concession_nor_zero():
    found = compared(rate("6110200000", MFN, "13"), rate("6110200000", "apta", "none"), rate("6110200000", "rcep", "0"))
    states = {offer.agreement: offer.state for offer in found.offers}
    assert states == {"rcep": "rate", MFN: "rate", "apta": "none", "korea": "no_data"}
    assert found.offer("korea").span is None
    assert found.offer("korea").benefit == "unknown"
    assert not found.is_complete
    assert found.best == {"rcep"}
    assert found.offers[-1].agreement == "korea"


def test_without_any_rate_nothing_is_zero():
    found = compared()
    assert found.is_empty
    assert {offer.agreement for offer in found.offers} == {MFN, "apta", "korea", "rcep"}
    assert {offer.state for offer in found.offers} == {"no_data"}
    assert found.best == frozenset()


def test_a_preference_is_only_for_the_exporters_it_names():
    told = (
        rate("961700000", MFN, "3.9", importer="JP"),
        rate("961700000", "rcep", "1.8", importer="JP", exporter="CN"),
        rate("961700000", "rcep", "3.0", importer="JP", exporter="ASEAN+AU+NZ"),
    )
    assert compared(*told).offer("rcep").span.text == "1.8"
    assert compared(*told, exporter="VN").offer("rcep").span.text == "3"
    assert compared(*told, exporter="NZ").offer("rcep").span.text == "3"
    assert compared(*told, exporter="KR").offer("rcep").state == "no_data"


def test_an_agreement_that_is_not_yet_in_force_offers_nothing():
    told = rate("6110200000", MFN, "13"), rate("6110200000", "rcep", "8.7")
    assert compared(*told, day=date(2021, 6, 1)).offer("rcep") is None


def test_an_agreement_that_only_the_rates_know_is_compared_too():
    told = (
        rate("07095930", MFN, "13", importer="CN"),
        rate("07095930", "a_new_pact", "0", importer="CN", exporter="JP"),
    )
    assert compared(*told, exporter="JP").best == {"a_new_pact"}
    assert compared(*told, exporter="KR").offer("a_new_pact") is None


def test_money_is_rounded_half_up_to_the_currency():
    offer = compared(rate("961700000", MFN, "3.9", importer="JP"), rate("961700000", "rcep", "1.8", importer="JP"))
    assert offer.offer("rcep").duty(Decimal(35700)).text == "642.60"
    assert offer.offer("rcep").saving(Decimal(35700)).text == "749.70"
    assert offer.offer("rcep").duty(Decimal("12.5"), "JPY").text == "0"
    assert offer.offer(MFN).duty(Decimal("12.9"), "JPY").text == "1"


def test_a_rate_of_a_year_before_is_old():
    assert rate("961700000", "rcep", "1.8", as_of="2023-2025").is_old(DAY)
    assert not rate("961700000", "rcep", "1.8", as_of="2026").is_old(DAY)


def test_a_code_that_another_edition_split_gives_several_candidates():
    told = rate("8517130000", MFN, "0", pack="a"), rate("8517140000", MFN, "8", pack="b")
    found = compared(*told)
    assert found.candidates == ("851713", "851714")
    assert found.offer(MFN).span.text == "0-8"


def test_of_two_packs_the_one_told_last_counts_and_the_other_is_not_hidden():
    told = (
        rate("961700000", MFN, "3.9", importer="JP", name="flasks"),
        rate("961700000", "rcep", "2.1", importer="JP", as_of="2025-04-01", name="flasks"),
        rate("961700000", "rcep", "1.8", importer="JP", as_of="2026-04-01", pack="own", quality="user"),
    )
    found = compared(*told)
    assert len(found.lines) == 1
    offer = found.offer("rcep")
    assert (offer.span.text, offer.rates[0].quality) == ("1.8", "user")
    assert [other.percent for other in offer.others] == [Decimal("2.1")]
    assert found.best == {"rcep"}


def test_lines_of_one_code_with_rates_of_their_own_stay_apart():
    """Bananas: 20 % from April to September, 25 % from October to March."""
    told = (
        rate("080310100", MFN, "20", importer="JP", name="April to September", position=1),
        rate("080310100", MFN, "25", importer="JP", name="October to March", position=2),
        rate("080310100", "rcep", "none", importer="JP", position=9, pack="own"),
    )
    found = compared(*told)
    assert [line.name for line in found.lines] == ["April to September", "October to March"]
    assert found.offer(MFN).span.text == "20-25"
    assert found.offer("rcep").state == "none"


def test_a_tariff_of_an_older_edition_is_asked_by_the_codes_it_knows():
    packs = NoPacks()
    packs.rates = FewRates(rate("8517120000", MFN, "8"), edition="2017")
    packs.tables = (correlate("2017", "2022", "a table", [Link("851712", "851713"), Link("851712", "851714")]),)
    found = look_up(Question("CN", "KR", "851713", DAY), packs, KNOWN)
    assert found.candidates == ("851712",)
