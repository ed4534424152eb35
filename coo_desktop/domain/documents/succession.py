"""One document takes another's place: the links that say so, and the stages that count. Both sides decide by these.

A document keeps its link for life: what makes it a successor is never dropped or changed, also when it comes second.
"""

from coo_desktop.domain.documents.document import Document
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
