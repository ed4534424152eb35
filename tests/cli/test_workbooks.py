"""`coo-desktop workbook`: a template, what a workbook says, and document files as one."""

import json
from pathlib import Path

import pytest

from coo_desktop.cli.main import main
from coo_desktop.domain.sheets.cells import FilledSheet, Page
from coo_desktop.store.record_tools import StoredRecordTools

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
TOOLS = StoredRecordTools()


def asked(capsys, *arguments):
    status = main(["workbook", *map(str, arguments)])
    told = capsys.readouterr()
    return status, json.loads(told.out) if told.out else told.err


@pytest.mark.parametrize(("form", "sheets"), [("pre_review", 2), ("rcep_2022", 3)])
def test_a_template_has_a_sheet_for_the_documents_and_one_for_each_list(capsys, tmp_path, form, sheets):
    out = tmp_path / "a.xlsx"
    assert asked(capsys, "template", "--form", form, "--language", "en", "-o", out)[0] == 0
    pages = TOOLS.read_table(out).readings[0].pages
    assert [len(page.rows) for page in pages] == [1] * sheets


def test_document_files_become_a_workbook_and_come_back(capsys, tmp_path):
    book, out = tmp_path / "a.xlsx", tmp_path / "d"
    assert asked(capsys, "export", EXAMPLES / "pre_review.json", "-o", book) == (0, {"out": str(book), "documents": 1})
    status, report = asked(capsys, "read", book, "-o", out)
    assert (status, report["documents"][0]["taken"], report["set_aside"]) == (0, True, [])
    told, given = (json.loads(file.read_text()) for file in (out / "00001.json", EXAMPLES / "pre_review.json"))
    for name in ("name_zh", "ex_works_price", "processes"):
        assert told["values"][name] == given["values"][name]
    assert len(told["values"]["materials"]) == len(given["values"]["materials"])


def test_a_line_that_is_not_taken_says_why(capsys, tmp_path):
    rows = (("货号", "中文品名", "HS 编码"), ("A1", "杯", "#REF!"), ("A1", "杯", "961700"))
    TOOLS.write_book(tmp_path / "a.xlsx", [FilledSheet(Page("a", rows))])
    TOOLS.write_sheet(tmp_path / "b.csv", Page("b", rows))
    status, report = asked(capsys, "read", tmp_path / "b.csv")
    assert (status, report["documents"][0]["taken"]) == (1, False)
    assert [one["why"] for one in report["documents"][0]["remarks"]] == ["error_cell"]
    assert [(one["line"], one["why"]) for one in report["set_aside"]] == [(3, "duplicate")]


@pytest.mark.parametrize(
    "arguments",
    [
        ("read", "nowhere.xlsx"),
        ("template", "--form", "importer", "-o", "a.xlsx"),
        ("export", EXAMPLES / "pre_review.json", "--form", "rcep_2022", "-o", "a.xlsx"),
    ],
)
def test_what_cannot_be_read_or_is_of_another_form_is_refused(capsys, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    status, error = asked(capsys, *arguments)
    assert status == 2
    assert error.count("\n") == 1
