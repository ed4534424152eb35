"""智能创建 worked by keys: a product, a destination, a certificate."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from coo_desktop.dialogs import smart_create
from coo_desktop.dialogs.smart_create import SmartCreateDialog
from coo_desktop.domain.operations.certificates import possible
from coo_desktop.domain.origin.verdict import Standing
from coo_desktop.environment import words
from coo_desktop.views.questions import SmartCreateQuestion
from coo_desktop.views.session import Session
from coo_desktop.views.tariff.possible import line, standing_icon
from tests.dialogs.test_item import FLASK
from tests.domain.tariff_rows import rate
from tests.fakes.packs import FewRates, NoPacks
from tests.views.pages import stored

#: Japan Customs, tariff of 2026-07-09; the lid's rates are made up.
RATES = (
    rate("961700000", "mfn", "3.9", importer="JP"),
    rate("961700000", "rcep", "1.8", importer="JP"),
    rate("392350000", "mfn", "3.9", importer="JP"),
    rate("392350000", "rcep", "0", importer="JP"),
    rate("961700000", "mfn", "5", importer="AU"),
    rate("961700000", "rcep", "5", importer="AU"),
    rate("961700000", "australia", "0", importer="AU"),
)
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def session(make) -> Session:
    packs = NoPacks()
    packs.rates = FewRates(*RATES)
    made = make(packs=packs)
    stored(made, "pre_review", FLASK, stage="approved", facts={"number": "P0001"})
    stored(made, "pre_review", {**FLASK, "name_zh": "草稿"})
    return made


@pytest.fixture
def dialog(qtbot, session) -> Iterator[SmartCreateDialog]:
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.show()
    opened = SmartCreateDialog(session, SmartCreateQuestion(), owner)
    with qtbot.waitActive(opened):
        opened.open()
        opened.activateWindow()
    yield opened
    owner.close()


def press(qtbot, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClick(widget, key, modifier)


def test_only_approved_products_are_offered_and_found_by_code_number_and_name(qtbot, dialog):
    assert dialog.products.count() == 1
    for text, count in (("961700", 1), ("P0001", 1), ("保温", 1), ("nothing", 0)):
        dialog.search.setText(text)
        assert dialog.products.count() == count


def test_a_certificate_is_chosen_by_keys(qtbot, dialog):
    answers = []
    dialog.answered.connect(answers.append)
    press(qtbot, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is dialog.products
    press(qtbot, Qt.Key.Key_Space)
    dialog.destination.line.setFocus()
    qtbot.keyClicks(dialog.destination.line, "JP")
    qtbot.waitUntil(lambda: dialog.list.count() >= 2)
    texts = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    rcep = next(row for row, text in enumerate(texts) if "RCEP" in text)
    assert "CTC" in texts[rcep]
    dialog.list.setFocus()
    dialog.list.setCurrentRow(rcep)
    assert "722020" in dialog.reasons.text()
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert answers[0].form == "rcep_2022"
    assert answers[0].criterion == "CTC"
    assert answers[0].destination == "JP"
    assert len(answers[0].products) == 1


def test_a_destination_outside_an_agreement_offers_only_what_can_be_made(qtbot, dialog):
    dialog.products.item(0).setCheckState(Qt.CheckState.Checked)
    dialog.destination.line.setFocus()
    qtbot.keyClicks(dialog.destination.line, "BR")
    qtbot.waitUntil(lambda: dialog.list.count() >= 1)
    assert not [row for row in range(dialog.list.count()) if "RCEP" in dialog.list.item(row).text()]


def test_nothing_chosen_is_no_answer(qtbot, dialog):
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert dialog.isVisible()
    assert dialog.warning.text()


def ask(qtbot, dialog, destination: str) -> list[str]:
    """Ticks every product, types a destination and waits for the rates; the lines then shown."""
    for row in range(dialog.products.count()):
        dialog.products.item(row).setCheckState(Qt.CheckState.Checked)
    dialog.destination.line.clear()
    qtbot.keyClicks(dialog.destination.line, destination)
    qtbot.waitUntil(lambda: any(one.rates and one.rates[0].question.importer == destination for one in dialog.ones))
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def test_each_certificate_shows_its_rate_and_what_it_saves(qtbot, dialog):
    texts = ask(qtbot, dialog, "JP")
    rcep = next(row for row, text in enumerate(texts) if "RCEP" in text)
    assert "税率 1.8%，最惠国 3.9% · 省 2.1 个百分点" in texts[rcep]
    assert "CTC" in texts[rcep]
    dialog.list.setCurrentRow(rcep)
    assert "961700：税率 1.8%" in dialog.reasons.text()
    assert "按 FOB 价 42.00 可省 0.88 CNY" in dialog.reasons.text()
    assert "a printed tariff, 2026-02-11" in dialog.reasons.text()
    assert "722020" in dialog.reasons.text()


def test_the_best_certificate_comes_first_and_one_that_brings_nothing_says_so(qtbot, dialog):
    texts = ask(qtbot, dialog, "AU")
    australia, rcep = (next(row for row, text in enumerate(texts) if name in text) for name in ("澳大利亚", "RCEP"))
    assert australia < rcep
    assert "无收益" in texts[rcep]
    assert "省 5 个百分点" in texts[australia]


def test_the_rates_of_several_products_stand_together(qtbot, session, dialog):
    stored(session, "pre_review", {**FLASK, "name_zh": "塑料盖", "hs_code": "392350"}, stage="approved")
    dialog.search.setText(" ")
    dialog.search.clear()
    texts = ask(qtbot, dialog, "JP")
    assert "税率 0–1.8%，最惠国 3.9% · 省 2.1–3.9 个百分点" in next(text for text in texts if "RCEP" in text)


def test_without_rates_nothing_is_shown_as_zero(qtbot, dialog):
    texts = ask(qtbot, dialog, "KR")
    assert any("税率：暂无数据" in text for text in texts)
    assert not any("0%" in text for text in texts)


def test_without_rates_stands_since_when_there_are_certificates_and_where_rates_come_from(qtbot, dialog):
    texts = ask(qtbot, dialog, "KR")
    dialog.list.setCurrentRow(next(row for row, text in enumerate(texts) if "RCEP" in text))
    told = dialog.reasons.text()
    assert "自 2022-02-01 起签发证书" in told
    assert "韩国关税厅" in told
    assert "参考数据包" in told
    ask(qtbot, dialog, "JP")
    dialog.list.setCurrentRow(next(row for row, one in enumerate(dialog.ones) if one.form.agreement == "rcep"))
    assert "参考数据包" not in dialog.reasons.text()


@pytest.mark.parametrize(
    ("language", "unverified", "would"),
    [("zh_CN", "成立，规则待核实", "可符合"), ("en", "Holds, unverified", "Would hold")],
)
def test_what_holds_stands_before_what_would_and_the_unknown_and_an_unverified_rule_is_never_certain(
    session, language, unverified, would
):
    """The typed rule of the flask was compared with no text; a second product without a rule falls under lists."""
    words.use(language)
    untyped = {**FLASK, "product_rule": ""}
    for values in (FLASK, untyped):
        product = stored(session, "pre_review", values, stage="approved")
        for destination in ("KR", "TH", "AU"):
            ones = possible(session.rules, [product], destination, session.today())
            ranks = [one.verdict.rank for one in ones]
            assert ranks == sorted(ranks)
            for one in ones:
                told, (sign, meaning) = line(one, language), standing_icon(one)
                if one.verdict is Standing.HOLDS and not one.verified:
                    assert unverified in told
                    assert (sign, meaning) == ("attention", "wait")
                assert (meaning == "good") == (one.verdict is Standing.HOLDS and one.verified)
                assert (would in told) == (one.verdict is Standing.WOULD_HOLD)


def test_a_chosen_certificate_stays_chosen_when_the_rates_arrive(qtbot, dialog):
    ask(qtbot, dialog, "AU")
    dialog.list.setCurrentRow(dialog.list.count() - 1)
    chosen = dialog.ones[dialog.list.currentRow()].form.id
    ask(qtbot, dialog, "AU")
    dialog.show_possible()
    qtbot.waitUntil(lambda: bool(dialog.ones[0].rates))
    assert dialog.ones[dialog.list.currentRow()].form.id == chosen


def test_what_can_be_made_is_found_on_a_worker_and_an_early_answer_is_of_what_is_ticked(qtbot, dialog, monkeypatch):
    threads = []

    def noted(*asked):
        threads.append(threading.current_thread())
        return possible(*asked)

    monkeypatch.setattr(smart_create, "possible", noted)
    ask(qtbot, dialog, "JP")
    assert threads
    assert threading.main_thread() not in threads
    dialog.destination.line.clear()
    qtbot.keyClicks(dialog.destination.line, "AU")
    dialog.destination.edited.emit()
    plan = dialog.answer()  # nobody has waited for the list of the new destination
    assert plan.destination == "AU"
    assert {one.form.id for one in dialog.ones} == {
        one.form.id for one in possible(dialog._session.rules, dialog._products, "AU", dialog._session.today())
    }
