"""Printing, printing again and losing a certificate."""

import pytest

from tests.backend.errands import approved, certificate, problem, submitted
from tests.backend.process import Client


@pytest.fixture
def printed(clerk: Client, examiner: Client):
    document = approved(clerk, examiner)
    return clerk.ask("print", document["id"], copies=2).json()


def test_a_print_is_counted(clerk: Client, printed):
    assert printed["printState"] == "printed"
    assert (printed["facts"]["printCount"], printed["facts"]["copyCount"]) == (1, 2)
    told = clerk.ask("print_copy", printed["id"]).json()
    assert (told["printState"], told["facts"]["copyCount"]) == ("printed", 3)


def test_a_granted_reprint_allows_one_more_original(clerk: Client, examiner: Client, printed):
    assert problem(clerk.ask("print", printed["id"])) == "state-locked"
    asked = clerk.ask("ask_reprint", printed["id"], reason="printer jam").json()
    assert (asked["printState"], asked["facts"]["printReason"]) == ("reprint_requested", "printer jam")
    assert [item["id"] for item in examiner.get("/v1/exam/queue").json()["items"]] == [printed["id"]]
    assert examiner.exam(printed["id"], "grant_reprint").json()["printState"] == "not_printed"
    again = clerk.ask("print", printed["id"]).json()
    assert (again["facts"]["printCount"], again["facts"]["number"]) == (2, printed["facts"]["number"])


def test_a_lost_certificate_prints_copies_only_and_keeps_its_numbers(clerk: Client, examiner: Client, printed):
    assert clerk.ask("report_lost", printed["id"], reason="lost in the post").ok
    told = examiner.exam(printed["id"], "grant_lost").json()
    assert told["printState"] == "copy_only"
    assert {name: told["facts"][name] for name in ("number", "printNumber")} == {
        name: printed["facts"][name] for name in ("number", "printNumber")
    }
    assert problem(clerk.ask("ask_reprint", printed["id"], reason="again")) == "state-locked"
    assert clerk.ask("print_copy", printed["id"]).ok


@pytest.mark.parametrize("action", ["ask_reprint", "report_lost"])
def test_an_unusual_wish_needs_a_reason(clerk: Client, printed, action):
    assert problem(clerk.ask(action, printed["id"], reason=" ")) == "validation"


def test_a_sent_amendment_bars_other_wishes(clerk: Client, printed):
    submitted(clerk, links={"amends": printed["id"], "reason": "consignee moved"}, values=certificate())
    answer = clerk.ask("report_lost", printed["id"], reason="lost")
    assert (problem(answer), answer.json()["guard"]) == ("state-locked", "no_open_request")


def test_an_open_wish_bars_an_amendment(clerk: Client, printed):
    clerk.ask("report_lost", printed["id"], reason="lost")
    links = {"amends": printed["id"], "reason": "consignee moved"}
    answer = clerk.put(
        printed["id"][:-1] + ("0" if printed["id"][-1] != "0" else "1"), printed["form"], {}, links=links
    )
    assert problem(answer) == "state-locked"


def test_an_unknown_wish_is_refused(clerk: Client, printed):
    assert problem(clerk.ask("burn", printed["id"])) == "validation"
