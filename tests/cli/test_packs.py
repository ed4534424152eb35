"""Codes and packs on the command line: JSON out, a reason in one line when something is wrong."""

import json
from pathlib import Path

import pytest

from coo_desktop.cli import documents
from coo_desktop.cli.main import FINE, FOUND_WRONG, UNUSABLE, main
from tests.store.packs.tables import small_correlation, table

TERMS = "code,name_en,mode\n" + "".join(f"AA{letter},Name,any\n" for letter in "ABCDEFGHIJK")


@pytest.fixture
def terms(tmp_path) -> Path:
    return table(tmp_path, "terms.csv", TERMS)


def said(capsys, *arguments: str, status: int = FINE):
    assert main(arguments) == status
    return json.loads(capsys.readouterr().out)


def complained(capsys, *arguments: str, status: int) -> str:
    assert main(arguments) == status
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    return err


def test_a_code_is_found_with_both_names(capsys):
    (first, *_rest) = said(capsys, "hs", "真空瓶", "--limit", "3")
    assert (first["code"], first["edition"]) == ("9617", "2022")
    assert set(first) == {"code", "edition", "zh", "en", "score", "above"}


def test_what_became_of_a_code_is_told_from_the_installed_tables(capsys, tmp_path):
    said(capsys, "packs", "install", str(small_correlation(tmp_path)))
    told = said(capsys, "hs", "changes", "9617.00", "--from", "2017", "--to", "2022")
    assert told["kind"] == "split"
    assert told["targets"] == ["961701", "961702"]
    assert told["source"] == "a test"


def test_a_code_that_the_edition_lacks_is_told(capsys, tmp_path):
    said(capsys, "packs", "install", str(small_correlation(tmp_path)))
    err = complained(capsys, "hs", "changes", "999901", "--from", "2017", "--to", "2022", status=FOUND_WRONG)
    assert "no_such_code" in err


def test_changes_need_a_table_a_code_and_years(capsys):
    assert "correlation" in complained(capsys, "hs", "changes", "961700", "--from", "2017", status=UNUSABLE)
    assert "--from" in complained(capsys, "hs", "changes", "961700", status=UNUSABLE)
    assert "CODE" in complained(capsys, "hs", "changes", "9617", "--from", "2017", status=UNUSABLE)


def test_words_need_no_quotes(capsys):
    assert said(capsys, "hs", "vacuum", "flask")[0]["code"] == "9617"


def test_nothing_found_is_status_1(capsys):
    hits = said(capsys, "hs", "HS 9617", "--limit", "2")
    assert [(hit["code"], hit["above"]) for hit in hits] == [("9617", ""), ("961700", hits[0]["zh"])]
    assert said(capsys, "hs", "qqqqqqqq", status=FOUND_WRONG) == []


def test_every_recipe_is_listed(capsys):
    ids = {recipe["id"] for recipe in said(capsys, "packs", "recipes")}
    wanted = {"china-hs8", "un-correlation", "japan-tariff", "rates", "rules", "unece-rec20", "unece-rec21", "unlocode"}
    assert wanted <= ids


def test_a_pack_is_built_verified_installed_and_listed(capsys, tmp_path, terms):
    pack = str(tmp_path / "terms.pack")
    report = said(capsys, "packs", "build", "incoterms", str(terms), "-o", pack)
    assert (report["rows_in"], report["rows_out"], report["rejected"]) == (11, 11, [])
    assert said(capsys, "packs", "verify", pack)["state"] == "good"
    assert said(capsys, "packs", "install", pack)["state"] == "in_use"
    listed = said(capsys, "packs", "list")
    assert [(entry["name"], entry["state"]) for entry in listed] == [("hs-2022", "built_in"), ("incoterms", "in_use")]
    assert all(entry["source"] and entry["quality"] and entry["age_days"] > 0 for entry in listed)


def test_packs_alone_lists_them(capsys):
    assert said(capsys, "packs")[0]["name"] == "hs-2022"


def test_a_damaged_installed_pack_is_listed_as_such(capsys, home, tmp_path, terms):
    pack = str(tmp_path / "terms.pack")
    said(capsys, "packs", "build", "incoterms", str(terms), "-o", pack)
    said(capsys, "packs", "install", pack)
    (kept,) = (home / "packs").glob("*.pack")
    kept.write_bytes(b"nothing")
    assert said(capsys, "packs", "list")[-1]["state"] == "damaged"


def test_a_wrong_table_is_refused_with_line_and_reason(capsys, tmp_path):
    wrong = table(tmp_path, "terms.csv", TERMS + "any,AAL,Name\n")
    complaint = complained(
        capsys, "packs", "build", "incoterms", str(wrong), "-o", str(tmp_path / "out.pack"), status=UNUSABLE
    )
    assert "line: 13" in complaint
    assert "code: 'any' does not fit" in complaint
    assert not (tmp_path / "out.pack").exists()


@pytest.mark.parametrize("recipe", ["nothing", "../forms/rcep_2022", "/etc/passwd", ""])
def test_an_unknown_recipe_is_refused(capsys, terms, recipe):
    complained(capsys, "packs", "build", recipe, str(terms), "-o", "out.pack", status=UNUSABLE)


def test_a_day_that_is_none_is_refused(capsys, terms):
    complained(capsys, "packs", "build", "incoterms", str(terms), "-o", "x.pack", "--as-of", "soon", status=UNUSABLE)


@pytest.mark.parametrize("action", ["verify", "install"])
def test_what_is_no_pack_is_refused(capsys, terms, action):
    assert "pack_damaged" in complained(capsys, "packs", action, str(terms), status=UNUSABLE)


def test_an_installed_product_rule_decides_an_origin_on_the_command_line(capsys, tmp_path):
    product = tmp_path / "product.json"
    steel = {"name": "steel", "hs_code": "721934", "origin": "KR", "quantity": "1", "unit_price": "1.00"}
    good = {"name": "PLATE", "hs_code": "691110"}
    product.write_text(json.dumps({"product": good, "to": "VN", "fob_price": "5", "materials": [steel]}))
    asked = ("origin", str(product), "--agreement", "acfta")
    before = said(capsys, *asked, status=FOUND_WRONG)
    assert (before["qualifies"], before["missing"]) == (None, ["product_rule"])
    head = "fact_id,agreement,hs_version,code_from,code_to,level,rule_printed,rule_normalised,quality,source,note\n"
    line = "1,ACFTA,HS2022,6911,6911,4,CTH,CTH,verified-official-text,Annex of a test,\n"
    rules = table(tmp_path, "rules.csv", head + line)
    said(capsys, "packs", "build", "rules", str(rules), "-o", str(tmp_path / "rules.pack"))
    said(capsys, "packs", "install", str(tmp_path / "rules.pack"))
    documents.library.cache_clear()
    after = said(capsys, *asked)
    assert (after["qualifies"], after["rule"]["source"]) == (True, "Annex of a test")
