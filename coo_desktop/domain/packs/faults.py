"""Why a reference pack is refused, and what is wrong with a table that was to become one or with a line of it."""

import dataclasses
from dataclasses import dataclass
from enum import Enum, StrEnum

from coo_desktop.domain.errors import ProgramError


class PackFault(StrEnum):
    """The `reason` of an Unreadable, or the `why` of a Refused, about a pack; the pack in use stays in use each time.

    The values are codes that the backend's answers and logs use as well.
    """

    DAMAGED = "pack_damaged"
    FORMAT = "pack_format"
    MANIFEST = "pack_manifest"
    SCHEMA = "pack_schema"
    DIGEST = "pack_digest"
    SIGNATURE = "pack_signature"
    UNSIGNED = "pack_unsigned"
    KIND = "pack_kind"
    OLDER = "pack_older"
    OTHER = "pack_other"
    TRANSFER = "pack_transfer"
    GONE = "pack_gone"
    UNTRUSTED = "pack_untrusted"
    ALONE = "pack_alone"
    STOPPED = "stopped"


class FaultKind(Enum):
    """What can be wrong with a table or its line; the value is its plain text for consoles and logs."""

    CELLS = "{found} cells, {needed} are needed"
    CELL_TOO_LONG = "a cell is too long"
    CHARACTER_LOST = "a character was lost in another program"
    EMPTY = "{field}: is empty"
    MISFIT = "{field}: {text!r} does not fit"
    NOT_CHINESE = "{field}: {text!r} has no Chinese character"
    NO_DAY = "{field}: {text!r} is no day"
    NO_RULE = "{field}: {text!r} is no rule"
    UNKNOWN_CODE = "{field}: {text} is not in HS {edition}"
    FILLED = "{field}: the rule of the line above, filled forward"
    WORDED = "{field}: kept as text, a person has to judge it: {text!r}"
    REPEATED = "{text} stands on an earlier line"
    ENCODING = "not {text}"
    COLUMNS = "other columns"
    NOT_CSV = "no table of comma-separated values: {text}"
    TOO_FEW_LINES = "too few lines"
    TOO_LARGE = "too large"
    UNOPENED = "cannot be opened: {text}"
    NO_FILE = "no file"
    UNTOLD_LIST = "the name of the file does not tell agreement and edition, like korea-2012.csv"
    UNTOLD_DAY = "neither file name nor --as-of tells"


@dataclass(frozen=True, slots=True)
class TableFault:
    """What is wrong, with the facts that its kind speaks of: `text` is what stands in `field`, or in the file."""

    kind: FaultKind
    field: str = ""
    text: str = ""
    found: int = 0
    needed: int = 0
    edition: str = ""

    def __str__(self) -> str:
        return self.kind.value.format(**dataclasses.asdict(self))


def fault_of(error: ProgramError) -> TableFault | None:
    """What is wrong with the table that an error is about, if it is about one."""
    reason = error.facts.get("reason")
    return reason if isinstance(reason, TableFault) else None
