"""The other side of an errand: the examiner's decisions, what the backend has done, and the samples' day."""

import datetime as dt
import json
import sqlite3
from contextlib import closing
from typing import Any

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents import wire
from coo_desktop.domain.documents.document import Document
from tests.backend.process import BackendProcess, Client
from tests.console.pages import Visit
from tests.domain.given import sample, values_of
from tests.fakes.clock import FakeClock
from tests.sync.desk import Desk, toy_rules

MORNING = dt.time(1, 30, tzinfo=dt.UTC)


def clock_of(name: str) -> FakeClock:
    """A clock on the day of a sample."""
    return FakeClock(dt.datetime.combine(dt.date.fromisoformat(sample(name)["today"]), MORNING))


def turn_to(backend: BackendProcess, clock: FakeClock) -> None:
    """The backend lives on the same day as the desk."""
    backend.set_clock(int((clock.now() - dt.datetime.now(dt.UTC)).total_seconds()))


def approve(backend: BackendProcess, *document_ids: str, account: str = "examiner") -> None:
    """The examiner takes documents up and approves them."""
    examiner = backend.client(account)
    for document_id in document_ids:
        decide(examiner, document_id, "take_up")
        decide(examiner, document_id, "approve")


def office_asks(backend: BackendProcess, asks: bool) -> None:
    """The office's examiner says on the console whether companies undertake and choose a way to collect."""
    visit = Visit(backend.url, "examiner")
    visit.open("/console/settings")
    assert visit.send("/console/settings", electronic_seals="none", **({"asks_at_sending": "yes"} if asks else {})).ok
    visit.close()


def decide(examiner: Client, document_id: str, event: str, **body: Any) -> None:
    """One step of the examiner."""
    answer = examiner.exam(document_id, event, **body)
    assert answer.ok, answer.text


def effects(backend: BackendProcess, document_id: str) -> list[str]:
    """What the backend did with a document, in order, from its audit trail: each effect stands there once."""
    path = f"file:{backend.data / 'backend.sqlite'}?mode=ro"
    with closing(sqlite3.connect(path, uri=True)) as connection:
        rows = connection.execute("SELECT action FROM audit WHERE object = ? ORDER BY entry", (document_id,))
        return [action for (action,) in rows]


def code_for(qtbot: Any, backend: BackendProcess, phone: str) -> str:
    """The code in the newest message to a phone; it leaves after the answer, so this waits for it."""

    def codes() -> list[str]:
        files = sorted((backend.data / "messages").glob("*.json"))
        told = [json.loads(file.read_text(encoding="utf-8")) for file in files]
        return [one["text"][4:10] for one in told if one["phone"] == phone and one["text"].startswith("验证码 ")]

    qtbot.waitUntil(lambda: bool(codes()))
    return codes()[-1]


def bring_over(backend: BackendProcess, document_id: str) -> None:
    """The backend's operators take a certificate over from the former system, as approved as it was there."""
    with closing(sqlite3.connect(backend.data / "backend.sqlite")) as connection, connection:
        (text,) = connection.execute("SELECT body FROM documents WHERE id = ?", (document_id,)).fetchone()
        body = json.loads(text)
        body |= {"stage": "approved", "facts": {"oldSystem": True, "number": f"OLD{document_id[-6:]}"}}
        told = (json.dumps(body), "approved", document_id)
        connection.execute("UPDATE documents SET body = ?, stage = ? WHERE id = ?", told)


def certificate_of(name: str, product: Document, invoice: str = "") -> dict[str, Any]:
    """The values of a sample certificate for this product; another `invoice` number makes it another shipment."""
    values = values_of(name)
    number = invoice or values["invoices"][0]["number"]
    values["invoices"] = [{**row, "id": new_id(), "number": number} for row in values["invoices"]]
    values["goods"] = [
        {**row, "id": new_id(), "product": product.id, "invoice_number": number} for row in values["goods"]
    ]
    return values


def approved_product(desk: Desk, backend: BackendProcess, name: str, account: str = "examiner") -> Document:
    """A sample product filed from this desk and approved."""
    written = desk.write(values_of(name), form="pre_review")
    desk.submit(written.id)
    state = desk.sync()
    assert state.light == "synced", state
    approve(backend, written.id, account=account)
    desk.sync()
    return desk.document(written.id)


def same_on_both(desk: Desk, client: Client, document_id: str) -> bool:
    """Whether desk and backend hold the same revision, stage and values of a document."""
    local, there = desk.document(document_id), client.get(f"/v1/docs/{document_id}").json()
    form = toy_rules().form(local.form)
    facts = (local.rev, local.stage, wire.to_wire(form, local.values, local.extra), dict(local.facts))
    return facts == (there["rev"], there["stage"], there["values"], there["facts"])
