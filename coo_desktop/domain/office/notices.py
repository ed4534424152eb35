"""Notices: what the issuing side tells the company, and what the program itself has found; facts, never sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from coo_desktop.domain.documents.document import Values

#: The family under which a Change tells that notices came or were read.
NOTICE = "notice"
#: Not read; read here, which the backend still has to hear; read, and nothing is left to tell.
UNREAD, MARKED, READ = "unread", "marked", "read"
#: More notices than this are not kept: the oldest go.
MOST = 2000


class NoticeKind(StrEnum):
    """All that the issuing side tells a company of; a notice of another kind is the program's own, or a newer one's."""

    OFFICE = "office"
    APPROVED = "approved"
    #: An amendment or adjustment was approved: what it replaces became void in the same moment.
    REPLACEMENT_APPROVED = "replacement_approved"
    RETURNED = "returned"
    VOIDED = "voided"
    REPRINT_GRANTED = "reprint_granted"
    REPRINT_REFUSED = "reprint_refused"
    LOST_GRANTED = "lost_granted"
    LOST_REFUSED = "lost_refused"
    VERIFICATION_OPENED = "verification_opened"
    VERIFICATION_CLOSED = "verification_closed"
    MOVE_APPROVED = "move_approved"
    MOVE_REFUSED = "move_refused"
    QUESTIONNAIRE = "questionnaire"
    RELEASE_NEEDED = "release_needed"
    RELEASE_ENDED = "release_ended"


class LocalKind(StrEnum):
    """What sync itself tells; see also hs.outdated for the kinds of changed codes."""

    WITHDRAWAL_LOST = "withdrawal_lost"
    #: Somebody elsewhere tried passwords with the person's account.
    SIGN_INS_FAILED = "sign_ins_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One message. `kind` says what happened, to `document` or (without one) to everybody.

    `text` is what a person wrote, `facts` what the words on the screen are filled with. `local` ones were made on this
    computer and are known to nobody else.
    """

    id: str
    at: str
    kind: str
    document: str = ""
    text: str = ""
    by: str = ""
    facts: Values = field(default_factory=dict)
    local: bool = False
    mark: str = UNREAD


class NoticeReads(Protocol):
    """The notices as screens read them."""

    def newest(self, limit: int, *, unread_only: bool = False) -> tuple[Notice, ...]:
        """The newest first."""

    def find(self, notice_id: str) -> Notice | None: ...
    def unread(self) -> int:
        """How many nobody has read here or elsewhere."""

    def marked(self, marks: Sequence[str], *, local: bool) -> tuple[Notice, ...]:
        """Those with one of the marks, oldest first; only local ones, or only the backend's."""


class NoticeShelf(NoticeReads, Protocol):
    """The notices inside a write transaction."""

    def put(self, notice: Notice) -> None:
        """Stores a new notice, or the new state of a known one."""

    def prune(self) -> None:
        """Lets the oldest go beyond MOST; a mark that the backend has not heard of keeps its notice."""
