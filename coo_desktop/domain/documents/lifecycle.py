"""Stages, and who may move a document between them: one table per family, used by the desktop and the backend alike.

A table row reads: in this stage, on this event, by these roles, the document goes to that stage, if the guard holds.
Guards are names; `operations` and the backend know the facts behind them (`GUARDS` says what each means).
The print state of a certificate is a second question and has its own table.
"""

from dataclasses import dataclass

from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, RECORD, Document, Intent
from coo_desktop.domain.errors import Locked

AUTHOR = frozenset({"clerk", "admin"})
EXAMINER = frozenset({"examiner"})
SYSTEM = frozenset({"system"})
ROLES = ("clerk", "admin", "examiner", "system")

GUARDS = {
    "complete": "no blocking problem is left",
    "incomplete": "a blocking problem is left",
    "reason": "the person or the examiner gave a reason",
    "original_approved": "the document it replaces is still approved",
    "no_open_request": "no other request on this document is open",
    "printed": "the original was printed",
    "never_sent": "the backend never accepted a submission of it",
}


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed step."""

    stage: str
    event: str
    roles: frozenset[str]
    to: str
    guards: tuple[str, ...] = ()


def _editing(*stages: str) -> tuple[Move, ...]:
    """Saving and sending, the same in every stage its author may edit."""
    moves: list[Move] = []
    for stage in stages:
        kept = stage in ("returned", "withdrawn")
        moves += [
            Move(stage, "save_incomplete", AUTHOR, stage if kept else "draft", ("incomplete",)),
            Move(stage, "save_complete", AUTHOR, stage if kept else "ready", ("complete",)),
            Move(stage, "discard", AUTHOR, "deleted"),
        ]
        if stage != "draft":
            moves.append(Move(stage, "submit", AUTHOR, "submitted", ("complete", "original_approved")))
    return tuple(moves)


#: What happens between a company and its examiner, to certificates and pre-reviews alike. The manual tells of
#: withdrawing certificates alone (1.4.4.1); a pre-review waits in the same queue and is given back by the same rule.
_EXAMINING = (
    Move("submitted", "withdraw", AUTHOR, "withdrawn"),
    Move("submitted", "take_up", EXAMINER, "in_review"),
    Move("in_review", "put_back", EXAMINER, "submitted"),
    Move("in_review", "approve", EXAMINER, "approved", ("original_approved",)),
    Move("in_review", "return", EXAMINER, "returned", ("reason",)),
    Move("approved", "void", EXAMINER, "voided", ("reason",)),
    Move("approved", "replace", SYSTEM, "voided"),
)


def _copying(*stages: str) -> tuple[Move, ...]:
    return tuple(Move(stage, "copy", AUTHOR, stage) for stage in stages)


#: The stages of what an examiner decides.
EXAMINED_STAGES = (
    "draft",
    "ready",
    "submitted",
    "in_review",
    "approved",
    "returned",
    "withdrawn",
    "voided",
    "deleted",
)
#: The stage of a certificate that was issued elsewhere and taken in from a workbook: it can be found, copied, kept as a
#: template and thrown away, and nothing leads from here to an office. Its link of the same name holds its number, by
#: which a backend knows it and refuses to store it.
PAST = "past"
RECORD_STAGES = ("kept", "deleted")

STAGES: dict[str, tuple[str, ...]] = {
    PRE_REVIEW: EXAMINED_STAGES,
    CERTIFICATE: (*EXAMINED_STAGES[:-1], PAST, "deleted"),
    RECORD: RECORD_STAGES,
}
FIRST_STAGE = {PRE_REVIEW: "draft", CERTIFICATE: "draft", RECORD: "kept"}

MOVES: dict[str, tuple[Move, ...]] = {
    PRE_REVIEW: (
        *_editing("draft", "ready", "returned", "withdrawn"),
        *_EXAMINING,
        *_copying(*EXAMINED_STAGES[:-1]),
        Move("approved", "adjust", AUTHOR, "approved", ("no_open_request",)),
        Move("voided", "redeclare", AUTHOR, "voided"),
    ),
    CERTIFICATE: (
        *_editing("draft", "ready", "returned", "withdrawn"),
        *_EXAMINING,
        *_copying(*EXAMINED_STAGES[:-1], PAST),
        Move(PAST, "discard", AUTHOR, "deleted"),
        Move("approved", "amend", AUTHOR, "approved", ("reason", "no_open_request")),
        Move("approved", "print", AUTHOR, "approved"),
        Move("approved", "print_copy", AUTHOR, "approved"),
        Move("approved", "ask_reprint", AUTHOR, "approved", ("reason", "no_open_request")),
        Move("approved", "report_lost", AUTHOR, "approved", ("reason", "printed", "no_open_request")),
    ),
    RECORD: (
        Move("kept", "save_incomplete", AUTHOR, "kept", ("incomplete",)),
        Move("kept", "save_complete", AUTHOR, "kept", ("complete",)),
        Move("kept", "discard", AUTHOR, "deleted"),
        Move("kept", "copy", AUTHOR, "kept"),
    ),
}

PRINT_STATES = ("not_printed", "printed", "reprint_requested", "lost_requested", "copy_only")
PRINT_MOVES: tuple[Move, ...] = (
    Move("not_printed", "print", AUTHOR, "printed"),
    Move("printed", "print_copy", AUTHOR, "printed"),
    Move("printed", "ask_reprint", AUTHOR, "reprint_requested", ("reason",)),
    Move("reprint_requested", "grant_reprint", EXAMINER, "not_printed"),
    Move("reprint_requested", "refuse_reprint", EXAMINER, "printed", ("reason",)),
    Move("printed", "report_lost", AUTHOR, "lost_requested", ("reason",)),
    Move("lost_requested", "grant_lost", EXAMINER, "copy_only"),
    Move("lost_requested", "refuse_lost", EXAMINER, "printed", ("reason",)),
    Move("copy_only", "print_copy", AUTHOR, "copy_only"),
)

EDITABLE = frozenset({"draft", "ready", "returned", "withdrawn", "kept"})


def move(family: str, stage: str, event: str, role: str) -> Move:
    """The row of the family's table for this step; raises Locked when there is none."""
    for row in MOVES[family]:
        if row.stage == stage and row.event == event and role in row.roles:
            return row
    raise Locked(stage=stage, event=event, role=role, family=family)


def print_move(state: str, event: str, role: str) -> Move:
    """The row of the print table for this step; raises Locked when there is none."""
    for row in PRINT_MOVES:
        if row.stage == state and row.event == event and role in row.roles:
            return row
    raise Locked(stage=state, event=event, role=role, family="print")


def events(family: str, stage: str, role: str) -> frozenset[str]:
    """What this role may do in this stage, guards aside; screens enable exactly these."""
    return frozenset(row.event for row in MOVES[family] if row.stage == stage and role in row.roles)


def print_events(state: str, role: str) -> frozenset[str]:
    """What this role may do in this print state, guards aside."""
    return frozenset(row.event for row in PRINT_MOVES if row.stage == state and role in row.roles)


def demand_sendable(document: Document | None, intent: Intent) -> None:
    """Raises Locked where a past certificate is to go to an office; throwing one away is no matter."""
    if document is not None and document.stage == PAST and intent.kind != "delete":
        raise Locked(id=document.id, stage=PAST, event=intent.kind, family=document.family)
