"""The tariff page with real widgets: what is typed is answered soon after, and what is not known is said."""

import datetime as dt

import pytest
from PySide6.QtCore import Qt

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.packs.faults import PackFault
from coo_desktop.domain.tariff.comparison import Question
from coo_desktop.environment import words
from coo_desktop.views.shell.pages import PAGES
from coo_desktop.views.target import Target
from coo_desktop.views.tariff.links_table import FORM, PRODUCTS, RULE, SINCE
from coo_desktop.views.tariff.page import PACKS, TariffPage
from coo_desktop.views.tariff.table import AS_OF, BRINGS, DUTY, NAME, QUALITY, RATE, SAVING, SOURCE
from tests.dialogs.test_item import FLASK
from tests.domain.tariff_rows import rate
from tests.fakes.packs import FewRates, NoPacks
from tests.views.pages import stored

DAY = "2026-11-23"
#: Japan Customs, tariff of 2026-07-09; Korea Customs Service, tariff of 2026-02-11.
RATES = (
    rate("961700000", "mfn", "3.9", importer="JP", name="vacuum flasks"),
    rate("961700000", "rcep", "1.8", importer="JP", exporter="CN", name="vacuum flasks"),
    rate("121120900", "mfn", "3", importer="JP", name="ginseng"),
    rate("121120900", "rcep", "5.5", importer="JP", name="ginseng"),
    rate("6110200000", "mfn", "13", quality="official"),
    rate("6110200000", "korea", "5.2", quality="third_party"),
    rate("7113110000", "mfn", "8", position=1, name="of silver"),
    rate("7113110000", "rcep", "0", position=1, name="of silver", condition="within a quota"),
    rate("7113119000", "mfn", "0", position=2, name="others"),
    rate("7113119000", "rcep", "0", position=2, name="others"),
)


class DamagedRates(FewRates):
    def rates(self, *_asked):
        raise Unreadable(file="rates.pack", reason=PackFault.DAMAGED)


@pytest.fixture
def packs():
    made = NoPacks()
    made.rates = FewRates(*RATES)
    return made


@pytest.fixture
def page(qtbot, make, packs):
    words.use("en")
    made = TariffPage(make(packs=packs))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def type_in(qtbot, page, **typed: str) -> None:
    """Types into fields, the text there before taken away, and waits for the answer."""
    for name, text in typed.items():
        widget = page.question.code.line if name == "code" else page.question.fields[name].line
        widget.setFocus()
        widget.selectAll()
        qtbot.keyClick(widget, Qt.Key.Key_Delete)
        qtbot.keyClicks(widget, text)
    settle(qtbot, page)


def settle(qtbot, page) -> None:
    qtbot.waitUntil(lambda: not page.is_busy)


def texts(page, column: int) -> list[str]:
    table = page.table
    return [table.topLevelItem(row).text(column) for row in range(table.topLevelItemCount())]


def test_it_opens_from_china_on_this_day_and_asks_for_what_is_missing(page):
    asked = {name: editor.value() for name, editor in page.question.fields.items()}
    assert (asked["exporter"], asked["importer"], asked["currency"]) == ("CN", "", "USD")
    assert asked["day"] == page._session.today().isoformat()
    assert page.verdict.text() == "Choose the exporting and the importing country."
    assert not page.table.isVisible()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"exporter": "US", "importer": "JP"}, "China"),
        ({"importer": "CN"}, "China"),
        ({"importer": "JP", "code": "9617"}, "six digits"),
        ({"importer": "JP", "code": "961700", "day": "someday"}, "day of import"),
    ],
)
def test_what_is_no_question_yet_is_told_in_a_sentence(qtbot, page, typed, said):
    type_in(qtbot, page, **typed)
    assert said in page.verdict.text()
    assert page.table.topLevelItemCount() == 0


def test_the_best_offer_stands_first_with_saving_source_day_and_quality(qtbot, page):
    type_in(qtbot, page, importer="JP", code="961700", value="35700", day=DAY)
    assert texts(page, NAME) == ["Best: Regional Comprehensive Economic Partnership", "Normal duty (MFN)"]
    assert texts(page, RATE) == ["1.8%", "3.9%"]
    assert texts(page, DUTY) == ["642.60", "1,392.30"]
    assert texts(page, SAVING) == ["749.70", ""]
    assert texts(page, AS_OF) == ["2026-02-11"] * 2
    assert texts(page, SOURCE) == ["a printed tariff"] * 2
    assert texts(page, QUALITY) == ["official, republished"] * 2
    assert page.verdict.text().endswith("1.8%. A certificate saves 749.70 USD.")
    assert not page.table.topLevelItem(0).icon(NAME).isNull()


def test_without_a_value_there_are_no_columns_of_money(qtbot, page):
    type_in(qtbot, page, importer="JP", code="961700", day=DAY)
    assert page.table.isColumnHidden(DUTY)
    assert page.table.isColumnHidden(SAVING)
    type_in(qtbot, page, value="100", currency="JPY")
    assert texts(page, DUTY) == ["2", "4"]
    assert page.table.headerItem().text(DUTY) == "Duty (JPY)"


def test_a_preference_above_mfn_is_told_to_bring_nothing(qtbot, page):
    type_in(qtbot, page, importer="JP", code="121120", value="100", day=DAY)
    assert page.verdict.text() == "Use the normal duty: no certificate makes it lower."
    assert texts(page, RATE) == ["3%", "5.5%"]
    assert texts(page, BRINGS)[1] == "nothing: the normal duty is not higher"
    assert texts(page, SAVING) == ["", "0.00"]


def test_an_agreement_without_data_says_so_and_never_zero(qtbot, page):
    type_in(qtbot, page, importer="KR", code="611020", value="100", day=DAY)
    told = dict(zip(texts(page, NAME), texts(page, RATE), strict=True))
    assert told["Regional Comprehensive Economic Partnership"] == "no data"
    assert "best among the known" in page.verdict.text()
    assert texts(page, BRINGS)[-1] == "not known here, which is not zero"
    assert texts(page, SAVING)[-1] == texts(page, QUALITY)[-1] == ""
    assert texts(page, QUALITY)[0] == "from a third party"


def test_a_code_without_any_rate_offers_to_install_a_pack(qtbot, page):
    wanted = []
    page.wanted.connect(wanted.append)
    type_in(qtbot, page, importer="AU", code="961700", day=DAY)
    assert "does not mean zero" in page.verdict.text()
    assert not page.table.isVisible()
    assert page.installing.isVisible()
    page.installing.click()
    assert wanted == [Target(PACKS)]
    assert PACKS in PAGES


def test_without_rates_stands_what_is_known_and_where_rates_are_published(qtbot, page):
    """Forms and days are those of the agreements' files; RCEP's rule for 9617.00 is that of the GACC table of 2022."""
    flask = {**FLASK, "product_rule": "", "rule_source": ""}
    stored(page._session, "pre_review", flask, stage="approved")
    stored(page._session, "pre_review", {**FLASK, "name_zh": "草稿"})
    type_in(qtbot, page, importer="AU", code="961700", day=DAY)
    assert page.known.isVisible()
    rows = {page.known.item(row, FORM).text(): row for row in range(page.known.rowCount())}
    assert list(rows) == ["FORM A", "FORM RCEP"]
    rcep = [page.known.item(rows["FORM RCEP"], column).text() for column in (SINCE, RULE, PRODUCTS)]
    assert rcep == ["2022-01-01", "CTH or RVC40", "Holds · CTC"]
    assert page.known.item(rows["FORM A"], RULE).text() == "one thing settles it: a product rule"
    assert page.known.item(rows["FORM A"], PRODUCTS).text().startswith("Not decided")
    assert "Australian Border Force" in page.ways.text()
    assert "China FTA Network" in page.ways.text()
    type_in(qtbot, page, importer="CR", code="961700")
    assert "the customs of COSTA RICA, in its import tariff" in page.ways.text()
    type_in(qtbot, page, importer="US")
    assert "knows no agreement" in page.verdict.text()
    assert not page.known.isVisible()
    assert "China FTA Network" not in page.ways.text()
    type_in(qtbot, page, importer="JP")
    assert not page.known.isVisible()
    assert not page.ways.isVisible()


def test_goods_that_come_to_china_are_judged_by_no_product_of_the_company(qtbot, page):
    type_in(qtbot, page, exporter="AU", importer="CN", code="961700", day=DAY)
    assert page.known.rowCount() == 2
    assert page.known.isColumnHidden(PRODUCTS)
    assert "State Council" in page.ways.text()


def test_a_code_without_an_approved_product_says_so(qtbot, page):
    stored(page._session, "pre_review", {**FLASK, "hs_code": "392350"}, stage="approved")
    type_in(qtbot, page, importer="AU", code="961700", day=DAY)
    assert {page.known.item(row, PRODUCTS).text() for row in range(page.known.rowCount())} == {"none has this code"}


def test_the_lines_of_a_code_stand_below_each_offer(qtbot, page):
    type_in(qtbot, page, importer="KR", code="711311", value="1000", day=DAY)
    rcep = next(page.table.topLevelItem(row) for row, name in enumerate(texts(page, NAME)) if "Regional" in name)
    assert (rcep.text(RATE), rcep.text(SAVING)) == ("0%", "0.00–80.00")
    assert rcep.text(BRINGS) == "lower than the normal duty for some lines"
    lines = [rcep.child(row) for row in range(rcep.childCount())]
    assert [line.text(NAME) for line in lines] == ["7113110000 of silver", "7113119000 others"]
    assert [line.text(SAVING) for line in lines] == ["80.00", "0.00"]
    assert lines[0].text(BRINGS) == "lower than the normal duty · within a quota"


def test_the_digits_after_the_sixth_are_not_taken_for_another_countrys_line(qtbot, page):
    type_in(qtbot, page, importer="KR", code="7113119000", day=DAY)
    assert len(page.found.lines) == 2
    assert page.found.question.line == ""


def test_what_another_source_says_stands_below_and_is_told(qtbot, page, packs):
    older = rate("961700000", "rcep", "2.1", importer="JP", exporter="CN", as_of="2025-04-01", pack="own")
    packs.rates = FewRates(*RATES, older)
    type_in(qtbot, page, importer="JP", code="961700", value="100", day=DAY)
    best = page.table.topLevelItem(0)
    assert best.child(1).text(NAME) == "961700000, by another source"
    assert (best.child(1).text(RATE), best.child(1).text(AS_OF)) == ("2.1%", "2025-04-01")
    assert page.cautions.text().startswith("Sources disagree")


def test_swapping_asks_the_other_way_round(qtbot, page):
    type_in(qtbot, page, importer="JP", code="961700", day=DAY)
    page.question.task.click()
    settle(qtbot, page)
    assert (page.found.question.exporter, page.found.question.importer) == ("JP", "CN")
    assert page.found.is_empty


def test_a_damaged_pack_is_told_on_the_page(qtbot, make):
    words.use("en")
    packs = NoPacks()
    packs.rates = DamagedRates()
    page = TariffPage(make(packs=packs))
    qtbot.addWidget(page)
    page.question.show_question(Question("CN", "JP", "961700", dt.date(2026, 11, 23)))
    page.ask()
    settle(qtbot, page)
    assert page.found is None
    assert page.verdict.text()


def test_the_page_is_in_the_menu(make, qtbot):
    made = PAGES["tariff"].load()(make(), None)
    qtbot.addWidget(made)
    assert isinstance(made, TariffPage)
