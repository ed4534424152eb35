"""Work done without a network, cut off in mid-send or signed out in mid-pass: it arrives once, and is pulled back."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from coo_backend.seed import PASSWORD
from tests.backend.process import BackendProcess
from tests.domain.given import PRE_REVIEW, RCEP, values_of
from tests.flows.conftest import shared_rules
from tests.flows.office import (
    approve,
    approved_product,
    certificate_of,
    clock_of,
    effects,
    same_on_both,
    turn_to,
)
from tests.flows.screen import Screen

LATE_S = 90 * 86_400
#: An access token has ended by then; the old refresh token was once refused as stolen after this time.
HOUR_S, TOO_LATE_S = 3_600, 300
TWO_DAYS_S = 2 * 86_400 + 3_600
SENT = ["put", "submit"]
APPROVED = [*SENT, "take_up", "approve"]

#: What dies: the desktop's own store and engine in a process of their own, on the profile of the test.
DYING = """
import sys
from pathlib import Path
from tests.flows.office import clock_of
from tests.sync.desk import Desk

Desk(Path(sys.argv[1]), sys.argv[2], clock=clock_of(sys.argv[3])).sync()
"""


@pytest.fixture(autouse=True)
def _same_day(backend_process: BackendProcess) -> Iterator[None]:
    """Both sides live on the sample's day again, whatever the test before did to the clock."""
    turn_to(backend_process, clock_of(RCEP))
    yield
    turn_to(backend_process, clock_of(RCEP))


@pytest.fixture
def clerk(desks):
    """The clerk's own desk, on the day of the sample."""
    return desks(clock=clock_of(RCEP))


def test_a_draft_written_offline_is_sent_once_when_the_network_is_back(clerk, backend_process):
    backend_process.kill()
    product = clerk.write(values_of(PRE_REVIEW), form="pre_review")
    clerk.submit(product.id)
    assert clerk.sync().light == "offline"
    assert clerk.document(product.id).delivery == "queued"
    backend_process.start(backend_process.port)
    turn_to(backend_process, clerk.clock)
    assert clerk.sync().light == "synced"
    approve(backend_process, product.id)
    clerk.sync()
    assert clerk.document(product.id).stage == "approved"
    backend_process.kill()
    written = clerk.write(certificate_of(RCEP, product), form="rcep_2022")
    assert (written.stage, written.blocking) == ("ready", 0)
    clerk.submit(written.id)
    assert clerk.sync().light == "offline"
    assert clerk.sync().waiting == 2
    backend_process.start(backend_process.port)
    turn_to(backend_process, clerk.clock)
    assert clerk.sync().light == "synced"
    approve(backend_process, written.id)
    clerk.sync()
    approved = clerk.document(written.id)
    assert (approved.stage, clerk.states()) == ("approved", [])
    assert approved.facts["number"]
    assert approved.facts["printNumber"]
    for document_id in (product.id, written.id):
        assert effects(backend_process, document_id) == APPROVED
        assert same_on_both(clerk, backend_process.client("demo"), document_id)


def test_a_program_killed_between_send_and_answer_has_sent_once_when_reopened(
    tmp_path, desks, clerk, chaos, backend_process
):
    product = approved_product(clerk, backend_process, PRE_REVIEW)
    written = clerk.write(certificate_of(RCEP, product, "LF2026-1016"), form="rcep_2022")
    clerk.submit(written.id)
    clerk.close()
    held = chaos.order("hold_answer", "POST /v1/batch")
    command = [sys.executable, "-c", DYING, str(tmp_path / "desk0"), chaos.url, RCEP]
    child = subprocess.Popen(command, env=dict(os.environ))
    assert chaos.wait_for_request("POST /v1/batch")
    child.send_signal(signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    assert held.times == 0
    chaos.calm()
    again = desks(name="desk0", clock=clock_of(RCEP))
    assert again.states() == ["sending", "queued"]
    backend_process.fault("after_commit", "batch")
    assert again.sync().light == "offline"  # the backend has taken it and hangs up: as unknown as before
    assert "unknown" in again.states()
    assert again.sync().light == "synced"
    assert (again.document(written.id).stage, again.states()) == ("submitted", [])
    assert effects(backend_process, written.id) == SENT
    assert same_on_both(again, backend_process.client("demo"), written.id)


def test_a_session_that_ends_in_mid_pass_keeps_the_queue_and_resumes_after_signing_in(desks, chaos, backend_process):
    desk = desks(url=chaos.url)
    written = [desk.write({"consignee": f"BUYER {number}"}) for number in range(60)]
    for document in written:
        desk.edit(document.id, invoices=[{"id": f"i{document.id}", "number": f"N-{document.id[-8:]}"}])
        desk.submit(document.id)
    keys = [intent.key for intent in desk.outbox()]
    ended: list[int] = []

    def end_session(done: int, _total: int) -> None:
        if not ended:
            ended.append(done)
            backend_process.set_clock(LATE_S)

    desk.clock.pass_s(4000)
    _, state = desk.engine.run_pass(end_session)
    assert (state.light, ended) == ("signed_out", [len(written)])
    assert state.waiting == len(keys) - len(written)
    assert set(desk.states()) == {"queued"}
    assert {intent.key for intent in desk.outbox()} < set(keys)
    typed = desk.write({"consignee": "TYPED WHILE SIGNED OUT"})
    assert desk.sync().light == "signed_out"
    desk.account.sign_in("demo", PASSWORD)
    assert desk.sync().light == "synced"
    assert desk.states() == []
    assert desk.document(typed.id).rev
    for document in written:
        assert desk.document(document.id).stage == "submitted"
        assert effects(backend_process, document.id) == SENT


def test_a_renewal_whose_answer_is_lost_keeps_the_clerk_signed_in_however_late_the_next_pass_is(
    qtbot, desks, chaos, backend_process
):
    clock = clock_of(RCEP)
    screen = Screen(qtbot, desks(url=chaos.url, clock=clock, rules=shared_rules), shared_rules())
    written = screen.clerk.write({"name": "SAKURA"}, "importer")
    clock.pass_s(HOUR_S)
    turn_to(backend_process, clock)
    chaos.order("cut_answer", "/v1/auth/refresh")
    screen.sync()
    assert screen.session.state.light == "offline"
    clock.pass_s(TOO_LATE_S)
    turn_to(backend_process, clock)
    screen.sync()
    assert screen.session.state.light == screen.window.light.light == "synced"
    assert screen.clerk.document(written.id).rev
    assert len(chaos.seen("/v1/auth/refresh")) == 2
    screen.close()


def test_a_wrong_clock_is_named_until_it_is_set(screens, backend_process):
    screen = screens()
    screen.sync()
    assert not any("本机时间" in text for text in screen.window.notices.texts())
    clock = clock_of(RCEP)
    clock.pass_s(TWO_DAYS_S)
    turn_to(backend_process, clock)
    screen.sync()
    assert ["本机时间比贸促会系统慢 2 天" in text for text in screen.window.notices.texts()] == [True]
    screen.clerk.clock.pass_s(TWO_DAYS_S)
    screen.sync()
    assert not any("本机时间" in text for text in screen.window.notices.texts())


def test_a_person_who_asks_need_not_wait_for_the_back_off(screens, backend_process):
    screen = screens(RCEP, "demo")
    written = screen.clerk.write(values_of(PRE_REVIEW), form="pre_review")
    screen.clerk.submit(written.id)
    backend_process.stop()
    screen.sync()
    assert screen.session.state.light == "offline"
    backend_process.start(backend_process.port)
    turn_to(backend_process, screen.clerk.clock)
    screen.sync()  # F5, and no time has passed
    assert screen.clerk.document(written.id).stage == "submitted"
