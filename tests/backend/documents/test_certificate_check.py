"""The public check: number and print number together, a minimal answer, no more than thirty questions an hour."""

import base64
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from coo_backend.db.tables import audit
from coo_backend.documents.certificate_check import check_url
from coo_backend.runtime.settings import Settings
from tests.backend.errands import approved, certificate, changed_by, force, invoices, problem, submitted
from tests.backend.process import Client

NOTHING = {"authentic": False, "status": "", "issuedOn": "", "destination": ""}


@pytest.fixture
def issued(clerk: Client, examiner: Client):
    return approved(clerk, examiner, values=certificate(invoices=invoices("LF-1")))


def ask(client: Client, issued, **changes: str):
    facts = issued["facts"]
    asked = {"number": facts["number"], "printNumber": facts["printNumber"], **changes}
    return client.session.get(f"{client.url}/v1/check", params=asked, timeout=30)


def test_anybody_learns_whether_a_paper_is_authentic_and_no_more(backend, issued):
    answer = ask(backend.client(), issued).json()
    assert answer == {**answer, "authentic": True, "status": "valid"}
    assert answer["issuedOn"] == backend.place.shared.clock.today().isoformat()
    assert set(answer) == set(NOTHING)


def test_any_changed_character_of_either_number_is_refused(backend, issued):
    settings_allow = backend.place.shared.clock
    client = backend.client()
    for name in ("number", "printNumber"):
        text = issued["facts"][name]
        for place, character in enumerate(text):
            other = chr((ord(character) - 47) % 10 + 48) if character.isdigit() else "Q"
            settings_allow.offset_s += 121
            answer = ask(client, issued, **{name: text[:place] + other + text[place + 1 :]})
            assert answer.json() == NOTHING, (name, place)


@pytest.mark.parametrize("changes", [{"printNumber": ""}, {"number": ""}, {"number": "%"}, {"invoice": "LF-2"}])
def test_what_is_left_out_or_wrong_finds_nothing(backend, issued, changes):
    assert ask(backend.client(), issued, **changes).json() == NOTHING


def test_numbers_are_taken_as_typed_from_paper(backend, issued):
    number = issued["facts"]["number"].lower()
    typed = {"number": f" {number[:4]} {number[4:]}\t", "invoice": " lf-1 "}
    assert ask(backend.client(), issued, **typed).json()["authentic"]


@pytest.mark.parametrize("event", ["void", "replace", "lose"])
def test_a_paper_that_no_longer_stands_says_so(backend, clerk, examiner, issued, event):
    changed_by(event, issued, clerk, examiner)
    status = {"void": "voided", "replace": "replaced", "lose": "copy"}[event]
    answer = ask(backend.client(), issued).json()
    assert (answer["authentic"], answer["status"]) == (True, status)


def test_what_was_never_issued_is_not_authentic(backend, clerk):
    document = submitted(clerk)
    force(backend.place, document["id"], facts={"number": "N1", "printNumber": "P1"})
    asked = {"facts": {"number": "N1", "printNumber": "P1"}}
    assert ask(backend.client(), asked).json() == NOTHING


def test_the_thirty_first_question_of_an_hour_waits(backend, issued):
    client = backend.client()
    answers = [ask(client, issued) for _ in range(31)]
    assert all(answer.ok for answer in answers[:30])
    assert problem(answers[30]) == "rate-limited"
    backend.place.shared.clock.offset_s += 130
    assert ask(client, issued).ok


def test_the_address_of_the_check_carries_both_numbers(tmp_path):
    settings = Settings(data=tmp_path, check_url="https://check.example/check")
    url = urlsplit(check_url(settings, "26C3302/00001", "CCPIT1")["checkUrl"])
    assert (url.netloc, url.path) == ("check.example", "/check")
    assert parse_qs(url.query) == {"number": ["26C3302/00001"], "printNumber": ["CCPIT1"]}
    assert check_url(Settings(data=tmp_path), "N", "P") == {}


def ask_whole(client: Client, issued, **changes: str):
    facts = issued["facts"]
    asked = {"number": facts["number"], "printNumber": facts["printNumber"], **changes}
    return client.session.get(f"{client.url}/v1/check/certificate", params=asked, timeout=30)


def test_the_customs_see_the_whole_certificate_and_its_paper(backend, issued):
    told = ask_whole(backend.client("customs"), issued).json()
    assert (told["authentic"], told["status"]) == (True, "valid")
    assert told["certificate"]["id"] == issued["id"]
    assert told["certificate"]["values"] == issued["values"]
    assert told["company"]["nameEn"] == "NINGBO LANFENG HOUSEWARE CO., LTD."
    assert base64.b64decode(told["paper"]).startswith(b"%PDF-")


def test_the_customs_see_nothing_of_a_paper_that_is_not_authentic(backend, issued):
    told = ask_whole(backend.client("customs"), issued, printNumber="1").json()
    assert told == {**NOTHING, "certificate": None, "company": None, "paper": ""}


@pytest.mark.parametrize(
    ("account", "refusal"), [("", "sign-in-needed"), ("demo", "forbidden"), ("examiner", "forbidden")]
)
def test_nobody_else_sees_more_than_the_answer(backend, issued, account, refusal):
    assert problem(ask_whole(backend.client(account), issued)) == refusal


def test_every_look_of_the_customs_is_written_down_and_not_counted_by_address(backend, issued):
    customs = backend.client("customs")
    for _ in range(31):
        assert ask_whole(customs, issued).ok
    with backend.place.shared.database.read() as connection:
        looks = connection.execute(sa.select(audit.c.object).where(audit.c.action == "check")).scalars().all()
    assert looks == [issued["id"]] * 31
