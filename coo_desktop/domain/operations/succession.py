"""What keeps a document from having a successor, or a successor from being sent; asked before anything is begun.

An original has one successor at a time, and none while its loss or reprint is being decided. The backend holds the same
rules (coo_backend/documents/succession); here they are known before anything is sent, so that a person is told at once.
"""

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.documents.succession import REQUESTS, SENT, original_of
from coo_desktop.domain.errors import Refused
from coo_desktop.domain.filling.printing import print_state
from coo_desktop.domain.ports import Reader
from coo_desktop.domain.refusals import Rule


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
