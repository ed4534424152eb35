"""新版: a draft of a former edition says so on its page and what moving to the new edition would change; one press
moves it, at the office too."""

from coo_desktop.environment.words import _
from tests.domain.given import values_of
from tests.flows.keyboard import CONTROL, SHIFT, Key

CHANGES = "货物最多 50 项（原 20 项），第 5 栏印 (Max 50)；旧版自 2021-09-01 起不再签发。"


def test_a_draft_of_a_former_edition_moves_to_the_new_one_with_one_press(qtbot, screens, backend_process):
    screen = screens("switzerland_s")
    values = values_of("switzerland_s")
    row = values["goods"][0]
    goods = [{**row, "id": f"0199e5a0-0000-7000-8000-{at:012x}", "product": ""} for at in range(21)]
    old = screen.clerk.write({**values, "goods": goods}, form="switzerland_s")
    before = {**values, "lc_no": "LC-77", "goods": [], "invoices": [{**values["invoices"][0], "number": "CZ2026-0401"}]}
    screen.clerk.write(before, form="switzerland_s")
    screen.sync()
    assert backend_process.client("demo").get(f"/v1/docs/{old.id}").json()["form"] == "switzerland_s"

    screen.open(old.id)
    [said] = [text for text in screen.page.header.notices.texts() if CHANGES in text]
    assert "瑞士 FORM S 2021" in said
    screen.keys.fill("remarks", "ORDER NO. AH-7782")
    former = screen.page
    screen.keys.press_button(_("Move to the new edition"))
    page = screen.opened("switzerland_s_2021")
    new = screen.saved()
    assert (new.values["remarks"], len(new.values["goods"])) == ("ORDER NO. AH-7782", 21)
    assert not any(CHANGES in text for text in page.header.notices.texts())
    assert "items_over_limit" not in [problem.code for problem in page.check()]
    qtbot.waitUntil(lambda: former not in screen.window.tabs.open_pages().values())

    screen.keys.go_to("lc_no")
    screen.keys.press(Key.Key_L, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: page.values()["lc_no"] == "LC-77")
    screen.saved()

    screen.sync()
    client = backend_process.client("demo")
    assert client.get(f"/v1/docs/{new.id}").json()["form"] == "switzerland_s_2021"
    assert not client.get(f"/v1/docs/{old.id}").ok
    assert screen.clerk.outbox() == ()
