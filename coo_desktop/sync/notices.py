"""Notices come in after the documents they are about, and the marks of what was read go out, each of them once.

A mark stands in the store from the moment of reading until the backend has heard it. Marking is idempotent there, and
the key of a request is made of the person and the ids, so that a request whose answer got lost is the same when it is
sent again.
"""

import dataclasses
import hashlib
from collections.abc import Callable, Sequence

from coo_desktop.contract.correspondence import Notices, ReadNotices
from coo_desktop.contract.requests import Read
from coo_desktop.domain.errors import Refused, Untrusted
from coo_desktop.domain.office.notices import MARKED, NOTICE, READ, UNREAD, Notice, NoticeKind
from coo_desktop.domain.ports import Store, Unit
from coo_desktop.sync.client.calls import Caller, as_value, to_wire
from coo_desktop.sync.reconcile import Touched
from coo_desktop.sync.remembered import (
    EPOCH,
    MOST_PAGES,
    NOTICES_CURSOR,
    NOTICES_EPOCH,
    NOTICES_HERE,
    NOTICES_THERE,
    remembered_text,
)

PAGE_ITEMS = 200
#: The backend takes so many ids in one request.
MOST_MARKS = 500
#: Kinds that tell of a change of the company itself, which is then asked for.
ABOUT_COMPANY = frozenset({NoticeKind.MOVE_APPROVED, NoticeKind.RELEASE_NEEDED, NoticeKind.RELEASE_ENDED})


class NoticePull:
    """One run: everything new since the last page, then the marks."""

    def __init__(self, store: Store, caller: Caller, touched: Touched) -> None:
        self._store = store
        self._caller = caller
        self._touched = touched
        self.has_moved = False  # whether this run brought word of a change of the company itself

    def run(self, cancelled: Callable[[], bool]) -> None:
        """Raises what `Caller.call` raises; a backend that tells no notices is no trouble."""
        self._begin_anew_after_a_restore()
        try:
            there = remembered_text(self._store.reader, NOTICES_THERE)
            if not there or there != remembered_text(self._store.reader, NOTICES_HERE):
                self._pull(cancelled, there)
            self._push(cancelled)
        except Refused as error:
            if error.facts.get("why") not in ("not-found", "cursor-expired"):
                raise
            self._keep(NOTICES_CURSOR, "")
            self._keep(NOTICES_HERE, "")

    def _pull(self, cancelled: Callable[[], bool], there: str) -> None:
        """Fetches page by page; at the end, what is here is what the feed told of (`there`), or newer."""
        seen: set[str] = set()
        while not cancelled():
            cursor = remembered_text(self._store.reader, NOTICES_CURSOR)
            page = self._caller.call("GET", f"/v1/notices?cursor={cursor}&limit={PAGE_ITEMS}").read(Notices)
            if page.more and (page.cursor == cursor or page.cursor in seen or len(seen) >= MOST_PAGES):
                raise Untrusted(reason="feed_loop")
            seen.add(page.cursor)
            items = [as_value(Notice, item) for item in page.items]
            self._take_in(items, frozenset(page.unread), cursor, page.cursor)
            if not page.more:
                self._keep(NOTICES_HERE, there)
                return

    def _take_in(self, items: Sequence[Notice], unread: frozenset[str], cursor: str, following: str) -> None:
        """A page and the place it leads to in one transaction; nothing new writes nothing."""
        new = [_marked(item, unread) for item in items]
        self.has_moved |= any(notice.kind in ABOUT_COMPANY for notice in new)
        if not new and following == cursor and not _remarked(self._store.reader.notices.marked, unread):
            return
        with self._store.unit() as unit:
            for notice in new:
                if unit.notices.find(notice.id) is None:
                    unit.notices.put(notice)
            for notice in _remarked(unit.notices.marked, unread):
                unit.notices.put(notice)
            unit.notices.prune()
            unit.put_setting(NOTICES_CURSOR, following)
        self._touched.add_family(NOTICE)

    def _push(self, cancelled: Callable[[], bool]) -> None:
        while not cancelled() and (ids := self._waiting()):
            account = self._store.reader.person().account
            headers = {"Idempotency-Key": _key(account, ids)}
            self._caller.call("POST", "/v1/notices/read", to_wire(Read, ids=ids), headers).read(ReadNotices)
            with self._store.unit() as unit:
                _settle(unit, ids)

    def _waiting(self) -> list[str]:
        marked = self._store.reader.notices.marked((MARKED,), local=False)
        return [notice.id for notice in marked[:MOST_MARKS]]

    def _begin_anew_after_a_restore(self) -> None:
        """In another epoch the backend may have lost notices and marks: all are fetched, and all marks told, again."""
        reader = self._store.reader
        epoch = remembered_text(reader, EPOCH)
        if epoch == remembered_text(reader, NOTICES_EPOCH):
            return
        with self._store.unit() as unit:
            if remembered_text(unit, NOTICES_EPOCH):
                for notice in unit.notices.marked((READ,), local=False):
                    unit.notices.put(dataclasses.replace(notice, mark=MARKED))
            unit.put_setting(NOTICES_CURSOR, "")
            unit.put_setting(NOTICES_HERE, "")
            unit.put_setting(NOTICES_EPOCH, epoch)

    def _keep(self, name: str, text: str) -> None:
        if remembered_text(self._store.reader, name) != text:
            with self._store.unit() as unit:
                unit.put_setting(name, text)


def _settle(unit: Unit, ids: Sequence[str]) -> None:
    for notice_id in ids:
        notice = unit.notices.find(notice_id)
        if notice is not None and notice.mark == MARKED:
            unit.notices.put(dataclasses.replace(notice, mark=READ))


def _remarked(marked: Callable[..., tuple[Notice, ...]], unread: frozenset[str]) -> list[Notice]:
    """Known notices that this person has read at another desk, or that the backend holds for unread all the same."""
    known = marked((UNREAD, READ), local=False)
    return [changed for notice in known if (changed := _marked(notice, unread)) != notice]


def _marked(notice: Notice, unread: frozenset[str]) -> Notice:
    return dataclasses.replace(notice, mark=UNREAD if notice.id in unread else READ)


def _key(account: str, ids: Sequence[str]) -> str:
    return "read-" + hashlib.sha256("\n".join([account, *ids]).encode()).hexdigest()
