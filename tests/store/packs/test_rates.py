"""Packs of rates answer as one, with every figure of the table they were built from."""

import csv
from contextlib import closing
from datetime import date
from decimal import Decimal

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.tariff.comparison import Question, compare
from coo_desktop.store.packs.build import build
from coo_desktop.store.packs.install import install
from coo_desktop.store.packs.rates import RatePack, open_rates
from tests.domain.tariff_rows import agreements
from tests.store.packs.tables import FACTS, codes_pack, rates_pack, shipped

DAY = date(2026, 11, 23)
JAPAN = "japan_import_tariff_rcep_2026-07-09.csv"


@pytest.fixture
def japan(shared_data, tmp_path):
    out = tmp_path / "japan.pack"
    build(shipped("japan-tariff"), [shared_data / JAPAN], out)
    with closing(RatePack(out)) as pack:
        yield pack


def test_a_rate_keeps_its_source_its_day_and_its_quality(tmp_path):
    with closing(RatePack(rates_pack(tmp_path))) as pack:
        found = {rate.agreement: rate for rate in pack.rates("VN", "100590", DAY)}
    rate = found["acfta"]
    assert (rate.kind, rate.percent, rate.exporter) == ("excluded", Decimal(0), "CN")
    assert (rate.source, rate.as_of, rate.quality, rate.pack) == ("a copy", "2026", "third_party", "own")
    assert found["mfn"].line.code == "10059010"


def test_several_packs_answer_as_one(tmp_path):
    own = FACTS.splitlines()
    install(rates_pack(tmp_path, "\n".join(own[:2]), "first"), tmp_path / "packs")
    install(rates_pack(tmp_path, "\n".join([own[0], *own[2:]]), "second"), tmp_path / "packs")
    install(codes_pack(tmp_path), tmp_path / "packs")
    with closing(open_rates(tmp_path / "packs")) as rates:
        assert rates.importers() == ("KR", "VN")
        assert [manifest.name for manifest in rates.manifests] == ["first", "second"]
        found = compare(Question("CN", "KR", "611020", DAY), rates.rates("KR", "611020", DAY), agreements())
    assert len(found.lines) == 1
    assert {offer.agreement: offer.state for offer in found.offers} == {
        "korea": "rate",
        "rcep": "rate",
        "mfn": "rate",
        "apta": "no_data",
    }
    assert found.best == {"korea"}
    assert not found.is_complete


def test_the_codes_of_a_packs_edition_are_looked_up_where_they_are_given(tmp_path):
    install(rates_pack(tmp_path), tmp_path / "packs")
    asked = []

    def in_edition(edition: str) -> tuple[str, ...]:
        asked.append(edition)
        return ("611020", "100590")

    with closing(open_rates(tmp_path / "packs")) as rates:
        assert len(rates.rates("KR", "999999", DAY, in_edition)) == 4
        assert rates.rates("KR", "999999", DAY) == []
    assert asked == ["2022"]


def test_a_pack_of_another_kind_is_no_pack_of_rates(tmp_path):
    with pytest.raises(Unreadable) as refused:
        RatePack(codes_pack(tmp_path))
    assert refused.value.facts["reason"] == "pack_kind"


def test_every_line_of_japan_has_the_rates_of_its_source(shared_data, japan):
    """The file holds 9,654 lines, of 9,646 codes: eight codes have a rate for each half of the year."""
    rows = list(csv.DictReader((shared_data / JAPAN).read_text(encoding="utf-8-sig").splitlines(keepends=True)))
    assert len(rows) == 9_654
    known = agreements()
    shown: dict[str, list[tuple[str, str]]] = {}
    for hs6 in sorted({row["hs6"] for row in rows}):
        found = compare(Question("CN", "JP", hs6, DAY), japan.rates("JP", hs6, DAY), known)
        mfn, rcep = found.offer("mfn"), found.offer("rcep")
        for line, normal, preference in zip(found.lines, mfn.rates, rcep.rates, strict=True):
            percent = "" if normal.kind != "ad_valorem" and normal.kind != "free" else normal.text.rstrip("%")
            shown.setdefault(line.code, []).append((percent, _shown(preference)))
    told: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        told.setdefault(row["jp_stat9"], []).append((_plain(row["mfn_effective_advalorem"]), _printed(row)))
    for code, printed in told.items():
        assert [preference for _mfn, preference in shown[code]] == [preference for _mfn, preference in printed], code
        for (normal, _), (mine, _) in zip(printed, shown[code], strict=True):
            assert normal in ("", mine), code
    assert sum(len(lines) for lines in shown.values()) == len(rows)


def _shown(rate) -> str:
    return rate.kind if rate.kind == "none" else rate.text.rstrip("%") if rate.kind != "complex" else rate.text


def _printed(row) -> str:
    if row["rcep_china_kind"] == "none":
        return "none"
    return _plain(row["rcep_china_rate"]) or " ".join(row["rcep_china_rate"].removeprefix("X:").split())


def _plain(text: str) -> str:
    try:
        number = Decimal(text)
    except ArithmeticError:
        return ""
    return f"{number.normalize():f}"


def test_every_single_fact_is_answered_as_its_source_has_it(shared_data, tmp_path):
    file = shared_data / "rate_facts.csv"
    rows = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    out = tmp_path / "facts.pack"
    build(shipped("rates"), [file], out)
    assert len(rows) == 153
    members = {"ASEAN": "VN", "APTA": "IN", "*": "JP"}
    names = shipped("rates").each[1]["agreement"].translate
    with closing(RatePack(out)) as pack:
        for row in rows:
            exporter = members.get(row["exporting"], row["exporting"])
            question = Question(exporter, row["importing"], row["hs6"], DAY, row["hs_code"])
            found = compare(question, pack.rates(row["importing"], row["hs6"], DAY), agreements())
            assert [line.code for line in found.lines] == [row["hs_code"]], row["fact_id"]
            (normal,) = found.offer("mfn").rates
            assert normal.percent == (Decimal(row["mfn_rate_pct"]) if row["mfn_rate_pct"] else None), row["fact_id"]
            agreement = names[row["agreement"]]
            if agreement:
                (rate,) = found.offer(agreement).rates
                _is_as_told(rate, row)


def _is_as_told(rate, row) -> None:
    kind = row["pref_status"] if row["pref_status"] != "rate" else rate.kind
    assert (rate.kind, rate.source, rate.as_of) == (kind, row["source"], row["as_of"]), row["fact_id"]
    if row["pref_status"] == "rate":
        assert rate.percent == Decimal(row["pref_rate_pct"]), row["fact_id"]
