"""贸促会迁移 between drafting and sending: what is not sent goes to the new office, and whoever wrote it is told."""

import shutil

import pytest

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.operations import conflicts, sending
from coo_desktop.views.words import notices as notice_words
from tests.backend.process import BackendProcess
from tests.console.pages import Visit
from tests.domain.given import PRE_REVIEW, RCEP, values_of
from tests.flows.office import approve, approved_product, certificate_of, same_on_both

OLD, NEW = "3302", "4405"
OLD_PLACE, NEW_PLACE = "NINGBO, CHINA", "CHAOZHOU, CHINA"


@pytest.fixture
def backend_process(tmp_path_factory):
    """A backend process of this test alone: the company moves on it."""
    folder = tmp_path_factory.mktemp("backend")
    process = BackendProcess(folder, {"HOME": str(folder)}).start()
    yield process
    process.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def move(backend_process):
    """Asks for the move and lets the receiving office approve it in its console."""

    def move():
        body = {"office": NEW, "reason": "公司迁址"}
        asked = backend_process.client("admin").call("POST", "/v1/moves", body, Idempotency_Key=new_id()).json()
        visit = Visit(backend_process.url, "examiner2")
        visit.open("/console/moves")
        assert visit.send(f"/console/moves/{asked['id']}", verdict="approved", reason="").ok
        visit.close()

    return move


@pytest.fixture
def client(backend_process):
    return backend_process.client("demo")


def draft(clerk, backend):
    """A complete certificate that is not sent, over a product that the old office approved."""
    product = approved_product(clerk, backend, PRE_REVIEW)
    written = clerk.write(certificate_of(RCEP, product), form="rcep_2022")
    assert written.values["application_place"] == OLD_PLACE
    return written


def there(client, document):
    return client.get(f"/v1/docs/{document.id}").json()


def told(clerk):
    """What the notices of the program itself say."""
    return [notice_words.said(notice) for notice in clerk.store.reader.notices.newest(20) if notice.local]


def test_a_draft_begun_before_the_move_is_sent_to_the_new_office(screens, backend_process, client, move):
    screen = screens()
    written = draft(screen.clerk, backend_process)
    screen.sync()
    page = screen.open(written.id)
    move()
    screen.sync()
    assert page.values()["application_place"] == NEW_PLACE
    assert any(OLD_PLACE in words and NEW_PLACE in words for words in told(screen.clerk))
    sent = screen.send()
    assert (sent.stage, sent.office, there(client, sent)["office"]) == ("submitted", NEW, NEW)
    assert same_on_both(screen.clerk, client, sent.id)
    assert backend_process.client("examiner").exam(sent.id, "take_up").status_code == 404
    approve(backend_process, sent.id, account="examiner2")
    screen.sync()
    issued = screen.clerk.document(sent.id)
    assert "44" in issued.facts["printNumber"]
    assert NEW in issued.facts["printNumber"]


def test_what_only_this_computer_has_is_held_when_its_place_changes(desks, backend_process, client, move):
    """Confirmed without a network, before anybody here knew of the move."""
    clerk = desks()
    written = draft(clerk, backend_process)
    clerk.submit(written.id)
    move()
    clerk.sync()
    held = clerk.document(written.id)
    assert (held.values["application_place"], held.office, held.needs_review) == (NEW_PLACE, NEW, True)
    assert held.stage == "ready"
    assert there(client, held)["stage"] == "ready"
    assert any(NEW_PLACE in words for words in told(clerk))
    clerk.perform(conflicts.looked_at, written.id)
    clerk.submit(written.id)
    clerk.sync()
    assert (there(client, held)["stage"], there(client, held)["office"]) == ("submitted", NEW)
    assert there(client, held)["values"]["applicationPlace"] == NEW_PLACE


def test_what_the_backend_has_already_is_held_when_its_place_changes(desks, backend_process, client, move):
    clerk = desks()
    written = draft(clerk, backend_process)
    clerk.sync()
    clerk.submit(written.id)
    move()
    clerk.sync()
    held = clerk.document(written.id)
    assert (held.values["application_place"], held.needs_review, held.stage) == (NEW_PLACE, True, "ready")
    assert any(NEW_PLACE in words for words in told(clerk))
    clerk.perform(conflicts.looked_at, written.id)
    clerk.submit(written.id)
    clerk.sync()
    assert there(client, held)["office"] == NEW


def test_a_move_approved_between_a_look_and_the_first_send_leaves_no_old_place(
    desks, backend_process, client, move, monkeypatch
):
    """The desk asked how the company stands, then the move was approved, then the pass stores and sends."""
    clerk = desks()
    written = draft(clerk, backend_process)
    clerk.submit(written.id)
    monkeypatch.setattr(type(clerk.account), "look", lambda _account, *, again=False: Change())
    move()
    clerk.sync()
    monkeypatch.undo()
    assert there(client, written)["values"]["applicationPlace"] == NEW_PLACE
    assert there(client, written)["stage"] == "ready"
    clerk.sync()
    held = clerk.document(written.id)
    assert (held.values["application_place"], held.office, held.stage) == (NEW_PLACE, NEW, "ready")
    assert held.needs_review
    clerk.perform(conflicts.looked_at, written.id)
    clerk.submit(written.id)
    clerk.sync()
    assert (there(client, held)["stage"], there(client, held)["office"]) == ("submitted", NEW)


def test_what_has_nothing_of_the_filing_goes_out_at_once(desks, client, move):
    clerk = desks()
    written = clerk.write(values_of(PRE_REVIEW), form="pre_review")
    clerk.submit(written.id)
    move()
    clerk.sync()
    assert (there(client, written)["stage"], there(client, written)["office"]) == ("submitted", NEW)


def test_a_place_that_was_typed_stays_and_what_was_sent_stays_where_it_was_sent(desks, backend_process, client, move):
    clerk, other = desks(), desks("clerk2")
    sent = draft(clerk, backend_process)
    clerk.submit(sent.id)
    clerk.sync()
    typed = clerk.perform(sending.adjust, next(iter(clerk.document(sent.id).values["goods"]))["product"])
    place = clerk.write({**sent.values, "application_place": "HANGZHOU, CHINA"}, form="rcep_2022")
    clerk.sync()
    other.sync()
    move()
    clerk.sync()
    other.sync()
    for desk in (clerk, other):
        assert desk.document(sent.id).office == OLD
        assert desk.document(sent.id).values["application_place"] == OLD_PLACE
        assert desk.document(place.id).values["application_place"] == "HANGZHOU, CHINA"
        assert {desk.document(each.id).office for each in (typed, place)} == {NEW}
        assert desk.store.reader.company().office == NEW
        assert len(told(desk)) == 1
    assert there(client, sent)["office"] == OLD
    approve(backend_process, sent.id)
    clerk.sync()
    assert clerk.document(sent.id).stage == "approved"
