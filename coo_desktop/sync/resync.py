"""Everything once more: after a restore of the backend, a cursor that is over, or a checksum that does not fit.

Each document of the snapshot meets the local one as in a pull, with the local base as ancestor. What the backend no
longer has is offered again under the same id: absence is never deletion. The outbox keeps its keys.
"""

import dataclasses

from coo_desktop.contract import documents
from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.errors import Refused, Untrusted
from coo_desktop.domain.office.sync_state import IncidentKind
from coo_desktop.domain.operations.deletions import held_ids
from coo_desktop.domain.operations.drafts import store_edit
from coo_desktop.domain.operations.incidents import note
from coo_desktop.domain.ports import Store, Unit
from coo_desktop.sync.client.calls import Caller
from coo_desktop.sync.outbox import MISSING, wake
from coo_desktop.sync.pull import take_in
from coo_desktop.sync.reconcile import Touched, hold_submission, lost
from coo_desktop.sync.remembered import CURSOR, EPOCH, MOST_PAGES
from coo_desktop.sync.responses import refuse
from coo_desktop.sync.set_aside import read_any


def resync(store: Store, caller: Caller, touched: Touched, why: IncidentKind) -> None:
    """Takes the whole snapshot over; may be cut off anywhere and begun again, the cursor moves at its end."""
    before = {found for found, _ in store.reader.revisions()}
    seen, cursor, epoch = _take_pages(store, caller, touched)
    with store.unit() as unit:
        for document_id in sorted(before - seen):
            _offer_again(unit, document_id, touched)
        wake(unit, touched, MISSING)
        unit.put_setting(CURSOR, cursor)
        unit.put_setting(EPOCH, epoch)
        note(unit, why)
        unit.checksum(anew=True)


def _take_pages(store: Store, caller: Caller, touched: Touched) -> tuple[set[str], str, str]:
    """Lands every page; returns the ids seen, and where the feed stood when the first page was read."""
    seen: set[str] = set()
    page, first = "", ("", "")
    pages: set[str] = set()
    for _ in range(MOST_PAGES):
        told = caller.call("GET", f"/v1/snapshot?page={page}").read(documents.SnapshotPage)
        place = (told.cursor, told.epoch)
        if first[1] and place[1] != first[1]:
            raise Refused(why="epoch-changed")  # restored again meanwhile: the next pass begins anew
        first = first if first[1] else place
        with store.unit() as unit:
            arrivals = [read_any(unit.rules, item) for item in told.items]
            unit.expect([arrived.id for arrived in arrivals])
            for arrived in arrivals:
                seen.add(arrived.id)
                take_in(unit, arrived, touched)
        if not told.page:
            return seen, *first
        page = told.page
        if page in pages:
            raise Untrusted(reason="feed_loop")
        pages.add(page)
    raise Untrusted(reason="feed_loop")


def _offer_again(unit: Unit, document_id: str, touched: Touched) -> None:
    """The backend does not know the document any more, and nobody deleted it."""
    document = unit.document(document_id)
    if document is None or document_id in held_ids(unit):
        return
    if document.form not in unit.rules.book.forms:
        return  # only a newer program can offer it
    if document.deleted:
        _forget(unit, document, touched)
        return
    if document.stage not in lifecycle.EDITABLE:
        document = dataclasses.replace(lost(unit, document), stage=lifecycle.FIRST_STAGE[document.family])
    hold_submission(unit, document_id)
    _end_requests(unit, document_id, touched)
    touched.add(store_edit(unit, dataclasses.replace(document, rev=None, base=None)))


def _end_requests(unit: Unit, document_id: str, touched: Touched) -> None:
    """What was asked of a document that is gone would wait for it, and stand before what makes it anew.

    A draft again, it is what a withdrawal wanted; anything else a person asks for once more.
    """
    for intent in unit.intents(document_id):
        if intent.kind == "request" and intent.body.get("action") == "withdraw":
            unit.drop_intent(intent.key)
        elif intent.kind == "request":
            refuse(unit, intent, {"type": "not-found"}, touched)


def _forget(unit: Unit, document: Document, touched: Touched) -> None:
    """I discarded it and the backend has lost it: both agree."""
    for intent in unit.intents(document.id):
        unit.drop_intent(intent.key)
    unit.purge(document.id)
    touched.add(document)
