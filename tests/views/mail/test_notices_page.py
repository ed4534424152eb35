"""The notices: newest first, unread ones bold, read where one looks, and a void product declared again."""

import pytest

from coo_desktop.domain.office.notices import MARKED, UNREAD, LocalKind, Notice, NoticeKind
from coo_desktop.domain.operations import drafts, notices
from coo_desktop.views.mail.notices_page import Bell, NoticesPage
from coo_desktop.views.words.notices import KINDS, said
from coo_desktop.views.words.stages import local_time
from tests.views.pages import stored

REASON = "原材料来源不实\n请重新申报"


def put(session, name, minute, **facts):
    at = f"2026-11-23T10:{minute:02}:00.000+00:00"
    with session.ports.store.unit() as unit:
        unit.notices.put(Notice(**{"id": name, "at": at, "kind": "office", "by": "周审", **facts}))


@pytest.fixture
def voided(session):
    return stored(session, "pre_review", {"name_zh": "保温杯"}, stage="voided", rev="e1.1.a")


@pytest.fixture
def page(qtbot, session, voided):
    put(session, "old", 1, text="国庆放假安排", mark=MARKED)
    put(session, "void", 3, kind="voided", document=voided.id, text=REASON)
    put(session, "new", 5, text="系统升级")
    made = NoticesPage(session)
    qtbot.addWidget(made)
    made.show()
    return made


def texts(page, row):
    return [page.table.item(row, column).text() for column in range(page.table.columnCount())]


def whats(page):
    return [page.table.item(row, 2).text() for row in range(page.table.rowCount())]


def is_bold(page, row):
    return page.table.item(row, 2).font().bold()


def mark(session, name):
    return session.read.notices.find(name).mark


def test_the_newest_stands_first_and_unread_ones_are_bold(page):
    assert whats(page) == ["系统升级", "原材料来源不实 请重新申报", "国庆放假安排"]
    assert [is_bold(page, row) for row in range(3)] == [True, True, False]
    assert "2" in page._state.text()


def test_a_line_tells_what_happened_to_which_document_and_who_said_so(page):
    what, document, _message, by, when = texts(page, 1)
    assert (what, by) == ("贸促会作废", "周审")
    assert "保温杯" in document
    assert when.startswith("2026-11-23")


def test_looking_at_one_shows_it_whole_and_reads_it_after_a_while(qtbot, session, page):
    page.table.selectRow(1)
    assert page.whole.text.text() == REASON
    assert mark(session, "void") == UNREAD
    qtbot.waitUntil(lambda: mark(session, "void") == MARKED)
    qtbot.waitUntil(lambda: not is_bold(page, 1))
    assert page.chosen().id == "void"


def test_the_list_of_unread_ones_keeps_the_one_that_is_being_read(qtbot, session, page):
    page.unread_only.setChecked(True)
    assert whats(page) == ["系统升级", "原材料来源不实 请重新申报"]
    page.table.selectRow(0)
    page.reading.click()
    qtbot.waitUntil(lambda: mark(session, "new") == MARKED and not is_bold(page, 0))
    assert len(whats(page)) == 2
    page.table.selectRow(1)
    page.refresh()
    assert whats(page) == ["原材料来源不实 请重新申报"]


def test_all_are_marked_read_at_once_and_the_bell_falls_silent(qtbot, session, page):
    bell = Bell(session)
    qtbot.addWidget(bell)
    assert bell.text() == "2"
    page.reading_all.click()
    qtbot.waitUntil(lambda: bell.text() == "")
    qtbot.waitUntil(lambda: not page.reading_all.isEnabled())
    assert session.read.notices.unread() == 0


def test_a_void_product_is_declared_again_in_one_copy_that_opens(qtbot, session, page, voided):
    page.table.selectRow(1)
    with qtbot.waitSignal(page.opened) as first:
        page.redeclaring.click()
    copy = session.read.document(first.args[0])
    assert (copy.links["redeclares"], drafts.editable(copy)) == (voided.id, True)
    assert mark(session, "void") == MARKED
    with qtbot.waitSignal(page.opened) as second:
        page.redeclaring.click()
    assert second.args == first.args


def test_enter_opens_the_document_it_is_about(qtbot, session, page, voided):
    page.table.selectRow(1)
    with qtbot.waitSignal(page.opened) as told:
        page.table.itemActivated.emit(page.table.item(1, 0))
    assert told.args == [voided.id]
    qtbot.waitUntil(lambda: mark(session, "void") == MARKED)


def test_a_word_to_everybody_has_nothing_to_open(page):
    page.table.selectRow(0)
    assert not page.opening.isEnabled()
    assert not page.redeclaring.isEnabled()


def test_what_the_program_itself_found_shows_here_too(qtbot, session, page):
    session.do(page, notices.tell, "no_such_kind")
    qtbot.waitUntil(lambda: page.table.rowCount() == 4)
    assert "本程序" in [texts(page, row)[3] for row in range(4)]
    bell = Bell(session)
    qtbot.addWidget(bell)
    assert bell.text() == "3"


def test_an_empty_centre_says_so(qtbot, session):
    page = NoticesPage(session)
    qtbot.addWidget(page)
    assert page.table.rowCount() == 0
    assert not page.reading_all.isEnabled()


@pytest.mark.parametrize("kind", [*NoticeKind, *LocalKind])
def test_whatever_the_backend_or_the_program_tells_has_words_of_its_own(kind):
    assert KINDS[kind].title


def test_failed_sign_ins_are_told_with_their_number_places_and_days():
    facts = {"count": 7, "places": 2, "since_at": "2026-11-30T01:02:03+00:00", "last_at": "2026-11-30T04:05:06+00:00"}
    told = said(Notice(id="n", at="", kind=LocalKind.SIGN_INS_FAILED, facts=facts))
    for part in ("7", "2", local_time(str(facts["since_at"])), local_time(str(facts["last_at"]))):
        assert part in told
    assert "T01:02" not in told
    assert "{" not in told


@pytest.mark.parametrize("kind", ["move_approved", "verification_closed", "reprint_granted", "lost_granted"])
def test_an_approval_without_a_word_of_the_examiner_says_what_it_means(kind):
    assert said(Notice(id="n", at="", kind=kind))
