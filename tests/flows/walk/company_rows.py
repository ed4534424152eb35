"""Rows of the company's own work: its page, backups, a second pair of eyes, a first day, a dossier, a comparison."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QFileDialog

from coo_backend.seed import LANFENG
from coo_desktop.domain.office.release import ReleaseStep
from coo_desktop.domain.operations import sending
from coo_desktop.domain.sheets.cells import FilledSheet
from coo_desktop.domain.sheets.cells import Page as SheetPage
from coo_desktop.store.record_tools import StoredRecordTools
from coo_desktop.views.target import Target
from tests.domain.given import PRE_REVIEW, RCEP, values_of
from tests.flows.keyboard import ALT, CONTROL, SHIFT, Key
from tests.flows.office import same_on_both
from tests.flows.screen import Screen
from tests.flows.walk.account_rows import signed_in
from tests.flows.walk.walker import Walker

NOTE = "收货人与合同不一致"


def shows_the_company(walk: Walker) -> None:
    """As it is filed, without a network too; two new passwords that differ change nothing."""
    screen, keys = walk.sit_down(), walk.keys
    page = walk.page(screen, "company")
    walk.wait(lambda: not page.is_waiting and screen.session.tasks.is_idle)
    assert page.facts["name_en"].text() == LANFENG.name_en
    assert page.facts["credit_code"].text() == LANFENG.credit_code
    for field, text in ((page.password.old, "one"), (page.password.new, "two-two-two"), (page.password.again, "three")):
        keys.write(field, text)
    keys.press(Key.Key_Return)
    assert any(note.text() for note in page.password._notes.values()), "passwords that differ are not told"


def backs_up_and_shows_what_would_change(walk: Walker) -> None:
    """A file on another disk; what restoring it would change is shown before anything is."""
    program = signed_in(walk, "demo")
    program.window.wanted.emit(Target("backups"))
    page: Any = program.window.tabs.current_page()
    stick = walk.folder / "stick"
    stick.mkdir()
    answer_file(walk, page.backup.button.click, stick)
    walk.wait(lambda: not page.backup.row.is_running)
    (file,) = stick.glob("*.coobackup")
    answer_file(walk, page.restore.opening.click, file)
    page.restore.looking.click()
    walk.wait(lambda: page.restore.button.isEnabled())


def has_a_second_person_release(walk: Walker) -> None:
    """Asked for by one, noted, released by another; only then it is sent, and the office knows nothing of notes."""
    mine, admin = walk.sit_down(), walk.backend.client("admin")
    draft = walk.written(mine)
    assert admin.call("PUT", "/v1/company/release", {"needed": True}, Idempotency_Key="on").ok
    mine.open(draft.id)
    mine.sync()
    walk.keys.press(Key.Key_Return, CONTROL)
    mine.saved()
    assert not mine.clerk.document(draft.id).delivery, "it is sent without a second person"
    decide(walk, mine, ReleaseStep.ASK)
    theirs = walk.sit_down("clerk2")
    theirs.sync()
    theirs.open(draft.id)
    panel = theirs.page.side.release
    theirs.page.side.show_release_tab()
    walk.keys.write(panel.text, NOTE)
    walk.keys.press(Key.Key_Return)
    theirs.saved()
    decide(walk, theirs, ReleaseStep.RELEASE)
    with walk.qtbot.waitActive(mine.window):
        mine.window.raise_()
        mine.window.activateWindow()
    mine.sync()
    assert mine.send().stage == "submitted"
    assert "release" not in walk.backend.client("examiner").get(f"/v1/docs/{draft.id}").json()["facts"]


def decide(walk: Walker, screen: Screen, step: ReleaseStep) -> None:
    """A press on a button of the tab, and a pass."""
    page = screen.page
    page.side.show_release_tab()
    walk.keys.push(page.side.release.buttons[step])
    screen.saved()
    screen.sync()


def withdraws_a_product(walk: Walker) -> None:
    """A pre-review that waits for the office comes back by Alt+W, and both sides agree."""
    screen, keys = walk.sit_down(), walk.keys
    made = screen.clerk.write(values_of(PRE_REVIEW), form="pre_review")
    screen.clerk.submit(made.id)
    screen.sync()
    screen.workplace.open(made.id)
    keys.asked(lambda: keys.press(Key.Key_W, ALT))
    keys.enter()
    screen.settled()
    assert screen.clerk.document(made.id).stage == "withdrawn"
    assert same_on_both(screen.clerk, walk.backend.client("demo"), made.id)


def saves_a_dossier(walk: Walker) -> None:
    """Paper, product and evidence of an approved certificate in one file, from its page."""
    screen = walk.sit_down()
    page, place = screen.open(walk.issued(screen).id), walk.folder / "dossier.zip"
    answer_file(walk, lambda: walk.keys.push(page.header.buttons["dossier"]), place)
    walk.wait(lambda: place.exists() and screen.session.tasks.is_idle)


def prints_a_comparison(walk: Walker) -> None:
    """The lines of an amendment beside its original, on paper."""
    screen, keys = walk.sit_down(), walk.keys
    original, file = walk.issued(screen), walk.folder / "comparison.pdf"
    page = screen.open(screen.clerk.perform(sending.amend, original.id, "收货人有误").id)
    keys.write(page.fields.editor("consignee_name").focus_widget(), "SAKURA TABLEWARE K.K.")
    keys.press(Key.Key_C, CONTROL | SHIFT)
    comparison = page.side.comparison
    walk.wait(lambda: comparison.lines and comparison.printing.isEnabled())
    dialog: Any = keys.asked(lambda: keys.push(comparison.printing))
    keys.write(dialog.target.file, str(file))
    keys.accept()
    walk.wait(lambda: file.exists() and screen.session.tasks.is_idle)


def takes_a_workbook_in(walk: Walker) -> None:
    """Products of a workbook become drafts once it was shown what each line does; the same again is there already."""
    rows = (("货号", "中文品名", "英文品名", "HS 编码"), ("A1", "保温杯", "FLASK", "961700"))
    book = walk.folder / "products.xlsx"
    StoredRecordTools().write_book(book, [FilledSheet(SheetPage("预审", rows))])
    screen = walk.sit_down(sample=RCEP)
    page = walk.page(screen, "workbooks")
    answer_file(walk, lambda: walk.keys.push(page.buttons["import"]), book)
    walk.wait(lambda: page.panel.model.lines and screen.session.tasks.is_idle)
    with walk.qtbot.waitActive(screen.window):
        screen.window.activateWindow()  # a window manager does this
    assert list(screen.session.read.whole.of("pre_review")) == []
    walk.keys.push(page.panel.taking)
    walk.wait(lambda: screen.session.tasks.is_idle)
    (draft,) = screen.session.read.whole.of("pre_review")
    assert (draft.stage, draft.values["name_zh"]) == ("draft", "保温杯")


def answer_file(walk: Walker, press: Callable[[], object], path: Path) -> None:
    """Presses a button that asks for a file, and answers with a path."""

    def shown() -> list[QFileDialog]:
        found = (one for top in QApplication.topLevelWidgets() for one in (top, *top.findChildren(QFileDialog)))
        return [one for one in found if isinstance(one, QFileDialog) and one.isVisible()]

    press()
    walk.wait(shown)
    for dialog in shown():
        dialog.fileSelected.emit(str(path))
        dialog.filesSelected.emit([str(path)])
        dialog.done(0)
    walk.wait(lambda: not shown())
