"""Files that arrived, examined by the very code that a desk takes them in with, while no transaction is open.

A hostile file may keep its reader busy for seconds: the examination comes before the transaction of the commit, in a
limited process, and few run at a time. The commit believes it for the bytes that were examined and for no others.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from threading import BoundedSemaphore

import sqlalchemy as sa

from coo_backend.db.tables import uploads
from coo_backend.db.unit import Actor
from coo_backend.files.port import Content
from coo_backend.runtime.refusals import invalid
from coo_backend.web.commands import Command
from coo_backend.web.dependencies import Place
from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.language.file_name import display_name
from coo_desktop.domain.refusals import EvidenceFault
from coo_desktop.store.evidence import evidence_check

_turn = BoundedSemaphore(2)  # a process each, of up to a gigabyte
_TYPES = frozenset({EvidenceFault.WRONG_TYPE, EvidenceFault.TYPE_MISMATCH})
_ENDINGS = {evidence_check.PDF: ".pdf", evidence_check.JPEG: ".jpg", evidence_check.PNG: ".png"}


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found in the bytes of this SHA-256: the fault that makes them unfit, None where there is none."""

    sha256: str
    fault: EvidenceFault | None = None

    def demand_fit(self) -> None:
        """Refuses unfit bytes with validation."""
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
    content = here.files.arrived(row.id, Content(row.company, row.sha256)) if row is not None else None
    if row is None or content is None or row.received != row.length:
        return None
    name = display_name(row.name) if row.name else f"{row.evidence}{_ENDINGS.get(row.mime, '')}"
    try:
        with _turn:
            evidence_check.demand_fit(content, name, row.mime)
    except Unreadable as error:
        return Examined(hashlib.sha256(content).hexdigest(), EvidenceFault(str(error.facts["reason"])))
    return Examined(hashlib.sha256(content).hexdigest())
