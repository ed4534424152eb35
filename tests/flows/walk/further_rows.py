"""What the design asks beyond the manual: offline and exactly once, explained, pasted, in batches, compared."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from coo_desktop.domain.operations import sending
from coo_desktop.environment.assets import resource
from coo_desktop.views.document.history_page import HistoryPage
from tests.flows.keyboard import CONTROL, SHIFT, Key
from tests.flows.office import effects, office_asks, turn_to
from tests.flows.screen import shown_problems
from tests.flows.walk.walker import Walker

ROOT = Path(__file__).resolve().parents[3]


def works_offline_and_sends_once(walk: Walker) -> None:
    """Written and sent without a network; it goes when the network is back, and each effect happens once."""
    screen = walk.sit_down()
    draft = walk.written(screen)
    screen.sync()
    before = effects(walk.backend, draft.id)
    walk.backend.stop()
    screen.open(draft.id)
    walk.keys.fill("consignee_name", "WRITTEN OFFLINE")
    screen.saved()
    walk.keys.asked(lambda: walk.keys.press(Key.Key_Return, CONTROL))
    walk.keys.enter()
    walk.wait(lambda: screen.clerk.document(draft.id).delivery)
    screen.sync()
    assert screen.session.state.light == "offline"
    walk.backend.start(walk.backend.port)
    turn_to(walk.backend, screen.clerk.clock)
    for _ in range(2):
        screen.clerk.clock.pass_s(4000)
        screen.sync()
    assert screen.session.state.light == "synced"
    after = effects(walk.backend, draft.id)[len(before) :]
    assert len(after) == len(set(after)), f"something happened twice: {after}"
    assert (after[-1], screen.clerk.document(draft.id).stage) == ("submit", "submitted")


def explains_a_criterion(walk: Walker) -> None:
    """Beside a goods line stand the criterion that holds, its reason and the article."""
    screen, keys = walk.sit_down(), walk.keys
    draft = walk.written(screen)
    screen.open(draft.id)
    keys.go_to("goods")
    keys.edit_row("goods")
    dialog: Any = QApplication.activeModalWidget()
    said = " ".join(label.text() for label in dialog.offers.findChildren(QLabel))
    assert "722020" in said, "the reason does not name a material"
    assert "Annex 3A" in said, "no source is named"


def pastes_goods_from_a_spreadsheet(walk: Walker) -> None:
    """A block copied in Excel becomes rows of the goods grid, as one step that undo takes back."""
    screen, keys = walk.sit_down(), walk.keys
    page = screen.new(2, "rcep_2022")
    keys.go_to("goods")
    QGuiApplication.clipboard().setText("VACUUM FLASK\t961700\nFOOD JAR\t961700")
    keys.press(Key.Key_V, CONTROL)
    names = [row.get("name_en") for row in page.values()["goods"]]
    assert names == ["VACUUM FLASK", "FOOD JAR"], names
    keys.press(Key.Key_Z, CONTROL)
    assert page.values()["goods"] == []
    QGuiApplication.clipboard().clear()


def jumps_to_problems(walk: Walker) -> None:
    """F9 lists what is wrong; F7 goes from one field to the next."""
    screen, keys = walk.sit_down(), walk.keys
    draft = walk.written(screen)
    page = screen.open(draft.id)
    for name in ("consignee_name", "vessel"):
        keys.write(page.fields.editor(name).focus_widget(), " ")
    keys.press(Key.Key_F9)
    fields = [problem.field for problem in page.checking.problems]
    assert "consignee_name" in fields
    assert len(shown_problems(page)) == page.side.problems.list.count()
    keys.press(Key.Key_F7)
    assert keys.field == fields[0]


def shows_the_form_while_typing(walk: Walker) -> None:
    """The paper stands beside the fields and follows what is typed."""
    screen, keys = walk.sit_down(), walk.keys
    draft = walk.written(screen)
    page = screen.open(draft.id)
    keys.press(Key.Key_P, CONTROL | SHIFT)
    preview = page.side.preview
    walk.wait(lambda: preview.pages)
    keys.write(page.fields.editor("consignee_name").focus_widget(), "FOLLOWED K.K.")
    walk.wait(lambda: "FOLLOWED K.K." in " ".join(shown.accessibleDescription() for shown in preview.pages))


def sends_a_batch(walk: Walker) -> None:
    """Several certificates chosen in the list leave with one question."""
    screen, keys = walk.sit_down(), walk.keys
    product = walk.product(screen)
    made = [walk.written(screen, f"LF-BATCH-{number}", product) for number in range(3)]
    screen.sync()
    page = walk.list(screen, "certificate")
    walk.wait(lambda: page.model.rowCount() == len(made))
    keys.to_row(page.table, 0)
    keys.press(Key.Key_Down, SHIFT, times=len(made) - 1)
    assert len(page.rows()) == len(made)
    keys.asked(lambda: keys.press(Key.Key_Return, CONTROL))
    keys.enter()
    walk.wait(lambda: all(screen.clerk.document(one.id).delivery or one.rev for one in made))
    screen.sync()
    assert {screen.clerk.document(one.id).stage for one in made} == {"submitted"}


def undertakes_at_the_send(walk: Walker) -> None:
    """An office that asks gets an undertaking and a way to collect with the certificate; its queue shows the way."""
    office_asks(walk.backend, True)
    screen, keys = walk.sit_down(), walk.keys
    draft = walk.written(screen)
    screen.open(draft.id)
    screen.saved()
    dialog: Any = keys.asked(lambda: keys.press(Key.Key_Return, CONTROL))
    keys.press(Key.Key_Return)
    assert dialog.isVisible(), "a certificate leaves without an undertaking"
    keys.to(dialog.ways.buttons()[0])
    keys.press(Key.Key_Right)
    keys.press(Key.Key_Space)
    keys.push(dialog.undertaking)
    keys.enter()
    walk.wait(lambda: screen.clerk.document(draft.id).delivery)
    screen.sync()
    assert screen.clerk.document(draft.id).stage == "submitted"
    examiner = walk.office()
    examiner.open("/console/queue")
    assert examiner.shows("窗口领取")


def compares_with_the_original(walk: Walker) -> None:
    """An amendment and its original side by side, a line for each difference."""
    screen, keys = walk.sit_down(), walk.keys
    original = walk.issued(screen)
    begun = screen.clerk.perform(sending.amend, original.id, "收货人有误")
    page = screen.open(begun.id)
    keys.write(page.fields.editor("consignee_name").focus_widget(), "SAKURA TABLEWARE K.K.")
    keys.press(Key.Key_C, CONTROL | SHIFT)
    assert page.side.shows_comparison
    walk.wait(lambda: [line.field.id for line in page.side.comparison.lines] == ["consignee_name"])


def keeps_every_version(walk: Walker) -> None:
    """The history of a document; any two versions compare, and an earlier one comes back as a draft."""
    screen, keys = walk.sit_down(), walk.keys
    issued = walk.issued(screen)
    page = walk.list(screen, "certificate")
    walk.choose(page, issued.id)
    keys.press(Key.Key_H, CONTROL)
    shown = screen.window.tabs.currentWidget()
    assert isinstance(shown, HistoryPage)
    assert {version.stage for version in shown.versions} >= {"submitted", "approved"}


def answers_at_the_command_line(_walk: Walker) -> None:
    """`coo-desktop check`: the same rules without a window, as JSON and an exit code."""
    command = [sys.executable, "-m", "coo_desktop", "check", str(resource("samples", "rcep_6_1.json")), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode in (0, 1), done.stderr
    assert isinstance(json.loads(done.stdout), list | dict)
