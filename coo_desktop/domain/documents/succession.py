"""One document takes another's place: which links say so, and what keeps it from being begun or sent.

An original has one successor at a time, and none while its loss or reprint is being decided. The backend holds the same
rules (coo_backend/documents/succession); here they are known before anything is sent, so that a person is told at once.
A document keeps its link for life: what makes it a successor is never dropped or changed, also when it comes second.
"""

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.errors import Refused
from coo_desktop.domain.filling.printing import print_state
from coo_desktop.domain.ports import Reader
from coo_desktop.domain.refusals import Rule

#: Link that names the document whose place is taken -> the event that began it.
EVENTS = {"amends": "amend", "adjusts": "adjust", "redeclares": "redeclare"}
LINKS = tuple(EVENTS)
#: Stages in which a successor does not count any more: its original may have another.
OVER = ("voided", "deleted")
#: Stages of a successor that an examiner has seen or will see.
SENT = ("submitted", "in_review", "returned")
#: Print states in which an examiner decides on a reprint or a loss -> the rule that makes a successor wait for it.
REQUESTS = {"reprint_requested": Rule.REPRINT_OPEN, "lost_requested": Rule.LOSS_OPEN}


def original_of(document: Document) -> tuple[str, str]:
    """(event, id) of the document that this one replaces, or two empty texts."""
    for link, event in EVENTS.items():
        if document.links.get(link):
            return event, str(document.links[link])
    return "", ""


def why_not_begun(reader: Reader, original: Document) -> Refused | None:
    """Why no successor of the document can be begun now; `document` names the one to open instead."""
    for successor in reader.successors(original.id):
        return Refused(why=Rule.SUCCEEDED, document=successor.id)
    return _open_request(reader, original)


def why_not_sent(reader: Reader, document: Document) -> Refused | None:
    """Why the document cannot take its original's place now; `document` names the one that stands there.

    None for a document without an original. One that the backend stores has the place; of two drafts that it does not
    know yet, the first to come has it.
    """
    event, original_id = original_of(document)
    if not event:
        return None
    original = reader.document(original_id)
    if first := _first(reader, document, original_id):
        return Refused(why=Rule.PLACE_TAKEN, document=first)
    if original is None or original.deleted:
        return None
    if event != "redeclare" and original.stage != "approved":
        return Refused(why=Rule.ORIGINAL_OVER, document=str(original.facts.get("replacedBy") or original.id))
    return _open_request(reader, original)


def is_second(reader: Reader, document: Document) -> bool:
    """Whether the backend has another document in the place that this one is to take."""
    _event, original_id = original_of(document)
    return bool(original_id and _first(reader, document, original_id))


def why_not_asked(reader: Reader, document: Document) -> Refused | None:
    """Why neither a reprint nor a loss of the document can be put before an examiner now."""
    for successor in reader.successors(document.id):
        if successor.stage in SENT or successor.delivery not in ("", "refused"):
            return Refused(why=Rule.SUCCESSOR_SENT, document=successor.id)
    return None


def _first(reader: Reader, document: Document, original_id: str) -> str:
    if document.rev is not None:
        return ""
    others = (one for one in reader.successors(original_id) if one.id != document.id and one.rev is not None)
    return next((one.id for one in others), "")


def _open_request(reader: Reader, original: Document) -> Refused | None:
    """What is being decided on the original, a wish that still waits in the outbox included."""
    rule = REQUESTS.get(print_state(original, reader.intents(original.id)))
    return Refused(why=rule, document=original.id) if rule is not None and original.stage == "approved" else None
