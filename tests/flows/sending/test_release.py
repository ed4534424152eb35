"""A second pair of eyes: one person writes and asks, another looks, notes, gives back and releases; then it is sent."""

from PySide6.QtCore import Qt

from coo_desktop.domain.documents.document import Concern
from coo_desktop.domain.office.release import ReleaseStep
from coo_desktop.domain.operations import releasing
from coo_desktop.views.company.page import CompanyPage
from coo_desktop.views.lists.filters import FilterBar
from coo_desktop.views.shell.pages import PAGES
from coo_desktop.views.start import todo
from tests.domain.given import PRE_REVIEW, RCEP
from tests.flows.keyboard import CONTROL, Key
from tests.flows.office import approved_product, certificate_of, clock_of
from tests.flows.screen import NETWORK_MS
from tests.sync.desk import Desk, toy_rules

CELL = "与装箱单不符"
NOTE, ANSWER, BEGUN = "收货人名称与合同不一致", "已按合同修改", "另外"
MENDED, LATER = "SAKURA TABLEWARE KOBE K.K.", "SAKURA TABLEWARE KYOTO K.K."


def company_page(qtbot, screen) -> CompanyPage:
    page = screen.workplace.show_page(PAGES["company"])
    assert isinstance(page, CompanyPage)
    qtbot.waitUntil(lambda: not page.is_waiting and screen.session.tasks.is_idle, timeout=NETWORK_MS)
    return page


def to_front(qtbot, screen):
    """The person of this window takes the keyboard."""
    if not screen.window.isActiveWindow():
        with qtbot.waitActive(screen.window):
            screen.window.raise_()
            screen.window.activateWindow()


def synced(qtbot, *screens):
    """A pass of each, one after the other."""
    for screen in screens:
        to_front(qtbot, screen)
        screen.sync()


def to_check(screen) -> int:
    """What the start page counts for a person as to be checked."""
    counted = todo.counted(screen.session, todo.lines(screen.session))
    return sum(count for target, count in counted.of.items() if ("concern", Concern.TO_CHECK) in target.filters)


def filters_offer(screen) -> bool:
    """Whether the lists offer what is to be checked."""
    fields = [bar.fields["concern"] for bar in screen.window.findChildren(FilterBar) if "concern" in bar.fields]
    assert fields
    return any(field.findData(Concern.TO_CHECK) >= 0 for field in fields)


def tab_of(page) -> bool:
    return page.side.tabs.isTabVisible(page.side.tabs.indexOf(page.side.release))


def offered(page) -> set[ReleaseStep]:
    return {step for step, button in page.side.release.buttons.items() if not button.isHidden()}


def told(page) -> str:
    return "\n".join(page.header.notices.texts())


def press(qtbot, screen, button):
    """A press on a button of the tab, done when the desk has stored it."""
    to_front(qtbot, screen)
    screen.page.side.show_release_tab()
    button.setFocus()
    screen.keys.press(Key.Key_Space)
    screen.saved()


def test_a_certificate_goes_out_when_a_second_person_has_released_exactly_this_content(
    qtbot, screens, desks, backend_process
):
    mine, theirs = screens(RCEP, "demo"), screens(RCEP, "admin")
    product = approved_product(mine.clerk, backend_process, PRE_REVIEW)
    written = mine.clerk.write(certificate_of(RCEP, product), form="rcep_2022").id
    to_front(qtbot, mine)
    mine.open(written)
    synced(qtbot, mine)
    nothing = (tab_of(mine.page), mine.page.header.release.text(), told(mine.page))
    assert nothing == (False, "", "")
    assert not filters_offer(mine)

    choice = company_page(qtbot, theirs).release
    assert choice.choice.isVisibleTo(choice)
    choice.choice.click()
    qtbot.waitUntil(lambda: choice.message.text() != "", timeout=NETWORK_MS)
    assert theirs.session.read.company().release_needed
    synced(qtbot, mine)
    assert tab_of(mine.page)
    assert mine.page.header.release.text() == "· 尚未复核"
    assert filters_offer(mine)

    # A cannot send, is told why, and asks from where it is told.
    to_front(qtbot, mine)
    mine.keys.press(Key.Key_Return, CONTROL)
    mine.saved()
    assert "同事" in told(mine.page)
    press(qtbot, mine, mine.page.side.release.buttons[ReleaseStep.ASK])
    assert mine.page.header.release.text() == "· 待复核"
    assert offered(mine.page) == {ReleaseStep.GIVE_BACK}
    synced(qtbot, mine)

    # B sees it on the start page, puts a note at a field and gives it back.
    synced(qtbot, theirs)
    assert (to_check(mine), to_check(theirs)) == (0, 1)
    to_front(qtbot, theirs)
    theirs.open(written)
    assert offered(theirs.page) == {ReleaseStep.RELEASE, ReleaseStep.GIVE_BACK}
    theirs.keys.go_to("consignee_name")
    panel = theirs.page.side.release
    theirs.page.side.show_release_tab()
    panel.text.setFocus()
    theirs.keys.type(NOTE)
    theirs.keys.press(Key.Key_Return)
    theirs.saved()
    row = theirs.page.values()["goods"][0]["id"]
    theirs.session.do(theirs.page, releasing.put_note, written, "goods", CELL, row, "quantity")
    theirs.saved()
    press(qtbot, theirs, panel.buttons[ReleaseStep.GIVE_BACK])
    assert to_check(theirs) == 0
    synced(qtbot, theirs)

    # A sees the note at that field, mends, answers and asks again.
    synced(qtbot, mine)
    box = mine.page.fields.boxes["consignee_name"]
    assert NOTE in box.note.toolTip()
    assert not box.note.isHidden()
    goods = mine.page.fields.editor("goods").model
    quantity = goods.index(0, [part.id for part in goods.columns].index("quantity"))
    assert CELL in goods.data(quantity, Qt.ItemDataRole.ToolTipRole)
    mine.keys.fill("consignee_name", MENDED)
    mine.saved()
    panel = mine.page.side.release
    mine.page.side.show_release_tab()
    panel.list.setCurrentRow(0)
    panel.text.setFocus()
    mine.keys.type(ANSWER)
    press(qtbot, mine, panel.answering)
    press(qtbot, mine, panel.buttons[ReleaseStep.ASK])
    synced(qtbot, mine, theirs)
    assert ANSWER in theirs.page.side.release.list.item(0).text()
    press(qtbot, theirs, theirs.page.side.release.buttons[ReleaseStep.RELEASE])
    theirs.page.side.release.list.setCurrentRow(0)
    theirs.page.side.release.text.setText(BEGUN)
    press(qtbot, theirs, theirs.page.side.release.clearing)
    assert theirs.page.side.release.text.text() == BEGUN, "a note that is only begun went with another"
    synced(qtbot, theirs)

    # A changes it once more: the release is gone, and that is told.
    synced(qtbot, mine)
    assert mine.page.header.release.text() == "· 已放行"
    assert box.note.isHidden()
    mine.keys.fill("consignee_name", LATER)
    mine.saved()
    assert mine.page.header.release.text() == "· 复核后已修改"
    assert "内容已改" in told(mine.page)
    synced(qtbot, mine)
    draft = mine.clerk.document(written)
    straight = backend_process.client("demo").submit(written, draft.rev)
    assert (straight.status_code, straight.json()["type"].rpartition(":")[2]) == (409, "not-released")

    # B releases again, A sends, the office has it and knows nothing of notes.
    press(qtbot, mine, mine.page.side.release.buttons[ReleaseStep.ASK])
    synced(qtbot, mine, theirs)
    press(qtbot, theirs, theirs.page.side.release.buttons[ReleaseStep.RELEASE])
    synced(qtbot, theirs, mine)
    to_front(qtbot, mine)
    mine.send()
    synced(qtbot, mine)
    assert mine.clerk.document(written).stage == "submitted"
    there = backend_process.client("examiner").get(f"/v1/docs/{written}").json()
    assert (there["stage"], "release" in there["facts"]) == ("submitted", False)

    page = company_page(qtbot, theirs)
    page.release.choice.click()
    qtbot.waitUntil(lambda: not theirs.session.read.company().release_needed, timeout=NETWORK_MS)
    synced(qtbot, mine)
    assert not filters_offer(mine)
    mine.open(mine.clerk.write(certificate_of(RCEP, product, "LF-NEXT"), form="rcep_2022").id)
    assert (tab_of(mine.page), mine.page.header.release.text(), told(mine.page)) == (False, "", "")


def test_a_release_made_offline_for_an_older_content_releases_no_newer_one(desks, backend_process):
    author, other = desks("demo", clock=clock_of(RCEP)), desks("clerk2", clock=clock_of(RCEP))
    admin = backend_process.client("admin")
    assert admin.call("PUT", "/v1/company/release", {"needed": True}, Idempotency_Key="on").ok
    written = author.write().id
    author.sync()
    author.perform(releasing.ask, written, author.document(written).revision)
    author.sync()
    other.sync()
    author.edit(written, consignee="OSAKA TRADING")
    author.sync()
    author.perform(releasing.ask, written, author.document(written).revision)
    author.sync()

    released = other.perform(releasing.let_go, written, other.document(written).revision)  # has not heard of it
    assert standing(other, written) == "released"
    assert released.values["consignee"] != "OSAKA TRADING"
    other.sync()
    assert [intent.problem["type"] for intent in other.outbox()] == ["release-outdated"]
    author.sync()
    assert (standing(author, written), standing(other, written)) == ("asked", "asked")
    other.perform(releasing.let_go, written, other.document(written).revision)
    other.sync()
    author.sync()
    assert (standing(author, written), other.states()) == ("released", [])
    author.submit(written)
    author.sync()
    assert author.document(written).stage == "submitted"
    assert admin.call("PUT", "/v1/company/release", {"needed": False}, Idempotency_Key="off").ok


def standing(desk: Desk, document_id: str) -> str:
    reader, document = desk.store.reader, desk.document(document_id)
    return str(releasing.standing(reader, toy_rules(), document).state)
