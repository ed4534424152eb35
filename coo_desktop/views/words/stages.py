"""The words and icons of stages, print states and deliveries as clerks know them, and instants in local time."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from coo_desktop.domain.documents.document import CERTIFICATE, Document, Review
from coo_desktop.environment.words import N_, _, ngettext

#: Stage -> word, icon, meaning of its colour.
STAGES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "draft": (N_("Draft"), "draft", "quiet"),
        "ready": (N_("Ready to send"), "ready", "calm"),
        "submitted": (N_("Waiting for review"), "submitted", "calm"),
        "in_review": (N_("In review"), "in_review", "wait"),
        "approved": (N_("Approved"), "approved", "good"),
        "returned": (N_("Returned"), "returned", "bad"),
        "withdrawn": (N_("Withdrawn"), "withdrawn", "wait"),
        "voided": (N_("Voided"), "voided", "quiet"),
        "past": (N_("Past"), "history", "quiet"),
        "kept": (N_("Kept"), "kept", "quiet"),
        "deleted": (N_("Deleted"), "discard", "quiet"),
    }
)
PRINT_STATES: Mapping[str, str] = MappingProxyType(
    {
        "not_printed": N_("Not printed"),
        "printed": N_("Printed"),
        "reprint_requested": N_("Reprint asked for"),
        "lost_requested": N_("Loss reported"),
        "copy_only": N_("Copy only"),
    }
)
#: Delivery or intent state -> word, icon, meaning.
DELIVERIES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "queued": (N_("In the outbox"), "waiting", "calm"),
        "sending": (N_("Being sent"), "syncing", "calm"),
        "unknown": (N_("Sent, answer not known yet"), "waiting", "wait"),
        "waiting": (N_("Will be tried again"), "waiting", "wait"),
        "refused": (N_("Refused by the backend"), "attention", "bad"),
        "blocked": (N_("Held back"), "attention", "bad"),
    }
)
#: Why a document has to be looked at -> what its page says.
REVIEWS: Mapping[str, str] = MappingProxyType(
    {
        Review.MERGED: N_("Changes from elsewhere were merged into this document. Look it over before sending."),
        Review.KEPT_FROM_DELETED: N_(
            "The document that you typed this in was deleted elsewhere. All of it is kept in this draft. "
            "Look it over before sending."
        ),
        Review.KEPT_FROM_SENT: N_(
            "The document that you typed this in was sent or decided meanwhile. Your edits are kept in this draft. "
            "Look it over before sending."
        ),
        Review.CAME_BACK: N_(
            "You had deleted this document, and somebody edited it meanwhile. It is back: look it over before sending."
        ),
        Review.KEPT_BOTH: N_(
            "Both sides of a conflict were kept: this draft has your values, the document that it was copied from has "
            "the others. Look it over before sending."
        ),
        Review.FORGOTTEN: N_(
            "The backend was restored to a state in which this document was not sent. Look it over and send it again."
        ),
    }
)


def review_text(cause: str) -> str:
    """Why a document has to be looked at, in words; a cause that only a newer program knows is told as a merge."""
    words = REVIEWS.get(cause, REVIEWS[Review.MERGED])
    return _(words)


def stage_text(stage: str, delivery: str = "") -> str:
    """申报状态 in words, with where its submission is when it is on its way."""
    word = _(STAGES[stage][0]) if stage in STAGES else stage
    if delivery in DELIVERIES:
        return _("{stage} · {delivery}").format(stage=word, delivery=_(DELIVERIES[delivery][0]))
    return word


def stage_icon(stage: str, delivery: str = "") -> tuple[str, str]:
    """The icon's name and the meaning of its colour."""
    entry = DELIVERIES.get(delivery) or STAGES.get(stage, ("", "info", "quiet"))
    return entry[1], entry[2]


def printed_text(document: Document) -> str:
    """The print state of an issued certificate, with how often its original and its copies were reported as printed."""
    if document.family != CERTIFICATE or document.stage != "approved":
        return ""
    originals, copies = (int(document.facts.get(name) or 0) for name in ("printCount", "copyCount"))
    told = [print_text(document.print_state)]
    if originals:
        words = ngettext("original printed {count} time", "original printed {count} times", originals)
        told.append(words.format(count=originals))
    if copies:
        told.append(ngettext("{count} copy printed", "{count} copies printed", copies).format(count=copies))
    return ", ".join(told)


def collected_text(document: Document) -> str:
    """Where an issued certificate is picked up, as the office says; "" where it is printed by the company itself."""
    place = str(document.facts.get("collectAt") or "") if document.stage == "approved" else ""
    return _("collected at {place}").format(place=place) if place else ""


def print_text(state: str) -> str:
    """打印状态 in words."""
    return _(PRINT_STATES[state]) if state in PRINT_STATES else state


def delivery_text(state: str) -> str:
    """Where an intent of the outbox stands."""
    return _(DELIVERIES[state][0]) if state in DELIVERIES else state


def local_time(instant: str) -> str:
    """A stored instant (UTC) as the local day and minute."""
    try:
        return dt.datetime.fromisoformat(instant).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return instant
