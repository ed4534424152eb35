"""What others did comes in: page by page, each page and the place it leads to in one transaction.

Only a tombstone deletes, and many at once wait for a person: see domain/operations/deletions.
"""

from collections.abc import Callable, Sequence
from typing import Any

from coo_desktop.contract import documents
from coo_desktop.domain.documents.checksum import Checksum
from coo_desktop.domain.errors import Refused, Untrusted
from coo_desktop.domain.operations.deletions import DELETIONS, asked_ids, held_ids, hold
from coo_desktop.domain.ports import Reader, Store, Unit
from coo_desktop.sync.arrivals import Arrived, Gone, adopted
from coo_desktop.sync.client.calls import Caller
from coo_desktop.sync.outbox import MISSING, free, wake
from coo_desktop.sync.reconcile import Touched, apply_remote, apply_tombstone, epoch_of
from coo_desktop.sync.remembered import (
    CURSOR,
    EPOCH,
    MOST_PAGES,
    NOTICES_THERE,
    UNREAD,
    remembered_list,
    remembered_text,
)
from coo_desktop.sync.set_aside import Unreadable, read_any, revisions_aside, set_aside, settle

PAGE_ITEMS = 200


class Pull:
    """One run over the feed."""

    def __init__(self, store: Store, caller: Caller, touched: Touched) -> None:
        self._store = store
        self._caller = caller
        self._touched = touched
        #: The backend's time as its last answer tells it, "" for none.
        self.server_time = ""

    def run(self, cancelled: Callable[[], bool]) -> int:
        """Applies everything new; returns how many documents. Raises Refused(why) for a cursor that is over."""
        applied = 0
        seen: set[str] = set()
        while not cancelled():
            reader = self._store.reader
            cursor, epoch = remembered_text(reader, CURSOR), remembered_text(reader, EPOCH)
            path = f"/v1/changes?cursor={cursor}&epoch={epoch}&limit={PAGE_ITEMS}"
            reply = self._caller.call("GET", path)
            self.server_time = reply.headers.get("server-time", "")
            page = reply.read(documents.ChangesPage)
            if not epoch and self._knew_another(page.epoch):
                raise Refused(why="epoch-changed")
            if page.more and (page.cursor == cursor or page.cursor in seen or len(seen) >= MOST_PAGES):
                raise Untrusted(reason="feed_loop")
            seen.add(page.cursor)
            applied += self._apply(page, cursor)
            self._remember_notices(page.notices)
            if not page.more:
                break
        self._delete_held()
        if applied:
            with self._store.unit() as unit:
                free(unit, self._touched)
        return applied

    def asks_about_deletions(self) -> bool:
        """Whether deletions wait for a person."""
        return bool(asked_ids(self._store.reader))

    def matches(self) -> bool:
        """Whether what is here is what the backend has, by its checksum."""
        told = self._caller.call("GET", "/v1/checksum").read(documents.Checksum)
        here = expected(self._store.reader)
        return (told.count, told.digest) == (here.count, here.digest)

    def _knew_another(self, epoch: str) -> bool:
        """Before the first page was ever taken in, whether documents here were answered by a backend that has been
        restored since: without a place in its feed, that alone tells that it may have lost them."""
        answered = {epoch_of(rev) for _id, rev in self._store.reader.revisions()}
        return bool(answered - {"", epoch})

    def _apply(self, page: documents.ChangesPage, cursor: str) -> int:
        if not page.items and page.cursor == cursor and page.epoch == remembered_text(self._store.reader, EPOCH):
            return 0  # nothing new: nothing to write
        with self._store.unit() as unit:
            latest = _latest(unit, page.items)
            unit.expect([arrived.id for arrived in latest])
            for arrived in latest:
                take_in(unit, arrived, self._touched)
            if page.items:
                wake(unit, self._touched, MISSING)
            unit.put_setting(CURSOR, page.cursor)
            unit.put_setting(EPOCH, page.epoch)
        return len(page.items)

    def _remember_notices(self, there: str) -> None:
        """How the notices stand at the backend; a feed that does not tell leaves it open."""
        if there != remembered_text(self._store.reader, NOTICES_THERE):
            with self._store.unit() as unit:
                unit.put_setting(NOTICES_THERE, there)

    def _delete_held(self) -> None:
        if not held_ids(self._store.reader) or asked_ids(self._store.reader):
            return
        with self._store.unit() as unit:
            for document_id in held_ids(unit):
                apply_tombstone(unit, document_id, self._touched)
            hold(unit, ())
            self._touched.add_family(DELETIONS)


def take_in(unit: Unit, arrived: Arrived | Gone | Unreadable, touched: Touched) -> None:
    """Lands a document; a tombstone is held until all of the feed is here and can be counted."""
    if isinstance(arrived, Unreadable):
        set_aside(unit, arrived)
        return
    settle(unit, arrived.id)
    held = held_ids(unit)
    if isinstance(arrived, Gone):
        local = unit.document(arrived.id)
        if local is not None and local.deleted:
            apply_tombstone(unit, arrived.id, touched)  # by my own wish
        elif local is not None and arrived.id not in held:
            hold(unit, [*held, arrived.id])
            touched.add_family(DELETIONS)
        return
    if arrived.id in held:
        hold(unit, (other for other in held if other != arrived.id))
        touched.add_family(DELETIONS)
    if not arrived.is_known:
        unread = remembered_list(unit, UNREAD)
        unit.put_setting(UNREAD, [*(other for other in unread if other != arrived.id), arrived.id])
    apply_remote(unit, arrived, touched)


def adopt(unit: Unit, touched: Touched) -> None:
    """Documents of a form type that this program did not know when they came, and does now."""
    unread = remembered_list(unit, UNREAD)
    known = [found for found in unread if _is_readable(unit, found)]
    for document_id in known:
        document = unit.document(document_id)
        if document is not None:
            touched.add(unit.put(adopted(unit.rules, document)))
    if known:
        unit.put_setting(UNREAD, [found for found in unread if found not in known])


def expected(reader: Reader) -> Checksum:
    """What the backend's checksum is when both sides agree: that of the documents here, without those whose tombstones
    are held back, and with what stands aside unread. Costs the same among any number of documents."""
    here, aside = reader.checksum(), revisions_aside(reader)
    apart = {*held_ids(reader), *aside}
    known = reader.documents(apart)
    for document_id in apart:
        here = here.moved(document_id, known[document_id].rev if document_id in known else None, aside.get(document_id))
    return here


def _latest(unit: Unit, items: Sequence[Any]) -> list[Arrived | Gone | Unreadable]:
    """Each document once, as it stands last in the page."""
    arrived = (read_any(unit.rules, item) for item in items)
    return list({one.id: one for one in arrived}.values())


def _is_readable(unit: Unit, document_id: str) -> bool:
    document = unit.document(document_id)
    return document is None or document.form in unit.rules.book.forms
