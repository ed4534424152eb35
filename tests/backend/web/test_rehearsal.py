"""Documents are checked before the lock is taken, and what was found holds inside only while it is true."""

import threading
from collections.abc import Callable

import pytest

from coo_backend.db.unit import Actor, Unit
from coo_backend.seed import LANFENG
from coo_backend.web.rehearsal import TRIES, rehearsed
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents import wire
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.rulebook import Rulebook
from tests.backend.conftest import Backend
from tests.backend.errands import CERTIFICATE, PRODUCT, certificate, force, problem, stored
from tests.backend.process import Client
from tests.counting import statements
from tests.domain.given import RCEP, values_of

CLERK = Actor(account="demo", name="王晓明", role="clerk", active=True, company=LANFENG)
LONG = "长长长长的单证"


class Pause:
    """Stands in for the fonts' answer: the check of one text waits there until the test goes on."""

    def __init__(self) -> None:
        self.reached, self.over = threading.Event(), threading.Event()
        self.is_kept_waiting = False

    def __call__(self, text: str) -> str:
        if text == LONG and not self.over.is_set():
            self.reached.set()
            self.is_kept_waiting |= not self.over.wait(5)
        return ""


def test_others_write_while_a_long_document_is_checked(clerk: Client, backend: Backend, monkeypatch):
    """Another company, a colleague, and a colleague in that very document, whose revision the first one then misses."""
    pause, answers = Pause(), []
    known = stored(clerk)
    stranger, colleague = backend.client("mingyao"), backend.client("clerk2")
    monkeypatch.setattr("coo_backend.db.unit.missing", pause)
    long = certificate(consigneeName=LONG)
    desk = threading.Thread(
        target=lambda: answers.append(clerk.put(known["id"], CERTIFICATE, long, rev=known["rev"])), daemon=True
    )
    desk.start()
    assert pause.reached.wait(5)
    assert stored(stranger)["stage"] == "ready"
    assert stored(colleague)["stage"] == "ready"
    newer = colleague.put(known["id"], CERTIFICATE, certificate(consigneeName="OTHER"), rev=known["rev"])
    assert newer.ok
    pause.over.set()
    desk.join()
    assert not pause.is_kept_waiting
    assert (problem(answers[0]), answers[0].json()["rev"]) == ("stale-revision", newer.json()["rev"])


def naming(backend: Backend, product: str) -> Document:
    """A certificate with one line of this product."""
    values = values_of(RCEP, goods__product=product)
    return Document(id=new_id(), form="rcep_2022", family="certificate", values=values, stage="draft")


@pytest.mark.parametrize("changes", range(TRIES + 2))
def test_what_changes_while_a_document_is_checked_counts(clerk: Client, backend: Backend, changes):
    """However often: the last time the checks run inside, where nothing changes any more."""
    product = stored(clerk, PRODUCT)["id"]
    document = naming(backend, product)
    states = [force(backend.place, product, stage=stage)["stage"] for stage in ("voided", "approved")]
    runs: list[bool] = []

    def work(opened: Unit) -> set[str]:
        found = {each.code for each in opened.problems(document)}
        runs.append(opened.is_rehearsal)
        if opened.is_rehearsal and runs.count(True) <= changes:
            states.append(force(backend.place, product, stage=states[-2])["stage"])
        return found

    found = rehearsed(backend.place.shared, CLERK, LANFENG.id, "test", work)
    assert ("product_voided" in found) == (states[-1] == "voided")
    assert runs == [True] * min(changes + 1, TRIES) + [False]


def test_the_items_of_a_batch_are_checked_ahead_though_they_rest_on_each_other(
    clerk: Client, backend: Backend, monkeypatch
):
    database, under_lock = backend.place.shared.database, []
    checked: Callable[..., object] = Rulebook.is_blocked

    def noted(*asked: object) -> object:
        under_lock.append(database._turn.locked())
        return checked(*asked)

    monkeypatch.setattr(Rulebook, "is_blocked", noted)
    product, form = new_id(), backend.place.shared.rules.form("rcep_2022")
    told = wire.to_wire(form, naming(backend, product).values)
    bodies = [(PRODUCT, product, {"productName": "FLASK"}), (form.id, new_id(), told), (CERTIFICATE, new_id(), {})]
    items = [
        {"key": new_id(), "method": "PUT", "path": f"/v1/docs/{document}", "ifNoneMatch": "*", "body": body}
        for name, document, values in bodies
        for body in [{"form": name, "values": values}]
    ]
    assert [answer["body"]["stage"] for answer in clerk.batch(*items).json()["items"]] == ["ready", "draft", "draft"]
    assert under_lock == [False] * 3


def test_a_rehearsal_writes_nothing(clerk: Client, backend: Backend):
    known, engine = stored(clerk), backend.place.shared.database.engine

    def store_and_send() -> None:
        told = clerk.put(known["id"], CERTIFICATE, certificate(consigneeName="NEW"), rev=known["rev"]).json()
        assert clerk.submit(known["id"], told["rev"]).ok

    run = statements(engine, store_and_send)
    parts, is_inside = [], False
    for statement in run:
        is_inside = statement == "BEGIN IMMEDIATE" or (is_inside and statement != "BEGIN")
        parts += [] if is_inside else [statement.split()[0]]
    assert set(parts) == {"BEGIN", "SELECT"}
    assert run.count("BEGIN IMMEDIATE") == 2
