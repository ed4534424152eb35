"""The states of what waits to be sent, and who may go: everything about the outbox that needs no network."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from coo_desktop.domain.documents.document import Intent
from coo_desktop.domain.errors import NotFound
from coo_desktop.domain.operations.succession import why_not_sent
from coo_desktop.domain.ports import Unit
from coo_desktop.sync.reconcile import Touched, mirror_delivery

#: Problems that something arriving by a pull may have solved.
MISSING = ("dependency-missing", "not-found")
#: Problems with what an intent names in `after`.
HELD_UP = ("dependency-refused", "evidence-lost", "evidence-refused")


def recover(unit: Unit, touched: Touched, *, restarted: bool) -> None:
    """What a pass left half-way, or a program that was killed: nobody heard, so the outcome is unknown.

    A monotonic clock starts anew with the computer, so after a start the times to try again mean nothing.
    """
    for intent in unit.intents(states=("sending", "unknown") if restarted else ("sending",)):
        unit.update_intent(dataclasses.replace(intent, state="unknown", next_try_s=0.0))
        mirror_delivery(unit, intent.document, touched)


def block(unit: Unit, touched: Touched, why: str = "signatory-disabled") -> None:
    """Nothing of this signatory is taken any more: everything is kept and nothing is sent."""
    for intent in unit.intents(states=("queued", "sending", "unknown")):
        unit.update_intent(dataclasses.replace(intent, state="blocked", problem={"type": why}))
        mirror_delivery(unit, intent.document, touched)
    _activate(unit, touched, active=False)


def unblock(unit: Unit, touched: Touched) -> None:
    """The backend takes this signatory's work again: the queue goes on with the same keys."""
    for intent in unit.intents(states=("blocked",)):
        state = "unknown" if intent.attempts else "queued"
        unit.update_intent(dataclasses.replace(intent, state=state, problem=None))
        mirror_delivery(unit, intent.document, touched)
    _activate(unit, touched, active=True)


def _activate(unit: Unit, touched: Touched, *, active: bool) -> None:
    """What the backend's answer says of the person: every screen and every check hears it."""
    person = unit.person()
    if person.account and person.active is not active:
        unit.put_person(dataclasses.replace(person, active=active))
        touched.add_family("person")


def wake(unit: Unit, touched: Touched, problems: tuple[str, ...]) -> None:
    """What waits for one of these problems may try once more; it remembers the problem, so it tries only once."""
    for intent in unit.intents(states=("waiting",)):
        if (intent.problem or {}).get("type") in problems:
            unit.update_intent(dataclasses.replace(intent, state="queued", next_try_s=0.0))
            mirror_delivery(unit, intent.document, touched)


def free(unit: Unit, touched: Touched) -> None:
    """What came second where one document may stand is tried again as soon as the place is free."""
    for intent in unit.intents(states=("refused",)):
        is_second = intent.kind == "put" and (intent.problem or {}).get("guard") == "no_open_request"
        document = unit.document(intent.document) if is_second else None
        if document is not None and why_not_sent(unit, document) is None:
            unit.update_intent(dataclasses.replace(intent, state="queued", next_try_s=0.0))
            mirror_delivery(unit, intent.document, touched)


def may_go(unit: Unit, intent: Intent, touched: Touched) -> bool:
    """Whether all it names in `after` has gone; when that will not happen by itself, it waits and says for what."""
    if intent.kind == "submit":
        document = unit.document(intent.document)
        if document is not None and (document.needs_review or document.conflicts):
            return _wait(unit, intent, {"type": "needs_review"}, touched)
    for needed in intent.after:
        evidence = unit.evidence(needed)
        others = [other for other in unit.intents(needed) if other.key != intent.key]
        if evidence is not None and evidence.state == "lost":
            return _wait(unit, intent, {"type": "evidence-lost", "missing": [needed]}, touched)
        if evidence is not None and evidence.state == "refused":
            return _wait(unit, intent, {"type": "evidence-refused", "missing": [needed]}, touched)
        if any(other.state in ("refused", "waiting") for other in others):
            return _wait(unit, intent, {"type": "dependency-refused", "missing": [needed]}, touched)
        if others or (evidence is not None and evidence.state != "there"):
            return False
    return True


def update(unit: Unit, intent: Intent) -> bool:
    """Stores an intent's state; False when a person took the intent back meanwhile."""
    try:
        unit.update_intent(intent)
    except NotFound:
        return False
    return True


def _wait(unit: Unit, intent: Intent, problem: Mapping[str, Any], touched: Touched) -> bool:
    unit.update_intent(dataclasses.replace(intent, state="waiting", problem=problem))
    mirror_delivery(unit, intent.document, touched)
    return False
