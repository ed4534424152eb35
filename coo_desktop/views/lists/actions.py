"""What can be done with the chosen rows of a list, and when: exactly what the lifecycle tables allow."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, RECORD, UNCHECKED, Change, Row, Values
from coo_desktop.domain.documents.succession import REQUESTS
from coo_desktop.domain.operations import drafts, sending
from coo_desktop.domain.ports import Unit
from coo_desktop.environment.words import N_, _, ngettext

#: Deliveries of a submission that was never tried, or that came back: the document is in the person's hands.
AT_HAND = ("", "refused")
#: Stages of a certificate that was issued: what stands behind it can be saved.
ISSUED = ("approved", "voided")


class Obstacle(Enum):
    """Why an action cannot be taken on rows of a list; the value is said beside its button."""

    STAGE = N_("Not possible at this stage.")
    PRINTING = N_("Not possible in this state of printing.")
    IN_OUTBOX = N_("It is in the outbox.")
    NOT_IN_OUTBOX = N_("It is not in the outbox.")
    CONFLICTS = N_("Fields changed by two people come first.")
    MERGED = N_("It must be looked at first: something was done with it elsewhere.")
    UNCHECKED = N_("It came from the backend and has not been checked here yet.")
    INCOMPLETE = N_("It is not complete yet.")
    DISABLED = N_("Your account is disabled; nothing can be sent.")
    SUCCEEDED = N_("It is being replaced already; open its replacement.")
    DECIDED = N_("CCPIT decides on its loss or reprint first.")
    PLACE_TAKEN = N_("A colleague's document takes the place of the same original already.")
    NO_SUCCESSOR = N_("Nothing is to take its place.")
    NO_ROW = N_("Choose a row first.")
    MANY_ROWS = N_("Choose one row only.")


#: Says what stands in the way of a row and a role, None when nothing does.
Judge = Callable[[Row, str], Obstacle | None]


@dataclass(frozen=True, slots=True)
class ListAction:
    """One button of a list: `many` works on several rows, `why_not` says what a row lacks."""

    name: str
    words: str
    icon: str
    why_not: Judge
    families: tuple[str, ...] = (PRE_REVIEW, CERTIFICATE, RECORD)
    many: bool = False
    key: str = ""


def _always(_row: Row, _role: str) -> None:
    return None


def _event(event: str, *deliveries: str) -> Judge:
    """Allowed when the family's table has the event for the row's stage and role."""

    def why_not(row: Row, role: str) -> Obstacle | None:
        if event not in lifecycle.events(row.family, row.stage, role):
            return Obstacle.STAGE
        if deliveries and row.delivery not in deliveries:
            return Obstacle.IN_OUTBOX
        return None

    return why_not


def _print_event(event: str) -> Judge:
    def why_not(row: Row, role: str) -> Obstacle | None:
        if event not in lifecycle.events(row.family, row.stage, role):
            return Obstacle.STAGE
        if event not in lifecycle.print_events(row.print_state, role):
            return Obstacle.PRINTING
        return None

    return why_not


def _begin(event: str) -> Judge:
    """Allowed where the document may have a successor and has none."""

    def why_not(row: Row, role: str) -> Obstacle | None:
        if event not in lifecycle.events(row.family, row.stage, role):
            return Obstacle.STAGE
        if row.successor:
            return Obstacle.SUCCEEDED
        return Obstacle.DECIDED if row.stage == "approved" and row.print_state in REQUESTS else None

    return why_not


def _successor(row: Row, _role: str) -> Obstacle | None:
    return None if row.successor or row.rival else Obstacle.NO_SUCCESSOR


def _issued(row: Row, _role: str) -> Obstacle | None:
    return None if row.stage in ISSUED else Obstacle.STAGE


def _submit(row: Row, role: str) -> Obstacle | None:
    if row.rival:
        return Obstacle.PLACE_TAKEN
    if row.conflicts:
        return Obstacle.CONFLICTS
    if row.needs_review:
        return Obstacle.MERGED
    if row.stage != "draft" and row.blocking == UNCHECKED:
        return Obstacle.UNCHECKED
    if row.stage == "draft" or row.blocking:
        return Obstacle.INCOMPLETE
    return _event("submit", *AT_HAND)(row, role)


def _take_back(row: Row, _role: str) -> Obstacle | None:
    return None if row.delivery in ("queued", "waiting", "blocked", "refused") else Obstacle.NOT_IN_OUTBOX


ACTIONS: Mapping[str, ListAction] = MappingProxyType(
    {
        action.name: action
        for action in (
            ListAction("open", N_("&Open"), "open", _always, key="Return"),
            ListAction("successor", N_("Open its replacement"), "amend", _successor, (PRE_REVIEW, CERTIFICATE)),
            ListAction("preview", N_("&Preview"), "preview", _always, (CERTIFICATE,), key="Ctrl+Shift+P"),
            ListAction("history", N_("His&tory"), "history", _always, key="Ctrl+H"),
            ListAction("copy", N_("&Copy"), "copy", _event("copy")),
            ListAction("template", N_("&Keep as template…"), "kept", _always, (CERTIFICATE,)),
            ListAction(
                "submit",
                N_("S&end"),
                "submitted",
                _submit,
                (PRE_REVIEW, CERTIFICATE),
                many=True,
                key="Ctrl+Return",
            ),
            ListAction("take_back", N_("Take out of the outbox"), "returned", _take_back, (PRE_REVIEW, CERTIFICATE)),
            ListAction(
                "withdraw", N_("&Withdraw"), "withdrawn", _event("withdraw"), (PRE_REVIEW, CERTIFICATE), many=True
            ),
            ListAction("amend", N_("Amend and reissue"), "amend", _begin("amend"), (CERTIFICATE,)),
            ListAction("ask_reprint", N_("Ask to print again"), "print", _print_event("ask_reprint"), (CERTIFICATE,)),
            ListAction("report_lost", N_("Report lost"), "attention", _print_event("report_lost"), (CERTIFICATE,)),
            ListAction("adjust", N_("Ad&just"), "amend", _begin("adjust"), (PRE_REVIEW,)),
            ListAction("redeclare", N_("&Declare again"), "returned", _begin("redeclare"), (PRE_REVIEW,)),
            ListAction("dossier", N_("Save the &dossier…"), "kept", _issued, (CERTIFICATE,)),
            ListAction("discard", N_("De&lete"), "discard", _event("discard", *AT_HAND), many=True, key="Delete"),
        )
    }
)

Request = Callable[..., Change]
#: Action -> the operation on one document id that needs nothing else.
PLAIN: Mapping[str, Request] = MappingProxyType(
    {
        "take_back": sending.take_back,
        "withdraw": sending.withdraw,
        "adjust": sending.adjust,
        "redeclare": sending.redeclare,
        "discard": drafts.discard,
    }
)
#: Action -> the operation on one document id and a reason, and what is asked.
REASONED: Mapping[str, tuple[Request, str]] = MappingProxyType(
    {
        "amend": (sending.amend, N_("Why is the certificate amended? CCPIT reads this reason.")),
        "ask_reprint": (sending.ask_reprint, N_("Why is another original needed? CCPIT reads this reason.")),
        "report_lost": (sending.report_lost, N_("How was the certificate lost? CCPIT reads this reason.")),
    }
)
#: Actions that ask CCPIT for something; a disabled signatory's are not taken.
SENDING = ("submit", "withdraw", "amend", "adjust", "ask_reprint", "report_lost")
#: Actions that are shown only where they can be taken.
OFFERED = ("successor",)
#: Actions that lead to a new document, which is opened.
SUCCEEDING = ("amend", "adjust", "redeclare")


def confirmation(name: str, count: int = 1) -> str:
    """What is asked before the action is taken on so many documents; "" for one that is taken at once."""
    match name:
        case "submit":
            said = ngettext("Send {count} document to CCPIT?", "Send {count} documents to CCPIT?", count)
        case "discard":
            said = ngettext("Delete {count} document?", "Delete {count} documents?", count)
        case "withdraw":
            said = ngettext(
                "Withdraw the application? If an examiner has already taken it up, it stays.",
                "Withdraw {count} applications? Those that an examiner has already taken up stay.",
                count,
            )
        case "adjust":
            said = _("Adjust this approved product? The present one is voided once the new one is approved.")
        case _:
            return ""
    return said.format(count=count)


def actions_of(family: str) -> tuple[ListAction, ...]:
    """The actions of a list, in the order of their buttons."""
    return tuple(action for action in ACTIONS.values() if family in action.families)


def why_not(action: ListAction, rows: Sequence[Row], role: str, may_send: bool = True) -> Obstacle | None:
    """Why the action cannot be taken on these rows; None when it can be on one of them."""
    if action.name in SENDING and not may_send:
        return Obstacle.DISABLED
    if not rows:
        return Obstacle.NO_ROW
    if len(rows) > 1 and not action.many:
        return Obstacle.MANY_ROWS
    obstacles = [action.why_not(row, role) for row in rows]
    return None if None in obstacles else obstacles[0]


def possible(action: ListAction, rows: Sequence[Row], role: str) -> list[Row]:
    """Those of the rows on which the action can be taken."""
    return [row for row in rows if action.why_not(row, role) is None]


def submit_as_stored(unit: Unit, document_id: str, terms: Values | None = None) -> Change:
    """Sends a document as the list shows it: nothing is open on the screen that could be newer."""
    return sending.submit(unit, document_id, drafts.existing(unit, document_id).revision, terms)
