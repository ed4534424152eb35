"""Rows 1.1, 1.2 and 1.10: signing in, a forgotten password, the people of the company, its office, the end."""

from PySide6.QtCore import Qt

from coo_backend.seed import PASSWORD
from coo_desktop.bootstrap import wipe
from coo_desktop.store.files.profile import Profile
from coo_desktop.views.account.forgotten_page import ForgottenPage
from coo_desktop.views.account.sign_in import SignInPage, UnlockPage
from coo_desktop.views.account.wipe_window import WipeWindow
from coo_desktop.views.shell.application import Application
from coo_desktop.views.tasks import Tasks
from tests.flows.keyboard import CONTROL, Key, sign_in
from tests.flows.office import code_for
from tests.flows.screen import NETWORK_MS
from tests.flows.walk.walker import Walker

NEW_PASSWORD = "lantern-ridge-77"
PHONE = "13800000003"


def signs_in(walk: Walker) -> None:
    """Account and password; the next start opens the work without a network, by the password alone."""
    program = signed_in(walk, "demo")
    walk.end(program)
    walk.backend.stop()
    again = walk.start("demo")
    assert isinstance(again.window.gate, UnlockPage)
    sign_in(walk.qtbot, walk.keys, again, "not this one")
    assert again.window.gate is not None
    sign_in(walk.qtbot, walk.keys, again, PASSWORD)
    walk.wait(lambda: again.window.gate is None)
    walk.keys.shortcut("Ctrl+1")
    walk.keys.press(Key.Key_N, CONTROL)
    walk.wait(lambda: walk.keys.focus is not None and again.window.tabs.count() > 4)


def signed_in(walk: Walker, account: str) -> Application:
    """A fresh program after the sign-in of this account."""
    program = walk.start(account)
    assert isinstance(program.window.gate, SignInPage)
    sign_in(walk.qtbot, walk.keys, program, PASSWORD, account)
    walk.wait(lambda: program.window.light.light == "synced")
    assert program.window.gate is None
    return program


def sets_a_forgotten_password(walk: Walker) -> None:
    """A code to the filed phone, counted down before another; the new password signs in, the old one does not."""
    program, keys = walk.start("clerk2"), walk.keys
    keys.type("clerk2")
    keys.press_button("忘记密码")
    page = program.window.gate
    assert isinstance(page, ForgottenPage)
    keys.push(page.sending)
    walk.wait(page.code.hasFocus)
    assert not page.sending.isEnabled(), "another code can be asked for at once"
    keys.type(code_for(walk.qtbot, walk.backend, PHONE))
    keys.write(page.password, NEW_PASSWORD)
    keys.write(page.again, NEW_PASSWORD)
    keys.press(Key.Key_Return)

    def is_set() -> None:
        assert program.window.gate is not page, page.message.text() or "no answer to the new password yet"

    walk.qtbot.waitUntil(is_set, timeout=NETWORK_MS)
    sign_in(walk.qtbot, keys, program, PASSWORD)
    assert isinstance(program.window.gate, SignInPage), "the old password still signs in"
    sign_in(walk.qtbot, keys, program, NEW_PASSWORD)
    walk.wait(lambda: program.window.gate is None)


def arranges_signatories(walk: Walker) -> None:
    """Disabled, enabled, deleted, and the administration handed over; the last administrator does not delete itself."""
    screen, keys = walk.sit_down("admin"), walk.keys
    page = walk.page(screen, "signatories")

    def choose(account: str) -> None:
        walk.wait(lambda: not page.is_waiting)
        row = next(row for row in range(page.table.rowCount()) if page.table.item(row, 1).text() == account)
        keys.to_row(page.table, row)
        assert page.chosen().account == account

    def people() -> dict[str, tuple[bool, str]]:
        found = screen.clerk.office.people.signatories()
        return {person.account: (person.active, person.role) for person in found}

    choose("admin")
    assert not page.buttons["delete"].isEnabled()
    for event in ("disable", "enable"):
        choose("demo")
        if event == "disable":
            keys.asked(lambda: keys.push(page.buttons["disable"]))
            keys.enter()
        else:
            keys.push(page.buttons["enable"])
        walk.wait(lambda: not page.is_waiting)
        assert people()["demo"] == (event == "enable", "clerk")
    choose("clerk2")
    keys.asked(lambda: keys.push(page.buttons["delete"]))
    keys.enter()
    walk.wait(lambda: "clerk2" not in people())
    choose("demo")
    keys.asked(lambda: keys.push(page.buttons["hand_over"]))
    keys.type(PASSWORD)
    keys.enter()
    walk.wait(lambda: screen.clerk.store.reader.person().role == "clerk" and not page.is_waiting)
    assert screen.clerk.office.company() is not None
    with walk.backend.client("demo").get("/v1/signatories") as answer:
        assert {one["account"]: one["role"] for one in answer.json()["items"]} == {"admin": "clerk", "demo": "admin"}


def moves_to_another_office(walk: Walker) -> None:
    """Place, office, reason; one request at a time; the answer shows on the page, the company is the new office's."""
    screen, keys = walk.sit_down("admin"), walk.keys
    page = walk.page(screen, "moves")
    walk.wait(lambda: not page.is_waiting)
    keys.write(page.reason, "relocated")
    keys.push(page.sending)
    walk.wait(lambda: not page.is_waiting and not page.reason.toPlainText())
    assert not page.sending.isEnabled(), "a second request can be sent"
    (move,) = screen.clerk.office.letters.moves()
    examiner = walk.office("examiner2")
    examiner.open("/console/moves")
    assert examiner.send(f"/console/moves/{move.id}", verdict="approved", reason="材料齐全").ok
    keys.push(page.reloading)
    walk.wait(lambda: not page.is_waiting and screen.clerk.store.reader.company().office == "4405")
    assert "贸促会潮州" in page.here.text()


def cancels_the_account(walk: Walker) -> None:
    """Every reminder ticked and the password; afterwards nothing is left here and the account cannot sign in."""
    program, keys = signed_in(walk, "clerk2"), walk.keys
    keys.choose(lambda: keys.shortcut("Alt+A"), "注销账号(&C)")
    page = program.window.tabs.currentWidget()
    assert not page.cancelling.isEnabled()
    for box in (box for box in page.reminders if box.isVisible()):
        keys.push(box)
    keys.asked(lambda: keys.push(page.cancelling))
    keys.type(PASSWORD)
    keys.press(Key.Key_Return)
    walk.wait(lambda: not program.window.isVisible())
    folder = program.outside.folder
    walk.end(program)
    tasks = Tasks()
    window = WipeWindow(tasks, lambda: wipe.carry_out(Profile(folder)))
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    walk.look_at(window)
    window.show()
    with walk.qtbot.waitSignal(window.ended):
        window.start()
    tasks.close()
    assert list(folder.iterdir()) == [], "something of the account is left"
    assert walk.backend.client().sign_in("clerk2").status_code in (401, 403)
