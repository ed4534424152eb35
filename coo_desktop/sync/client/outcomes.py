"""What an answer that is no success means: problem type -> error of the program, and -> what becomes of an intent."""

import enum
from collections.abc import Mapping
from typing import Any

from coo_desktop.contract.documents import Problem, ProblemName
from coo_desktop.domain.errors import (
    AccountCancelled,
    AccountDeleted,
    Busy,
    ProgramError,
    Refused,
    SignatoryDisabled,
    SignInFailed,
    SignInNeeded,
    Unanswered,
    Untrusted,
    UpgradeNeeded,
)
from coo_desktop.sync.client.calls import shaped

PREFIX = "urn:coo:problem:"
_FACTS = ("problems", "missing", "stage", "event", "guard", "document", "reason", "limit")


class Outcome(enum.Enum):
    """What becomes of an intent after its answer."""

    DONE = "done"  # it took effect: its answer is stored and it is forgotten
    MERGE = "merge"  # others were faster: fetch, merge, ask again
    REFUSED = "refused"  # kept with its problem until a person acts
    WAIT = "wait"  # something it needs is not there yet
    LATER = "later"  # no verdict: the same key again after a while
    BLOCKED = "blocked"  # nothing of this signatory is taken
    SIGN_IN = "sign_in"  # not tried at all: the session ended
    ENDED = "ended"  # not tried at all: the account is over, and what is here stays here
    UPGRADE = "upgrade"  # not tried at all: this program is too old
    RESYNC = "resync"  # the backend lives in another epoch


OUTCOMES = {
    "stale-revision": Outcome.MERGE,
    "state-locked": Outcome.MERGE,
    "validation": Outcome.REFUSED,
    "key-reused": Outcome.REFUSED,
    "forbidden": Outcome.REFUSED,
    "not-released": Outcome.REFUSED,
    "own-release": Outcome.REFUSED,
    "release-outdated": Outcome.REFUSED,
    "too-large": Outcome.REFUSED,
    "precondition-required": Outcome.REFUSED,
    "missing-idempotency-key": Outcome.REFUSED,
    "dependency-missing": Outcome.WAIT,
    "not-found": Outcome.WAIT,
    "key-in-flight": Outcome.LATER,
    "rate-limited": Outcome.LATER,
    "maintenance": Outcome.LATER,
    "signatory-disabled": Outcome.BLOCKED,
    "sign-in-needed": Outcome.SIGN_IN,
    "account-deleted": Outcome.ENDED,
    "account-cancelled": Outcome.ENDED,
    "upgrade-required": Outcome.UPGRADE,
    "epoch-changed": Outcome.RESYNC,
    "cursor-expired": Outcome.RESYNC,
}


def problem_type(status: int, body: Any) -> str:
    """The name of a problem, or `status-404` when the answer does not name one."""
    try:
        named = shaped(ProblemName, body).type
    except Untrusted:
        named = ""
    return named.removeprefix(PREFIX) if named.startswith(PREFIX) else f"status-{status}"


def problem_facts(body: Any) -> dict[str, Any]:
    """The facts of a problem that words or screens need, as they travel; none of a problem of another shape."""
    try:
        told = shaped(Problem, body)
    except Untrusted:
        return {}
    return told.model_dump(by_alias=True, include=set(_FACTS), exclude_unset=True)


def problem_of(status: int, body: Any) -> dict[str, Any]:
    """What an intent keeps of an answer that is no success: its type and its facts; {} of a success."""
    return {} if 200 <= status < 300 else {"type": problem_type(status, body), **problem_facts(body)}


def refusal_of(error: Refused) -> dict[str, Any]:
    """The same of an answer that a whole request ended in."""
    facts = error.facts.get("problem")
    return {"type": str(error.facts.get("why", "")), **(facts if isinstance(facts, Mapping) else {})}


def outcome_of(status: int, body: Any) -> Outcome:
    """What to do with an intent; a problem nobody here knows falls back to its status class and deletes nothing."""
    if 200 <= status < 300:
        return Outcome.DONE
    known = OUTCOMES.get(problem_type(status, body))
    if known is not None:
        return known
    if status == 401:
        return Outcome.SIGN_IN
    if status in (408, 425, 429) or status >= 500 or status < 400:
        return Outcome.LATER
    return Outcome.REFUSED


def error_for(status: int, body: Any, after_s: float | None = None) -> ProgramError:
    """The error that a whole request ended in; Refused carries `why` (the problem type) and the `problem` itself."""
    name = problem_type(status, body)
    facts = body if isinstance(body, Mapping) else {}
    if name == "sign-in-failed":
        return SignInFailed(retry_after_s=after_s)
    match outcome_of(status, body):
        case Outcome.SIGN_IN:
            return SignInNeeded()
        case Outcome.BLOCKED:
            return SignatoryDisabled()
        case Outcome.ENDED if name == "account-cancelled":
            return AccountCancelled(order=facts.get("order"))
        case Outcome.ENDED:
            return AccountDeleted()
        case Outcome.UPGRADE:
            return UpgradeNeeded(minimum=str(facts.get("minimum", "")))
        case Outcome.LATER if status >= 500 and status != 503:
            return Unanswered(cause="server", status=status)
        case Outcome.LATER if name == "rate-limited":
            return Busy(after_s=after_s, why=name, reason=str(facts.get("reason", "")))
        case Outcome.LATER:
            return Busy(after_s=after_s)
        case _:
            return Refused(why=name, status=status, problem=problem_facts(body))
