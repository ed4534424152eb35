"""The demo's office publishes its made-up rates and the desk fetches them: they are in use, and both sides agree."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from coo_desktop.demo import job
from coo_desktop.demo.desk import DemoDesk
from coo_desktop.demo.rates import NAME, bring_rates
from coo_desktop.demo.server import DemoServer
from coo_desktop.domain.tariff.comparison import Comparison, Question, look_up
from coo_desktop.store.packs.install import installed, pack_folder
from coo_desktop.store.packs.library import Library
from tests.rulebooks import shipped

DAY = dt.date(2026, 11, 30)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[DemoServer]:
    server = DemoServer(tmp_path / "backend")
    server.start()
    yield server
    server.stop()


def compared(packs: Library, importer: str, code: str) -> Comparison:
    return look_up(Question("CN", importer, code, DAY), packs, shipped().agreements)


def test_the_rates_of_the_demos_office_are_in_use_and_both_sides_agree(tmp_path, office):
    desk = DemoDesk(tmp_path / "home", office.url)
    desk.sign_in()
    try:
        came = bring_rates(desk, office)
        assert bring_rates(desk, office) == [], "the same pack comes once"
        told = job.compare(desk, office.colleague().documents())
    finally:
        desk.close()
    assert told["agree"], told
    (pack,) = installed(tmp_path / "home" / "packs")
    assert [each.digest for each in came] == [pack.manifest.digest]
    assert (pack.manifest.name, bool(pack.manifest.signature)) == (NAME, True)
    assert not installed(pack_folder()), "a demo leaves the packs of this user alone"
    packs = Library(tmp_path / "home" / "packs")
    korea = compared(packs, "KR", "961700")
    assert korea.best == frozenset({"korea"})
    assert korea.is_complete
    assert compared(packs, "JP", "691110").best == frozenset({"mfn"}), "a preference that brings nothing"
    assert {rate.source for offer in korea.offers for rate in offer.rates} == {pack.manifest.source}
    assert "no real rate" in pack.manifest.source
