"""How the desk stands with the backend: what the sync light shows, and the closed set of causes behind it."""

import enum
from dataclasses import dataclass

from coo_desktop.domain.errors import (
    AccountTrouble,
    Busy,
    Offline,
    ProgramError,
    Refused,
    StoreTrouble,
    SyncTrouble,
    Unanswered,
    Untrusted,
)


class SyncCause(enum.Enum):
    """Why the light is as it is; `views.words.sync` has the words of each member."""

    NAME_NOT_FOUND = "name_not_found"  # DNS knows no such computer
    NOT_RUNNING = "not_running"  # the backend's computer refuses the connection
    TIMEOUT = "timeout"  # no connection within the time for it
    TLS = "tls"  # the certificate is not trusted here
    PROXY = "proxy"  # the network's proxy lets nothing through
    PORTAL = "portal"  # another page answers: the network wants a sign-in of its own
    ADDRESS = "address"  # the backend's address is none
    UNREACHABLE = "unreachable"  # nothing was sent, for another reason
    UNANSWERED = "unanswered"  # the request left, no answer came in time
    CUT = "cut"  # the request left, and the connection broke off
    SERVER_FAULT = "server_fault"  # the backend answers that it failed
    GATEWAY = "gateway"  # what stands before the backend answers in its place
    SCANNING = "scanning"  # the backend still looks through an uploaded file
    BUSY = "busy"  # the backend asks to wait
    UNTRUSTED = "untrusted"  # the answer is not one of our backend
    PASS_REFUSED = "pass_refused"  # the backend refused what sync itself asked for
    RESTORED = "restored"  # the backend was restored from a backup meanwhile
    SIGN_IN_NEEDED = "sign_in_needed"
    SIGNATORY_DISABLED = "signatory_disabled"
    ACCOUNT_DELETED = "account_deleted"
    ACCOUNT_CANCELLED = "account_cancelled"
    PROGRAM_TOO_OLD = "program_too_old"  # the backend wants a newer program
    PROGRAM_TOO_NEW = "program_too_new"  # the backend speaks an older API
    WORK_REFUSED = "work_refused"  # entries of the outbox were refused
    PERSON_NEEDED = "person_needed"  # entries of the outbox wait for a person
    MASS_DELETION = "mass_deletion"  # many deletions wait for a person
    DISK_FULL = "disk_full"
    STORE_BUSY = "store_busy"
    STORE_DAMAGED = "store_damaged"
    STORE_NEWER = "store_newer"  # a newer program wrote the data
    STORE_LOCKED = "store_locked"
    STORE_UNWRITABLE = "store_unwritable"
    PROFILE_IN_USE = "profile_in_use"
    FAULT = "fault"  # the program's own mistake


class IncidentKind(enum.Enum):
    """What happened; `views.words.sync` has the words of each member."""

    RESTORED = "epoch-changed"  # everything was compared: the backend was restored from a backup
    CURSOR_EXPIRED = "cursor-expired"  # everything was compared: this desk was away too long
    CHECKSUM = "checksum"  # everything was compared: both sides had different documents
    MISCOUNTED = "miscounted"  # the checksum that is kept here was not that of the documents here; it was put right
    ANSWER_REJECTED = "answer-rejected"  # an answer that is not one of our backend was not applied
    PASS_REFUSED = "pass-refused"  # the backend refused what sync itself asked for
    SET_ASIDE = "document-set-aside"  # a document came in a shape that is none; the others were taken in
    OTHER = "other"  # noted by another version of the program


@dataclass(frozen=True, slots=True)
class SyncState:
    """What the sync light shows. `light` is synced, waiting, syncing, offline, attention or signed_out.

    `clock_ahead_s` is by how many seconds this computer's clock is ahead of the office's, negative when it is behind.
    """

    light: str = "offline"
    waiting: int = 0
    cause: SyncCause | None = None
    last_heard_at: str = ""
    clock_ahead_s: int = 0


_OFFLINE = {
    "dns": SyncCause.NAME_NOT_FOUND,
    "refused": SyncCause.NOT_RUNNING,
    "timeout": SyncCause.TIMEOUT,
    "tls": SyncCause.TLS,
    "proxy": SyncCause.PROXY,
    "portal": SyncCause.PORTAL,
    "address": SyncCause.ADDRESS,
}
_UNANSWERED = {
    "cut": SyncCause.CUT,
    "server": SyncCause.SERVER_FAULT,
    "gateway": SyncCause.GATEWAY,
    "scanning": SyncCause.SCANNING,
}
_UNTRUSTED = {
    "portal": SyncCause.PORTAL,
    "redirect": SyncCause.PORTAL,
    "newer_api": SyncCause.PROGRAM_TOO_OLD,
    "older_api": SyncCause.PROGRAM_TOO_NEW,
}
_CODES = {
    "sign_in_needed": SyncCause.SIGN_IN_NEEDED,
    "sign_in_failed": SyncCause.SIGN_IN_NEEDED,
    "signatory_disabled": SyncCause.SIGNATORY_DISABLED,
    "account_deleted": SyncCause.ACCOUNT_DELETED,
    "account_cancelled": SyncCause.ACCOUNT_CANCELLED,
    "upgrade_needed": SyncCause.PROGRAM_TOO_OLD,
    "store_full": SyncCause.DISK_FULL,
    "store_busy": SyncCause.STORE_BUSY,
    "store_damaged": SyncCause.STORE_DAMAGED,
    "store_newer": SyncCause.STORE_NEWER,
    "store_locked": SyncCause.STORE_LOCKED,
    "store_unwritable": SyncCause.STORE_UNWRITABLE,
    "profile_in_use": SyncCause.PROFILE_IN_USE,
}


def cause_of(error: ProgramError) -> SyncCause:
    """What stopped a pass; an error that no pass should end in counts as a fault of the program."""
    facts = error.facts
    match error:
        case Offline():
            return _OFFLINE.get(str(facts.get("cause", "")), SyncCause.UNREACHABLE)
        case Unanswered():
            return _UNANSWERED.get(str(facts.get("cause", "")), SyncCause.UNANSWERED)
        case Busy():
            return SyncCause.BUSY
        case Untrusted():
            return _UNTRUSTED.get(str(facts.get("reason", "")), SyncCause.UNTRUSTED)
        case AccountTrouble() | StoreTrouble():
            return _CODES.get(error.code, SyncCause.FAULT)
        case Refused() if facts.get("why") in ("epoch-changed", "cursor-expired"):
            return SyncCause.RESTORED
        case Refused() if "status" in facts:
            return SyncCause.PASS_REFUSED
        case _:
            return SyncCause.FAULT


def light_of(error: ProgramError) -> str:
    """The light for what stopped a pass."""
    cause = cause_of(error)
    if cause is SyncCause.SIGN_IN_NEEDED:
        return "signed_out"
    if cause is SyncCause.PORTAL or (isinstance(error, SyncTrouble) and not isinstance(error, Untrusted)):
        return "offline"
    return "attention"
