"""The check against a real backend: anybody's answer, the customs' whole one, and every way in which it fails."""

import pytest

from coo_backend.seed import LANFENG, PASSWORD
from coo_desktop.contract.accounts import Company
from coo_desktop.domain.errors import Busy, Offline, Refused, SignInFailed, SignInNeeded, Untrusted
from coo_desktop.domain.office.certificate_check import PaperFacts, Verdict
from coo_desktop.sync.api.certificate_check import Checking
from coo_desktop.sync.client.calls import Reply
from tests.stores import fresh_store
from tests.sync.desk import Desk, toy_rules

NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def issued(desks, backend_process):
    """(a desk, what stands on a certificate that was issued to it)."""
    desk = desks()
    written = desk.write()
    desk.submit(written.id)
    desk.sync()
    examiner = backend_process.client("examiner")
    for event in ("take_up", "approve"):
        assert examiner.exam(written.id, event).ok
    desk.sync()
    facts = desk.document(written.id).facts
    return desk, PaperFacts(facts["number"], facts["printNumber"], "LF-1")


@pytest.fixture
def stranger(tmp_path, backend_process):
    """Somebody who never signed in here."""
    desk = Desk(tmp_path / "stranger", backend_process.url)
    yield desk.office.checking
    desk.close()


def test_anybody_learns_whether_a_paper_is_authentic_and_no_more(issued, stranger):
    _desk, asked = issued
    found = stranger.check(asked, toy_rules())
    assert (found.is_authentic, found.status) == (True, "valid")
    assert found.issued_on
    assert (found.document, found.company.id, found.paper) == (None, "", b"")
    assert stranger.check(PaperFacts(asked.number, "1"), toy_rules()) == Verdict(False)


def test_numbers_may_hold_any_character(stranger):
    assert not stranger.check(PaperFacts("a&b=%#?/中", "1 2+3"), toy_rules()).is_authentic


def test_the_customs_see_the_whole_certificate_and_its_paper(issued):
    desk, asked = issued
    checking = desk.office.checking
    assert checking.sign_in("customs", PASSWORD).name == "海关查验"
    found = checking.check(asked, toy_rules())
    assert found.document.values == desk.document(found.document.id).values
    assert found.company.name_en == "NINGBO LANFENG HOUSEWARE CO., LTD."
    assert found.paper.startswith(b"%PDF-")
    checking.sign_out()
    assert checking.visitor() is None
    assert checking.check(asked, toy_rules()).document is None


def test_the_visit_of_the_customs_leaves_the_desk_as_it_was(issued, backend_process):
    desk, _asked = issued
    desk.office.checking.sign_in("customs", PASSWORD)
    assert desk.store.reader.person().account == "demo"
    assert desk.sync().light == "synced"
    desk.office.checking.sign_out()
    assert desk.sync().light == "synced"


def test_only_the_customs_sign_in_here(stranger):
    with pytest.raises(SignInFailed):
        stranger.sign_in("customs", "wrong")
    with pytest.raises(Refused) as caught:
        stranger.sign_in("demo", PASSWORD)
    assert caught.value.facts["why"] == "not_customs"
    assert stranger.visitor() is None


def test_wrong_passwords_of_others_shut_no_customs_out_where_they_have_signed_in(issued, stranger, backend_process):
    desk, _asked = issued
    desk.office.checking.sign_in("customs", PASSWORD)
    desk.office.checking.sign_out()
    for _ in range(6):
        backend_process.client().sign_in("customs", "guess")
    with pytest.raises(SignInFailed) as waits:
        stranger.sign_in("customs", PASSWORD)
    assert waits.value.facts["retry_after_s"] > 0
    assert desk.move().office.checking.sign_in("customs", PASSWORD).account == "customs"


def test_an_access_token_that_ran_out_is_renewed(issued, backend_process):
    desk, asked = issued
    checking = desk.office.checking
    checking.sign_in("customs", PASSWORD)
    backend_process.set_clock(2 * 3600)
    assert checking.check(asked, toy_rules()).document is not None


def test_a_visit_that_ended_says_so_once_and_then_asks_as_anybody(issued, backend_process):
    desk, asked = issued
    checking = desk.office.checking
    checking.sign_in("customs", PASSWORD)
    backend_process.set_clock(400 * 24 * 3600)
    with pytest.raises(SignInNeeded):
        checking.check(asked, toy_rules())
    assert checking.visitor() is None
    assert checking.check(asked, toy_rules()).status == "valid"


def test_too_many_questions_say_how_long_to_wait(stranger):
    asked = PaperFacts("1", "2")
    for _ in range(30):
        stranger.check(asked, toy_rules())
    with pytest.raises(Busy) as caught:
        stranger.check(asked, toy_rules())
    assert 0 < caught.value.facts["after_s"] <= 3600


def test_without_a_network_nothing_is_asked(tmp_path):
    desk = Desk(tmp_path / "away", NOBODY)
    with pytest.raises(Offline):
        desk.office.checking.check(PaperFacts("1", "2"), toy_rules())
    desk.close()


class Answering:
    """A caller that answers every question alike."""

    def __init__(self, **body):
        self.body = body

    def call(self, method, path, body=None, headers=None, *, signed=True):
        if path.startswith("/v1/auth/login"):
            person = {"account": "customs", "name": "", "role": "customs", "active": True}
            tokens = {"accessToken": "a", "refreshToken": "r", "expiresInS": 600}
            return Reply(200, {**tokens, "person": person, "company": COMPANY, "serverKey": "k"})
        return Reply(200, self.body)


COMPANY = Company.model_validate(LANFENG).model_dump(by_alias=True)
GOOD = {"authentic": True, "status": "valid", "issuedOn": "2026-11-23", "destination": "JAPAN"}


@pytest.mark.parametrize(
    "changes",
    [{"authentic": "yes"}, {"status": "good"}, {"status": ""}, {"issuedOn": None}, {"authentic": False}],
)
def test_an_answer_of_another_shape_is_not_believed(changes):
    with pytest.raises(Untrusted):
        Checking(fresh_store(), Answering(**{**GOOD, **changes})).check(PaperFacts("1", "2"), toy_rules())


@pytest.mark.parametrize("changes", [{"certificate": None}, {"paper": "%%%"}, {"company": None}])
def test_a_whole_answer_of_another_shape_is_not_believed(changes):
    names = ("form", "stage", "author", "office", "createdAt", "updatedAt", "printState")
    document = {"id": "0190a6f0-0000-7000-8000-000000000001", "rev": "1", "family": "certificate"}
    document |= {"values": {}, "links": {}, "facts": {}, **dict.fromkeys(names, "x")}
    checking = Checking(
        fresh_store(), Answering(**{**GOOD, "certificate": document, "company": COMPANY, "paper": "", **changes})
    )
    checking.sign_in("customs", "p")
    with pytest.raises(Untrusted):
        checking.check(PaperFacts("1", "2"), toy_rules())
