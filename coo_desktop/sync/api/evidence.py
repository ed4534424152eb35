"""Files that another computer of the company has sent, fetched while a person waits and kept as own ones are."""

import dataclasses
import hashlib
from collections.abc import Callable
from urllib.parse import quote

from coo_desktop.domain.documents.document import Evidence
from coo_desktop.domain.errors import Untrusted
from coo_desktop.domain.ports import Store
from coo_desktop.store.evidence.evidence_check import EVIDENCE_BYTES
from coo_desktop.sync.client.calls import Downloader


class EvidenceRequests:
    """Implements the `EvidenceRequests` port."""

    def __init__(self, store: Store, caller: Downloader) -> None:
        self._store = store
        self._caller = caller

    def fetch(
        self, file: Evidence, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
    ) -> Evidence | None:
        """See `EvidenceRequests.fetch`. What arrived is examined as a file of this computer before it is kept."""
        content = bytearray()
        path = f"/v1/evidence/{quote(file.id, safe='')}"
        with self._caller.download(path, file.mime, {}, EVIDENCE_BYTES) as arriving:
            for part in arriving.parts:
                content += part
                if cancelled():
                    return None
                progress(len(content), max(file.size_bytes, len(content)))
        if hashlib.sha256(content).hexdigest() != file.sha256 or file.size_bytes not in (0, len(content)):
            raise Untrusted(reason="evidence", id=file.id)
        taken = self._store.blobs.take_bytes(bytes(content), file.name, file.mime)
        kept = dataclasses.replace(taken, id=file.id, state="there", upload_offset=taken.size_bytes)
        with self._store.unit() as unit:
            unit.put_evidence(kept)
        return kept
