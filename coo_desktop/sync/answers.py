"""What an answer that is no success means: problem type -> error of the program, and -> what becomes of an intent."""

import enum
from collections.abc import Mapping
from typing import Any

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
    UpgradeNeeded,
)

PREFIX = "urn:coo:problem:"


class Fate(enum.Enum):
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


FATES = {
    "stale-revision": Fate.MERGE,
    "state-locked": Fate.MERGE,
    "validation": Fate.REFUSED,
    "key-reused": Fate.REFUSED,
    "forbidden": Fate.REFUSED,
    "too-large": Fate.REFUSED,
    "precondition-required": Fate.REFUSED,
    "missing-idempotency-key": Fate.REFUSED,
    "dependency-missing": Fate.WAIT,
    "not-found": Fate.WAIT,
    "key-in-flight": Fate.LATER,
    "rate-limited": Fate.LATER,
    "maintenance": Fate.LATER,
    "signatory-disabled": Fate.BLOCKED,
    "sign-in-needed": Fate.SIGN_IN,
    "account-deleted": Fate.ENDED,
    "account-cancelled": Fate.ENDED,
    "upgrade-required": Fate.UPGRADE,
    "epoch-changed": Fate.RESYNC,
    "cursor-expired": Fate.RESYNC,
}


def problem_type(status: int, body: Any) -> str:
    """The name of a problem, or `status-404` when the answer does not name one."""
    named = body.get("type") if isinstance(body, Mapping) else None
    if isinstance(named, str) and named.startswith(PREFIX):
        return named.removeprefix(PREFIX)
    return f"status-{status}"


def fate(status: int, body: Any) -> Fate:
    """What to do with an intent; a problem nobody here knows falls back to its status class and deletes nothing."""
    if 200 <= status < 300:
        return Fate.DONE
    known = FATES.get(problem_type(status, body))
    if known is not None:
        return known
    if status == 401:
        return Fate.SIGN_IN
    if status in (408, 425, 429) or status >= 500 or status < 400:
        return Fate.LATER
    return Fate.REFUSED


def trouble(status: int, body: Any, after_s: float | None = None) -> ProgramError:
    """The error that a whole request ended in; Refused carries `why` (the problem type) and the `problem` itself."""
    name = problem_type(status, body)
    facts = body if isinstance(body, Mapping) else {}
    if name == "sign-in-failed":
        return SignInFailed(retry_after_s=after_s)
    match fate(status, body):
        case Fate.SIGN_IN:
            return SignInNeeded()
        case Fate.BLOCKED:
            return SignatoryDisabled()
        case Fate.ENDED if name == "account-cancelled":
            return AccountCancelled(order=facts.get("order"))
        case Fate.ENDED:
            return AccountDeleted()
        case Fate.UPGRADE:
            return UpgradeNeeded(minimum=str(facts.get("minimum", "")))
        case Fate.LATER if status >= 500 and status != 503:
            return Unanswered(cause="server", status=status)
        case Fate.LATER:
            return Busy(after_s=after_s)
        case _:
            return Refused(why=name, status=status, problem=dict(facts))
