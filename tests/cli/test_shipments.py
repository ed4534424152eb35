"""`coo-desktop import`: an invoice becomes a document file that `check` reads, with a report of what was read."""

import json
from pathlib import Path
from typing import Any

import pytest

from coo_desktop.cli.main import main
from tests.sheets.make import HERE


def imported(capsys, tmp_path: Path, *arguments: object) -> tuple[dict[str, Any], Any]:
    out = tmp_path / "draft.json"
    given = [str(one) for one in arguments]
    assert main(["import", *given, "--form", "rcep_2022", "-o", str(out)]) == 0
    return json.loads(out.read_text("utf-8")), json.loads(capsys.readouterr().out)


def test_an_invoice_becomes_a_document_file(capsys, tmp_path):
    document, said = imported(capsys, tmp_path, HERE / "17-all-columns.xlsx")
    assert (document["form"], said["lines"], len(document["values"]["goods"])) == ("rcep_2022", 12, 12)
    assert main(["check", str(tmp_path / "draft.json"), "--json"]) == 1
    found = {problem["code"] for problem in json.loads(capsys.readouterr().out)}
    assert "wrong_type" not in found
    assert "not_a_number" not in found


def test_a_packing_list_adds_to_the_lines(capsys, tmp_path):
    files = (HERE / "01-plain.xlsx", HERE / "15-packing-list.xlsx")
    document, report = imported(capsys, tmp_path, *files, "--report")
    assert [one["kind"] for one in report["files"]] == ["invoice", "packing_list"]
    assert all(row["package_count"] and row["gross_weight"] for row in document["values"]["goods"])
    assert report["unplaced"] == []


def test_the_report_says_what_was_set_aside_and_why(capsys, tmp_path):
    _document, report = imported(capsys, tmp_path, HERE / "13-hidden-rows.xlsx", "--report")
    [file] = report["files"]
    assert {one["why"] for one in file["set_aside"]} == {"hidden", "total", "note"}
    assert file["totals_off"] == []


def test_a_mapping_says_what_an_unknown_title_means(capsys, tmp_path):
    table, mapping = tmp_path / "a.csv", tmp_path / "map.json"
    table.write_text("Item No.,Description,Moons,Amount\nA,CUP,7,20\n", "utf-8")
    mapping.write_text(json.dumps({"Moons": "quantity"}), "utf-8")
    document, _said = imported(capsys, tmp_path, table, "--mapping", mapping)
    assert document["values"]["goods"][0]["quantity"] == "7"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("a.csv", "Dear Sir,we thank you", "no_goods"), ("a.docx", "x", "sheet_type"), ("a.pdf", "%PDF-1.7", "broken")],
)
def test_a_file_that_is_no_invoice_is_refused_in_one_line(capsys, tmp_path, name: str, content: str, said: str):
    file = tmp_path / name
    file.write_text(content, "utf-8")
    assert main(["import", str(file), "--form", "rcep_2022", "-o", str(tmp_path / "out.json")]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert told.count("\n") == 1
    assert not (tmp_path / "out.json").exists()


def test_a_mapping_to_no_column_is_refused(capsys, tmp_path):
    mapping = tmp_path / "map.json"
    mapping.write_text(json.dumps({"Moons": "moon"}), "utf-8")
    out = str(tmp_path / "o.json")
    arguments = ["import", str(HERE / "01-plain.xlsx"), "--form", "rcep_2022", "-o", out, "--mapping", str(mapping)]
    assert main(arguments) == 2
    assert "Moons" in capsys.readouterr().err


def test_lines_are_matched_to_the_products_of_a_file_and_the_report_says_how_surely(capsys, tmp_path):
    table, products = tmp_path / "a.csv", tmp_path / "products.json"
    lines = ("TF 450,STEEL VACUUM BOTTLE,7,20", "K1,STRANGE,1,5", "K2,BAMBOO TRAYS LARGE,2,9", "K3,HOSE,2,9")
    table.write_text("\n".join(("Item No.,Description,Quantity,Amount", *lines)), "utf-8")
    named = {"flask": ("VACUUM FLASK", "TF-450"), "mug": ("VACUUM MUG", ""), "tray": ("BAMBOO TRAY", "")}
    given = {
        name: {"values": {"name_en": en, "specification": model, "hs_code": "961700"}}
        for name, (en, model) in named.items()
    }
    given["mug"]["item_codes"] = ["k-1"]
    products.write_text(json.dumps(given), "utf-8")
    document, report = imported(capsys, tmp_path, table, "--products", products, "--report")
    told = [(one["match"]["certainty"], one["match"]["product"], one["match"]["why"]) for one in report["lines"]]
    assert told[1:] == [
        ("sure", "mug", "remembered"),
        ("doubtful", "tray", "near_name"),
        ("none", "", "nothing_near"),
    ]
    assert told[0][:2] == ("sure", "flask")
    goods = document["values"]["goods"]
    assert [row.get("product", "") for row in goods] == ["flask", "mug", "", ""]
    assert (goods[0]["name_en"], goods[0]["hs_code"]) == ("STEEL VACUUM BOTTLE", "961700")
    assert set(document["products"]) == {"flask", "mug"}
    assert main(["check", str(tmp_path / "draft.json"), "--json"]) == 1


@pytest.mark.parametrize("content", ["[]", '{"a": 1}', '{"a": {"values": {}, "colour": "red"}}'])
def test_products_that_are_none_are_refused_by_name(capsys, tmp_path, content: str):
    products = tmp_path / "products.json"
    products.write_text(content, "utf-8")
    given = ["import", str(HERE / "01-plain.xlsx"), "--form", "rcep_2022", "-o", str(tmp_path / "o.json")]
    assert main([*given, "--products", str(products)]) == 2
    assert "products.json" in capsys.readouterr().err
