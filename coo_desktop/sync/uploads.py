"""Evidence goes out in pieces, goes on where the backend says after any cut, and counts as there only after its commit.

The key of the commit is minted when the upload begins and stored with it: a commit whose answer got lost goes again.
While the signatory is blocked the next file is tried all the same: where nothing else waits, it alone finds out whether
the backend takes this person's work again.
"""

import dataclasses
from collections.abc import Callable

from coo_desktop.contract import requests
from coo_desktop.contract.documents import EvidenceAccepted
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import Evidence, Intent
from coo_desktop.domain.errors import NotFound, Offline, Refused, StoreDamaged, Unanswered, Untrusted
from coo_desktop.domain.ports import Clock, Store, Unit
from coo_desktop.sync.client import tus
from coo_desktop.sync.client.calls import Caller, to_wire
from coo_desktop.sync.client.outcomes import refusal_of
from coo_desktop.sync.outbox import unblock
from coo_desktop.sync.reconcile import Touched
from coo_desktop.sync.responses import never_tried

FIRST_PIECE_BYTES = 1 << 20
LEAST_PIECE_BYTES = 256 << 10
MOST_PIECE_BYTES = 8 << 20
#: How long a piece should take: long enough to be worth its request, short enough to be sent again.
PIECE_S = 5.0
#: So many refusals of one piece in a row are no accident of the network any more.
PATIENCE = 3
_GONE = ("not-found", "status-404", "status-410", "upload-missing")
_AGAIN = ("wrong-offset", "wrong-checksum", "status-409", "status-423", "status-460")


class Uploads:
    """One run over the evidence that the backend does not have."""

    def __init__(self, store: Store, caller: Caller, clock: Clock, touched: Touched) -> None:
        self._store = store
        self._caller = caller
        self._clock = clock
        self._touched = touched
        self._piece_bytes = FIRST_PIECE_BYTES

    def run(self, cancelled: Callable[[], bool]) -> int:
        """Uploads and commits what waits; returns how many files are there now. Network trouble is raised."""
        there = 0
        for evidence in self._store.reader.evidence_waiting():
            if cancelled():
                break
            if self._is_refused(evidence):
                continue
            if not self._store.blobs.has(evidence.sha256):
                self._keep(dataclasses.replace(evidence, state="lost"))
                continue
            there += self._deliver(evidence, cancelled)
        return there

    def _deliver(self, evidence: Evidence, cancelled: Callable[[], bool]) -> bool:
        """Brings one file over; a file that the backend has lost or garbled on the way is begun anew, once."""
        for is_last in (False, True):
            try:
                path, at = self._begin(evidence)
                evidence = dataclasses.replace(evidence, state="uploading", upload_url=path, upload_offset=at)
                if not self._send(evidence, at, cancelled):
                    return False
                self._commit(evidence)
            except Refused as error:
                why = str(error.facts.get("why"))
                if is_last or why not in (*_GONE, "digest-mismatch"):
                    self._refuse(evidence, error)
                    return False
                evidence = dataclasses.replace(evidence, upload_url="", upload_offset=0)
                self._keep(evidence)
            except (NotFound, StoreDamaged):
                self._keep(dataclasses.replace(evidence, state="lost"))
                return False
            else:
                return True
        return False

    def _begin(self, evidence: Evidence) -> tuple[str, int]:
        """The upload's path and where to go on: never from memory, always from what the backend has."""
        if evidence.upload_url:
            return evidence.upload_url, tus.offset(self._caller, evidence.upload_url, evidence.size_bytes)
        path, at = tus.create(self._caller, evidence)
        with self._store.unit() as unit:
            unit.put_evidence(dataclasses.replace(evidence, state="uploading", upload_url=path, upload_offset=at))
            _commit_intent(unit, evidence)
        return path, at

    def _send(self, evidence: Evidence, at: int, cancelled: Callable[[], bool]) -> bool:
        """All pieces from `at` on; False when a person stopped it."""
        failures = 0
        with self._store.blobs.open(evidence.sha256) as stream:
            while at < evidence.size_bytes:
                if cancelled():
                    return False
                stream.seek(at)
                began_s = self._clock.monotonic_s()
                try:
                    at = self._append(evidence, at, stream.read(self._piece_bytes))
                    failures = 0
                except (Refused, Unanswered) as error:
                    failures += 1
                    if failures >= PATIENCE or (isinstance(error, Refused) and error.facts.get("why") not in _AGAIN):
                        raise
                    at = tus.offset(self._caller, evidence.upload_url, evidence.size_bytes)
                self._adapt(self._clock.monotonic_s() - began_s)
                self._keep(dataclasses.replace(evidence, upload_offset=at))
        return True

    def _append(self, evidence: Evidence, at: int, piece: bytes) -> int:
        if not piece:
            raise StoreDamaged(cause="evidence")  # shorter than its row says
        after = tus.append(self._caller, evidence.upload_url, at, piece, evidence.size_bytes)
        if after != at + len(piece):
            raise Untrusted(reason="upload_offset")
        return after

    def _adapt(self, took_s: float) -> None:
        if took_s < PIECE_S / 2:
            self._piece_bytes = min(self._piece_bytes * 2, MOST_PIECE_BYTES)
        elif took_s > PIECE_S * 2:
            self._piece_bytes = max(self._piece_bytes // 2, LEAST_PIECE_BYTES)

    def _commit(self, evidence: Evidence) -> None:
        """Asks the backend to prove the whole file and count it; the answer is stored in one transaction."""
        with self._store.unit() as unit:
            intent = _commit_intent(unit, evidence)
            intent = dataclasses.replace(intent, state="sending", attempts=intent.attempts + 1)
            unit.update_intent(intent)
        try:
            reply = self._caller.call(
                "POST", f"/v1/evidence/{evidence.id}/commit", intent.body, {"Idempotency-Key": intent.key}
            )
        except Offline:
            with self._store.unit() as unit:
                unit.update_intent(dataclasses.replace(intent, state="queued", attempts=intent.attempts - 1))
            raise
        if reply.status == 202:
            raise Unanswered(cause="scanning")  # asked again with the same key by a later pass
        accepted = reply.read(EvidenceAccepted)
        if accepted.sha256 != evidence.sha256 or accepted.id != evidence.id:
            raise Untrusted(reason="identity", id=evidence.id)
        with self._store.unit() as unit:
            unit.put_evidence(dataclasses.replace(evidence, state="there", upload_offset=evidence.size_bytes))
            unit.drop_intent(intent.key)
            unblock(unit, self._touched)

    def _refuse(self, evidence: Evidence, error: Refused) -> None:
        """Kept with the backend's reason, until a person attaches another file or asks to try again."""
        problem = refusal_of(error)
        with self._store.unit() as unit:
            unit.put_evidence(dataclasses.replace(evidence, state="here", upload_url="", upload_offset=0))
            intent = _commit_intent(unit, evidence)
            unit.update_intent(dataclasses.replace(never_tried(intent), state="refused", problem=problem))

    def _is_refused(self, evidence: Evidence) -> bool:
        return any(intent.state == "refused" for intent in self._store.reader.intents(evidence.id))

    def _keep(self, evidence: Evidence) -> None:
        with self._store.unit() as unit:
            unit.put_evidence(evidence)


def _commit_intent(unit: Unit, evidence: Evidence) -> Intent:
    """The stored wish to have this file counted, made now when there is none yet."""
    for intent in unit.intents(evidence.id):
        if intent.kind == "commit":
            return intent
    body = to_wire(requests.Commit, sha256=evidence.sha256, size_bytes=evidence.size_bytes)
    created_at = unit.clock.now().isoformat(timespec="milliseconds")
    return unit.enqueue(Intent(key=new_id(), kind="commit", document=evidence.id, body=body, created_at=created_at))
