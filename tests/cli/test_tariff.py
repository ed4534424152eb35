"""`coo-desktop tariff`: offers best first as JSON, one line for what is no question, 1 where nothing is known."""

import json

import pytest

from coo_desktop.cli.main import FINE, FOUND_WRONG, UNUSABLE, main
from coo_desktop.store.packs.install import install, pack_folder
from tests.store.packs.tables import HEADER, rates_pack

#: Japan's line is of Japan Customs' tariff of 2026-07-09, Korea's of the Korea Customs Service's of 2026-02-11.
FACTS = f"""{HEADER}
F1,RCEP,JP,CN,961700000,961700,HS2022,3.9,lower of general and WTO,1.8,rate,2026-07-09,,republished,Japan Customs,
F2,RCEP,KR,CN,6110200000,611020,HS2022,13.0,"min(A,C)",8.7,rate,2026-02-11,,republished,KCS,
F3,China-Korea FTA,KR,CN,6110200000,611020,HS2022,13.0,"min(A,C)",5.2,rate,2026-02-11,,republished,KCS,
F4,RCEP,JP,CN,711311000,711311,HS2022,5.4,,0,rate,2026-07-09,,republished,Japan Customs,
F5,RCEP,JP,CN,711311100,711311,HS2022,5.2,,none,none,2026-07-09,,republished,Japan Customs,
"""


@pytest.fixture
def say(capsys, tmp_path):
    install(rates_pack(tmp_path, FACTS.replace(",none,none,", ",,none,")), pack_folder())

    def run(arguments: str):
        status = main(["tariff", *arguments.split()])
        told = capsys.readouterr()
        return status, json.loads(told.out or "null"), told.err

    return run


def test_the_best_offer_comes_first_with_duty_and_saving(say):
    status, offers, _ = say("--from CN --to JP --hs 961700 --value 35700 --currency USD --date 2026-11-23")
    assert status == FINE
    told = [tuple(offer[name] for name in ("agreement", "kind", "rate", "duty", "saving")) for offer in offers]
    assert told == [
        ("rcep", "preferential", "1.8", "642.60", "749.70"),
        ("mfn", "mfn", "3.9", "1392.30", None),
    ]
    assert [(offer["source"], offer["as_of"], offer["quality"]) for offer in offers] == [
        ("Japan Customs", "2026-07-09", "republished")
    ] * 2


def test_without_a_value_no_money_is_told(say):
    _, offers, _ = say("--from CN --to JP --hs 9617.00")
    assert {(offer["duty"], offer["saving"], offer["currency"]) for offer in offers} == {(None, None, "")}


@pytest.mark.parametrize(("day", "old"), [("2026-11-23", False), ("2027-04-01", True)])
def test_a_rate_told_in_an_earlier_year_is_called_old(say, day, old):
    _, offers, _ = say(f"--from CN --to JP --hs 961700 --date {day}")
    assert [offer["old"] for offer in offers] == [old, old]


def test_an_agreement_without_data_is_told_apart_and_the_best_is_among_the_known(say):
    _, offers, _ = say("--from CN --to KR --hs 611020 --value 100")
    assert [(offer["agreement"], offer["state"], offer["rate"]) for offer in offers] == [
        ("korea", "rate", "5.2"),
        ("rcep", "rate", "8.7"),
        ("mfn", "rate", "13"),
        ("apta", "no_data", None),
    ]
    assert [offer["agreement"] for offer in offers if offer["best"]] == ["korea"]
    assert all(offer["among_known"] for offer in offers)


def test_the_importers_own_line_narrows_the_answer(say):
    _, offers, _ = say("--from CN --to JP --hs 711311")
    assert {offer["agreement"]: offer["rate"] for offer in offers} == {"mfn": "5.2-5.4", "rcep": None}
    assert [line["code"] for line in offers[0]["lines"]] == ["711311000", "711311100"]
    _, offers, _ = say("--from CN --to JP --hs 711311000")
    assert {offer["agreement"]: offer["rate"] for offer in offers} == {"rcep": "0", "mfn": "5.4"}


def test_a_code_without_rates_is_nothing_found_never_zero(say):
    status, offers, complaint = say("--from CN --to KR --hs 961700")
    assert (status, offers) == (FOUND_WRONG, [])
    assert "no_rates" in complaint
    assert complaint.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ("--from CN --to XX --hs 961700", "XX"),
        ("--from US --to JP --hs 961700", "China"),
        ("--from CN --to CN --hs 961700", "China"),
        ("--from CN --to JP --hs 9617", "9617"),
        ("--from CN --to JP --hs flask", "flask"),
        ("--from CN --to JP --hs 961799", "961799"),
        ("--from CN --to JP --hs 961700 --value much", "much"),
        ("--from CN --to JP --hs 961700 --value -1", "-1"),
        ("--from CN --to JP --hs 961700 --value NaN", "NaN"),
        ("--from CN --to JP --hs 961700 --currency ZZZ", "ZZZ"),
    ],
)
def test_what_is_no_question_is_refused_in_one_line(say, arguments, named):
    status, offers, complaint = say(arguments)
    assert (status, offers) == (UNUSABLE, None)
    assert named in complaint
    assert complaint.count("\n") == 1
