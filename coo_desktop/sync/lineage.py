"""How two revisions of a document stand to each other when the backend may have been restored from a backup.

A revision is `epoch.counter.random`, the epoch a letter and a number that each restore raises (see `docs/wire.md`).
"""

import enum
import re

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.ports import Reader
from coo_desktop.sync.arrivals import Arrived
from coo_desktop.sync.remembered import EPOCH, remembered_text

_REV = re.compile(r"[a-z]([0-9]{1,18})\.([0-9]{1,18})\.")


class Way(enum.Enum):
    """How a revision that arrived stands to the one known here."""

    ON = "on"  # it follows mine
    BACK = "back"  # mine followed it
    APART = "apart"  # nobody can tell


def lineage(reader: Reader, local: Document, arrived: Arrived) -> Way:
    """How the document got from here to there. A later epoch follows mine when I have caught up in it since."""
    mine, theirs = _parts(local.rev), _parts(arrived.rev)
    if mine is None or theirs is None:
        return Way.ON
    if mine[0] == theirs[0]:
        return Way.BACK if theirs[1] < mine[1] else Way.ON
    is_known = theirs[0] > mine[0] and arrived.rev.startswith(f"{remembered_text(reader, EPOCH)}.")
    return Way.ON if is_known else Way.APART


def _parts(rev: str | None) -> tuple[int, int] | None:
    """Numbers of epoch and counter of a revision, None for one that is made otherwise."""
    found = _REV.match(rev or "")
    return (int(found.group(1)), int(found.group(2))) if found else None
