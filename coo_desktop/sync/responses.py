"""What the backend's answer to one intent does to the store; each function works inside somebody else's transaction."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from coo_desktop.domain.documents import lifecycle, wire
from coo_desktop.domain.documents.document import Document, Intent, Review, Values
from coo_desktop.domain.documents.merge import merge
from coo_desktop.domain.office.notices import NOTICE, LocalKind
from coo_desktop.domain.operations import notices
from coo_desktop.domain.operations.conflicts import keep_conflicts
from coo_desktop.domain.operations.drafts import store_edit
from coo_desktop.domain.ports import Unit
from coo_desktop.sync.arrivals import Arrived, Gone, read, read_living
from coo_desktop.sync.client.outcomes import Outcome, outcome_of, problem_of
from coo_desktop.sync.outbox import update
from coo_desktop.sync.reconcile import (
    Touched,
    Way,
    apply_remote,
    apply_tombstone,
    as_remote,
    hold_submission,
    lineage,
    mirror_delivery,
    recreate,
)


def untried(intent: Intent) -> Intent:
    """The intent as it was before a try that surely did nothing; an earlier try may still have had its effect."""
    attempts = max(intent.attempts - 1, 0)
    if attempts:
        return dataclasses.replace(intent, attempts=attempts, state="unknown")
    return dataclasses.replace(intent, attempts=0, state="queued", base_rev=None)


def never_tried(intent: Intent) -> Intent:
    """The intent once the backend has said that its key never took effect: it may be made against a newer revision."""
    return dataclasses.replace(intent, attempts=0, state="queued", base_rev=None)


def apply_response(unit: Unit, intent: Intent, status: int, body: Any, touched: Touched) -> Outcome:
    """Stores what one answer says and returns its fate; MERGE means that the document has to be fetched."""
    verdict = outcome_of(status, body)
    problem = problem_of(status, body)
    match verdict:
        case Outcome.DONE:
            verdict = _done(unit, intent, body, touched)
        case Outcome.MERGE:
            pass
        case Outcome.REFUSED if intent.kind == "put" and problem["type"] == "key-reused":
            verdict = Outcome.MERGE  # a copy of this store has sent it, with other content
        case Outcome.REFUSED:
            refuse(unit, intent, problem, touched)
        case Outcome.WAIT if intent.kind == "delete" and problem["type"] == "not-found":
            apply_tombstone(unit, intent.document, touched)
            verdict = Outcome.DONE
        case Outcome.WAIT if intent.kind == "put" and problem["type"] == "not-found" and not intent.base_rev:
            recreate(unit, intent.document, touched)
        case Outcome.WAIT:
            _wait(unit, intent, problem)
        case Outcome.LATER:
            update(unit, dataclasses.replace(intent, state="unknown", problem=problem))
        case Outcome.BLOCKED:
            update(unit, dataclasses.replace(untried(intent), state="blocked", problem=problem))
        case Outcome.SIGN_IN | Outcome.ENDED | Outcome.UPGRADE | Outcome.RESYNC:
            update(unit, untried(intent))
    if intent.kind != "put" or verdict is not Outcome.DONE:
        mirror_delivery(unit, intent.document, touched)
    return verdict


def apply_fetched(unit: Unit, intent: Intent, problem: Values, arrived: Arrived | Gone, touched: Touched) -> None:
    """The other half of MERGE: the document as it is now, and the problem the intent met, {} for none."""
    if isinstance(arrived, Gone):
        apply_tombstone(unit, intent.document, touched)
        return
    is_stale = problem.get("type") == "stale-revision"
    if not problem:
        apply_remote(unit, arrived, touched)  # the intent is done, only its answer was older than a pull
    elif intent.kind == "put":
        unit.drop_intent(intent.key)  # its edits are in the document, and what is left of them goes out under a new key
        _land_again(unit, arrived, touched)
    elif intent.kind == "submit" and arrived.stage in lifecycle.EDITABLE and is_stale:
        update(unit, never_tried(intent))
        _land_again(unit, arrived, touched)
        _hold(unit, intent.document, touched)
    elif intent.kind == "submit" and is_stale:
        unit.drop_intent(intent.key)  # somebody else has sent it
        apply_remote(unit, arrived, touched)
    elif intent.kind == "delete":
        unit.drop_intent(intent.key)
        _undiscard(unit, arrived, touched)
    elif intent.body.get("action") == "withdraw" and not is_stale:
        unit.drop_intent(intent.key)  # the race is over, and nothing is left to want
        apply_remote(unit, arrived, touched)
        _tell_lost_race(unit, arrived, touched)
    else:
        refuse(unit, intent, problem, touched)
        apply_remote(unit, arrived, touched)
    mirror_delivery(unit, intent.document, touched)


def is_second_answer(problem: Values) -> bool:
    """Whether another document or a request stood in the way of one that was to take a place."""
    return problem.get("guard") == "no_open_request"


def refuse(unit: Unit, intent: Intent, problem: Mapping[str, Any], touched: Touched) -> None:
    """Keeps the intent with the reason; a submission whose content was refused is refused with it. The screens of its
    document hear of it, although a refused request changes nothing of the document itself.

    A draft that came second where one document may stand is not ready to be sent, whatever the checks say.
    """
    update(unit, dataclasses.replace(never_tried(intent), state="refused", problem=dict(problem)))
    document = unit.document(intent.document)
    if intent.kind == "put" and document is not None and document.stage == "ready" and is_second_answer(problem):
        document = unit.put(dataclasses.replace(document, stage=lifecycle.FIRST_STAGE[document.family]))
    if intent.kind == "delete" and document is not None and document.deleted:
        unit.put(dataclasses.replace(document, deleted=False))
    for other in unit.intents(intent.document) if intent.kind == "put" else ():
        if other.kind == "submit":
            update(unit, dataclasses.replace(other, state="refused", problem=dict(problem)))
    if document is not None:
        touched.add(document)


def _done(unit: Unit, intent: Intent, body: Any, touched: Touched) -> Outcome:
    if intent.kind == "delete":
        read(unit.rules, body, intent.document)
        apply_tombstone(unit, intent.document, touched)
        unit.drop_intent(intent.key)
        return Outcome.DONE
    arrived = read_living(unit.rules, body, intent.document)
    unit.drop_intent(intent.key)
    local = unit.document(intent.document)
    if local is None:
        apply_remote(unit, arrived, touched)
        return Outcome.DONE
    if (local.rev or "") not in (intent.base_rev, arrived.rev):
        return Outcome.MERGE  # a pull was faster, and which of the two is newer only the backend knows
    if intent.kind == "request" and local.rev and lineage(unit, local, arrived) is not Way.ON:
        apply_remote(unit, arrived, touched)  # done to what a restored backend had, which need not be what was here
        return Outcome.DONE
    _absorb(unit, local, intent, arrived, touched)
    return Outcome.DONE


def _absorb(unit: Unit, local: Document, intent: Intent, arrived: Arrived, touched: Touched) -> None:
    """The answer is the new base; what was typed since the snapshot was taken stays on top of it."""
    snapshot = local.base if local.base is not None else local.values
    if intent.kind == "put":
        snapshot = wire.from_wire(unit.rules.form(local.form), intent.body["values"])[0]
    merged = merge(snapshot, local.values, arrived.values)
    fresh = dataclasses.replace(
        as_remote(arrived, local),
        values=merged.values,
        deleted=local.deleted,
        conflicts=keep_conflicts(unit, local.id, merged.clashes, arrived.editor, arrived.updated_at),
        needs_review=local.needs_review or bool(merged.clashes),
        review=Review.MERGED if merged.clashes else local.review,
    )
    if merged.values != arrived.values and arrived.stage in lifecycle.EDITABLE:
        fresh = dataclasses.replace(fresh, stage=local.stage)  # of what was typed since
        if not fresh.deleted and all(other.kind != "put" for other in unit.intents(local.id)):
            touched.add(store_edit(unit, fresh))  # else its own put is on its way
            return
    touched.add(unit.put(fresh))


def _land_again(unit: Unit, arrived: Arrived, touched: Touched) -> None:
    """Lands a document even when its revision is known already: the backend refused to build on an older one."""
    local = unit.document(arrived.id)
    if local is not None and local.rev == arrived.rev and not local.deleted:
        if local.values != arrived.values and local.stage in lifecycle.EDITABLE:
            touched.add(store_edit(unit, local))
        return
    apply_remote(unit, arrived, touched)


def _hold(unit: Unit, document_id: str, touched: Touched) -> None:
    """The person confirmed a content that is no longer the newest: nothing goes out before another look."""
    hold_submission(unit, document_id)
    document = unit.document(document_id)
    if document is not None and not document.needs_review:
        touched.add(unit.put(dataclasses.replace(document, needs_review=True, review=Review.MERGED)))


def _undiscard(unit: Unit, arrived: Arrived, touched: Touched) -> None:
    local = unit.document(arrived.id)
    if local is not None and local.rev == arrived.rev:
        fresh = dataclasses.replace(as_remote(arrived, local), needs_review=True, review=Review.CAME_BACK)
        touched.add(unit.put(fresh))
    else:
        apply_remote(unit, arrived, touched)


def _tell_lost_race(unit: Unit, arrived: Arrived, touched: Touched) -> None:
    """An examiner was faster than a withdrawal; where a colleague was, the document has come back as was wished."""
    if arrived.stage not in lifecycle.EDITABLE:
        notices.tell(unit, LocalKind.WITHDRAWAL_LOST, arrived.id)
        touched.add_family(NOTICE)


def _wait(unit: Unit, intent: Intent, problem: Mapping[str, Any]) -> None:
    """The first time something was missing the intent goes again after the next pull; the second time it waits.

    A file that the backend has lost goes again before it, once.
    """
    again = (intent.problem or {}).get("type") == problem["type"]
    files = () if again else tuple(_begun_anew(unit, problem))
    state = "waiting" if again else "queued"
    after = tuple(dict.fromkeys((*intent.after, *files)))
    update(unit, dataclasses.replace(never_tried(intent), state=state, problem=dict(problem), after=after))


def _begun_anew(unit: Unit, problem: Mapping[str, Any]) -> Iterator[str]:
    """The ids of the files among what is missing at the backend, which it had: their uploads begin anew."""
    missing = problem.get("missing")
    for item in missing if isinstance(missing, list) else ():
        evidence = unit.evidence(str(item))
        if evidence is not None and evidence.state == "there":
            unit.put_evidence(dataclasses.replace(evidence, state="here", upload_url="", upload_offset=0))
            yield evidence.id
