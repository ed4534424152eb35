"""The arrangement of the window is kept as it changes, and comes back behind the lock only once that is open."""

import pytest

from coo_desktop.domain.documents.document import Change
from coo_desktop.views.records.page import RecordsPage
from coo_desktop.views.shell.open_tabs import KEPT, OpenTabs
from coo_desktop.views.target import DOCUMENT, Target
from tests.views.pages import stored


@pytest.fixture
def tabs(place):
    """The window's keeper, resumed as at a first start."""
    made = OpenTabs(place.session, place.window, place.go, place)
    made.resume()
    return made


def kept(session):
    return session.read.setting(KEPT, {})


def places(session):
    """The pages that are kept, in their order."""
    return [tab["place"] for tab in kept(session).get("tabs", [])]


def anew(qtbot, place, arrangement):
    """Closes every tab and resumes, as in a window of the next start."""
    qtbot.waitUntil(lambda: place.session.tasks.is_idle)
    for page in place.window.tabs.open_pages().values():
        place.window.tabs.remove(page)
    made = OpenTabs(place.session, place.window, place.go, place)
    made.resume(arrangement)
    return made


def test_nothing_is_kept_before_it_was_resumed(qtbot, place, session):
    with session.ports.store.unit() as unit:
        unit.put_setting(KEPT, {"tabs": [], "areas": {}, "front": {}})
    keeper = OpenTabs(session, place.window, place.go, place)
    place.go(Target("outbox"))
    place.window.leaving.emit()
    qtbot.waitUntil(lambda: session.tasks.is_idle)
    assert keeper.arrangement() is None
    assert kept(session)["tabs"] == []


def test_without_anything_kept_the_start_page_opens(place, tabs):
    assert place.window.tabs.key_of_current() == Target("start")


def test_a_closed_and_an_opened_tab_are_kept_within_a_second(qtbot, place, session, tabs):
    place.go(Target("outbox"))
    qtbot.waitUntil(lambda: places(session) == ["start", "outbox"], timeout=2000)
    place.close(place.window.tabs.current_page())
    qtbot.waitUntil(lambda: places(session) == ["start"], timeout=2000)


def test_what_has_not_changed_is_not_written_again(qtbot, session, tabs):
    qtbot.waitUntil(lambda: bool(kept(session)) and session.tasks.is_idle)
    assert tabs.edits == {}


def test_a_moved_cursor_stirs_no_page_that_counts(qtbot, place, session, tabs):
    start = place.window.tabs.current_page()
    qtbot.waitUntil(lambda: session.tasks.is_idle)
    session.changed.emit(Change(families=frozenset({"preferences"})))
    assert not start._reread.isActive()


def test_the_current_row_and_the_kind_of_records_come_back(qtbot, place, session, tabs):
    documents = [stored(session, "producer", {"name_zh": f"厂{number}"}) for number in range(3)]
    place.go(Target("record", form="producer"))
    page = place.window.tabs.current_page()
    assert isinstance(page, RecordsPage)
    session.changed.emit(Change(families=frozenset({"record"})))
    page.current().refresh()
    page.current().choose(documents[1].id)
    arrangement = tabs.arrangement()
    assert arrangement["areas"]["record"] == {"kind": "producer", "row": documents[1].id}
    page.current().choose(documents[0].id)
    page.show_kind("importer")
    tabs.close()
    anew(qtbot, place, arrangement)
    assert page.kind == "producer"
    assert [row.id for row in page.current().rows()] == [documents[1].id]


def test_a_page_that_was_never_shown_keeps_its_cursor_and_can_be_closed(qtbot, place, session, tabs):
    one, other = (stored(session, "importer", {"name": name}) for name in ("A", "B"))
    for document in (one, other):
        place.open(document.id)
    page = place.open(one.id)
    page.fields.editor("address").setFocus()
    place.open(other.id)
    arrangement = tabs.arrangement()
    tabs.close()
    again = anew(qtbot, place, arrangement)
    waiting = Target(DOCUMENT, document=one.id)
    assert waiting not in place.window.tabs.open_pages()
    assert again.arrangement()["tabs"] == arrangement["tabs"]
    number = list(place.window.tabs.closable()).index(waiting) + 3
    place.window.tabs.tabCloseRequested.emit(number)
    assert waiting not in place.window.tabs.closable()


@pytest.mark.parametrize(
    "damaged", [[], "text", {"tabs": 1, "areas": [], "front": 3}, {"tabs": [{"place": "nowhere"}]}]
)
def test_a_damaged_arrangement_opens_an_empty_window(place, session, damaged):
    with session.ports.store.unit() as unit:
        unit.put_setting(KEPT, damaged)
    OpenTabs(session, place.window, place.go, place).resume()
    assert place.window.tabs.current_page() is not None
