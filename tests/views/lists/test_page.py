"""List pages: filters by typing, buttons by the lifecycle, actions on one row and on many."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QMenu

from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, UNCHECKED
from coo_desktop.views.lists.actions import ACTIONS, Obstacle, why_not
from coo_desktop.views.lists.kinds import CERTIFICATES, PRE_REVIEWS, records
from coo_desktop.views.lists.page import ListPage
from coo_desktop.views.questions import ConfirmQuestion, TextQuestion
from tests.views.pages import stored


@pytest.fixture
def show(qtbot):
    """A list on the screen, active, with its count settled."""

    def new(session, kind):
        page = ListPage(session, kind)
        qtbot.addWidget(page)
        page.resize(1100, 700)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        qtbot.waitUntil(lambda: session.tasks.is_idle)
        return page

    return new


def titles(page):
    return [page.model.data(page.model.index(row, 0)) for row in range(page.model.rowCount())]


def commit(field, text):
    """What an input method does when a person has chosen the characters."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def enabled(page):
    return {name for name, action in page.bar.actions_by_name.items() if action.isEnabled()}


def test_typing_in_the_search_filters(qtbot, session, show):
    stored(session, "pre_review", {"name_zh": "保温杯", "hs_code": "961700"})
    stored(session, "pre_review", {"name_zh": "餐具", "hs_code": "732393"})
    page = show(session, PRE_REVIEWS)
    page.seek()
    commit(page.filters.fields["text"], "餐具")
    qtbot.waitUntil(lambda: titles(page) == ["餐具"])
    page.filters.clear()
    commit(page.filters.fields["hs_code"], "９６１７")  # full-width, as an input method leaves it
    qtbot.waitUntil(lambda: titles(page) == ["保温杯"])


def test_the_nine_filters_of_the_manual_combine(qtbot, session, show):
    given = {"consignee_name": "SAKURA", "destination_country": "JP", "application_date": "2026-11-20"}
    wanted = stored(
        session,
        "rcep_2022",
        {**given, "invoices": [{"id": "i1", "number": "LF-1"}]},
        stage="approved",
        print_state="printed",
        facts={"number": "RC26001"},
    )
    for changes in ({"stage": "returned"}, {"print_state": "not_printed", "stage": "approved"}):
        stored(session, "rcep_2022", given, **changes)
    page = show(session, CERTIFICATES)
    typed = {"invoice": "lf-1", "number": "RC26", "partner": "sakura"}
    typed |= {"made_from": "20261101", "made_to": "２０２６-11-30"}
    chosen = {"form": "rcep_2022", "stage": "approved", "print_state": "printed", "destination": "JP"}
    for name, text in typed.items():
        page.filters.fields[name].setText(text)
    for name, value in chosen.items():
        field = page.filters.fields[name]
        field.setCurrentIndex(field.findData(value))
    page.filters.fields["author"].setEditText("李明")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert page.model.row(0).id == wanted.id


def test_a_day_that_is_none_filters_nothing_and_says_how_to_write_it(qtbot, session, show):
    page = show(session, CERTIFICATES)
    field = page.filters.fields["made_from"]
    qtbot.keyClicks(field, "20261399")
    assert "2026-01-31" in field.toolTip()
    assert page.filters.query(page.model.query).made_from == ""


@pytest.mark.parametrize(
    ("kind", "form", "stage"),
    [(PRE_REVIEWS, "pre_review", stage) for stage in lifecycle.STAGES[PRE_REVIEW][:-1]]
    + [(CERTIFICATES, "rcep_2022", stage) for stage in lifecycle.STAGES[CERTIFICATE][:-1]],
)
def test_buttons_follow_the_lifecycle(session, show, kind, form, stage):
    row = stored(session, form, stage=stage, blocking=0)
    page = show(session, kind)
    page.choose(row.id)
    events = lifecycle.events(kind.family, stage, "clerk")
    named = {"copy", "submit", "withdraw", "amend", "adjust", "redeclare", "discard"} & set(page.bar.actions_by_name)
    assert enabled(page) & named == events & named


def test_printing_again_and_loss_need_a_printed_original(session, show):
    fresh = stored(session, "rcep_2022", stage="approved")
    printed = stored(session, "rcep_2022", stage="approved", print_state="printed")
    page = show(session, CERTIFICATES)
    page.choose(fresh.id)
    assert not {"ask_reprint", "report_lost"} & enabled(page)
    page.choose(printed.id)
    assert {"ask_reprint", "report_lost"} <= enabled(page)


def test_a_button_that_is_off_says_why(session, show):
    row = stored(session, "pre_review")
    page = show(session, PRE_REVIEWS)
    assert "请先选择一行" in page.bar.actions_by_name["open"].toolTip()
    page.choose(row.id)
    assert "尚未填写完整" in page.bar.actions_by_name["submit"].toolTip()


def test_a_reason_is_asked_before_an_amendment(qtbot, make, show):
    session = make()
    row = stored(session, "rcep_2022", {"consignee_name": "SAKURA"}, stage="approved")
    session.asker.answer(TextQuestion, "address misspelt")
    page = show(session, CERTIFICATES)
    page.choose(row.id)
    with qtbot.waitSignal(page.opened) as opened:
        page.act("amend")
    successor = session.read.document(opened.args[0])
    assert successor.links["amends"] == row.id
    assert isinstance(session.asker.questions[0], TextQuestion)


def test_without_an_answer_nothing_happens(qtbot, session, show):
    row = stored(session, "rcep_2022", stage="approved")
    page = show(session, CERTIFICATES)
    page.choose(row.id)
    page.act("amend")
    qtbot.waitUntil(lambda: session.tasks.is_idle)
    assert page.model.rowCount() == 1


def test_several_rows_are_deleted_with_one_question(qtbot, session, show):
    rows = [stored(session, "importer", {"name": f"I{number}"}) for number in range(3)]
    session.asker.answer(ConfirmQuestion, True)
    page = show(session, records("importer"))
    page.choose(rows[0].id, rows[2].id)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: titles(page) == ["I1"])
    assert [type(question) for question in session.asker.questions] == [ConfirmQuestion]


def test_sending_names_what_failed_and_sends_the_rest(qtbot, session, show):
    told = []
    session.failed.connect(told.append)
    session.asker.answer(ConfirmQuestion, True)
    rows = [stored(session, "pre_review", {"name_zh": name}, stage="ready", blocking=0) for name in ("甲", "乙")]
    page = show(session, PRE_REVIEWS)
    page.choose(*(row.id for row in rows))
    page.act("submit")
    qtbot.waitUntil(lambda: len(told) == 2)  # neither is really complete: the operation checks again
    assert told[-1].facts == {"why": "some_rows", "count": 2, "rows": 2}


def test_copying_offers_only_what_may_be_made(qtbot, session, show):
    row = stored(session, "rcep_2022", {"consignee_name": "SAKURA"}, stage="approved")
    page = show(session, CERTIFICATES)
    page.choose(row.id)
    page.act("copy")
    menu = page.findChild(QMenu, "copy")
    offered = [action.text() for action in menu.actions() if not action.isSeparator()]
    book = session.rules.book.family(CERTIFICATE)
    allowed = [form.title.zh_CN for form in book if form.id == "rcep_2022" or not form.agreement]
    assert sorted(offered) == sorted(allowed)
    with qtbot.waitSignal(page.opened) as opened:
        next(action for action in menu.actions() if "RCEP" in action.text()).trigger()
    menu.close()
    assert session.read.document(opened.args[0]).links == {"copied_from": row.id}


def test_a_change_from_elsewhere_keeps_the_chosen_row(qtbot, session, show):
    first = stored(session, "importer", {"name": "FIRST"})
    page = show(session, records("importer"))
    page.choose(first.id)
    from coo_desktop.domain.operations import drafts

    session.do(session, drafts.start, "importer", {"name": "SECOND"})
    qtbot.waitUntil(lambda: sorted(titles(page)) == ["FIRST", "SECOND"])
    assert [row.id for row in page.rows()] == [first.id]


def test_an_empty_list_offers_the_two_likely_actions(qtbot, session, show):
    page = show(session, PRE_REVIEWS)
    assert page.empty.isVisible()
    with qtbot.waitSignal(page.opened):
        page.start()
    qtbot.waitUntil(lambda: page.table.isVisible())


def test_a_filter_without_hits_is_not_an_empty_list(qtbot, session, show):
    stored(session, "pre_review", {"name_zh": "保温杯"})
    page = show(session, PRE_REVIEWS)
    qtbot.keyClicks(page.filters.fields["text"], "nothing like it")
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert not page.empty.isVisible()


def test_stages_have_an_icon_besides_their_word(session, show):
    for stage in lifecycle.STAGES[PRE_REVIEW][:-1]:
        stored(session, "pre_review", {"name_zh": stage}, stage=stage)
    page = show(session, PRE_REVIEWS)
    at = [column.name for column in page.model.columns].index("stage")
    for row in range(page.model.rowCount()):
        index = page.model.index(row, at)
        assert page.model.data(index)
        assert not page.model.data(index, Qt.ItemDataRole.DecorationRole).isNull()


def test_rows_that_came_unchecked_are_checked_once_they_are_seen(qtbot, session, show):
    row = stored(session, "pre_review", {"name_zh": "甲"}, stage="ready", blocking=UNCHECKED)
    page = show(session, PRE_REVIEWS)
    page.choose(row.id)
    shown = page.model.row(0)._replace(blocking=UNCHECKED)
    assert why_not(ACTIONS["submit"], [shown], "clerk", True) is Obstacle.UNCHECKED
    qtbot.waitUntil(lambda: page.model.row(0).blocking > 0)
    assert why_not(ACTIONS["submit"], page.rows(), "clerk", True) is Obstacle.INCOMPLETE
    stage = next(column for column in page.model.columns if column.name == "stage")
    assert str(page.model.row(0).blocking) in stage.hint(page.model.row(0))
    assert stage.hint(shown) != stage.hint(page.model.row(0)), "a row that nobody has checked says so"
