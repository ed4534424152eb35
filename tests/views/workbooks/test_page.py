"""The page of workbooks: what a file that is none says, what a person may take, and where stopping leaves the rest."""

import pytest

from coo_desktop.domain.operations.imports import workbook_import
from coo_desktop.domain.sheets.cells import FilledSheet, Page
from coo_desktop.store.record_tools import StoredRecordTools
from coo_desktop.views.target import Target
from coo_desktop.views.workbooks.page import WorkbookPage

TOOLS = StoredRecordTools()
TITLES = ("货号", "中文品名", "HS 编码")


@pytest.fixture
def session(make):
    return make(records=TOOLS)


@pytest.fixture
def page(qtbot, session):
    made = WorkbookPage(session, None)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def read(qtbot, page, session, file):
    page.read_book(file)
    qtbot.waitUntil(lambda: session.tasks.is_idle, timeout=10_000)


def book(tmp_path, *rows, titles=TITLES):
    TOOLS.write_sheet(tmp_path / "a.csv", Page("a", (titles, *rows)))
    return tmp_path / "a.csv"


def products(session):
    return [one.values["name_zh"] for one in session.read.whole.of("pre_review")]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "密码"),
        ("a.xlsm", b"PK\x03\x04", "xlsx"),
        ("a.xlsx", b"PK\x03\x04 no package", "损坏"),
        ("a.csv", "颜色,尺寸\n红,1\n".encode(), "中文品名"),
        ("a.csv", b"", "没有内容"),
    ],
)
def test_a_file_that_is_no_workbook_says_why_and_changes_nothing(qtbot, session, page, tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    read(qtbot, page, session, tmp_path / name)
    [text] = page.notices.texts()
    assert said in text
    assert not page.panel.isVisible()
    assert page.buttons["import"].isEnabled()


def test_what_has_problems_is_taken_only_when_asked_for(qtbot, session, page, tmp_path):
    read(qtbot, page, session, book(tmp_path, ("A1", "杯", "961700"), ("A2", "壶", "#REF!")))
    assert "2" not in page.panel.taking.text()
    page.panel.only_wrong.click()
    assert page.panel.model.rowCount() == 1
    page.panel.faulty.click()
    page.panel.taking.click()
    qtbot.waitUntil(lambda: session.tasks.is_idle)
    assert products(session) == ["杯", "壶"]


def test_stopping_ends_between_two_commits_and_says_what_is_left(qtbot, session, page, tmp_path, monkeypatch):
    monkeypatch.setattr(workbook_import, "BLOCK", 1)
    read(qtbot, page, session, book(tmp_path, *((f"A{at}", f"杯{at}", "961700") for at in range(3))))
    page.panel.taking.click()
    page.panel.progress.stopping.click()
    qtbot.waitUntil(lambda: session.tasks.is_idle and bool(page.notices.texts()))
    assert products(session) == ["杯0"]
    assert "2" in page.notices.texts()[0]
    read(qtbot, page, session, book(tmp_path, *((f"A{at}", f"杯{at}", "961700") for at in range(3))))
    assert [line.state for line in page.panel.chosen()] == ["new", "new"]


def test_an_export_tells_of_files_that_are_in_no_workbook(qtbot, session, page, tmp_path):
    from tests.views.pages import stored

    stored(session, "pre_review", {"name_zh": "杯", "evidence": [{"id": "e", "sha256": "a"}]})
    page.write_book(tmp_path / "out.xlsx")
    qtbot.waitUntil(lambda: session.tasks.is_idle)
    assert "佐证" in page.notices.texts()[0]
    assert len(TOOLS.read_table(tmp_path / "out.xlsx").readings[0].pages[0].rows) == 2


def test_the_kind_that_a_target_names_is_chosen_and_a_past_certificate_is_of_one_type(qtbot, session, page, tmp_path):
    page.navigate(Target("workbooks", form="rcep_2022"))
    assert page.form.id == "rcep_2022"
    sheets = [FilledSheet(Page("Sheet1", (("证书号", "收货人名称"), ("C1", "ACME"))))]
    TOOLS.write_book(tmp_path / "past.xlsx", sheets)
    read(qtbot, page, session, tmp_path / "past.xlsx")
    page.panel.taking.click()
    qtbot.waitUntil(lambda: session.tasks.is_idle)
    [past] = session.read.whole.of("certificate")
    assert (past.form, past.stage) == ("rcep_2022", "past")
