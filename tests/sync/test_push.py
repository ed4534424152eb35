"""Pushing to a real backend through a proxy that breaks things: every intent takes effect once, or is still here."""

import dataclasses
import os
import signal
import subprocess
import sys

import pytest

from coo_desktop.contract.documents import MOST_ROWS
from coo_desktop.domain.documents.document import Intent
from coo_desktop.domain.office.intent_reasons import reason_of
from coo_desktop.domain.office.sync_state import SyncCause
from coo_desktop.domain.operations import drafts, sending
from tests.sync.desk import COMPLETE, values_of

CUTS = (0, 1, 12, 60, 200, 400, 700, 1000)


def test_a_withdrawal_whose_answer_is_lost_happens_once(desks, chaos, backend_process):
    desk = desks(url=chaos.url)
    written = desk.write()
    desk.submit(written.id)
    desk.sync()
    desk.perform(sending.withdraw, written.id)
    chaos.order("cut_answer", "POST /v1/batch")
    assert desk.sync().light == "offline"
    assert desk.states() == ["unknown"]
    state = desk.sync()
    assert (state.light, desk.states()) == ("synced", [])
    assert desk.document(written.id).stage == "withdrawn"


def test_a_new_draft_whose_answer_is_lost_is_stored_once(desks, chaos, backend_process):
    desk = desks(url=chaos.url)
    written = desk.write()
    chaos.order("cut_answer", "POST /v1/batch")
    desk.sync()
    assert desk.states() == ["unknown"]
    desk.edit(written.id, consignee="OTHER")
    desk.sync()
    kept = desk.document(written.id)
    assert (desk.states(), kept.conflicts, kept.needs_review) == ([], 0, False)
    told = backend_process.client("demo").get(f"/v1/docs/{written.id}").json()
    assert told["values"]["consigneeName"] == "OTHER"
    assert len(backend_process.client("demo").changes()["items"]) == 1


@pytest.mark.parametrize("at", CUTS)
def test_an_answer_cut_anywhere_is_not_applied_in_part(desks, chaos, at):
    desk = desks(url=chaos.url)
    written = [desk.write(), desk.write()]
    chaos.order("cut_answer", "POST /v1/batch", at=at)
    desk.sync()
    assert desk.states() == ["unknown", "unknown"]
    assert [desk.document(one.id).rev for one in written] == [None, None]
    assert desk.sync().light == "synced"
    assert all(desk.document(one.id).rev for one in written)


@pytest.mark.parametrize("at", [1, 30, 120, 300, 500])
def test_a_request_cut_anywhere_has_one_effect(desks, chaos, backend_process, at):
    desk = desks(url=chaos.url)
    desk.write()
    chaos.order("cut_request", "POST /v1/batch", at=at)
    desk.sync()
    assert desk.states() == ["unknown"]
    assert desk.sync().light == "synced"
    assert len(backend_process.client("demo").changes()["items"]) == 1


def test_a_request_that_arrives_twice_has_one_effect(desks, chaos, backend_process):
    desk = desks(url=chaos.url)
    written = desk.write()
    desk.submit(written.id)
    chaos.order("double_request", "POST /v1/batch", times=2)
    assert desk.sync().light == "synced"
    assert desk.document(written.id).stage == "submitted"
    assert len(backend_process.client("demo").changes()["items"]) == 1


@pytest.mark.parametrize("point", ["before_commit", "after_commit"])
@pytest.mark.parametrize("action", ["500", "drop_connection"])
def test_a_backend_that_breaks_leaves_the_outcome_unknown_and_one_effect(desks, backend_process, point, action):
    desk = desks()
    written = desk.write()
    desk.submit(written.id)
    backend_process.fault(point, "batch", action)
    desk.sync()
    assert desk.states()[0] == "unknown"
    assert desk.sync().light == "synced"
    assert desk.document(written.id).stage == "submitted"


def test_the_key_of_every_try_is_the_same(desks, chaos):
    desk = desks(url=chaos.url)
    desk.write()
    (key,) = [intent.key for intent in desk.outbox()]
    chaos.order("cut_answer", "POST /v1/batch", times=3)
    for _ in range(4):
        desk.sync()
    tries = chaos.seen("POST /v1/batch")
    assert len(tries) == 4
    assert all(key.encode() in one for one in tries)


def test_drafts_written_offline_go_out_in_order(desks, backend_process, chaos):
    desk = desks()
    desk.move("http://127.0.0.1:9")
    written = [desk.write({"consignee": f"BUYER {number}"}) for number in range(55)]
    assert desk.sync().light == "offline"
    assert desk.states() == ["queued"] * 55
    assert {intent.attempts for intent in desk.outbox()} == {0}
    desk.move(chaos.url)
    seen = []
    desk.clock.pass_s(4000)
    _, state = desk.engine.run_pass(lambda done, total: seen.append((done, total)))
    assert (state.light, state.waiting) == ("synced", 0)
    assert seen == [(55, 55)]
    told = backend_process.client("demo").changes()["items"]
    assert [one["id"] for one in told] == [one.id for one in written]


def test_work_of_a_disabled_signatory_is_kept_and_goes_on_later(desks, backend_process):
    desk = desks()
    written = [desk.write({"consignee": f"BUYER {number}"}) for number in range(50)]
    desk.write()
    desk.submit(desk.store.reader.intents()[-1].document)
    keys = [intent.key for intent in desk.outbox()]
    backend_process.set_active("demo", False)
    state = desk.sync()
    assert (state.light, state.cause, state.waiting) == ("attention", SyncCause.SIGNATORY_DISABLED, 52)
    assert set(desk.states()) == {"blocked"}
    assert desk.sync().cause == SyncCause.SIGNATORY_DISABLED
    assert backend_process.client("clerk2").changes()["items"] == []
    assert [intent.key for intent in desk.outbox()] == keys
    backend_process.set_active("demo", True)
    desk.sign_in()
    assert desk.sync().light == "synced"
    assert all(desk.document(one.id).rev for one in written)


def test_content_typed_while_the_answer_is_on_its_way_stays(desks, chaos):
    desk = desks(url=chaos.url)
    written = desk.write()
    real_call = desk.remote.call

    def call(method, path, *rest, **named):
        reply = real_call(method, path, *rest, **named)
        if path == "/v1/batch" and desk.document(written.id).values["consignee"] == "SAKURA TRADING":
            desk.edit(written.id, consignee="TYPED MEANWHILE")
        return reply

    desk.remote.call = call
    desk.sync()
    kept = desk.document(written.id)
    assert (kept.values["consignee"], kept.conflicts, desk.states()) == ("TYPED MEANWHILE", 0, [])
    assert kept.base == kept.values


def test_a_refused_submission_says_why_and_can_be_sent_again(desks, backend_process):
    desk = desks()
    first = desk.write()
    desk.submit(first.id)
    desk.sync()
    other = desk.write({**COMPLETE, "consignee": ""})
    with desk.store.unit() as unit:  # a screen would not let it pass; the backend has to hold as well
        drafts.enqueue_put(unit, unit.document(other.id))
    desk.sync()
    rev = desk.document(other.id).rev
    answer = backend_process.client("demo").submit(other.id, rev)
    assert answer.status_code == 422
    with desk.store.unit() as unit:
        unit.enqueue(Intent(key="k-1", kind="submit", document=other.id, body={}))
    state = desk.sync()
    kept = desk.document(other.id)
    assert (state.light, state.cause, kept.delivery) == ("attention", SyncCause.WORK_REFUSED, "refused")
    (intent,) = desk.outbox()
    assert intent.state == "refused"
    assert intent.problem["problems"][0]["field"] == "consignee"
    desk.edit(other.id, consignee="FOUND")
    desk.submit(other.id)
    assert desk.sync().light == "synced"
    assert desk.document(other.id).stage == "submitted"


def test_a_document_the_backend_cannot_take_does_not_hold_up_the_others(desks):
    desk = desks()
    written = [desk.write() for _ in range(3)]
    with desk.store.unit() as unit:
        intent = unit.intents(written[1].id)[0]
        unit.update_intent(_with_body(intent, consigneeName="x" * 200_000))
    desk.sync()
    assert desk.states() == ["refused"]
    assert desk.document(written[0].id).rev
    assert desk.document(written[2].id).rev


def test_a_draft_with_more_rows_than_the_office_keeps_stays_whole_here_and_goes_once_it_is_shorter(desks):
    desk = desks()
    rows = [{"id": f"i{number}", "number": f"LF-{number}"} for number in range(MOST_ROWS + 1)]
    written, other = desk.write(COMPLETE | {"invoices": rows}), desk.write()
    desk.sync()
    (held,) = desk.outbox()
    assert (held.document, held.state, desk.document(other.id).rev is not None) == (written.id, "refused", True)
    (told,) = reason_of(held.problem).findings
    counts = {
        "zh_CN": f"最多 {MOST_ROWS} 行，现有 {len(rows)} 行",
        "en": f"at most {MOST_ROWS} lines; it has {len(rows)}",
    }
    assert all(said in told.message(language) for language, said in counts.items())
    assert desk.document(written.id).values["invoices"] == rows
    desk.edit(written.id, invoices=rows[1:])
    assert (desk.sync().light, desk.states()) == ("synced", [])
    assert desk.document(written.id).values["invoices"] == rows[1:]


def test_a_submission_waits_for_a_product_that_is_not_approved(desks, backend_process):
    desk = desks()
    product = desk.write({"name": "VASE"}, form="toy_product")
    certificate = desk.write({**COMPLETE, "goods": [{"id": "g", "name": "VASE", "product": product.id}]})
    desk.submit(product.id)
    desk.submit(certificate.id)
    state = desk.sync()
    (intent,) = desk.outbox()
    assert (intent.state, intent.problem["missing"]) == ("waiting", [product.id])
    assert (state.light, desk.document(certificate.id).delivery) == ("waiting", "waiting")
    examiner = backend_process.client("examiner")
    assert examiner.exam(product.id, "take_up").ok
    assert examiner.exam(product.id, "approve").ok
    assert desk.sync().light == "synced"
    assert desk.document(certificate.id).stage == "submitted"


def test_a_discarded_draft_is_gone_everywhere(desks):
    here, there = desks(), desks("clerk2")
    written = here.write()
    here.sync()
    there.sync()
    here.perform(drafts.discard, written.id)
    here.sync()
    there.sync()
    assert here.store.reader.document(written.id) is None
    assert there.store.reader.document(written.id) is None


KILLED = """
import sys
from tests.sync.desk import Desk
from pathlib import Path
Desk(Path(sys.argv[1]), sys.argv[2]).sync()
"""


def test_a_program_killed_between_sending_and_the_answer_sends_once(tmp_path, desks, chaos, backend_process):
    first = desks(name="killed")
    written = first.write()
    first.submit(written.id)
    first.close()
    chaos.order("hold_answer", "POST /v1/batch", times=9)
    child = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path / "killed"), chaos.url], env=dict(os.environ))
    assert chaos.wait_for_request("POST /v1/batch")
    child.send_signal(signal.SIGKILL)
    child.wait()
    chaos.calm()
    again = desks(name="killed", url=chaos.url)
    assert again.states() == ["sending", "queued"]
    assert again.sync().light == "synced"
    sent = again.document(written.id)
    assert (sent.stage, again.states()) == ("submitted", [])
    assert [one["id"] for one in backend_process.client("demo").changes()["items"]] == [written.id]
    assert values_of(backend_process.client("demo").get(f"/v1/docs/{written.id}").json())


def _with_body(intent, **values):
    return dataclasses.replace(intent, body={**intent.body, "values": {**intent.body["values"], **values}})
