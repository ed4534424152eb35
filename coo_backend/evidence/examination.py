"""Files that arrived, examined by the very code that a desk takes them in with, and put into their place, while no
transaction is open.

A hostile file may keep its reader busy for seconds, and so may a place that other machines serve: both come before the
transaction of the commit. The examination is in a limited process, and few run at a time. The commit believes it for
the upload that was examined and for no other; while that has its row, no sweep lets go of what was put there.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

import sqlalchemy as sa

from coo_backend.db.tables import uploads
from coo_backend.db.unit import Actor
from coo_backend.files.evidence_files import Files
from coo_backend.files.port import Content
from coo_backend.runtime.refusals import Refusal, invalid
from coo_backend.web.commands import Command
from coo_backend.web.dependencies import Place
from coo_desktop.domain.errors import StoreTrouble, Unreadable
from coo_desktop.domain.language.file_name import display_name
from coo_desktop.domain.refusals import EvidenceFault
from coo_desktop.store.evidence import evidence_check

_turn = BoundedSemaphore(2)  # a process each, of up to a gigabyte
_TYPES = frozenset({EvidenceFault.WRONG_TYPE, EvidenceFault.TYPE_MISMATCH})
_ENDINGS = {evidence_check.PDF: ".pdf", evidence_check.JPEG: ".jpg", evidence_check.PNG: ".png"}


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found in the bytes of an upload: the fault that makes them unfit, or the trouble of the place that they
    were to stand in. Where there is neither and they are what the upload told, they stand there."""

    upload: str
    sha256: str = ""
    size: int = 0
    fault: EvidenceFault | None = None
    trouble: StoreTrouble | None = None

    def demand(self, sha256: str, size: int) -> None:
        """Refuses other bytes with digest-mismatch and unfit ones with validation; raises the trouble there was."""
        if self.trouble is not None:
            raise self.trouble
        if (self.sha256, self.size) != (sha256, size):
            raise Refusal("digest-mismatch")
        if self.fault in _TYPES:
            raise invalid(("file_type", "mime"))
        if self.fault is not None:
            raise invalid((f"file_{self.fault}", "file"))


def examine(here: Place, actor: Actor, command: Command, parts: Mapping[str, str]) -> Examined | None:
    """What is found in the upload that a commit names; None while its bytes are not all here."""
    wanted = command.body.get("sha256") if isinstance(command.body, Mapping) else None
    if not isinstance(wanted, str) or not actor.active:
        return None
    named = sa.and_(uploads.c.evidence == parts["evidence_id"], uploads.c.sha256 == wanted)
    with here.shared.database.read(actor.sight) as connection:
        mine = sa.and_(uploads.c.company == actor.company.id, named)
        row = connection.execute(sa.select(uploads).where(mine)).first()
    if row is None or row.received != row.length:
        return None
    try:
        return _examined(here.files, row)
    except StoreTrouble as trouble:
        return Examined(row.id, trouble=trouble)  # of a batch, this one alone is refused


def _examined(files: Files, row: "sa.Row[Any]") -> Examined | None:
    content = Content(row.company, row.sha256)
    found = files.arrived(row.id, content)
    if found is None or len(found) < row.length:
        return None
    sha256 = hashlib.sha256(found).hexdigest()
    fault = _fault(found, row) if sha256 == row.sha256 else None
    if sha256 == row.sha256 and fault is None:
        files.keep(row.id, content)
    return Examined(row.id, sha256, len(found), fault)


def _fault(content: bytes, row: "sa.Row[Any]") -> EvidenceFault | None:
    name = display_name(row.name) if row.name else f"{row.evidence}{_ENDINGS.get(row.mime, '')}"
    try:
        with _turn:
            evidence_check.demand_fit(content, name, row.mime)
    except Unreadable as error:
        return EvidenceFault(str(error.facts["reason"]))
    return None
