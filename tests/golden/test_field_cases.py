"""The field cases of whole documents: small inputs with the traps of published reports, checked by the command line.

The files are no part of the project; `COO_SHARED_DATA` names the folder they lie in. Each stands for a kind, whose own
table of cases stands beside its check. Pastes and sheets: tests/store/sheets/test_field_cases.py.
"""

import datetime as dt
import json
import time

import pytest

from coo_desktop.cli.main import main
from tests.domain.given import RCEP, rules, sample

#: Case -> the status of the command but for origin, and the codes that are told, each with its severity and fields.
TOLD = {
    "01-package-words-official": (0, {}),
    "05-marks-as-per-inv": (1, {"marks_refer_elsewhere": ("block", {"marks"})}),
    "07-lower-case": (0, {"lower_case": ("warn", {"consignee_name", "goods/name_en", "goods/description"})}),
    "08-ecfa-traditional": (0, {"traditional_characters": ("warn", {"consignee_name", "consignee_address"})}),
    "09-third-party-in-description": (0, {"third_party_unticked": ("warn", {"goods/description"})}),
    "11-hk-in-brackets": (1, {"offshore_consignee": ("block", {"consignee_name", "consignee_address"})}),
    "12-retroactive-typed": (1, {"retroactive_not_due": ("block", {"remarks"})}),
    "13-swiss-port-unknown": (0, {}),
    "14-country-twice": (0, {"country_twice": ("warn", {"consignee_address"})}),
    "15-invisible-in-invoice": (0, {}),
    "36-quantity-in-cartons": (0, {"quantity_counts_packages": ("warn", {"goods/quantity_unit"})}),
    "38-port-misspelt": (1, {"port_unknown": ("block", {"discharge_port"})}),
    "40-word-punctuation": (0, {}),
    "41-via-hong-kong": (0, {"route_through_hong_kong": ("info", {"via_port"})}),
    "54-ecfa-rare-han": (0, {}),
}
#: Answers of the origin rules, which move with the rules that are known; the yarn of the cross-strait files is not on
#: the list of the agreement, so that it fails.
OF_ORIGIN = {"criterion_undecided", "criterion_unsure", "criterion_would_hold", "origin_fails"}
#: Cases with a test of their own below, or elsewhere.
APART = {
    "03-invoice-number-17": "tests of the paper hold how long numbers are set",
    "43-chile-21-items": "test_43_fifty_items_go_onto_the_form_of_chile",
}


@pytest.fixture
def field(shared_data):
    folder = shared_data / "field"
    if not folder.is_dir():
        pytest.skip("COO_SHARED_DATA has no folder of field cases")
    return folder


def checked(file, capsys):
    """The status of `coo-desktop check`, and what it tells."""
    status = main(["check", str(file), "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_every_document_has_its_case(field):
    assert {file.stem for file in field.glob("*.json")} == {*TOLD, *APART}


@pytest.mark.parametrize("case", TOLD)
def test_the_command_line_tells_what_is_right(field, capsys, case):
    status, found = checked(field / f"{case}.json", capsys)
    wanted_status, wanted = TOLD[case]
    told = {}
    for one in found:
        if one["code"] not in OF_ORIGIN:
            told.setdefault(one["code"], (one["severity"], set()))[1].add(one["field"])
    assert told == wanted
    assert wanted_status == int("block" in {severity for severity, _ in told.values()})
    assert status == int("block" in {one["severity"] for one in found})


def test_43_fifty_items_go_onto_the_form_of_chile(field, tmp_path, capsys):
    """On the newest edition; the one of 2015, which the file names, is printed as it was, with 20."""
    whole = json.loads((field / "43-chile-21-items.json").read_text(encoding="utf-8"))
    newest = rules().form("chile_f_2019")
    assert newest.item_limit == 50
    file = tmp_path / "chile.json"
    values = {name: value for name, value in whole["values"].items() if name in newest.stored}
    file.write_text(json.dumps({**whole, "form": newest.id, "values": values}), encoding="utf-8")
    status, found = checked(file, capsys)
    assert (status, [one["code"] for one in found if one["severity"] == "block"]) == (0, [])


@pytest.mark.parametrize("zone", ["XXX+12", "XXX+18", "Asia/Shanghai"])
def test_34_the_day_in_china_decides(tmp_path, monkeypatch, capsys, zone):
    """No file of the folder is needed: a certificate of the present day in China, wherever the computer stands."""
    whole = sample(RCEP)
    del whole["today"]
    today = dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).date()
    whole["values"] |= {"application_date": str(today), "departure_date": str(today + dt.timedelta(days=2))}
    whole["values"]["invoices"][0]["date"] = str(today)
    file = tmp_path / "t.json"
    file.write_text(json.dumps(whole), encoding="utf-8")
    monkeypatch.setenv("TZ", zone)
    take_zone()
    status, found = checked(file, capsys)
    monkeypatch.undo()
    take_zone()
    assert (status, [one["code"] for one in found if one["code"] not in OF_ORIGIN]) == (0, [])


def take_zone():
    """As the program sees a zone at its start; Windows has no TZ."""
    if hasattr(time, "tzset"):
        time.tzset()
