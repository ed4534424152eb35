"""A clerk withdraws in the moment an examiner takes up: one of them wins, and both sides agree on who."""

import threading
from collections import Counter

import pytest

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.operations import drafts, sending
from tests.backend.db.test_database import postgres, postgres_server
from tests.backend.process import BackendProcess
from tests.lengths import IS_WHOLE, times
from tests.sync.desk import Desk

__all__ = ["postgres", "postgres_server"]

RACES = times(30, 200)
#: Documents withdrawn by one pass, while the examiner takes the same ones up in another order.
AT_ONCE = 10


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request, tmp_path):
    """A backend process on either database."""
    more = () if request.param == "sqlite" else ("--database-url", request.getfixturevalue("postgres"))
    process = BackendProcess(tmp_path / "backend", arguments=more).start()
    yield process
    process.stop()


@pytest.fixture
def clerk(backend, tmp_path):
    desk = Desk(tmp_path / "desk", backend.url).sign_in()
    yield desk
    desk.close()


class Examiner:
    """A thread that takes documents up, from the moment the clerk's desk starts its pass."""

    def __init__(self, backend):
        self.gate = threading.Barrier(2)
        self.answers = {}
        self._client = backend.client("examiner")

    def begin(self, rounds):
        """Goes through the rounds, each a list of ids, one after the other."""
        thread = threading.Thread(target=self._run, args=(rounds,))
        thread.start()
        return thread

    def _run(self, rounds):
        for ids in rounds:
            self.gate.wait()
            for document_id in ids:
                self.answers[document_id] = self._client.exam(document_id, "take_up").status_code
            self.gate.wait()


#: A form type of each family that can be withdrawn -> the values of its document of this number.
FORMS = {
    "toy_certificate": lambda number: {
        "consignee": f"BUYER {number}",
        "invoices": [{"id": new_id(), "number": new_id()[-12:]}],
    },
    "toy_product": lambda number: {"name": f"FLASK {number}"},
}


def submitted(desk, form, count):
    """So many documents that wait for review."""
    written = []
    with desk.store.unit() as unit:
        for number in range(count):
            started = drafts.start(unit, form, FORMS[form](number))
            sending.submit(unit, started.ids[0], started.document.revision)
            written.append(started.ids[0])
    while desk.outbox():
        assert desk.sync().light == "synced"
    return written


@pytest.mark.machinery
@pytest.mark.parametrize("form", FORMS)
def test_of_many_withdrawals_against_a_take_up_each_has_one_winner_and_both_sides_agree(backend, clerk, form):
    races = submitted(clerk, form, RACES)
    rounds = [races[start : start + AT_ONCE] for start in range(0, RACES, AT_ONCE)]
    examiner = Examiner(backend)
    thread = examiner.begin([ids[::-1] for ids in rounds])
    for ids in rounds:
        with clerk.store.unit() as unit:
            for found in ids:
                sending.withdraw(unit, found)
        examiner.gate.wait()
        clerk.sync()
        examiner.gate.wait()
    thread.join()
    clerk.sync()
    ended = Counter(agreed(backend.client("demo"), clerk, found, examiner.answers[found]) for found in races)
    assert ended.total() == RACES
    assert not IS_WHOLE or set(ended) == {"withdrawn", "in_review"}  # it was a race, and not always the same one's


def agreed(client, clerk, document_id, answer):
    """The stage that backend and desk agree on, and that the examiner and the outbox were told."""
    local, there = clerk.document(document_id), client.get(f"/v1/docs/{document_id}").json()
    assert (local.stage, local.rev) == (there["stage"], there["rev"])
    assert local.stage == {200: "in_review", 409: "withdrawn"}[answer]
    assert clerk.store.reader.intents(document_id) == ()  # the loser's wish has ended, too
    told = [one.kind for one in clerk.store.reader.notices.newest(RACES) if one.document == document_id]
    assert told == ([] if local.stage == "withdrawn" else ["withdrawal_lost"])
    return local.stage
