"""Agreements as data: every shipped file loads, says what it rests on, and a faulty one is refused by name."""

import re
from datetime import date

import pytest

from coo_desktop.domain.agreements import NON_PREFERENTIAL, PRODUCT_RULES_FILE, Agreements, read_agreements
from coo_desktop.domain.errors import NotFound, Unreadable
from coo_desktop.domain.origin.notation import parse
from coo_desktop.environment.assets import resource

IDS = re.findall(
    r"\w+",
    "rcep acfta apta chile pakistan new_zealand singapore peru ecfa costa_rica iceland switzerland australia korea "
    "georgia mauritius cambodia nicaragua ecuador serbia honduras maldives cepa least_developed non_preferential",
)
ON = date(2026, 10, 16)
TOY = """
id = "toy"
name = { zh_CN = "示例", en = "Toy" }
status = "unverified"
source = "made for a test"
[parties]
CN = 2020-01-01
JP = 2024-01-01
[codes]
"""


@pytest.fixture(scope="module")
def agreements() -> Agreements:
    files = resource("agreements").glob("*.toml")
    return read_agreements({file.name: file.read_text(encoding="utf-8") for file in files})


def test_every_agreement_of_the_command_line_is_there(agreements):
    assert sorted(agreement.id for agreement in agreements) == sorted(IDS)


@pytest.mark.parametrize("agreement_id", IDS)
def test_an_agreement_says_what_it_rests_on(agreements, agreement_id):
    agreement = agreements.get(agreement_id)
    assert agreement.source
    assert agreement.name.zh_CN != agreement.name.en
    assert "CN" in agreement.parties or not agreement.preferential
    for marked in filter(None, (agreement.general_rule, agreement.tolerance)):
        assert marked.source


@pytest.mark.parametrize("agreement_id", IDS)
def test_every_general_rule_reads(agreements, agreement_id):
    general = agreements.get(agreement_id).general_rule
    assert general is None or str(parse(general.text)) == general.text


def test_an_unverified_agreement_claims_nothing_verified(agreements):
    for agreement in agreements:
        if agreement.status == "unverified":
            assert not (agreement.tolerance and agreement.tolerance.verified), agreement.id
            assert not (agreement.general_rule and agreement.general_rule.verified), agreement.id
            assert not agreement.cumulation.verified, agreement.id


@pytest.mark.parametrize(
    ("importer", "on", "linking"),
    [
        ("JP", ON, {"rcep"}),
        ("KR", ON, {"rcep", "apta", "korea"}),
        ("SG", ON, {"rcep", "acfta", "singapore"}),
        ("KH", ON, {"rcep", "acfta", "cambodia"}),
        ("LI", ON, {"switzerland"}),
        ("TW", ON, {"ecfa"}),
        ("BR", ON, set()),
        ("CN", ON, set()),
        ("PH", date(2023, 6, 1), {"acfta"}),
        ("PH", date(2023, 6, 2), {"acfta", "rcep"}),
        ("MV", date(2024, 12, 31), set()),
        ("HK", ON, set()),
        ("BD", ON, {"apta"}),
    ],
)
def test_agreements_link_countries_from_a_day_on(agreements, importer, on, linking):
    assert {agreement.id for agreement in agreements.between("CN", importer, on)} == linking


@pytest.mark.parametrize(("exporter", "agreement_id"), [("HK", "cepa"), ("MO", "cepa"), ("TD", "least_developed")])
def test_a_preference_that_only_china_grants_links_towards_china(agreements, exporter, agreement_id):
    assert agreement_id in {agreement.id for agreement in agreements.between(exporter, "CN", ON)}
    assert agreement_id not in {agreement.id for agreement in agreements.between("CN", exporter, ON)}


def test_non_preferential_origin_is_for_every_country(agreements):
    assert agreements.get(NON_PREFERENTIAL).is_party("BR", ON)


def test_an_unknown_agreement_is_not_found(agreements):
    assert "atlantis" not in agreements
    with pytest.raises(NotFound):
        agreements.get("atlantis")


def test_a_file_becomes_an_agreement():
    (toy,) = read_agreements({"toy.toml": TOY, PRODUCT_RULES_FILE: "rules = []"})
    assert toy.is_party("JP", date(2024, 1, 1))
    assert not toy.is_party("JP", date(2023, 12, 31))


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (("[codes]", "[codes]\nstandalon = []"), "codes.standalon"),
        (('status = "unverified"', 'status = "guessed"'), "status"),
        (('source = "made for a test"', ""), "source"),
        (('id = "toy"', 'id = "other"'), "id"),
        (("JP = 2024-01-01", 'JP = "soon"'), "parties.JP"),
    ],
)
def test_a_faulty_file_is_refused_by_file_and_key(change, key):
    with pytest.raises(Unreadable) as refused:
        read_agreements({"toy.toml": TOY.replace(*change)})
    assert (refused.value.facts["file"], refused.value.facts["key"]) == ("toy.toml", key)


def test_broken_toml_is_refused_by_file():
    with pytest.raises(Unreadable) as refused:
        read_agreements({"toy.toml": "id = "})
    assert refused.value.facts["file"] == "toy.toml"
