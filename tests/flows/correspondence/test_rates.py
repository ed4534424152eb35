"""From the empty tariff page to rates: what is known without them, the office's pack, and back, by keys alone."""

import dataclasses

from coo_desktop.demo.rates import demo_pack
from coo_desktop.demo.server import ConsoleVisit
from coo_desktop.store.packs.install import pack_folder
from coo_desktop.store.packs.library import Library
from coo_desktop.views.packs.page import PacksPage
from coo_desktop.views.target import Target
from coo_desktop.views.tariff.links_table import FORM, PRODUCTS
from coo_desktop.views.tariff.page import TariffPage
from coo_desktop.views.tariff.table import NAME, RATE
from tests.domain.given import PRE_REVIEW, RCEP
from tests.flows.keyboard import Key
from tests.flows.office import approved_product
from tests.flows.screen import NETWORK_MS


def at_the_front(screen, kind):
    page = screen.window.tabs.current_page()
    assert isinstance(page, kind), page
    return page


def test_the_empty_tariff_page_leads_to_the_offices_pack_and_then_shows_its_rates(
    qtbot, screens, backend_process, tmp_path
):
    screen = screens(RCEP, "demo")
    screen.session.ports = dataclasses.replace(screen.session.ports, packs=Library(pack_folder()))
    keys, product = screen.keys, approved_product(screen.clerk, backend_process, PRE_REVIEW)
    office = ConsoleVisit(backend_process.url, "examiner")
    office.upload("/console/packs", "pack", demo_pack(tmp_path))
    office.close()

    screen.workplace.act(Target("tariff"))
    page = at_the_front(screen, TariffPage)
    keys.write(page.question.fields["importer"].focus_widget(), "AU")
    keys.write(page.question.code.line, product.values["hs_code"])
    keys.press(Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.is_busy and page.known.isVisible(), timeout=NETWORK_MS)
    assert [page.known.item(row, FORM).text() for row in range(page.known.rowCount())] == ["FORM A", "FORM RCEP"]
    assert page.known.item(1, PRODUCTS).text().endswith("CTC")
    assert "澳大利亚" in page.ways.text()

    keys.to(page.installing)
    keys.press(Key.Key_Space)
    packs = at_the_front(screen, PacksPage)
    keys.to(packs.looking)
    keys.press(Key.Key_Space)
    qtbot.waitUntil(packs.fetching.isVisible, timeout=NETWORK_MS)
    keys.to(packs.fetching)
    keys.press(Key.Key_Space)
    qtbot.waitUntil(lambda: not packs.fetching.isVisible(), timeout=NETWORK_MS)

    screen.workplace.act(Target("tariff"))
    qtbot.waitUntil(lambda: not page.is_busy and page.table.isVisible(), timeout=NETWORK_MS)
    assert not page.known.isVisible()
    best = page.table.topLevelItem(0)
    assert "澳大利亚" in best.text(NAME)
    assert best.text(RATE) == "0%"
