"""Who wrote what is told by name: in lists, their filter, history, conflicts; offline and after a deletion too."""

import sqlite3
from contextlib import closing

import pytest
from PySide6.QtWidgets import QTableWidget

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import Change, Intent
from coo_desktop.domain.office.notices import NOTICE, Notice, NoticeKind
from coo_desktop.domain.office.people import NAMES
from coo_desktop.environment import words
from coo_desktop.views.conflicts.lines_table import THEIRS
from coo_desktop.views.lists.page import ListPage
from coo_desktop.views.session import Session
from coo_desktop.views.shell.controller import list_of
from coo_desktop.views.target import CONFLICTS, HISTORY, Target
from tests.backend.process import BackendProcess
from tests.domain.given import PRE_REVIEW, values_of
from tests.flows.keyboard import CONTROL, Key


@pytest.fixture
def backend_process(tmp_path):
    """A backend of this test's own: its people are renamed and deleted."""
    process = BackendProcess(tmp_path / "backend").start()
    yield process
    process.stop()


@pytest.fixture
def colleague(screens, desks):
    """(the window of 王晓明, the desk of 李静 with a product that both know)."""
    screen = screens(PRE_REVIEW, "demo")
    desk = desks("clerk2", clock=screen.clerk.clock, rules=lambda: screen.rules)
    written = desk.write(values_of(PRE_REVIEW), form="pre_review")
    desk.sync()
    screen.sync()
    return screen, desk, written.id


def products(screen) -> ListPage:
    screen.keys.press(Key.Key_1, CONTROL)
    page = list_of(screen.window.tabs.current_page())
    assert page is not None
    return page


def signatories(page: ListPage) -> list[str]:
    """The signatory column as it is drawn."""
    column = [each.name for each in page.model.columns].index("author")
    return [str(page.model.index(row, column).data()) for row in range(page.model.rowCount())]


def shows(qtbot, page: ListPage, *names: str) -> None:
    """Waits until the list has been read again and names these people."""
    qtbot.waitUntil(lambda: sorted(signatories(page)) == sorted(names))


def rename(backend, account, name):
    with closing(sqlite3.connect(backend.data / "backend.sqlite")) as connection, connection:
        connection.execute("UPDATE accounts SET name = ? WHERE account = ?", (name, account))


def test_a_list_its_filter_and_history_name_the_colleague(qtbot, colleague):
    screen, _desk, document_id = colleague
    page = products(screen)
    shows(qtbot, page, "李静")
    field = page.filters.fields["author"]
    for typed, found in (("李静", ["李静"]), ("王晓明", []), ("clerk2", ["李静"])):
        field.setEditText(typed)
        qtbot.waitUntil(lambda found=found: signatories(page) == found)
    page.filters.clear()
    screen.workplace.show_beside(HISTORY, document_id)
    history = screen.window.tabs.currentWidget()
    assert history.table.item(0, 2).text() == words._("{name} (synced)").format(name="李静")


def test_names_are_there_without_a_network(qtbot, colleague):
    screen, _desk, _document_id = colleague
    screen.clerk.move("http://127.0.0.1:9")
    again = Session(screen.session.ports, screen.session.tasks, screen.session.asker)
    assert again.name_of("clerk2") == "李静"
    shows(qtbot, products(screen), "李静")


def test_a_deleted_colleagues_name_stays(qtbot, colleague, desks):
    screen, _desk, _document_id = colleague
    desks("admin", clock=screen.clerk.clock).office.people.arrange("clerk2", "delete")
    screen.clerk.office.company()
    screen.sync()
    shows(qtbot, products(screen), "李静")


def test_two_people_of_one_name_are_told_apart(qtbot, colleague, backend_process):
    screen, _desk, _document_id = colleague
    rename(backend_process, "clerk2", "王晓明")
    mine = screen.clerk.write(values_of(PRE_REVIEW), form="pre_review")
    screen.clerk.office.company()
    screen.sync()
    screen.session.changed.emit(Change(families=frozenset({"person"})))  # as the page of the company tells
    page = products(screen)
    shows(qtbot, page, "王晓明 · clerk2", "王晓明 · demo")
    page.filters.fields["author"].setEditText("王晓明 · demo")
    shows(qtbot, page, "王晓明 · demo")
    assert page.model.row(0).id == mine.id


def test_somebody_new_is_named_with_the_first_document_they_wrote(qtbot, colleague, desks):
    screen, _desk, _document_id = colleague
    with screen.clerk.store.unit() as unit:
        unit.put_setting(NAMES, {"demo": "王晓明"})
    other = desks("admin", clock=screen.clerk.clock, rules=lambda: screen.rules)
    other.write(values_of(PRE_REVIEW), form="pre_review")
    other.sync()
    screen.sync()
    shows(qtbot, products(screen), "李静", "陈枫")


def test_a_conflict_says_whose_the_other_text_is(colleague):
    screen, desk, document_id = colleague
    screen.clerk.edit(document_id, name_en="FLASK A")
    desk.edit(document_id, name_en="FLASK B")
    desk.sync()
    screen.sync()
    screen.workplace.show_beside(CONFLICTS, document_id)
    page = screen.window.tabs.currentWidget()
    assert [line.path for line in page.table.lines] == ["name_en"]
    assert page.table.item(0, THEIRS).text().startswith("FLASK B\n李静, ")


def test_a_notice_names_who_it_is_from_and_a_new_name_is_taken_up(qtbot, colleague):
    """The bell's page and the outbox stand beside the lists: no account is read on either."""
    screen, desk, product = colleague
    desk.submit(product)
    desk.sync()
    notice = Notice(id=new_id(), at="2026-10-16T01:00:00+00:00", kind=NoticeKind.VOIDED, document=product, by="clerk2")
    with screen.clerk.store.unit() as unit:
        unit.notices.put(notice)
        unit.enqueue(Intent(key=new_id(), kind="submit", document=product, body={}, state="refused"))
    screen.session.changed.emit(Change(families=frozenset({NOTICE})))
    shown = []
    for place in ("notices", "outbox"):
        screen.workplace.act(Target(place))
        qtbot.waitUntil(lambda: screen.session.tasks.is_idle)
        page = screen.window.tabs.current_page()
        for table in page.findChildren(QTableWidget):
            cells = (
                table.item(row, column) for row in range(table.rowCount()) for column in range(table.columnCount())
            )
            shown += [cell.text() for cell in cells if cell is not None]
    assert "李静" in shown
    assert not any("clerk2" in text for text in shown)
