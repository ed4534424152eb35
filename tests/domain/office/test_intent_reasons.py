"""What is stored with an entry of the outbox, read as a cause; nothing that the backend can say is without one."""

import dataclasses

import pytest

from coo_backend.runtime.refusals import STATUS
from coo_desktop.domain.documents.document import Intent
from coo_desktop.domain.office.intent_reasons import IntentCause, IntentReason, needs_person, reason_of

#: Problems of routes that no entry of the outbox goes to.
ELSEWHERE = {"sign-in-failed", "confirmation-needed", "last-admin", "code-wrong"}
INTENT = Intent(key="k", kind="submit", document="d", body={})


def test_no_problem_is_no_reason():
    assert reason_of(None) is None
    assert reason_of({}) is None


@pytest.mark.parametrize("name", sorted(set(STATUS) - ELSEWHERE))
def test_each_problem_of_the_backend_is_a_cause(name):
    assert reason_of({"type": name}).cause is not IntentCause.UNKNOWN


@pytest.mark.parametrize(("code", "cause"), [("of-the-future", "unknown"), ("status-404", "unknown"), ("", "unknown")])
def test_a_problem_nobody_here_knows_keeps_its_code(code, cause):
    reason = reason_of({"type": code, "stage": "approved"})
    assert (reason.cause, reason.code) == (IntentCause(cause), code)


def test_a_fault_of_the_server_without_a_name_is_one():
    assert reason_of({"type": "status-502"}).cause is IntentCause.SERVER_FAULT


@pytest.mark.parametrize(
    ("guard", "cause"),
    [
        ("no_open_request", IntentCause.OPEN_REQUEST),
        ("original_approved", IntentCause.ORIGINAL_NOT_APPROVED),
        ("active", IntentCause.SIGNATORY_DISABLED),
        ("of-the-future", IntentCause.STATE_LOCKED),
        ("", IntentCause.STATE_LOCKED),
    ],
)
def test_a_state_says_which_rule_it_breaks(guard, cause):
    reason = reason_of({"type": "state-locked", "guard": guard, "stage": "approved"})
    assert (reason.cause, reason.stage) == (cause, "approved")


def test_every_fact_is_kept():
    told = {"severity": "block", "messageZh": "缺少发票", "messageEn": "No invoice", "box": "10"}
    reason = reason_of({"type": "validation", "problems": [told], "missing": ["a"], "limit": 5, "reason": "x"})
    (finding,) = reason.findings
    assert (finding.message("zh_CN"), finding.message("en"), finding.box) == ("缺少发票", "No invoice", "10")
    assert (reason.missing, reason.limit, reason.detail) == (("a",), 5, "x")


def test_members_of_another_shape_count_as_absent():
    reason = reason_of({"type": "validation", "problems": "x", "missing": 3, "limit": "many"})
    assert reason == IntentReason(IntentCause.VALIDATION, "validation")


@pytest.mark.parametrize(
    ("state", "problem", "held"),
    [
        ("queued", None, False),
        ("unknown", {"type": "internal"}, False),
        ("waiting", {"type": "dependency-missing"}, False),
        ("waiting", {"type": "needs_review"}, True),
        ("waiting", {"type": "evidence-lost"}, True),
        ("refused", {"type": "validation"}, True),
        ("blocked", {"type": "signatory-disabled"}, True),
    ],
)
def test_what_goes_by_itself_needs_nobody(state, problem, held):
    assert needs_person(dataclasses.replace(INTENT, state=state, problem=problem)) is held
