"""Why an entry of the outbox has not happened yet: the problem stored with it, read into a closed set of causes.

What is stored is the backend's RFC 9457 object as far as it concerns people, `type` without its prefix, or the same
shape from the program itself. `views.words.intents` has the words of each cause and of what can be done.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from coo_desktop.domain.documents.document import Intent, Values


class IntentCause(StrEnum):
    """Why; the value is the problem's type where it has one alone."""

    VALIDATION = "validation"  # the backend's checks found what is wrong
    STATE_LOCKED = "state-locked"  # the document's state does not allow it
    ORIGINAL_NOT_APPROVED = "original_approved"  # what it replaces is approved no more
    OPEN_REQUEST = "no_open_request"  # something else about it is being decided, or a successor was sent
    STALE_REVISION = "stale-revision"  # others changed it meanwhile
    FORBIDDEN = "forbidden"
    NOT_RELEASED = "not-released"  # the company wants a second person to release it first
    OWN_RELEASE = "own-release"
    RELEASE_OUTDATED = "release-outdated"  # another content was released than the one that stands there
    NOT_FOUND = "not-found"
    DEPENDENCY_MISSING = "dependency-missing"  # what it rests on is not at the backend yet
    DEPENDENCY_REFUSED = "dependency-refused"  # what it rests on waits itself, or was refused
    EVIDENCE_LOST = "evidence-lost"  # the file is not on this computer any more
    EVIDENCE_REFUSED = "evidence-refused"  # the file was refused, and a person has let it go
    FILE_NOT_WHOLE = "digest-mismatch"  # the file did not arrive as it was sent
    NEEDS_REVIEW = "needs_review"  # a merge that nobody has looked at
    TOO_LARGE = "too-large"
    KEY_REUSED = "key-reused"
    NOT_UNDERSTOOD = "malformed"  # the request itself, which only a program of another version explains
    SIGNATORY_DISABLED = "signatory-disabled"
    ACCOUNT_DELETED = "account-deleted"
    ACCOUNT_CANCELLED = "account-cancelled"
    SIGN_IN_NEEDED = "sign-in-needed"
    UPGRADE_REQUIRED = "upgrade-required"
    BUSY = "maintenance"  # the backend has no time now
    SERVER_FAULT = "internal"  # the backend failed, or something before it
    RESTORED = "epoch-changed"  # the backend was restored from a backup
    UNKNOWN = "unknown"  # a type that only a newer backend knows


_SAME: Mapping[str, IntentCause] = {
    "upload-missing": IntentCause.FILE_NOT_WHOLE,
    "wrong-offset": IntentCause.FILE_NOT_WHOLE,
    "wrong-checksum": IntentCause.FILE_NOT_WHOLE,
    "missing-idempotency-key": IntentCause.NOT_UNDERSTOOD,
    "precondition-required": IntentCause.NOT_UNDERSTOOD,
    "method-not-allowed": IntentCause.NOT_UNDERSTOOD,
    "key-in-flight": IntentCause.BUSY,
    "rate-limited": IntentCause.BUSY,
    "cursor-expired": IntentCause.RESTORED,
}
_GUARDS = {
    "original_approved": IntentCause.ORIGINAL_NOT_APPROVED,
    "no_open_request": IntentCause.OPEN_REQUEST,
    "active": IntentCause.SIGNATORY_DISABLED,
}
#: The states of intents that may need a person.
PERHAPS_HELD = ("refused", "blocked", "waiting")
#: Those that surely do; one that waits may, see `needs_person`.
HELD = ("refused", "blocked")
#: Waiting for one of these an intent goes no further without a person.
FOR_A_PERSON = frozenset(
    {
        IntentCause.NEEDS_REVIEW,
        IntentCause.DEPENDENCY_REFUSED,
        IntentCause.EVIDENCE_LOST,
        IntentCause.EVIDENCE_REFUSED,
    }
)


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """What the backend's checks say is wrong, in its own words; `box` is the number of the paper's box, "" for none."""

    message_zh: str
    message_en: str
    box: str = ""

    def message(self, language: str) -> str:
        return self.message_zh if language.startswith("zh") else self.message_en


@dataclass(frozen=True, slots=True)
class IntentReason:
    """`code` is the problem's type as it came; `missing` are ids of documents or evidence, `stage` the state that is
    in the way, `limit` what is the most, 0 for unknown, `detail` a remark for whoever looks after the backend."""

    cause: IntentCause
    code: str
    findings: tuple[CheckFinding, ...] = ()
    missing: tuple[str, ...] = ()
    stage: str = ""
    limit: int = 0
    detail: str = field(default="", compare=False)


def reason_of(problem: Values | None) -> IntentReason | None:
    """The stored problem as a reason; None for none. Members of another shape count as absent."""
    if not problem:
        return None
    code = str(problem.get("type") or problem.get("code") or "")
    cause = _cause(code, str(problem.get("guard") or ""))
    limit, missing = problem.get("limit"), problem.get("missing")
    return IntentReason(
        cause,
        code,
        findings=tuple(_findings(problem.get("problems"))),
        missing=tuple(one for one in missing if isinstance(one, str)) if isinstance(missing, list | tuple) else (),
        stage=str(problem.get("stage") or ""),
        limit=limit if isinstance(limit, int) else 0,
        detail=str(problem.get("reason") or ""),
    )


@dataclass(frozen=True, slots=True)
class Outbox:
    """The beginning of what needs a person and of what goes by itself, in the order people acted, and how many each
    is."""

    held: tuple[Intent, ...]
    going: tuple[Intent, ...]
    held_count: int
    going_count: int


def needs_person(intent: Intent) -> bool:
    """Whether an intent goes no further until somebody does something; all others go by themselves."""
    if intent.state in HELD:
        return True
    reason = reason_of(intent.problem) if intent.state == "waiting" else None
    return reason is not None and reason.cause in FOR_A_PERSON


def _cause(code: str, guard: str) -> IntentCause:
    if code == IntentCause.STATE_LOCKED and guard in _GUARDS:
        return _GUARDS[guard]
    if code in _SAME:
        return _SAME[code]
    try:
        return IntentCause(code)
    except ValueError:
        return IntentCause.SERVER_FAULT if code.startswith("status-5") else IntentCause.UNKNOWN


def _findings(problems: Any) -> list[CheckFinding]:
    found = problems if isinstance(problems, list | tuple) else ()
    return [
        CheckFinding(str(one.get("messageZh", "")), str(one.get("messageEn", "")), str(one.get("box") or ""))
        for one in found
        if isinstance(one, Mapping)
    ]
