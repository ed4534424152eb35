"""What can be asked of the window: to go somewhere, to do something, or to be another way."""

import enum
from dataclasses import dataclass
from typing import Literal

from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, RECORD

#: Places that are no page of the registry: the areas, one document, its versions, its conflicts.
AREAS = (PRE_REVIEW, CERTIFICATE, RECORD)
DOCUMENT, HISTORY, CONFLICTS = "document", "history", "conflicts"
#: Places that are about one document.
OF_DOCUMENT = (DOCUMENT, HISTORY, CONFLICTS)
#: Filters that are on or absent.
STUCK_ONLY, UNREAD_ONLY = ("stuck_only", "1"), ("unread_only", "1")
OPEN_ONLY, DUE_ONLY = ("open_only", "1"), ("due_only", "1")


@dataclass(frozen=True, slots=True)
class Target:
    """`place` is an area, a page of the registry or one of OF_DOCUMENT; what it shows there is `form` (of records),
    `filters` (name and value of each, all others empty) or `document` (an id). Without filters they stay as they are.
    """

    place: str
    form: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    document: str = ""

    @property
    def tab(self) -> "Target":
        """The same tab, whatever it shows."""
        return Target(self.place, document=self.document)


class Command(enum.Enum):
    """What menus, keys and pages can have done."""

    NEW = enum.auto()
    SMART_CREATE = enum.auto()
    #: Files of a shipment are to be chosen.
    OPEN_INVOICE = enum.auto()
    FIND = enum.auto()
    FIND_ANYTHING = enum.auto()
    CLOSE = enum.auto()
    SYNC = enum.auto()
    LOCK = enum.auto()
    SIGN_IN = enum.auto()
    SIGN_OUT = enum.auto()
    ABOUT = enum.auto()
    QUIT = enum.auto()
    #: What is noted for the next start is to be carried out: the program ends and starts again by itself.
    START_AGAIN = enum.auto()
    #: The order to leave nothing of the account here is noted: the program ends and carries it out.
    END = enum.auto()


Setting = Literal["language", "theme", "lock_after_min"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A setting of this computer and what was chosen for it; see settings.Settings."""

    setting: Setting
    value: str | int


Wish = Target | Command | Choice
