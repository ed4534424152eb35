"""Sending documents and asking for what only the backend decides: submit, take back, withdraw, amend, reprint, loss.

Nothing here talks to the network: an intent lands in the outbox in the same commit, and the next pass finds it.
"""

import dataclasses
from collections.abc import Sequence
from typing import Any

from coo_desktop.domain.checks.problems import blocking
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, Change, Document, Intent, Values
from coo_desktop.domain.errors import Locked, Outdated, Refused, SignatoryDisabled
from coo_desktop.domain.filling.printing import print_state
from coo_desktop.domain.office import sending_terms
from coo_desktop.domain.operations import releasing, succession
from coo_desktop.domain.operations.conflicts import demand_settled
from coo_desktop.domain.operations.drafts import change_of, enqueue_put, existing, start, store_edit
from coo_desktop.domain.ports import Unit
from coo_desktop.domain.refusals import Rule

PRINT_ACTIONS = frozenset(row.event for row in lifecycle.PRINT_MOVES)
#: Requests that tell what has happened already.
REPORTS = ("print", "print_copy")
#: The fields of every form that say how the goods travel (运输路线).
ROUTE = ("transport_mode", "vessel", "departure_prefix", "departure_date", "load_port", "via_port", "discharge_port")


def submit(unit: Unit, document_id: str, shown: int, terms: Values | None = None) -> Change:
    """Puts the document into the outbox to be sent; raises Outdated, Locked, or Refused with what keeps it back.

    Refused.why is incomplete (blocking problems), needs_review (merged, not looked at), conflicts,
    product_not_approved, undertaking (the office asks for answers that are not there), not_released (see
    operations.releasing), or what keeps the document from the place of its original (see operations.succession).
    `terms` are these answers: they are stored with the document, and the way to collect is offered the next time.
    Pressing twice sends once: a submission on its way is left alone. One that was held back for a look at a merge is
    not on its way any more (its delivery is empty): pressing again sends what the person sees.
    """
    _demand_active(unit)
    document = existing(unit, document_id)
    is_on_its_way = document.delivery not in ("", "refused")
    if is_on_its_way and any(intent.kind == "submit" for intent in unit.intents(document_id)):
        return change_of(document)
    if shown != document.revision:
        raise Outdated(id=document_id, shown=shown, revision=document.revision)
    document = _may_submit(unit, _undertaken(unit, document, terms or {}))
    for intent in unit.intents(document_id):
        if intent.kind == "submit":
            unit.drop_intent(intent.key)
    if document.rev is None or document.base != document.values:
        enqueue_put(unit, document)
    unit.enqueue(
        Intent(
            key=new_id(),
            kind="submit",
            document=document.id,
            body={},
            after=_evidence_ids(unit, document),
            created_at=unit.clock.now().isoformat(timespec="milliseconds"),
        )
    )
    return change_of(unit.put(dataclasses.replace(document, delivery="queued")))


def submit_seen(unit: Unit, seen: Document, terms: Values | None = None) -> Change:
    """Submits what a person saw and confirmed, with the answers that the office asks for; raises Outdated where the
    content is another by now.

    A pass that has only stored this content meanwhile gives the document another revision, which is no matter.
    """
    document = existing(unit, seen.id)
    if (document.values, document.links) != (seen.values, seen.links):
        raise Outdated(id=document.id, shown=seen.revision, revision=document.revision)
    return submit(unit, document.id, document.revision, terms)


def take_back(unit: Unit, document_id: str) -> Change:
    """Takes a document out of the outbox while its submission was never tried, or once it was refused: it can be edited
    and sent again."""
    document = existing(unit, document_id)
    for intent in unit.intents(document_id):
        if intent.kind == "submit" and not may_take_back(intent):
            raise Locked(id=document_id, stage=document.stage, delivery=document.delivery, event="take_back")
        if intent.kind == "submit" or (intent.kind == "put" and intent.state == "refused"):
            unit.drop_intent(intent.key)
    return change_of(unit.put(dataclasses.replace(document, delivery="")))


def may_take_back(intent: Intent) -> bool:
    """Whether a wish can leave the outbox: it was refused, or the backend has surely not heard of it.

    What the program wants by itself (saving, files, deleting, telling what was printed) stays until it is refused.
    """
    if intent.state == "refused" or (intent.kind == "submit" and intent.state == "waiting"):
        return True
    is_asked = intent.kind == "submit" or (intent.kind == "request" and intent.body.get("action") not in REPORTS)
    return is_asked and not intent.attempts and intent.state in ("queued", "waiting", "blocked")


def take_back_wishes(unit: Unit, keys: Sequence[str]) -> Change:
    """Takes wishes out of the outbox for good; the documents stay as they are here, and what was refused of a
    document's content goes with its submission.

    One that has gone out meanwhile is left alone. A refused file stays on this computer and is not uploaded again.
    """
    taken = [intent for intent in unit.intents() if intent.key in keys and may_take_back(intent)]
    for intent in taken:
        _forget(unit, intent)
    ids = dict.fromkeys(intent.document for intent in taken)
    documents = [document for document in map(unit.document, ids) if document is not None]
    for document in documents:
        if document.delivery and not any(intent.kind == "submit" for intent in unit.intents(document.id)):
            unit.put(dataclasses.replace(document, delivery=""))
    return Change(ids=tuple(ids), families=frozenset(document.family for document in documents))


def _forget(unit: Unit, intent: Intent) -> None:
    unit.drop_intent(intent.key)
    if intent.kind in ("put", "submit"):
        for other in unit.intents(intent.document):
            if other.kind in ("put", "submit") and other.state == "refused":
                unit.drop_intent(other.key)
    evidence = unit.evidence(intent.document) if intent.kind == "commit" else None
    if evidence is not None:
        unit.put_evidence(dataclasses.replace(evidence, state="refused"))


def retry(unit: Unit, key: str) -> Change:
    """Lets a waiting, unknown or refused intent be tried again now, with its key and body unchanged."""
    found = unit.intents(key=key)
    for intent in found:
        unit.update_intent(dataclasses.replace(intent, state="queued", next_try_s=0.0, problem=None))
    return Change(ids=tuple(intent.document for intent in found))


def withdraw(unit: Unit, document_id: str) -> Change:
    """撤回: asks the backend to give a submitted certificate back; the examiner may have been faster."""
    _demand_active(unit)
    return _request(unit, document_id, "withdraw", {})


def report_lost(unit: Unit, document_id: str, reason: str) -> Change:
    """失证重发: for a printed, approved certificate; afterwards only its copy prints."""
    _demand_active(unit)
    return _request(unit, document_id, "report_lost", {"reason": _reason(reason)})


def ask_reprint(unit: Unit, document_id: str, reason: str) -> Change:
    """申请重新打印: asks the examiner for another original."""
    _demand_active(unit)
    return _request(unit, document_id, "ask_reprint", {"reason": _reason(reason)})


def report_printed(unit: Unit, document_id: str, copies: int = 0) -> Change:
    """Tells the backend that the original (and so many copies) was printed."""
    return _request(unit, document_id, "print", {"copies": copies})


def report_copies(unit: Unit, document_id: str, copies: int) -> Change:
    """Tells the backend that so many copies were printed, without an original; every time is told by itself."""
    return _request(unit, document_id, "print_copy", {"copies": copies}, again=True)


def amend(unit: Unit, document_id: str, reason: str) -> Change:
    """改证重发: a new certificate that replaces an approved one; invoice numbers and type are locked.

    Raises Refused where one is under way, `document` names it, or while a loss or reprint is being decided.
    """
    _demand_active(unit)
    return _successor(unit, document_id, "amend", "amends", {"reason": _reason(reason)})


def adjust(unit: Unit, document_id: str) -> Change:
    """调整: a new pre-review that replaces an approved one once it is approved itself."""
    _demand_active(unit)
    return _successor(unit, document_id, "adjust", "adjusts", {})


def redeclare(unit: Unit, document_id: str) -> Change:
    """重新申报: an editable copy of a pre-review that CCPIT voided."""
    return _successor(unit, document_id, "redeclare", "redeclares", {})


def _undertaken(unit: Unit, document: Document, terms: Values) -> Document:
    """The document with the answers that its office asks for; a document whose answers change is stored anew."""
    form, company = unit.rules.form(document.form), unit.company()
    given = sending_terms.answers(terms) if sending_terms.is_asked(form, company) else {}
    if given and document.stage in lifecycle.EDITABLE and {**document.values, **given} != document.values:
        document = store_edit(unit, dataclasses.replace(document, values={**document.values, **given}))
    if given:
        unit.put_setting(sending_terms.LAST, given.get(sending_terms.COLLECTION))
    if lacking := sending_terms.lacking(form, document.values, company):
        raise Refused(why=Rule.UNDERTAKING, fields=lacking)
    return document


def _demand_active(unit: Unit) -> None:
    """What a disabled signatory asks for would only be refused; what was asked for before waits."""
    if not unit.person().active:
        raise SignatoryDisabled()


def _may_submit(unit: Unit, document: Document) -> Document:
    """The document in the stage it has once it is complete: a product may have been approved since it was saved."""
    if document.delivery not in ("", "refused"):
        raise Locked(id=document.id, stage=document.stage, delivery=document.delivery, event="submit")
    demand_settled(document)
    if document.stage not in lifecycle.EDITABLE:
        raise Locked(id=document.id, stage=document.stage, delivery=document.delivery, event="submit")
    _raise(succession.why_not_sent(unit, document))
    found = unit.rules.checked_anew(document, unit.context(document))
    if blocking(found):
        raise Refused(why=Rule.INCOMPLETE, count=blocking(found))
    _raise(releasing.why_not_sent(unit, unit.rules, document))
    role = unit.person().role
    stage = lifecycle.move(document.family, document.stage, "save_complete", role).to
    lifecycle.move(document.family, stage, "submit", role)
    return dataclasses.replace(document, stage=stage, blocking=0)


def _evidence_ids(unit: Unit, document: Document) -> tuple[str, ...]:
    """Evidence and mark pictures whose bytes the backend does not have yet."""
    ids = []
    for value in document.values.values():
        parts = value if isinstance(value, list) else [value]
        for part in parts:
            if isinstance(part, dict) and part.get("sha256"):
                known = unit.evidence(str(part.get("evidence") or part.get("id")))
                if known is not None and known.state != "there":
                    ids.append(known.id)
    return tuple(ids)


def _request(unit: Unit, document_id: str, action: str, body: dict[str, Any], again: bool = False) -> Change:
    """Puts a wish into the outbox; one that waits there already is not repeated, unless it may come `again`."""
    document = existing(unit, document_id)
    role = unit.person().role
    row = lifecycle.move(document.family, document.stage, action, role)
    waiting = [intent for intent in unit.intents(document_id) if intent.kind == "request"]
    if not again and any(one.body.get("action") == action and one.state != "refused" for one in waiting):
        return change_of(document)
    if action in PRINT_ACTIONS:
        lifecycle.print_move(print_state(document, waiting), action, role)
    if "no_open_request" in row.guards:
        _raise(succession.why_not_asked(unit, document))
    unit.enqueue(
        Intent(
            key=new_id(),
            kind="request",
            document=document.id,
            body={"action": action, "document": document.id, **body},
            created_at=unit.clock.now().isoformat(timespec="milliseconds"),
        )
    )
    return change_of(document)


def _successor(unit: Unit, document_id: str, event: str, link: str, facts: dict[str, Any]) -> Change:
    document = existing(unit, document_id)
    family = CERTIFICATE if event == "amend" else PRE_REVIEW
    if document.family != family:
        raise Locked(id=document_id, stage=document.stage, event=event, family=document.family)
    lifecycle.move(document.family, document.stage, event, unit.person().role)
    _raise(succession.why_not_begun(unit, document))
    values = _carried(unit, document) if event == "amend" else document.values
    return start(unit, document.form, values, {link: document.id, **facts})


def _carried(unit: Unit, original: Document) -> Values:
    """What an amendment takes over: all, but of a certificate of the former system not the route, whose fields were
    others there, and of a general one not the goods either (manual, 1.4.4.2).
    """
    if not original.facts.get("oldSystem"):
        return original.values
    form = unit.rules.form(original.form)
    cleared = ROUTE if form.agreement else (*ROUTE, "goods")
    return {name: value for name, value in original.values.items() if name not in cleared}


def _raise(refusal: Refused | None) -> None:
    if refusal is not None:
        raise refusal


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refused(why=Rule.REASON_MISSING)
    return reason.strip()
