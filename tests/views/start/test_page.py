"""The start page: every count is that of its list, on a real store, and leads there by key."""

import dataclasses
import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, Change, Conflict, Document, Intent
from coo_desktop.domain.documents.todo import DEPARTURE
from coo_desktop.domain.office.correspondence import CaseState, VerificationCase
from coo_desktop.domain.office.notices import Notice
from coo_desktop.domain.office.sync_state import SyncState
from coo_desktop.domain.operations import drafts, recoding
from coo_desktop.domain.operations.settings import CASES
from coo_desktop.views.document.page import FormPage
from coo_desktop.views.lists.page import ListPage
from coo_desktop.views.lists.templates import NewMenu
from coo_desktop.views.mail.outbox_page import OutboxPage
from coo_desktop.views.records.page import RecordsPage
from coo_desktop.views.start.page import StartPage
from coo_desktop.views.start.todo import LINES
from coo_desktop.views.target import OPEN_ONLY, Target
from tests.fakes.office import FakeOffice
from tests.looking import looking

FORMS = {PRE_REVIEW: "pre_review", CERTIFICATE: "rcep_2022", "record": "importer"}
DAYS = ("", "2026-11-01", "2026-11-30", "2026-12-01", "2027-01-01", "soon", "1")


@pytest.fixture
def session(make):
    """A desk with an office that answers from the desk's own store."""
    made = make()
    made.ports = dataclasses.replace(made.ports, office=FakeOffice(made.ports.store))
    return made


def fill(session, seed, count=150):
    """Documents of every family in every stage, delivery and day of departure, and things that wait elsewhere."""
    dice = random.Random(seed)
    with session.ports.store.unit() as unit:
        for _ in range(count):
            family = dice.choice(tuple(FORMS))
            document = Document(
                id=new_id(),
                form=FORMS[family],
                family=family,
                values={DEPARTURE: dice.choice(DAYS)} if family == CERTIFICATE else {},
                stage=dice.choice(lifecycle.STAGES[family]),
                delivery=dice.choice(("", "queued", "refused")),
                conflicts=dice.choice((0, 0, 2)),
                deleted=dice.random() < 0.1,
            )
            unit.put(document)
            if document.conflicts:
                parts = [
                    Conflict(id=new_id(), document=document.id, path=p, base="", mine="a", theirs="b") for p in "xy"
                ]
                unit.put_conflicts(parts)
            if dice.random() < 0.2 and document.stage != lifecycle.PAST:
                state = dice.choice(("queued", "refused", "blocked", "waiting"))
                unit.enqueue(Intent(key=new_id(), kind="put", document=document.id, body={}, state=state))
            if dice.random() < 0.1:
                unit.notices.put(
                    Notice(id=new_id(), at=f"2026-11-{dice.randrange(10, 29)}T00:00:00+00:00", kind="approved")
                )
        unit.put_setting(recoding.FOUND, {"count": 3, "mark": ""})


def start_page(qtbot, place):
    place.act(Target("start"))
    page = place.window.tabs.current_page()
    assert isinstance(page, StartPage)
    qtbot.waitUntil(lambda: place.session.tasks.is_idle)
    return page


def listed(qtbot, page):
    """How many lines the list at the front shows, once it has found them."""
    if isinstance(page, RecordsPage):
        page = page.current()
    if isinstance(page, ListPage):
        qtbot.waitUntil(lambda: page.is_settled)
        return page.model.rowCount()
    table = page.held.table if isinstance(page, OutboxPage) else page.table
    return table.rowCount()


@pytest.mark.parametrize("seed", range(3))
def test_every_count_is_that_of_the_list_it_leads_to(qtbot, session, place, seed):
    fill(session, seed)
    page = start_page(qtbot, place)
    place.window.show()  # a list that nobody sees reads nothing
    counts = {wanted: count for wanted, count in page.counts().items() if wanted.place not in ("recoding", "cases")}
    assert len(counts) >= 9
    for wanted, count in counts.items():
        page.wanted.emit(wanted)
        front = place.window.tabs.current_page()
        assert listed(qtbot, front) == count, wanted


def test_a_document_with_several_concerns_is_one_on_the_tab(qtbot, session, place):
    """A departing certificate that was returned for evidence, has conflicts and a held wish; a product whose code
    ended and that was returned; a wish of a document that is gone."""
    reasons = {"reasons": [{"field": "evidence", "text": "?"}]}
    given = {"conflicts": 2, "delivery": "refused", "facts": reasons}
    late = Document(
        id="c", form="rcep_2022", family=CERTIFICATE, values={DEPARTURE: DAYS[1]}, stage="returned", **given
    )
    product = Document(id="p", form="pre_review", family=PRE_REVIEW, values={}, stage="returned")
    with session.ports.store.unit() as unit:
        for document in (late, product):
            unit.put(document)
        unit.put_conflicts([Conflict(id="x", document="c", path="a", base="", mine="a", theirs="b")])
        for key, document in (("1", "c"), ("2", "c"), ("3", "gone")):
            unit.enqueue(Intent(key=key, kind="put", document=document, body={}, state="refused"))
        unit.put_setting(recoding.FOUND, {"count": 3, "mark": "", "documents": ["p"]})
    page = start_page(qtbot, place)
    assert len(page.counts()) == 7
    assert page.title == "待办 (3)"


def test_a_line_is_taken_by_key(qtbot, session, place):
    fill(session, 1)
    page = start_page(qtbot, place)
    page.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    front = place.window.tabs.current_page()
    assert front.filters.chosen == {"stage": "returned"}
    assert place.window.tabs.key_of_current() == Target(CERTIFICATE)


def test_other_filters_of_the_list_go_when_a_line_is_taken(qtbot, session, place):
    fill(session, 1)
    page = start_page(qtbot, place)
    shown = place.window.tabs.show_page(Target(CERTIFICATE))
    shown.filters.show_filters({"text": "nothing of the kind"})
    page.wanted.emit(LINES[0].target)
    assert shown.filters.chosen == {"stage": "returned"}


def test_nothing_to_do_is_said_and_a_company_that_has_nothing_is_told_how_to_begin(qtbot, session, place):
    page = start_page(qtbot, place)
    assert page.counts() == {}
    assert page.state.text().count("\n") == 3
    assert not page.table.isVisible()
    with session.ports.store.unit() as unit:
        unit.put(Document(id=new_id(), form=FORMS[PRE_REVIEW], family=PRE_REVIEW, values={}))
    page.refresh()
    qtbot.waitUntil(lambda: "没有" in page.state.text())


def test_a_change_is_counted_at_once_and_behind_a_tab_when_somebody_looks(qtbot, session, place):
    page = start_page(qtbot, place)
    fill(session, 2)
    place.window.tabs.setCurrentIndex(0)
    session.changed.emit(Change(families=frozenset({CERTIFICATE})))
    assert page.counts() == {}
    place.act(Target("start"))
    qtbot.waitUntil(lambda: bool(page.counts()))


def test_cases_are_asked_for_once_and_known_without_a_network_afterwards(qtbot, session, place):
    office = session.ports.office
    office.asked = {
        name: VerificationCase(name, "d", "26C", "?", "JP", "2026-12-24", state, "", "", "", "", "", "", "")
        for name, state in (("a", CaseState.OPEN), ("b", CaseState.CLOSED))
    }
    page = start_page(qtbot, place)
    session.show_state(SyncState(light="offline"))
    session.show_state(SyncState(light="synced"))
    qtbot.waitUntil(lambda: page.counts() == {Target("cases", filters=(OPEN_ONLY,)): 1})
    assert session.read.setting(CASES)["open"] == {"a": "2026-12-24"}
    office.asked = {}
    session.show_state(SyncState(light="synced"))
    qtbot.waitUntil(lambda: session.tasks.is_idle)
    assert page.counts() == {Target("cases", filters=(OPEN_ONLY,)): 1}


def test_a_product_is_begun_by_key(qtbot, place):
    page = start_page(qtbot, place)
    qtbot.keyClick(page.starting, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: isinstance(place.window.tabs.currentWidget(), FormPage))


def test_smart_create_begins_on_the_certificates(qtbot, session, place):
    page = start_page(qtbot, place)
    page.creating.click()
    assert place.window.tabs.key_of_current() == Target(CERTIFICATE)


def test_a_certificate_begins_from_a_template_whose_letters_are_typed_at_once(qtbot, session, place):
    with session.ports.store.unit() as unit:
        drafts.start(unit, "template", {"name": "Osaka", "form": "rcep_2022", "consignee_name": "SAKURA"})
    page, seen = start_page(qtbot, place), []

    def look() -> None:
        menu = QApplication.activePopupWidget()
        if isinstance(menu, NewMenu) and not menu.is_reading:
            timer.stop()
            qtbot.keyClicks(menu, "osa")
            seen.extend(action.text() for action in menu.actions()[1:])
            menu.close()

    with looking(look) as timer:
        page.templating.click()
        qtbot.waitUntil(lambda: bool(seen))
    assert any(text.startswith("Osaka") for text in seen)
