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
from coo_desktop.sync.answers import FATES, Fate, fate, problem_type, trouble


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
    assert type(trouble(status, problem(name), 5.0)) is kind


def test_an_error_carries_what_words_need():
    assert trouble(426, problem("upgrade-required", minimum="2.0")).facts == {"minimum": "2.0"}
    assert trouble(429, problem("rate-limited"), 7.0).facts == {"after_s": 7.0}
    assert trouble(412, problem("stale-revision")).facts["why"] == "stale-revision"


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, Fate.DONE),
        (204, Fate.DONE),
        (302, Fate.LATER),
        (400, Fate.REFUSED),
        (401, Fate.SIGN_IN),
        (408, Fate.LATER),
        (429, Fate.LATER),
        (499, Fate.REFUSED),
        (500, Fate.LATER),
    ],
)
def test_an_unknown_problem_falls_back_to_its_status(status, verdict):
    assert fate(status, {"type": "urn:coo:problem:of-the-future"}) is verdict
    assert fate(status, "garbage") is verdict


def test_a_success_is_never_a_problem():
    assert fate(200, problem("signatory-disabled")) is Fate.DONE


def test_every_problem_of_the_wire_is_decided():
    assert set(FATES) >= {"stale-revision", "state-locked", "validation", "dependency-missing", "key-in-flight"}
    assert problem_type(404, None) == "status-404"
