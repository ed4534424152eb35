"""What an author asks for after sending: take it back, print it, print it again, replace a lost one."""

import dataclasses
from typing import Any

from coo_backend.db.unit import Unit, role_for
from coo_backend.documents import succession
from coo_backend.runtime.refusals import invalid
from coo_desktop.contract.requests import Ask
from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.errors import Locked


def ask(unit: Unit, body: Ask) -> Document:
    """Carries the wish out or puts it before the examiner, as the lifecycle tables say."""
    document = unit.document(body.document)
    role = role_for(unit.actor)
    row = lifecycle.move(document.family, document.stage, body.action, role)
    changed = dataclasses.replace(document, stage=row.to)
    if body.action != "withdraw":
        state = lifecycle.print_move(document.print_state, body.action, role)
        changed = dataclasses.replace(changed, print_state=state.to)
    _hold(unit, document, body, row.guards)
    facts = {**document.facts, **_facts(document, body, unit.shared.clock.stamp())}
    return unit.keep(dataclasses.replace(changed, facts=facts), body.action)


def _hold(unit: Unit, document: Document, body: Ask, guards: tuple[str, ...]) -> None:
    if "reason" in guards and not body.reason.strip():
        raise invalid(("reason_missing", "reason"))
    if "no_open_request" in guards and succession.has_open_request(unit, document, sent_only=True):
        raise Locked(stage=document.stage, event=body.action, guard="no_open_request")


def _facts(document: Document, body: Ask, at: str) -> dict[str, Any]:
    match body.action:
        case "withdraw":
            return {"withdrawnAt": at}
        case "print":
            return {
                "printedAt": at,
                "printCount": int(document.facts.get("printCount", 0)) + 1,
                "copyCount": int(document.facts.get("copyCount", 0)) + body.copies,
            }
        case "print_copy":
            return {"copyCount": int(document.facts.get("copyCount", 0)) + max(body.copies, 1)}
        case _:
            return {"printRequest": body.action, "printReason": body.reason.strip(), "printAskedAt": at}
