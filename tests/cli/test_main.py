"""The command line as an ERP system meets it: JSON out, one-line errors, exit status."""

import json
import subprocess
import sys
from types import SimpleNamespace

import pytest

from coo_desktop.cli.main import FINE, FOUND_WRONG, UNUSABLE, main
from coo_desktop.domain.hs.changes import Correlations, Link, correlate
from coo_desktop.environment.assets import resource
from tests.domain.origin.goods import FLASK_FILE
from tests.paper.reading import by_poppler

SAMPLE = str(resource("samples", "rcep_6_1.json"))


@pytest.fixture
def say(capsys):
    """Runs a command: its exit status, what it printed, and its complaint."""

    def run(*arguments):
        status = main(arguments)
        told = capsys.readouterr()
        return status, told.out, told.err

    return run


@pytest.fixture
def flask(tmp_path):
    file = tmp_path / "flask.json"
    file.write_text(json.dumps(FLASK_FILE), encoding="utf-8")
    return str(file)


def changed(tmp_path, **more):
    """The sample with other values; a value of None leaves the field out."""
    whole = json.loads(resource("samples", "rcep_6_1.json").read_text(encoding="utf-8"))
    whole["values"] = {name: value for name, value in (whole["values"] | more).items() if value is not None}
    file = tmp_path / "document.json"
    file.write_text(json.dumps(whole), encoding="utf-8")
    return str(file)


def test_the_worked_example_is_answered_to_the_digit(say, flask):
    status, out, _ = say("origin", flask, "--agreement", "rcep")
    answer = json.loads(out)
    assert status == FINE
    assert answer["rule"] == {"text": "CTH or RVC40", "source": "Annex 3A", "verified": True}
    assert answer["values"] == {
        "vnm": "0.735",
        "vom": "0.30",
        "exw_component_percent": "84.69",
        "fob_component_percent": "87.65",
        "rvc_build_down_percent": "87.65",
        "rvc_build_up_percent": "40.34",
    }
    assert [(one["code"], one["holds"]) for one in answer["criteria"]] == [("CTC", True), ("RVC", True)]
    assert (answer["qualifies"], answer["criterion"], answer["missing"]) == (True, "CTC", [])
    assert answer["margin"] == {"vnm_allowed": "3.57", "fob_floor": "1.23"}


def test_without_an_agreement_every_one_that_links_the_countries_answers(say, flask):
    _, out, _ = say("origin", flask)
    assert [answer["agreement"] for answer in json.loads(out)] == ["rcep", "non_preferential"]


def test_a_typed_rule_takes_the_place_of_the_table(say, flask):
    _, out, _ = say("origin", flask, "--agreement", "rcep", "--rule", "RVC90")
    assert (json.loads(out)["qualifies"], json.loads(out)["rule"]["source"]) == (False, "typed")


def test_a_material_of_an_older_edition_is_refused_with_its_successors(say, tmp_path, monkeypatch):
    """8517.12 of HS 2017 became 8517.13 and 8517.14."""
    links = [Link("851712", "851713"), Link("851712", "851714")]
    packs = SimpleNamespace(changes=Correlations([correlate("2017", "2022", "", links)]))
    monkeypatch.setattr("coo_desktop.cli.origin.library", lambda _folder: packs)
    rows = [{"name": "telephone", "hs_code": "851712", "origin": "KR", "quantity": "1", "unit_price": "1"}]
    file = tmp_path / "old.json"
    file.write_text(json.dumps(FLASK_FILE | {"materials": rows}), encoding="utf-8")
    status, out, complaint = say("origin", str(file))
    assert (status, out) == (UNUSABLE, "")
    assert "key: materials[0].hs_code; reason: not in HS 2022; value: 851712" in complaint
    assert "edition: 2017; successors: 851713, 851714" in complaint


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"product": {"hs_code": "770100"}}, "key: product.hs_code; reason: not in HS 2022; value: 770100"),
        (
            {"materials": [{"name": "strip", "hs_code": "770000", "origin": "JP", "quantity": "1", "unit_price": "1"}]},
            "key: materials[0].hs_code; reason: not in HS 2022; value: 770000",
        ),
        (
            {"product": {"hs_code": "961700", "hs_edition": "2019"}},
            "key: product.hs_edition; reason: no edition of the HS; value: 2019",
        ),
        ({"to": "XX"}, "key: to; reason: no country code; value: XX"),
        ({"to": "CN"}, "key: from, to; reason: one of the two is China; value: CN, CN"),
        ({"from": "US"}, "key: from, to; reason: one of the two is China; value: US, JP"),
    ],
)
def test_a_code_or_country_that_does_not_exist_has_no_origin(say, tmp_path, change, complaint):
    file = tmp_path / "odd.json"
    file.write_text(json.dumps(FLASK_FILE | change), encoding="utf-8")
    assert say("origin", str(file)) == (UNUSABLE, "", f"unreadable: file: odd.json; {complaint}\n")


def test_a_good_document_has_no_problem(say):
    assert say("check", SAMPLE, "--json") == (FINE, "[]\n", "")


def test_a_problem_names_field_box_and_both_languages(say, tmp_path):
    status, out, _ = say("check", changed(tmp_path, consignee_name=None), "--json")
    (problem,) = [found for found in json.loads(out) if found["code"] == "needed"]
    assert (status, problem["field"], problem["box"]) == (FOUND_WRONG, "consignee_name", "2")
    assert problem["message_zh"]
    assert problem["message_en"]


def test_a_certificate_is_printed_where_it_is_wanted(say, tmp_path):
    paper = tmp_path / "out.pdf"
    assert say("pdf", SAMPLE, "-o", str(paper))[0] == FINE
    assert "SAKURA TABLEWARE TRADING K.K." in by_poppler(paper.read_bytes(), tmp_path)


def test_blocking_problems_stop_the_paper_but_not_a_proof(say, tmp_path):
    wrong, paper = changed(tmp_path, consignee_name=None), tmp_path / "out.pdf"
    status, _, complaint = say("pdf", wrong, "-o", str(paper))
    assert (status, complaint.count("\n"), paper.exists()) == (FOUND_WRONG, 1, False)
    assert say("pdf", wrong, "-o", str(paper), "--proof")[0] == FINE


def test_the_meter_tells_an_overfull_box(say, tmp_path):
    assert say("fill", SAMPLE)[0] == FINE
    long = " ".join(["NO. 15 GONGYE ROAD"] * 120)
    status, out, _ = say("fill", changed(tmp_path, producer_text=long))
    assert status == FOUND_WRONG
    assert [one["box"] for one in json.loads(out) if not one["fits"]] == ["3"]


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ('{"form": "rcep_2022", "values": {"colour": "red"}}', "colour"),
        ('{"form": "rcep_2022", "values": {}, "note": 1}', "note"),
        ('{"form": "no_such_form", "values": {}}', "no_such_form"),
        ('{"form": "rcep_2022", "form": "co_general", "values": {}}', "form"),
        ('{"form": "rcep_2022", "values": {"goods": NaN}}', "NaN"),
        ('{"form": "rcep_2022"', "document.json"),
        ("[]", "document.json"),
        ("\x00", "document.json"),
    ],
)
def test_input_that_cannot_be_read_is_one_line_that_names_the_place(say, tmp_path, content, named):
    file = tmp_path / "document.json"
    file.write_text(content, encoding="utf-8")
    status, out, complaint = say("check", str(file))
    assert (status, out, complaint.count("\n")) == (UNUSABLE, "", 1)
    assert named in complaint


def test_a_missing_file_is_one_line(say, tmp_path):
    status, _, complaint = say("check", str(tmp_path / "nowhere.json"))
    assert (status, complaint.count("\n")) == (UNUSABLE, 1)


def test_every_form_tells_its_facts(say):
    _, out, _ = say("forms", "--json")
    facts = {form["id"]: form for form in json.loads(out)}
    assert facts["rcep_2022"]["criteria"] == ["WO", "PE", "CTC", "RVC", "CR"]
    assert "JP" in facts["rcep_2022"]["members"]
    assert all({"edition", "item_limit", "verified", "language"} <= form.keys() for form in facts.values())


def test_one_form_is_shown_in_full(say):
    _, out, _ = say("forms", "show", "co_general", "--json")
    shown = json.loads(out)
    assert shown["boxes"][0] == "1"
    assert any(field["id"] == "exporter_name" for field in shown["fields"])


def test_no_command_but_the_window_loads_qt(tmp_path):
    code = f"import sys, coo_desktop.cli.main as c; c.main(['check', {SAMPLE!r}]); sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_reader_that_has_enough_is_no_error():
    command = [sys.executable, "-m", "coo_desktop", "forms", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert (running.stderr.read(), running.wait()) == (b"", FINE)
