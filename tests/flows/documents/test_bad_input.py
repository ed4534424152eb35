"""Bad input of every kind: a message at the field or one line of error, and nothing that was typed is lost."""

import json
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication

from coo_desktop.cli.main import FOUND_WRONG, UNUSABLE, main
from tests.domain.given import PRE_REVIEW, RCEP, sample
from tests.flows.keyboard import CONTROL, Key
from tests.flows.reading_back import bare, printed_text
from tests.flows.screen import shown_problems

KEPT = "LF-77"
LONG = "NO. 1 ROAD, " * 833 + "CHINA"


@pytest.fixture
def page(screens):
    """A blank Form RCEP with one field typed already: what must still be there at the end."""
    screen = screens(RCEP, "demo")
    screen.new(2, "rcep_2022")
    screen.keys.fill("contract_no", KEPT)
    yield screen
    QGuiApplication.clipboard().clear()


def paste(screen: Any, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    screen.keys.press(Key.Key_V, CONTROL)


@pytest.mark.parametrize(
    ("field", "pasted", "kept", "code"),
    [
        ("departure_date", "２０２６－１０－１８", "2026-10-18", ""),
        ("consignee_name", "ＳＡＫＵＲＡ　（１２３）", "SAKURA (123)", ""),
        ("consignee_name", "A & B <Co>", "A & B <Co>", ""),
        ("consignee_name", "<b>BOLD</b>&amp;", "<b>BOLD</b>&amp;", ""),
        ("consignee_name", "SAKURA\x00\x07\x1b K.K.", None, ""),
        ("consignee_name", "樱花贸易株式会社", "樱花贸易株式会社", "not_latin"),
        ("consignee_address", LONG, LONG, "too_long"),
        ("departure_date", "next Tuesday", "next Tuesday", "not_a_date"),
        ("departure_date", "2026-02-30", "2026-02-30", "not_a_date"),
        ("load_port", "ATLANTIS", "ATLANTIS", "port_unknown"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_kept(page, field, pasted, kept, code):
    page.keys.go_to(field)
    paste(page, pasted)
    page.keys.press(Key.Key_Tab)
    page.keys.press(Key.Key_F9)
    stored = page.saved().values
    assert stored["contract_no"] == KEPT
    if kept is not None:
        assert stored[field] == kept
    found = {problem.code: problem for problem in page.page.checking.problems if problem.field == field}
    assert not any(ord(char) < 32 for char in stored[field])
    if code:
        assert code in found
        assert page.page.fields.boxes[field].message.text()
    assert page.clerk.store.reader.document(page.page.document.id).values == stored


@pytest.mark.parametrize("text", ["\ud800", "A\udfffB", "\ufffe\uffff", "\u202eABC\u202c", "\u200b\u00ad", "𠮷 A"])
def test_odd_characters_neither_stop_the_page_nor_the_store(page, text):
    page.keys.go_to("consignee_name")
    paste(page, text)
    page.keys.type("END")
    stored = page.saved().values
    assert stored["contract_no"] == KEPT
    assert stored["consignee_name"].endswith("END")
    stored["consignee_name"].encode("utf-8")
    page.sync()
    assert page.session.state.light == "synced"


def test_more_pasted_rows_than_the_form_takes_are_told_at_their_field_and_kept(page):
    rows = [f"LF-{number}" for number in range(page.page.form.by_id["invoices"].max + 1)]
    page.keys.go_to("invoices")
    paste(page, "\n".join(rows))
    page._qtbot.waitUntil(lambda: len(page.page.values()["invoices"]) == len(rows))
    assert [row["number"] for row in page.saved().values["invoices"]] == rows
    page.checked()
    told = f"“发票”最多 {len(rows) - 1} 行，现有 {len(rows)} 行。"
    assert told in [problem.message_zh for problem in page.page.checking.problems if problem.field == "invoices"]
    assert told in page.page.fields.boxes["invoices"].message.text()


def test_a_rows_bad_numbers_are_told_in_its_dialog_and_survive(page):
    keys = page.keys
    keys.add_row("invoices")
    keys.fill("number", "LF-1")
    keys.fill("amount", "1,2,3.4.5 元")
    keys.accept()
    keys.press(Key.Key_F9)
    (row,) = page.saved().values["invoices"]
    assert row["amount"].replace(" ", "") == "1,2,3.4.5元"
    assert ("block", "not_a_number") in shown_problems(page.page)
    keys.edit_row("invoices")
    keys.fill("amount", "１２３４．５０")
    keys.accept()
    (row,) = page.saved().values["invoices"]
    assert row["amount"] == "1234.50"


def test_markup_is_printed_letter_by_letter(page, tmp_path):
    page.keys.fill("consignee_name", "A & B <Co> <para>")
    text = bare(printed_text(page.paper(page.saved()), tmp_path))
    assert bare("A & B <Co> <para>") in text


def sparse(folder: Path) -> Path:
    file = folder / "huge.pdf"
    with file.open("wb") as stream:
        stream.write(b"%PDF-1.7\n")
        stream.truncate(400 << 20)
    return file


def bomb(folder: Path) -> Path:
    """30,000 × 30,000 white points in a few kilobytes."""
    side = 30_000
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * ((side // 8 + 1) * 100), 9)
    pieces = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    )
    file = folder / "bomb.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + pieces)
    return file


def disguised(folder: Path) -> Path:
    file = folder / "scan.jpg"
    file.write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
    return file


def empty(folder: Path) -> Path:
    (folder / "empty.pdf").touch()
    return folder / "empty.pdf"


def script(folder: Path) -> Path:
    (folder / "invoice.exe").write_bytes(b"MZ" + bytes(100))
    return folder / "invoice.exe"


@pytest.mark.parametrize("make", [sparse, bomb, disguised, empty, script])
def test_a_hostile_file_is_told_by_name_and_left_out(page, tmp_path, qtbot, make):
    file = make(tmp_path)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    QGuiApplication.clipboard().setMimeData(mime)
    page.keys.go_to("evidence")
    dialog: Any = page.keys.asked(lambda: page.keys.press(Key.Key_Space))
    page.keys.press(Key.Key_V, CONTROL)
    qtbot.waitUntil(lambda: file.name in dialog.warning.text() and "正在" not in dialog.warning.text())
    assert dialog.rows == []
    page.keys.accept()
    stored = page.saved().values
    assert stored["contract_no"] == KEPT
    assert not stored.get("evidence")


def document(**changes: Any) -> dict[str, Any]:
    return {**sample(RCEP), **changes}


def values(**changes: Any) -> dict[str, Any]:
    whole = sample(RCEP)
    return {**whole, "values": {**whole["values"], **changes}}


UNREADABLE = {
    "not JSON": "{",
    "nothing": "",
    "a list": "[]",
    "a number": "7",
    "not a number": '{"form": "rcep_2022", "values": {"remarks": NaN}}',
    "a key twice": '{"form": "rcep_2022", "form": "co_general", "values": {}}',
    "too deep": "[" * 100_000,
    "unknown key": json.dumps(document(colour="red")),
    "unknown field": json.dumps(values(colour="red")),
    "unknown part": json.dumps(values(invoices=[{"id": "1", "colour": "red"}])),
    "unknown form": json.dumps(document(form="form_z")),
    "form of a wrong type": json.dumps(document(form=["rcep_2022"])),
    "values of a wrong type": json.dumps(document(values=[])),
    "company of a wrong type": json.dumps(document(company="LANFENG")),
    "unknown key of the company": json.dumps(document(company={"colour": "red"})),
    "person of a wrong type": json.dumps(document(person=[1])),
    "products of a wrong type": json.dumps(document(products=[1])),
    "a product of a wrong type": json.dumps(document(products={"p": 1})),
    "a company's name of a wrong type": json.dumps(document(company={"name_en": 7})),
    "facts of a wrong type": json.dumps(document(facts=[1])),
    "a day that is none": json.dumps(document(today="2026-02-30")),
    "a day of a wrong type": json.dumps(document(today=20261016)),
}


@pytest.mark.parametrize("command", ["check", "pdf", "origin"])
@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_file_is_one_line_of_error(tmp_path, capsys, command, name):
    file = tmp_path / "in.json"
    file.write_text(UNREADABLE[name], encoding="utf-8")
    more = ["-o", str(tmp_path / "out.pdf")] if command == "pdf" else []
    assert main([command, str(file), *more]) == UNUSABLE
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert not (tmp_path / "out.pdf").exists()


@pytest.mark.parametrize("name", ["missing.json", "."])
@pytest.mark.parametrize("command", ["check", "origin"])
def test_a_file_that_is_none_is_one_line_of_error(tmp_path, capsys, command, name):
    assert main([command, str(tmp_path / name)]) == UNUSABLE
    assert len(capsys.readouterr().err.splitlines()) == 1


WRONG = {
    "number as text field": values(consignee_name=7),
    "list as text field": values(consignee_name=["A"]),
    "object as number": values(goods=[{**sample(RCEP)["values"]["goods"][0], "quantity": {"a": 1}}]),
    "rows that are none": values(goods=["one", 2, None]),
    "text as rows": values(goods="one"),
    "flag as text": values(third_party_invoice="yes"),
    "huge number": values(goods=[{**sample(RCEP)["values"]["goods"][0], "quantity": "9" * 4000}]),
    "exponent": values(goods=[{**sample(RCEP)["values"]["goods"][0], "quantity": "1e999999999"}]),
    "long address": values(consignee_address="A" * 10_000),
}
CLEANED = {
    "marks as text": values(marks="N/M"),
    "lone surrogate": values(contract_no="A\ud800B"),
    "control characters": values(contract_no="A\x00\x1bB"),
    "right to left": values(contract_no="A\u202eB"),
    "full-width": values(contract_no="ＬＦ－７７"),
    "A & B": values(contract_no="A & B <Co>"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_values_in_a_file_are_problems_not_faults(tmp_path, capsys, name):
    file = tmp_path / "in.json"
    file.write_text(json.dumps(WRONG[name]), encoding="utf-8")
    status = main(["check", "--json", str(file)])
    told = json.loads(capsys.readouterr().out)
    assert status == FOUND_WRONG
    assert [problem for problem in told if problem["severity"] == "block"]
    assert main(["pdf", "--proof", str(file), "-o", str(tmp_path / "proof.pdf")]) == 0
    assert (tmp_path / "proof.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("name", CLEANED)
def test_odd_values_in_a_file_are_taken_clean(tmp_path, capsys, name):
    file = tmp_path / "in.json"
    file.write_text(json.dumps(CLEANED[name]), encoding="utf-8")
    assert main(["check", "--json", str(file)]) == 0
    assert main(["pdf", str(file), "-o", str(tmp_path / "out.pdf")]) == 0
    assert capsys.readouterr().err == ""


def test_wrong_values_of_a_product_do_not_stop_its_origin(tmp_path, capsys):
    whole = sample(PRE_REVIEW)
    whole["values"] = {**whole["values"], "materials": [{"id": "1", "quantity": "many", "unit_price": "１．５"}]}
    (tmp_path / "in.json").write_text(json.dumps(whole), encoding="utf-8")
    assert main(["origin", "--agreement", "rcep", str(tmp_path / "in.json")]) in (0, FOUND_WRONG, UNUSABLE)
    assert len(capsys.readouterr().err.splitlines()) <= 1
