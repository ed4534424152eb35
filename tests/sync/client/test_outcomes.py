"""Problem types and what follows from them."""

import pytest

from coo_desktop.domain.errors import (
    Busy,
    Refused,
    SignatoryDisabled,
    SignInFailed,
    SignInNeeded,
    Unanswered,
    UpgradeNeeded,
)
from coo_desktop.sync.client.outcomes import OUTCOMES, Outcome, error_for, outcome_of, problem_type


def problem(name, **facts):
    return {"type": f"urn:coo:problem:{name}", **facts}


@pytest.mark.parametrize(
    ("status", "name", "kind"),
    [
        (401, "sign-in-needed", SignInNeeded),
        (401, "sign-in-failed", SignInFailed),
        (403, "signatory-disabled", SignatoryDisabled),
        (426, "upgrade-required", UpgradeNeeded),
        (429, "rate-limited", Busy),
        (503, "maintenance", Busy),
        (500, "internal", Unanswered),
        (412, "stale-revision", Refused),
        (422, "validation", Refused),
        (418, "never-heard-of", Refused),
    ],
)
def test_a_problem_is_one_error(status, name, kind):
    assert type(error_for(status, problem(name), 5.0)) is kind


def test_an_error_carries_what_words_need():
    assert error_for(426, problem("upgrade-required", minimum="2.0")).facts == {"minimum": "2.0"}
    assert error_for(503, problem("maintenance"), 7.0).facts == {"after_s": 7.0}
    told = problem("rate-limited") | {"reason": "account"}
    assert error_for(429, told, 7.0).facts == {"after_s": 7.0, "why": "rate-limited", "reason": "account"}
    assert error_for(412, problem("stale-revision")).facts["why"] == "stale-revision"


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, Outcome.DONE),
        (204, Outcome.DONE),
        (302, Outcome.LATER),
        (400, Outcome.REFUSED),
        (401, Outcome.SIGN_IN),
        (408, Outcome.LATER),
        (429, Outcome.LATER),
        (499, Outcome.REFUSED),
        (500, Outcome.LATER),
    ],
)
def test_an_unknown_problem_falls_back_to_its_status(status, verdict):
    assert outcome_of(status, {"type": "urn:coo:problem:of-the-future"}) is verdict
    assert outcome_of(status, "garbage") is verdict


def test_a_success_is_never_a_problem():
    assert outcome_of(200, problem("signatory-disabled")) is Outcome.DONE


def test_every_problem_of_the_wire_is_decided():
    assert set(OUTCOMES) >= {"stale-revision", "state-locked", "validation", "dependency-missing", "key-in-flight"}
    assert problem_type(404, None) == "status-404"


def test_facts_of_another_shape_are_none_and_the_problem_is_what_it_is_called():
    told = {**problem("stale-revision"), "title": "Stale", "status": 412, "problems": [{"code": 7}]}
    assert outcome_of(412, told) is Outcome.MERGE
    assert error_for(412, told).facts == {"why": "stale-revision", "status": 412, "problem": {}}
