"""Wishes that came back with a restored or moved store: the backend is asked which of them it has fulfilled already.

Such a wish may have gone out after the copy was made, in another wording even. So before anything is sent, each that
the copy holds as never tried is looked up under its key: what the backend has done is taken over and not sent again.
"""

import dataclasses

from coo_desktop.contract import documents
from coo_desktop.domain.documents.document import Intent
from coo_desktop.domain.errors import Refused
from coo_desktop.domain.ports import Store, Unit
from coo_desktop.sync.client.calls import Caller
from coo_desktop.sync.client.outcomes import Outcome
from coo_desktop.sync.reconcile import Touched, hold_submission, mirror_delivery
from coo_desktop.sync.remembered import RESTORED, remembered_list
from coo_desktop.sync.responses import apply_response


def mark_restored(unit: Unit) -> None:
    """Called once in the store that comes back: these wishes have to be looked up before the first pass sends."""
    unit.put_setting(RESTORED, [intent.key for intent in unit.intents() if _is_open(intent)])


def hold_submissions(unit: Unit) -> None:
    """What was to be sent when a backup was made waits until its person has looked at it: much may have happened
    since, and the person may have taken it back."""
    for intent in unit.intents():
        if intent.kind == "submit" and _is_open(intent):
            _hold(unit, intent.document)


def look_up(store: Store, caller: Caller, touched: Touched) -> None:
    """Asks for each wish that came back; may be cut off anywhere and goes on with the next pass."""
    for key in remembered_list(store.reader, RESTORED):
        intent = next(iter(store.reader.intents(key=key)), None)
        answer = _answer(caller, intent) if intent is not None and _is_open(intent) else None
        with store.unit() as unit:
            if intent is not None and answer is not None:
                _take_over(unit, intent, answer, touched)
            unit.put_setting(RESTORED, [left for left in remembered_list(unit, RESTORED) if left != key])


def _answer(caller: Caller, intent: Intent) -> documents.Intent | None:
    """What the backend answered to this key, None when it never took effect."""
    try:
        return caller.call("GET", f"/v1/intents/{intent.key}").read(documents.Intent)
    except Refused as error:
        if error.facts.get("why") != "not-found":
            raise
        return None


def _take_over(unit: Unit, intent: Intent, answer: documents.Intent, touched: Touched) -> None:
    """As if the answer had come just now; the revision here is older than the one in it, whatever that is."""
    if not unit.intents(key=intent.key):
        return  # the person took it back meanwhile
    local = unit.document(intent.document)
    tried = dataclasses.replace(intent, base_rev=(local.rev if local is not None else None) or "")
    verdict = apply_response(unit, tried, answer.status, answer.body, touched)
    after = unit.document(intent.document)
    if verdict is Outcome.DONE and intent.kind == "submit" and after is not None and after.needs_review:
        touched.add(unit.put(dataclasses.replace(after, needs_review=bool(after.conflicts))))
    mirror_delivery(unit, intent.document, touched)


def _hold(unit: Unit, document_id: str) -> None:
    document = unit.document(document_id)
    if document is not None:
        unit.put(dataclasses.replace(document, needs_review=True, delivery=""))
        hold_submission(unit, document_id)


def _is_open(intent: Intent) -> bool:
    """Whether it was never tried as far as this store knows; one that was tried keeps body and key, and a retry of it
    is answered from the backend's memory."""
    return intent.attempts == 0 and intent.kind != "commit"
