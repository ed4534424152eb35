"""A table of importers taken in, one of them chosen in a certificate by keys, and both on the second desk."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from coo_desktop.views.target import Target
from tests.domain.given import PRE_REVIEW, RCEP
from tests.flows.office import approved_product, certificate_of, clock_of

Key = Qt.Key
TABLE = "英文名称,英文地址,国家\n=ZOLLVEREIN GMBH,HAUPTSTRASSE 1 BERLIN,德国\nOKINAWA TRADING K.K.,1-1 NAHA,日本\n"


@pytest.fixture
def kept(qtbot, screens, desks, tmp_path):
    """(my window, the other desk): the table was taken in on mine."""
    screen = screens(RCEP, "demo")
    other = desks("clerk2", clock=clock_of(RCEP))
    kind = screen.window.tabs.show_page(Target("record")).kinds.widget(0)
    file = tmp_path / "importers.csv"
    file.write_bytes(TABLE.encode("gb18030"))
    kind.read_table(file)
    qtbot.waitUntil(kind.importing.isVisible)
    screen.keys.press(Key.Key_Space)
    qtbot.waitUntil(lambda: kind.list.isVisible())
    return screen, other


def importers(desk):
    return sorted(
        (one.values["name"], one.values["country"]) for one in desk.store.reader.whole.of("record", "importer")
    )


def test_importers_of_a_table_reach_the_other_desk(kept):
    screen, other = kept
    screen.sync()
    other.sync()
    assert importers(other) == importers(screen.clerk)
    assert {("=ZOLLVEREIN GMBH", "DE"), ("OKINAWA TRADING K.K.", "JP")} <= set(importers(other))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_name_that_begins_like_a_formula_is_text_outside_and_itself_when_it_comes_back(qtbot, kept, tmp_path, ending):
    screen, _other = kept
    screen.sync()  # what an earlier test has sent comes now, not while the table is compared
    kind = screen.window.tabs.show_page(Target("record")).kinds.widget(0)
    file = tmp_path / f"out.{ending}"
    kind.buttons["export"].click()
    qtbot.waitUntil(lambda: bool(screen.window.findChildren(QFileDialog)))
    (dialog,) = screen.window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(file))
    dialog.done(0)
    qtbot.waitUntil(lambda: file.exists() and screen.session.tasks.is_idle)
    page = screen.session.ports.records.read_table(file).readings[0].pages[0]
    names = {cell for row in page.rows for cell in row if "ZOLLVEREIN" in cell}
    assert names == {"'=ZOLLVEREIN GMBH"}
    kind.read_table(file)
    qtbot.waitUntil(lambda: kind.importing.isVisible() and screen.session.tasks.is_idle)
    told = " ".join(label.text() for label in kind.importing.findChildren(QLabel))
    assert f"新增：0 · 更新：0 · 已有，无变化：{len(importers(screen.clerk))}" in told


def test_one_of_them_fills_a_certificate_by_keys_and_arrives_there_too(qtbot, kept, backend_process):
    screen, other = kept
    product = approved_product(screen.clerk, backend_process, PRE_REVIEW)
    written = screen.clerk.write(certificate_of(RCEP, product), form="rcep_2022")
    page = screen.open(written.id)
    screen.keys.go_to("consignee_name")
    qtbot.waitUntil(lambda: page.help.records.books.of("importer") is not None)
    screen.keys.type("naha jap")
    screen.keys.press(Key.Key_Down)
    screen.keys.press(Key.Key_Return)
    screen.saved()
    screen.sync()
    other.sync()
    arrived = other.document(written.id).values
    told = [arrived[f"consignee_{part}"] for part in ("name", "address", "country")]
    assert told == ["OKINAWA TRADING K.K.", "1-1 NAHA", "JP"]
