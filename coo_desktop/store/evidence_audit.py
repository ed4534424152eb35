"""The look at the evidence folder after a start: every row has its bytes, and bytes nobody names do not stay."""

import random
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

from coo_desktop.domain.documents.document import Evidence
from coo_desktop.store import faults
from coo_desktop.store.local import LocalStore

ORPHAN_S = 7 * 24 * 3600
_ALL_BELOW = 200
_SHARE = 100


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of evidence whose bytes are gone or came back, and how many files were removed.

    Of what is `damaged` the backend has the bytes, and this computer has others or none.
    """

    lost: tuple[str, ...]
    damaged: tuple[str, ...]
    back: tuple[str, ...]
    removed: int


def audit(store: LocalStore, now_s: float | None = None) -> Found:
    """Marks evidence without its bytes as lost (and found again ones as here); removes orphans older than seven days.

    Every file's length is looked at; all of them, or one in a hundred of many, are read and hashed as well.
    """
    kept = store.reader.all_evidence()
    read = {each.sha256 for each in kept if len(kept) < _ALL_BELOW or random.randrange(_SHARE) == 0}
    whole = {each.id: store.blobs.is_whole(each, read=each.sha256 in read) for each in kept}
    lost = [each for each in kept if each.state in ("here", "uploading") and not whole[each.id]]
    back = [each for each in kept if each.state == "lost" and whole[each.id]]
    if lost or back:
        with store.unit() as unit:
            for each in lost:
                unit.put_evidence(replace(each, state="lost"))
            for each in back:
                unit.put_evidence(replace(each, state="here"))
    damaged = [each for each in kept if each.state == "there" and store.blobs.has(each.sha256) and not whole[each.id]]
    removed = _remove_orphans(store, {each.sha256 for each in kept}, time.time() if now_s is None else now_s)
    return Found(_ids(lost), _ids(damaged), _ids(back), removed)


def _remove_orphans(store: LocalStore, named: set[str], now_s: float) -> int:
    removed = 0
    with faults.files():
        for path, sha256 in store.blobs.files():
            if sha256 not in named and now_s - path.stat().st_mtime > ORPHAN_S:
                path.unlink()
                removed += 1
    return removed


def _ids(kept: Iterable[Evidence]) -> tuple[str, ...]:
    return tuple(each.id for each in kept)
